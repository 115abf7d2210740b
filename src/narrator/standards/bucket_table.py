"""A table of texts that is ready as soon as its bytes are there: what is asked for is decoded, the rest stays bytes.

Entries lie together by the first character of their key. A text of 2,500 characters has some 500 different ones, so
that a few thousand of 100,000 entries are ever decoded.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left
from collections.abc import Mapping
from hashlib import blake2b
from itertools import groupby

from narrator.messages import tr

DIGEST_BYTES = 16
ORDER = sys.byteorder
"""Of the numbers in the bytes: they are for the machine that wrote them."""


def encode(entries: Mapping[str, str]) -> bytes:
    """The entries as bytes; keys and values have neither tabs nor line ends."""
    firsts, offsets, texts = array("I"), array("I", [0]), []
    for first, group in groupby(sorted(entries.items()), key=lambda entry: entry[0][0]):
        texts.append("\n".join(f"{key}\t{value}" for key, value in group).encode())
        firsts.append(ord(first))
        offsets.append(offsets[-1] + len(texts[-1]))
    body = b"".join((array("I", [len(firsts)]).tobytes(), firsts.tobytes(), offsets.tobytes(), *texts))
    return blake2b(body, digest_size=DIGEST_BYTES).digest() + body


class BucketTable:
    """What `encode` made."""

    def __init__(self, kept: bytes) -> None:
        """
        Raises:
            ValueError: the bytes are not what was written.
        """
        body = memoryview(kept)[DIGEST_BYTES:]
        if len(body) < 4 or blake2b(body, digest_size=DIGEST_BYTES).digest() != kept[:DIGEST_BYTES]:
            raise ValueError(tr("the table is damaged"))
        count = body[:4].cast("I")[0]
        self._firsts = body[4 : 4 + 4 * count].cast("I")
        self._offsets = body[4 + 4 * count : 8 + 8 * count].cast("I")
        self._texts = body[8 + 8 * count :]
        self._buckets: dict[str, dict[str, str]] = {}

    def get(self, key: str) -> str | None:
        """The value of a key; None where there is none."""
        first = key[:1]
        bucket = self._buckets.get(first)
        if bucket is None:
            bucket = self._buckets[first] = self._bucket(first)
        return bucket.get(key)

    def _bucket(self, first: str) -> dict[str, str]:
        at = bisect_left(self._firsts, ord(first)) if first else len(self._firsts)
        if at == len(self._firsts) or self._firsts[at] != ord(first):
            return {}
        text = str(self._texts[self._offsets[at] : self._offsets[at + 1]], "utf-8")
        return dict(line.split("\t") for line in text.split("\n"))
