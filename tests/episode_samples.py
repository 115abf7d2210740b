"""Episodes for the tests of what is published: made of nouns and a tone, spoken by nobody."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from narrator.episode.decode import analyse
from narrator.episode.mp3 import SplicedFile, encode
from narrator.model import (
    CastSpeaker,
    ChapterMark,
    Cue,
    DecodedAudio,
    Episode,
    Kind,
    Loudness,
    NotSpoken,
    Recording,
    Role,
    Show,
    Speaker,
    Voice,
    Word,
)
from narrator.standards.byte_source import ByteSource

RATE_HZ = 44_100
FRAME = 1152
LEVEL = 0.264
"""Of the tone, so that it is as loud as an episode."""
LOUDNESS = Loudness(integrated_lufs=-16.0, range_lu=2.0, true_peak_dbtp=-3.0)

SHOW = Show(
    title="河边谈话",
    description="每周一次，听河边的人谈水。",
    author="河边编辑部",
    email="editor@river.example",
    link="https://river.example/talks/",
    language="zh-CN",
    category="News > News Commentary",
    license="CC-BY-4.0",
)

HOST, GUEST = "主持人", "林知远"

TALK: Sequence[tuple[str | None, str]] = (
    (None, "本节目由人工智能合成朗读。"),
    (HOST, "各位听众好！今天我们来到“长河口”水文站，请林知远工程师谈一谈，去年汛期的三百二十七次测报是怎样做到的？"),
    (GUEST, "主持人好。测报其实不复杂，难的是每一次都准时、每一个数都可靠，大家轮班守了一百零九天，没有漏掉一次。"),
    (GUEST, "我们把“看得见、算得清、报得出”九个字贴在值班室里，新来的同事第一天就要背下来。"),
    (HOST, "您提到了可靠。那么，在2023年7月的那场大雨里，3.5米的水位差是怎样算出来的？"),
    (GUEST, "靠的是老办法加新设备：人工水尺每15分钟读一次，雷达水位计每分钟传一次，两边对得上才发布。"),
    (HOST, "最后一个问题，您最想对年轻人说什么？"),
    (GUEST, "多到河边走走吧。"),
)
"""Speaker and sentence; the first is the notice."""

_WORD = re.compile(r"[“《（]*(?:\d+(?:\.\d+)?|[A-Za-z]+|[一-鿿]{1,2}|.)[，。！？、：；”》）\s]*", re.DOTALL)


def words_of_text(text: str) -> list[str]:
    """The text in stretches of one or two hanzi, a number or a Latin word, with what follows."""
    return _WORD.findall(text)


def cue(
    text: str, *, start: int, at: int, speaker: str | None = HOST, turn: int = 0, paragraph: int = 0, pace: int = 6000
) -> Cue:
    """A cue whose words are heard one after the other, `pace` samples a character."""
    kind = Kind.SPEECH if speaker else Kind.NOTICE if at < 0 else Kind.NARRATION
    words, heard = [], start
    for word in words_of_text(text):
        end = heard + pace * len(word)
        words.append(Word(text=word, start=heard, end=end))
        heard = end
    return Cue(
        kind=kind, speaker=speaker, at=at, text=text, spoken=text, start=start, end=heard, words=tuple(words),
        turn=turn, paragraph=paragraph,
    )  # fmt: skip


def episode(talk: Sequence[tuple[str | None, str]] = TALK, **changes: object) -> Episode:
    """An episode of the talk: a label before each turn is not spoken, and each question starts a chapter."""
    cues: list[Cue] = []
    left_out = [NotSpoken(at=0, text="河口水文站访谈", why="title")]
    at, heard, turn = len("河口水文站访谈"), RATE_HZ // 2, -1
    chapters: list[tuple[str, int]] = []
    previous: str | None = None
    for number, (speaker, text) in enumerate(talk):
        notice = speaker is None and number == 0
        if speaker != previous and speaker is not None:
            turn += 1
            left_out.append(NotSpoken(at=at, text=f"{speaker}：", why="speaker label"))
            at += len(speaker) + 1
            if speaker == HOST:
                chapters.append((text[:12], heard))
        one = cue(
            text, start=heard, at=-1 if notice else at, speaker=speaker, turn=-1 if notice else turn,
            paragraph=-1 if notice else number,
        )  # fmt: skip
        cues.append(one)
        heard = one.end + RATE_HZ // 3
        at += 0 if notice else len(text)
        previous = speaker
    length = -(-heard // FRAME) * FRAME
    ends = [start for _, start in chapters[1:]] + [length]
    made = Episode(
        slug="2024-05-06-he-kou-shui-wen-zhan",
        title="河口水文站：一百零九天的守望",
        source="page.txt",
        url="https://river.example/page?id=7",
        published="2024-05-06T09:30:00",
        publisher="河边日报",
        language="zh-CN",
        engine="tone",
        fallback=None,
        accepted=False,
        timing="engine",
        speakers=(
            CastSpeaker(speaker=Speaker(name=HOST, role=Role.HOST, gender="female"), voice=_voice("high")),
            CastSpeaker(
                speaker=Speaker(
                    name=GUEST, role=Role.GUEST, gender="male", aliases=("林工",), affiliation="长河口水文站",
                    position="工程师",
                ),
                voice=replace(_voice("low"), rate_percent=-4),
            ),
        ),
        rate_hz=RATE_HZ,
        length=length,
        cues=tuple(cues),
        chapters=tuple(
            ChapterMark(title=title, start=start, end=end)
            for (title, start), end in zip(chapters, ends, strict=True)
        ),
        not_spoken=tuple(left_out),
        loudness=LOUDNESS,
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def _voice(name: str) -> Voice:
    return Voice(engine="tone", name=name)


def recording(episode: Episode) -> Recording:
    """The tone as an MP3 without tags, with what a meter reads of it."""
    mp3 = _encoded(episode.length, tuple((one.start, one.end) for one in episode.cues))
    loudness = heard(mp3).loudness
    return Recording(
        sound=ByteSource.of(mp3), rate_hz=RATE_HZ, bitrate_kbps=64, length=episode.length, loudness=loudness
    )


@cache
def _encoded(length: int, spans: tuple[tuple[int, int], ...]) -> bytes:
    samples = np.zeros(length)
    for start, end in spans:
        samples[start:end] = LEVEL * np.sin(2 * np.pi * 330 * np.arange(start, end) / RATE_HZ)
    piece = encode((samples * 32767).astype(np.int16), rate_hz=RATE_HZ, bitrate_kbps=64)
    return splice([piece], rate_hz=RATE_HZ, bitrate_kbps=64)


@cache
def heard(mp3: bytes) -> DecodedAudio:
    """What decoding the MP3 whole shows; decoded once, however often it is asked."""
    return analyse(mp3)


def measured(episode: Episode) -> Episode:
    """The episode with the loudness of its own tone."""
    return replace(episode, loudness=recording(episode).loudness)


def printed(episode: Episode) -> str:
    """The page's text, put together from what is said and what is not."""
    parts = [(one.at, one.text) for one in episode.cues if one.at >= 0]
    parts += [(left.at, left.text) for left in episode.not_spoken]
    return "".join(text for _, text in sorted(parts))


def joined(words: Sequence[Word]) -> str:
    """The words of a cue as its text."""
    return "".join(itertools.chain.from_iterable(word.text for word in words))


def splice(pieces: Sequence[bytes], *, rate_hz: int, bitrate_kbps: int) -> bytes:
    """One MP3 of encoded pieces."""
    whole = SplicedFile(rate_hz=rate_hz, bitrate_kbps=bitrate_kbps)
    for piece in pieces:
        whole.append(piece)
    return whole.finished().read()
