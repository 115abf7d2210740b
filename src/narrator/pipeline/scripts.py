"""What a page says and how it is read, before anything is spoken."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from threading import Thread

from narrator.article import Fetched, read
from narrator.errors import ScriptError
from narrator.messages import Message, joined, tr
from narrator.model import NotSpoken, Reading, Script, Sentence, Settings, Store, Turn
from narrator.pipeline.options import PageOptions, Warn, ignore
from narrator.pipeline.stages import stage
from narrator.script import from_text, is_editable, parse, to_text, without_pauses
from narrator.settings import load_settings
from narrator.spoken import load_mandarin, verbalise, verbalise_text


def script_of(
    source: str, page: PageOptions | None = None, *, fetched: Fetched | None = None, warn: Warn = ignore
) -> Script:
    """Who says what on the page, or in the script an editor wrote.

    Args:
        fetched: what the URL gave, where it was fetched already.

    Raises:
        InputError: the page cannot be read.
        ScriptError: nobody says anything, the script has mistakes, or --strict met a doubt.
    """
    page = page or PageOptions()
    if fetched is None and "://" in source[:16] and (page.language or "zh").startswith("zh"):
        # Dictionaries and weights take a quarter of a second; the network usually takes longer.
        Thread(target=load_ahead, name="load Mandarin").start()
    with stage("read") as came:
        article = read(source, page=fetched, language=page.language, allow_private=page.allow_private)
        came(f"{len(article.blocks)} blocks, {len(article.text)} characters, {article.language}")
    with stage("parse") as came:
        if is_editable(article.text):
            script = from_text(article.text, source)
        else:
            script = parse(article, stage_directions=page.stage_directions)
        came(f"{len(script.turns)} turns, {len(script.speakers)} speakers, {len(script.chapters)} chapters")
    if not script.turns:
        raise ScriptError(
            tr("{source}: nobody says anything", source=source),
            hint=tr("look at it with `narrator script`; is the text there?"),
        )
    doubts = [
        *(_doubt(turn) for turn in script.turns if turn.doubt),
        *script.warnings,
    ]
    if doubts and page.strict:
        told = joined("\n", (tr("  {doubt}", doubt=doubt) for doubt in doubts))
        raise ScriptError(
            tr("{source}: it is not sure who says what:\n{told}", source=source, told=told),
            hint=tr("write it out with `narrator script --format text`, correct it, and make that"),
        )
    for doubt in doubts:
        warn(tr("{source}: {doubt}", source=source, doubt=doubt))
    return script


def _doubt(turn: Turn) -> Message:
    speaker = turn.speaker or tr("narration")
    return tr("line {line}: {speaker}: {doubt}", line=turn.line, speaker=speaker, doubt=turn.doubt)


def load_ahead() -> None:
    """Load what reading Mandarin takes, where nothing waits for it yet."""
    with suppress(ImportError):  # which is raised again where the readings are wanted, and said there
        load_mandarin()


def sentences_of(script: Script, settings: Settings, store: Store | None = None) -> tuple[Sentence, ...]:
    """How each sentence of the script is read, those with nothing to say included."""
    with stage("verbalise") as came:
        sentences = verbalise(script, settings.lexicon, store)
        came(f"{len(sentences)} sentences")
    return sentences


def editable(script: Script) -> str:
    """The script as text to correct by hand, which `narrate` accepts."""
    return to_text(script)


def say(text: str, *, voices: Path | None = None, language: str = "zh-CN") -> Reading:
    """How one string is read."""
    return verbalise_text(without_pauses(text), lexicon=load_settings(voices).lexicon, language=language)


def not_spoken(script: Script, sentences: tuple[Sentence, ...]) -> tuple[NotSpoken, ...]:
    """What is printed and not heard, in the page's order: what the script leaves out, and what has no sound."""
    silent = [
        NotSpoken(at=sentence.at, text=sentence.reading.written, why="nothing to pronounce")
        for sentence in sentences
        if not sentence.reading.words
    ]
    return tuple(sorted([*script.not_spoken, *silent], key=lambda one: one.at))
