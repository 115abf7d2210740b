"""Episodes to look at and to hear: invented interviews, each sentence a tone of its own pitch."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from episode_samples import splice
from narrator import player
from narrator.episode import mp3
from narrator.model import (
    AudioFile,
    CastSpeaker,
    ChapterMark,
    Cue,
    Episode,
    Kind,
    Loudness,
    Manifest,
    Role,
    Show,
    Speaker,
    Voice,
    Word,
)
from narrator.player import site_index as site
from narrator.published.episode_json import manifest_json

RATE_HZ = 44_100
SENTENCE_GAP_S = 0.4
TURN_GAP_S = 0.8
PER_CHARACTER_S = 0.06

SHOW = Show(
    title="夜读城市",
    description="每周一次，与让城市亮到深夜的人聊天。",
    author="夜读编辑部",
    base_url="https://podcast.example/",
    language="zh-CN",
)

ZH: Sequence[tuple[str, str]] = (
    (
        "主持人",
        "各位听众，晚上好！今年春天，城里有三座图书馆开始通宵开放。今天我们请来两位馆员，聊聊凌晨两点的阅览室。",
    ),
    ("主持人", "林老师，最早提出通宵开放的时候，大家担心的是什么？"),
    (
        "林晓燕",
        "担心没有人来。第一个星期，我们准备了40个座位，结果来了127人。\n有的人是下夜班的护士，有的是备考的学生，还有一位出租车司机，他每天1点交班，先来读半小时书再回家。",
    ),
    ("主持人", "那么多人，怎么安静得下来？"),
    (
        "周启明",
        "说实话，我们几乎没有管。夜里来的人都知道为什么来。我们只做了三件事：灯调暗一些，椅子换成软的，热水一直有。",
    ),
    ("主持人", "有没有一个夜晚，让您特别难忘？"),
    (
        "林晓燕",
        "六月下暴雨那天，地铁停了，三百多人在这里过夜。有人开始小声念一首诗，旁边的人接着念下去。到天亮的时候，整个大厅都在听。",
    ),
    ("周启明", "我补充一句：那天之后，志愿者从12人变成了86人。"),
    ("主持人", "接下来，还会有更多的图书馆加入吗？"),
    ("周启明", "明年计划再开5座。我们希望，在这座城市的任何地方，走20分钟就能找到一盏亮着的灯。"),
    ("主持人", "谢谢两位。愿每一个晚归的人，都有书可读。"),
)

EN: Sequence[tuple[str, str]] = (
    ("Host", "Good evening, and welcome. Tonight we talk about a library that never closes."),
    ("Host", "Mara, what were people afraid of when you proposed it?"),
    ("Mara Lindqvist", "That nobody would come. We put out forty chairs, and 127 people arrived."
        "\nSome were nurses after a late shift. One drove a taxi and read for half an hour before going home."),
    ("Host", "How do you keep so many people quiet?"),
    ("Owen Achebe", "Honestly, we hardly try. Whoever comes at two in the morning knows why. "
        "We dimmed the lamps, changed the chairs, and kept the kettle warm."),
    ("Host", "Thank you both. May everyone who is out late find something to read."),
)  # fmt: skip

NOTICE = {
    "zh-CN": "本节目由人工智能合成朗读。",
    "zh-TW": "本節目由人工智慧（AI）合成朗讀。",
    "en": "This programme is read aloud by AI.",
}


def sentences_of(text: str) -> list[str]:
    return re.findall(r"[^。！？.!?]+(?:[。！？.!?]+ ?|$)", text)


def words_of(sentence: str) -> list[str]:
    if sentence.isascii():
        return re.findall(r"\S+\s*", sentence)
    return re.findall(r"[A-Za-z0-9]+[，。！？、：]*|[^，。！？、：]{1,2}[，。！？、：]*", sentence)


def interview(
    turns: Sequence[tuple[str, str]] = ZH,
    *,
    language: str = "zh-CN",
    title: str = "凌晨两点，图书馆里还有谁？",
    slug: str = "2026-05-08-lingchen-liangdian",
    gap_s: float = SENTENCE_GAP_S,
    per_character_s: float = PER_CHARACTER_S,
    url: str | None = "https://news.example/night-library",
) -> Manifest:
    """The interview as an episode; a chapter begins with each of the host's turns but the first."""
    cues: list[Cue] = []
    chapters: list[tuple[str, int]] = []
    time = round(0.25 * RATE_HZ)
    place = 0
    notice = NOTICE["en" if language.startswith("en") else language if language in NOTICE else "zh-CN"]
    spoken = [(-1, -1, None, notice)]
    paragraph = 0
    for turn, (speaker, text) in enumerate(turns):
        for printed in text.split("\n"):
            spoken += [(turn, paragraph, speaker, sentence) for sentence in sentences_of(printed)]
            paragraph += 1
    last_turn = -1
    for turn, of_paragraph, speaker, sentence in spoken:
        if turn != last_turn:
            time += round((TURN_GAP_S - SENTENCE_GAP_S) * RATE_HZ)
            if turn > 0 and speaker == turns[0][0]:
                chapters.append((sentence.strip(), time))
        last_turn = turn
        words: list[Word] = []
        start = time
        for word in words_of(sentence):
            length = max(round(per_character_s * len(word) * RATE_HZ), 1)
            words.append(Word(text=word, start=time, end=time + length))
            time += length
        kind = Kind.NOTICE if turn < 0 else Kind.SPEECH
        at = -1 if turn < 0 else place
        place += len(sentence) if turn >= 0 else 0
        text = "".join(word.text for word in words)
        cues.append(
            Cue(
                kind=kind,
                speaker=speaker,
                at=at,
                text=text,
                spoken=sentence,
                start=start,
                end=time,
                words=tuple(words),
                turn=turn,
                paragraph=of_paragraph,
            )
        )
        time += round(gap_s * RATE_HZ)
    names = list(dict.fromkeys(speaker for speaker, _ in turns))
    people = tuple(
        CastSpeaker(
            speaker=Speaker(
                name=name,
                role=Role.GUEST if index else Role.HOST,
                position="馆员" if index and language[0] == "z" else None,
            ),
            voice=Voice(engine="tone", name=f"tone-{index}"),
        )
        for index, name in enumerate(names)
    )
    edges = [*(start for _, start in chapters), time]
    marks = tuple(
        ChapterMark(title=name, start=start, end=end) for (name, start), end in zip(chapters, edges[1:], strict=True)
    )
    episode = Episode(
        slug=slug,
        title=title,
        source="night.txt",
        url=url,
        published="2026-05-08",
        publisher="夜读编辑部" if language[0] == "z" else "Night Desk",
        language=language,
        engine="tone",
        fallback=None,
        accepted=False,
        timing="engine",
        speakers=people,
        rate_hz=RATE_HZ,
        length=time,
        cues=tuple(cues),
        chapters=marks,
        not_spoken=(),
        loudness=Loudness(integrated_lufs=-16.0, range_lu=3.0, true_peak_dbtp=-1.5),
    )  # fmt: skip
    audio = AudioFile(file=f"{slug}.mp3", bytes=0, type="audio/mpeg", sha256="0" * 64, bitrate_kbps=64)
    files = {"captions_vtt": "captions.vtt", "captions_srt": "captions.srt", "transcript_txt": "transcript.txt"}
    return Manifest(episode=episode, audio=audio, label={"Label": "1"}, files=files)


def pitch_hz(cue: int) -> float:
    """Each sentence's own pitch, far enough from its neighbours' to be told apart."""
    return 500.0 + 250.0 * (cue % 12)


def sound(manifest: Manifest) -> bytes:
    """The episode as MP3: a tone for each sentence, silence between."""
    episode = manifest.episode
    wave = np.zeros(episode.length, dtype=np.float32)
    for index, cue in enumerate(episode.cues):
        time = np.arange(cue.end - cue.start) / episode.rate_hz
        wave[cue.start : cue.end] = 0.4 * np.sin(2 * np.pi * pitch_hz(index) * time)
    frame = mp3.samples_per_frame(episode.rate_hz)
    whole = -(-(episode.length + 1105) // frame) * frame  # a decoder's delay of silence behind it
    samples = np.pad(wave * 32767, (0, whole - episode.length)).astype(np.int16)
    kbps = manifest.audio.bitrate_kbps
    encoded = mp3.encode(samples, rate_hz=episode.rate_hz, bitrate_kbps=kbps)
    return splice([encoded], rate_hz=episode.rate_hz, bitrate_kbps=kbps)


def write_site(output: Path, manifests: Sequence[Manifest], show: Show = SHOW) -> None:
    """The output folder as `make` leaves it, as far as a browser asks for it."""
    for manifest in manifests:
        folder = output / manifest.episode.slug
        folder.mkdir(parents=True, exist_ok=True)
        (folder / manifest.audio.file).write_bytes(sound(manifest))
        (folder / "episode.json").write_text(manifest_json(manifest), encoding="utf-8")
        (folder / "index.html").write_text(player.page(manifest, show), encoding="utf-8")
        (folder / "embed.html").write_text(player.embed_page(manifest, show), encoding="utf-8")
        (folder / "captions.vtt").write_text("WEBVTT\n", encoding="utf-8")
    for name, content in player.site_files().items():
        (output / name).write_bytes(content)
    (output / "index.html").write_text(site.index_page(manifests, show), encoding="utf-8")
