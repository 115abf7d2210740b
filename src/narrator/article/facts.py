"""Title, date and publisher: what a page says about itself, from its head and from its lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from narrator.article.beginnings import with_recurring_beginnings
from narrator.article.dates import date_in_path, iso_date, without_dates
from narrator.article.pieces import Facts, Piece
from narrator.model import BlockKind

LONGEST_TITLE = 120
"""Characters; longer first lines are text."""

_DIGIT_OR_YEAR = re.compile(r"\d|年")
_DATE_KEY = re.compile(
    r"发布(?:时间|日期|于)|发表(?:时间|日期|于)|發[布佈表](?:時間|日期|於)|更新(?:时间|日期)|发稿时间|时间|日期|時間|日時|公開日|掲載日|作成日|발행일|입력|published|posted|updated|date|"
    r"veröffentlicht|erschienen|publié|publicado|publicada|fecha|pubblicato|opublikowano",
    re.IGNORECASE,
)
_PUBLISHER = re.compile(
    r"(?:信息来源|文章来源|新闻来源|稿件来源|消息来源|来源|來源|出处|source|publisher)\s?[:：]\s?(.{1,40}?)(?=\s{1,8}\S{1,8}\s?[:：]|\s{2}|$|[|｜])",
    re.IGNORECASE,
)
_ORIGINAL_TITLE = re.compile(r"(?:原标题|原題|原標題|original title)\s?[:：]\s?(.{4,90})", re.IGNORECASE)
_LABEL_START = re.compile(r"([^\s:：]{1,12}(?: [^\s:：]{1,12}){0,3})\s?[:：]")
_TITLE_END = re.compile(r"[。；;，,：:]$|[a-z]\.$|^\s?>>|\d:\d\d")
_SITE_SEPARATOR = re.compile(
    r"(?:\s?[|｜_丨︱–»·]\s?|\s?(?<!—)—(?!—)\s?|\s-{1,2}\s|-{2}|(?<![A-Za-z])-(?=[^-]{2,12}$))"
    r"(?![^【（(《“「\[]{0,60}[】）)》”」\]])"
)
"""A Chinese dash (——) belongs to the title, and so do a hyphen in a word and what stands in brackets."""

_PIPE = re.compile(r"[|｜_]")
_OPENS_ONLY = re.compile(r"[【（《「『\[(][^】）》」』\])]*$")
_SITE_NAME = re.compile(
    r"(?:网|網|网站|網站|门户|日报|日報|晚报|晚報|早报|时报|時報|电视台|\.(?:com|cn|net|org|gov))$", re.IGNORECASE
)
"""What a site's name ends with."""


def with_lines(facts: Facts, pieces: Sequence[Piece], *, address: str) -> Facts:
    """The facts, completed from what the page prints in its lines, and from its address at last.

    Args:
        address: Where the page was found: a URL, or the name of a file.
    """
    publisher = facts.publisher
    for piece in pieces[:40]:
        if publisher is None and piece.why in _HEAD_LINES and (match := _PUBLISHER.search(piece.text)):
            publisher = match.group(1).strip(" 　（(")
    published = facts.published
    if published is None:
        weight, printed = _printed_date(pieces)
        in_path = date_in_path(facts.url or "") or date_in_path(address)
        published = printed if weight >= _SURE else in_path or printed
    return replace(facts, published=published or facts.created, publisher=publisher)


_HEAD_LINES = ("metadata", "navigation", "credits")
_LONGEST_DATE_LINE = 160
"""Characters; a longer line with a date in it tells something."""
_SURE = 4.0
_RIGHTS = re.compile(r"©|copyright|版权|版權", re.IGNORECASE)
_NEITHER = re.compile(r"更新|updated|modified|aktualisiert|last\sedit", re.IGNORECASE)
_DATE_LOOK = re.compile(r"(?<![a-z])(?:date|datum|time|pub|posted|meta|byline|fecha|info|source)", re.IGNORECASE)


def _printed_date(pieces: Sequence[Piece]) -> tuple[float, str | None]:
    """The date of the line that most looks as if it told when the page was published, and how much it does."""
    anchor = _title_at(pieces)
    best: tuple[float, str | None] = (0.0, None)
    for at, piece in enumerate(pieces):
        if piece.why in ("comments", "footnote", "forum", "table") or len(piece.text) > _LONGEST_DATE_LINE:
            continue
        found = iso_date(piece.text) if _DIGIT_OR_YEAR.search(piece.text) else None
        if found is None or _RIGHTS.search(piece.text):
            continue
        key = _DATE_KEY.search(piece.text) is not None
        alone = len(_bare(without_dates(piece.text))) <= 24
        if not (key or alone or piece.why in _HEAD_LINES) or (piece.why is None and _says_something(piece.text)):
            continue
        weight = 1.0 + 2.0 * key + alone + 1.5 * (_DATE_LOOK.search(piece.look) is not None)
        weight += 1.0 * (piece.why in ("metadata", "credits")) - 3.0 * (_NEITHER.search(piece.text) is not None)
        weight += 2.0 * max(0.0, 1 - abs(at - anchor) / 12) + (at > anchor) * 0.3 - 0.5 * (piece.why == "related links")
        if weight > best[0]:
            best = (weight, found)
    return best


def _says_something(text: str) -> bool:
    """Whether the line is a sentence, or somebody's words behind a label; `原创：某人 2018-05-14` is neither."""
    label = _LABEL_START.match(text)
    rest = _bare(without_dates(text[label.end() :])) if label else ""
    return text[-1:] in "。！？!?…" or (label is not None and len(rest) > 12 and _DATE_KEY.match(text) is None)


def _title_at(pieces: Sequence[Piece]) -> int:
    """Where the article's head is: its first heading of the first level, or its first lines."""
    ones = [at for at, piece in enumerate(pieces) if piece.level == 1 and piece.why in (None, "title")]
    return ones[-1] if ones else next((at for at, piece in enumerate(pieces) if piece.why is None), 0)


def titled(facts: Facts, pieces: Sequence[Piece]) -> tuple[str | None, list[Piece]]:
    """The title, and the pieces with the lines that print it marked `title`."""
    title = _title(facts, pieces)
    out = list(pieces)
    if title is None:
        return None, out
    wanted = _bare(title)
    for index, piece in enumerate(out):
        original = _ORIGINAL_TITLE.fullmatch(piece.text)
        same = wanted in (_bare(piece.text), _bare(_words(piece))) and (index < 12 or piece.level == 1)
        if piece.why in (None, "navigation") and (same or original):
            out[index] = replace(piece, why="title")
    return title, out


def _title(facts: Facts, pieces: Sequence[Piece]) -> str | None:
    ones = [
        piece
        for piece in pieces
        if piece.kind is BlockKind.HEADING and piece.level == 1 and piece.why in (None, "title")
    ]
    headings = [_bare(piece.text) for piece in ones]
    if facts.title:
        return _without_site(facts.title, headings, facts.publisher)
    if (
        ones
        and len({piece.text for piece in ones}) == 1
        and 2 <= len(ones[0].text) <= LONGEST_TITLE
        and not _is_site(ones[0].text, facts)
    ):
        return _words(ones[0])
    if facts.window:
        named = [_bare(piece.text) for piece in ones if not _is_site(piece.text, facts)]
        return _without_site(facts.window, named, facts.publisher, window=True)
    for piece in pieces[:30]:
        if match := _ORIGINAL_TITLE.fullmatch(piece.text):
            return match.group(1).strip()
    return _first_line(pieces)


def _first_line(pieces: Sequence[Piece]) -> str | None:  # noqa: PLR0911 - one for each reason against it
    """The first line, if it looks like a title: short, no sentence, and nobody's label."""
    labels = Counter(match.group(1) for piece in pieces[:400] if (match := _LABEL_START.match(piece.text)))
    shapes = Counter(_shape(piece.text) for piece in pieces[:400])
    patterned = with_recurring_beginnings(pieces[:400])
    for at, piece in enumerate(pieces[:30]):
        if piece.why is not None:
            continue
        if at >= 3 and piece.kind is not BlockKind.HEADING:
            return None
        text = piece.text
        if (
            at in patterned
            or piece.kind is BlockKind.TERM
            or piece.speaker
            or not 2 <= len(text) <= LONGEST_TITLE
            or _TITLE_END.search(text)
        ):
            return None
        label = _LABEL_START.match(text)
        if label and (labels[label.group(1)] > 1 or text[-1] in "？?"):
            return None
        shown = piece.kind is BlockKind.HEADING or (_is_bold(piece) and at < 2 and text[-1] not in "？?")
        if shapes[_shape(text)] > 1 and not (shown or _repeats_soon(text, pieces)):
            return None
        shown = piece.kind is BlockKind.HEADING or _is_bold(piece)
        if piece.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING) and (shown or not piece.links):
            alone = len(pieces) > 1 and len(text) <= 100
            return _words(piece) if shown or alone else None
        return None
    return None


def _words(piece: Piece) -> str:
    """The piece's text without the marks and guides beside it."""
    text, end = "", 0
    for span in piece.asides:
        text, end = text + piece.text[end : span.start], span.end
    return (text + piece.text[end:]).strip()


def _shape(text: str) -> str:
    """The line without its numbers: what `讲者 1　00:15` and `讲者 2　00:20` have in common."""
    return re.sub(r"\d+", "#", text[:100])


def _repeats_soon(text: str, pieces: Sequence[Piece]) -> bool:
    """A title may be printed twice, at the top."""
    return len(text) >= 8 and sum(piece.text == text for piece in pieces) == sum(
        piece.text == text for piece in pieces[:8]
    )


def _is_bold(piece: Piece) -> bool:
    return sum(span.end - span.start for span in piece.bold) >= len(piece.text) * 0.9


def _is_site(heading: str, facts: Facts) -> bool:
    """Whether the heading is the name of the site or its section: the window's name ends with it."""
    parts = [_bare(part) for part in _SITE_SEPARATOR.split(facts.window or "") if part.strip()]
    return _bare(heading) in parts[1:] or (bool(parts) and _bare(heading) == _bare(facts.publisher or ""))


def _without_site(title: str, headings: Sequence[str], publisher: str | None, *, window: bool = False) -> str:
    """`标题_某某网` → `标题`, where a heading or the site's name says which part is the title."""
    title = title.strip()
    if _bare(title) in headings:
        return title
    parts = [part.strip() for part in _SITE_SEPARATOR.split(title) if part.strip()]
    if len(parts) < 2:
        return title
    for heading in headings:
        if heading and heading in _bare(title):
            start = title.find(parts[0])
            kept = next(
                (title[start:end].strip() for end in range(1, len(title) + 1) if _bare(title[start:end]) == heading),
                None,
            )
            return kept or title
    if (publisher and _bare(parts[-1]) == _bare(publisher)) or _SITE_NAME.search(parts[-1]):
        return title[: title.rfind(parts[-1])].rstrip(" |｜_丨︱–—»·-")
    if (
        (window or _PIPE.search(title))
        and len(parts[0]) >= 8
        and len(parts[0]) > len(parts[-1])
        and not _OPENS_ONLY.search(parts[0])
    ):
        return (
            title[: title.find(parts[0]) + len(parts[0])]
            if len(parts) == 2
            else title[: title.rfind(parts[-1])].rstrip(" |｜_丨︱–—»·-")
        )
    return title


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()
