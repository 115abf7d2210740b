"""Dates as pages print them, in the languages that narrator reads → ISO 8601; and which of a page's dates is its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from narrator.article.pieces import Piece
from narrator.model import BlockKind

_NUMBERS = re.compile(
    r"(?<![\d.])((?:19|20)\d{2})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?!\d)(?:\s?日)?"
    r"(?:[T\s,，]{1,3}(?:(?:星期|周).\s?)?(\d{1,2})[:：时時](\d{2})(?:[:：分](\d{2}))?)?(?:\.\d{1,6})?\s?(Z|[+-]\d{2}:?\d{2})?"
)
_DAY_FIRST = re.compile(r"(?<![\d.])(\d{1,2})[./](\d{1,2})[./]((?:19|20)\d{2})(?!\d)")
"""`12.03.2024`; with dots the day stands first, with slashes where the first number is above 12."""
_KOREAN = re.compile(r"((?:19|20)\d{2})\s?년\s?(\d{1,2})\s?월\s?(\d{1,2})\s?일")
_MINGUO = re.compile(r"(?:中[華华]民[國国]|民[國国])?\s?(?<!\d)(\d{2,3})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日?")
_IN_HANZI = re.compile(r"([一二][〇零○Oo0一二三四五六七八九]{3})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日")
_REIWA = re.compile(r"(令和|平成)\s?(\d{1,2}|元)\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日")
_ERAS = {"令和": 2018, "平成": 1988}
_MONTHS = {
    name: month
    for month, names in enumerate(
        (
            "january jan januar jänner janvier enero gennaio janeiro", "february feb februar février fevrier febrero febbraio fevereiro",
            "march mar märz maerz mars marzo março", "april apr avril abril aprile", "may mai mayo maggio maio",
            "june jun juni juin junio giugno junho", "july jul juli juillet julio luglio julho",
            "august aug août aout agosto", "september sep sept septembre septiembre settembre setembro",
            "october oct oktober okt octobre octubre ottobre outubro", "november nov novembre noviembre novembro",
            "december dec dezember dez décembre decembre diciembre dicembre dezembro",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "(" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_NAMED = re.compile(
    rf"\b{_MONTH}\s(\d{{1,2}})(?:st|nd|rd|th)?,?\s((?:19|20)\d\d)\b|"
    rf"\b(\d{{1,2}})(?:st|nd|rd|th|er|\.|º)?(?:\sof|\sde)?\s{_MONTH},?(?:\sde)?\s((?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_IN_ADDRESS = re.compile(r"/((?:19|20)\d{2})[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?:[/_\-.]|$)|(?<!\d)((?:19|20)\d{2})-(\d{2})-(\d{2})-")
_DIGITS = dict(zip("〇零○Oo0一二三四五六七八九", "000000123456789", strict=True))


def iso_date(text: str) -> str | None:
    """The first date in the text as ISO 8601, with the time of day and the zone where they are given."""
    found = [(match.start(), iso) for match, iso in _all(text[:400])]
    return min(found)[1] if found else None


def _all(text: str) -> list[tuple[re.Match[str], str]]:
    out = []
    for pattern, read in _READERS:
        for match in pattern.finditer(text):
            if (iso := read(match)) is not None:
                out.append((match, iso))
    taken: list[tuple[re.Match[str], str]] = []
    for match, iso in sorted(out, key=lambda each: (each[0].start(), -each[0].end())):
        if not taken or match.start() >= taken[-1][0].end():
            taken.append((match, iso))
    return taken


def _date(year: int, month: int, day: int) -> str | None:
    if not (1900 <= year <= 2100 and 1 <= month <= 12 and 1 <= day <= 31):
        return None
    return f"{year}-{month:02d}-{day:02d}"


def _numbers(match: re.Match[str]) -> str | None:
    year, month, day, hour, minute, second, zone = match.groups()
    date = _date(int(year), int(month), int(day))
    if date is None or hour is None or int(hour) > 23 or int(minute) > 59:
        return date
    time = f"{int(hour):02d}:{minute}:{second or '00'}"
    if zone and zone != "Z" and ":" not in zone:
        zone = f"{zone[:3]}:{zone[3:]}"
    return f"{date}T{time}{zone or ''}"


def _day_first(match: re.Match[str]) -> str | None:
    first, second, year = map(int, match.groups())
    if "/" in match.group() and first <= 12 and second > 12:
        first, second = second, first  # 03/25/2024
    elif "/" in match.group() and first <= 12:
        return None  # either way: nobody knows
    return _date(year, second, first)


def _named(match: re.Match[str]) -> str | None:
    month, day, year = match.groups()[:3] if match[1] else (match[5], match[4], match[6])
    return _date(int(year), _MONTHS[month.lower()], int(day))


def _minguo(match: re.Match[str]) -> str | None:
    year = int(match[1])
    spelled = "民" in match.group()
    return _date(year + 1911, int(match[2]), int(match[3])) if spelled or 80 <= year <= 150 else None


def _in_hanzi(match: re.Match[str]) -> str | None:
    year = "".join(_DIGITS.get(char, "") for char in match[1])
    return _date(int(year), _small(match[2]), _small(match[3])) if len(year) == 4 else None


def _small(hanzi: str) -> int:
    """`二十三` → 23."""
    tens, found, ones = hanzi.rpartition("十")
    digits = "一二三四五六七八九"
    if not found:
        return digits.find(hanzi) + 1
    return (digits.find(tens) + 1 if tens else 1) * 10 + (digits.find(ones) + 1 if ones else 0)


def _era(match: re.Match[str]) -> str | None:
    year = 1 if match[2] == "元" else int(match[2])
    return _date(_ERAS[match[1]] + year, int(match[3]), int(match[4]))


_READERS = (
    (_NUMBERS, _numbers), (_DAY_FIRST, _day_first), (_NAMED, _named), (_MINGUO, _minguo), (_IN_HANZI, _in_hanzi), (_REIWA, _era),
    (_KOREAN, lambda match: _date(*map(int, match.groups()))),
)  # fmt: skip

_PUBLISHED = re.compile(
    r"发布(?:时间|日期|于)|发表(?:时间|日期|于)|發[布佈表](?:時間|日期|於)|发稿时间|刊登日期|公開日|掲載日|投稿日|作成日|게시일|작성일|등록일|"
    r"published|posted|veröffentlicht|publié|publicado|pubblicato|released|date of publication",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"时间|日期|時間|日時|取材日|収録日|更新|updated|last modified|\bdate\b|\bon\b|\bvom\b|stand:|recorded", re.IGNORECASE
)
_ENDS = re.compile(r"[。！？!?]$|[a-z]{2}\.$")
_ELSEWHERE = frozenset(("navigation", "related links", "comments", "link", "advertisement", "forum reply", "footnote"))
_LEAST = 2.0


def printed_date(pieces: Sequence[Piece]) -> str | None:
    """The date that the page prints as its own: behind a key, in its heading, in a line of its own at its head.

    A date inside a sentence says when something happened, and one beside a link when another page was published.
    """
    title = next((at for at, piece in enumerate(pieces) if piece.kind is BlockKind.HEADING and piece.level == 1), 0)
    best: tuple[float, str] | None = None
    for at, piece in enumerate(pieces):
        if len(piece.text) > 300:
            continue
        for match, iso in _all(piece.text)[:2]:
            score = _score(piece, match, abs(at - title), at, len(pieces))
            if score >= _LEAST and (best is None or score > best[0]):
                best = (score, iso)
    return best[1] if best else None


def _score(piece: Piece, match: re.Match[str], distance: int, at: int, count: int) -> float:
    text = piece.text
    before = text[max(0, match.start() - 24) : match.start()]
    rest = len(text) - len(match.group())
    score = 3.0 if _PUBLISHED.search(before) else 1.5 if _DATED.search(before) else 0.0
    if piece.kind is BlockKind.HEADING or piece.why == "title":
        score += 2.5
    if piece.why in ("metadata", "credits"):
        score += 2.0
    if piece.why in _ELSEWHERE:
        score -= 1.5 if rest < 12 or score >= 3.0 else 4.0
    if rest <= 30:
        score += 2.5
    elif rest <= 80:
        score += 1.0
    if _ENDS.search(text) and rest > 30:
        score -= 3.0
    score += 1.5 if distance <= 4 else 0.5 if distance <= 12 else -1.0
    if at > 0.8 * count and count > 20:
        score -= 0.5
    if "copyright" in text.lower() or "©" in text:
        score -= 5.0
    return score


def date_in_address(address: str | None) -> str | None:
    """`…/2024/03/05/…` and `2024-03-05-name.md`: the last resort."""
    match = _IN_ADDRESS.search(address or "")
    if match is None:
        return None
    year, month, day = match.groups()[:3] if match[1] else match.groups()[3:]
    return _date(int(year), int(month), int(day))
