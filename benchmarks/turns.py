"""Who says what on a page, as JSON: {"title", "turns": [{"speaker", "text"}]}.

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
    """The page's title, and its turns in order; a turn without a speaker is narration."""
    article = read(source)
    script = parse(article)
    return {
        "title": article.title,
        "turns": [
            {"speaker": turn.speaker, "text": "\n".join(paragraph.text for paragraph in turn.paragraphs)}
            for turn in script.turns
        ],
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
