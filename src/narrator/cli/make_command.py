"""`narrator make`: pages to episodes, or what would be made of them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from narrator import cli_options as option
from narrator.cli.terminal import is_logged, page_options, stderr, stdout
from narrator.errors import NarratorError
from narrator.messages import tr, translated, trn

if TYPE_CHECKING:
    from narrator.pipeline import BatchOptions, MakeOptions, PublishOptions, SoundOptions


@click.command(cls=option.Command)
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
        raise click.UsageError(
            translated(tr("--episode is the number of one episode; give one page, or `numbering: auto`"))
        )
    one = pipeline.is_one_page(sources, options["output"], batch)
    if dry_run:
        _plan(sources[0], **options) if one else _plan_many(sources, **options)
        return
    made = pipeline.MakeOptions(
        page=page_options(options), sound=_sound(options), publishing=_publishing(options), voices=options["voices"]
    )
    if one:
        _make(sources[0], made, always=batch.new_only is False)
    else:
        _make_many(sources, made, batch, output=options["output"])


def _make_many(sources: Sequence[str], options: MakeOptions, batch: BatchOptions, *, output: str) -> None:
    from narrator import display_batch, pipeline

    console = stderr()
    with display_batch.batch_progress(console, complain=option.complain, made=click.echo, quiet=is_logged()) as watch:
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

    console = stderr()
    with display.progress(console, quiet=is_logged()) as progress:
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


def _plan(source: str, **options: Any) -> None:
    from narrator import display, pipeline

    plan = pipeline.plan(
        source,
        page=page_options(options),
        sound=pipeline.SoundOptions(engine=options["engine"]),
        output=pipeline.local_folder(options["output"]),
        voices=options["voices"],
        warn=option.warn,
    )
    console = stdout()
    console.print(plan.script.title, style="bold", markup=False)
    about = tr(
        "about {length}, {chapters}, spoken by {engine}",
        length=display.clock(plan.length_s),
        chapters=trn("{count} chapter", "{count} chapters", len(plan.script.chapters)),
        engine=plan.engine,
    )
    console.print(translated(about), style="dim")
    display.show_cast(console, plan.speakers)
