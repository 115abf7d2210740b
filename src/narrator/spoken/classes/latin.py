"""Latin letters in Mandarin: initialisms are spelled, words are left for the engine to pronounce."""

from __future__ import annotations

import re

from narrator.spoken.rewriting import Answer, rule
from narrator.standards.tsv import rows

PRONOUNCED = frozenset(word for word, _ in rows("narrator.spoken", "classes/tables/pronounced.txt"))
"""Capitals that are pronounced, not spelled."""

SPELLED = frozenset(word for word, _ in rows("narrator.spoken", "classes/tables/spelled.txt"))
"""Initialisms, also where people write them in small letters."""

VOWELS = re.compile("[AEIOUY]")
UNSAYABLE = re.compile(
    r"^(?![B-DF-HJ-NP-TV-Z]?[RLHW]?[AEIOUY]|S[CHKLMNPQTW]|TH|SH|CH|WH|PH|KN|WR|SCR|SPR|STR|TW|DW|GN|PS)|[^AEIOUY]{4}|"
    r"[BCDGKPTVFJQ][CDFGBKPVMJQ]$|[JQV]$|[B-DGKPTVF]L$|^[AEIOU]{2}|^.?[AEIOU][AEIOU][AEIOU]"
)
"""Beginnings and ends that no English word has."""

LONGEST_INITIALISM = 5


def is_initialism(run: str) -> bool:
    """Whether a run of letters is spelled: WTO, GDP, nba; not COVID, GOOGLE, iPhone."""
    known = run.upper()
    if len(run) == 1 or known in SPELLED:
        return True
    if known in PRONOUNCED or not run.isupper():
        return False
    if not VOWELS.search(run):
        return len(run) <= LONGEST_INITIALISM + 1
    return len(run) <= 3 or (len(run) <= LONGEST_INITIALISM and bool(UNSAYABLE.search(run)))


def letters_or_word(run: str) -> str:
    """The run as engines take it: letters apart when spelled."""
    return " ".join(run.upper()) if len(run) > 1 and is_initialism(run) else run


@rule(r"(?<![A-Za-z])[A-Za-z](?:\s[A-Za-z]){2,}(?![A-Za-z'’])")
def spaced_letters(match: re.Match[str]) -> Answer:
    """`c e o`: spelled by the writer already."""
    return match[0].upper()


@rule(r"[A-Za-z]\.(?:[A-Za-z]\.)+")
def dotted_letters(match: re.Match[str]) -> Answer:
    """U.S., Ph.D. parts: the dots are silent."""
    return " ".join(match[0].replace(".", "").upper())


@rule(r"(?P<run>[A-Za-z]+(?:['’][A-Za-z]+)?)")
def run_of_letters(match: re.Match[str]) -> Answer:
    run = match["run"]
    plural = re.fullmatch(r"([A-Z]{2,5})s", run)
    if plural and is_initialism(plural[1]):
        return letters_or_word(plural[1])
    return letters_or_word(run)


RULES = (spaced_letters, dotted_letters, run_of_letters)
