"""Lines of captions, broken where a reader breathes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from narrator.model import Word
from narrator.standards.text_width import is_wide, width

VTT_LINE = 20.0
"""Full-width characters a line; a television line has 16 to 20."""
SRT_LINE = 16.0
"""32 half-width ones, the most that players of SubRip files show whole."""
MAX_LINES = 2

_SENTENCE_END = "。！？!?…；;"
_CLAUSE_END = "，,：:、—"
_CLOSING = "”’」』》〉）)】］]〕}｝\"'"
_OPENING = "“‘「『《〈（(【［[〔{｛"
_PAIRS = dict(zip("“‘「『《〈（(【［[〔{｛", "”’」』》〉）)】］]〕}｝", strict=True))
_NEVER_FIRST = frozenset(
    "。，、；：！？．·・…—～%％℃°‰" + ",.;:!?" + _CLOSING + "ーァィゥェォッャュョヮっゃゅょぁぃぅぇぉ々"
)
"""No line begins with these: GB/T 15834-2011, section 5.1; JIS X 4051, section 8."""
_CLINGING = ("的", "地", "得", "了", "着", "过", "们", "吗", "呢", "吧", "啊", "之", "等", "著", "過", "們", "嗎")
"""Particles that belong to the word before them."""
_TITLES = ("先生", "女士", "小姐", "老师", "老師", "教授", "博士", "院士", "同志")
"""They stay with the name before them."""
_ABBREVIATED = re.compile(r"(?:^|[^A-Za-z])(?:[A-Z]|Mr|Mrs|Ms|Messrs|Dr|Prof|St|Jr|Sr|No|vs|\d{1,4})\.$")
"""Its full stop ends no sentence."""
_ADDRESS = re.compile(r"[a-z]+://|www\.|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/", re.IGNORECASE)
_ASCII_RUN = re.compile("[!-~]+")
_LEADING_WORDS = frozenset(
    {*"之和与及或在对从向由把被将为以让使并而但就于至到是有这那每各第不很更最都也还又與對從將為讓這還", "以及"}
)
"""Words that belong to the one behind them: a line that ends with one leaves the reader hanging."""
_NUMERALS = frozenset("〇零一二三四五六七八九十百千万亿萬億两兩第")
_TOKEN = re.compile(r"[0-9A-Za-z０-９.,:：%％+\-/&@#'’_]")
"""What numbers, Latin words, addresses and times are made of."""


_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7ff]")
"""Korean is written with spaces, although its syllables are as wide as hanzi."""
_UNSPACED = re.compile("[\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff]")
"""Thai, Lao, Tibetan, Burmese and Khmer have no spaces between words."""
_LEADING_VOWELS = "เแโใไເແໂໃໄ"
_TRAILING_VOWELS = "ะาำๅๆຯະາຳໆ་།"
_JOINERS = "\u200c\u200d"
_MODIFIERS = frozenset("\u20e3" + "".join(map(chr, (*range(0x1F3FB, 0x1F400), *range(0xFE00, 0xFE10)))))
"""They change the emoji in front of them."""


@dataclass(frozen=True, slots=True)
class Atom:
    """A stretch that no line break may part, and when it is heard."""

    text: str
    start: int
    """In samples."""
    end: int
    """In samples."""
    break_cost: float
    """Of ending a line behind it; lower where a reader breathes."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a caption."""

    atoms: tuple[Atom, ...]

    @property
    def text(self) -> str:
        """As shown, without the white space at its ends."""
        return "".join(atom.text for atom in self.atoms).strip()

    @property
    def start(self) -> int:
        """In samples."""
        return self.atoms[0].start

    @property
    def end(self) -> int:
        """In samples."""
        return self.atoms[-1].end

    @property
    def break_cost(self) -> float:
        """Of ending a line here."""
        return self.atoms[-1].break_cost


def lines(
    words: Sequence[Word], *, limit: float, indent: float = 0.0, measure: Callable[[str], float] = width
) -> tuple[Line, ...]:
    """The words on lines of at most `limit` full-width characters.

    A word, number or short quotation is never parted; only what is longer than a line by itself is.

    Args:
        indent: width that the first line gives to the speaker's name.
        measure: how wide a text is, in the unit of `limit`.
    """
    atoms = _atoms(words, limit, measure)
    if not atoms:
        return ()
    widths = [measure(atom.text) for atom in atoms]
    tails = [measure(atom.text) - measure(atom.text.rstrip()) for atom in atoms]
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(atoms) + 1):
        total, choice = 0.0, (float("inf"), end - 1)
        for start in range(end - 1, -1, -1):
            total += widths[start]
            room = limit - (indent if start == 0 else 0.0)
            taken = total - tails[end - 1]
            if taken > room and start < end - 1:
                break
            rag = max(0.0, room - taken) / limit
            last = end == len(atoms)
            cost = best[start][0] + _LINE_COST + (0.0 if last else atoms[end - 1].break_cost)
            cost += (0.5 if last else 1.0) * _RAG_COST * rag * rag
            if cost < choice[0]:
                choice = (cost, start)
        best.append(choice)
    cuts = [len(atoms)]
    while cuts[-1] > 0:
        cuts.append(best[cuts[-1]][1])
    cuts.reverse()
    return tuple(Line(tuple(atoms[a:b])) for a, b in pairwise(cuts))


_LINE_COST = 3.0
"""Fewer lines are better, but not at the price of a bad break."""
_RAG_COST = 4.0
"""Lines of a like length are better."""
_SENTENCE_BREAK, _CLAUSE_BREAK, _LIST_BREAK, _WORD_BREAK = -1.0, 0.0, 1.0, 4.0
_LEAVING_BREAK = 7.0
"""Behind a word that leads to the next."""
_CLINGING_BREAK = 9.0
"""Before a particle that belongs to the word in front of it."""


def _atoms(words: Sequence[Word], limit: float, measure: Callable[[str], float]) -> list[Atom]:
    pieces = [piece for word in words if word.text for piece in _cut_long(word, limit, measure)]
    text = "".join(piece.text for piece in pieces)
    quotations = [span for span in _quotations(text) if measure(text[slice(*span)]) <= limit]
    atoms: list[Atom] = []
    held: list[Word] = []
    position = 0

    def release(at: int) -> None:
        joined = "".join(word.text for word in held)
        leaving = _LEAVING_BREAK if held[-1].text.strip() in _LEADING_WORDS else 0.0
        cost = max(leaving, _break_cost(text, at))
        atoms.append(Atom(joined, held[0].start, held[-1].end, cost))
        held.clear()

    for piece in pieces:
        if held and measure("".join(word.text for word in held) + piece.text.rstrip()) > limit:
            release(position)  # what should stay together does not fit into a line
        held.append(piece)
        position += len(piece.text)
        inside = any(start < position < end for start, end in quotations)
        if position == len(text) or (not inside and _may_break(text, position)):
            release(position)
    return atoms


def _cut_long(word: Word, limit: float, measure: Callable[[str], float]) -> list[Word]:
    """The word itself, or, where it is longer than a line (no engine said where its words are), its parts."""
    if measure(word.text) <= limit:
        return [word]
    cuts = [0, *(i for i in range(1, len(word.text)) if _may_break(word.text, i)), len(word.text)]
    parts = [word.text[a:b] for a, b in pairwise(cuts)]
    total = sum(map(measure, parts)) or 1.0
    span, done, cut = word.end - word.start, 0.0, []
    for part in parts:
        start = word.start + round(span * done / total)
        done += measure(part)
        cut.append(Word(text=part, start=start, end=word.start + round(span * done / total)))
    return [half for part in cut for half in _halves(part, limit, measure)]


def _halves(word: Word, limit: float, measure: Callable[[str], float]) -> list[Word]:
    # A single run without any place to break (an address of 60 letters) is cut where the line is full.
    if measure(word.text) <= limit or len(word.text) < 2:
        return [word]
    middle, at = len(word.text) // 2, (word.start + word.end) // 2
    left = Word(text=word.text[:middle], start=word.start, end=at)
    right = Word(text=word.text[middle:], start=at, end=word.end)
    return [*_halves(left, limit, measure), *_halves(right, limit, measure)]


def _may_break(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    if after in _NEVER_FIRST or after.isspace() or unicodedata.combining(after) or before in _OPENING:
        return False
    if before.isdigit() and is_wide(after):
        return False  # a number and what it counts
    if before in _NUMERALS and after in _NUMERALS:
        return False
    if _is_inside_syllable(before, after) or _is_inside_address(text, at):
        return False
    return not (_is_in_word(before) and _is_in_word(after) and not _ends_clause(before, after))


def _is_inside_address(text: str, at: int) -> bool:
    if not (text[at - 1].isascii() and text[at].isascii()):
        return False
    start = at
    while start > max(0, at - 300) and "!" <= text[start - 1] <= "~":
        start -= 1
    run = _ASCII_RUN.match(text, start)
    return run is not None and start < at < run.end() and bool(_ADDRESS.match(run[0]))


def _is_in_word(char: str) -> bool:
    """Whether a word of a script that parts its words by spaces can have it."""
    if _TOKEN.match(char):
        return True
    if _UNSPACED.match(char):
        return False
    is_letter = unicodedata.category(char)[0] in "LMN" or char in _JOINERS
    return is_letter and (unicodedata.east_asian_width(char) not in "WF" or bool(_HANGUL.match(char)))


def _is_inside_syllable(before: str, after: str) -> bool:
    is_mark = unicodedata.category(after).startswith("M") or after in _TRAILING_VOWELS or after in _MODIFIERS
    return is_mark or before in _LEADING_VOWELS or before in _JOINERS or after in _JOINERS


def _ends_clause(before: str, after: str) -> bool:
    # 「……：2024年」: a full-width colon before a number ends a clause; `12：30` was excluded above by its digits.
    return before in "：" and not after.isdigit()


def _break_cost(text: str, at: int) -> float:
    said = text[:at].rstrip().rstrip(_CLOSING)
    last = said[-1:] or " "
    if last in _SENTENCE_END:
        return _SENTENCE_BREAK
    if last == "." and text[at - 1 : at].isspace():
        return _CLINGING_BREAK if _ABBREVIATED.search(said) else _SENTENCE_BREAK
    if last == "、":
        return _LIST_BREAK
    if last in _CLAUSE_END:
        return _CLAUSE_BREAK
    if text.startswith(_CLINGING, at) or text.startswith(_TITLES, at):
        return _CLINGING_BREAK
    return _WORD_BREAK


def _quotations(text: str) -> list[tuple[int, int]]:
    """All quotations and brackets, marks included, as half-open spans."""
    found: list[tuple[int, int]] = []
    waiting: list[tuple[int, str]] = []
    for at, char in enumerate(text):
        if char in _PAIRS:
            waiting.append((at, _PAIRS[char]))
        elif any(char == closing for _, closing in waiting):
            while waiting:
                start, closing = waiting.pop()
                if char == closing:
                    found.append((start, at + 1))
                    break
    return found
