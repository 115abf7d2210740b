"""The ASCII name of an episode's folder and files."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import PurePosixPath

MAX_CHARS = 60
"""Long enough to tell episodes apart, short enough for a line of a mail; cut at a syllable."""
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
"""Windows opens devices under these names, with any extension."""
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}|\d{4}-\d{2}|\d{4}")


def slug(title: str, published: str | None, source: str) -> str:
    """Date and title in ASCII, hanzi as pinyin: `2024-04-24-yi-gao-zhi-liang`.

    Only `a-z`, `0-9` and single hyphens between them, so that it is a folder on every system and needs no
    percent signs in a URL. A title without a letter that can be spelled is named by a digest of it.
    """
    name = _spelled(title) or _spelled(PurePosixPath(source.replace("\\", "/")).stem)
    if not name:
        name = "episode-" + short_digest(title + "\n" + source)
    date = _DATE.match(published or "")
    full = f"{date[0]}-{name}" if date else name
    if len(full) > MAX_CHARS:
        cut = full[: MAX_CHARS + 1].rsplit("-", 1)[0]
        # One endless word has no syllable to cut at.
        full = cut if len(cut) > MAX_CHARS // 3 else full[:MAX_CHARS].strip("-")
    return f"{full}-episode" if _RESERVED.fullmatch(full) else full


def short_digest(text: str) -> str:
    """Six characters that differ for different texts, to tell namesakes apart."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:6]


def _spelled(text: str) -> str:
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - its dictionaries take a tenth of a second to load

    syllables = lazy_pinyin(text, errors=_latin)
    return re.sub(r"[^a-z0-9]+", "-", _latin(" ".join(syllables)).lower()).strip("-")


def _latin(text: str) -> str:
    # é becomes e and １ becomes 1; what has no Latin letter at its root becomes a space.
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c if c.isascii() else "" if unicodedata.combining(c) else " " for c in plain)
