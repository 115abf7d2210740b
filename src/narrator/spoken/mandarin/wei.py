"""为: wéi, be, become, as; wèi, for and because of."""

from __future__ import annotations

import re

from narrator.spoken.tables import rows

from .context import Context, is_one_of

_WORDS = {kind: [word for word, value in rows("mandarin/tables/wei.tsv") if value == kind] for kind in
          ("aspect", "whom", "served", "becoming", "willing")}  # fmt: skip


def _any(kind: str) -> str:
    return "(?:" + "|".join(sorted(_WORDS[kind], key=len, reverse=True)) + ")"


FOR = re.compile(r"了|此|何|什么|之计")
PASSIVE = re.compile(r".{1,12}所(?![有以在谓需属])")
"""为人民所需: done by."""

TAKEN_AS = re.compile(r"(?:^|[^可得难予用])[以把将视变化由从][^以把将]{1,24}$")
"""以……为……, 把……为……."""

PURPOSE = re.compile(r"以[^以]*[来去更地]$")
AS = re.compile(
    rf"(?:主|首|准|止|期|重(?![点大要])|先(?!进)|本(?![市次地届])|[例限由界邻荣戒镜鉴纲官政难害患虞]|{_any('aspect')})"
    r"(?!.{0,8}(?:提供|服务|奠定))"
)
"""为主, 为期, 为核心: a state, not somebody served."""

ASPECT = re.compile(rf".{{0,10}}{_any('aspect')}")
AMOUNT = re.compile(r"(?:第?[零一二三四五六七八九十百千万亿两几半](?![线方己]|个人|家)|百分之|负|[A-Za-z])")
WHOM = re.compile(_any("whom"))
PEOPLE = re.compile(r"(?:谁|我|你|您|他|她|它|咱|自己|大家|人民|群众|百姓|老百姓|市民)")
SERVED = re.compile(rf".{{2,}}?{_any('served')}")
FOR_SAKE = re.compile(r".{2,20}而(?:努力|奋斗|奔|战|来|生|设|建|歌|骄傲|自豪|感|不懈|共同|拼搏)")
"""为……而奋斗."""

AUXILIARY = frozenset("将应可能须需都已还也要便就又正曾仍共不")
"""Behind these 为 is either, and what follows decides."""

WILLING = re.compile(rf"{_any('willing')}$")
BECOMING = frozenset(_WORDS["becoming"])


def wei(context: Context) -> str | None:
    """The reading where grammar shows it."""
    if not context.alone:
        return None
    left, right = context.left, context.right
    if FOR.match(right) or FOR_SAKE.match(right):
        return "wei4"
    if _is_state(context, left, right):
        return "wei2"
    return "wei4" if _is_service(context, left, right) else None


def _is_state(context: Context, left: str, right: str) -> bool:
    if PASSIVE.match(right) or AS.match(right) or AMOUNT.match(right):
        return True
    before = context.before
    if before is not None and before.text in AUXILIARY and _is_service(context, left, right):
        return False
    if TAKEN_AS.search(left) and not PURPOSE.search(left):
        return bool(ASPECT.match(right)) or not is_one_of(before, "是", "而", "要")
    return before is not None and (before.text in BECOMING or before.text[-1] in "称名列评视作改变化定分译升")


def _is_service(context: Context, left: str, right: str) -> bool:
    if PEOPLE.match(right) or SERVED.match(right):
        return True
    if not left and context.behind is not None and context.behind.part == "v" and len(context.behind.text) > 1:
        return True
    return bool(WHOM.match(right)) and (not left or bool(WILLING.search(left)))
