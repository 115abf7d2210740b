"""What is looked at in a browser: `narrator serve` and `desk`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from narrator import cli_options as option


@click.command(cls=option.Command)
@option.output
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, type=click.IntRange(0, 65535), show_default=True, help="0 takes a free one.")
@click.option("--open", "open_browser", is_flag=True, help="Open it in the browser.")
def serve(output: Path, host: str, port: int, open_browser: bool) -> None:
    """Preview the output folder, with byte ranges, until Ctrl-C. Needs narrator[serve]."""
    from narrator.preview.server import run

    run(output, host=host, port=port, open_browser=open_browser, ready=click.echo)


@click.command(cls=option.Command)
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
