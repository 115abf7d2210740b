"""From MP3s and clips to what a recogniser hears: mono, 16 kHz."""

from __future__ import annotations

import io

import av
import numpy as np

from narrator.errors import NarratorError
from narrator.listening.recogniser import RATE_HZ, Sound
from narrator.messages import tr
from narrator.standards.audio_segment import AudioSegment

MARGIN_S = 0.12
"""Of silence before and behind a sentence."""


def sound_of_mp3(mp3: bytes) -> Sound:
    """The whole file, without the encoder's delay.

    Raises:
        NarratorError: no sound can be decoded.
    """
    try:
        with av.open(io.BytesIO(mp3), mode="r") as container:
            resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE_HZ)
            parts = [part.to_ndarray()[0] for frame in container.decode(audio=0) for part in resampler.resample(frame)]
            parts.extend(part.to_ndarray()[0] for part in resampler.resample(None))
    except (av.error.FFmpegError, IndexError) as cause:
        raise NarratorError(
            tr("the sound cannot be decoded: {cause}", cause=cause), hint=tr("make the episode again")
        ) from cause
    return np.concatenate(parts).astype(np.float32) if parts else np.zeros(0, np.float32)


def sound_of_clip(audio: AudioSegment) -> Sound:
    """A clip's samples."""
    samples = np.frombuffer(audio.raw_data, dtype=np.int16)
    return at_rate((samples / 32768).astype(np.float32), audio.frame_rate, RATE_HZ)


def at_rate(sound: Sound, old_hz: int, new_hz: int) -> Sound:
    """The same sound with other samples."""
    if old_hz == new_hz or not len(sound):
        return sound
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound.reshape(1, -1)), format="flt", layout="mono")
    frame.sample_rate = old_hz
    resampler = av.AudioResampler("flt", "mono", new_hz)
    parts = [part.to_ndarray()[0] for part in (*resampler.resample(frame), *resampler.resample(None))]
    return np.concatenate(parts).astype(np.float32)


def cut_out(sound: Sound, start_s: float, end_s: float) -> Sound:
    """The stretch between two times."""
    return sound[max(0, round(start_s * RATE_HZ)) : max(0, round(end_s * RATE_HZ))]


def excerpt(sound: Sound, start_s: float, end_s: float, *, margin_s: float = MARGIN_S, tempo: float = 1.0) -> Sound:
    """A stretch with silence around it: what neighbours say is never in it.

    Args:
        tempo: 1.05: as if said a little faster and higher, for a second opinion.
    """
    piece = cut_out(sound, start_s, end_s)
    if tempo != 1.0:
        piece = at_rate(piece, round(RATE_HZ * tempo), RATE_HZ)
    return np.pad(piece, round(margin_s * RATE_HZ)).astype(np.float32)
