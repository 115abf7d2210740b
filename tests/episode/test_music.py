"""Silence and the show's own sounds around the words, by measure."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest

from narrator.episode import analyse, lay_out, load_music, record
from narrator.episode.decode import decoded
from narrator.episode.loudness import frames_of, loudness_of, read_meter
from narrator.errors import CastError
from narrator.model import Around, Bed, Chapter, Clip, Gaps, Jingle, Kind, Recording, SoundFile, Store, Timeline
from spoken_sound import RATE_HZ, clip_of

CHAPTERS = [Chapter(title="水源", turn=1), Chapter(title="水价", turn=3)]


class Kept(dict[str, bytes]):
    """A store that counts what was encoded."""

    def put(self, key: str, value: bytes) -> None:
        self[key] = value


def music(seconds: float = 4.0, *, hz: float = 300, level: float = 0.2, rate_hz: int = RATE_HZ) -> np.ndarray:
    """A steady chord; int16."""
    time = np.arange(round(seconds * rate_hz)) / rate_hz
    chord = np.sin(2 * np.pi * hz * time) + 0.5 * np.sin(2 * np.pi * 1.5 * hz * time)
    return np.rint(32767 * level / 1.5 * chord).astype(np.int16)


def write(path: Path, samples: np.ndarray, *, rate_hz: int = RATE_HZ, codec: str | None = None) -> Path:
    """The samples as a stereo sound file, whose format the name tells."""
    codecs = {
        ".wav": "pcm_s16le",
        ".mp3": "mp3",
        ".ogg": "libopus",
        ".opus": "libopus",
        ".flac": "flac",
        ".m4a": "aac",
    }
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec or codecs[path.suffix], rate=rate_hz, layout="stereo")
        assert isinstance(stream, av.AudioStream)
        to_codec = av.AudioResampler(format=stream.format.name, layout="stereo", rate=rate_hz, frame_size=960)
        both = np.repeat(samples, 2).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(both, format="s16", layout="stereo")
        frame.sample_rate = rate_hz
        for part in (*to_codec.resample(frame), *to_codec.resample(None), None):
            container.mux(stream.encode(part))
    return path


def lufs(samples: np.ndarray, rate_hz: int = RATE_HZ) -> float:
    return loudness_of([read_meter(frames_of(samples, rate_hz), rate_hz, "s16", peak=False)]).integrated_lufs


def heard_in(recording: Recording) -> np.ndarray:
    floats = np.concatenate([frame.to_ndarray()[0] for frame in decoded(recording.mp3)])
    return np.clip(np.rint(floats * 32767), -32768, 32767).astype(np.int16)


def sound_file(path: Path | str, *, level_lu: float = 0.0, length_s: float | None = None) -> SoundFile:
    return SoundFile(path=str(path), level_lu=level_lu, length_s=length_s)


def jingle(
    folder: Path, name: str = "jingle.wav", *, hz: float = 300, seconds: float = 3.0, chapter: str = ""
) -> Jingle:
    path = write(folder / name, music(seconds, hz=hz))
    return Jingle(
        audio=load_music(sound_file(path), rate_hz=RATE_HZ, usual_s=30).audio, caption="[音乐]", chapter=chapter
    )


def talk() -> list[Clip]:
    """The notice, a lead, and two chapters."""
    return [
        clip_of("本节目由人工智能合成朗读。", seconds=2, kind=Kind.NOTICE, speaker=None, turn=-1, paragraph=-1, at=-1),
        clip_of("水厂建在河边。", seconds=3, kind=Kind.NARRATION, speaker=None, turn=0, level=0.05, at=0),
        clip_of("水从哪里来？", seconds=2, speaker="甲", turn=1, paragraph=1, at=8),
        clip_of("从河里来。", seconds=2, speaker="乙", turn=2, paragraph=2, at=15),
        clip_of("水价会涨吗？", seconds=2, speaker="甲", turn=3, paragraph=3, at=21),
        clip_of("不会。", seconds=1.5, speaker="乙", turn=4, paragraph=4, at=28),
    ]


def recorded(around: Around, clips: list[Clip] | None = None, store: Store | None = None) -> tuple[Timeline, Recording]:
    timeline, _, recording = record(talk() if clips is None else clips, CHAPTERS, around=around, store=store)
    return timeline, recording


def paused(clip: Clip, seconds: float) -> Clip:
    return replace(clip, utterance=replace(clip.utterance, sentence=replace(clip.utterance.sentence, pause_s=seconds)))


# ----------------------------------------------------------------------------------------------- silence


@pytest.mark.parametrize("pause_s", [0.2, 2.0, 7.5])
def test_pause_by_hand_is_heard_to_the_length_between_two_pieces_of_a_sentence(pause_s: float) -> None:
    clips = [paused(clip_of("从河里，", speaker="乙"), pause_s), clip_of("从水库来。", speaker="乙")]
    timeline, recording = recorded(Around(), clips)
    first, second = timeline.cues
    assert (second.start - first.end) / RATE_HZ == pytest.approx(pause_s, abs=0.001)
    silent = np.array(analyse(recording.mp3).levels_dbfs)[first.end // 441 + 3 : second.start // 441 - 1]
    assert silent.max() < -60


def test_pause_by_hand_stands_in_place_of_any_gap_and_at_both_ends() -> None:
    clips = talk()[2:5]
    sentence = replace(clips[0].utterance.sentence, pause_before_s=3.0)
    clips[0] = replace(clips[0], utterance=replace(clips[0].utterance, sentence=sentence))
    clips = [clips[0], paused(clips[1], 0.1), paused(clips[2], 4.0)]
    timeline = lay_out(clips, CHAPTERS)
    assert timeline.cues[0].start == 3 * RATE_HZ
    assert (timeline.cues[2].start - timeline.cues[1].end) / RATE_HZ == pytest.approx(0.1, abs=0.03)
    assert (timeline.length - timeline.cues[2].end) / RATE_HZ == pytest.approx(4.0, abs=0.03)


def test_gaps_are_as_long_as_voices_yaml_says() -> None:
    clips = [
        clip_of("水源", kind=Kind.NARRATION, speaker=None, turn=0),
        clip_of("水从哪里来？", turn=1, paragraph=1),
        clip_of("请讲，", turn=1, paragraph=1),
        clip_of("请。", turn=1, paragraph=1),
        clip_of("还有。", turn=1, paragraph=2),
        clip_of("从河里来。", turn=2, paragraph=3, speaker="乙"),
        clip_of("下一个。", turn=3, paragraph=4),
    ]
    gaps = Gaps(
        start_s=1, title_s=1.6, sentences_s=0.5, clauses_s=0.3, paragraphs_s=0.9, turns_s=1.1, chapters_s=2, end_s=3
    )
    timeline = lay_out(clips, [Chapter(title="水源", turn=0), Chapter(title="水价", turn=3)], Around(gaps=gaps))
    ends = [0, *(cue.end for cue in timeline.cues)]
    starts = [*(cue.start for cue in timeline.cues), timeline.length]
    heard_s = [(start - end) / RATE_HZ for end, start in zip(ends, starts, strict=True)]
    assert heard_s == pytest.approx([1, 1.6, 0.5, 0.3, 0.5 + 0.4, 1.1, 2, 3], abs=0.03)


# ------------------------------------------------------------------------------------------------- files


@pytest.mark.parametrize("suffix", [".wav", ".mp3", ".ogg", ".opus", ".flac", ".m4a"])
def test_sound_of_any_common_format_is_as_loud_as_the_speech(suffix: str, tmp_path: Path) -> None:
    rate_hz = 48_000 if suffix in (".ogg", ".opus") else RATE_HZ
    path = write(tmp_path / f"a{suffix}", music(4, level=0.02, rate_hz=rate_hz), rate_hz=rate_hz)
    audio = load_music(sound_file(path), rate_hz=RATE_HZ, usual_s=30).audio
    assert (audio.channels, audio.sample_width, audio.frame_rate) == (1, 2, RATE_HZ)
    assert audio.duration_seconds == pytest.approx(4, abs=0.1)
    assert lufs(np.frombuffer(audio.raw_data, np.int16)) == pytest.approx(-16, abs=0.5)


def test_sound_has_the_level_and_the_length_that_were_asked_for(tmp_path: Path) -> None:
    path = write(tmp_path / "a.wav", music(9))
    whole = load_music(sound_file(path, level_lu=-6), rate_hz=RATE_HZ, usual_s=30)
    part = load_music(sound_file(path, length_s=3), rate_hz=RATE_HZ, usual_s=30)
    usual = load_music(sound_file(path), rate_hz=RATE_HZ, usual_s=5)
    assert lufs(np.frombuffer(whole.audio.raw_data, np.int16)) == pytest.approx(-22, abs=0.5)
    assert [round(one.audio.duration_seconds, 1) for one in (whole, part, usual)] == [9, 3, 5]
    assert [round(one.left_out_s, 1) for one in (whole, part, usual)] == [0, 6, 4]


def test_sound_begins_and_ends_softly(tmp_path: Path) -> None:
    path = write(tmp_path / "a.wav", music(9))
    samples = np.frombuffer(
        load_music(sound_file(path, length_s=4), rate_hz=RATE_HZ, usual_s=30).audio.raw_data, np.int16
    )
    loud = np.abs(samples[RATE_HZ : 2 * RATE_HZ]).max()
    assert max(np.abs(samples[:20]).max(), np.abs(samples[-400:]).max()) < 0.05 * loud


def test_chime_that_ships_is_a_sound_like_any_other() -> None:
    audio = load_music(sound_file("chime"), rate_hz=RATE_HZ, usual_s=6).audio
    assert 1 < audio.duration_seconds < 3
    assert lufs(np.frombuffer(audio.raw_data, np.int16)) == pytest.approx(-16, abs=1)


def test_file_that_is_no_sound_is_told(tmp_path: Path) -> None:
    (tmp_path / "words.mp3").write_text("这不是音乐。" * 300, encoding="utf-8")
    half = write(tmp_path / "a.mp3", music(6)).read_bytes()
    (tmp_path / "half.mp3").write_bytes(half[: len(half) // 2])
    whole = write(tmp_path / "a.flac", music(6)).read_bytes()
    (tmp_path / "damaged.flac").write_bytes(whole[:20] + bytes(len(whole) - 20))
    write(tmp_path / "silent.wav", np.zeros(RATE_HZ, np.int16))
    (tmp_path / "empty.wav").write_bytes((tmp_path / "silent.wav").read_bytes()[:44])
    faults = {
        "words.mp3": "cannot be read as sound",
        "half.mp3": "only 3.0 s of 6.0 s are there",
        "damaged.flac": "sound",
        "silent.wav": "is silent",
        "empty.wav": "sound",
        "no.wav": "there is no file",
    }
    for name, told in faults.items():
        with pytest.raises(CastError, match=told):
            load_music(sound_file(tmp_path / name), rate_hz=RATE_HZ, usual_s=30)


# ------------------------------------------------------------------------------------------------- heard


def test_intro_stings_and_outro_are_heard_where_cues_and_chapters_say(tmp_path: Path) -> None:
    around = Around(
        intro=jingle(tmp_path, chapter="片头音乐"),
        outro=jingle(tmp_path, chapter="片尾音乐"),
        chapter_sting=jingle(tmp_path, seconds=1),
    )
    timeline, recording = recorded(around)
    kinds = "".join(cue.kind.value[0] for cue in timeline.cues)
    assert kinds == "mnn" + "mssmss" + "m"
    assert [mark.title for mark in timeline.chapters] == ["片头音乐", "水源", "水价", "片尾音乐"]
    assert [(one.end == other.start) for one, other in zip(timeline.chapters, timeline.chapters[1:], strict=False)] == [
        True
    ] * 3
    music_cues = [cue for cue in timeline.cues if cue.kind is Kind.MUSIC]
    assert timeline.chapters[0].end == music_cues[0].end
    assert timeline.chapters[2].start == music_cues[2].start
    assert timeline.chapters[3].start <= music_cues[3].start
    heard = analyse(recording.mp3)
    assert (heard.length, heard.faults) == (timeline.length, ())
    levels = np.array(heard.levels_dbfs)
    for one, other in zip(timeline.cues, timeline.cues[1:], strict=False):
        assert levels[one.end // 441 + 5 : other.start // 441 - 3].max() < -50, one.text
        assert levels[one.start // 441 + 10 : one.end // 441 - 40].min() > -45, one.text


def test_sounds_and_speech_are_equally_loud_in_the_mp3(tmp_path: Path) -> None:
    around = Around(intro=jingle(tmp_path), outro=jingle(tmp_path, hz=500))
    timeline, recording = recorded(around)
    sound = heard_in(recording)
    for cue in timeline.cues:
        if cue.end - cue.start > 2 * RATE_HZ:
            assert lufs(sound[cue.start : cue.end]) == pytest.approx(-16, abs=1), cue.text
    assert recording.loudness.integrated_lufs == pytest.approx(-16, abs=0.7)
    assert recording.loudness.true_peak_dbtp <= -1


def bed(folder: Path, *, seconds: float = 3.0, ducked_db: float = -20) -> Bed:
    return Bed(
        audio=jingle(folder, "bed.wav", hz=1000, seconds=seconds).audio,
        ducked_db=ducked_db,
        caption="[音乐]",
        under="lead",
    )


def part_near(sound: np.ndarray, hz: float) -> float:
    """How loud the sound is near one frequency, in dB."""
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound)))) ** 2
    at = np.fft.rfftfreq(len(sound), 1 / RATE_HZ)
    return 10 * float(np.log10(spectrum[np.abs(at - hz) < 20].sum() / len(sound) ** 2))


def test_bed_lies_under_the_notice_and_the_lead_and_leaves_them_audible(tmp_path: Path) -> None:
    timeline, recording = recorded(Around(bed=bed(tmp_path)), talk()[:3])
    sound = heard_in(recording)
    run_in, notice, lead, question = timeline.cues[:4]
    assert [cue.kind for cue in (run_in, notice, lead)] == [Kind.MUSIC, Kind.NOTICE, Kind.NARRATION]
    assert timeline.bed is not None
    assert (timeline.bed.start, timeline.bed.end <= question.start) == (run_in.start, True)
    alone = part_near(sound[run_in.start + RATE_HZ // 2 : run_in.end - RATE_HZ], 1000)
    for words in (notice, lead):
        under = part_near(sound[words.start + RATE_HZ // 4 : words.end - RATE_HZ // 4], 1000)
        assert alone - under == pytest.approx(20, abs=2)
        assert lufs(sound[words.start : words.end]) == pytest.approx(-16, abs=1)
    behind = sound[timeline.bed.end : question.start]
    assert np.abs(behind).max(initial=0) < 40
    assert analyse(recording.mp3).length == timeline.length


def test_bed_under_the_notice_alone_ends_before_the_lead(tmp_path: Path) -> None:
    timeline, _ = recorded(Around(bed=replace(bed(tmp_path), under="notice")))
    assert timeline.bed is not None
    assert timeline.bed.end <= timeline.cues[2].start


def test_bed_is_not_heard_where_nobody_opens(tmp_path: Path) -> None:
    timeline, _ = recorded(Around(bed=bed(tmp_path)), talk()[2:])
    assert timeline.bed is None
    assert all(cue.kind is Kind.SPEECH for cue in timeline.cues)


def test_bed_ends_where_a_long_lead_goes_on(tmp_path: Path) -> None:
    lead = [
        clip_of("水厂建在河边。", seconds=11, kind=Kind.NARRATION, speaker=None, turn=0, paragraph=n) for n in range(8)
    ]
    timeline = lay_out([*lead, *talk()[2:]], CHAPTERS, Around(bed=bed(tmp_path)))
    assert timeline.bed is not None
    assert 60 * RATE_HZ < timeline.bed.end < 120 * RATE_HZ


# ------------------------------------------------------------------------------------------------- bytes


def test_same_sounds_give_the_same_bytes(tmp_path: Path) -> None:
    around = Around(intro=jingle(tmp_path), bed=bed(tmp_path))
    assert recorded(around, talk()[:3])[1].mp3 == recorded(around, talk()[:3])[1].mp3


def test_changed_music_encodes_only_what_it_touches(tmp_path: Path) -> None:
    store = Kept()
    around = Around(intro=jingle(tmp_path, hz=300), outro=jingle(tmp_path, hz=400), bed=bed(tmp_path))
    recorded(around, talk()[:4], store)
    for changed in (
        replace(around, intro=jingle(tmp_path, hz=310, seconds=4)),
        replace(around, outro=jingle(tmp_path, hz=410)),
        replace(around, bed=bed(tmp_path, seconds=4)),
    ):
        before = len(store)
        recorded(changed, talk()[:4], store)
        assert len(store) == before + 1


def test_words_are_encoded_once_with_music_around_them_and_without(tmp_path: Path) -> None:
    store = Kept()
    recorded(Around(), talk()[2:5], store)
    words = len(store)
    recorded(Around(outro=jingle(tmp_path)), talk()[2:5], store)
    assert len(store) == words + 1


def test_music_without_words_is_no_episode(tmp_path: Path) -> None:
    timeline = lay_out([], CHAPTERS, Around(intro=jingle(tmp_path), outro=jingle(tmp_path)))
    assert timeline.cues == ()


def test_bed_levels_voices_of_unlike_loudness_each_by_itself(tmp_path: Path) -> None:
    clips = talk()
    clips[0] = clip_of(
        "本节目由人工智能合成朗读。", seconds=2, kind=Kind.NOTICE, speaker=None, turn=-1, level=0.9, at=-1
    )
    timeline, recording = recorded(Around(bed=bed(tmp_path)), clips)
    sound = heard_in(recording)
    _, notice, lead = timeline.cues[:3]
    assert lufs(sound[notice.start : notice.end]) == pytest.approx(lufs(sound[lead.start : lead.end]), abs=1)
