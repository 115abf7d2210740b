"""The command line: options in, exit code out. It decides nothing."""

from __future__ import annotations

import functools
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from narrator import __version__
from narrator import cli_options as option
from narrator.cli_language import localised
from narrator.errors import NarratorError
from narrator.messages import tr, translated, trn

if TYPE_CHECKING:
    from rich.console import Console

    from narrator.pipeline import BatchOptions, MakeOptions, PageOptions, PublishOptions, SoundOptions


@click.group(cls=option.Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="narrator")
def main() -> None:
    """From a written interview to a podcast episode.

    \b
    narrator make interview.txt           an episode folder in ./output
    narrator script interview.txt         what would be said, by whom and how
    narrator check output                 is it fit to publish?
    narrator serve                        listen to it in the browser
    narrator desk                         all of this, in the browser

    Errors are two lines on stderr: what is wrong and where, and what to do. Exit codes: 0 done, 1 not fit to
    publish, 2 wrong command line, 3 the page cannot be read, 4 nobody says anything or a doubt with --strict,
    5 mistakes in the voices file, 6 an engine cannot speak, 7 the output cannot be written, 8 an optional part
    is missing, 9 another run of many pages holds the output folder, 130 stopped by Ctrl-C.
    """


@main.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@option.engine
@option.voices
@option.output_or_address
@option.language
@click.option(
    "--bitrate",
    type=click.Choice(("64", "80", "96", "112", "128", "160")),
    default="64",
    show_default=True,
    help="Of the MP3, in kbit/s, constant.",
)
@click.option(
    "--sample-rate",
    type=click.Choice(("44100", "48000", "22050", "24000")),
    default="44100",
    show_default=True,
    help="Of the MP3, in Hz; podcast directories ask for 44100 or 48000.",
)
@option.base_url
@click.option("--season", type=click.IntRange(1, 99999), metavar="N", help="Number of the season, for the feed.")
@click.option("--episode", type=click.IntRange(1, 99999), metavar="N", help="Number of the episode, for the feed.")
@option.also
@click.option("--accept-fallback", is_flag=True, help="Let an episode into the feed that another engine had to speak.")
@click.option(
    "--listen",
    is_flag=True,
    help="Have a recogniser hear each sentence as it is spoken, and speak again what is not heard as it should be. "
    "Needs narrator[listen].",
)
@click.option("--strict", is_flag=True, help="Make a doubt about who speaks an error.")
@option.stage_directions
@click.option("--dry-run", is_flag=True, help="Say what would be made, speak and write nothing.")
@option.private
@option.many_pages
def make(sources: Sequence[str], dry_run: bool, **options: Any) -> None:
    """Make episodes of pages.

    SOURCE is a file (txt, md, html, docx, vtt, srt; pdf with narrator[pdf]; a script by `narrator script
    --format text`), an http(s) URL, or - for standard input. For each, stdout gets the episode's folder. What would
    come out as it is already is left as it is; --all makes it again.

    It may also be a folder of pages, @FILE with a source on each line, or a feed (RSS, Atom) or sitemap, as a file
    or URL: of these, only what is new or changed is made. One page that cannot be made stops no other; one run at a
    time makes many pages into a folder.
    """
    from narrator import pipeline

    batch = pipeline.BatchOptions(
        jobs=options.pop("jobs"),
        new_only=options.pop("new_only"),
        cluster=options.pop("cluster"),
        resources=dict(options.pop("resources")) or None,
    )
    if options["episode"] and pipeline.is_many(sources):
        raise click.UsageError("--episode is the number of one episode; give one page, or `numbering: auto`")
    one = pipeline.is_one_page(sources, options["output"], batch)
    if dry_run:
        _plan(sources[0], **options) if one else _plan_many(sources, **options)
        return
    made = pipeline.MakeOptions(
        page=_page(options), sound=_sound(options), publishing=_publishing(options), voices=options["voices"]
    )
    if one:
        _make(sources[0], made, always=batch.new_only is False)
    else:
        _make_many(sources, made, batch, output=options["output"])


def _make_many(sources: Sequence[str], options: MakeOptions, batch: BatchOptions, *, output: str) -> None:
    from narrator import display_batch, pipeline

    console = _stderr()
    quiet = "narrator.verbose" in click.get_current_context().meta
    with display_batch.batch_progress(console, complain=option.complain, made=click.echo, quiet=quiet) as watch:
        summary = pipeline.make_many(sources, output=output, options=options, batch=batch, watch=watch)
    display_batch.show_summary(console, summary)
    if summary.exit_code:
        sys.exit(summary.exit_code)


def _plan_many(sources: Sequence[str], **options: Any) -> None:
    from narrator import pipeline

    named = pipeline.pages_named(sources, allow_private=options["allow_private"])
    failed = [error for _, error in named.faults]
    for error in failed:
        option.complain(error)
    for item in named.items:
        try:
            _plan(item.source, **options)
        except NarratorError as error:
            option.complain(error)
            failed.append(error)
    if failed:
        sys.exit(failed[0].exit_code)


def _sound(options: Any) -> SoundOptions:
    from narrator.pipeline import SoundOptions

    return SoundOptions(
        engine=options["engine"],
        listen=options["listen"],
        rate_hz=int(options["sample_rate"]),
        bitrate_kbps=int(options["bitrate"]),
    )


def _publishing(options: Any) -> PublishOptions:
    from narrator.model import Numbers
    from narrator.pipeline import PublishOptions

    return PublishOptions(
        output=Path(options["output"]),
        base_url=options["base_url"],
        also=tuple(options["also"]),
        accept_fallback=options["accept_fallback"],
        numbers=Numbers(season=options["season"], episode=options["episode"]),
    )


def _make(source: str, options: MakeOptions, *, always: bool) -> None:
    from narrator import pipeline

    found = pipeline.look_at(source, options, always=always, warn=option.warn)
    if isinstance(found, pipeline.Unchanged):
        for warning in found.warnings:
            option.warn(warning)
        told = tr(
            "unchanged: the page, the settings and narrator are as they were when it was made; --all makes it again"
        )
        click.secho(translated(told), err=True, dim=True)
        click.echo(found.folder)
        return
    from narrator import display

    console = _stderr()
    with display.progress(console, quiet="narrator.verbose" in click.get_current_context().meta) as progress:
        result = pipeline.make_one(found, options, warn=option.warn, progress=progress)
    display.show_result(console, result.manifest)
    feed = tr("not in a feed: {why}", why=result.why_no_feed)
    if result.feed:
        feed = tr("feed: {feed}", feed=result.feed)
    console.print(translated(feed), style="dim", markup=False, soft_wrap=True)
    embed = tr("to embed the player:")
    if not result.absolute:
        embed = tr("to embed the player, on a page beside the output folder's own (with --base-url, on any page):")
    console.print(translated(embed), style="dim", soft_wrap=True)
    for form, lines in result.snippets.items():
        console.print(f"  {translated(_FORMS[form])}", style="dim", soft_wrap=True)
        console.print(lines, style="dim", markup=False, highlight=False, soft_wrap=True)
    if result.manifest.episode.engine == "edge":
        console.print(translated(_EDGE_LICENCE), style="dim", soft_wrap=True)
    click.echo(result.folder)


_FORMS = {
    "card": tr("as a card, with the text:"),
    "bar": tr("as a bar, on a page that has the text in #article:"),
    "iframe card": tr("as a card, where only a frame is allowed:"),
    "iframe bar": tr("as a bar, where only a frame is allowed:"),
}
_EDGE_LICENCE = tr(
    "Edge's voices come without a licence to publish; docs/how-to/network-voices.md says which voices have one"
)


def _page(options: Any) -> PageOptions:
    from narrator.pipeline import PageOptions

    wanted = ("language", "strict", "stage_directions", "allow_private")
    return PageOptions(**{name: options[name] for name in wanted})


def _plan(source: str, **options: Any) -> None:
    from narrator import display, pipeline

    plan = pipeline.plan(
        source,
        page=_page(options),
        sound=pipeline.SoundOptions(engine=options["engine"]),
        output=pipeline.local_folder(options["output"]),
        voices=options["voices"],
        warn=option.warn,
    )
    console = _stdout()
    console.print(plan.script.title, style="bold", markup=False)
    about = tr(
        "about {length}, {chapters}, spoken by {engine}",
        length=display.clock(plan.length_s),
        chapters=trn("{count} chapter", "{count} chapters", len(plan.script.chapters)),
        engine=plan.engine,
    )
    console.print(translated(about), style="dim")
    display.show_cast(console, plan.speakers)


@main.command()
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
    page = _page(options)
    # The table marks doubts where they are; the other forms go into files and pipes.
    found = pipeline.script_of(source, page) if kind == "table" else pipeline.script_of(source, page, warn=option.warn)
    if kind == "text":
        click.echo(pipeline.editable(found), nl=False)
    elif kind == "json":
        click.echo(display.script_json(found, pipeline.sentences_of(found, settings)))
    else:
        display.show_script(_stdout(), found, pipeline.sentences_of(found, settings))


@main.command()
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
        click.echo(f"written: {file}", err=True)


@main.command()
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

    display.show_reading(_stdout(), pipeline.say(text, voices=voices, language=language))
    if play or out:
        sound = pipeline.try_voice(text, voice=voice, engine_name=engine, voices=voices, language=language)
        _hear(sound, play=play, out=out)


_voice_language = click.option("--language", metavar="TAG", help="Only voices of this language, such as zh or zh-TW.")


class _Voices(option.Commands):
    """A command for each engine that is installed, besides those that are written here."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *option.engine_names()})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        known = super().get_command(ctx, cmd_name)
        return known or (localised(_voices_of(cmd_name)) if cmd_name in option.engine_names() else None)


@main.group(invoke_without_command=True, cls=_Voices)
@click.pass_context
@_voice_language
@option.voices
def voices(ctx: click.Context, language: str | None, voices: Path | None) -> None:
    """The voices that each engine of the voices file offers."""
    if ctx.invoked_subcommand is None:
        _list_voices((), language, voices)


def _list_voices(engines: Sequence[str], language: str | None, voices: Path | None) -> None:
    from narrator import display, pipeline

    display.show_voices(_stdout(), pipeline.voices_of(engines, voices=voices), language)


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

    with display.progress(_stderr()) as progress:
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
    _hear(sound, play=out is None, out=out)


def _audition(page: str, folder: Path, options: Any) -> None:
    from narrator import display, pipeline
    from narrator.pipeline.hearing import audition

    quiet = "narrator.verbose" in click.get_current_context().meta
    with display.progress(_stderr(), quiet=quiet) as progress:
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


@main.command()
@option.voices
@option.output
@option.base_url
def feed(voices: Path | None, output: Path, base_url: str | None) -> None:
    """Rebuild the feed, the index page and the player from what is in the output folder."""
    from narrator import pipeline

    click.echo(pipeline.rebuild_feed(output, voices=voices, base_url=base_url))


@main.command()
@click.argument("episodes", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="EPISODE...")
@option.export_format
@option.export_remove
@option.voices
@option.base_url
def export(episodes: Sequence[Path], formats: Any, remove: Any, voices: Path | None, base_url: str | None) -> None:
    """Write episodes in other forms, beside their MP3; page and feed lead to them.

    EPISODE is the folder of an episode, or an output folder with all its episodes. m4b is an audiobook with chapters,
    opus a smaller file, epub a book that is highlighted while it is read aloud. What is there and
    still good is not written again. For each, stdout gets the file.
    """
    from narrator import display, pipeline

    if not formats and not remove:
        raise click.UsageError(translated(tr("say what to write: --format m4b, opus or epub")))
    if both := sorted({*formats} & {*remove}):
        message = tr("either --format or --remove, not both: {formats}", formats=", ".join(both))
        raise click.UsageError(translated(message))
    quiet = "narrator.verbose" in click.get_current_context().meta
    with display.progress(_stderr(), quiet=quiet) as progress:
        files = pipeline.export(
            episodes,
            formats,
            remove=remove,
            voices=voices,
            base_url=base_url,
            warn=option.warn,
            progress=progress,
        )
    for file in files:
        click.echo(file)


@main.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@option.voices
@click.option(
    "--listen",
    is_flag=True,
    help="Have a recogniser hear every sentence, and name those that are not heard as they should be. Needs "
    "narrator[listen].",
)
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def check(paths: Sequence[Path], voices: Path | None, listen: bool, as_json: bool) -> None:
    """Is this episode's folder, this feed, or this whole output folder fit to publish?

    Exit code 1 and a list of reasons if not.
    """
    from narrator import display, pipeline

    findings = pipeline.findings_of(paths, voices=voices)
    if listen:
        from narrator.pipeline.hearing import heard_findings_of

        quiet = "narrator.verbose" in click.get_current_context().meta
        with display.progress(_stderr(), quiet=quiet) as progress:
            findings += heard_findings_of(paths, voices=voices, progress=progress)
    if as_json:
        click.echo(display.findings_json(findings))
    else:
        display.show_findings(_stdout(), findings)
    if any(finding.level == "error" for finding in findings):
        sys.exit(1)


@main.command()
@click.argument("destination", required=False)
@option.voices
@option.output
@click.option("--no-check", is_flag=True, help="Do not look whether what changed is fit to publish.")
@click.option("--delete", is_flag=True, help="Remove there what is no longer in the output folder.")
@click.option("--dry-run", is_flag=True, help="Say what would be sent, send nothing.")
@click.option(
    "--webhook",
    metavar="URL",
    callback=option.web_address,
    help="Told by POST when something was published.  [default: `publish: webhook:`]",
)
def publish(destination: str | None, voices: Path | None, output: Path, dry_run: bool, **options: Any) -> None:
    """Bring the output folder to DESTINATION: only what changed, episodes first, the feed last.

    Without one, to all that `publish: destinations:` in the voices file names. DESTINATION is a folder,
    s3://bucket/prefix (and what speaks S3, such as OSS and COS: `publish: options:` in the voices file, or
    AWS_ENDPOINT_URL), sftp://user@host/folder or webdav://host/folder. A run that was stopped goes on where it was.
    """
    from narrator import display, display_batch, pipeline

    console = _stderr()
    chosen = pipeline.DeliveryOptions(
        check=not options["no_check"], delete=options["delete"], dry_run=dry_run, webhook=options["webhook"]
    )
    for each in [destination] if destination else pipeline.destinations(voices):
        with display.progress(console) as progress:
            published = pipeline.publish_to(
                output,
                each,
                options=chosen,
                voices=voices,
                progress=functools.partial(progress, "send") if progress else None,
                found=lambda findings: display.show_findings(console, findings),
            )
        display_batch.show_published(_stdout(), published, dry_run=dry_run)


@main.command()
@option.output
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, type=click.IntRange(0, 65535), show_default=True, help="0 takes a free one.")
@click.option("--open", "open_browser", is_flag=True, help="Open it in the browser.")
def serve(output: Path, host: str, port: int, open_browser: bool) -> None:
    """Preview the output folder, with byte ranges, until Ctrl-C. Needs narrator[serve]."""
    from narrator.preview.server import run

    run(output, host=host, port=port, open_browser=open_browser, ready=click.echo)


@main.command()
@option.output
@option.voices
@option.engine
@option.base_url
@click.option(
    "--drafts",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("drafts"),
    show_default=True,
    help="The folder of the scripts that are being worked on.",
)
@click.option("--port", default=8765, type=click.IntRange(0, 65535), show_default=True, help="0 takes a free one.")
@click.option(
    "--address",
    metavar="URL",
    callback=option.web_address,
    help="By which browsers reach it, where another server with a sign-in of its own stands in front.",
)
@click.option("--no-open", is_flag=True, help="Do not open it in the browser.")
@option.private
def desk(drafts: Path, port: int, address: str | None, no_open: bool, **options: Any) -> None:
    """The editor's desk: from a pasted page to the published episode, in the browser, until Ctrl-C.

    It listens on this machine only. stdout gets the address that opens it. Needs narrator[serve].
    """
    from narrator import pipeline
    from narrator.pipeline.desk_calls import DeskOptions, open_desk

    open_desk(
        DeskOptions(
            output=options["output"],
            voices=options["voices"],
            page=pipeline.PageOptions(allow_private=options["allow_private"]),
            sound=pipeline.SoundOptions(engine=options["engine"]),
            base_url=options["base_url"],
        ),
        drafts,
        port=port,
        address=address,
        open_browser=not no_open,
        ready=click.echo,
    )


@main.command()
@option.output
@click.option("--clear", is_flag=True, help="Empty it.")
def cache(output: Path, clear: bool) -> None:
    """What the cache of spoken clips and encoded turns holds; it is safe to delete."""
    from narrator import pipeline

    usage = pipeline.clear_cache(output) if clear else pipeline.cache_usage(output)
    facts = {
        "folder": usage.folder,
        "entries": usage.entries,
        "megabytes": usage.bytes / 1e6,
        "most": usage.max_bytes / 1e6,
    }
    now = tr("{folder} holds {entries} entries, {megabytes:.1f} of {most:.0f} MB", **facts)
    if clear:
        now = tr("{folder} forgot {entries} entries, {megabytes:.1f} of {most:.0f} MB", **facts)
    click.echo(translated(now))


# --------------------------------------------------------------------------------------------- terminal


def _hear(sound: bytes, *, play: bool, out: Path | None) -> None:
    from narrator.playback import play as play_sound
    from narrator.playback import save

    if out:
        save(sound, out)
        click.echo(out)
    if play:
        play_sound(sound)


def _stdout() -> Console:
    from rich.console import Console

    return Console(highlight=False)


def _stderr() -> Console:
    from rich.console import Console

    return Console(stderr=True, highlight=False)
