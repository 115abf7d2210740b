"""What would be said: `narrator script`, `say` and `cast`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from narrator import cli_options as option
from narrator.cli.terminal import hear, page_options, stdout
from narrator.messages import tr, translated


@click.command(cls=option.Command)
@click.argument("source")
@click.option(
    "--format",
    "kind",
    type=click.Choice(("table", "json", "text")),
    default="table",
    show_default=True,
    help="text is a script to correct by hand, which `make` accepts.",
)
@option.voices
@option.language
@click.option("--strict", is_flag=True, help="Make a doubt about who speaks an error.")
@option.stage_directions
@option.private
def script(source: str, kind: str, voices: Path | None, **options: Any) -> None:
    """What would be said, by whom and how, before anything is spoken.

    The table shows behind each printed passage how it is read where that differs, and marks what is doubtful.
    """
    from narrator import display, pipeline
    from narrator.settings import load_settings

    settings = load_settings(voices)
    page = page_options(options)
    # The table marks doubts where they are; the other forms go into files and pipes.
    found = pipeline.script_of(source, page) if kind == "table" else pipeline.script_of(source, page, warn=option.warn)
    if kind == "text":
        click.echo(pipeline.editable(found), nl=False)
    elif kind == "json":
        click.echo(display.script_json(found, pipeline.sentences_of(found, settings)))
    else:
        display.show_script(stdout(), found, pipeline.sentences_of(found, settings))


@click.command(cls=option.Command)
@click.argument("source")
@option.engine
@option.voices
@option.output
@option.language
@click.option("--dry-run", is_flag=True, help="Show what would change, write nothing.")
@option.private
def cast(source: str, voices: Path | None, output: Path, dry_run: bool, **options: Any) -> None:
    """Write the people of a page and their voices into the voices file.

    They are the voices that `make` gives them; change them there as you like. What the file says already stays, to
    the character. Stdout gets the lines that change, as `diff -u` shows them.
    """
    from narrator import pipeline
    from narrator.settings import write_file

    change = pipeline.cast_page(
        source,
        page=pipeline.PageOptions(language=options["language"], allow_private=options["allow_private"]),
        sound=pipeline.SoundOptions(engine=options["engine"]),
        output=output,
        voices=voices,
        warn=option.warn,
    )
    file = change.path
    if not change.diff:
        click.echo(translated(tr("{file} has all people of the page already", file=file)), err=True)
        return
    click.echo(change.diff, nl=False)
    if not dry_run:
        write_file(change)
        click.echo(translated(tr("written: {file}", file=file)), err=True)


@click.command(cls=option.Command)
@click.argument("text")
@option.voices
@click.option(
    "--language", default="zh-CN", show_default=True, metavar="TAG", callback=option.language_tag, help="Of the text."
)
@option.engine
@click.option("--voice", metavar="NAME", help="An engine's voice, or a person of the voices file.  [default: any]")
@click.option("--play", is_flag=True, help="Let it be heard.")
@click.option("-o", "--out", type=click.Path(path_type=Path, dir_okay=False), help="Write it to this MP3.")
def say(
    text: str, voices: Path | None, language: str, engine: str, voice: str | None, play: bool, out: Path | None
) -> None:
    """How one string is read: written, spoken, pinyin; and how it sounds."""
    from narrator import display, pipeline

    display.show_reading(stdout(), pipeline.say(text, voices=voices, language=language))
    if play or out:
        sound = pipeline.try_voice(text, voice=voice, engine_name=engine, voices=voices, language=language)
        hear(sound, play=play, out=out)
