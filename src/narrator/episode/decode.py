"""Hearing an MP3 whole, as a player does."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import chain

import av
import numpy as np

from narrator.episode.loudness import Meter, loudness_of, read_meter
from narrator.model import DecodedAudio

LEVEL_S = 0.01
_FRAMES_AT_ONCE = 400


def analyse(mp3: bytes) -> DecodedAudio:
    """What decoding the whole file shows; the file may carry tags, and may be broken."""
    faults: list[str] = []
    rate_hz = 0
    length = 0
    levels: list[np.ndarray] = []
    waiting = [np.zeros(0, dtype=np.float32)]

    def watched(frames: Iterator[av.AudioFrame]) -> Iterator[av.AudioFrame]:
        nonlocal length
        window = round(LEVEL_S * rate_hz)
        for frame in frames:
            length += frame.samples
            waiting.append(frame.to_ndarray()[0])
            if len(waiting) >= _FRAMES_AT_ONCE:
                sound = np.concatenate(waiting)
                whole = len(sound) // window * window
                levels.append(_root_mean_squares(sound[:whole], window))
                waiting[:] = [sound[whole:]]
            yield frame
        levels.append(_root_mean_squares(np.concatenate(waiting), window))

    meters: list[Meter] = []
    frames = decoded(mp3, faults)
    first = next(frames, None)
    if first is None:
        faults.append("no sound can be decoded")
    else:
        rate_hz = first.sample_rate
        meters.append(read_meter(watched(chain([first], frames)), rate_hz, "fltp"))
    heard = np.concatenate(levels) if levels else np.zeros(0)
    return DecodedAudio(
        rate_hz=rate_hz,
        length=length,
        loudness=loudness_of(meters),
        levels_dbfs=tuple(np.round(20 * np.log10(np.maximum(heard, 1e-6)), 1).tolist()),
        faults=tuple(faults),
    )


def _root_mean_squares(samples: np.ndarray, window: int) -> np.ndarray:
    whole = len(samples) // window * window
    rows = [samples[:whole].reshape(-1, window)] if whole else []
    if whole < len(samples):
        rows.append(samples[whole:].reshape(1, -1))
    return np.concatenate([np.sqrt(np.mean(np.square(row), axis=1)) for row in rows]) if rows else np.zeros(0)


def decoded(mp3: bytes, faults: list[str] | None = None) -> Iterator[av.AudioFrame]:
    """Mono frames of planar float samples from -1 to 1, without the encoder's delay and padding.

    Args:
        faults: takes what the decoder stumbled over; what it could not decode is left out.
    """
    noted: list[str] = [] if faults is None else faults
    try:
        with av.open(io.BytesIO(mp3), mode="r", format="mp3") as container:
            stream = container.streams.audio[0]
            shape: tuple[str, int] | None = None
            to_mono: av.AudioResampler | None = None
            for packet in container.demux(stream):
                seconds = float(packet.pts * packet.time_base) if packet.pts else 0.0
                try:
                    frames = packet.decode()
                except av.error.FFmpegError as cause:
                    noted.append(f"at {seconds:.1f} s: {cause.strerror}")
                    continue
                for frame in frames:
                    first = shape or (frame.layout.name, frame.sample_rate)
                    if (frame.layout.name, frame.sample_rate) != first and to_mono is None:
                        noted.append(
                            f"at {seconds:.1f} s: the sound changes to {frame.sample_rate} Hz {frame.layout.name}"
                        )
                    if (frame.layout.name, frame.sample_rate) != ("mono", first[1]):
                        to_mono = av.AudioResampler(format="fltp", layout="mono", rate=first[1])
                        yield from to_mono.resample(frame)
                    else:
                        to_mono = None
                        yield frame
                    shape = first
    except (av.error.FFmpegError, IndexError) as cause:
        noted.append(f"not an MP3: {cause}")
