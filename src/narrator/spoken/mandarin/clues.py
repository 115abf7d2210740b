"""What stands around a polyphone, as short keys: what the weights of `judge` are for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from narrator.spoken.mandarin.segmentation import Token

NUMERALS = frozenset("零一二三四五六七八九十百千万亿两几半每这那数多")
_LETTER = re.compile(r"[A-Za-z]")
NEAR = 6
"""Characters to either side within which it matters that a word is there, not where."""


def kind(char: str) -> str:
    """A character as the keys write it: hanzi as they are, anything else by class."""
    if not char:
        return "^"
    if "\u4e00" <= char <= "\u9fff":
        return char
    if char.isdigit():
        return "0"
    return "a" if _LETTER.match(char) else ","


def clues(plain: str, words: Sequence[Token], number: int, at: int) -> list[str]:
    """The keys for the character at `at`, which is part of word `number`."""
    around = [kind(plain[place]) if 0 <= place < len(plain) else "^" for place in range(at - 4, at + 5)]
    a4, a3, a2, a1, _, b1, b2, b3, b4 = around
    word = words[number]
    before = _neighbour(words, number, -1)
    behind = _neighbour(words, number, 1)
    inside = at - word.start
    count = "N" if a1 in NUMERALS else "n"
    keys = [
        f"<{a1}",
        f"<<{a2}",
        f"<<<{a3}",
        f">{b1}",
        f">>{b2}",
        f">>>{b3}",
        f"<2{a2}{a1}",
        f"<3{a3}{a2}{a1}",
        f"<4{a4}{a3}{a2}{a1}",
        f">2{b1}{b2}",
        f">3{b1}{b2}{b3}",
        f">4{b1}{b2}{b3}{b4}",
        f"|{a1}{b1}",
        f"|<{a2}{a1}{b1}",
        f"|>{a1}{b1}{b2}",
        f"w{inside}{word.text}",
        f"p{inside}{len(word.text)}{word.part}",
        f"-{before[0]}",
        f"-p{before[1]}",
        f"+{behind[0]}",
        f"+p{behind[1]}",
        f"-+{before[1]} {word.part} {behind[1]}",
        f"-w{before[0]} {word.text}",
        f"+w{word.text} {behind[0]}",
        f"-pw{before[1]} {word.text}",
        f"+pw{word.text} {behind[1]}",
        f"{count}>{b1}",
        f"{count}+p{behind[1]}",
        f"--{_neighbour(words, number, -2)[0]}",
        f"++{_neighbour(words, number, 2)[0]}",
    ]
    keys += {f"~{near.text}" for near in words[max(0, number - NEAR) : number + NEAR + 1] if len(near.text) > 1}
    return keys


def _neighbour(words: Sequence[Token], number: int, step: int) -> tuple[str, str]:
    """Text and part of speech of the word so many places away; a mark where something lies between."""
    other = number + step
    if not 0 <= other < len(words):
        return ("^", "^")
    first, last = sorted((number, other))
    apart = any(words[each].end != words[each + 1].start for each in range(first, last))
    return (f",{words[other].text}", ",") if apart else (words[other].text, words[other].part)
