"""`narrator export` and `make --also`: what is written, kept and removed, and what page, feed and check say of it."""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree

from episode_samples import SHOW, TALK, episode, measured, recording
from narrator.cli import main
from narrator.errors import OutputError
from narrator.model import LabelSettings
from narrator.pipeline import export, findings_of
from narrator.pipeline.exporting import set_exports
from narrator.pipeline.publish import feed, publish
from narrator.published.output_folder import load_manifest
from narrator.standards.media_types import media_type
from narrator.standards.podcast_xml import PODCAST

SHORT = measured(episode(TALK[:3]))
VOICES = """\
engines: [tone]
show:
  title: 河边谈话
  description: 每周一次，听河边的人谈水。
  author: 河边编辑部
  email: editor@river.example
  link: https://river.example/talks/
  category: News > News Commentary
"""
PAGE = "河口访谈\n\n问：水位怎么样？\n\n答：很平稳，大家放心。\n\n问：谢谢。\n\n答：不客气。\n"


@pytest.fixture
def output(tmp_path: Path) -> Path:
    publish(SHORT, recording(SHORT), tmp_path / "output", show=SHOW, label=LabelSettings())
    feed(tmp_path / "output", show=SHOW)
    (tmp_path / "voices.yaml").write_text(VOICES, "utf-8")
    return tmp_path / "output"


def narrator(*arguments: object, ok: bool = True) -> str:
    done = CliRunner().invoke(main, [str(each) for each in arguments])
    assert (done.exit_code == 0) is ok, done.output
    return done.output


def test_export_writes_each_form_beside_the_mp3_and_page_feed_and_check_know_it(output: Path) -> None:
    folder, voices = output / SHORT.slug, output.parent / "voices.yaml"
    said = narrator("export", output, "--format", "m4b", "--format", "opus", "--format", "epub", "--voices", voices)
    files = [folder / f"{SHORT.slug}.{form}" for form in ("m4b", "opus", "epub")]
    assert said.split() == [str(file) for file in files]
    for there, file in zip(load_manifest(folder).exports, files, strict=True):
        content = file.read_bytes()
        assert (there.file, there.bytes) == (file.name, len(content))
        assert there.sha256 == hashlib.sha256(content).hexdigest()
        assert there.type == media_type(file.name)
        assert f'href="{file.name}" download' in (folder / "index.html").read_text("utf-8")
    item = etree.parse(output / "feed.xml").find("channel/item")
    assert item is not None
    found = item.findall(f"{{{PODCAST}}}alternateEnclosure")
    assert [each.get("type") for each in found] == ["audio/mp4", "audio/ogg"]
    for each, file in zip(found, files, strict=False):
        assert each.get("length") == str(file.stat().st_size)
        assert each[0].get("uri") == f"https://river.example/talks/{SHORT.slug}/{file.name}"
        digest = base64.b64encode(hashlib.sha256(file.read_bytes()).digest()).decode()
        assert each[1].get("value") == f"sha256-{digest}"
    assert [each.what for each in findings_of([output], voices=voices) if each.level != "ok"] == []


def test_podcast_index_reads_the_other_forms(output: Path) -> None:
    import published_readers as readers

    modules = readers.node_modules("podcast-partytime")
    if modules is None:
        pytest.skip("needs podcast-partytime (npm install podcast-partytime)")
    set_exports(output / SHORT.slug, ["opus"], show=SHOW)
    feed(output, show=SHOW)
    (item,) = readers.partytime(output / "feed.xml", modules)["items"]  # type: ignore[misc]
    (other,) = item["alternativeEnclosures"]
    assert (other["type"], other["title"]) == ("audio/ogg", "Opus")
    assert other["integrity"]["type"] == "sri"


def test_what_is_still_good_is_not_written_again(output: Path) -> None:
    folder, voices = output / SHORT.slug, output.parent / "voices.yaml"
    export([output], ["epub"], voices=voices)
    before = (folder / f"{SHORT.slug}.epub").stat()
    done: list[str] = []
    files = export([folder], ["epub"], voices=voices, progress=lambda what, *_: done.append(what))
    assert files == (folder / f"{SHORT.slug}.epub",)
    assert not done
    assert (folder / f"{SHORT.slug}.epub").stat() == before
    (folder / f"{SHORT.slug}.epub").write_bytes(b"cut short")
    export([folder], ["epub"], voices=voices)
    assert (folder / f"{SHORT.slug}.epub").stat().st_size == before.st_size


def test_form_that_is_removed_is_gone_from_folder_page_and_feed(output: Path) -> None:
    folder, voices = output / SHORT.slug, output.parent / "voices.yaml"
    narrator("export", output, "--format", "opus", "--format", "epub", "--voices", voices)
    narrator("export", output, "--remove", "opus", "--voices", voices)
    assert not (folder / f"{SHORT.slug}.opus").exists()
    assert [each.form for each in load_manifest(folder).exports] == ["epub"]
    assert ".opus" not in (folder / "index.html").read_text("utf-8") + (output / "feed.xml").read_text("utf-8")


def test_paths_without_an_episode_are_named_all_at_once(output: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(OutputError, match=r"empty is no episode.*missing is no episode"):
        export([tmp_path / "empty", output, tmp_path / "missing"], ["epub"])
    assert load_manifest(output / SHORT.slug).exports == ()


def test_nothing_to_write_and_contradictions_are_wrong_command_lines(output: Path) -> None:
    assert "say what to write" in narrator("export", output, ok=False)
    assert "not both: m4b" in narrator("export", output, "--format", "m4b", "--remove", "m4b", ok=False)


def test_broken_mp3_is_a_clear_error_leaves_its_folder_as_it_was_and_stops_no_other(output: Path) -> None:
    folder = output / SHORT.slug
    (folder / f"{SHORT.slug}.mp3").write_bytes(b"no sound at all " * 100)
    before = sorted(file.name for file in folder.iterdir())
    other = measured(replace(SHORT, slug="2024-05-07-other"))
    publish(other, recording(other), output, show=SHOW, label=LabelSettings())
    with pytest.raises(OutputError, match="cannot be made into"):
        export([output], ["m4b"])
    assert sorted(file.name for file in folder.iterdir()) == before
    assert (output / other.slug / f"{other.slug}.m4b").is_file()


def test_episode_that_stands_alone_gets_no_site_around_it(output: Path, tmp_path: Path) -> None:
    alone = tmp_path / "alone"
    shutil.copytree(output / SHORT.slug, alone / SHORT.slug)
    export([alone / SHORT.slug], ["epub"])
    assert [each.name for each in alone.iterdir() if not each.name.startswith(".")] == [SHORT.slug]


def test_published_again_unchanged_the_episode_keeps_its_other_forms_and_changed_it_does_not(output: Path) -> None:
    folder = output / SHORT.slug
    set_exports(folder, ["epub", "opus"], show=SHOW)
    opus = (folder / f"{SHORT.slug}.opus").read_bytes()
    again = publish(SHORT, recording(SHORT), output, show=SHOW, label=LabelSettings())
    assert [each.form for each in again.exports] == ["opus", "epub"]
    assert (folder / f"{SHORT.slug}.opus").read_bytes() == opus
    assert ".opus" in (folder / "index.html").read_text("utf-8")
    changed = publish(replace(SHORT, title="另一题"), recording(SHORT), output, show=SHOW, label=LabelSettings())
    assert changed.exports == ()
    assert not (folder / f"{SHORT.slug}.opus").exists()


def test_make_also_writes_other_forms_and_keeps_them_up_to_date(tmp_path: Path) -> None:
    page, voices, output = tmp_path / "page.txt", tmp_path / "voices.yaml", tmp_path / "output"
    page.write_text(PAGE, "utf-8")
    voices.write_text(VOICES, "utf-8")
    made = ("make", page, "--engine", "tone", "--voices", voices, "--output", output)
    folder = Path(narrator(*made, "--also", "epub").split()[-1])
    first = (folder / f"{folder.name}.epub").read_bytes()
    page.write_text(PAGE.replace("大家放心", "请大家放心"), "utf-8")
    narrator(*made)
    (kept,) = load_manifest(folder).exports
    assert kept.form == "epub"
    assert (folder / kept.file).read_bytes() != first
    assert f"{folder.name}.epub" in (folder / "index.html").read_text("utf-8")


@pytest.mark.parametrize("form", ["m4b", "opus", "epub"])
def test_check_finds_a_damaged_form_and_one_of_another_state(output: Path, form: str) -> None:
    folder = output / SHORT.slug
    set_exports(folder, [form], show=SHOW)  # type: ignore[list-item]
    manifest = folder / "episode.json"
    fields = json.loads(manifest.read_text("utf-8"))
    fields["label"]["ProduceID"], fields["audio"]["sha256"] = "another", "another"
    manifest.write_text(json.dumps(fields), "utf-8")
    file = folder / f"{SHORT.slug}.{form}"
    found = [each for each in findings_of([folder]) if each.where == str(file) and each.level == "error"]
    assert found
    assert found[0].do == f"write it again: narrator export {SHORT.slug} --format {form}"
    file.write_bytes(file.read_bytes()[:-100])
    (found, *_) = [each for each in findings_of([folder]) if each.where == str(file) and each.level == "error"]
    assert "is not the one that episode.json describes" in found.what
