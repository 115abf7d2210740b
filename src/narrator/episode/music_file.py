"""The person's sound files: read in any format that FFmpeg knows, as loud as the speech, cut and faded."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np

from narrator.episode.chime import chime
from narrator.episode.loudness import TARGET_LUFS, frames_of, level, loudness_of, read_meter
from narrator.errors import CastError
from narrator.messages import system_reason, tr
from narrator.model import SoundFile
from narrator.standards.audio_segment import AudioSegment

BUILT_IN = {"chime": chime}
"""Sounds that ship, by name."""
USUAL_FADE_IN_S = 0.01
"""So that nothing clicks; music that begins softly has its own beginning."""
USUAL_FADE_OUT_S = 0.5
CUT_FADE_OUT_S = 2.0
"""Where the sound goes on behind what is heard of it."""
SHORT_S = 1.0
"""Of a shorter sound the loudest 400 ms count: BS.1770 gates blocks of that length."""
SHORTEST_S = 0.05
CEILING_DBFS = -2.5
_LEAST_LOST_S = 0.5
_LOST_SHARE = 0.05
"""Of the length that a file says it has; less may be the encoder's padding."""
_MOST_FAULTS = 2
"""Packets that cannot be decoded: many good files have one at their beginning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Music:
    """A sound as it will be heard."""

    audio: AudioSegment
    """16-bit mono."""
    left_out_s: float
    """What of the file is not heard."""


def load_music(file: SoundFile, *, rate_hz: int, usual_s: float) -> Music:
    """The sound at its level relative to the speech's, no longer than is wanted, faded at both ends.

    Args:
        usual_s: how much of it is heard where `file` does not say.

    Raises:
        CastError: the file is missing, is damaged, or holds no sound.
    """
    longest_s = file.length_s or usual_s
    samples, left_out_s = _samples(file.path, rate_hz, longest_s)
    loudness_lufs = _loudness_lufs(samples, rate_hz)
    if loudness_lufs is None:
        raise CastError(
            tr("{path} is silent", path=file.path), hint=tr("name another file under `sound:` in voices.yaml")
        )
    gain_db = TARGET_LUFS + file.level_lu - loudness_lufs
    levelled = level(samples, rate_hz, gain_db=gain_db, ceiling_db=CEILING_DBFS)
    audio = AudioSegment(data=levelled.tobytes(), sample_width=2, frame_rate=rate_hz, channels=1)
    usual_out_s = CUT_FADE_OUT_S if left_out_s > 0 else USUAL_FADE_OUT_S
    return Music(audio=_faded(audio, file.fade_in_s, file.fade_out_s, usual_out_s), left_out_s=left_out_s)


def _faded(audio: AudioSegment, in_s: float | None, out_s: float | None, usual_out_s: float) -> AudioSegment:
    whole_s = audio.duration_seconds
    fade_in_s = USUAL_FADE_IN_S if in_s is None else in_s
    fade_out_s = min(usual_out_s, whole_s / 3) if out_s is None else out_s
    fade_in_ms, fade_out_ms = (round(min(seconds, whole_s) * 1000) for seconds in (fade_in_s, fade_out_s))
    if fade_in_ms:
        audio = audio.fade_in(fade_in_ms)
    return audio.fade_out(fade_out_ms) if fade_out_ms else audio


def _loudness_lufs(samples: np.ndarray, rate_hz: int) -> float | None:
    """Integrated loudness, of short sounds that of the loudest moment; None of silence."""
    padded = np.pad(samples, (0, max(0, rate_hz - len(samples))))
    meter = read_meter(frames_of(padded, rate_hz), rate_hz, "s16", peak=False)
    is_short = len(samples) < SHORT_S * rate_hz
    loudness_lufs = max(meter.momentary_lufs) if is_short else loudness_of([meter]).integrated_lufs
    return loudness_lufs if loudness_lufs > -65 else None


def _samples(path: str, rate_hz: int, longest_s: float) -> tuple[np.ndarray, float]:
    """At most so many seconds of the sound, and how many more there are; int16."""
    longest = round(longest_s * rate_hz)
    if path in BUILT_IN:
        whole = BUILT_IN[path](rate_hz)
        return whole[:longest], max(0, len(whole) - longest) / rate_hz
    hint = tr("name another file under `sound:` in voices.yaml, or save this one as WAV or MP3 again")
    if not Path(path).is_file():
        raise CastError(
            tr("there is no file {path}", path=path), hint=tr("correct the path under `sound:` in voices.yaml")
        )
    try:
        samples, whole_s = _decoded(path, rate_hz, longest)
    except (av.error.FFmpegError, OSError, ValueError) as cause:
        why = getattr(cause, "strerror", None) or cause
        raise CastError(tr("{path} cannot be read as sound: {why}", path=path, why=why), hint=hint) from cause
    if len(samples) < SHORTEST_S * rate_hz:
        raise CastError(tr("there is no sound in {path}", path=path), hint=hint)
    return samples[:longest], max(0.0, whole_s - longest_s)


def _decoded(path: str, rate_hz: int, longest: int) -> tuple[np.ndarray, float]:
    """The sound, as far as it is wanted, and how long it is as a whole, in seconds."""
    parts: list[np.ndarray] = []
    count = faults = 0
    # An open file, not its name: FFmpeg takes `a:b.mp3` for the address of something else.
    with Path(path).open("rb") as opened, av.open(opened, mode="r", metadata_errors="ignore") as container:
        if not container.streams.audio:
            return np.zeros(0, dtype=np.int16), 0.0
        stream = container.streams.audio[0]
        to_mono = av.AudioResampler(format="s16", layout="mono", rate=rate_hz)
        for packet in container.demux(stream):
            try:
                frames = packet.decode()
            except av.error.FFmpegError as cause:
                faults += 1
                if faults > _MOST_FAULTS:
                    raise ValueError(
                        tr("damaged after {count:.1f} s ({reason})", count=count / rate_hz, reason=system_reason(cause))
                    ) from cause
                continue
            for frame in frames:
                for out in to_mono.resample(frame):
                    parts.append(out.to_ndarray()[0])
                    count += out.samples
            if count > longest:
                break
        else:
            parts += [out.to_ndarray()[0] for out in to_mono.resample(None)]
        told_s = (container.duration or 0) / av.time_base
    samples = np.concatenate(parts) if parts else np.zeros(0, dtype=np.int16)
    if count <= longest and told_s - len(samples) / rate_hz > max(_LEAST_LOST_S, _LOST_SHARE * told_s):
        raise ValueError(
            tr("only {count:.1f} s of {told_s:.1f} s are there", count=len(samples) / rate_hz, told_s=told_s)
        )
    return samples, max(told_s, count / rate_hz)
