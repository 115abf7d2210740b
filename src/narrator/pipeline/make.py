"""One page, the whole way to an episode."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from narrator.article import Fetched
from narrator.episode import lay_out, record
from narrator.errors import CastError, OutputError
from narrator.library import slug_in
from narrator.messages import joined, system_reason, tr
from narrator.model import (
    Around,
    CastSpeaker,
    Clip,
    Episode,
    Manifest,
    NotSpoken,
    Numbers,
    Progress,
    Recording,
    Script,
    Settings,
    Show,
    Store,
    Utterance,
)
from narrator.pipeline.cast_book import as_kept, book_of, reserved
from narrator.pipeline.episode_pictures import cover_warnings
from narrator.pipeline.exporting import exported_forms, set_exports
from narrator.pipeline.made_from import files_named_in
from narrator.pipeline.options import MakeOptions, PageOptions, PublishOptions, SoundOptions, Warn, ignore
from narrator.pipeline.publish import publish, refresh
from narrator.pipeline.scripts import not_spoken, script_of, sentences_of
from narrator.pipeline.stages import stage
from narrator.pipeline.surroundings import around_of
from narrator.pipeline.voicing import Voiced, cast_speakers, engine_for, settled, voiced
from narrator.player import FORMS, Form, snippet
from narrator.published.feed_entries import feed_faults
from narrator.published.output_folder import CACHE
from narrator.settings import load_settings
from narrator.speech import Engine, FileStore, engine, synthesise


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeResult:
    """An episode that was made."""

    manifest: Manifest
    folder: Path
    snippets: Mapping[Form, str]
    """By form, the lines that put the player on a page."""
    absolute: bool
    """Whether these lines work on any page, or only beside the output folder's own."""
    feed: Path | None
    """The feed it is in; None where there is none."""
    why_no_feed: str | None
    final: bool
    """Whether making it again from the same page and settings would give the same."""
    named: tuple[str, ...]
    """The files that the voices file names."""


def narrate(
    source: str,
    *,
    page: PageOptions | None = None,
    sound: SoundOptions | None = None,
    publishing: PublishOptions | None = None,
    voices: Path | None = None,
    warn: Warn = ignore,
    progress: Progress | None = None,
) -> EpisodeResult:
    """The page as an episode in the output folder, with all its files and the feed.

    Args:
        source: a file, an http(s) URL, or `-` for standard input.
        voices: None: `voices.yaml` here, else the one that ships with the package.
        warn: takes warnings, a line each.

    Raises:
        NarratorError: of a kind for each thing that a user can put right.
    """
    options = MakeOptions(
        page=page or PageOptions(),
        sound=sound or SoundOptions(),
        publishing=publishing or PublishOptions(),
        voices=voices,
    )
    return make_episode(source, options, warn=warn, progress=progress)


def make_episode(
    source: str,
    options: MakeOptions,
    *,
    fetched: Fetched | None = None,
    warn: Warn = ignore,
    progress: Progress | None = None,
) -> EpisodeResult:
    """As `narrate`.

    Args:
        fetched: what the URL gave, where it was fetched already.
    """
    sound, publishing = options.sound, options.publishing
    settings = load_settings(options.voices)
    script = script_of(source, options.page, fetched=fetched, warn=warn)
    _check_files(settings, publishing.output)
    around = around_of(settings, script.language, rate_hz=sound.rate_hz, warn=warn)
    store = FileStore(publishing.cache or publishing.output / CACHE)
    ready = _ready(script, settings, options, store, warn, progress)
    episode, recording = _spoken(script, ready, around, sound, store, warn, progress)
    episode = replace(
        episode,
        slug=_slug(publishing.output, source, episode),
        source=source if "://" in source else Path(source).name,
        accepted=publishing.accept_fallback,
        numbers=Numbers(
            season=publishing.numbers.season or script.numbers.season,
            episode=publishing.numbers.episode or script.numbers.episode,
        ),
    )
    try:
        return _published(episode, recording, settings, publishing, store, warn, progress)
    finally:
        recording.sound.close()


def _spoken(
    script: Script,
    ready: _Ready,
    around: Around,
    sound: SoundOptions,
    store: Store,
    warn: Warn,
    progress: Progress | None,
) -> tuple[Episode, Recording]:
    """The script as sound, and all that is known of the episode but its name."""
    with stage("speak and record") as came:
        timeline, timing, recording = record(
            ready.clips,
            script.chapters,
            around=around,
            bitrate_kbps=sound.bitrate_kbps,
            store=store,
            progress=progress,
            count=ready.count,
        )
        lufs = recording.loudness.integrated_lufs
        came(f"{ready.count} clips by {ready.engine}, {timeline.length / timeline.rate_hz:.1f} s, {lufs:.1f} LUFS")
    if around.bed and timeline.bed is None:
        warn(tr("sound: bed: it is not heard: there is no notice, and no narration before the first person speaks"))
    episode = Episode(
        slug="",
        title=script.title,
        source=script.source,
        url=script.url,
        published=script.published,
        publisher=script.publisher,
        language=script.language,
        engine=ready.engine,
        fallback=ready.fallback,
        accepted=False,
        timing=timing,
        speakers=ready.speakers,
        rate_hz=timeline.rate_hz,
        length=timeline.length,
        cues=timeline.cues,
        chapters=timeline.chapters,
        not_spoken=ready.not_spoken,
        bed=timeline.bed,
        loudness=recording.loudness,
    )
    return episode, recording


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ready:
    """A script that is being spoken, and what is known of it already."""

    engine: str
    fallback: str | None
    speakers: tuple[CastSpeaker, ...]
    not_spoken: tuple[NotSpoken, ...]
    count: int
    """Of clips."""
    clips: Iterator[Clip]
    """Alone holds the readings, and lets go of each as it is spoken: of a long page they are the most of it."""


def _ready(
    script: Script, settings: Settings, options: MakeOptions, store: Store, warn: Warn, progress: Progress | None
) -> _Ready:
    sound, publishing = options.sound, options.publishing
    book = book_of(publishing.people or publishing.output)
    sentences, kept = sentences_of(script, settings, store), book.read()
    tried: dict[str, Voiced] = {}

    def said_by(speaker: Engine) -> Sequence[Utterance]:
        tried[speaker.name] = voiced(script, sentences, as_kept(settings, kept), speaker, store)
        return tried[speaker.name].utterances

    with stage("choose the engine") as came:
        chosen = settled(sound.engine, settings, said_by, store=store, rate_hz=sound.rate_hz, warn=warn)
        speaker = chosen.engine
        came(speaker.name)
    final = reserved(
        book,
        kept,
        tried[speaker.name],
        lambda now: voiced(script, sentences, as_kept(settings, now), chosen.engine, store),
    )
    for line in final.warnings:
        warn(line)
    if sound.listen:
        from narrator.pipeline.hearing import ConfirmedEngine

        speaker = ConfirmedEngine(speaker, script.language, warn)
    return _Ready(
        engine=speaker.name,
        fallback=chosen.fallback,
        speakers=cast_speakers(script, final.utterances),
        not_spoken=not_spoken(script, sentences),
        count=len(final.utterances),
        clips=synthesise(final.utterances, speaker, store=store, rate_hz=sound.rate_hz, progress=progress),
    )


def _slug(output: Path, source: str, episode: Episode) -> str:
    return slug_in(
        output,
        title=episode.title,
        published=episode.published,
        source=source,
        url=episode.url,
        texts=[cue.text for cue in episode.cues],
    )


def show_of(options: MakeOptions) -> Show:
    """The show that episodes of these options belong to."""
    return _show(load_settings(options.voices), options.publishing)


def _show(settings: Settings, publishing: PublishOptions) -> Show:
    return replace(settings.show, base_url=publishing.base_url) if publishing.base_url else settings.show


def _published(
    episode: Episode,
    recording: Recording,
    settings: Settings,
    publishing: PublishOptions,
    store: Store,
    warn: Warn,
    progress: Progress | None,
) -> EpisodeResult:
    show = _show(settings, publishing)
    if progress:
        progress("publish", 0, 1)
    with stage("publish") as came:
        wanted = {*publishing.also, *exported_forms(publishing.output / episode.slug)}
        manifest = publish(episode, recording, publishing.output, show=show, label=settings.label, store=store)
        manifest = set_exports(publishing.output / manifest.episode.slug, wanted, show=show, progress=progress)
        lacking = cover_warnings(manifest.episode, show, store=store)
        for line in lacking:
            warn(line)
        if manifest.label and not manifest.label["ContentProducer"]:
            warn(tr("the label names no producer: give `label: {producer: …}` or the show's author in voices.yaml"))
        feed_path = refresh(publishing.output, show=show, warn=warn) if publishing.site else None
        came(f"{manifest.audio.bytes} bytes of MP3 in {manifest.episode.slug}")
    if progress:
        progress("publish", 1, 1)
    return EpisodeResult(
        manifest=manifest,
        folder=publishing.output / manifest.episode.slug,
        snippets={form: snippet(manifest, show, form) for form in FORMS},
        absolute=bool(show.base_url or show.link),
        feed=feed_path if episode.fallback is None or episode.accepted else None,
        why_no_feed=_why_no_feed(feed_path, feed_faults(show), episode),
        # The engine that was wanted may answer next time, and a font may have been installed.
        final=episode.fallback is None and not lacking,
        named=files_named_in(settings),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an episode would be."""

    script: Script
    engine: str
    speakers: tuple[CastSpeaker, ...]
    length_s: float
    """An estimate, at a newsreader's pace."""


def plan(
    source: str,
    *,
    page: PageOptions | None = None,
    sound: SoundOptions | None = None,
    output: Path | None = None,
    voices: Path | None = None,
    warn: Warn = ignore,
) -> Plan:
    """What `narrate` would make of the page, without speaking: who would speak in which voice, for how long.

    Args:
        output: the folder of all episodes, whose people keep their voices; None: there are none yet.

    Raises:
        NarratorError: as `narrate` would, up to the first word.
    """
    settings = load_settings(voices)
    if output is not None:
        settings = as_kept(settings, book_of(output).read())
    script = script_of(source, page, warn=warn)
    speaker, _ = engine_for((sound or SoundOptions()).engine, settings, warn)
    found = voiced(script, sentences_of(script, settings), settings, speaker)
    for line in found.warnings:
        warn(line)
    utterances = found.utterances
    tone = engine("tone")
    rate_hz = tone.speak(utterances[0]).audio.frame_rate
    around = around_of(settings, script.language, rate_hz=rate_hz, warn=warn)
    timeline = lay_out((tone.speak(utterance) for utterance in utterances), script.chapters, around)
    return Plan(
        script=script,
        engine=speaker.name,
        speakers=cast_speakers(script, utterances),
        length_s=timeline.length / timeline.rate_hz,
    )


def _check_files(settings: Settings, output: Path) -> None:
    """Nothing, if what publishing needs is there: better known before an hour of speech than after it.

    Raises:
        CastError: a file that voices.yaml names is missing.
        OutputError: the output folder cannot be written.
    """
    named = {
        "show: cover": settings.show.cover,
        "show: cover_font": settings.show.cover_font,
        "label: c2pa_certificate": settings.label.c2pa_certificate,
        "label: c2pa_key": settings.label.c2pa_key,
    }
    missing = [f"{key}: {path}" for key, path in named.items() if path and not Path(path).is_file()]
    if missing:
        raise CastError(
            tr("voices.yaml names what is not there: {missing}", missing="; ".join(missing)),
            hint=tr("correct the paths"),
        )
    try:
        output.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=output):
            pass
    except OSError as cause:
        raise OutputError(
            tr("cannot write to {output}: {reason}", output=output, reason=system_reason(cause)),
            hint=tr("name another folder with --output"),
        ) from cause


def _why_no_feed(path: Path | None, faults: Sequence[str], episode: Episode) -> str | None:
    if path is None:
        return tr(
            "{faults} (`show:` in voices.yaml; `narrator feed` makes the feed once it is complete)",
            faults=joined("; ", faults),
        )
    if episode.fallback and not episode.accepted:
        return tr("the episode was spoken by another engine than the first; --accept-fallback lets it in")
    return None
