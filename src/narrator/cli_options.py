"""What the commands share: their options, the log, and how errors become two lines on stderr and an exit code."""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from narrator.cli_language import Formatter, localised, words_of_click
from narrator.errors import NarratorError, OutputError
from narrator.messages import tr, translated


def engine_names() -> Sequence[str]:
    """The engines that are installed, looked up only when a command needs them."""
    from narrator import plugins

    return plugins.engine_names()


class EngineName(click.ParamType):  # type: ignore[type-arg,unused-ignore]
    """`auto`, or an engine that is installed: looked up only when a command needs one."""

    name = "engine"

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        return f"[{'|'.join(self._choices())}]"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return click.Choice(self._choices()).convert(value, param, ctx)

    @staticmethod
    def _choices() -> Sequence[str]:
        return ("auto", *engine_names())


voices = click.option(
    "--voices",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The voices file.  [default: ./voices.yaml, else the one that ships with narrator]",
)
output = click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("output"),
    show_default=True,
    help="The folder of all episodes.",
)
output_or_address = click.option(
    "--output",
    metavar="FOLDER|URL",
    default="output",
    show_default=True,
    help="The folder of all episodes, or where they are published: s3://, sftp://, webdav://.",
)
engine = click.option(
    "--engine",
    type=EngineName(),
    default="auto",
    show_default=True,
    help="What speaks; auto takes the first of the voices file's `engines:` that answers, for the whole episode.",
)


def language_tag(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    from narrator.standards.language_tags import is_language_tag

    if value is not None and not is_language_tag(value):
        raise click.BadParameter(translated(tr("{value!r} is no language tag; write it like zh-CN or en", value=value)))
    return value


def web_address(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    from narrator.standards.addresses import is_web_address

    if value is not None and not is_web_address(value):
        raise click.BadParameter(
            translated(tr("{value!r} is no address; write it like https://example.org/podcast/", value=value))
        )
    return value


language = click.option(
    "--language",
    metavar="TAG",
    callback=language_tag,
    help="The page's language, such as zh-CN, zh-TW, yue, en, ja.  [default: found out]",
)
base_url = click.option(
    "--base-url",
    metavar="URL",
    callback=web_address,
    help="Where the output folder is published.  [default: `show: base_url:`]",
)
stage_directions = click.option(
    "--stage-directions",
    type=click.Choice(("drop", "narrate")),
    default="drop",
    show_default=True,
    help="Whether （笑） and its like are left out or said by the narrator.",
)
_FORMS = click.Choice(("m4b", "opus", "epub"))
also = click.option(
    "--also",
    multiple=True,
    type=_FORMS,
    help="Another form beside the MP3: m4b is an audiobook with chapters, opus a smaller file, epub a read-along book; "
    "may be repeated. What the episode has already is kept up to date.",
)
export_format = click.option("--format", "formats", multiple=True, type=_FORMS, help="What to write; may be repeated.")
export_remove = click.option(
    "--remove", multiple=True, type=_FORMS, help="What to remove, also from the page and the feed; may be repeated."
)
private = click.option(
    "--allow-private", is_flag=True, help="Let a URL name this machine or the local network; refused otherwise."
)


def _resource(_: click.Context, __: click.Parameter, values: Sequence[str]) -> list[tuple[str, float]]:
    found = []
    for value in values:
        name, _equals, amount = value.partition("=")
        try:
            found.append((name, float(amount)))
        except ValueError:
            raise click.BadParameter(f"{value!r} is no resource; write it like GPU=1") from None
    return found


def many_pages(command: Any) -> Any:
    """The options that are about many pages."""
    for added in reversed(
        (
            click.option(
                "--jobs",
                type=click.IntRange(1, 256),
                default=1,
                show_default=True,
                help="Processes that make pages at the same time, on this machine.",
            ),
            click.option(
                "--new-only/--all",
                "new_only",
                default=None,
                help="Make only pages that are new or changed themselves, whatever became of the settings; or all.  "
                "[default: so for feeds and sitemaps; of others, those of which the page, the settings or narrator "
                "changed]",
            ),
            click.option(
                "--cluster",
                metavar="ADDRESS",
                help="Let the workers of a Dask cluster make the pages; ADDRESS is its scheduler's. Needs "
                "narrator[cluster].",
            ),
            click.option(
                "--resources",
                multiple=True,
                metavar="NAME=N",
                callback=_resource,
                help="What a page takes of what the cluster's workers offer, such as GPU=1; may be repeated.",
            ),
        )
    ):
        command = added(command)
    return command


def _verbose(ctx: click.Context, _: click.Parameter, value: int) -> int:
    if value:
        from narrator.log import to_stderr

        ctx.call_on_close(to_stderr(value))
        ctx.meta["narrator.verbose"] = value
    return value


def _log_file(ctx: click.Context, __: click.Parameter, value: Path | None) -> Path | None:
    if value is not None:
        from narrator.log import to_file

        ctx.call_on_close(to_file(value))
    return value


LOG_OPTIONS = (
    click.Option(
        ["-v", "--verbose"],
        count=True,
        expose_value=False,
        callback=_verbose,
        help="Log on stderr what each stage did and how long it took; -vv: each request to an engine, too.",
    ),
    click.Option(
        ["--log-file"],
        type=click.Path(path_type=Path, dir_okay=False),
        expose_value=False,
        callback=_log_file,
        help="Append all of that to this file.",
    ),
)

_DISK_FAULTS = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG, errno.EROFS)
"""What writing to a full or failing disk, or to standard output on one, raises."""


class Context(click.Context):
    formatter_class = Formatter


class Command(click.Command):
    context_class = Context


class Commands(click.Group):
    """Errors become two lines on stderr and an exit code; every command can log, and speaks the editor's language."""

    context_class = Context
    command_class = Command

    def main(self, *args: Any, **extra: Any) -> Any:
        with words_of_click():
            return super(Commands, localised(self)).main(*args, **extra)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        command = super().get_command(ctx, cmd_name)
        return command and localised(command)

    def add_command(self, cmd: click.Command, name: str | None = None) -> None:
        cmd.params += LOG_OPTIONS
        super().add_command(cmd, name)

    def invoke(self, ctx: click.Context) -> Any:
        for stream in (sys.stdout, sys.stderr):
            # Chinese has to come out whole wherever it is sent; a Western Windows would refuse it.
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result
        except NarratorError as error:
            complain(error)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            click.echo(f"narrator: {translated(tr('stopped; what was spoken is kept for the next run'))}", err=True)
            ctx.exit(130)
        except BrokenPipeError:
            # Whoever reads has had enough; what is still buffered would raise again at the interpreter's end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)
        except OSError as cause:
            if cause.errno not in _DISK_FAULTS:
                raise
            complain(OutputError(f"cannot write: {cause.strerror or cause}", hint="is the disk full?"))
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(OutputError.exit_code)


def complain(error: NarratorError) -> None:
    click.secho(f"narrator: {translated(error.message)}", err=True, fg="red")
    if error.hint:
        click.echo(f"  → {translated(error.hint)}", err=True)


def warn(line: str) -> None:
    click.secho(f"narrator: {translated(line)}", err=True, fg="yellow")
