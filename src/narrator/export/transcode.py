"""An MP3 encoded anew, frame by frame: memory does not grow with its length."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import Any

import av

from narrator.errors import OutputError
from narrator.messages import tr
from narrator.published.chapter_times import ChapterTime

Report = Callable[[int, int], object]
"""Called with the seconds that are done, and of how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """A container, and how the sound in it is encoded."""

    container: str
    """As FFmpeg calls it."""
    codec: str
    rate_hz: int
    bitrate_kbps: int
    frame: int
    """Samples that the encoder takes at once."""
    container_options: Mapping[str, str] = field(default_factory=dict)
    codec_options: Mapping[str, str] = field(default_factory=dict)
    chapters: Sequence[ChapterTime] = ()
    tags: Mapping[str, str] = field(default_factory=dict)
    """Of the sound's stream."""


def transcode(mp3: Path, target: Path, encoding: Encoding, *, length_s: float, report: Report | None = None) -> None:
    """Write the MP3's sound, to the sample, as another file; the same sound gives the same bytes.

    Raises:
        OutputError: the MP3 cannot be decoded, or the file cannot be written.
    """
    source_name, target_name, done_s = mp3.name, target.name, 0
    options = {"fflags": "+bitexact", **encoding.container_options}
    try:
        with av.open(str(mp3)) as source, av.open(str(target), "w", format=encoding.container, options=options) as sink:
            stream = sink.add_stream(
                encoding.codec, rate=encoding.rate_hz, layout="mono", options=dict(encoding.codec_options)
            )
            assert isinstance(stream, av.AudioStream)  # noqa: S101 - the codec is one of sound
            stream.bit_rate = encoding.bitrate_kbps * 1000
            stream.metadata.update(encoding.tags)
            if encoding.chapters:
                sink.set_chapters([_chapter(number, each) for number, each in enumerate(encoding.chapters)])
            for frame in _frames(source, encoding):
                sink.mux(stream.encode(frame))
                if report and frame.pts is not None and frame.pts // encoding.rate_hz > done_s:
                    done_s = frame.pts // encoding.rate_hz
                    report(done_s, round(length_s))
            sink.mux(stream.encode(None))
    except av.codec.codec.UnknownCodecError as cause:
        codec = encoding.codec
        raise OutputError(
            tr("{target_name} cannot be written: this PyAV has no {codec}", target_name=target_name, codec=codec),
            hint=tr("install PyAV's own build: pip install --force-reinstall av"),
        ) from cause
    except (av.error.FFmpegError, IndexError) as cause:
        raise OutputError(
            tr(
                "{source_name} cannot be made into {target_name}: {cause}",
                source_name=source_name,
                target_name=target_name,
                cause=cause,
            ),
            hint=tr("is the disk full? `narrator check` says whether the MP3 is whole"),
        ) from cause


def _frames(source: Any, encoding: Encoding) -> Iterator[av.AudioFrame]:
    """The sound in the frames the encoder takes, numbered from 0 without a gap."""
    resampler = av.AudioResampler(format="fltp", layout="mono", rate=encoding.rate_hz, frame_size=encoding.frame)
    at = 0
    for frame in chain(source.decode(audio=0), [None]):
        if frame is not None:
            frame.pts = None
        for resampled in resampler.resample(frame):
            resampled.pts, resampled.time_base = at, Fraction(1, encoding.rate_hz)
            at += resampled.samples
            yield resampled


def _chapter(number: int, chapter: ChapterTime) -> Any:
    return {
        "id": number,
        "start": chapter.start_ms,
        "end": chapter.end_ms,
        "time_base": Fraction(1, 1000),
        "metadata": {"title": chapter.title},
    }
