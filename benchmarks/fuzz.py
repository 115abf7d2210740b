"""Hostile input by the hundred thousand: python benchmarks/fuzz.py [COUNT] [SEED]

Throws COUNT (100,000) inputs at what reads strangers' text: pages of each kind (bytes → Article → Script), the
verbaliser, voices.yaml and the editable script. Half are mutations of sound inputs (cut, doubled, swapped, spliced with
each other and with scraps that parsers trip over), half are made of scraps and noise. An input may give a result or a
NarratorError; anything else is a traceback that a user could see. Prints a line for each target, with the slowest
input, and the first failures with the seed that makes them again; exit code 1 when there are any.

For coverage-guided fuzzing of the same targets, see fuzz_atheris.py.
"""

from __future__ import annotations

import multiprocessing
import random
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from narrator.article import extract
from narrator.errors import NarratorError
from narrator.script import from_text, is_editable, parse, to_text
from narrator.settings import parse_settings
from narrator.spoken import verbalise_text

PROJECT = Path(__file__).parents[1]
SAMPLES = sorted(path for path in (PROJECT / "samples").iterdir() if path.is_file())
KINDS = (".txt", ".md", ".html", ".vtt", ".srt", ".docx")

SCRAPS = [
    *("主持人：", "记者:", "问：", "答：", "Q:", "A.", "【张三】", "**李四：**", "<v 王五>", ">>"),
    *("00:00:01.000 --> 00:00:02.000", "\n", "\n\n", "\r\n", "\t", "\u3000", "\ufeff", "\u0301" * 9),
    *("\u202e", "\u200b", "\x00", "\x1b[31m", "\ud800", "\U0001f600"),
    *("<p>", "</div>", "<!--", "<![CDATA[", "<script>", "&#0;", "&nbsp;", "<br>" * 5, "<dt>", "<table>"),
    *("<!DOCTYPE x [<!ENTITY a 'b'>]>", "2024年", "1+4", "〔2024〕12号", "3.5%", "￥3,000.5", "12:30", "1/3"),
    *("20—30", "COVID-19", "9" * 40, "-5℃", "a@b.cn", "http://x.y/"),
    *("---\nnarrator: 1\n", "---", "## ", "> [title] ", "{重|chong2}", "{", "|", "}", "\\", "[[", "]]", "# "),
    *("- ", "* ", "```", "cast:", "pool:", "&a ", "*a", "!!python/x", "? ", ": ", "{role: host}", "lexicon:"),
    *("zhong4", "lv4 v5", "r5", "，。！？；：、", "“”‘’「」《》", "……", "——", "(笑)", "（掌声）", "相关稿件:"),
    *"重为一不儿行長裡ガ한",
]


@dataclass(frozen=True, slots=True)
class Target:
    """Something that reads what strangers wrote."""

    name: str
    share: float
    """Of all inputs."""
    run: Callable[[str, random.Random], object]


def _page(text: str, chance: random.Random) -> object:
    encoding = chance.choice(("utf-8", "utf-8", "utf-8-sig", "gb18030", "big5", "shift_jis", "utf-16"))
    data = text.encode(encoding, "ignore")
    if chance.random() < 0.1:
        data = bytes(chance.randrange(256) if chance.random() < 0.02 else byte for byte in data)
    script = parse(extract(data, name=f"page{chance.choice(KINDS)}"))
    again = from_text(to_text(script), "script.txt")
    if again.turns and [turn.speaker for turn in again.turns] != [turn.speaker for turn in script.turns]:
        raise AssertionError("the editable script lost a speaker")
    return again


def _reading(text: str, chance: random.Random) -> object:
    language = chance.choice(("zh-CN", "zh-CN", "zh-CN", "zh-TW", "yue", "en", "ja", "de"))
    reading = verbalise_text(text[:300], language=language)
    if "".join(pair.written.of(reading.written) for pair in reading.spans) != reading.written:
        raise AssertionError("the map lost a written character")
    return reading


def _editable(text: str, _: random.Random) -> object:
    text = text if is_editable(text) else f"---\nnarrator: 1\n---\n{text}"
    return to_text(from_text(text, "script.txt"))


TARGETS = (
    Target("pages", 0.3, _page),
    Target("readings", 0.35, _reading),
    Target("voices.yaml", 0.2, lambda text, _: parse_settings(text, "voices.yaml")),
    Target("editable scripts", 0.15, _editable),
)


def _seeds() -> list[str]:
    texts = [path.read_text(encoding="utf-8") for path in SAMPLES]
    texts += [to_text(parse(extract(path.read_bytes(), name=path.name))) for path in SAMPLES]
    return texts


def made_up(chance: random.Random, seeds: list[str]) -> str:
    """An input: a mutation of a sound one, or scraps and noise."""
    if chance.random() < 0.5:
        return "".join(_piece(chance) for _ in range(chance.randrange(1, 40)))
    text = chance.choice(seeds)
    start = chance.randrange(len(text))
    text = text[start : start + chance.randrange(1, 1500)] if chance.random() < 0.8 else text[:3000]
    for _ in range(chance.randrange(1, 8)):
        one, other = sorted((chance.randrange(len(text) + 1), chance.randrange(len(text) + 1)))
        match chance.randrange(5):
            case 0:
                text = text[:one] + text[other:]
            case 1:
                text = text[:other] + text[one:other][:200] * 2 + text[other:]
            case 2:
                text = text[:one] + _piece(chance) + text[one:]
            case 3:
                text = text[:one] + chance.choice(seeds)[:200] + text[other:]
            case _:
                text = text[one:other][::-1] + text[other:]
        text = text or "。"
    return text


def _piece(chance: random.Random) -> str:
    roll = chance.random()
    if roll < 0.75:
        return chance.choice(SCRAPS)
    if roll < 0.9:
        return chr(chance.randrange(0x4E00, 0x9FFF))
    return chr(chance.choice((chance.randrange(0x20, 0x7F), chance.randrange(0x10FFFF))))


@dataclass(slots=True)
class Tally:
    """What became of a target's inputs."""

    results: int = 0
    errors: int = 0
    slowest_s: float = 0.0
    failures: list[str] | None = None


def _share(job: tuple[int, int, int]) -> dict[str, Tally]:
    first, count, seed = job
    seeds = _seeds()
    voices = [(PROJECT / "voices.yaml").read_text(encoding="utf-8")]
    tallies = {target.name: Tally(failures=[]) for target in TARGETS}
    for number in range(first, first + count):
        chance = random.Random(f"{seed}-{number}")
        target = chance.choices(TARGETS, [one.share for one in TARGETS])[0]
        text = made_up(chance, voices if target.name == "voices.yaml" else seeds)
        tally = tallies[target.name]
        start = time.perf_counter()
        try:
            target.run(text, chance)
            tally.results += 1
        except NarratorError as error:
            tally.errors += 1
            if not error.message or not error.hint:
                tally.failures.append(f"{number}: an error without a cure: {error!r}")
        except Exception:  # noqa: BLE001 - whatever it is, is what is looked for
            tally.failures.append(f"{number}: {text[:80]!r}\n{traceback.format_exc(limit=-3)}")
        tally.slowest_s = max(tally.slowest_s, time.perf_counter() - start)
    return tallies


def main() -> None:
    """Print what became of the inputs."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    step = 500
    jobs = [(first, min(step, count - first), seed) for first in range(0, count, step)]
    totals = {target.name: Tally(failures=[]) for target in TARGETS}
    start = time.perf_counter()
    with multiprocessing.Pool() as pool:
        for done, tallies in enumerate(pool.imap_unordered(_share, jobs), start=1):
            for name, tally in tallies.items():
                total = totals[name]
                total.results += tally.results
                total.errors += tally.errors
                total.slowest_s = max(total.slowest_s, tally.slowest_s)
                total.failures += tally.failures
            print(f"\r{min(done * step, count):,} of {count:,}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    print(f"{'target':18}{'results':>9}{'errors':>9}{'tracebacks':>12}{'slowest':>10}")
    for name, total in totals.items():
        print(f"{name:18}{total.results:9,}{total.errors:9,}{len(total.failures):12}{total.slowest_s:9.2f}s")
    failures = [failure for total in totals.values() for failure in total.failures]
    print(f"{count:,} inputs in {time.perf_counter() - start:.0f} s, seed {seed}: {len(failures)} tracebacks")
    for failure in failures[:8]:
        print(failure)
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()
