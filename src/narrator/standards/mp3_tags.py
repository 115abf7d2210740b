"""Where the sound of an MP3 file begins and ends."""

from __future__ import annotations

ID3V2_HEADER_BYTES = 10
ID3V1_BYTES = 128
APE_FOOTER_BYTES = 32


def audio_frames(mp3: bytes) -> bytes:
    """The MP3 without its tags: every frame from the first sync to the last byte of sound.

    Tags in front are ID3v2 (more than one may follow each other), behind are ID3v1 and APE.
    """
    start, end = 0, len(mp3)
    while mp3[start : start + 3] == b"ID3" and end - start >= ID3V2_HEADER_BYTES:
        flags = mp3[start + 5]
        footer = ID3V2_HEADER_BYTES if flags & 0x10 else 0
        start += ID3V2_HEADER_BYTES + _synchsafe(mp3[start + 6 : start + 10]) + footer
    if end - start >= ID3V1_BYTES and mp3[end - ID3V1_BYTES : end - ID3V1_BYTES + 3] == b"TAG":
        end -= ID3V1_BYTES
    footer_at = end - APE_FOOTER_BYTES
    if footer_at >= start and mp3[footer_at : footer_at + 8] == b"APETAGEX":
        size = int.from_bytes(mp3[footer_at + 12 : footer_at + 16], "little")
        has_header = mp3[footer_at + 23] & 0x80
        end -= size + (APE_FOOTER_BYTES if has_header else 0)
    return mp3[start : max(start, end)]


def _synchsafe(four: bytes) -> int:
    # ID3v2 keeps the top bit of each byte clear, so that no size looks like a frame's sync.
    size = 0
    for byte in four:
        size = size << 7 | byte & 0x7F
    return size
