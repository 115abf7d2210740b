"""Which reading a polyphone has, in sentences of our own for each kind that people complain of."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from narrator.spoken import verbalise_text

LINES = [
    line
    for line in (Path(__file__).parent / "polyphones.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize("line", LINES)
def test_polyphone_of_a_complaint_is_read_right(line: str) -> None:
    text = re.sub(r"\[[a-z]+\d\]", "", line)
    reading = verbalise_text(text)
    wanted = {}
    at = 0
    for piece in re.finditer(r"(.)(?:\[([a-z]+\d)\])?", line):
        if piece[2]:
            wanted[at] = piece[2]
        at += re.match(r"[\u4e00-\u9fff]", piece[1]) is not None
    assert {place: reading.pinyin[place] for place in wanted} == wanted
