"""Which characters a font file has, from its `cmap` table (OpenType 1.9, cmap)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO

from narrator.messages import tr

_COLLECTION = b"ttcf"
_BEST_FIRST = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3), (0, 2), (0, 1), (0, 0))
"""Platform and encoding of Unicode tables, the fuller ones first."""
_SEGMENTS, _GROUPS = 4, 12


def faces_in(file: BinaryIO) -> int:
    """How many faces the file holds: more than one if it is a collection.

    Raises:
        ValueError: it is no font.
    """
    file.seek(0)
    head = _read(file, 12)
    return int(struct.unpack(">L", head[8:12])[0]) if head[:4] == _COLLECTION else 1


def characters_of(file: BinaryIO, index: int = 0) -> frozenset[int]:
    """The code points that the face has a glyph for; empty where it has no Unicode table.

    Raises:
        ValueError: it is no font, or a damaged one.
    """
    start = _table(file, _face_offset(file, index), b"cmap")
    if start is None:
        return frozenset()
    file.seek(start)
    count = struct.unpack(">HH", _read(file, 4))[1]
    records = [struct.unpack(">HHL", _read(file, 8)) for _ in range(count)]
    offsets = {(platform, encoding): offset for platform, encoding, offset in records}
    for key in _BEST_FIRST:
        if key in offsets:
            return frozenset(_mapped(file, start + offsets[key]))
    return frozenset()


def _face_offset(file: BinaryIO, index: int) -> int:
    if not 0 <= index < (count := faces_in(file)):
        raise ValueError(tr("there is no face {index} among {count}", index=index, count=count))
    file.seek(0)
    if _read(file, 4) != _COLLECTION:
        return 0
    file.seek(12 + 4 * index)
    return int(struct.unpack(">L", _read(file, 4))[0])


def _table(file: BinaryIO, face: int, wanted: bytes) -> int | None:
    file.seek(face)
    head = _read(file, 12)
    if head[:4] not in (b"\x00\x01\x00\x00", b"OTTO", b"true"):
        raise ValueError(tr("it is no font that covers can be set in"))
    for _ in range(struct.unpack(">H", head[4:6])[0]):
        tag, _sum, offset, _length = struct.unpack(">4sLLL", _read(file, 16))
        if tag == wanted:
            return int(offset)
    return None


def _mapped(file: BinaryIO, start: int) -> Iterator[int]:
    file.seek(start)
    kind = struct.unpack(">H", _read(file, 2))[0]
    if kind == _SEGMENTS:
        yield from _segments(file, start)
    elif kind == _GROUPS:
        file.seek(start + 12)
        count = struct.unpack(">L", _read(file, 4))[0]
        for first, last, glyph in struct.iter_unpack(">LLL", _read(file, 12 * count)):
            if last > 0x10FFFF:
                raise ValueError(tr("its table of characters is damaged"))
            yield from range(first if glyph else first + 1, last + 1)


def _segments(file: BinaryIO, start: int) -> Iterator[int]:
    file.seek(start)
    length = struct.unpack(">HH", _read(file, 4))[1]
    file.seek(start)
    table = _read(file, length)
    count = struct.unpack(">H", table[6:8])[0] // 2
    arrays = [14, 16 + 2 * count, 16 + 4 * count, 16 + 6 * count]
    if len(table) < arrays[3] + 2 * count:
        raise ValueError(tr("its table of characters is damaged"))
    ends, starts, deltas, offsets = (struct.unpack_from(f">{count}H", table, at) for at in arrays)
    for number, (last, first, delta, offset) in enumerate(zip(ends, starts, deltas, offsets, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = (code + delta) & 0xFFFF
            if offset:
                at = arrays[3] + 2 * number + offset + 2 * (code - first)
                glyph = struct.unpack_from(">H", table, at)[0] if at + 2 <= len(table) else 0
            if glyph:
                yield code


def _read(file: BinaryIO, count: int) -> bytes:
    content = file.read(count)
    if len(content) < count:
        raise ValueError(tr("it ends too early"))
    return content
