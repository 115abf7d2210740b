"""The command line: options in, exit code out. It decides nothing."""

from __future__ import annotations

import click

from narrator import __version__
from narrator import cli_options as option
from narrator.cli.make_command import make
from narrator.cli.publishing_commands import cache, check, export, feed, publish
from narrator.cli.script_commands import cast, say, script
from narrator.cli.server_commands import desk, serve
from narrator.cli.voices_commands import voices


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


for _command in (make, script, say, cast, voices, feed, check, export, publish, serve, desk, cache):
    main.add_command(_command)
