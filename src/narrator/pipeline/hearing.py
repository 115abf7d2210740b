"""What an independent listener says: of episodes, of a sentence just spoken, and of voices that may be cast."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from narrator.casting import assign, candidates
from narrator.check import Finding
from narrator.episode import record
from narrator.errors import OutputError, ScriptError
from narrator.listening import (
    Candidate,
    Line,
    Recogniser,
    alike,
    audition_page,
    confirmed,
    cut_out,
    distances,
    expectations,
    hear_episode,
    sound_of_mp3,
    spoken_cues,
    typical,
    whisper,
)
from narrator.messages import system_reason, tr
from narrator.model import Clip, Episode, Progress, Reading, Script, Sentence, Settings, Timeline, Utterance
from narrator.pipeline.options import PageOptions, SoundOptions, Warn, ignore
from narrator.pipeline.scripts import script_of, sentences_of
from narrator.pipeline.stages import stage
from narrator.pipeline.voicing import NullStore, engine_for
from narrator.published.output_folder import MANIFEST, episode_folders, load_manifest
from narrator.settings import load_settings
from narrator.speech import Engine, VoiceInfo, synthesise
from narrator.spoken import verbalise_text
from narrator.standards.timestamps import clock_time

_log = logging.getLogger(__name__)

SPOKEN_AGAIN = 2
"""Times that a sentence is spoken again because it was not heard as it should be."""
MOST_CANDIDATES = 4
"""Voices a person is tried in: more are not compared by ear."""
AUDITION = "audition.mp3"
MOST_SHOWN = 60
"""Characters of a sentence that a finding shows."""


def heard_findings_of(
    paths: Sequence[Path], *, voices: Path | None = None, progress: Progress | None = None
) -> tuple[Finding, ...]:
    """What an independent listener finds in the episodes: sentences not heard as they should be, voices too alike.

    Raises:
        MissingExtra: `narrator[listen]` is not installed.
    """
    lexicon = load_settings(voices).lexicon
    recogniser = whisper()
    folders = [each for path in paths for each in ([path] if (path / MANIFEST).is_file() else episode_folders(path))]
    return tuple(finding for folder in folders for finding in _heard(folder, recogniser, lexicon, progress))


def _heard(
    folder: Path, recogniser: Recogniser, lexicon: Mapping[str, str], progress: Progress | None
) -> Iterator[Finding]:
    manifest = load_manifest(folder)
    episode, path = manifest.episode, folder / manifest.audio.file
    expected = expectations(episode, reader(episode.language, lexicon))
    mp3 = path.read_bytes()
    with stage("listen") as came:
        hearing = hear_episode(mp3, expected, recogniser=recogniser, read=reader(episode.language), progress=progress)
        came(f"{hearing.sentences} sentences, {len(hearing.misheard)} not as they should be")
    if not hearing.understood:
        what = tr("the listener does not understand this voice, so it says nothing about the words")
        yield Finding(level="warning", what=what, where=str(path), do=tr("hear it yourself, or use a natural voice"))
    elif not hearing.misheard:
        yield Finding(
            level="ok", what=tr("an independent listener hears every sentence as it should be"), where=str(path)
        )
    for each in hearing.misheard if hearing.understood else ():
        where = f"{path}, {clock_time(round(each.at_s * 1000))}"
        do = tr("hear it; if it is wrong, give the words a reading under `lexicon:` and make the episode again")
        printed = " ".join(spoken_cues(episode)[each.sentence].text.split())
        shown = printed if len(printed) <= MOST_SHOWN else printed[:MOST_SHOWN] + "…"
        what = tr("{misheard}, in “{sentence}”", misheard=each.message, sentence=shown)
        yield Finding(level="warning", what=what, where=where, do=do)
    yield from _alike(episode, mp3, path)


def _alike(episode: Episode, mp3: bytes, path: Path) -> Iterator[Finding]:
    sound = sound_of_mp3(mp3)
    said: dict[str, list[np.ndarray]] = {}
    for cue in episode.cues:
        if cue.speaker is not None:
            part = cut_out(sound, cue.start / episode.rate_hz, cue.end / episode.rate_hz)
            said.setdefault(cue.speaker, []).append(part)
    pairs = distances({name: np.concatenate(parts) for name, parts in said.items()})
    for pair in (each for each in pairs if each.too_much):
        do = tr("give one of them another voice under `cast:`; `narrator voices try --page PAGE` lets them be heard")
        yield Finding(level="warning", what=pair.message, where=str(path), do=do)
    if pairs and not pairs[0].too_much:
        yield Finding(
            level="ok", what=tr("no two people sound alike; nearest: {pair}", pair=pairs[0].message), where=str(path)
        )


def reader(language: str, lexicon: Mapping[str, str] | None = None) -> Callable[[str], Reading]:
    """How a text of the language is read."""
    return lambda text: verbalise_text(text, lexicon=lexicon or {}, language=language)


class ConfirmedEngine:
    """An engine whose every clip is heard: a sentence that is not heard as it should be is spoken again."""

    def __init__(self, engine: Engine, language: str, warn: Warn) -> None:
        """Hear what `engine` says.

        Raises:
            MissingExtra: `narrator[listen]` is not installed.
        """
        self._engine = engine
        self._recogniser = whisper()
        self._read = reader(language)
        self._warn = warn
        self.name = engine.name
        self.concurrency = engine.concurrency

    @property
    def fingerprint(self) -> str:
        """The engine's own, and that it was heard: a clip that was not is spoken anew."""
        return f"{self._engine.fingerprint}, heard"

    def available(self) -> str | None:
        """As the engine says."""
        return self._engine.available()

    def voices(self) -> tuple[VoiceInfo, ...]:
        """As the engine says."""
        return self._engine.voices()

    def speak(self, utterance: Utterance) -> Clip:
        """The first clip that is heard as it should be, or the last, with a warning."""
        clip, wrong = self._spoken(utterance)
        for _ in range(SPOKEN_AGAIN):
            if wrong is None:
                return clip
            _log.info("%s: %s; spoken again", self.name, wrong)
            clip, wrong = self._spoken(utterance)
        if wrong is not None:
            self._warn(
                tr(
                    "“{written}” may be spoken wrongly: {wrong}",
                    written=utterance.sentence.reading.written[:30],
                    wrong=wrong,
                )
            )
        return clip

    def _spoken(self, utterance: Utterance) -> tuple[Clip, str | None]:
        clip = self._engine.speak(utterance)
        return clip, confirmed(clip, recogniser=self._recogniser, read=self._read)


def audition(
    source: str,
    folder: Path,
    *,
    page: PageOptions | None = None,
    sound: SoundOptions | None = None,
    voices: Path | None = None,
    warn: Warn = ignore,
    progress: Progress | None = None,
) -> Path:
    """Each candidate voice with sentences of each person of the page: one MP3, and the page on which to hear it.

    Raises:
        NarratorError: as `narrate` would, up to the last word; the folder cannot be written.
    """
    settings, sound = load_settings(voices), sound or SoundOptions()
    script = script_of(source, page, warn=warn)
    sentences = sentences_of(script, settings)
    speaker, _ = engine_for(sound.engine, settings, warn)
    tried = list(_tried(script, sentences, settings, speaker))
    if not tried:
        raise ScriptError(
            tr("{source}: nobody says anything", source=source), hint=tr("look at it with `narrator script`")
        )
    utterances = [
        Utterance(sentence=replace(sentence, turn=number, paragraph=number), voice=candidate.voice)
        for number, (candidate, sentence) in enumerate(tried)
    ]
    clips = synthesise(utterances, speaker, store=NullStore(), rate_hz=sound.rate_hz, progress=progress)
    timeline, _, recording = record(clips, bitrate_kbps=sound.bitrate_kbps)
    mp3 = recording.mp3
    recording.sound.close()
    lines = [
        Line(
            candidate=candidate,
            text=cue.text,
            start_s=cue.start / timeline.rate_hz,
            end_s=cue.end / timeline.rate_hz,
        )
        for (candidate, _), cue in zip(tried, timeline.cues, strict=True)
    ]
    html = audition_page(
        script.title, lines, AUDITION, language=script.language, alike=alike(_by_voice(mp3, lines, timeline))
    )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / AUDITION).write_bytes(mp3)
        (folder / "index.html").write_text(html, "utf-8")
    except OSError as cause:
        raise OutputError(
            tr("cannot write to {folder}: {reason}", folder=folder, reason=system_reason(cause)),
            hint=tr("name another folder with -o"),
        ) from cause
    return folder / "index.html"


def _tried(
    script: Script, sentences: Sequence[Sentence], settings: Settings, speaker: Engine
) -> Iterator[tuple[Candidate, Sentence]]:
    said = [sentence for sentence in sentences if sentence.reading.words]
    cast = {each.sentence.speaker: each.voice for each in assign(said, script.speakers, settings.cast, speaker.name)}
    chosen = typical(said)
    for person in script.speakers:
        own = [said[at] for at in chosen.get(person.name, ())]
        if not own:
            continue
        now = cast[person.name]
        others = candidates(person, settings.cast, speaker.name, script.language)
        for voice in [now, *(each for each in others if each.name != now.name)][:MOST_CANDIDATES]:
            for sentence in own:
                yield Candidate(speaker=person.name, voice=voice, is_cast=voice == now), sentence


def _by_voice(mp3: bytes, lines: Sequence[Line], timeline: Timeline) -> dict[str, np.ndarray]:
    sound = sound_of_mp3(mp3)
    said: dict[str, list[np.ndarray]] = {}
    for line in lines:
        said.setdefault(line.candidate.voice.name, []).append(cut_out(sound, line.start_s, line.end_s))
    return {name: np.concatenate(parts) for name, parts in said.items()}
