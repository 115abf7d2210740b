"""Who says what on a page, as JSON, without the sentences and their readings of `narrator script --format json`.

    python benchmarks/turns.py PAGE           one page
    python benchmarks/turns.py --time PAGE    how long reading and finding the speakers takes, imports aside

A corpus of labelled pages scores narrator by running this on each of its pages.
"""

from __future__ import annotations

import argparse
import json
import sys
import time

from narrator.article import read
from narrator.script import parse


def turns(source: str) -> dict[str, object]:
    """What the page says about itself, its people, and its turns in order; a turn without a speaker is narration."""
    article = read(source)
    script = parse(article)
    return {
        "title": article.title,
        "published": script.published,
        "speakers": [
            {"name": each.name, "role": each.role, "gender": each.gender, "position": each.position}
            for each in script.speakers
        ],
        "turns": [
            {
                "speaker": turn.speaker,
                "text": "\n".join(paragraph.text for paragraph in turn.paragraphs),
                "doubt": turn.doubt,
                "line": turn.line,
            }
            for turn in script.turns
        ],
        "chapters": [{"title": chapter.title, "turn": chapter.turn} for chapter in script.chapters],
        "warnings": list(script.warnings),
    }


def main() -> None:
    """Print the turns of one page, or the time they take."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("page")
    parser.add_argument("--time", action="store_true")
    options = parser.parse_args()
    if not options.time:
        json.dump(turns(options.page), sys.stdout, ensure_ascii=False)
        return
    turns(options.page)
    start = time.perf_counter()
    turns(options.page)
    print(f"{options.page}: {time.perf_counter() - start:.3f} s")


if __name__ == "__main__":
    main()
