"""Where a label could stand: every shape in which pages print who speaks, without judging it yet."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from narrator.model import Block, BlockKind, Span
from narrator.script.words import NOT_IN_NAMES, VERBS, folded, parts, without_brackets

LONGEST_LABEL = 40
"""Characters; `国家发展和改革委员会宏观经济研究院研究员 张某某：` has fewer."""


class Form(StrEnum):
    """How a label is set off from what is said."""

    COLON = "colon"
    BRACKETS = "brackets"
    BOLD = "bold"
    ALONE = "alone on its line"
    ALONE_COLON = "alone on its line, with a colon"
    TERM = "term of a list"
    VOICE = "voice tag"
    NUMBERED = "question mark or number"
    GAP = "wide space"
    ARROW = ">>"
    DASH = "dash"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A place that looks like a label."""

    block: int
    """Index into the blocks."""
    printed: str
    """The label as printed, without brackets and colon."""
    name: str
    """Without what stands in brackets behind it or as a title before it."""
    before: str = ""
    """What stands before the name in the label: a role or a title."""
    note: str = ""
    """What stands in brackets behind the name."""
    form: Form
    label: Span
    """Of the block's text: all that is not said."""
    said: str
    """What follows it in the block."""
    stamped: bool = False
    """A time stands beside it."""

    @property
    def key(self) -> str:
        """The name as it is compared."""
        return folded(self.name) or self.name


_TIME = r"[\[【(（<]?\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?:[.,]\d{1,3})?[\])）】>]?"
STAMP = re.compile(rf"\s*{_TIME}(?:\s?(?:-->|[-–—~～])\s?{_TIME})?(?=[\s\u3400-\u9fffA-Za-z>*【\[]|$)\s*[-–—|]?\s*")
"""A time stamp at the start of a line."""
_OPENING = re.compile(
    r"\s*(?:(?:(?:\d{1,3}|[一二三四五六七八九十]{1,3})\s?[.、．)）]|[（(](?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）]|[-•●◆▲■□○▪▶►◎☆★※])\s*)?(?:>{1,3}\s*)?[*_]{0,3}\s*"
)
_COLON = re.compile(r"\s?[*_]{0,3}\s?(?:[:：∶﹕](?!//)|：)\s?[*_]{0,3}")
_COLON_END = re.compile(r"\s?[*_]{0,3}\s?[:：∶﹕]\s?[*_]{0,3}\s*$")
_NAME = re.compile(r"[^:：∶﹕。！？!?；;…\n\t]{1,80}")
_BRACKETS = re.compile(r"[【\[〔［〖]\s?([^】\]〕］〗\n]{1,30}?)\s?[】\]〕］〗]\s?[*_]{0,3}\s?[:：]?")
_NOTE = re.compile(r"\s?[（(\[【]([^）)\]】]{0,40})[）)\]】]\s?$")
_QUESTION_NUMBER = re.compile(
    r"(?P<name>问题|問題|提问|Question|Answer|[QAＱＡ]|[问問答])\s?(?P<number>\d{0,3})\s?(?P<mark>[.．、:：)）]|(?=\s{1,2}\S))\s*",
    re.IGNORECASE,
)
_GAP = re.compile(r"([^\s:：。！？!?、，,（(「『]{1,12})(?:\u3000{1,3}|\t+| {3,})(?=[^\s\u3000])")
_NAME_DASH = re.compile(r"([A-Z][\w.'’\-]{0,20}(?: [A-Z][\w.'’\-]{0,20}){0,2}) [—–] (?=\S)")
_NAME_TIME = re.compile(
    r"([^\s:：（(\[。！？!?][^:：（(\[。！？!?，,]{0,30}?)\s{0,3}[\[(（]\d{1,2}:\d{2}(?::\d{2})?[\])）]\s{0,3}[:：]?\s{0,3}(?=\S)"
)
_DASH = re.compile(r"(?:―{1,3}|─{1,3}|—{1,2}|--)\s*(?=[^\s―─—-])")
_ARROW = re.compile(r"\s*(?:>>|＞＞|»)\s*")
_TRAILING_TIME = re.compile(rf"[\s,，·|\-–—]{{0,3}}{_TIME}\s*$")
_SENTENCE_MARK = re.compile(r"[。！？!?；;…]")
_ALONE_REFUSED = re.compile(r"[。！？!?；;…，,、]|\d{4}|https?:")


def candidate(index: int, block: Block) -> Candidate | None:  # noqa: PLR0911
    """What looks like a label at the beginning of the block, or None."""
    if block.why_not_spoken is not None or block.kind is BlockKind.CAPTION:
        return None
    text = block.text
    if block.speaker and NOT_IN_NAMES.sub("", block.speaker).strip(" :："):
        return _voice(index, block)
    stamp = STAMP.match(text[:60])
    start = stamp.end() if stamp else 0
    if start >= len(text):
        return None
    if block.kind is BlockKind.TERM and len(text) - start <= LONGEST_LABEL:
        return _made(index, text, text[start:], Form.TERM, len(text), stamped=bool(stamp))
    start = _OPENING.match(text, start).end()  # type: ignore[union-attr]
    for find in (_stamped_name, _numbered, _bracketed, _with_colon, _bold, _gap, _dash, _alone):
        if found := find(index, block, start, bool(stamp)):
            return found
    if (arrow := _ARROW.match(text)) and arrow.end() < len(text):
        return _made(index, text, ">>", Form.ARROW, arrow.end(), stamped=bool(stamp))
    return None


def _voice(index: int, block: Block) -> Candidate:
    """A caption file names the speaker itself; the words may repeat the name."""
    name = " ".join(NOT_IN_NAMES.sub(" ", block.speaker or "").split()).rstrip(":： ")
    repeated = re.match(re.escape(name) + r"\s?[:：]\s*", block.text) if name else None
    end = repeated.end() if repeated else 0
    return Candidate(block=index, printed=name, name=name, form=Form.VOICE, label=Span(0, end), said=block.text[end:])


def _made(index: int, text: str, printed: str, form: Form, end: int, *, stamped: bool = False) -> Candidate | None:
    printed = printed.strip(" \u3000*_:：\t")
    stamp = _TRAILING_TIME.search(printed)
    if stamp and stamp.start():
        printed, stamped = printed[: stamp.start()].rstrip(), True
    note = _NOTE.search(printed)
    bare = without_brackets(printed)
    if not bare or len(bare) > LONGEST_LABEL or (not any(char.isalpha() for char in bare) and form is not Form.ARROW):
        return None
    before, name = parts(bare)
    person, comma, role = name.partition(", ")
    if comma and person.isascii():
        name, before = person.strip(), role.strip()  # KIM LEE, HOST:
    if form is not Form.ARROW and NOT_IN_NAMES.search(name):
        return None
    return Candidate(
        block=index,
        printed=printed,
        name=name,
        before=before,
        note=note.group(1).strip() if note and note.start() else "",
        form=form,
        label=Span(0, end),
        said=text[end:].strip(),
        stamped=stamped,
    )


def _numbered(index: int, block: Block, start: int, stamped: bool) -> Candidate | None:
    text = block.text
    match = _QUESTION_NUMBER.match(text, start)
    if match is None or match.end() >= len(text):
        return None
    if not match["mark"] and not (match["number"] or text[match.end("number")] in "\u3000\t"):
        return None
    if (
        match["mark"] in (".", "．", "、")
        and not match["number"]
        and match["name"].casefold() not in ("q", "a", "ｑ", "ａ")
    ):
        return None
    name = unicodedata.normalize("NFKC", match["name"])
    return _made(index, text, name, Form.NUMBERED, match.end(), stamped=stamped)


def _bracketed(index: int, block: Block, start: int, stamped: bool) -> Candidate | None:
    match = _BRACKETS.match(block.text, start)
    if match is None or _SENTENCE_MARK.search(match.group(1)):
        return None
    form = Form.BRACKETS if match.end() < len(block.text) else Form.ALONE_COLON
    return _made(index, block.text, match.group(1), form, match.end(), stamped=stamped)


def _with_colon(index: int, block: Block, start: int, stamped: bool) -> Candidate | None:
    text = block.text
    match = _NAME.match(text, start)
    if match is None:
        return None
    name, end = match.group(), match.end()
    if "（" in name or "(" in name:
        end = _behind_brackets(text, start, end)
        name = text[start:end]
    colon = _COLON.match(text, end)
    if colon is None and _TRAILING_TIME.search(text[start : start + 60].rstrip(":： ")) and len(text) - start < 60:
        return None
    if colon is None:
        return None
    if text[end - 1 : end].isdigit() and text[colon.end() : colon.end() + 1].isdigit():
        return None  # 10:30, 3:1
    whole = without_brackets(name)
    if whole.count(",") + whole.count("，") > 1 or len(whole.split()) > 6:
        return None
    form = Form.COLON if text[colon.end() :].strip() else Form.ALONE_COLON
    return _made(index, text, name, form, colon.end(), stamped=stamped)


def _behind_brackets(text: str, start: int, end: int) -> int:
    """Where the label ends, when its brackets hold a colon (`记者（下称：记）：`) or were cut by the longest length."""
    window = text[start : start + LONGEST_LABEL * 2]
    depth = 0
    for at, char in enumerate(window):
        if char in "（(":
            depth += 1
        elif char in "）)":
            depth -= 1
        elif depth == 0 and char in ":：∶﹕":
            return start + at
        elif char in "。！？!?":
            break
    return end


def _bold(index: int, block: Block, start: int, stamped: bool) -> Candidate | None:
    """`**张三** 你好`: the name is bold, what is said is not."""
    text = block.text
    span = next((span for span in block.bold if span.start <= start < span.end), None)
    if span is None or span.end >= len(text) or span.end - start > 24:
        return None
    name = text[start : span.end]
    if (
        _SENTENCE_MARK.search(name)
        or "，" in name
        or not text[span.end :].strip()
        or text[span.end] in "，。、；！？,.;!?的是了在"
    ):
        return None
    if len(name.strip().split()) > 4:
        return None
    return _made(index, text, name, Form.BOLD, span.end, stamped=stamped)


def _stamped_name(index: int, block: Block, start: int, stamped: bool) -> Candidate | None:
    """`Ann Bell (00:01:02) Hello.`: a time in brackets parts the name from what is said."""
    match = _NAME_TIME.match(block.text, start)
    if match is None or stamped:
        return None
    return _made(index, block.text, match.group(1), Form.COLON, match.end(), stamped=True)


def _gap(index: int, block: Block, start: int, stamped: bool) -> Candidate | None:
    """`山田　そうですね。`: only a wide space between them."""
    match = _GAP.match(block.text, start) or _NAME_DASH.match(block.text, start)
    if match is None:
        return None
    return _made(index, block.text, match.group(1), Form.GAP, match.end(), stamped=stamped)


def _dash(index: int, block: Block, start: int, stamped: bool) -> Candidate | None:
    """`――それはなぜですか。`: Japanese magazines print who asks as a dash."""
    match = _DASH.match(block.text, start)
    if match is None:
        return None
    return Candidate(
        block=index,
        printed=match.group().strip(),
        name="――",
        form=Form.DASH,
        label=Span(0, match.end()),
        said=block.text[match.end() :],
        stamped=stamped,
    )


def _alone(index: int, block: Block, start: int, stamped: bool) -> Candidate | None:
    """The label is the whole line."""
    text = block.text[start:]
    if len(text) > LONGEST_LABEL or (block.kind is BlockKind.HEADING and block.level == 1):
        return None
    bare = without_brackets(_TRAILING_TIME.sub("", text))
    if _ALONE_REFUSED.search(bare) or len(bare.split()) > 5 or len(bare) > 24:
        return None
    return _made(index, block.text, text, Form.ALONE, len(block.text), stamped=stamped)


def base_name(name: str) -> str | None:
    """`记者追问` → `记者`: the name without the verb behind it, or None where there is no such verb."""
    for cut in range(1, min(len(name), 12)):
        if VERBS.fullmatch(name, cut):
            return name[:cut].strip() or None
    return None
