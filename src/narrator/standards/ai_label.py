"""The machine-readable label for synthetic content (GB 45438-2025, appendix E)."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import Final

from narrator.standards.mp3_tags import audio_frames

FIELD: Final = "AIGC"
"""The name of the metadata field: in MP3 the description of a TXXX frame."""
IS_SYNTHETIC: Final = "1"
"""`Label`: 1 is, 2 may be, 3 is suspected to be synthetic."""
DIGEST_PREFIX: Final = "sha256:"

KEYS: Final = (
    "Label",
    "ContentProducer",
    "ProduceID",
    "ReservedCode1",
    "ContentPropagator",
    "PropagateID",
    "ReservedCode2",
)


_TOOL = re.compile(r"narrator(?:[\s/]*v?[\d.]+)?", re.IGNORECASE)


def names_the_tool(producer: str) -> bool:
    """Whether the name is that of the program and not of whoever is answerable for what it made."""
    return _TOOL.fullmatch(producer.strip()) is not None


def sound_digest(mp3: bytes) -> str:
    """The digest of the MP3's frames, whatever tags are around them."""
    return frames_digest([audio_frames(mp3)])


def frames_digest(pieces: Iterable[bytes]) -> str:
    """The digest of an MP3's frames, which come in pieces."""
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return DIGEST_PREFIX + digest.hexdigest()


def label_json(fields: Mapping[str, str]) -> str:
    """The label as the value of the metadata field."""
    return json.dumps(dict(fields), ensure_ascii=False, separators=(",", ":"))
