"""`narrator voices`: which there are, more of them, and how they sound."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from narrator import cli_options as option
from narrator.cli.terminal import hear, is_logged, stderr, stdout
from narrator.cli_language import localised
from narrator.messages import tr, translated

_voice_language = click.option("--language", metavar="TAG", help="Only voices of this language, such as zh or zh-TW.")


class _Voices(option.Commands):
    """A command for each engine that is installed, besides those that are written here."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *option.engine_names()})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        known = super().get_command(ctx, cmd_name)
        return known or (localised(_voices_of(cmd_name)) if cmd_name in option.engine_names() else None)


@click.group(invoke_without_command=True, cls=_Voices)
@click.pass_context
@_voice_language
@option.voices
def voices(ctx: click.Context, language: str | None, voices: Path | None) -> None:
    """The voices that each engine of the voices file offers."""
    if ctx.invoked_subcommand is None:
        _list_voices((), language, voices)


def _list_voices(engines: Sequence[str], language: str | None, voices: Path | None) -> None:
    from narrator import display, pipeline

    display.show_voices(stdout(), pipeline.voices_of(engines, voices=voices), language)


def _voices_of(name: str) -> click.Command:
    @_voice_language
    @option.voices
    def listing(language: str | None, voices: Path | None) -> None:
        _list_voices((name,), language, voices)

    about = translated(tr("The voices of {name}.", name=name))
    command = click.command(name, cls=option.Command, help=about)(listing)
    command.params += option.LOG_OPTIONS
    return command


@voices.command("install")
@click.argument("name")
@click.option("--mirror", metavar="URL", help="Where the same files are: an address or a folder.")
def install_voices(name: str, mirror: str | None) -> None:
    """Fetch more voices: kokoro-zh has 100 Mandarin speakers for the engine kokoro."""
    from narrator import display, pipeline

    with display.progress(stderr()) as progress:
        click.echo(pipeline.install_voices(name, mirror=mirror, progress=progress))


@voices.command("try")
@click.argument("text", required=False)
@click.option(
    "--page",
    metavar="SOURCE",
    help="Instead of a text: let every candidate say sentences of this page's people, on one page and in one MP3. "
    "Voices too alike are named.",
)
@click.option("--voice", metavar="NAME", help="An engine's voice, or a person of the voices file.  [default: any]")
@option.engine
@option.voices
@click.option("--language", metavar="TAG", callback=option.language_tag, help="Of the text.  [default: zh-CN]")
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    help="Write it to this MP3; do not play. With --page: the folder.  [default with --page: audition]",
)
def try_voice(text: str | None, page: str | None, out: Path | None, **options: Any) -> None:
    """Hear TEXT in a voice, or the voices that fit a page."""
    if (text is None) == (page is None):
        raise click.UsageError(translated(tr("give a TEXT, or a page with --page")))
    if page is not None:
        if options["voice"]:
            raise click.UsageError(
                translated(tr("--voice is for a TEXT; --page tries the voices that fit each person"))
            )
        _audition(page, out or Path("audition"), options)
        return
    from narrator import pipeline

    sound = pipeline.try_voice(
        text or "",
        voice=options["voice"],
        engine_name=options["engine"],
        voices=options["voices"],
        language=options["language"] or "zh-CN",
    )
    hear(sound, play=out is None, out=out)


def _audition(page: str, folder: Path, options: Any) -> None:
    from narrator import display, pipeline
    from narrator.pipeline.hearing import audition

    with display.progress(stderr(), quiet=is_logged()) as progress:
        written = audition(
            page,
            folder,
            page=pipeline.PageOptions(language=options["language"]),
            sound=pipeline.SoundOptions(engine=options["engine"]),
            voices=options["voices"],
            warn=option.warn,
            progress=progress,
        )
    click.echo(written)
