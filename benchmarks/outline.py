"""How well the article is told from the rest of a page, and its date found, on trafilatura's labelled pages.

    python benchmarks/outline.py FOLDER                 all pages; FOLDER is `tests` of github.com/adbar/trafilatura
    python benchmarks/outline.py FOLDER --half fitted   the half that the weights were fitted on (or: `left-out`)
    python benchmarks/outline.py FOLDER --misses        each passage and date that is wrong
    python benchmarks/outline.py FOLDER --peer          trafilatura's own figures, where it is installed

Each page names passages that belong to the article and passages that do not, and is scored as that project does:
a passage counts as said when it stands in what is left to be spoken, white space aside. A page is in one half or the
other by the checksum of its address. A date is right when day, month and year are those of the label; pages without a
labelled date are not counted.
"""

from __future__ import annotations

import argparse
import json
import re
import zlib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from narrator.article import extract
from narrator.errors import NarratorError


@dataclass
class Tally:
    """Passages and dates, counted."""

    passages: Counter[str] = field(default_factory=Counter)
    dates: Counter[str] = field(default_factory=Counter)

    def shown(self) -> str:
        """Both figures in a line."""
        kept, lost, leaked = (self.passages[key] for key in ("kept", "lost", "leaked"))
        precision, recall = kept / max(1, kept + leaked), kept / max(1, kept + lost)
        right, wrong, missed = (self.dates[key] for key in ("right", "wrong", "missed"))
        share = right / max(1, right + wrong + missed)
        return (
            f"F1 {2 * precision * recall / max(1e-9, precision + recall):.4f} (P {precision:.4f} R {recall:.4f}; "
            f"lost {lost}, leaked {leaked})   dates {share:.1%} ({right} right, {wrong} wrong, {missed} missed)"
        )


def main() -> None:
    """Print the figures of the pages asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--half", choices=("fitted", "left-out"))
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--peer", action="store_true")
    options = parser.parse_args()
    labels = json.loads((options.folder / "evaldata.json").read_text(encoding="utf-8"))
    tally = Tally()
    for url, label in sorted(labels.items()):
        if options.half and half_of(url) != options.half:
            continue
        page = page_of(options.folder, label["file"])
        said, published, reasons = by_peer(page, url) if options.peer else by_narrator(page, url)
        for line in counted(tally, label, said, published, reasons):
            if options.misses:
                print(f"{label['file'][:40]:40}  {line}")
    print(tally.shown())


def half_of(url: str) -> str:
    """Which half of the set a page is in."""
    return "fitted" if zlib.crc32(url.encode()) % 2 else "left-out"


def page_of(folder: Path, name: str) -> bytes:
    """The page's bytes; the set keeps pages in two folders."""
    path = next(path for path in (folder / "cache" / name, folder / "eval" / name) if path.is_file())
    return path.read_bytes()


def by_narrator(page: bytes, url: str) -> tuple[str, str, list[tuple[str, str]]]:
    """What is left to be spoken, the date, and what is not spoken with its reason."""
    try:
        article = extract(page, name=url, url=url, content_type="text/html")
    except NarratorError:
        return "", "", []
    said = "\n".join(block.text for block in article.blocks if block.why_not_spoken is None)
    rest = [(block.text, block.why_not_spoken) for block in article.blocks if block.why_not_spoken is not None]
    return said, (article.published or "")[:10], rest


def by_peer(page: bytes, url: str) -> tuple[str, str, list[tuple[str, str]]]:
    """The same of trafilatura."""
    import trafilatura

    said = trafilatura.extract(page, include_comments=False, include_tables=True, include_formatting=False)
    facts = trafilatura.extract_metadata(page, default_url=url)
    return said or "", (facts.date if facts else None) or "", []


def counted(tally: Tally, label: dict[str, object], said: str, date: str, rest: list[tuple[str, str]]) -> list[str]:
    """Count one page; each fault in a line."""
    faults = []
    said = _plain(said)
    for passage in _strings(label["with"]):
        kept = _plain(passage) in said
        tally.passages["kept" if kept else "lost"] += 1
        if not kept:
            why = next((reason for text, reason in rest if _plain(passage) in _plain(text)), "?")
            faults.append(f"lost ({why}): {passage[:120]}")
    for passage in _strings(label["without"]):
        if _plain(passage) in said:
            tally.passages["leaked"] += 1
            faults.append(f"leaked: {passage[:120]}")
    if wanted := label.get("date"):
        result = "right" if date == wanted else "wrong" if date else "missed"
        tally.dates[result] += 1
        if result != "right":
            faults.append(f"date {wanted}: {date or 'none'}")
    return faults


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _strings(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else []


if __name__ == "__main__":
    main()
