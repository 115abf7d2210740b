"""Bytes → text: which encoding a document is in, and which characters of it may go on."""

from __future__ import annotations

import codecs
import re

from narrator.errors import InputError
from narrator.messages import tr

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# What pages call an encoding, and the larger one that browsers read it as: https://encoding.spec.whatwg.org/#names-and-labels
_AS_BROWSERS_DO = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
}

_DECLARED = re.compile(rb"""(?:charset|encoding)\s{0,3}=\s{0,3}["']?\s{0,3}([A-Za-z0-9_.:\-]{2,30})""", re.IGNORECASE)

_GUESSES = ("gb18030", "big5hkscs", "cp932", "euc_jp", "cp949")

# The characters a page of each language can hardly do without. Wrong encodings give rare characters.
_COMMON = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里"
    "用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日"
    "這個們來為國說時會對於過發後裡經麼學現當沒動點還進樣開從實問題與關應該請謝記者主持答您，。？！、：“”「」（）《》"
)
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u30fc]")
_HANGUL = re.compile("[이다는을의에고가하지도은를기사한어로자라아니리인있대나시스게해들서여그정일만수요장것주]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")

# Characters that print nothing but change what is seen, or that no file, tag or feed may carry: controls,
# surrogates, non-characters, directional overrides and isolates, zero-width spaces, tags, private bullets.
_HARMFUL = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\uffff"
    "\ud800-\udfff\ue000-\uf8ff\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
_SPACES = re.compile("[\xa0\u2000-\u200a\u202f\u205f]")

MUCH_BINARY = 0.02
"""Share of control characters above which nothing is a text."""


def decoded(data: bytes, *, name: str, declared: str | None = None) -> str:
    """The document's text, without the characters that must not go on.

    Args:
        declared: The encoding the transport names, if any; what the document itself names comes second.
    Raises:
        InputError: The bytes are no text.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return neutral(data[len(bom) :].decode(encoding, errors="replace"))
    head = data[:65536]
    odd = sum(head.count(bytes([code])) for code in (*range(9), *range(14, 27), *range(28, 32)))
    if b"\0" in head or odd > MUCH_BINARY * len(head):
        raise InputError(
            tr("{name}: this is not a text", name=name),
            hint=tr("give a page as txt, md, html, docx, vtt, srt or pdf"),
        )
    return neutral(_decoded(data, declared))


def _decoded(data: bytes, declared: str | None) -> str:
    try:
        return data.decode("utf-8", errors="surrogatepass")  # neutral() drops the surrogates
    except UnicodeDecodeError:
        pass
    own = _DECLARED.search(data[:4096])
    for label in (declared, own.group(1).decode("ascii") if own else None):
        if label and (text := _strictly(data, label)) is not None:
            return text
    text = data.decode("utf-8", errors="replace")
    bad = text[:200_000].count("\ufffd")
    if bad * 10 <= len(_BEYOND_ASCII.findall(text[:200_000])) - bad:
        return text  # UTF-8 with a scratch: cut inside a character, or a stray byte
    return data.decode(_guess(data[:65536]), errors="replace")


def _strictly(data: bytes, label: str) -> str | None:
    encoding = _AS_BROWSERS_DO.get(label.strip().lower(), label)
    try:
        text = data.decode(encoding, errors="replace")
    except (LookupError, ValueError):
        return None
    return text if text.count("\ufffd") <= 2 + len(text) // 500 else None


def _guess(head: bytes) -> str:
    """The encoding in which the text looks most like one."""
    best, best_score = "cp1252", 0.25
    for encoding in _GUESSES:
        text = head.decode(encoding, errors="replace")
        high = _BEYOND_ASCII.findall(text)
        if not high:
            continue
        bad = text[:-2].count("\ufffd")
        own = _KANA if encoding in ("cp932", "euc_jp") else _HANGUL if encoding == "cp949" else None
        good = sum(char in _COMMON for char in high) + (len(own.findall(text)) if own else 0)
        score = (good - 10 * bad) / len(high)
        if score > best_score:
            best, best_score = encoding, score
    return best


def neutral(text: str) -> str:
    """The text with plain line ends and spaces, and without characters that print nothing or do harm."""
    return _SPACES.sub(" ", _HARMFUL.sub("", _LINE_ENDS.sub("\n", text)))
