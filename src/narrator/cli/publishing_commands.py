"""What becomes of episodes that are made: `narrator feed`, `export`, `check`, `publish` and `cache`."""

from __future__ import annotations

import functools
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from narrator import cli_options as option
from narrator.cli.terminal import is_logged, stderr, stdout
from narrator.messages import tr, translated


@click.command(cls=option.Command)
@option.voices
@option.output
@option.base_url
def feed(voices: Path | None, output: Path, base_url: str | None) -> None:
    """Rebuild the feed, the index page and the player from what is in the output folder."""
    from narrator import pipeline

    click.echo(pipeline.rebuild_feed(output, voices=voices, base_url=base_url))


@click.command(cls=option.Command)
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
    with display.progress(stderr(), quiet=is_logged()) as progress:
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


@click.command(cls=option.Command)
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

        with display.progress(stderr(), quiet=is_logged()) as progress:
            findings += heard_findings_of(paths, voices=voices, progress=progress)
    if as_json:
        click.echo(display.findings_json(findings))
    else:
        display.show_findings(stdout(), findings)
    if any(finding.level == "error" for finding in findings):
        sys.exit(1)


@click.command(cls=option.Command)
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

    console = stderr()
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
        display_batch.show_published(stdout(), published, dry_run=dry_run)


@click.command(cls=option.Command)
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
