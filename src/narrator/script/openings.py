"""Where a label could stand: every short string that opens a block and is set off from what follows by some mark.

Nothing is judged here. A mark need not be foreseen: any bracket may open and close a name, any sign may part it from
the words, and the `shape` of an opening says which, so that openings set in the same way can be compared.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from narrator.model import Block, BlockKind, Span
from narrator.script.label_marks import Mark, Opening
from narrator.script.label_words import NOT_IN_NAMES, VERBS, parts, without_brackets

LONGEST_LABEL = 40
"""Characters; `国家发展和改革委员会宏观经济研究院研究员 张某某：` has fewer."""


_DATE = r"(?:\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?|\d{1,2}[/月]\d{1,2}日?)"
_CLOCK = (
    r"(?:(?:上午|下午|晚上|凌晨|中午|早上|[AP]M)\s?)?\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?:[.,]\d{1,3})?"
    r"(?:\s?(?:[ap]m|[ap]\.m\.|[AP]M)(?![A-Za-z]))?(?![\d:：])"
)
_TIME = rf"[\[【(（<]?(?:{_DATE}[\sT,，]{{0,3}})?{_CLOCK}(?:\s?(?:-->|[-–—~～])\s?{_CLOCK})?(?:,?\s{_DATE})?[\])）】>]?"
STAMP = re.compile(rf"\s*{_TIME}(?=[\s\u3400-\u9fffA-Za-z\uac00-\ud7a3>*【\[《“「]|$)\s*[-–—|]?\s*")
"""A time stamp at the start of a line."""
_TRAILING_TIME = re.compile(rf"[\s,，·|\-–—]{{0,3}}(?:\[[^\[\]\d]{{1,6}}\]\s)?{_TIME}\s*$")
_TIME_INSIDE = re.compile(
    rf"(?P<name>[^:：（(\[【。！？!?，,\d][^:：（(\[。！？!?，,]{{0,30}}?)[\s,，]{{0,3}}{_TIME}\s{{0,3}}[:：]?\s{{0,3}}(?=\S)"
)
_LEAD = re.compile(
    r"\s*(?:(?:(?:\d{1,3}|[一二三四五六七八九十]{1,3})\s?[.、．)）](?!\d)|[（(](?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）]|"
    r"[-•·●◆▲■□○▪▶►◎☆★※◇△▼▽♦◼◾✦✱]|[\u2190-\u21ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff][\ufe0f\u200d]{0,2}|#{1,6}\s|"
    r"From\s(?=\S{1,20}(?:\s\S{1,20}){0,3}?\s?[:：])|>{1,3}(?=\s?\S{1,20}(?:\s\S{1,20}){0,3}?\s?[:：]))\s{0,3}){0,3}[*_~`]{0,3}\s{0,2}@?"
)
_PAIRS = dict(zip("《“「『【[〔［〖（(<＜‹«〈\"'‘｢", "》”」』】]〕］〗）)>＞›»〉\"'’｣", strict=True))
_BEHIND = re.compile(r"\s?[*_]{0,3}\s?(?:[:：∶﹕︰꞉ː]\s?[*_]{0,3}|[|｜丨︱│¦/／>＞›»→⇒]\s?|[-–—―─]{1,2}\s)?\s?")
_SIGN = re.compile(r"\s?[|｜丨︱│¦]\s?|\s[/／]\s|\s?[>＞›→⇒]\s?|\s»\s")
_DASHED = re.compile(r"\s[-–—―─]{1,2}\s|——|\s?[―─]{1,2}\s?")
_COLON = re.compile(r"\s?[*_]{0,3}\s?(?:[:：∶﹕︰꞉ː](?!//)|：)\s?[*_]{0,3}")
_NAME = re.compile(r"[^:：∶﹕︰꞉ː。！？!?；;…\n\t]{1,80}")
_NOTE = re.compile(r"\s?[（(\[【]([^）)\]】]{0,40})[）)\]】]\s?$")
_COUNTED = re.compile(
    r"(?:第\s?)?(?:\d{1,3}|[一二三四五六七八九十]{1,3})\s?[个個]?\s?(?P<name>问题|問題|[问問答]|提[问問]|回答)"
)
_QUESTION_NUMBER = re.compile(
    r"(?P<name>问题|問題|提问|Question|Answer|[QAＱＡ]|[问問答])\s?(?P<number>\d{0,3}|[一二三四五六七八九十]{0,3})\s?"
    r"(?P<mark>[.．、:：︰)）]|(?=\s{1,2}\S))\s*",
    re.IGNORECASE,
)
_NUMBERED_ASKER = re.compile(
    r"(问题|問題|提问|提問|回答|Question|Answer|[QA])\s?(?:\d{1,3}|[一二三四五六七八九十]{1,3})", re.IGNORECASE
)
_GAP = re.compile(r"(?:\u3000{1,3}|\t+| {2,})(?=[^\s\u3000])")
_WORD = re.compile(r"[^\s\u3000:：。！？!?、，,（(「『“《|]{1,12}")
_SPACED_NAME = re.compile(
    r"(?:[\u3400-\u9fff·]{1,6}|[A-Z]{1,3}\d{0,2}|"
    r"[A-ZÀ-Þ][A-ZÀ-Þ.'’\-]{2,20}(?: [A-ZÀ-Þ][A-ZÀ-Þ.'’\-]{1,20}){0,4}|[\uac00-\ud7a3]{2,5}(?: [가-힣]{1,4})?)"
    r"(?= (?=[^\s\d—–\-:：︰\[(（《|｜丨/>＞])(?![上下]午))"
)
_STOPPED_NAME = re.compile(
    r"(?:(?:Mr|Ms|Mrs|Dr|Miss|Messrs|The|Sir|Lord|Lady|Chairman|Chairwoman|Senator|Rep|Sen|Prof|Professor|Judge|"
    r"Justice|General)\.? ){0,2}"
    r"[A-Z][A-Z'’\-]{2,20}(?: (?:[A-Z][A-Za-z'’\-]{1,20}|of|pro|tempore|[A-Z]\.)){0,4}(?: \([^()]{1,40}\))?\. "
    r"(?=[A-Z“\"\[(—])"
)
_QUOTED = re.compile(r"[\u3400-\u9fff]{1,6}(?=[「『“])")
SPEECH_DASH = re.compile(r"(?:―{1,3}|─{1,3}|—{1,2}|--)\s*(?=[^\s―─—-])")
_CHANGE = re.compile(r"\s*(?:>>|＞＞|»)\s*")
_SENTENCE_MARK = re.compile(r"[。！？!?；;…]")
_ALONE_REFUSED = re.compile(
    r"[。！？!?；;…，、:：︰|｜丨>＞]|——|\s[-–—]\s|\d{4}|https?:|[^\W\d_]{3}\.$|"
    r"[\uac00-\ud7a3]\s.*[\uac00-\ud7a3](?:다|나|까|요|지|죠|네|데|은|는)$"
)
"""A sentence is no label; in Korean, its last syllable says that it is one."""


def openings(index: int, block: Block) -> list[Opening]:
    """All that looks like a label at the beginning of the block; the surer makes first, each span once."""
    if block.why_not_spoken is not None or block.kind is BlockKind.CAPTION:
        return []
    text = block.text
    if block.speaker and NOT_IN_NAMES.sub("", block.speaker).strip(" :："):
        return [_voice(index, block)]
    stamp = STAMP.match(text[:80])
    start = stamp.end() if stamp else 0
    if start >= len(text):
        return []
    at = _Place(index=index, block=block, stamped=bool(stamp))
    if block.kind is BlockKind.TERM and len(text) - start <= LONGEST_LABEL:
        found = at.made(text[start:], Mark.TERM, len(text), "N|")
        return [found] if found else []
    lead = _LEAD.match(text, start)
    begin = lead.end() if lead else start
    at.lead = re.sub(r"\d+|[一二三四五六七八九十]+", "#", text[start:begin].strip())
    out: list[Opening] = []
    for each in at.ways(begin):
        if each is not None and all(each.label != other.label for other in out):
            out.append(each)
    change = _CHANGE.match(text)
    if not out and change and change.end() < len(text) and (found := at.made(">>", Mark.CHANGE, change.end(), ">>")):
        out.append(found)
    return out


def _voice(index: int, block: Block) -> Opening:
    """A caption file names the speaker itself; the words may repeat the name."""
    name = " ".join(NOT_IN_NAMES.sub(" ", block.speaker or "").split()).rstrip(":： ")
    repeated = re.match(re.escape(name) + r"\s?[:：]\s*", block.text) if name else None
    end = repeated.end() if repeated else 0
    return Opening(
        block=index, printed=name, name=name, mark=Mark.VOICE, shape="<v>", label=Span(0, end), said=block.text[end:]
    )


@dataclass(slots=True)
class _Place:
    """The beginning of one block."""

    index: int
    block: Block
    stamped: bool
    lead: str = ""

    def ways(self, start: int) -> Iterator[Opening | None]:
        """Every way to read a label there."""
        yield self._timed(start)
        yield self._numbered(start)
        yield self._bracketed(start)
        yield self._with_colon(start)
        yield self._parted(start, _SIGN, Mark.SIGN)
        yield self._parted(start, _DASHED, Mark.DASH)
        yield self._set_off(start)
        yield self._stopped(start)
        yield self._gapped(start)
        yield self._quoted(start)
        yield self._dashed(start)
        yield self._alone(start)

    def made(self, printed: str, mark: Mark, end: int, shape: str, *, stamped: bool = False) -> Opening | None:
        """The opening, where what is printed can be a name at all."""
        text = self.block.text
        printed = printed.strip(" \u3000*_~`:：︰\t@")
        stamp = _TRAILING_TIME.search(printed)
        if stamp and stamp.start():
            printed, stamped = printed[: stamp.start()].rstrip(), True
        note = _NOTE.search(printed)
        bare = without_brackets(printed)
        if len(bare) > 2 and bare[0] in _PAIRS and bare[-1] == _PAIRS[bare[0]]:
            bare = bare[1:-1].strip()
        if not bare or len(bare) > LONGEST_LABEL:
            return None
        if not any(char.isalpha() for char in bare) and mark is not Mark.CHANGE:
            return None
        before, name = parts(bare)
        person, comma, role = name.partition(", ")
        if comma and person.isascii():
            name, before = person.strip(), role.strip()  # KIM LEE, HOST:
        if counted := _COUNTED.fullmatch(name) or _NUMBERED_ASKER.fullmatch(name):
            name = counted["name"] if "name" in counted.re.groupindex else counted.group(1)  # the number counts
        if mark is not Mark.CHANGE and NOT_IN_NAMES.search(name):
            return None
        return Opening(
            block=self.index,
            printed=printed,
            name=name,
            before=before,
            note=note.group(1).strip() if note and note.start() else "",
            mark=mark,
            shape=self.lead + shape,
            label=Span(0, end),
            said=text[end:].strip(),
            stamped=self.stamped or stamped,
        )

    def _timed(self, start: int) -> Opening | None:
        """`Ann Bell (00:01:02) Hello.`: a time parts the name from what is said."""
        match = _TIME_INSIDE.match(self.block.text, start)
        if match is None or self.stamped or not any(map(str.isalnum, self.block.text[match.end() :])):
            return None
        return self.made(match["name"], Mark.TIME, match.end(), "N#", stamped=True)

    def _numbered(self, start: int) -> Opening | None:
        text = self.block.text
        match = _QUESTION_NUMBER.match(text, start)
        if match is None or match.end() >= len(text):
            return None
        if not match["mark"] and not (match["number"] or text[match.end("number")] in "\u3000\t"):
            return None
        letter = match["name"].casefold() in ("q", "a", "ｑ", "ａ")
        if match["mark"] in (".", "．", "、") and not match["number"] and not letter:
            return None
        name = unicodedata.normalize("NFKC", match["name"])
        return self.made(
            name, Mark.NUMBER, match.end(), f"N#{match['mark']}" if match["number"] else f"N{match['mark']}"
        )

    def _bracketed(self, start: int) -> Opening | None:
        """`《N》：`, `“N”｜`, `[N] …`: any pair of brackets or quotation marks."""
        text = self.block.text
        opened = text[start : start + 1]
        closing = _PAIRS.get(opened)
        if closing is None:
            return None
        close = text.find(closing, start + 1, start + 2 + LONGEST_LABEL)
        inner = text[start + 1 : close]
        if close < 0 or not inner.strip() or _SENTENCE_MARK.search(inner):
            return None
        behind = _BEHIND.match(text, close + 1)
        end = behind.end() if behind else close + 1
        parting = text[close + 1 : end].strip()
        if text[close + 1 : close + 2].isalpha() and opened in "《“「『\"'‘":
            return None  # 《某某周刊》记者：, or a title of a book in a sentence
        if not text[end:].strip():
            mark = Mark.ALONE_COLON
        elif parting:
            mark = Mark.COLON if parting[0] in ":：∶﹕︰꞉ː*" else Mark.SIGN
        else:
            mark = Mark.BRACKETS
        return self.made(inner, mark, end, f"{opened}N{closing}{parting}")

    def _with_colon(self, start: int) -> Opening | None:
        text = self.block.text
        opened = text[start : start + 1]
        if opened in ("“", '"', "「", "『") and opened in _PAIRS and text[start + 1 : start + 2].isalnum():
            quoted = _NAME.match(text, start + 1)
            if quoted and _PAIRS[opened] not in quoted.group():
                start += 1  # “记者：…”
        match = _NAME.match(text, start)
        if match is None:
            return None
        name, end = match.group(), match.end()
        if "（" in name or "(" in name:
            end = _behind_brackets(text, start, end)
            name = text[start:end]
        colon = _COLON.match(text, end)
        if colon is None:
            return None
        if text[end - 1 : end].isdigit() and text[colon.end() : colon.end() + 1].isdigit():
            return None  # 10:30, 3:1
        whole = without_brackets(name)
        if whole.count(",") + whole.count("，") > 1 or len(whole.split()) > 6:
            return None
        behind = STAMP.fullmatch(text, colon.end())  # Ann Bell: 00:01:02
        end = len(text) if behind else colon.end()
        mark = Mark.COLON if text[end:].strip() else Mark.ALONE_COLON
        sign = colon.group().strip(" *_")[:1]
        shape = f"N{'：' if sign in ':：∶﹕︰꞉ː' else sign}"
        return self.made(name, mark, end, shape, stamped=behind is not None)

    def _parted(self, start: int, sign: re.Pattern[str], mark: Mark) -> Opening | None:
        """`N｜…`, `N - …`: a sign behind a short name."""
        text = self.block.text
        match = sign.search(text, start, start + 28)
        if match is None or match.start() == start or match.end() >= len(text) or text[start] in _PAIRS:
            return None
        name = text[start : match.start()]
        if _SENTENCE_MARK.search(name) or "，" in name or "," in name or len(name.split()) > 4 or ":" in name:
            return None
        return self.made(name, mark, match.end(), f"N{match.group().strip()[:1]}")

    def _set_off(self, start: int) -> Opening | None:
        """`**张三** 你好`: the name is bold or italic, what is said is not."""
        text = self.block.text
        spans = (*self.block.bold, *self.block.italic)
        span = next((span for span in spans if span.start <= start < span.end), None)
        if span is None or span.end >= len(text) or span.end - start > 28:
            return None
        name = text[start : span.end]
        if _SENTENCE_MARK.search(name) or "，" in name or not text[span.end :].strip():
            return None
        if text[span.end] in "，。、；！？,.;!?的是了在" or len(name.strip().split()) > 4:
            return None
        return self.made(name, Mark.LOOK, span.end, "*N*")

    def _stopped(self, start: int) -> Opening | None:
        """`Mr. NAME. I thank the chair.`"""
        match = _STOPPED_NAME.match(self.block.text, start)
        return None if match is None else self.made(match.group().rstrip(". "), Mark.STOP, match.end(), "N.")

    def _gapped(self, start: int) -> Opening | None:
        """`山田　そうですね。`: only a space between them; a single one behind a short name only."""
        text = self.block.text
        word = _WORD.match(text, start)
        gap = _GAP.match(text, word.end()) if word else None
        if word and gap:
            return self.made(word.group(), Mark.GAP, gap.end(), "N  ")
        spaced = _SPACED_NAME.match(text, start)
        if spaced is None or spaced.end() + 1 >= len(text):
            return None
        if spaced.group() in ("A", "I") and text[spaced.end() + 1].islower():
            return None  # A similar system
        return self.made(spaced.group(), Mark.SPACE, spaced.end() + 1, "N ")

    def _quoted(self, start: int) -> Opening | None:
        """`问「…」`."""
        match = _QUOTED.match(self.block.text, start)
        if match is None or self.block.text[-1] not in "」』”":
            return None
        return self.made(match.group(), Mark.QUOTE, match.end(), "N「")

    def _dashed(self, start: int) -> Opening | None:
        """`――それはなぜですか。`: Japanese magazines print who asks as a dash."""
        text = self.block.text
        match = SPEECH_DASH.match(text, start)
        if match is None:
            return None
        return Opening(
            block=self.index,
            printed=match.group().strip(),
            name="――",
            mark=Mark.SPEECH_DASH,
            shape="—",
            label=Span(0, match.end()),
            said=text[match.end() :].strip(),
            stamped=self.stamped,
        )

    def _alone(self, start: int) -> Opening | None:
        """The label is the whole line."""
        text = self.block.text[start:]
        if len(text) > LONGEST_LABEL or (self.block.kind is BlockKind.HEADING and self.block.level == 1):
            return None
        bare = without_brackets(_TRAILING_TIME.sub("", text))
        if _ALONE_REFUSED.search(bare) or len(bare.split()) > 6 or ("," in bare and not bare.isupper()):
            return None
        return self.made(text, Mark.ALONE, len(self.block.text), "N")


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


def base_name(name: str) -> str | None:
    """`记者追问` → `记者`: the name without the verb behind it, or None where there is no such verb."""
    for cut in range(1, min(len(name), 12)):
        if VERBS.fullmatch(name, cut):
            return name[:cut].strip() or None
    return None
