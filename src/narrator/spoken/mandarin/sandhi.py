"""Tones as they are spoken: 一, 不, third tones, erhua.

Third tones are grouped word by word and then across words inside a clause; what comes out never has two
third tones in a row where speech would not, so that an engine with sandhi of its own has nothing left to do.
"""

from __future__ import annotations

from .words import Token

NOT_ERHUA = frozenset(
    [
        "女儿",
        "婴儿",
        "幼儿",
        "少儿",
        "孤儿",
        "胎儿",
        "健儿",
        "男儿",
        "孩儿",
        "儿女",
        "儿童",
        "儿子",
        "儿科",
        "新生儿",
        "混血儿",
        "宠儿",
        "弃儿",
        "患儿",
        "小儿",
        "产儿",
        "早产儿",
        "婴幼儿",
        "育儿",
        "托儿",
        "生儿",
        "妻儿",
        "猴儿",
        "母儿",
        "侄儿",
        "幸运儿",
        "低能儿",
        "畸形儿",
        "私生儿",
        "弄潮儿",
        "天之骄儿",
        "中华儿女",
        "入托儿",
        "少儿",
        "混血儿",
        "鱼儿",
        "鸟儿",
        "花儿",
        "托儿所",
        "幼儿园",
        "哪吒闹海",
        "察哈尔",
        "卡塔尔",
        "尼日尔",
        "吐儿",
        "连体儿",
        "试管婴儿",
        "流浪儿",
        "孤儿院",
        "育儿假",
        "适龄幼儿",
        "新生婴儿",
        "龟儿",
        "聋儿",
        "脑瘫儿",
        "自闭儿",
        "乞儿",
        "浪儿",
        "骄儿",
        "英雄儿女",
        "儿媳",
        "儿孙",
        "儿歌",
        "儿戏",
        "儿时",
        "儿郎",
    ]
) - {"鱼儿", "鸟儿", "花儿"}
FULL_ER_BEFORE = frozenset("女婴幼少孤胎健男宠弃患小产育托妻侄生母聋骄乞")
ORDINAL_BEHIND = "月号楼期级等班类线中院连营团师组区栋幢室届战环批次层"
DIGITS = frozenset("零一二三四五六七八九〇两幺")
NUMERALS = DIGITS | frozenset("十百千万亿点")


def spoken_tones(
    plain: str, syllables: dict[int, str], words: tuple[Token, ...], fixed: frozenset[int]
) -> dict[int, str]:
    """The syllables by position, as spoken; those in `fixed` stay as they are."""
    said = dict(syllables)
    word_at = {at: word for word in words for at in range(word.start, word.end)}
    for at in syllables:
        char = plain[at]
        if at in fixed:
            continue
        if char == "一" and syllables[at] == "yi1":
            said[at] = _yi(plain, at, syllables, word_at)
        elif char == "不" and syllables[at] == "bu4":
            said[at] = _bu(plain, at, syllables, word_at)
        elif char == "儿" and _is_erhua(plain, at, word_at):
            said[at] = "r5"
    _third_tones(said, words, fixed)
    return said


def _tone_behind(at: int, syllables: dict[int, str]) -> str:
    return syllables[at + 1][-1] if at + 1 in syllables else ""


def _yi(plain: str, at: int, syllables: dict[int, str], word_at: dict[int, Token]) -> str:
    before, behind = plain[at - 1 : at], plain[at + 1 : at + 2]
    after_next = plain[at + 2 : at + 3]
    if before == behind and before and before not in NUMERALS:
        return "yi5"  # 看一看
    if before == "第" or before in DIGITS or behind in DIGITS or (before in "十百千万" and behind not in "百千万亿"):
        return "yi1"
    if before == "点" and plain[at - 2 : at - 1] in NUMERALS:
        return "yi1"
    if behind == "点" and after_next in DIGITS:
        return "yi1"
    if behind == "十" or (behind in "加减乘比" and after_next in NUMERALS | frozenset("NX ")):
        return "yi1"
    word = word_at.get(at)
    if word is not None and word.end == at + 1 and len(word.text) > 1 and word.text not in ("不一", "万一", "一一"):
        return "yi1"  # 统一, 唯一, 之一
    if behind in ORDINAL_BEHIND and _is_ordinal(plain, at):
        return "yi1"
    if behind in ("是", "要") and plain[at - 1 : at] in (
        "",
        "，",
        "。",
        "；",
        "：",
        "！",
        "？",
        "“",
        "、",
        "\n",
        "其",
        " ",
    ):
        return "yi1"
    tone = _tone_behind(at, syllables)
    if tone == "4" or (tone == "5" and behind in "个"):
        return "yi2"
    return "yi4" if tone in ("1", "2", "3") else "yi1"


def _is_ordinal(plain: str, at: int) -> bool:
    behind = plain[at + 1 : at + 3]
    if behind[:1] in "月号":
        return True
    if behind[:1] in "级等期类":
        return True
    return behind in ("楼的", "中的", "把手") or behind[:1] == "楼"


def _bu(plain: str, at: int, syllables: dict[int, str], word_at: dict[int, Token]) -> str:
    before, behind = plain[at - 1 : at], plain[at + 1 : at + 2]
    if before and before == behind:
        return "bu5"  # 是不是
    word = word_at.get(at)
    if word is not None and word.start < at < word.end - 1 and len(word.text) == 3:
        return "bu5"  # 差不多, 对不起, 来不及
    return "bu2" if _tone_behind(at, syllables) == "4" else "bu4"


def _is_erhua(plain: str, at: int, word_at: dict[int, Token]) -> bool:
    if at == 0 or at - 1 not in word_at:
        return False
    word = word_at.get(at)
    if word is None or word.text in NOT_ERHUA or (word.start == at and len(word.text) > 1):
        return False
    if plain[at - 1] in FULL_ER_BEFORE:
        return False
    return word.end == at + 1 or word.text[at + 1 - word.start :] in ("们", "的")


def _third_tones(said: dict[int, str], words: tuple[Token, ...], fixed: frozenset[int]) -> None:
    for word in words:
        _inside_word(said, word, fixed)
    for word, following in zip(words, words[1:], strict=False):
        last, first = word.end - 1, following.start
        if first != word.end or last in fixed:
            continue
        if said.get(last, "")[-1:] == "3" and said.get(first, "")[-1:] == "3":
            said[last] = said[last][:-1] + "2"


def _inside_word(said: dict[int, str], word: Token, fixed: frozenset[int]) -> None:
    """33 is 23; 333 is 223, but 323 where the last two belong together (小老虎)."""
    places = list(range(word.start, word.end))
    groups = _feet(word)
    for start, end in groups:
        for at in range(start, end - 1):
            if _third(said, at) and _third(said, at + 1) and at not in fixed:
                said[at] = said[at][:-1] + "2"
    for start, _ in groups[1:]:
        at = start - 1
        if at in places and _third(said, at) and _third(said, start) and at not in fixed:
            said[at] = said[at][:-1] + "2"


def _third(said: dict[int, str], at: int) -> bool:
    return said.get(at, "")[-1:] == "3"


def _feet(word: Token) -> list[tuple[int, int]]:
    """Two by two; a third syllable joins the two before it, unless they start with an adjective of one."""
    start, end = word.start, word.end
    if end - start == 3 and word.text[0] in "小老好纸总主冷女软水死有五九百每":
        return [(start, start + 1), (start + 1, end)]
    if end - start <= 3:
        return [(start, end)]
    feet = [(at, min(at + 2, end)) for at in range(start, end, 2)]
    if feet[-1][1] - feet[-1][0] == 1:
        feet[-2:] = [(feet[-2][0], end)]
    return feet
