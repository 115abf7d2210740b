"""What the page's own words say about a person: the full name, where they work, and as what."""

from __future__ import annotations

import re
from collections import Counter

from narrator.script.label_words import TITLE_END, TITLES

_POSITION = re.compile(rf"(?:{TITLES})(?:[、兼，](?:[\u3400-\u9fff]{{0,8}}?(?:{TITLES})))*")
_CLAUSE = re.compile(
    r".*(?:[。！？!?；;：:\n“”\"「」（）()《》]|邀请(?:到|了|来)?(?:了)?|邀請(?:到|了)?|请(?:到|来)了?|請(?:到|來)了?|专访(?:了)?|專訪(?:了)?|采访(?:了|到)?|採訪(?:了|到)?|对话|對話|走访了?|走訪了?|"
    r"嘉宾是|嘉賓是|嘉宾|嘉賓|分别是|分別是|他们是|她是|他是|是|和|与|與|以及|及|跟|同)",
    re.DOTALL,
)
_ORGANISATION = re.compile(
    "(?:公司|集团|集團|大学|大學|学院|學院|中学|小学|学校|校|局|委|部|厅|廳|处|處|院|所|中心|社|网|網|台|臺|报|報|会|會|厂|廠|行|办公室|办|署|司|室|馆|館|站|店|园|園|团|團|队|隊|区|區|县|縣|市|省|镇|鎮|村|街道|政府|实验室|工作室|基金|联盟|协会|学会|餐饮|科技|传媒|资本|系|组|組|船|号|[A-Za-z])\\s?[、）)]?\\s?$"
)
_COMMA = re.compile(r"[，,]")
_NAME_END = (
    r"(?=[，,。、；;：:！!？?（(“”\"\s]|先生|女士|小姐|老师|老師|同志|教授|博士|院士|和|与|與|及|等|在|就|来|來|做|作|接受|表示|"
    r"說|说|是|对|對|为|為|也|的|向|$)"
)


def described(text: str) -> tuple[str | None, str | None]:
    """`市国资委党委书记、主任` → (`市国资委`, `党委书记、主任`): where somebody works, and as what.

    The text is what stands before the name; only its last clause counts.
    """
    text = text.strip(" \u3000，,、")
    cut = _CLAUSE.match(text)
    if cut:
        text = text[cut.end() :]
    comma = [match.end() for match in _COMMA.finditer(text)]
    if comma:
        text = text[comma[-1] :]
    listed = [match.end() for match in re.finditer("、", text) if not TITLE_END.search(text[: match.start()])]
    if listed:
        text = text[listed[-1] :]  # 副局长郭某、专家 → 专家: the others in the list are other people
    text = text.strip(" \u3000、")
    found = None
    for match in _POSITION.finditer(text):
        if match.end() == len(text):
            found = match
            break
    if found is None:
        return None, None
    if not _ORGANISATION.search(text[: found.start()]):
        return None, text
    affiliation = text[: found.start()].strip(" \u3000、")
    if len(affiliation) > 12:
        affiliation = affiliation.rpartition("的")[2]  # 拥有四百家门店的某某餐饮 → 某某餐饮
    return (affiliation or None), found.group()


def mentioned_with_surname(surname: str, text: str) -> str | None:
    """The one person with that surname whom the text introduces by name, or None."""
    names: Counter[str] = Counter()
    for title in re.finditer(
        rf"(?:{TITLES}|[（(【「“\s*，、：:和与與由對对及]|^)({re.escape(surname)}[\u3400-\u9fff]{{1,2}}?){_NAME_END}",
        text,
        re.MULTILINE,
    ):
        name = title.group(1)
        longer = text[title.start(1) : title.start(1) + len(name) + 1]
        always = text.count(name) > 1 and text.count(longer) == text.count(name)
        if always and re.fullmatch(r"[\u3400-\u9fff]{3}", longer) and longer[-1] in "和与及就来在等为也是对的向":
            name = longer  # 蕭世和, and nobody called 蕭世
        if not re.fullmatch(rf"{re.escape(surname)}(?:{TITLES}|总|家|氏|姓|某)", name):
            names[name] += 1
    found = {name for name in names if not any(other != name and other.startswith(name) for other in names)} or set(
        names
    )
    return found.pop() if len(found) == 1 else None
