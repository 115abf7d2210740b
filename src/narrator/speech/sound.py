"""From what engines send to 16-bit mono at the episode's rate.

PyAV does both steps, because it is installed already; see docs/decisions.md for what was measured.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from narrator.messages import tr
from narrator.standards.audio_segment import AudioSegment

Samples = NDArray[np.int16]


class UndecodableError(ValueError):
    """The bytes are not the sound they claim to be."""


def decode_mp3(data: bytes) -> tuple[Samples, int]:
    """The samples of a mono MP3 stream, and their rate in Hz.

    Raises:
        UndecodableError: no MP3, or damaged anywhere.
    """
    import av

    decoder = av.CodecContext.create("mp3float", "r")
    assert isinstance(decoder, av.AudioCodecContext)  # noqa: S101 - tells mypy what the name of the codec tells us
    frames: list[NDArray[np.float32]] = []
    try:
        for packet in (*decoder.parse(data), *decoder.parse(None)):
            frames.extend(frame.to_ndarray()[0] for frame in decoder.decode(packet))
    except av.FFmpegError as error:
        raise UndecodableError(tr("the sound is damaged")) from error
    if not frames or decoder.layout.nb_channels != 1:
        raise UndecodableError(tr("the sound is no mono MP3"))
    return np.clip(np.rint(np.concatenate(frames) * 32768), -32768, 32767).astype(np.int16), decoder.sample_rate


def resampled(samples: Samples, old_hz: int, new_hz: int) -> Samples:
    """The same sound at another rate; its length is exact to the sample."""
    if old_hz == new_hz or not len(samples):
        return samples
    import av

    resampler = av.AudioResampler("s16", "mono", new_hz)
    frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
    frame.sample_rate = old_hz
    parts = [part.to_ndarray()[0] for part in (*resampler.resample(frame), *resampler.resample(None))]
    length = round(len(samples) * new_hz / old_hz)
    whole = np.zeros(length, np.int16)
    joined = np.concatenate(parts)[:length]
    whole[: len(joined)] = joined
    return whole


def segment(samples: Samples, rate_hz: int) -> AudioSegment:
    """The samples as pydub holds them."""
    return AudioSegment(data=samples.tobytes(), sample_width=2, frame_rate=rate_hz, channels=1)


def samples_of(audio: AudioSegment) -> Samples:
    """The samples of 16-bit mono audio."""
    return np.frombuffer(audio.raw_data, dtype=np.int16)
