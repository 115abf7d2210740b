"""Coverage-guided fuzzing: python benchmarks/fuzz_atheris.py TARGET [SECONDS]

TARGET is one of pages, readings, voices, scripts; SECONDS (60) is how long. Needs atheris (pip install atheris; Linux,
Python up to 3.13). libFuzzer's own lines are printed; it stops at the first traceback, with the input that caused it.
"""

from __future__ import annotations

import random
import sys

import atheris

with atheris.instrument_imports(include=["narrator"]):
    from fuzz import TARGETS
    from narrator.errors import NarratorError

NAMES = dict(zip(("pages", "readings", "voices", "scripts"), TARGETS, strict=True))


def main() -> None:
    """Fuzz one target for a while."""
    target = NAMES[sys.argv[1]]
    seconds = sys.argv[2] if len(sys.argv) > 2 else "60"

    def one_input(data: bytes) -> None:
        provider = atheris.FuzzedDataProvider(data)
        chance = random.Random(provider.ConsumeInt(4))
        try:
            target.run(provider.ConsumeUnicode(2000), chance)
        except NarratorError:
            return

    atheris.Setup([sys.argv[0], f"-max_total_time={seconds}", "-max_len=4000"], one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
