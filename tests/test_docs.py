"""What the README and the documentation say is so."""

from __future__ import annotations

import importlib.util
import json
import re
import shlex
import shutil
import sys
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote

import pytest
from click import Context, Group
from click.testing import CliRunner

from narrator.cli import main
from narrator.plugins import GROUP

PROJECT = Path(__file__).parents[1]
PAGES = sorted([*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")])
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)


def _prose(page: Path) -> str:
    """The page without its code, in which brackets are no links and # is no heading."""
    return _FENCE.sub("", page.read_text(encoding="utf-8"))


def _anchors(page: Path) -> set[str]:
    """What may stand behind # in a link to the page, as GitHub makes it of the headings."""
    headings = _HEADING.findall(_prose(page))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def _broken(page: Path) -> list[str]:
    broken = []
    for link in _LINK.findall(_prose(page)):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = unquote(link).partition("#")
        target = page.parent / path if path else page
        if not target.exists() or (anchor and anchor not in _anchors(target)):
            broken.append(link)
    return broken


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(PROJECT).as_posix())
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    assert not _broken(page)


def _commands(page: Path) -> list[list[str]]:
    """Words of the calls of narrator in the page's shell blocks, from the command on."""
    blocks = re.findall(r"^ *```sh\n(.*?)^ *```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    calls = [call for line in lines for call in re.findall(r"(?:^|[ /])narrator ([a-z]+\b.*)", line)]
    return [re.split(r" *(?:&&|\|\||[|;>])", " ".join(shlex.split(call, comments=True)))[0].split() for call in calls]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(PROJECT).as_posix())
def test_commands_in_the_docs_exist_with_their_options(page: Path) -> None:
    for name, *words in _commands(page):
        command = main.get_command(Context(main), name)
        assert command is not None, name
        if isinstance(command, Group) and words and not words[0].startswith("-"):
            command = command.get_command(Context(command), words[0]) or command
        known = {option for parameter in command.params for option in parameter.opts}
        assert not [word for word in words if word.startswith("--") and word.split("=")[0] not in known], words


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_commands_of_the_readme_make_their_own_environment(page: str) -> None:
    blocks = re.findall(r"^```sh\n(.*?)^```", (PROJECT / page).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    commands = [line for block in blocks for line in block.splitlines() if "pip install" in line]
    assert len(commands) == 2
    assert all(command.startswith("python3 -m venv .venv && .venv/bin/pip install ") for command in commands)


def test_python_of_the_readme_makes_an_episode(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code = re.findall(
        r"^```python\n(.*?)^```", (PROJECT / "README.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    shutil.copytree(PROJECT / "samples", tmp_path / "samples")
    monkeypatch.chdir(tmp_path)
    exec(compile("".join(code), "README.md", "exec"), {})
    folder, spoken = capsys.readouterr().out.splitlines()
    assert (tmp_path / folder / "index.html").is_file()
    assert spoken == "出台“一加四”文件"


# ------------------------------------------------------------------------------------------- the reference


def _generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", PROJECT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their own module up
    spec.loader.exec_module(module)
    return module


def test_reference_of_commands_and_errors_is_what_the_code_says() -> None:
    for path, text in _generate().pages().items():
        assert path.read_text(encoding="utf-8") == text, "not what the code says: run python docs/generate.py"


def test_every_error_has_a_cure() -> None:
    rows = re.findall(r"^\| (.+) \| (.*) \|$", _generate().errors_page(), re.MULTILINE)
    assert len(rows) > 100
    assert not [message for message, cure in rows if not cure.strip()]


def _keys_that_voices_yaml_takes(where: str, folder: Path) -> set[str]:
    """The keys that narrator offers for one that it does not know, at a place of the file such as `show`."""
    voices = folder / "voices.yaml"
    levels = [*where.split(": "), "zzzzzzzzzzzz"] if where else ["zzzzzzzzzzzz"]
    lines = [f"{'  ' * depth}{key}:" for depth, key in enumerate(levels)]
    voices.write_text("\n".join(lines) + " 1\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["say", "一", "--voices", str(voices)])
    offered = re.search(r"there is no such key; there are (.*)", result.stderr)
    assert offered, result.stderr
    foreign = {each.name for each in entry_points(group=GROUP) if each.dist and each.dist.name != "narrator"}
    return set(re.findall(r"`([^`]+)`", offered[1])) - foreign


def _keys_in_the_reference(heading: str) -> set[str]:
    """What stands as code in the first column of the tables below the heading."""
    text = (PROJECT / "docs" / "reference" / "voices.md").read_text(encoding="utf-8")
    section = re.split(r"^## ", text, flags=re.MULTILINE)
    below = next(part for part in section if part.startswith(f"{heading}\n"))
    rows = [line.split("|")[1] for line in below.splitlines() if line.startswith("|")]
    return {key for row in rows for key in re.findall(r"`([^`]+)`", row)}


@pytest.mark.parametrize(
    ("heading", "where"),
    [
        ("The file", ""),
        ("cast", "cast: 某人"),
        ("A voice", "cast: 某人: edge"),
        ("pool", "pool: edge"),
        ("show", "show"),
        ("label", "label"),
        ("gaps", "gaps"),
        ("sound", "sound"),
        ("A sound", "sound: intro"),
        ("A bed", "sound: bed"),
        ("publish", "publish"),
    ],
)
def test_reference_of_voices_yaml_has_each_key_and_no_other(heading: str, where: str, tmp_path: Path) -> None:
    assert _keys_in_the_reference(heading) == _keys_that_voices_yaml_takes(where, tmp_path)


def _paths(value: object, path: str = "") -> set[str]:
    """Each key of a JSON value with its keys above, such as `cues[].words[].text`."""
    if isinstance(value, list):
        return {found for entry in value for found in _paths(entry, f"{path}[]")}
    if not isinstance(value, dict):
        return set()
    below = {f"{path}.{key}".lstrip(".") for key in value}
    return below.union(*(_paths(entry, f"{path}.{key}".lstrip(".")) for key, entry in value.items()))


def test_reference_of_episode_json_has_each_key_and_no_other(tmp_path: Path) -> None:
    voices = tmp_path / "voices.yaml"
    voices.write_text("sound: {bed: chime}\n", encoding="utf-8")
    page = tmp_path / "谈话.txt"
    page.write_text("谈话\n\n主持人：水厂在哪里？\n\n林知远：在河边(笑)，二十年了。\n", encoding="utf-8")
    output = tmp_path / "output"
    result = CliRunner().invoke(
        main,
        ["make", str(page), "--engine", "tone", "--also", "epub", "--voices", str(voices), "--output", str(output)],
    )
    assert result.exit_code == 0, result.stderr
    manifest = json.loads(next(output.glob("*/episode.json")).read_text(encoding="utf-8"))
    text = (PROJECT / "docs" / "reference" / "episode-json.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `([^`]+)`", text, re.MULTILINE))
    assert documented == _paths(manifest)


def test_reference_of_the_player_has_each_attribute_and_event() -> None:
    script = "".join(path.read_text(encoding="utf-8") for path in (PROJECT / "src").rglob("player/**/*.js"))
    attributes = re.findall(r'"([^"]+)"', "".join(re.findall(r"observedAttributes = \[(.*?)\]", script, re.DOTALL)))
    own = r"(?:this|player|element)\.(?:get|has)Attribute\(\"([^\"]+)\"\)"
    events = re.findall(r'new CustomEvent\("([^"]+)", \{ bubbles', script)
    said = (PROJECT / "docs" / "reference" / "player.md").read_text(encoding="utf-8")
    assert attributes
    assert events
    missing = [name for name in {*attributes, *re.findall(own, script), *events} if f"`{name}`" not in said]
    assert not missing
