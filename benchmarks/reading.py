"""How well narrator reads Mandarin, beside pypinyin, wetext, g2pM and eSpeak NG's own reading, as a table.

    python benchmarks/reading.py --normalisation PAIRS.jsonl   # {"written": …, "spoken": …, "category": …}
    python benchmarks/reading.py --polyphones LABELS.jsonl     # {"text": …, "index": …, "pinyin": …}
    python benchmarks/reading.py --page PAGE.txt               # time from text to pinyin, after loading
    python benchmarks/reading.py --loading                     # time and memory until the first sentence is read

Without arguments: the room's own list, tests/spoken/readings.tsv. Peers that are not installed are left out
(`pip install wetext jieba`). For other scorers, `narrator_spoken` and `narrator_printed_pinyin` below are adapters.
"""

from __future__ import annotations

import argparse
import ctypes
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path

from narrator.spoken import verbalise_text
from narrator.spoken.reading import Task, read_all
from narrator.spoken.sentences import cut
from narrator.standards.hanzi import HANZI
from narrator.standards.pinyin import numbered

ROOT = Path(__file__).parent.parent
OWN_LIST = ROOT / "tests/spoken/readings.tsv"
ESPEAK_SYLLABLES = ROOT / "src/narrator/speech/engines/mandarin_phonemes.tsv"
ESPEAK_TONES = {"1": "55", "2": "35", "3": "214", "4": "51", "5": "11"}
EQUAL_READINGS = str.maketrans("两幺至〇", "二一到零")
"""Both are normal Mandarin."""


def narrator_spoken(text: str) -> str:
    """The spoken form."""
    return verbalise_text(text).spoken


def narrator_printed_pinyin(text: str) -> list[str]:
    """One syllable for each *printed* hanzi, whatever figures between them are read as."""
    reading = verbalise_text(text)
    syllables = iter(reading.pinyin)
    by_place = {at: next(syllables) for at, char in enumerate(reading.spoken) if HANZI.match(char)}
    said = []
    for pair in reading.spans:
        for step, char in enumerate(pair.written.of(text)):
            if HANZI.match(char):
                said.append(by_place.get(pair.spoken.start + step, ""))
    return said


# ------------------------------------------------------------------------------------------------- peers


def wetext_spoken() -> Callable[[str], str]:
    from wetext import Normalizer

    return Normalizer(lang="zh", operator="tn").normalize


def pypinyin_pinyin(*, words: bool) -> Callable[[str], list[str]]:
    import pypinyin

    def read(text: str) -> list[str]:
        pieces: list[str] | str = text
        if words:
            import jieba

            pieces = jieba.lcut(text)
        style = pypinyin.Style.TONE3
        said = pypinyin.lazy_pinyin(
            pieces, style=style, neutral_tone_with_five=True, errors=lambda run: [""] * len(run)
        )
        return [numbered(each) for each, char in zip(said, text, strict=True) if HANZI.match(char)]

    return read


def g2pm_pinyin() -> Callable[[str], list[str]]:
    from g2pM import G2pM

    network = G2pM()
    return lambda text: [
        numbered(each) for each, char in zip(network(text, char_split=True), text, strict=True) if HANZI.match(char)
    ]


def espeak_pinyin() -> Callable[[str], list[str]]:
    """eSpeak's own phonemes, read back as syllables."""
    import espeakng_loader

    library = ctypes.CDLL(espeakng_loader.get_library_path())
    library.espeak_Initialize(1, 0, espeakng_loader.get_data_path().encode(), 0x8000)
    library.espeak_SetVoiceByName(b"cmn")
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    library.espeak_TextToPhonemes.argtypes = [ctypes.POINTER(ctypes.c_char_p), ctypes.c_int, ctypes.c_int]
    syllables = {}
    for line in ESPEAK_SYLLABLES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, phonemes = line.split("\t")
            for tone, digits in ESPEAK_TONES.items():
                syllables[_alike(phonemes.replace("_", digits))] = name + tone
    known = re.compile("|".join(re.escape(each) for each in sorted(syllables, key=len, reverse=True)))

    def read(text: str) -> list[str]:
        pointer = ctypes.c_char_p("".join(char if HANZI.match(char) else "，" for char in text).encode())
        said = []
        while pointer.value:
            phonemes = library.espeak_TextToPhonemes(ctypes.byref(pointer), 1, 0).decode()
            said += [syllables[each] for each in known.findall(_alike(re.sub(r"['|_ ,]", "", phonemes)))]
        return said

    return read


def _alike(phonemes: str) -> str:
    """eSpeak writes the same sound in two ways, from characters and from its table."""
    return phonemes.replace("A", "a").replace(";y", "y").replace("jy", "y")


# ----------------------------------------------------------------------------------------------- scoring


def heard(text: str) -> str:
    """Without punctuation, spaces and letter case; readings that are both normal made equal."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in folded if unicodedata.category(char)[0] not in "PZC").translate(EQUAL_READINGS)


def score_normalisation(pairs: list[dict[str, str]], peers: dict[str, Callable[[str], str]], errors: int) -> None:
    print(f"{'reader':<22}{'pairs':>8}{'right, %':>10}{'a second':>10}")
    for name, read in peers.items():
        read("预热2024年")
        start = time.perf_counter()
        said = [_safely(read, pair["written"]) for pair in pairs]
        seconds = time.perf_counter() - start
        wrong = [
            (pair, got)
            for pair, got in zip(pairs, said, strict=True)
            if heard(got) not in {heard(each) for each in (pair["spoken"], *pair.get("accept", ()))}
        ]
        print(f"{name:<22}{len(pairs):>8}{100 - 100 * len(wrong) / len(pairs):>10.1f}{len(pairs) / seconds:>10.0f}")
        for pair, got in wrong[:errors] if name == "narrator" else ():
            print(f"    {pair['written']} → {got}, not {pair['spoken']}")


def score_polyphones(rows: list[dict[str, str]], peers: dict[str, Callable[[str], list[str]]], errors: int) -> None:
    print(f"{'reader':<22}{'sentences':>10}{'right, %':>10}{'a second':>10}")
    for name, read in peers.items():
        read("预热一下")
        start = time.perf_counter()
        said = [_polyphone(read, row) for row in rows]
        seconds = time.perf_counter() - start
        wrong = [(row, got) for row, got in zip(rows, said, strict=True) if got != numbered(row["pinyin"])]
        print(f"{name:<22}{len(rows):>10}{100 - 100 * len(wrong) / len(rows):>10.2f}{len(rows) / seconds:>10.0f}")
        for row, got in wrong[:errors] if name == "narrator" else ():
            text, at = row["text"], int(row["index"])
            print(f"    {text[max(0, at - 8) : at]}[{text[at]}]{text[at + 1 : at + 8]} {got}, not {row['pinyin']}")


def _safely(read: Callable[[str], str], text: str) -> str:
    try:
        return read(text)
    except Exception as error:  # noqa: BLE001 (a peer that fails is wrong, and the table goes on)
        return f"({error})"


def _polyphone(read: Callable[[str], list[str]], row: dict[str, str]) -> str:
    """The reading of the labelled character, counted among the hanzi of its text; empty when they do not line up."""
    text, index = row["text"], int(row["index"])
    places = [at for at, char in enumerate(text) if HANZI.match(char)]
    try:
        said = read(text)
    except Exception:  # noqa: BLE001 (see above)
        return ""
    return said[places.index(index)] if len(said) == len(places) else ""


def time_page(path: Path) -> None:
    text = path.read_text(encoding="utf-8-sig")
    verbalise_text("预热2024年")
    start = time.perf_counter()
    tasks = [Task(written=span.of(line)) for line in text.splitlines() for span in cut(line)]
    readings = read_all(tasks, {}, "zh-CN")
    seconds = time.perf_counter() - start
    syllables = sum(len(reading.pinyin) for reading in readings)
    doubts = sum(len(reading.doubts) for reading in readings)
    print(
        f"{path.name}: {len(tasks)} sentences, {syllables} syllables, {doubts} doubts in {seconds:.3f} s after loading"
    )


LOADINGS = {
    "the interpreter": "pass",
    "import numpy": "import numpy",
    "pypinyin, rjieba and NumPy": "import numpy, rjieba, pypinyin; pypinyin.lazy_pinyin(rjieba.cut('预热一下'))",
    "import narrator.spoken": "import narrator.spoken",
    "a first sentence, no cache": "import narrator.spoken; narrator.spoken.verbalise_text('预热一下')",
    "a first sentence": "import narrator.spoken; narrator.spoken.verbalise_text('预热一下')",
}
"""What is run in a fresh interpreter."""
MEASURED = """
import resource, sys, time
start, cpu = time.perf_counter(), time.process_time()
{}
most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
print(time.perf_counter() - start, time.process_time() - cpu, most)
"""


def time_loading(times: int) -> None:
    """The best of so many runs, one after the other in turns: the machine's other work is in all of them."""
    best: dict[str, list[list[float]]] = {name: [] for name in LOADINGS}
    with tempfile.TemporaryDirectory() as cache:
        for _ in range(times):
            for name, code in LOADINGS.items():
                if name.endswith("no cache"):
                    shutil.rmtree(f"{cache}/readings", ignore_errors=True)
                run = [sys.executable, "-c", MEASURED.format(code)]
                said = subprocess.run(
                    run, env=os.environ | {"NARRATOR_CACHE": cache}, capture_output=True, text=True, check=True
                )
                best[name].append([float(each) for each in said.stdout.split()])
    print(f"{'':<28}{'wall, ms':>10}{'CPU, ms':>10}{'peak, MB':>10}")
    for name, runs in best.items():
        wall, cpu, most = (min(column) for column in zip(*runs, strict=True))
        print(f"{name:<28}{wall * 1000:>10.0f}{cpu * 1000:>10.0f}{most:>10.0f}")


def _jsonl(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _installed(names: Iterable[str]) -> bool:
    return all(importlib.util.find_spec(name) for name in names)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--normalisation", type=Path)
    parser.add_argument("--polyphones", type=Path)
    parser.add_argument("--page", type=Path)
    parser.add_argument("--loading", action="store_true")
    parser.add_argument("--errors", type=int, default=0, help="how many of narrator's mistakes to show")
    parser.add_argument("--sample", type=int, help="only every n-th polyphone")
    options = parser.parse_args()
    spoken_peers: dict[str, Callable[[str], str]] = {"narrator": narrator_spoken}
    if _installed(["wetext"]):
        spoken_peers["wetext"] = wetext_spoken()
    if options.polyphones:
        peers: dict[str, Callable[[str], list[str]]] = {
            "narrator": narrator_printed_pinyin,
            "pypinyin": pypinyin_pinyin(words=False),
            "g2pM": g2pm_pinyin(),
            "espeak": espeak_pinyin(),
        }
        if _installed(["jieba"]):
            peers["pypinyin + jieba"] = pypinyin_pinyin(words=True)
        score_polyphones(_jsonl(options.polyphones)[:: options.sample], peers, options.errors)
    if options.normalisation:
        score_normalisation(_jsonl(options.normalisation), spoken_peers, options.errors)
    if options.page:
        time_page(options.page)
    if options.loading:
        time_loading(5)
    if not (options.polyphones or options.normalisation or options.page or options.loading):
        lines = OWN_LIST.read_text(encoding="utf-8").splitlines()
        own = [line.split("\t") for line in lines if line and not line.startswith("#")]
        score_normalisation([{"written": a, "spoken": b} for a, b in own], spoken_peers, options.errors)


if __name__ == "__main__":
    main()
