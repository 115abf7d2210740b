"""Clips → Timeline and Recording: each segment levelled and encoded by itself as it comes, then spliced."""

from __future__ import annotations

import hashlib
import json
import logging
import statistics
import struct
from array import array
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from narrator.episode import mp3
from narrator.episode.decode import decoded
from narrator.episode.loudness import CEILING_DBTP, Meter, loudness_of, read_meter
from narrator.episode.mixing import mixed, music_of, speech_of, voices_of, wanted_gains_db
from narrator.episode.timeline import Layout
from narrator.errors import OutputError
from narrator.messages import tr
from narrator.model import Around, Chapter, Clip, Progress, Recording, Segment, Store, Timeline, Timing
from narrator.processors import processors
from narrator.standards.apple_podcasts import DEFAULT_BITRATE_KBPS

_log = logging.getLogger(__name__)

FIRST_CEILING_DB = -2.5
"""Of the samples: between them, and through MP3 at 64 kbit/s, peaks come out up to some 1.5 dB higher."""
_RECIPE = "level and encode 3"
"""Changes whenever the same clips would come out as other bytes; part of the cache key."""


WAITING_SEGMENTS = 64
"""Segments too short to measure wait for this many others for their speaker's level; then everybody's has to do."""


def record(
    clips: Iterable[Clip],
    chapters: Sequence[Chapter] = (),
    *,
    around: Around = Around(),
    bitrate_kbps: int = DEFAULT_BITRATE_KBPS,
    store: Store | None = None,
    progress: Progress | None = None,
    count: int = 0,
) -> tuple[Timeline, Timing, Recording]:
    """When everything is heard, whether the words' times are the engine's, and the sound as one MP3 at -16 LUFS.

    Clips are placed, levelled and encoded as they come, segments side by side, and let go of; the result does not
    depend on which is done first. A segment that was encoded before, by its sound and level, is taken from the store.

    Args:
        clips: in the order they are heard; at one rate.
        chapters: by index of the turn they start with, ascending.
        around: its sounds at the clips' rate.
        count: how many clips will come, for the progress.

    Raises:
        OutputError: there is nothing to hear.
    """
    layout = Layout(chapters, around)
    with ThreadPoolExecutor(max_workers=processors()) as pool:
        try:
            recorder = _Recorder(pool, bitrate_kbps, store, lambda done: progress and progress("encode", done, count))
            for segment in layout.segments(clips):
                recorder.append(segment)
            return layout.timeline(), "estimated" if "estimated" in layout.timings else "engine", recorder.finished()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


@dataclass(slots=True)
class _Slot:
    """A segment on its way into the MP3."""

    segment: Segment
    job: Future[_Piece | None] | None
    """Gives None where the segment is too short to measure; None while it waits for a level."""


class _Recorder:
    """Levels and encodes segments as they come, in order into one file."""

    def __init__(
        self, pool: ThreadPoolExecutor, bitrate_kbps: int, store: Store | None, report: Callable[[int], object]
    ) -> None:
        self._pool = pool
        self._bitrate_kbps = bitrate_kbps
        self._store = store
        self._report = report
        self._file: mp3.SplicedFile | None = None
        self._rate_hz = 0
        self._meters: list[Meter] = []
        self._length = 0
        self._clips_done = 0
        self._levels: dict[str | None, list[float]] = {}
        self._measuring: deque[_Slot] = deque()
        self._slots: deque[_Slot] = deque()
        """All that is not written yet, in order; those whose measure is known come first."""

    def append(self, segment: Segment) -> None:
        """One more segment behind the others."""
        self._rate_hz = segment.rate_hz
        slot = _Slot(segment, self._pool.submit(_measured_piece, segment, *self._how()))
        self._measuring.append(slot)
        self._slots.append(slot)
        while len(self._measuring) > 2 * processors():
            self._settle(self._measuring.popleft())
        self._write_what_is_done()

    def finished(self) -> Recording:
        """The whole recording.

        Raises:
            OutputError: nothing came.
        """
        if not self._slots and self._file is None:
            raise OutputError(tr("there is nothing to hear"), hint=tr("check `narrator script` for what would be said"))
        while self._measuring:
            self._settle(self._measuring.popleft())
        for slot in self._slots:
            if slot.job is None:
                self._encode(slot, self._everybodys())
        self._write_what_is_done(wait=True)
        assert self._file is not None  # noqa: S101 - something was written
        return Recording(
            sound=self._file.finished(),
            rate_hz=self._rate_hz,
            bitrate_kbps=self._bitrate_kbps,
            length=self._length,
            loudness=loudness_of(self._meters),
        )

    def _how(self) -> tuple[int, Store | None]:
        return self._bitrate_kbps, self._store

    def _settle(self, slot: _Slot) -> None:
        """Take a segment's level into account, in the page's order; one that has none gets its speaker's."""
        assert slot.job is not None  # noqa: S101 - it was submitted in `append`
        piece, voices = slot.job.result(), voices_of(slot.segment)
        if piece is not None:
            for voice, gain_db in zip(voices, piece.gains_db, strict=True):
                self._levels.setdefault(voice.speaker, []).append(gain_db)
                for waiting in self._waiting():
                    if voices_of(waiting.segment)[0].speaker == voice.speaker:
                        self._encode(waiting, gain_db)
        elif voices[0].speaker in self._levels:
            self._encode(slot, statistics.median(self._levels[voices[0].speaker]))
        else:
            slot.job = None
            if len(waiting_slots := self._waiting()) > WAITING_SEGMENTS:
                self._encode(waiting_slots[0], self._everybodys())

    def _waiting(self) -> list[_Slot]:
        return [slot for slot in self._slots if slot.job is None]

    def _everybodys(self) -> float:
        return statistics.median([gain for gains in self._levels.values() for gain in gains] or [0.0])

    def _encode(self, slot: _Slot, gain_db: float) -> None:
        gains_db = (gain_db,) * len(voices_of(slot.segment))
        slot.job = self._pool.submit(_piece, slot.segment, gains_db, *self._how())

    def _write_what_is_done(self, *, wait: bool = False) -> None:
        settled = len(self._slots) - len(self._measuring)
        while settled > 0:
            job = self._slots[0].job
            if job is None or not (wait or job.done()):
                return
            slot, piece = self._slots.popleft(), job.result()
            settled -= 1
            assert piece is not None  # noqa: S101 - `_settle` has seen to it
            if self._file is None:
                self._file = mp3.SplicedFile(rate_hz=self._rate_hz, bitrate_kbps=self._bitrate_kbps)
            self._file.append(piece.frames)
            self._meters.append(piece.meter)
            self._length += slot.segment.length
            self._clips_done += len(slot.segment.placed)
            self._report(self._clips_done)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A segment, encoded, and what a meter reads when it is decoded again."""

    frames: bytes
    meter: Meter
    gains_db: tuple[float, ...]
    """Of each voice in it, in order."""

    def to_bytes(self) -> bytes:
        meter = self.meter
        known = json.dumps(
            [self.gains_db, list(meter.momentary_lufs), list(meter.short_term_lufs), meter.true_peak]
        ).encode()
        return struct.pack(">I", len(known)) + known + self.frames

    @staticmethod
    def from_bytes(kept: bytes) -> _Piece:
        end = 4 + int(struct.unpack_from(">I", kept)[0])
        gains_db, momentary, short_term, true_peak = json.loads(kept[4:end])
        meter = Meter(momentary_lufs=array("d", momentary), short_term_lufs=array("d", short_term), true_peak=true_peak)
        return _Piece(frames=kept[end:], meter=meter, gains_db=tuple(gains_db))


def _measured_piece(segment: Segment, bitrate_kbps: int, store: Store | None) -> _Piece | None:
    """The segment as MP3 frames at its own level; None where there is too little of it to measure."""
    return _piece(segment, None, bitrate_kbps, store)


def _piece(
    segment: Segment, gains_db: tuple[float, ...] | None, bitrate_kbps: int, store: Store | None
) -> _Piece | None:
    """The segment as MP3 frames, from the store or made now.

    Args:
        gains_db: of its voices; None: what brings them to the target; then there is no piece where there is too little
            to measure.
    """
    sound, music, rate_hz = speech_of(segment), music_of(segment), segment.rate_hz
    key = _key((sound, music), gains_db, segment, bitrate_kbps)
    kept = store.get(key) if store is not None else None
    at_s = segment.start / rate_hz
    if kept is not None:
        _log.debug("segment at %.1f s: kept", at_s)
        return _Piece.from_bytes(kept)
    gains_db = wanted_gains_db(segment) if gains_db is None else gains_db
    if gains_db is None:
        return None
    _log.debug("segment at %.1f s: encoded now, gain %+.1f dB", at_s, gains_db[0] if gains_db else 0.0)
    ceiling_db = FIRST_CEILING_DB
    for _ in range(4):
        frames = mp3.encode(
            mixed(segment, (sound, music), gains_db, ceiling_db), rate_hz=rate_hz, bitrate_kbps=bitrate_kbps
        )
        piece = _Piece(frames=frames, meter=read_meter(decoded(frames), rate_hz, "fltp"), gains_db=gains_db)
        over_db = loudness_of([piece.meter]).true_peak_dbtp - CEILING_DBTP
        if over_db <= 0:
            break
        ceiling_db -= over_db + 0.2
    if store is not None:
        store.put(key, piece.to_bytes())
    return piece


def _key(
    sounds: tuple[np.ndarray, np.ndarray | None],
    gains_db: tuple[float, ...] | None,
    segment: Segment,
    bitrate_kbps: int,
) -> str:
    speech, music = sounds
    gains = "its own" if gains_db is None else [f"{gain_db:.3f}" for gain_db in gains_db]
    voices = [(voice.start, voice.end, voice.heard_end) for voice in voices_of(segment)]
    digest = hashlib.sha256(speech.data)
    digest.update(b"" if music is None else music.tobytes())
    digest.update(json.dumps([gains, voices, music is None, segment.rate_hz, bitrate_kbps, _RECIPE]).encode())
    return f"segment-{digest.hexdigest()}"
