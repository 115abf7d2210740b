"""What speaks for each block being a turn's beginning, its continuation, a heading, narration, or nothing said."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from narrator.model import Block, BlockKind
from narrator.script.fitted import Signs
from narrator.script.label_marks import Mark
from narrator.script.label_words import ANSWERS, NOTES
from narrator.script.labels import Label
from narrator.script.neighbours import (
    LIKELY,
    LIST_START,
    Surroundings,
    is_bold,
    is_italic,
    look_of,
    make_of,
    seen_around,
)
from narrator.script.openings import STAMP
from narrator.script.spoken_style import asks, ends_sentence, has_question

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
_LONG_ENOUGH = 24


def signs_of_blocks(blocks: Sequence[Block], labels: Mapping[int, Label], aside: Mapping[int, str]) -> Iterator[Signs]:
    """The signs of each block, in order; none for those that are set aside already."""
    around = seen_around(blocks, labels, aside)
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
    ("begins with a number or a bullet", LIST_START),
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
        if around.spoke[at] == label.key:
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
