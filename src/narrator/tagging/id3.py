"""The MP3's tags: ID3v2.3 in UTF-16, which every player and every podcast app reads.

In v2.4 ffmpeg drops a chapter whose title has 42 Chinese characters or more, and id3lib's tools see no tag:
https://github.com/quodlibet/mutagen/issues/510
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from narrator.model import Episode, Show
from narrator.published.added_words import words_of
from narrator.published.chapter_times import ChapterTime, id3_chapters
from narrator.published.tag_texts import tag_texts
from narrator.standards.addresses import web_address
from narrator.standards.ai_label import FIELD, label_json
from narrator.standards.language_tags import iso_639_2

NO_OFFSET = 0xFFFFFFFF
"""In CHAP: find the place by its time, not by its byte."""
UTF_16 = 1

_ID3_HEADER = 10
"""Bytes, of the tag and of each frame (ID3v2.3, 3.1 and 3.3)."""


def id3_tags(
    episode: Episode,
    *,
    show: Show,
    label: Mapping[str, str],
    lyrics: str,
    cover: bytes | None,
    to_be_signed: bool = False,
) -> bytes:
    """The tags that stand in front of an MP3's frames; the same episode gives the same bytes.

    Args:
        lyrics: the transcript, which players show as the words of the piece.
        cover: a JPEG, small: every copy of the file carries it.
        to_be_signed: write v2.4, because what signs the file rewrites its tags as that.
    """
    import mutagen.id3

    id3: Any = mutagen.id3  # its classes are made at run time, without types

    texts = tag_texts(episode, show, labelled=bool(label))
    words, language = words_of(episode.language), iso_639_2(episode.language)
    frames: list[Any] = [
        id3.TIT2(encoding=UTF_16, text=texts.title),
        id3.TPE1(encoding=UTF_16, text=texts.artist),
        id3.TALB(encoding=UTF_16, text=texts.album),
        id3.TCON(encoding=UTF_16, text="Podcast"),
        id3.TLAN(encoding=UTF_16, text=language),
        id3.TLEN(encoding=UTF_16, text=str(episode.length * 1000 // episode.rate_hz)),
        id3.COMM(encoding=UTF_16, lang=language, desc="", text=texts.comment),
        id3.USLT(encoding=UTF_16, lang=language, desc="", text=lyrics),
    ]
    if texts.date:
        frames.append(id3.TDRC(encoding=UTF_16, text=texts.date))
    if address := web_address(episode.url):
        frames.append(id3.WOAS(url=address))
    if label:
        frames.append(id3.TXXX(encoding=UTF_16, desc=FIELD, text=label_json(label)))
    if cover:
        frames.append(
            id3.APIC(encoding=UTF_16, mime="image/jpeg", type=id3.PictureType.COVER_FRONT, desc="", data=cover)
        )
    frames += _chapter_frames(id3, id3_chapters(episode, signed=to_be_signed), contents=words.contents)

    tags = id3.ID3()
    for frame in frames:
        tags.add(frame)
    if not to_be_signed:
        tags.update_to_v23()
    # Saved into an empty file: mutagen pads by the size of what it finds, and the tags of equal episodes
    # would differ.
    head = io.BytesIO()
    tags.save(head, v1=0, v2_version=4 if to_be_signed else 3, padding=lambda _info: 0)
    return _with_chapters_in_time(head.getvalue())


def _with_chapters_in_time(tags: bytes) -> bytes:
    """The tags with their CHAP frames in order of time.

    mutagen writes frames in order of size; players that pass over the table of contents list chapters as they come.
    """
    version = tags[3]
    frames: list[bytes] = []
    at = _ID3_HEADER
    while at + _ID3_HEADER <= len(tags):
        size = int.from_bytes(tags[at + 4 : at + 8], "big")
        if version == 4:  # seven bits a byte
            size = sum((tags[at + 4 + n] & 0x7F) << (7 * (3 - n)) for n in range(4))
        frames.append(tags[at : at + _ID3_HEADER + size])
        at += _ID3_HEADER + size
    in_time = iter(sorted((frame for frame in frames if frame[:4] == b"CHAP"), key=_chapter_start))
    return tags[:_ID3_HEADER] + b"".join(next(in_time) if frame[:4] == b"CHAP" else frame for frame in frames)


def _chapter_start(frame: bytes) -> int:
    """In milliseconds: what follows the element id and its zero (ID3v2 Chapter Frame Addendum, 3.1)."""
    start = frame.index(b"\0", _ID3_HEADER) + 1
    return int.from_bytes(frame[start : start + 4], "big")


def _chapter_frames(id3: Any, chapters: Sequence[ChapterTime], *, contents: str) -> list[Any]:
    if not chapters:
        return []
    ids = [f"chp{number}" for number in range(len(chapters))]
    toc = id3.CTOC(
        element_id="toc",
        flags=id3.CTOCFlags.TOP_LEVEL | id3.CTOCFlags.ORDERED,
        child_element_ids=ids,
        sub_frames=[id3.TIT2(encoding=UTF_16, text=contents)],
    )
    marks = [
        id3.CHAP(
            element_id=element_id,
            start_time=chapter.start_ms,
            end_time=chapter.end_ms,
            start_offset=NO_OFFSET,
            end_offset=NO_OFFSET,
            sub_frames=[id3.TIT2(encoding=UTF_16, text=chapter.title)],
        )
        for element_id, chapter in zip(ids, chapters, strict=True)
    ]
    return [toc, *marks]
