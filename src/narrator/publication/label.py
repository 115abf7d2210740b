"""The machine-readable label: that the speech is synthetic (GB 45438-2025, appendix E)."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping
from typing import Final

from narrator.model import Episode, LabelSettings, Show
from narrator.publication.frames import audio_frames
from narrator.publication.printable import one_line

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

_CONTENT_NAMESPACE = uuid.UUID("0e1f7a4c-6f0b-5a55-9d0c-5d1b6a4b7f21")


def label_fields(episode: Episode, mp3: bytes, *, show: Show, settings: LabelSettings) -> dict[str, str]:
    """The label's fields, all of them text; empty when the label is turned off.

    `ReservedCode1`, which the standard leaves to the producer for the integrity of the content, holds a digest
    of the sound. Who passes the episode on fills `ContentPropagator` and `PropagateID`.
    """
    if not settings.metadata:
        return {}
    digest = sound_digest(mp3)
    fields = dict.fromkeys(KEYS, "")
    fields["Label"] = IS_SYNTHETIC
    fields["ContentProducer"] = one_line(settings.producer or show.author or show.title or episode.publisher or "")
    fields["ProduceID"] = str(uuid.uuid5(_CONTENT_NAMESPACE, f"{episode.slug} {digest}"))
    fields["ReservedCode1"] = digest
    return fields


def sound_digest(mp3: bytes) -> str:
    """The digest of the MP3's frames, whatever tags are around them."""
    return DIGEST_PREFIX + hashlib.sha256(audio_frames(mp3)).hexdigest()


def label_json(fields: Mapping[str, str]) -> str:
    """The label as the value of the metadata field."""
    return json.dumps(dict(fields), ensure_ascii=False, separators=(",", ":"))
