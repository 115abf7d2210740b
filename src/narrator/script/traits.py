"""What speaks for each block being a turn's beginning, its continuation, a heading, narration, or nothing said."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from narrator.model import Block, BlockKind
from narrator.script.fitted import Signs
from narrator.script.label_words import ANSWERS, HOSTS, NOTES, is_role
from narrator.script.labels import Label
from narrator.script.openings import STAMP, Mark
from narrator.script.spoken_style import asks, ends_sentence, has_question

LIKELY = 0.5
"""Probability from which a label counts as one where its neighbours are looked at."""

_CHINESE_NUMBER = r"[一二三四五六七八九十]{1,3}"
_NUMBERED_HEAD = re.compile(
    rf"(?:{_CHINESE_NUMBER}[、.．]|[（(]{_CHINESE_NUMBER}[）)]|第{_CHINESE_NUMBER}(?:部分|章|节|節|篇|幕)|(?:part|chapter|section)\s\d{{1,2}}|[■◆●▌▎])",
    re.IGNORECASE,
)
PART_OF_ITS_OWN = re.compile(
    r"[【\[■◆●]?\s?(?:采访|採訪|记者|記者|编辑|主持人)?(?:手记|手記|后记|後記|編后|编后语|編後|结语|結語|尾声|尾聲|札记|感言|侧记|花絮|对话背景|人物名片|名片|人物档案|嘉宾简介|人物简介|作者简介|"
    r"相关链接|延伸阅读|背景资料|新闻链接|链接|同题问答|小贴士)\s?[】\]]?\s?[:：]?"
)
"""Parts that are no longer the conversation."""
BARE_NUMBER = re.compile(r"[\s\-—·.#(（\[]{0,4}\d{1,3}[\s\-—·.)）\]]{0,4}")
_IN_BRACKETS = re.compile(r"[（(\[【〔].*[）)\]】〕]", re.DOTALL)
_IN_QUOTES = re.compile(r"[“\"「『].*[”\"」』][。.]?", re.DOTALL)
END = re.compile(
    r"[（(\[【■—\-\s]{0,4}(?:完|全文完|本文完|end|fin|the end|采访结束|訪問結束|全文终|待续|未完待续)[）)\]】\s]{0,3}",
    re.IGNORECASE,
)
CREDITS = re.compile(
    r"来源|來源|编辑|編輯|责编|責編|作者|撰文|撰稿|采写|採寫|整理|记者|記者|通讯员|摄影|攝影|供图|图片|圖[/／]|文[/／]|图[/／]|摄$|"
    r"转载|轉載|版权|版權|著作权|原载|原載|刊于|刊登|首发|本文|原文|出处|出處|校对|審校|审核|监制|翻译|译者|"
    r"source|photo|credit|copyright|©|edited|editor|interview(?:ed)?\sby|reporting|originally|"
    r"foto|quelle|propos recueillis|写真|取材|構成|撮影|文責|사진|취재|글[:：]",
    re.IGNORECASE,
)
INVITATION = re.compile(
    r"关注|扫码|扫描|二维码|公众号|公眾號|点击|點擊|阅读|閱讀|分享|点赞|转发|留言|投稿|订阅|訂閱|下载|下載|报名|加入|推荐|推薦|"
    r"相关|相關|更多|返回|上一篇|下一篇|附件|登录|注册|"
    r"subscribe|follow\s|newsletter|read more|share|click|sign up|related|"
    r"recommended|download|donate|listen\son|continue reading|advertis|previous|next|comments?\b|"
    r"mehr\s|lire\s|シェア|フォロー|関連|구독|더보기|https?://|www\.|[\w.]+@[\w.]+\.\w",
    re.IGNORECASE,
)
_SPEAKS_OF_ITSELF = re.compile(
    r"[我咱俺]|\b(?:I|we|my|our|I'm|me|us|ich|wir|mein|je|nous|yo|nosotros)\b|私|僕|저는|제가"
)
_SPEAKS_TO_SOMEBODY = re.compile(
    r"[你您妳]|\b(?:you|your|Sie|Ihr|Ihnen|vous|votre|usted|tú)\b|あなた|さん[はがの、]", re.IGNORECASE
)
_REPORTS = re.compile(
    r"记者|記者|本报|本刊|日前|近日|接受.{0,8}(?:采访|专访|訪問|採訪)|专访|專訪|表示|介绍|生于|出生|现任|毕业于|"
    r"interview|spoke (?:to|with)|talked (?:to|with)|told us|joined us|is the (?:author|founder|director|ceo)|was born|"
    r"インタビュー|お話を|聞いた|伺った|Gespräch|entretien|entrevista",
    re.IGNORECASE,
)
_LIST_START = re.compile(r"\s*(?:\d{1,2}\s?[.、．)）](?!\d)|[（(]\d{1,2}[)）]|[•·●▪◦\-*]\s)")
_LONG_ENOUGH = 24


@dataclass(slots=True)
class Surroundings:
    """The page as a block sees it."""

    blocks: Sequence[Block]
    labels: Mapping[int, Label]
    content: list[int] = field(default_factory=list)
    """Blocks that are not set aside, in order."""
    anchors: list[int] = field(default_factory=list)
    """Places in `content` where somebody surely begins."""
    rhythm: bool = False
    """Unmarked questions and answers take turns."""
    sides: str = "no labels"
    looks: dict[str, tuple[int, float, float]] = field(default_factory=dict)
    """Look → how often, what share asks, how long on average."""
    body: str = ""
    """The look of most of the text."""
    named: frozenset[str] = frozenset()
    """Those who have labels, as far as they are persons."""
    fronts: dict[str, tuple[int, float]] = field(default_factory=dict)
    """Make → how often, and what share of it stands right before a label."""
    fronted: float = 0.0
    """What share of the labels stands behind the make that most of them do."""
    asking: dict[str, str] = field(default_factory=dict)
    """Look → the look that answers it, where two looks take turns."""
    lines: Counter[str] = field(default_factory=Counter)
    elsewhere: str = ""

    def is_likely(self, index: int) -> bool:
        """Whether a likely label stands there."""
        label = self.labels.get(index)
        return label is not None and label.probability > LIKELY

    def last_key(self, at: int) -> str | None:
        """Whose label was the last before that place in `content`."""
        before = next((index for index in reversed(self.content[:at]) if self.is_likely(index)), None)
        return None if before is None else self.labels[before].key


def signs_of_blocks(blocks: Sequence[Block], labels: Mapping[int, Label], aside: Mapping[int, str]) -> Iterator[Signs]:
    """The signs of each block, in order; none for those that are set aside already."""
    around = _surroundings(blocks, labels, aside)
    place = {index: at for at, index in enumerate(around.content)}
    for index, block in enumerate(blocks):
        if index not in place:
            yield {}
            continue
        own = dict.fromkeys(_own(block, around), 1.0)
        if (label := labels.get(index)) is not None:
            own |= dict.fromkeys(_of_label(label, block), 1.0)
        own |= dict.fromkeys(_of_place(place[index], around), 1.0)
        own |= _together(own, around)
        yield own


def _surroundings(blocks: Sequence[Block], labels: Mapping[int, Label], aside: Mapping[int, str]) -> Surroundings:
    content = [index for index, block in enumerate(blocks) if block.why_not_spoken is None and index not in aside]
    around = Surroundings(blocks=blocks, labels=labels, content=content)
    around.sides = _sides(labels)
    by_look: defaultdict[str, list[Block]] = defaultdict(list)
    for index in content:
        if index not in labels or labels[index].probability < LIKELY:
            by_look[look_of(blocks[index])].append(blocks[index])
        around.lines[blocks[index].text] += 1
    for look, members in by_look.items():
        length = sum(len(block.text) for block in members)
        around.looks[look] = (len(members), sum(asks(b.text) for b in members) / len(members), length / len(members))
    weight = {look: count * length for look, (count, _, length) in around.looks.items()}
    around.body = max(weight, key=lambda look: weight[look], default="")
    around.named = frozenset(
        label.opening.name
        for index, label in labels.items()
        if around.is_likely(index) and len(label.opening.name) >= 2 and not is_role(label.opening.name)
    )
    _see_fronts(around)
    around.asking = _looks_in_turn([look_of(blocks[index]) for index in content])
    around.rhythm = _has_rhythm(around)
    around.anchors = [at for at, index in enumerate(content) if _is_anchor(index, around)]
    around.elsewhere = "\n".join(blocks[index].text for index in content)[:200_000]
    return around


def make_of(block: Block) -> str:
    """How the block is set, and whether it begins as an item of a list does."""
    return f"{look_of(block)}|{'#' if _LIST_START.match(block.text) else ''}"


def _see_fronts(around: Surroundings) -> None:
    """What stands before the labels: on many pages questions have none, but are all set in one way."""
    count, before = Counter[str](), Counter[str]()
    labels = 0
    for at, index in enumerate(around.content):
        if around.is_likely(index):
            labels += 1
            continue
        make = make_of(around.blocks[index])
        count[make] += 1
        before[make] += at + 1 < len(around.content) and around.is_likely(around.content[at + 1])
    around.fronts = {make: (number, before[make] / number) for make, number in count.items()}
    around.fronted = max(before.values(), default=0) / max(labels, 1)


def _looks_in_turn(looks: Sequence[str]) -> dict[str, str]:
    """Looks of one paragraph each that are followed by another look, and come behind that one."""
    count = Counter(looks)
    behind: defaultdict[str, Counter[str]] = defaultdict(Counter)
    ahead: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one, other in pairwise(looks):
        behind[one][other] += 1
        ahead[other][one] += 1
    found = {}
    for look, number in count.items():
        if number < 3:
            continue
        answer, times = behind[look].most_common(1)[0] if behind[look] else ("", 0)
        if answer != look and times >= 0.75 * number and ahead[look][answer] >= 0.6 * (number - 1):
            found[look] = answer
    return found


def _has_rhythm(around: Surroundings) -> bool:
    """Whether paragraphs that ask and paragraphs that do not take turns, with no label on one side at least."""
    if around.sides == "labels of both sides":
        return False
    asking = [asks(around.blocks[index].text) for index in around.content]
    places = [at for at, each in enumerate(asking) if each]
    answered = sum(at + 1 < len(asking) and not asking[at + 1] for at in places)
    inside = places[-1] - places[0] + 1 if places else 1
    return len(places) >= 4 and answered >= 0.75 * len(places) and 0.2 <= len(places) / inside <= 0.6


def _sides(labels: Mapping[int, Label]) -> str:
    """Which sides of the conversation the likely labels cover."""
    said: defaultdict[str, list[bool]] = defaultdict(list)
    for label in labels.values():
        if label.probability > LIKELY:
            said[label.key].append(has_question(label.opening.said[-200:]))
    if not said or sum(map(len, said.values())) < 2:
        return "no labels"
    asking = {key: key in HOSTS or key == "――" or sum(each) > 0.6 * len(each) for key, each in said.items()}
    if all(asking.values()):
        return "labels of questions only"
    if any(key in HOSTS or (asking[key] and len(said[key]) > 1) for key in said):
        return "labels of both sides"
    asked = sum(map(sum, said.values())) / sum(map(len, said.values()))
    return "labels that do not ask" if asked < 0.2 else "labels of both sides"


def look_of(block: Block) -> str:
    """How the block is set: equal for blocks that a reader sees as alike."""
    kind = "" if block.kind is BlockKind.PARAGRAPH else f"{block.kind}{block.level or ''}"
    return f"{kind}|{block.look}|{'bold' if is_bold(block) else ''}{'italic' if is_italic(block) else ''}"


def is_bold(block: Block) -> bool:
    """Whether the block is printed in bold as a whole."""
    return sum(span.end - span.start for span in block.bold) >= 0.85 * len(block.text)


def is_italic(block: Block) -> bool:
    """Whether the block is printed in italics as a whole."""
    return sum(span.end - span.start for span in block.italic) >= 0.85 * len(block.text)


def _is_anchor(index: int, around: Surroundings) -> bool:
    label = around.labels.get(index)
    if label is not None and label.probability > LIKELY:
        return True
    if around.sides == "labels of both sides" or not asks(around.blocks[index].text):
        return False
    count, share, _ = around.looks[look_of(around.blocks[index])]
    return around.rhythm or (count > 1 and share > 0.5 and look_of(around.blocks[index]) != around.body)


def _own(block: Block, around: Surroundings) -> Iterator[str]:
    """What the block shows by itself."""
    text = block.text
    length = next(name for name, limit in _LENGTHS if len(text) <= limit)
    yield f"length: {length}"
    yield from _set(block)
    yield from _ends(text)
    for name, pattern in _WHOLE:
        if pattern.fullmatch(text):
            yield name
    for name, pattern in _BEGINNINGS:
        if pattern.match(text):
            yield name
    for name, pattern in _INSIDE:
        if pattern.search(text[:400]):
            yield name
    if around.lines[text] > 1:
        yield "is printed more than once"
    elif len(text) >= 12 and around.elsewhere.count(text.strip('“”"「」 。…—')[:60]) > 1:
        yield "its words are printed elsewhere, too"
    look = look_of(block)
    count, share, _ = around.looks.get(look, (0, 0.0, 0.0))
    if look == around.body:
        yield "looks like most of the text"
    elif count > 1 and share >= 0.6:
        yield "its look asks"
    elif count > 2 and share < 0.2:
        yield "its look is another and does not ask"
    yield from _of_make(block, look, around)


def _of_make(block: Block, look: str, around: Surroundings) -> Iterator[str]:
    """What others that are set in the same way tell."""
    number, share = around.fronts.get(make_of(block), (0, 0.0))
    if number > 2 and share >= 0.5:
        yield "most of its make stand before a label"
        if around.fronted > 0.5:
            yield "most labels stand behind its make"
    answer = around.asking.get(look)
    if answer is not None:
        shorter = (
            around.looks[look][2] < around.looks[answer][2]
            if look in around.looks and answer in around.looks
            else False
        )
        yield f"its look takes turns with one that is {'longer' if shorter else 'shorter'}"
    elif look in around.asking.values():
        yield "its look comes behind one that takes turns with it"


def _set(block: Block) -> Iterator[str]:
    """How the block is set."""
    if block.kind is not BlockKind.PARAGRAPH:
        yield f"is a {block.kind}"
    if is_bold(block):
        yield "is bold"
    if is_italic(block):
        yield "is italic"
    if block.depth:
        yield "stands in a list or quotation"


def _ends(text: str) -> Iterator[str]:
    """How the block begins and ends."""
    if asks(text):
        yield "asks"
    elif has_question(text):
        yield "holds a question"
    if ends_sentence(text):
        yield "ends as sentences do"
    elif text[-1] in ":：":
        yield "ends in a colon"
    else:
        yield "ends in the middle of a sentence" if text[-1] in ",，、；;" else "ends without a mark"
    if text[0] in ":：":
        yield "begins with a colon"
    if text[:1].islower():
        yield "begins with a small letter"
    if text.isupper():
        yield "is in capitals"


_LENGTHS = (
    ("to 6", 6), ("to 12", 12), ("to 25", 25), ("to 45", 45), ("to 90", 90), ("to 200", 200), ("over 200",
    1_000_000_000)
)  # fmt: skip
_WHOLE = (
    ("is a bare number", BARE_NUMBER),
    ("is a time stamp", STAMP),
    ("stands in brackets", _IN_BRACKETS),
    ("stands in quotation marks", _IN_QUOTES),
    ("says that this is the end", END),
    ("is the head of a part of its own", PART_OF_ITS_OWN),
)
_BEGINNINGS = (
    ("opens a note", NOTES),
    ("begins with a chapter's number", _NUMBERED_HEAD),
    ("begins with a number or a bullet", _LIST_START),
    ("begins with a time", STAMP),
)
_INSIDE = (
    ("names a source or who made it", CREDITS),
    ("invites or links", INVITATION),
    ("speaks of itself", _SPEAKS_OF_ITSELF),
    ("speaks to somebody", _SPEAKS_TO_SOMEBODY),
    ("reports", _REPORTS),
)


def _of_label(label: Label, block: Block) -> Iterator[str]:
    """How likely the label is, in steps of probability."""
    for step in (0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 0.995):
        if label.probability > step:
            yield f"a label, more likely than {step}"
    if label.opening.mark in (Mark.ALONE, Mark.ALONE_COLON) and label.probability > LIKELY:
        yield "is a label and nothing else"


def _of_place(at: int, around: Surroundings) -> Iterator[str]:
    """What stands before and behind it."""
    yield from _behind_what(at, around) if at else ("is the first",)
    yield from _before_what(at, around) if at + 1 < len(around.content) else ("is the last",)
    yield from _of_distance(at, around)


def _behind_what(at: int, around: Surroundings) -> Iterator[str]:
    content, blocks = around.content, around.blocks
    block, before = blocks[content[at]], blocks[content[at - 1]]
    label = around.labels.get(content[at - 1])
    if label is not None and label.probability > LIKELY:
        yield "comes after a labelled paragraph" if label.opening.said else "stands right below a label"
    if asks(before.text):
        yield "comes after a question"
    if not ends_sentence(before.text) and len(before.text) > _LONG_ENOUGH:
        yield "comes after an unfinished sentence"
    if look_of(before) == look_of(block):
        yield "looks like the paragraph before"
    if block.depth < before.depth:
        yield "a list has ended"
    if before.kind is BlockKind.HEADING:
        yield "comes after a heading"
    if any(blocks[i].why_not_spoken for i in range(content[at - 1] + 1, content[at])):
        yield "something left out stands before it"


def _before_what(at: int, around: Surroundings) -> Iterator[str]:
    block, behind = around.blocks[around.content[at]], around.blocks[around.content[at + 1]]
    label = around.labels.get(around.content[at + 1])
    if label is not None and label.probability > LIKELY:
        yield "a label follows"
        if label.key in ANSWERS:
            yield "an answer follows"
        if around.last_key(at) == label.key:
            yield "who spoke last is labelled again behind it"
    elif asks(behind.text):
        yield "a question follows"
    if len(behind.text) > 2 * len(block.text) and len(behind.text) > 60:
        yield "something much longer follows"


def _of_distance(at: int, around: Surroundings) -> Iterator[str]:
    anchors = around.anchors
    if not anchors:
        yield "nobody surely speaks on this page"
        return
    if at < anchors[0]:
        yield "nobody has spoken yet"
        if anchors[0] - at <= 2:
            yield "just before the first who speaks"
        return
    last = anchors[bisect_right(anchors, at) - 1]
    distance = at - last
    step = next(name for name, limit in _DISTANCES if distance <= limit)
    if at > anchors[-1]:
        yield f"nobody new speaks any more, for {step}"
        rest = len(around.content) - 1 - at
        yield "near the page's end" if rest < 3 else "far from the page's end"
    elif distance:
        yield f"somebody began to speak {step} ago"
    if distance:
        yield from _names(around.blocks[around.content[at]].text, around, around.content[last])
    beginning = around.blocks[around.content[last]]
    if distance and around.blocks[around.content[at]].depth < beginning.depth:
        yield "stands outside the list of who spoke last"


def _names(text: str, around: Surroundings, last: int) -> Iterator[str]:
    """Whom of those who speak a paragraph speaks of: people seldom name themselves."""
    label = around.labels.get(last)
    speaking = label.opening.name if label is not None else ""
    if speaking in around.named and speaking in text:
        yield "names who spoke last"
    elif any(name in text for name in around.named):
        yield "names somebody who has labels"
    if any(text.startswith(name) for name in around.named):
        yield "begins with a name that is a label elsewhere"


_DISTANCES = (("1 paragraph", 1), ("2 paragraphs", 2), ("3 to 5 paragraphs", 5), ("more paragraphs", 1_000_000))
_JOINED = (
    "asks", "its look asks", "is bold", "is a heading", "comes after a question", "holds a question",
    "looks like most of the text", "nobody has spoken yet", "is italic", "is a quote",
    "begins with a number or a bullet",
)  # fmt: skip
_RHYTHM = (
    "asks",
    "holds a question",
    "comes after a question",
    "nobody has spoken yet",
    "a question follows",
    "speaks to somebody",
)
_SHORT = ("length: to 6", "length: to 12", "length: to 25", "length: to 45")


def _together(signs: Mapping[str, float], around: Surroundings) -> Signs:
    """Signs that mean something else together."""
    out = {f"{around.sides}: {sign}": 1.0 for sign in _JOINED if sign in signs}
    out[around.sides] = 1.0
    if around.rhythm:
        out |= {f"{around.sides}, question and answer in turn: {sign}": 1.0 for sign in _RHYTHM if sign in signs}
    if "asks" in signs or "holds a question" in signs:
        for sign in (
            "a label follows",
            "comes after a question",
            "comes after a labelled paragraph",
            "begins with a number or a bullet",
        ):
            if sign in signs:
                out[f"{around.sides}: asks + {sign}"] = 1.0
    short = any(sign in signs for sign in _SHORT)
    for one, other in (
        ("asks", "its look asks"), ("asks", "is bold"), ("asks", "is a heading"), ("asks",
        "something much longer follows"),
        ("asks", "speaks to somebody"), ("ends without a mark", "a label follows"), ("is bold", "a label follows"),
        ("ends without a mark", "is bold"), ("comes after a question", "looks like most of the text"),
        ("who spoke last is labelled again behind it", "most of its make stand before a label"),
        ("who spoke last is labelled again behind it", "asks"),
        ("an answer follows", "who spoke last is labelled again behind it"),
        ("is a label and nothing else", "ends without a mark"), ("looks like the paragraph before",
        "comes after a labelled paragraph"),
    ):  # fmt: skip
        if one in signs and other in signs:
            out[f"{one} + {other}"] = 1.0
    if short:
        for sign in ("ends without a mark", "a label follows", "names a source or who made it", "invites or links",
                     "asks", "is bold", "stands in quotation marks", "something much longer follows"):  # fmt: skip
            if sign in signs:
                out[f"short + {sign}"] = 1.0
        if "ends without a mark" in signs and "a label follows" in signs:
            out["short + ends without a mark + a label follows"] = 1.0
    for sign in (
        "names a source or who made it",
        "invites or links",
        "reports",
        "speaks of itself",
        "stands in brackets",
    ):
        if sign in signs and any(name.startswith("nobody new speaks any more") for name in signs):
            out[f"at the end + {sign}"] = 1.0
    return out
