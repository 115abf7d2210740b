"""得 and 地: particles behind a verb and before one, and the words of their own."""

from __future__ import annotations

import re

from .context import Context, is_part
from .dictionary import phrase

MUST_BEHIND = re.compile(
    r"(?:必|总|就|还|也|都|只|可|才|非|我|你|您|他|她|我们|你们|他们|她们|大家|要|又|先|只有|一定|真|那|这|咱|咱们|谁|再)"
)
"""我得走, 就得做: what stands before děi."""

GAINED = frozenset("获取所赢夺博求购觅喜")
"""取得, 赢得: dé."""

NO_VERB_BEFORE = frozenset("获取所赢夺博求购觅喜不难应可未既已均各共方始曾仅")
OBJECT_BEHIND = frozenset("到了以出奖分益票名主失")
"""得奖, 得分: dé, without a verb before."""

CAPABLE = frozenset("做办想看听找碰遇用见说够摸感赶拿收买达")
"""做得到: can be done, unlike 做 + 得到."""

ADVERBIAL = ("a", "d", "z", "i", "l", "vd", "b", "o", "v")
ADVERBIAL_ENDS = frozenset("性样般步层度断")
NOUNS = ("m", "q", "n", "r", "p", "f", "t", "s")


def de(context: Context) -> str | None:
    """de5 behind a verb (做得好, 立得住), děi must, dé get."""
    word = context.word.text
    if word == "得":
        return _alone(context)
    if word == "得到" and context.before is not None and context.before.text in CAPABLE:
        return "de5" if context.char(2) in ("", *"，。的吗吧呢、！？") else None
    particle = context.ends_word or (len(word) in (3, 4) and context.at == context.word.start + 1)
    if particle and context.at > context.word.start and phrase(word) is None and context.char(-1) not in GAINED:
        return "de5"
    return None


def _alone(context: Context) -> str | None:
    before = context.before
    verb_behind = is_part(context.behind, "v", "d", "p")
    if before is None or MUST_BEHIND.fullmatch(before.text):
        gets = context.char(1) in OBJECT_BEHIND or (before is not None and context.right.startswith("不到"))
        if gets or not context.char(1) or (before is None and not verb_behind):
            return None
        return "dei3"
    if before.text in NO_VERB_BEFORE or not (is_part(before, "v", "a", "z", "i", "l") or len(before.text) == 1):
        return None
    return "de5" if context.char(1) or len(before.text) > 1 else None


def di(context: Context) -> str | None:
    """de5 between an adverbial and its verb; dì is ground, or a place."""
    word = context.word
    if context.at == word.start and not context.alone and is_part(context.before, "z"):
        return "de5"  # 气呼呼 + 地走了
    if len(word.text) > 2 and context.ends_word:
        # 轻轻地: one word with the adverb
        doubled = word.text[-2] == word.text[-3]
        return "de5" if doubled or word.part in ("d", "z", "ad", "i", "l", "a") else None
    before, behind = context.before, context.behind
    if not context.alone or before is None or behind is None or len(before.text) == 1:
        return None
    if is_part(behind, "f", "q", "u", "y"):
        return None
    if before.text[-1] in ADVERBIAL_ENDS or before.text.endswith("限度"):
        return "de5"
    return "de5" if is_part(before, *ADVERBIAL) and not is_part(before, *NOUNS) else None
