"""People are written into voices.yaml, and whatever else stands there stays to the character."""

from __future__ import annotations

import difflib
import os
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from narrator.cli import main
from narrator.errors import CastError, OutputError
from narrator.model import CastMember, Voice
from narrator.settings import parse_settings, with_members, write_file
from narrator.settings.yaml_edit import with_values

GUEST = {("cast", "林一"): {"role": "guest", "tone": {"voice": "low", "rate": "-4%"}}}
LINE = "林一: {role: guest, tone: {voice: low, rate: -4%}}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", f"cast:\n  {LINE}\n"),
        ("# mine\n", f"# mine\ncast:\n  {LINE}\n"),
        ("cast:\nlabel: {}\n", f"cast:\n  {LINE}\nlabel: {{}}\n"),
        ("cast: {}\n", f"cast: {{{LINE}}}\n"),
        ("cast: {甲: {tone: x}, } # us\n", f"cast: {{甲: {{tone: x}}, {LINE}, }} # us\n"),
        (
            "cast:\n    # regulars\n    甲:   {role: host,tone: 'x'}   # keep\n    乙:\n      tone: {voice: a,\n             rate: -4%}  # slow\n\n# end\nlabel: {}\n",
            f"cast:\n    # regulars\n    甲:   {{role: host,tone: 'x'}}   # keep\n    乙:\n      tone: {{voice: a,\n             rate: -4%}}  # slow\n    {LINE}\n\n# end\nlabel: {{}}\n",
        ),
        ("cast:\r\n  甲: {tone: x}\r\nlabel: {}\r\n", f"cast:\r\n  甲: {{tone: x}}\r\n  {LINE}\r\nlabel: {{}}\r\n"),
        ("{label: {audible: true}, }", f"{{label: {{audible: true}}, cast: {{{LINE}}}, }}"),
        ("show:\n  description: |\n    a\n    b\n\n# end\n", f"show:\n  description: |\n    a\n    b\ncast:\n  {LINE}\n\n# end\n"),
        ("cast:\n  甲: &a {tone: x}\n  乙: *a\n", f"cast:\n  甲: &a {{tone: x}}\n  乙: *a\n  {LINE}\n"),
        ("cast:\n  甲:", f"cast:\n  甲:\n  {LINE}"),
    ],
)  # fmt: skip
def test_person_is_added_behind_the_others(before: str, after: str) -> None:
    assert with_values(before, GUEST, name="voices.yaml") == after


def test_value_is_put_where_it_belongs_and_nothing_else_changes() -> None:
    text = "cast:\n  甲: {role: host, edge: x}  # c\n  乙:\n    role: host\n  丙:\n"
    values = {("cast", one, "tone"): "low" for one in "甲乙丙"} | {("cast", "甲", "role"): "guest"}
    assert with_values(text, values, name="v") == (
        "cast:\n  甲: {role: guest, edge: x, tone: low}  # c\n  乙:\n    role: host\n    tone: low\n  丙:\n    tone: low\n"
    )


@pytest.mark.parametrize(
    "before", ["cast: [甲]\n", "cast: 甲\n", "cast:\n  林一: &a {tone: x}\n  甲: *a\nlexicon: *a\n"]
)
def test_file_that_cannot_be_added_to_is_told_with_the_line_to_write(before: str) -> None:
    wanted = {("lexicon", "林一"): "lin2 yi1"} if "lexicon" in before else GUEST
    with pytest.raises(CastError) as caught:
        with_values(before, wanted, name="voices.yaml")
    assert "林一: " in caught.value.hint


WORDS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn", "Zl", "Zp"), exclude_characters="\ufeff"),
    min_size=1,
    max_size=12,
)


@given(st.dictionaries(WORDS, WORDS, max_size=4), WORDS, WORDS, st.booleans())
def test_any_name_and_value_is_read_as_it_was_written(there: dict[str, str], name: str, value: str, flow: bool) -> None:
    text = yaml.safe_dump({"cast": there}, allow_unicode=True, default_flow_style=flow, sort_keys=False)
    changed = with_values(text, {("cast", name): {"tone": value}}, name="v")
    expected = yaml.load(text, Loader=yaml.BaseLoader)["cast"] | {name: {"tone": value}}
    assert yaml.load(changed, Loader=yaml.BaseLoader)["cast"] == expected
    kept = difflib.SequenceMatcher(None, text, changed, autojunk=False).get_opcodes()
    if name not in there and there:
        assert {what for what, *_ in kept} <= {"equal", "insert"}


def member(name: str, **voices: str) -> CastMember:
    return CastMember(name=name, voices={engine: Voice(engine=engine, name=voice) for engine, voice in voices.items()})


def test_what_a_person_wrote_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "voices.yaml"
    path.write_text("cast: {甲: {gender: female, tone: high}}\n", "utf-8")
    change = with_members(path, {"甲": member("甲", tone="low", espeak="cmn+f3")}, {})
    assert change.after == "cast: {甲: {gender: female, tone: high, espeak: {voice: cmn+f3}}}\n"
    assert not with_members(path, {"甲": member("甲", tone="low")}, {}).diff


def test_file_keeps_its_mark_its_mode_and_the_link_to_it(tmp_path: Path) -> None:
    real, link = tmp_path / "real.yaml", tmp_path / "voices.yaml"
    real.write_text("\ufeffcast: {}\n", "utf-8")
    real.chmod(0o640)
    link.symlink_to(real)
    write_file(with_members(link, {"甲": member("甲", tone="low")}, {}))
    assert link.is_symlink()
    assert real.read_text("utf-8") == "\ufeffcast: {甲: {tone: {voice: low}}}\n"
    assert os.stat(real).st_mode & 0o777 == 0o640  # noqa: PTH116 - of the file itself


def test_file_that_somebody_changed_in_the_meantime_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "voices.yaml"
    path.write_text("cast: {}\n", "utf-8")
    change = with_members(path, {"甲": member("甲", tone="low")}, {})
    path.write_text("cast: {乙: {tone: x}}\n", "utf-8")
    with pytest.raises(OutputError, match="somebody else"):
        write_file(change)


# ------------------------------------------------------------------------------------------ narrator cast


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.txt").write_text(
        "河边谈话\n\n主持人：请介绍自己，好吗？\n林知远先生：我在河边工作。\n主持人：谢谢！\n林知远先生：再见。\n",
        "utf-8",
    )
    return tmp_path


def cast(*options: str) -> Result:
    run = CliRunner(catch_exceptions=False)
    return run.invoke(main, ["cast", "page.txt", "--engine", "tone", *options])


def test_cast_writes_the_people_of_a_page_and_make_says_the_same(folder: Path) -> None:
    path = folder / "voices.yaml"
    path.write_text("# ours\ncast:\n  主持人: {tone: high}   # always\n\npool: {tone: {male: [low]}}  # few\n", "utf-8")
    done = cast()
    assert done.exit_code == 0, done.output
    assert "+  林知远先生: {role: guest, gender: male, tone: {voice: low}}  # the gender is a guess" in done.stdout
    assert path.read_text("utf-8") == (
        "# ours\ncast:\n  主持人: {tone: high}   # always\n"
        "  林知远先生: {role: guest, gender: male, tone: {voice: low}}  # the gender is a guess\n\n"
        "pool: {tone: {male: [low]}}  # few\n"
    )
    assert "already" in cast().stderr


def test_dry_run_of_cast_writes_nothing(folder: Path) -> None:
    path = folder / "voices.yaml"
    path.write_text("cast: {}\n", "utf-8")
    assert "+cast: {主持人: " in cast("--dry-run").stdout
    assert path.read_text("utf-8") == "cast: {}\n"


def test_file_that_is_not_there_begins_as_the_one_that_ships(folder: Path) -> None:
    assert cast().exit_code == 0
    text = (folder / "voices.yaml").read_text("utf-8")
    assert text.startswith("# Who speaks in which voice")
    assert "林知远先生" in parse_settings(text, "voices.yaml").cast.members
