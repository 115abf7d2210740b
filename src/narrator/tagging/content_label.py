"""What the machine-readable label says of an episode."""

from __future__ import annotations

import uuid

from narrator.model import Episode, LabelSettings, Show
from narrator.standards.ai_label import IS_SYNTHETIC, KEYS, names_the_tool
from narrator.standards.printable import one_line

_CONTENT_NAMESPACE = uuid.UUID("0e1f7a4c-6f0b-5a55-9d0c-5d1b6a4b7f21")


def label_fields(episode: Episode, digest: str, *, show: Show, settings: LabelSettings) -> dict[str, str]:
    """The label's fields, all of them text; empty when the label is turned off.

    `ReservedCode1`, which the standard leaves to the producer for the integrity of the content, holds a digest
    of the sound. `ContentProducer` is who publishes the episode, never the program that they use; it stays empty where
    nobody says who that is. Who passes the episode on fills `ContentPropagator` and `PropagateID`.

    Args:
        digest: of the MP3's frames (`standards.ai_label.frames_digest`).
    """
    if not settings.metadata:
        return {}
    fields = dict.fromkeys(KEYS, "")
    fields["Label"] = IS_SYNTHETIC
    named = (one_line(name or "") for name in (settings.producer, show.author, episode.publisher))
    fields["ContentProducer"] = next((name for name in named if name and not names_the_tool(name)), "")
    fields["ProduceID"] = str(uuid.uuid5(_CONTENT_NAMESPACE, f"{episode.slug} {digest}"))
    fields["ReservedCode1"] = digest
    return fields
