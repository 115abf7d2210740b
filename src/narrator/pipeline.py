"""The corridor: one page, the whole flow. The only place that knows all rooms."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from narrator.article import read
from narrator.casting import assign, load_cast
from narrator.episode import DEFAULT_BITRATE_KBPS, DEFAULT_RATE_HZ, lay_out, listen, master
from narrator.errors import CastError, EngineError, OutputError, ScriptError
from narrator.model import (
    Cast,
    CastSpeaker,
    Episode,
    Manifest,
    NotSpoken,
    Progress,
    Reading,
    Script,
    Sentence,
    Utterance,
    Voice,
)
from narrator.publication import Finding, check, feed, feed_faults, publish, refresh, slug_in
from narrator.publication.apple import CATEGORIES
from narrator.publication.player import snippet
from narrator.script import from_text, is_editable, parse, to_text
from narrator.speech import Engine, FileStore, Usage, VoiceInfo, choose, substitute, synthesise
from narrator.speech import engine as registered
from narrator.spoken import lexicon_faults, notice, notice_words, verbalise, verbalise_text

CACHE = ".cache"
"""Of the output folder: clips and encoded turns by content."""

StageDirections = Literal["drop", "narrate"]

Tell = Callable[[str], None]
"""Takes a line that the editor should read."""


def _quiet(_: str) -> None:
    """For callers who do not want to be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """An episode that was made."""

    manifest: Manifest
    folder: Path
    snippet: str
    """The lines that put the player on a page."""
    absolute: bool
    """Whether these lines work on any page, or only beside the output folder's own."""
    feed: Path | None
    """The feed it is in; None where there is none."""
    why_no_feed: str | None


def narrate(  # noqa: PLR0913 - the settings of a whole run, by name
    source: str,
    *,
    output: Path = Path("output"),
    voices: Path | None = None,
    engine: str = "auto",
    language: str | None = None,
    rate_hz: int = DEFAULT_RATE_HZ,
    bitrate_kbps: int = DEFAULT_BITRATE_KBPS,
    base_url: str | None = None,
    accept_fallback: bool = False,
    strict: bool = False,
    stage_directions: StageDirections = "drop",
    allow_private: bool = False,
    tell: Tell = _quiet,
    progress: Progress | None = None,
) -> Made:
    """The page as an episode in the output folder, with all its files and the feed.

    Args:
        source: a file, an http(s) URL, or `-` for standard input.
        voices: None: `voices.yaml` here, else the one that ships with the package.
        engine: `auto` takes the first of the voices file's `engines:` that answers.
        language: BCP 47; None: found out from the text.
        accept_fallback: let an episode that fell back to another engine into the feed.
        strict: a doubt about who speaks is an error.
        stage_directions: whether （笑） and its like are left out or said by the narrator.
        allow_private: let a URL name this machine or the local network.
        tell: takes warnings, a line each.

    Raises:
        NarratorError: of a kind for each thing that a user can put right.
    """
    cast = cast_of(voices)
    script = script_of(
        source,
        language=language,
        strict=strict,
        stage_directions=stage_directions,
        allow_private=allow_private,
        tell=tell,
    )
    _check_files(cast, output)
    store = FileStore(output / CACHE)
    speaker, fallback = _engine_for(engine, cast, tell)
    sentences = verbalise(script, cast.lexicon)
    utterances = _utterances(script, sentences, cast, speaker, tell)
    if progress:
        progress("speak", 0, len(utterances))
    clips = synthesise(utterances, speaker, store=store, rate_hz=rate_hz, progress=progress)
    timeline = lay_out(clips, script.chapters)
    recording = master(timeline, bitrate_kbps=bitrate_kbps, store=store, progress=progress)
    episode = Episode(
        slug=slug_in(
            output,
            title=script.title,
            published=script.published,
            source=source,
            url=script.url,
            texts=[cue.text for cue in timeline.cues],
        ),
        title=script.title,
        source=source if "://" in source else Path(source).name,
        url=script.url,
        published=script.published,
        publisher=script.publisher,
        language=script.language,
        engine=speaker.name,
        fallback=fallback,
        accepted=accept_fallback,
        timing="estimated" if any(clip.timing == "estimated" for clip in clips) else "engine",
        speakers=_cast_speakers(script, utterances),
        rate_hz=timeline.rate_hz,
        length=timeline.length,
        cues=timeline.cues,
        chapters=timeline.chapters,
        not_spoken=_not_spoken(script, sentences),
        loudness=recording.loudness,
    )
    show = replace(cast.show, base_url=base_url) if base_url else cast.show
    if progress:
        progress("publish", 0, 1)
    manifest = publish(episode, recording, output, show=show, label=cast.label)
    feed_path = refresh(output, show=show, tell=tell)
    if progress:
        progress("publish", 1, 1)
    return Made(
        manifest=manifest,
        folder=output / manifest.episode.slug,
        snippet=snippet(manifest, show),
        absolute=bool(show.base_url or show.link),
        feed=feed_path if fallback is None or accept_fallback else None,
        why_no_feed=_why_no_feed(feed_path, feed_faults(show), fallback, accept_fallback),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """What an episode would be."""

    script: Script
    engine: str
    speakers: tuple[CastSpeaker, ...]
    length_s: float
    """An estimate, at a newsreader's pace."""


def rehearse(
    source: str,
    *,
    voices: Path | None = None,
    engine: str = "auto",
    language: str | None = None,
    strict: bool = False,
    stage_directions: StageDirections = "drop",
    allow_private: bool = False,
    tell: Tell = _quiet,
) -> Rehearsal:
    """What `narrate` would make of the page, without speaking: who would speak in which voice, for how long.

    Raises:
        NarratorError: as `narrate` would, up to the first word.
    """
    cast = cast_of(voices)
    script = script_of(
        source,
        language=language,
        strict=strict,
        stage_directions=stage_directions,
        allow_private=allow_private,
        tell=tell,
    )
    speaker, _ = _engine_for(engine, cast, tell)
    utterances = _utterances(script, verbalise(script, cast.lexicon), cast, speaker, tell)
    clips = [registered("tone").speak(utterance) for utterance in utterances]
    timeline = lay_out(clips, script.chapters)
    return Rehearsal(
        script=script,
        engine=speaker.name,
        speakers=_cast_speakers(script, utterances),
        length_s=timeline.length / timeline.rate_hz,
    )


def cast_of(voices: Path | None) -> Cast:
    """The voices file, checked whole.

    Raises:
        CastError: it has mistakes; all of them are told.
    """
    return load_cast(voices, categories=CATEGORIES, lexicon_faults=_lexicon_faults)


def _lexicon_faults(lexicon: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with each word's reading."""
    told = ((word, lexicon_faults({word: reading})) for word, reading in lexicon.items())
    return {word: faults[0] for word, faults in told if faults}


def script_of(
    source: str,
    *,
    language: str | None = None,
    strict: bool = False,
    stage_directions: StageDirections = "drop",
    allow_private: bool = False,
    tell: Tell = _quiet,
) -> Script:
    """Who says what on the page, or in the script an editor wrote.

    Raises:
        InputError: the page cannot be read.
        ScriptError: nobody says anything, the script has mistakes, or --strict met a doubt.
    """
    article = read(source, language=language, allow_private=allow_private)
    if is_editable(article.text):
        script = from_text(article.text, source)
    else:
        script = parse(article, stage_directions=stage_directions)
    if not script.turns:
        raise ScriptError(
            f"{source}: nobody says anything", hint="look at it with `narrator script`; is the text there?"
        )
    doubts = [
        *(f"line {turn.line}: {turn.speaker or 'narration'}: {turn.doubt}" for turn in script.turns if turn.doubt),
        *script.warnings,
    ]
    if doubts and strict:
        told = "\n".join(f"  {doubt}" for doubt in doubts)
        raise ScriptError(
            f"{source}: it is not sure who says what:\n{told}",
            hint="write it out with `narrator script --format text`, correct it, and make that",
        )
    for doubt in doubts:
        tell(f"{source}: {doubt}")
    return script


def sentences_of(script: Script, cast: Cast) -> tuple[Sentence, ...]:
    """How each sentence of the script is read, those with nothing to say included."""
    return verbalise(script, cast.lexicon)


def editable(script: Script) -> str:
    """The script as text to correct by hand, which `narrate` accepts."""
    return to_text(script)


def say(text: str, *, voices: Path | None = None, language: str = "zh-CN") -> Reading:
    """How one string is read."""
    return verbalise_text(text, lexicon=cast_of(voices).lexicon, language=language)


def try_voice(
    text: str, *, voice: str | None, engine: str, voices: Path | None = None, language: str = "zh-CN"
) -> bytes:
    """The text as an MP3 in a voice of the engine; None: the first of its pool.

    Raises:
        EngineError: the engine does not answer, or has no such voice.
    """
    cast = cast_of(voices)
    speaker, _ = _engine_for(engine, cast, _quiet)
    sentence = replace(notice(text, language, cast.lexicon), turn=0)
    if not sentence.reading.words:
        raise ScriptError("there is nothing to say in the text", hint="give it words")
    utterance = assign([sentence], (), cast, speaker.name)[0]
    if voice is not None:
        member = cast.members.get(voice)
        chosen = member.voices.get(speaker.name) if member else None
        utterance = replace(utterance, voice=chosen or Voice(engine=speaker.name, name=voice))
    clips = synthesise([utterance], speaker, store=Forgetful(), rate_hz=DEFAULT_RATE_HZ)
    return master(lay_out(clips)).mp3


class Forgetful:
    """A store that keeps nothing."""

    def get(self, key: str) -> bytes | None:
        """Nothing."""
        return None

    def put(self, key: str, value: bytes) -> None:
        """Forget it."""


def voices_of(names: Sequence[str]) -> dict[str, tuple[VoiceInfo, ...] | EngineError]:
    """By engine, the voices it offers, or why it cannot say."""
    offered: dict[str, tuple[VoiceInfo, ...] | EngineError] = {}
    for name in names:
        try:
            offered[name] = registered(name).voices()
        except EngineError as cause:
            offered[name] = cause
    return offered


def rebuild_feed(output: Path, *, voices: Path | None = None, base_url: str | None = None) -> Path:
    """The feed, the index page and the player, made again from the episodes in the output folder."""
    if not output.is_dir():
        raise OutputError(
            f"no output folder at {output}", hint="make an episode first, or name its folder: --output DIR"
        )
    return feed(output, show=cast_of(voices).show, base_url=base_url)


def findings_of(paths: Sequence[Path], *, voices: Path | None = None) -> tuple[Finding, ...]:
    """What there is to say of episodes' folders, feeds and output folders: whether they are fit to publish."""
    return check(paths, listen=listen, show=cast_of(voices).show)


def cache_usage(output: Path) -> Usage:
    """What the cache of the output folder holds."""
    return FileStore(output / CACHE).usage()


def clear_cache(output: Path) -> Usage:
    """Empty the cache of the output folder; returns what it held."""
    return FileStore(output / CACHE).clear()


# ------------------------------------------------------------------------------------------------ steps


def _check_files(cast: Cast, output: Path) -> None:
    """Nothing, if what publishing needs is there: better known before an hour of speech than after it.

    Raises:
        CastError: a file that voices.yaml names is missing.
        OutputError: the output folder cannot be written.
    """
    named = {
        "show: cover": cast.show.cover,
        "label: c2pa_certificate": cast.label.c2pa_certificate,
        "label: c2pa_key": cast.label.c2pa_key,
    }
    missing = [f"{key}: {path}" for key, path in named.items() if path and not Path(path).is_file()]
    if missing:
        raise CastError(f"voices.yaml names what is not there: {'; '.join(missing)}", hint="correct the paths")
    try:
        output.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=output):
            pass
    except OSError as cause:
        raise OutputError(
            f"cannot write to {output}: {cause.strerror or cause}", hint="name another folder with --output"
        ) from cause


def _engine_for(name: str, cast: Cast, tell: Tell) -> tuple[Engine, str | None]:
    """The engine that will speak the whole episode, and what it falls back from."""
    if name == "auto":
        speaker, fallback = choose(cast.engines)
        if fallback:
            tell(f"speaking with {speaker.name} instead of {cast.engines[0]}: {fallback}")
        return speaker, fallback
    speaker = registered(name)
    if why_not := speaker.available():
        raise EngineError(f"{name} does not answer: {why_not}", hint="try again later, or let --engine auto choose")
    return speaker, None


def _utterances(
    script: Script, sentences: Sequence[Sentence], cast: Cast, speaker: Engine, tell: Tell
) -> tuple[Utterance, ...]:
    """What will be said, in whose voice, the notice first."""
    said = [sentence for sentence in sentences if sentence.reading.words]
    if not said:
        raise ScriptError(f"{script.source}: there is nothing to say in it", hint="look at it with `narrator script`")
    if cast.label.audible:
        words = cast.label.notice or notice_words(script.language)
        said.insert(0, notice(words, script.language, cast.lexicon))
    assigned = assign(said, script.speakers, cast, speaker.name)
    genders = {
        member.voice.name: member.speaker.gender
        for member in _cast_speakers(script, assigned)
        if member.speaker.gender is not None
    }
    utterances, replaced = substitute(assigned, speaker, genders)
    for line in replaced:
        tell(line)
    return utterances


def _cast_speakers(script: Script, utterances: Sequence[Utterance]) -> tuple[CastSpeaker, ...]:
    """The people who are heard, with their voices."""
    voices = {utterance.sentence.speaker: utterance.voice for utterance in utterances}
    return tuple(
        CastSpeaker(speaker=speaker, voice=voices[speaker.name])
        for speaker in script.speakers
        if speaker.name in voices
    )


def _not_spoken(script: Script, sentences: Sequence[Sentence]) -> tuple[NotSpoken, ...]:
    """What is printed and not heard, in the page's order: what the script leaves out, and what has no sound."""
    silent = [
        NotSpoken(at=sentence.at, text=sentence.reading.written, why="nothing to pronounce")
        for sentence in sentences
        if not sentence.reading.words
    ]
    return tuple(sorted([*script.not_spoken, *silent], key=lambda one: one.at))


def _why_no_feed(path: Path | None, faults: Sequence[str], fallback: str | None, accepted: bool) -> str | None:
    if path is None:
        return f"{'; '.join(faults)} (`show:` in voices.yaml; `narrator feed` makes the feed once it is complete)"
    if fallback and not accepted:
        return "the episode was spoken by another engine than the first; --accept-fallback lets it in"
    return None
