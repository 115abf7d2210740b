"""The recording, as a player hears it."""

from __future__ import annotations

import io

import numpy as np
import pytest
from mutagen.mp3 import MP3

from episode_samples import splice
from narrator.episode import analyse, record
from narrator.episode import mp3 as mp3_frames
from narrator.episode.decode import decoded
from narrator.episode.loudness import frames_of, level, loudness_of, read_meter
from narrator.errors import OutputError
from narrator.model import Clip, Recording, Store, Timeline
from spoken_sound import RATE_HZ, clip_of, tone


class Kept(dict[str, bytes]):
    """A store that counts what it could give."""

    hits = 0

    def get(self, key: str, default: bytes | None = None) -> bytes | None:  # type: ignore[override]
        self.hits += key in self
        return super().get(key, default)

    def put(self, key: str, value: bytes) -> None:
        self[key] = value


def talk() -> list[Clip]:
    """Three people, one of them soft, one loud, one who only says a word."""
    return [
        clip_of("各位网友大家好，今天谈供水。", seconds=4, speaker="甲", level=0.05, turn=0),
        clip_of("我先回答这个问题。", seconds=5, speaker="乙", level=0.9, hz=150, turn=1, paragraph=1),
        clip_of("好。", seconds=0.3, speaker="甲", level=0.05, turn=2, paragraph=2),
        clip_of("还有一件事要补充。", seconds=3, speaker="丙", level=0.3, hz=180, turn=3, paragraph=3),
    ]


@pytest.fixture(scope="module")
def timeline() -> Timeline:
    return record(talk())[0]


def master(clips: list[Clip] | None = None, *, bitrate_kbps: int = 64, store: Store | None = None) -> Recording:
    """The talk, or other clips, as a recording."""
    return record(talk() if clips is None else clips, bitrate_kbps=bitrate_kbps, store=store)[2]


def heard_in(mp3: bytes) -> np.ndarray:
    return np.concatenate([frame.to_ndarray()[0] for frame in decoded(mp3)])


def test_everybody_is_equally_loud(timeline: Timeline) -> None:
    sound = heard_in(master().mp3)
    for cue in timeline.cues:
        if cue.end - cue.start > RATE_HZ:
            part = sound[cue.start : cue.end]
            power = 10 * np.log10(np.mean(np.square(part)))
            assert power == pytest.approx(-16.0, abs=2.0), cue.text  # a tone's power, near its loudness
    loudness = analyse(master().mp3).loudness
    assert loudness.integrated_lufs == pytest.approx(-16.0, abs=0.5)
    assert loudness.true_peak_dbtp <= -1.0


def test_turn_too_short_to_measure_takes_its_speakers_gain(timeline: Timeline) -> None:
    sound = heard_in(master().mp3)
    peaks = [np.abs(sound[cue.start : cue.end]).max() for cue in timeline.cues]
    assert 20 * np.log10(peaks[2] / peaks[0]) == pytest.approx(0, abs=1.5)


def test_loudness_told_is_the_one_heard(timeline: Timeline) -> None:
    recording = master()
    heard = analyse(recording.mp3)
    assert recording.loudness.integrated_lufs == pytest.approx(heard.loudness.integrated_lufs, abs=0.1)
    assert recording.loudness.true_peak_dbtp == pytest.approx(heard.loudness.true_peak_dbtp, abs=0.1)


@pytest.mark.parametrize("bitrate_kbps", [64, 128])
def test_mp3_is_as_long_as_the_timeline_to_the_sample(timeline: Timeline, bitrate_kbps: int) -> None:
    recording = master(bitrate_kbps=bitrate_kbps)
    heard = analyse(recording.mp3)
    assert (heard.length, heard.rate_hz, heard.faults) == (timeline.length, RATE_HZ, ())
    info = MP3(io.BytesIO(recording.mp3)).info
    assert info.length == pytest.approx(timeline.length / RATE_HZ, abs=0.03)
    assert (round(info.bitrate, -3), info.channels, info.sketchy) == (bitrate_kbps * 1000, 1, False)


def test_sound_is_heard_when_the_timeline_says(timeline: Timeline) -> None:
    levels = np.array(analyse(master().mp3).levels_dbfs)
    for one, other in zip(timeline.cues, timeline.cues[1:], strict=False):
        gap = levels[one.end // 441 + 4 : other.start // 441 - 3]
        assert gap.max() < -55, one.text
        assert levels[one.start // 441 + 10 : one.end // 441 - 10].min() > -50


def test_same_timeline_gives_the_same_bytes(timeline: Timeline) -> None:
    assert master().mp3 == master().mp3


def test_encoded_turns_are_taken_from_the_store_and_give_the_same_bytes(timeline: Timeline) -> None:
    store = Kept()
    first = master(store=store)
    again = master(store=store)
    assert store.hits == len(talk())
    assert again == first


def test_edit_costs_the_turn_it_changes(timeline: Timeline) -> None:
    store = Kept()
    before = master(store=store).mp3
    clips = talk()
    clips[1] = clip_of("我先回答另一个问题。", seconds=6, speaker="乙", level=0.9, hz=150, turn=1, paragraph=1)
    edited, _, after = record(clips, store=store)
    assert store.hits == len(clips) - 1
    assert analyse(after.mp3).length == edited.length
    assert after.mp3[-5000:] == before[-5000:]


def test_empty_timeline_is_an_error_and_no_silence() -> None:
    with pytest.raises(OutputError, match="nothing to hear"):
        master([])


def test_limiter_keeps_the_ceiling_and_the_loudness() -> None:
    spiky = tone(5, level=0.1)
    spiky[:: RATE_HZ // 3] = 30_000
    louder = level(spiky, RATE_HZ, gain_db=12.0, ceiling_db=-2.5)
    assert np.abs(louder.astype(int)).max() <= 32768 * 10 ** (-2.4 / 20)
    assert len(louder) == len(spiky)


@pytest.mark.parametrize("rate_hz", [44_100, 48_000, 22_050, 24_000])
def test_pieces_splice_without_a_seam(rate_hz: int) -> None:
    time = np.arange(20 * 1152)
    piece = (9000 * np.sin(2 * np.pi * 300 * time / rate_hz)).astype(np.int16)
    piece[-1200:] = 0
    frames = mp3_frames.encode(piece, rate_hz=rate_hz, bitrate_kbps=64)
    spliced = analyse(splice([frames] * 3, rate_hz=rate_hz, bitrate_kbps=64))
    assert (spliced.length, spliced.faults) == (3 * len(piece), ())
    sound = heard_in(splice([frames] * 3, rate_hz=rate_hz, bitrate_kbps=64))
    assert np.abs(sound[: len(piece)] - sound[len(piece) : 2 * len(piece)]).max() < 0.03


def test_broken_file_is_heard_as_broken(timeline: Timeline) -> None:
    whole = master().mp3
    middle = len(whole) // 2
    assert analyse(whole[:middle]).length < timeline.length
    assert analyse(b"").faults
    assert analyse(b"no sound at all" * 400).faults


def test_file_whose_sound_changes_on_the_way_is_heard_as_broken() -> None:
    time = np.arange(40 * 1152)
    quick, slow = (
        mp3_frames.encode((9000 * np.sin(time / 20)).astype(np.int16), rate_hz=rate_hz, bitrate_kbps=64)
        for rate_hz in (44_100, 22_050)
    )
    heard = analyse(quick + slow)
    assert any("changes" in fault for fault in heard.faults)


def test_meter_agrees_with_the_definition_of_full_scale() -> None:
    # BS.1770-5, annex 1: a sine of 997 Hz at 0 dBFS reads -3.01 LUFS on one channel.
    sine = (32767 * np.sin(2 * np.pi * 997 * np.arange(5 * 48_000) / 48_000)).astype(np.int16)
    read = loudness_of([read_meter(frames_of(sine, 48_000), 48_000, "s16")])
    assert read.integrated_lufs == pytest.approx(-3.01, abs=0.05)
    assert read.true_peak_dbtp == pytest.approx(0.0, abs=0.1)
