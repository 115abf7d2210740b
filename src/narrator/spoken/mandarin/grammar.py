"""Polyphones that grammar decides: 为, 得, 地, 都, 还, 只, 率, 重, 了, 着, 过, 种, 相.

Each rule looks at the words around one character and declines when it is not sure; the dictionaries and the
network come after it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from .context import Context, is_one_of, is_part
from .de import de, di
from .wei import wei
from .words import Token

Rule = Callable[[Context], str | None]


def by_grammar(plain: str, words: Sequence[Token]) -> dict[int, str]:
    """Readings that follow from the words around a character."""
    found: dict[int, str] = {}
    for number, word in enumerate(words):
        for at, char in enumerate(word.text, word.start):
            rule = RULES.get(char)
            if rule is not None and (syllable := rule(Context(plain, at, words, number))):
                found[at] = syllable
    return found


def _dou(context: Context) -> str | None:
    """dōu, the adverb; dū is a city and the words it is part of."""
    if context.alone and context.char(1) not in "督市城江匀尉护司察指":
        old_town = context.before is not None and context.before.text in "首古故京迁建定国魔帝陪旧新"
        return None if old_town else "dou1"
    return "dou1" if context.word.text in ("都会", "都要", "都将", "都能", "都有", "都在", "都可", "都应") else None


def _zhi(context: Context) -> str | None:
    """zhī behind a number; zhǐ: only."""
    before = context.char(-1)
    return "zhi1" if context.alone and before and before in "一二三四五六七八九十百千万两几多余每这那半" else None


def _lv(context: Context) -> str | None:
    """lǜ at the end of a noun (杠杆率); shuài leads."""
    word = context.word.text
    if context.ends_word and len(word) > 2:
        return "lv4"
    before, behind = context.before, context.behind
    if not context.alone or not is_part(before, "n", "v", "a", "b", "j") or before is None or len(before.text) == 1:
        return None
    led = behind is not None and behind.text in "队团部众军先领"
    return "lv4" if not led and (behind is None or is_part(behind, "m", "v", "p", "d", "u", "f", "c", "a")) else None


AGAIN = frozenset("塑构建启申返现温叠组置筑振铸绘拾提印修设逢燃聚归回演写做审复蹈述译")


def _chong(context: Context) -> str | None:
    """chóng: again, before a verb of one syllable; zhòng: heavy."""
    starts = context.word.start == context.at
    return "chong2" if starts and context.char(1) in AGAIN and context.char(1) else None


GIVEN_BACK = re.compile(
    r"(?:[款贷债钱账息书林湖田路绿草权耕乡俗击礼价魂]|本(?![来是着])|清(?![楚晰])|给(?:银行|国家|社会|老百姓|人民|群众))"
)


def _huan(context: Context) -> str | None:
    """huán: give back; hái: still."""
    if context.word.start == context.at and GIVEN_BACK.match(context.right):
        return "huan2"
    if not context.alone:
        return None
    if context.char(1) == "了" or is_one_of(context.before, "偿", "归", "退", "返", "奉", "交", "送"):
        return "huan2"
    return "hai2" if is_part(context.behind, "v", "d", "p", "a", "c", "r") and context.char(1) != "了" else None


def _xiang(context: Context) -> str | None:
    """xiāng: each other, before a verb (相衔接, 相匹配)."""
    behind = context.behind
    if behind is None or len(behind.text) == 1 or not context.alone:
        return None
    return "xiang1" if is_part(behind, "v", "n", "a", "l") else None


def _liao(context: Context) -> str | None:
    """liǎo behind 不 and 得 that follow a verb: 解决不了, 应付得了."""
    before, verb = context.char(-1), context.char(-2)
    if before == "不" and re.match(r"[一-龥]", verb) and verb not in "再也都就可不":
        return "liao3"
    return "liao3" if before == "得" and verb and verb in "受办做干去来吃走跑少免离忘管用卖付决持担证帮救" else None


def _guo(context: Context) -> str | None:
    """guò: pass; guo5 behind a verb that happened (见过)."""
    before = context.before
    if not context.alone:
        return None
    if is_one_of(context.behind, "着", "程", "一会儿") or before is None:
        return "guo4"
    if is_part(before, "v") and len(before.text) == 1 and before.text not in "通经越超穿跨":
        return "guo5"
    return "guo4" if is_part(before, "r", "d", "n", "t", "c", "m") and len(before.text) > 1 else None


def _zhong(context: Context) -> str | None:
    """zhòng: plant; zhǒng: kind, seed."""
    before, behind = context.char(-1), context.char(1)
    if not context.alone:
        return None
    if before and before in "一二两三四五六七八九十几多各这那某每哪何此该另百千万种":
        return "zhong3"
    return "zhong4" if behind and behind in "在树花菜田地粮草下上了过出好满着" else None


def _zhe(context: Context) -> str | None:
    """zháo behind 不 or 得 that follow a verb (猜不着); zhe5 behind a verb."""
    verb = context.char(-2)
    if context.char(-1) in ("不", "得") and verb and verb in "找猜睡摸够见用犯数管碰":
        return "zhao2"
    behind = context.char(1)
    follows_verb = context.alone and is_part(context.before, "v")
    return "zhe5" if follows_verb and (not behind or behind not in "力眼手火急陆凉实装重落墨色想了") else None


def _jiao(context: Context) -> str | None:
    """jiāo: teach somebody, or something; jiào in words."""
    if (context.alone or context.word.text == "教得") and re.match(
        r"[我你您他她它咱]|孩子|学生|大家|书|得|了|过|课|汉语|英语|中文|数学", context.right
    ):
        return "jiao1"
    return None


RULES: Mapping[str, Rule] = {
    "为": wei,
    "得": de,
    "地": di,
    "都": _dou,
    "只": _zhi,
    "率": _lv,
    "重": _chong,
    "还": _huan,
    "了": _liao,
    "相": _xiang,
    "过": _guo,
    "种": _zhong,
    "着": _zhe,
    "教": _jiao,
}
