"""Readings, kept by all that decides them: an edit costs the sentences that it changes."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping, Sequence
from sys import intern
from typing import Any

from narrator.installed import code_digest, packages_digest
from narrator.model import Doubt, Mapped, Reading, Span, Store
from narrator.spoken.folding import fold, simplify
from narrator.spoken.lexicon import Task

_log = logging.getLogger(__name__)


def readings_of(
    tasks: Sequence[Task], lexicon: Mapping[str, str], language: str, store: Store | None
) -> tuple[Reading, ...]:
    """The reading of each text: from the store, or made now and put there.

    Raises:
        CastError: the lexicon or an override gives a reading that cannot be.
    """
    keys = [_key(task, lexicon, language) for task in tasks]
    kept = {key: reading for key in keys if store and (reading := _thawed(store.get(key))) is not None}
    due = {key: task for key, task in zip(keys, tasks, strict=True) if key not in kept}
    if due:
        from narrator.spoken.reading import read_all  # with the dictionaries and networks, which nothing else needs

        made = dict(zip(due, read_all(tuple(due.values()), lexicon, language), strict=True))
        if store:
            for key, reading in made.items():
                store.put(key, _frozen(reading))
        kept |= made
    _log.info("%d texts: %d kept from before, %d read now", len(tasks), len(kept) - len(due), len(due))
    return tuple(kept[key] for key in keys)


def _key(task: Task, lexicon: Mapping[str, str], language: str) -> str:
    plain = simplify(fold(task.written)) if lexicon else ""
    decides = [
        code_digest("spoken", "standards"),
        packages_digest(),
        language,
        task.written,
        [[each.span.start, each.span.end, each.reading] for each in task.overrides],
        [[word, read] for word, read in lexicon.items() if word in task.written or word in plain],
    ]
    return f"reading-{hashlib.sha256(json.dumps(decides).encode()).hexdigest()}"


def _frozen(reading: Reading) -> bytes:
    fields: list[Any] = [
        reading.written,
        reading.spoken,
        [[*_pair(each.written), *_pair(each.spoken)] for each in reading.spans],
        reading.pinyin,
        reading.sandhi,
        [_pair(each) for each in reading.words],
        reading.respelled,
        reading.demanded,
        [[*_pair(each.span), each.why] for each in reading.doubts],
        reading.sounds,
    ]
    return json.dumps(fields, separators=(",", ":")).encode()


def _pair(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _thawed(kept: bytes | None) -> Reading | None:
    if kept is None:
        return None
    written, spoken, spans, pinyin, sandhi, words, respelled, demanded, doubts, sounds = json.loads(kept)
    return Reading(
        written=written,
        spoken=spoken,
        spans=tuple(Mapped(Span(a, b), Span(c, d)) for a, b, c, d in spans),
        pinyin=tuple(map(intern, pinyin)),
        sandhi=tuple(map(intern, sandhi)),
        words=tuple(Span(a, b) for a, b in words),
        respelled=respelled,
        demanded=tuple(demanded),
        sounds=tuple(sounds),
        doubts=tuple(Doubt(span=Span(a, b), why=why) for a, b, why in doubts),
    )
