"""C2PA Content Credentials, as far as signing and checking both need them."""

from __future__ import annotations

import io
from typing import Any, Final

from narrator.errors import MissingExtra
from narrator.messages import tr

MEDIA_TYPE: Final = "audio/mpeg"


def credentials_state(mp3: bytes) -> str:
    """`Valid` or `Trusted` when the credentials in the MP3 are those of its content, else what is wrong.

    Raises:
        MissingExtra: `narrator[c2pa]` is not installed.
    """
    c2pa = c2pa_library(tr("reading C2PA credentials"))
    try:
        with c2pa.Reader(MEDIA_TYPE, io.BytesIO(mp3)) as reader:
            return str(reader.get_validation_state())
    except c2pa.C2paError as error:
        return str(error)


def c2pa_library(what_for: str) -> Any:
    """The module `c2pa`.

    Raises:
        MissingExtra: `narrator[c2pa]` is not installed.
    """
    try:
        import c2pa
        import cryptography  # noqa: F401 - optional, comes with it
    except ImportError as error:
        raise MissingExtra("c2pa", what_for) from error
    return c2pa
