"""What the command line shows: tables, JSON and progress, from the nouns."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Column, Table
from rich.text import Text

from narrator.display_words import word, words
from narrator.errors import EngineError
from narrator.messages import tr, translated, trn
from narrator.model import CastSpeaker, Manifest, Reading, Script, Sentence, Span, Turn
from narrator.model import Progress as ProgressCallback
from narrator.published.read_aloud import changes

if TYPE_CHECKING:  # they say what is shown, and would load all that makes it
    from narrator.check.finding import Finding
    from narrator.speech import VoiceInfo

COLOURS = ("cyan", "green", "magenta", "yellow", "blue", "red")
STAGES = {
    "export m4b": "M4B",
    "export opus": "Opus",
    "export epub": "EPUB",
    "speak": tr("Speaking"),
    "encode": tr("Encoding"),
    "publish": tr("Writing files"),
    "send": tr("Sending"),
    "listen": tr("Listening"),
    "download": tr("Fetching"),
}


# ------------------------------------------------------------------------------------------------ script


def script_json(script: Script, sentences: Sequence[Sentence]) -> str:
    """One JSON object: who says what and how, before anything is spoken."""
    by_turn: dict[int, list[Sentence]] = {}
    for sentence in sentences:
        by_turn.setdefault(sentence.turn, []).append(sentence)
    shown: dict[str, Any] = {
        "title": script.title,
        "source": script.source,
        "url": script.url,
        "published": script.published,
        "publisher": script.publisher,
        "language": script.language,
        "speakers": [
            {
                "name": speaker.name,
                "role": str(speaker.role),
                "gender": speaker.gender,
                "affiliation": speaker.affiliation,
                "position": speaker.position,
                "aliases": list(speaker.aliases),
            }
            for speaker in script.speakers
        ],
        "turns": [
            {
                "speaker": turn.speaker,
                "text": turn_text(turn),
                "line": turn.line,
                "doubt": turn.doubt,
                "sentences": [_sentence_fields(sentence) for sentence in by_turn.get(number, [])],
            }
            for number, turn in enumerate(script.turns)
        ],
        "chapters": [{"title": chapter.title, "turn": chapter.turn} for chapter in script.chapters],
        "not_spoken": [
            {"text": one.text, "why": one.why, "at": one.at, "pause_s": one.pause_s} for one in script.not_spoken
        ],
        "warnings": list(script.warnings),
    }
    return json.dumps(shown, ensure_ascii=False, indent=1)


def _sentence_fields(sentence: Sentence) -> dict[str, Any]:
    reading = sentence.reading
    return {
        "written": reading.written,
        "spoken": reading.spoken,
        "pinyin": list(reading.pinyin),
        "at": sentence.at,
        "doubts": [{"text": doubt.span.of(reading.written), "why": doubt.why} for doubt in reading.doubts],
    }


def turn_text(turn: Turn) -> str:
    """What is said in the turn, as printed, a line for each paragraph."""
    text = ""
    for number, paragraph in enumerate(turn.paragraphs):
        text += ("" if number == 0 or paragraph.continues else "\n") + paragraph.text
    return text


def show_script(console: Console, script: Script, sentences: Sequence[Sentence]) -> None:
    """A table for an editor: who says what, what is read differently from print, what is doubtful, what is left out."""
    console.print(Text(script.title, style="bold"))
    known = [script.publisher, script.published, script.language, script.url]
    console.print(Text(" · ".join(part for part in known if part), style="dim"))
    colours = {speaker.name: COLOURS[number % len(COLOURS)] for number, speaker in enumerate(script.speakers)}
    for speaker in script.speakers:
        line = Text(f"{speaker.name}", style=colours[speaker.name])
        about = [word(speaker.role), word(speaker.gender), f"{speaker.affiliation or ''}{speaker.position or ''}"]
        line.append("  " + ", ".join(part for part in about if part), style="dim")
        console.print(line)
    console.print()
    chapters = {chapter.turn: chapter.title for chapter in script.chapters}
    table = Table(box=None, show_header=False, padding=(0, 2, 1, 0), pad_edge=False)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold", ratio=1)
    for number, turn in enumerate(script.turns):
        if number in chapters and not console.is_terminal:
            console.print(Text(f"▸ {chapters[number]}"), soft_wrap=True)
        elif number in chapters:
            table.add_row("", Text(f"▸ {chapters[number]}", style="bold"))
        said = Text()
        paragraph = None
        for sentence in (one for one in sentences if one.turn == number):
            said.append("\n" if paragraph not in (None, sentence.paragraph) else "")
            said.append_text(_read_aloud(sentence.reading))
            paragraph = sentence.paragraph
        if turn.doubt:
            why = translated(tr("line {line}: {doubt}", line=turn.line, doubt=turn.doubt))
            said.append(f"\n? {why}", style="bold yellow")
        name = turn.speaker or translated(tr("narration"))
        if not console.is_terminal:  # for grep and files: a line is a paragraph
            console.print(Text(f"{name}\t").append_text(said), soft_wrap=True)
            continue
        table.add_row(Text(name, style=colours.get(turn.speaker or "", "dim")), said)
    if table.row_count:
        console.print(table)
    _show_left_out(console, script)
    for warning in script.warnings:
        console.print(Text(f"? {translated(warning)}", style="bold yellow"))
    doubts = [doubt for sentence in sentences for doubt in sentence.reading.doubts]
    if doubts:
        heading = translated(tr("Doubtful readings (give them in `lexicon:` of voices.yaml)"))
        console.print(Text(heading, style="bold"))
        for sentence in sentences:
            written = sentence.reading.written
            for doubt in sentence.reading.doubts:
                around = written[max(doubt.span.start - 8, 0) : doubt.span.end + 8]
                line = Text(f"  ? {doubt.span.of(written)}: {translated(doubt.why)}", style="yellow")
                line.append(f"  …{around}…", style="dim")
                console.print(line, soft_wrap=True)


def _read_aloud(reading: Reading) -> Text:
    """The printed text, with what is read differently behind it in brackets, and doubts marked."""
    text = Text()
    doubtful = [doubt.span for doubt in reading.doubts]
    at = 0
    for written, spoken in changes(reading):
        text.append_text(_marked(reading.written, Span(at, written.end), doubtful))
        text.append(f"[{spoken}]", style="green")
        at = written.end
    text.append_text(_marked(reading.written, Span(at, len(reading.written)), doubtful))
    return text


def _marked(written: str, span: Span, doubtful: Sequence[Span]) -> Text:
    text = Text(span.of(written))
    for doubt in doubtful:
        start, end = max(doubt.start, span.start), min(doubt.end, span.end)
        if start < end:
            text.stylize("underline yellow", start - span.start, end - span.start)
    return text


def _show_left_out(console: Console, script: Script) -> None:
    others = [one for one in script.not_spoken if one.why != "speaker label" and one.text.strip()]
    if not others:
        return
    console.print(Text(translated(tr("Not spoken")), style="bold"))
    for one in others:
        text = " ".join(one.text.split())
        line = Text(f"  {translated(tr('{heading}:', heading=word(one.why)))} ", style="dim")
        line.append(text if len(text) <= 60 else f"{text[:59]}…")
        console.print(line)
    console.print()


def show_reading(console: Console, reading: Reading) -> None:
    """One string: written, spoken, pinyin."""
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    table.add_row(translated(tr("written")), Text(reading.written))
    table.add_row(translated(tr("spoken")), Text(reading.spoken))
    if reading.pinyin:
        table.add_row(translated(tr("pinyin")), Text(" ".join(reading.pinyin)))
    if reading.sandhi and reading.sandhi != reading.pinyin:
        table.add_row(translated(tr("as spoken")), Text(" ".join(reading.sandhi)))
    if reading.sounds:
        table.add_row(translated(tr("sounds")), Text(" ".join(filter(None, reading.sounds))))
    for doubt in reading.doubts:
        what = f"{doubt.span.of(reading.written)}: {translated(doubt.why)}"
        table.add_row(translated(tr("doubtful")), Text(what, style="yellow"))
    console.print(table)


# ----------------------------------------------------------------------------------------------- results


def show_voices(
    console: Console, offered: Mapping[str, tuple[VoiceInfo, ...] | EngineError], language: str | None
) -> None:
    """The voices of each engine, those of a language where one is given."""
    table = Table(box=None, header_style="bold", padding=(0, 2, 0, 0), pad_edge=False)
    for heading in (tr("engine"), tr("voice"), tr("language"), tr("gender"), tr("")):
        table.add_column(translated(heading))
    for engine, voices in offered.items():
        if isinstance(voices, EngineError):
            console.print(Text(f"{engine}: {translated(voices.message)}", style="yellow"))
            continue
        for voice in voices:
            if language is None or voice.language.lower().startswith(language.lower()):
                table.add_row(engine, voice.name, voice.language, word(voice.gender), escape(words(voice.description)))
    console.print(table)


def show_cast(console: Console, speakers: Sequence[CastSpeaker]) -> None:
    """The people of an episode and their voices."""
    for member in speakers:
        voice = member.voice
        prosody = [
            f"{voice.rate_percent:+d}%" if voice.rate_percent else "",
            f"{voice.pitch_hz:+d} Hz" if voice.pitch_hz else "",
        ]
        line = Text(f"  {member.speaker.name}  ")
        line.append(" ".join([voice.name, *(part for part in prosody if part)]), style="dim")
        console.print(line)


def clock(seconds: float) -> str:
    """`12:05`, `1:02:05`."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def show_result(console: Console, manifest: Manifest) -> None:
    """An episode that was made, in a few lines."""
    episode = manifest.episode
    console.print(Text(episode.title, style="bold"))
    seconds = episode.length / episode.rate_hz
    loudness = episode.loudness
    facts = [
        clock(seconds),
        translated(trn("{count} voice", "{count} voices", len(episode.speakers))),
        translated(trn("{count} chapter", "{count} chapters", len(episode.chapters))),
        f"{loudness.integrated_lufs:.1f} LUFS",
        f"{loudness.true_peak_dbtp:.1f} dBTP",
        f"{manifest.audio.bytes / 1e6:.1f} MB",
    ]
    console.print(Text(" · ".join(facts), style="dim"))
    show_cast(console, episode.speakers)


def show_findings(console: Console, findings: Sequence[Finding]) -> None:
    """What a check found, the bad news last, where it is read."""
    sound: dict[str, int] = {}
    for finding in findings:
        if finding.level == "ok":
            place = finding.where.rsplit("/", 1)[0] if "." in finding.where.rsplit("/", 1)[-1] else finding.where
            sound[place] = sound.get(place, 0) + 1
    for place, count in sound.items():
        passed = translated(trn("{count} check passed", "{count} checks passed", count))
        line = Text(f"✓ {passed}", style="green")
        line.append(f"  {place}", style="dim")
        console.print(line, soft_wrap=True)
    for level, mark, style in (("warning", "!", "yellow"), ("error", "✗", "bold red")):
        for finding in (one for one in findings if one.level == level):
            line = Text(f"{mark} ", style=style)
            line.append(translated(finding.what))
            line.append(f"  {translated(finding.where)}" if finding.where else "", style="dim")
            console.print(line, soft_wrap=True)
            if finding.do:
                console.print(Text(f"  → {translated(finding.do)}", style=style), soft_wrap=True)
    errors = sum(one.level == "error" for one in findings)
    warnings = sum(one.level == "warning" for one in findings)
    counts = {
        "errors": trn("{count} error", "{count} errors", errors),
        "warnings": trn("{count} warning", "{count} warnings", warnings),
    }
    verdict = tr("fit to publish: {errors}, {warnings}", **counts)
    if errors:
        verdict = tr("not fit to publish: {errors}, {warnings}", **counts)
    console.print(Text(translated(verdict), style="bold red" if errors else "bold green"))


def findings_json(findings: Sequence[Finding]) -> str:
    """For machines."""
    shown = [{"level": one.level, "what": one.what, "where": one.where, "do": one.do} for one in findings]
    return json.dumps(
        {"fit": all(one.level != "error" for one in findings), "findings": shown}, ensure_ascii=False, indent=1
    )


# ---------------------------------------------------------------------------------------------- progress


@contextmanager
def progress(console: Console, *, quiet: bool = False) -> Iterator[ProgressCallback | None]:
    """A callback that draws what is being done and how long it will take; None where nobody watches.

    Args:
        quiet: draw nothing, because a log is written to the same place.
    """
    if quiet or not console.is_terminal:
        yield None
        return
    columns = (
        TextColumn("{task.description}", table_column=Column(min_width=14)),
        BarColumn(bar_width=32),
        TaskProgressColumn(),
        TimeRemainingColumn(compact=True, elapsed_when_finished=True),
    )
    # A slow engine takes ten seconds for a long sentence: its speed is told from the last two minutes.
    with Progress(*columns, console=console, transient=True, speed_estimate_period=120) as bars:
        tasks: dict[str, TaskID] = {}

        def advance(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(translated(STAGES.get(stage, stage)), total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield advance
