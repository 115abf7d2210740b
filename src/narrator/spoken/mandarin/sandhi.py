"""Tones as they are spoken: 一, 不, third tones, erhua.

Third tones are grouped word by word and then across words inside a clause; what comes out never has two
third tones in a row where speech would not, so that an engine with sandhi of its own has nothing left to do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from narrator.spoken.mandarin.segmentation import Token

FULL_ER_BEFORE = frozenset("女婴幼少孤胎健男宠弃患小产育托妻侄生母聋骄乞")
"""女儿, 婴儿, 健儿: behind these 儿 is a syllable of its own."""

DIGITS = frozenset("零一二三四五六七八九〇两幺")
NUMERALS = DIGITS | frozenset("十百千万亿点")
CLAUSE_MARKS = frozenset(" ，。；：！？、“”‘’（）《》…—\n")
ORDINAL_BEHIND = frozenset("月号级等期类楼")
"""一月, 一号, 一等奖: 一 is a rank, and keeps its tone."""

ONE_AND_TWO = frozenset("小老好纸总主冷女软死有五九百每")
"""First syllables that stand by themselves in a word of three: 小 + 老虎, 总 + 领导."""


def spoken_tones(
    plain: str, syllables: Mapping[int, str], words: Sequence[Token], fixed: frozenset[int]
) -> dict[int, str]:
    """The syllables by position, as spoken; 一, 不 and 儿 in `fixed` stay as somebody decided."""
    said = dict(syllables)
    word_at = {at: word for word in words for at in range(word.start, word.end)}
    for at, syllable in syllables.items():
        if at in fixed:
            continue
        if syllable == "yi1" and plain[at] == "一":
            said[at] = _yi(plain, at, syllables, word_at.get(at))
        elif syllable == "bu4" and plain[at] == "不":
            said[at] = _bu(plain, at, syllables, word_at.get(at))
        elif plain[at] == "儿" and _is_erhua(plain, at, word_at.get(at)):
            said[at] = "r5"
    _third_tones(said, words)
    return said


def _around(plain: str, at: int) -> tuple[str, str, str]:
    """The character before and the two behind; a space where there is none."""
    before = plain[at - 1] if at else " "
    return before, plain[at + 1 : at + 2] or " ", plain[at + 2 : at + 3] or " "


def _yi(plain: str, at: int, syllables: Mapping[int, str], word: Token | None) -> str:
    """yī in numbers and at the end of a word, yí before a fourth tone, yì before the others."""
    before, behind, _ = _around(plain, at)
    if before == behind and before not in NUMERALS | CLAUSE_MARKS:
        return "yi5"  # 看一看
    ends_word = word is not None and word.end == at + 1 and len(word.text) > 1 and word.text != "不一"
    if ends_word or _is_numeral(plain, at) or behind in ORDINAL_BEHIND:
        return "yi1"
    if behind in "是要" and before in CLAUSE_MARKS | {"其"}:
        return "yi1"  # 一是……，二是……
    tone = syllables.get(at + 1, "")[-1:]
    if tone == "4" or (tone == "5" and behind == "个"):
        return "yi2"
    return "yi4" if tone in ("1", "2", "3") else "yi1"


def _is_numeral(plain: str, at: int) -> bool:
    """Whether 一 is a digit that is named, not an amount: 第一, 二零二一, 一加四; but 一百, 一千."""
    before, behind, after_next = _around(plain, at)
    if before in DIGITS | {"第"} or behind in DIGITS | {"十"}:
        return True
    if before in "十百千万亿" and behind not in "百千万亿":
        return True
    if before == "点" and at > 1 and plain[at - 2] in NUMERALS:
        return True
    return (behind == "点" and after_next in DIGITS) or (
        behind in "加减乘比" and (after_next in NUMERALS or after_next.isascii())
    )


def _bu(plain: str, at: int, syllables: Mapping[int, str], word: Token | None) -> str:
    """bú before a fourth tone; without a tone of its own in 是不是 and 差不多."""
    before, behind, _ = _around(plain, at)
    if before == behind and before not in CLAUSE_MARKS:
        return "bu5"
    if word is not None and len(word.text) == 3 and at == word.start + 1:
        return "bu5"
    return "bu2" if syllables.get(at + 1, "")[-1:] == "4" else "bu4"


def _is_erhua(plain: str, at: int, word: Token | None) -> bool:
    """Whether 儿 only colours the syllable before it, as in 花儿; in 女儿 and 儿子 it is one itself."""
    if word is None or not at or plain[at - 1] in FULL_ER_BEFORE or plain[at - 1] in CLAUSE_MARKS:
        return False
    if word.start == at:
        return len(word.text) == 1
    return word.end == at + 1 or plain[at + 1] in "们的"


def _third_tones(said: dict[int, str], words: Sequence[Token]) -> None:
    for word in words:
        feet = _feet(word)
        for start, end in feet:
            for at in range(start, end - 1):
                _raise(said, at, at + 1)
        for start, _ in feet[1:]:
            _raise(said, start - 1, start)
    for word, following in pairwise(words):
        if following.start == word.end:
            _raise(said, word.end - 1, word.end)


def _raise(said: dict[int, str], at: int, behind: int) -> None:
    """The second tone for a third before a third."""
    if said.get(at, "")[-1:] == "3" == said.get(behind, "")[-1:]:
        said[at] = said[at][:-1] + "2"


def _feet(word: Token) -> list[tuple[int, int]]:
    """Two by two; a third syllable joins the two before it, unless the first stands by itself."""
    start, end = word.start, word.end
    if end - start == 3 and word.text[0] in ONE_AND_TWO:
        return [(start, start + 1), (start + 1, end)]
    if end - start <= 3:
        return [(start, end)]
    feet = [(at, min(at + 2, end)) for at in range(start, end, 2)]
    if feet[-1][1] - feet[-1][0] == 1:
        feet[-2:] = [(feet[-2][0], end)]
    return feet
