"""What the editor's desk does, as calls that the command line has too."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any

from narrator.check import Finding
from narrator.desk import Casting, Listed, Made, Offered, Remark, Snippet, run_desk
from narrator.errors import CastError, NarratorError, OutputError, ScriptError
from narrator.library import slug
from narrator.messages import tr, translated
from narrator.model import (
    Manifest,
    Progress,
    Script,
    Sentence,
    Settings,
    Turn,
    Utterance,
    Voice,
)
from narrator.pipeline.desk_cast import castings, offered_by, voices_by_name, with_voice
from narrator.pipeline.make import narrate
from narrator.pipeline.options import PageOptions, PublishOptions, SoundOptions, ignore
from narrator.pipeline.publish_elsewhere import publish_to
from narrator.pipeline.scripts import editable, script_of
from narrator.pipeline.upkeep import findings_of
from narrator.pipeline.voicing import engine_for
from narrator.player import FORMS, site_files, snippet
from narrator.preview.server import app as preview_app
from narrator.published.output_folder import CACHE, MANIFEST, episode_folders, load_manifest
from narrator.script import from_text
from narrator.settings import load_settings, with_entries, write_file
from narrator.speech import Engine, FileStore, synthesise
from narrator.spoken import verbalise

_TIME = re.compile(r", (?:(\d+):)?(\d+):(\d+(?:\.\d+)?)$")
"""Behind a file's name, where in the episode a finding is."""
_QUOTED = re.compile(r"[“「](.+?)…?[”」]")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskOptions:
    """Where the desk's files are, and what speaks."""

    output: Path = Path("output")
    voices: Path | None = None
    """None: `voices.yaml` here, else the one that ships with the package."""
    page: PageOptions = field(default_factory=PageOptions)
    sound: SoundOptions = field(default_factory=SoundOptions)
    base_url: str | None = None


def open_desk(
    options: DeskOptions,
    drafts: Path,
    *,
    port: int,
    address: str | None,
    open_browser: bool,
    ready: Callable[[str], None],
) -> None:
    """The editor's desk, until Ctrl-C.

    Args:
        drafts: the folder of the scripts that are being worked on.
        port: 0 takes a free one.
        address: by which browsers reach it; None: this machine's own.
        ready: called once with the address that opens it.

    Raises:
        MissingExtra: `narrator[serve]` is not installed.
        CastError: the voices file has mistakes.
    """
    load_settings(options.voices)
    run_desk(DeskCalls(options), drafts, port=port, address=address, open_browser=open_browser, ready=ready)


class DeskCalls:
    """Narrator, as the desk needs it (`narrator.desk.Narrator`)."""

    def __init__(self, options: DeskOptions) -> None:
        self._options = options
        self._lock = Lock()
        self._engine: tuple[object, Engine] | None = None
        self._warm = Event()
        self._sent: set[tuple[str, int]] = set()
        """Episodes that were brought to a destination, each with its edition."""
        self._listed: dict[Path, tuple[int, Listed]] = {}

    @property
    def output(self) -> Path:
        """The folder of all episodes."""
        return self._options.output

    def warm_up(self) -> None:
        """Choose the engine in the background: a network that does not answer takes its time."""
        if not self._warm.is_set():
            self._warm.set()
            Thread(target=self._choose, daemon=True).start()

    def _choose(self) -> None:
        with contextlib.suppress(NarratorError):  # whoever wants to hear something is told
            self._speaking(load_settings(self._options.voices))

    def read(self, source: str) -> Script:
        """The script of a page."""
        return script_of(source, self._options.page)

    def written(self, script: Script) -> str:
        """The script as editable text."""
        return editable(script)

    def parsed(self, text: str, name: str) -> Script:
        """The script that an editable text describes."""
        return from_text(text, name)

    def name_for(self, script: Script) -> str:
        """An ASCII name for files about the script."""
        return slug(script.title, script.published, script.source)

    def settings_edition(self) -> object:
        """Another value whenever the voices file is another."""
        path = self._voices()
        try:
            status = path.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_size

    def _voices(self) -> Path:
        return self._options.voices or Path("voices.yaml")

    def sentences(self, script: Script, turns: Sequence[Turn]) -> tuple[tuple[Sentence, ...], ...]:
        """How each sentence of some of the script's turns is read, turn by turn."""
        found = verbalise(replace(script, turns=tuple(turns)), load_settings(self._options.voices).lexicon)
        by_turn: list[list[Sentence]] = [[] for _ in turns]
        for sentence in found:
            by_turn[sentence.turn].append(sentence)
        return tuple(map(tuple, by_turn))

    def sound(self, script: Script, sentence: Sentence, voice: Voice | None = None) -> bytes:
        """A sentence as a WAV file; kept where `make` will look for it."""
        if not sentence.reading.words:
            raise ScriptError(tr("there is nothing to say in this sentence"), hint=tr("it is passed over"))
        settings = load_settings(self._options.voices)
        engine = self._speaking(settings)
        voice = voice or voices_by_name(script, self.output, settings, engine)[sentence.speaker]
        clips = synthesise(
            [Utterance(sentence=sentence, voice=voice)],
            engine,
            store=FileStore(self.output / CACHE),
            rate_hz=self._options.sound.rate_hz,
        )
        wav = io.BytesIO()
        for clip in clips:
            clip.audio.export(wav, format="wav")
        return wav.getvalue()

    def _speaking(self, settings: Settings) -> Engine:
        """The engine that lets sentences be heard; asked for anew when the settings are others."""
        with self._lock:
            edition = self.settings_edition()
            if self._engine is None or self._engine[0] != edition:
                self._engine = edition, engine_for(self._options.sound.engine, settings, ignore)[0]
            return self._engine[1]

    def make(self, draft: Path, progress: Progress, warn: Callable[[str], None], *, accept: bool = False) -> Made:
        """The draft as an episode in the output folder."""
        result = narrate(
            str(draft),
            page=self._options.page,
            sound=self._options.sound,
            publishing=PublishOptions(output=self.output, base_url=self._options.base_url, accept_fallback=accept),
            voices=self._options.voices,
            warn=lambda line: warn(line.removeprefix(f"{draft}: ")),
            progress=progress,
        )
        return Made(
            slug=result.manifest.episode.slug,
            feed=str(result.feed) if result.feed else None,
            why_no_feed=result.why_no_feed,
            fallback=result.manifest.episode.fallback is not None and not accept,
        )

    def episodes(self) -> tuple[Listed, ...]:
        """The episodes in the output folder; damaged ones are not among them."""
        found: dict[Path, tuple[int, Listed]] = {}
        for folder in episode_folders(self.output):
            with contextlib.suppress(OutputError, OSError):
                stamp = (folder / MANIFEST).stat().st_mtime_ns
                known = self._listed.get(folder)
                found[folder] = known if known and known[0] == stamp else (stamp, _listed(load_manifest(folder)))
        self._listed = found
        return tuple(each for _, each in found.values())

    def remarks(self, slug: str) -> tuple[Remark, ...]:
        """Whether the episode is fit to publish."""
        manifest = self._manifest(slug)
        return tuple(
            Remark(
                level=each.level,
                what=translated(each.what),
                where=each.where.removeprefix(f"{self.output}/"),
                do=translated(each.do),
                words=_words_meant(each, manifest) if each.level != "ok" else "",
            )
            for each in findings_of([self.output / slug], voices=self._options.voices)
        )

    def snippets(self, slug: str) -> tuple[Snippet, ...]:
        """The lines that put the episode's player on a page."""
        show = load_settings(self._options.voices).show
        if self._options.base_url:
            show = replace(show, base_url=self._options.base_url)
        manifest = self._manifest(slug)
        return tuple(Snippet(form=form, lines=snippet(manifest, show, form)) for form in FORMS)

    def _manifest(self, slug: str) -> Manifest:
        return load_manifest(self.output / slug)

    def destinations(self) -> tuple[str, ...]:
        """Where the output folder is published, as the voices file says."""
        return tuple(load_settings(self._options.voices).publish.destinations)

    def publish(self, destination: str) -> int:
        """Bring the output folder there."""
        if destination not in self.destinations():
            raise CastError(
                tr("{destination} is no destination of the voices file", destination=destination),
                hint=tr("load the page again"),
            )
        done = publish_to(self.output, destination, voices=self._options.voices)
        self._sent |= {(folder.name, _edition(folder)) for folder in episode_folders(self.output)}
        return len(done.changes)

    def is_published(self, slug: str) -> bool:
        """Whether the episode as it is now is at a destination: a folder's is looked at, others are remembered."""
        here = self.output / slug
        if (slug, _edition(here)) in self._sent:
            return True
        folders = [Path(each) / slug / MANIFEST for each in self.destinations() if "://" not in each]
        return any(each.is_file() and each.read_bytes() == (here / MANIFEST).read_bytes() for each in folders)

    def cast(self, script: Script) -> tuple[Casting, ...]:
        """Everybody who is heard, with their voice."""
        settings = load_settings(self._options.voices)
        return castings(script, self.output, settings, self._speaking(settings))

    def offered(self, script: Script) -> tuple[Offered, ...]:
        """The voices of the engine that speaks, those of the script's language first."""
        return offered_by(self._speaking(load_settings(self._options.voices)), script.language)

    def give_voice(self, name: str | None, voice: Voice) -> None:
        """Write into the voices file who speaks in which voice."""
        write_file(with_voice(self._options.voices, name, voice))

    def correct(self, word: str, reading: str) -> None:
        """Read a word this way everywhere."""
        write_file(with_entries(self._options.voices, {("lexicon", word): reading.strip() or None}))

    def player_files(self) -> Mapping[str, bytes]:
        """The player's own files by name."""
        return site_files()

    def preview(self) -> Any:
        """The output folder as a web application."""
        return preview_app(self.output, hosts=None)


def _edition(folder: Path) -> int:
    """Another number whenever the episode is another; 0 where there is none."""
    try:
        return (folder / MANIFEST).stat().st_mtime_ns
    except OSError:
        return 0


def _listed(manifest: Manifest) -> Listed:
    episode = manifest.episode
    return Listed(
        slug=episode.slug,
        title=episode.title,
        published=(episode.published or "")[:10],
        source=episode.source,
        length_s=episode.length / episode.rate_hz,
        fallback=bool(episode.fallback),
    )


def _words_meant(finding: Finding, manifest: Manifest) -> str:
    """What is said where the finding points to, by time or by the words it quotes."""
    cues = manifest.episode.cues
    if time := _TIME.search(finding.where):
        hours, minutes, seconds = (float(each or 0) for each in time.groups())
        at = (hours * 3600 + minutes * 60 + seconds) * manifest.episode.rate_hz
        return next((cue.text for cue in reversed(cues) if cue.start <= at), "")
    if quoted := _QUOTED.search(finding.what):
        wanted = "".join(quoted[1].split())
        return next((cue.text for cue in cues if "".join(cue.text.split()).startswith(wanted)), "")
    return ""
