"""The forms an episode can be exported as."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Final, get_args

from narrator.export.original import Original
from narrator.export.transcode import Report
from narrator.model import Export, Form, Manifest, Show
from narrator.published.episode_json import manifest_json
from narrator.standards.media_types import media_type

FORMS: Final[tuple[Form, ...]] = get_args(Form)
_RECIPE: Final = "1"
"""Changes whenever the same episode would come out as other bytes."""


def write_form(form: Form, original: Original, target: Path, report: Report | None = None) -> Export:
    """Write the episode in another form; the same episode gives the same bytes.

    Args:
        report: takes how much is done, and of how much.

    Raises:
        OutputError: the MP3 cannot be decoded, or the file cannot be written.
    """
    # PyAV takes a third of a second to load; a book needs none of it.
    if form == "m4b":
        from narrator.export.m4b import write_m4b as write
    elif form == "opus":
        from narrator.export.opus import write_opus as write
    else:
        from narrator.export.epub import write_epub as write
    bitrate_kbps = write(original, target, report)
    with target.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    return Export(
        form=form,
        file=target.name,
        bytes=target.stat().st_size,
        type=media_type(target.name),
        sha256=digest,
        bitrate_kbps=bitrate_kbps,
        made_from=digest_of(form, original.manifest, original.show),
    )


def digest_of(form: Form, manifest: Manifest, show: Show) -> str:
    """Changes whenever the form would have to be made again."""
    episode = manifest.episode
    rest = manifest_json(replace(manifest, exports=(), episode=replace(episode, cues=(), not_spoken=())))
    digest = hashlib.sha256()
    # One by one: of ten hours, the text of all cues at once would take more memory than anything else.
    for part in chain((_RECIPE, form, show.title, show.author, show.license, rest), episode.cues, episode.not_spoken):
        digest.update(repr(part).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
