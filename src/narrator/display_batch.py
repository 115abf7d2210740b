"""What the command line shows of many pages, and of what is published elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.text import Text

from narrator.display import STAGES, clock
from narrator.errors import NarratorError
from narrator.pipeline import Outcome, Published, Summary

_SOURCE_CHARS = 28
_SHOWN_CHANGES = 20


class BatchProgress:
    """Shows each page as it is done, and while it is being made, how far it has come."""

    def __init__(
        self,
        console: Console,
        bars: Progress | None,
        *,
        complain: Callable[[NarratorError], None],
        made: Callable[[str], None],
    ) -> None:
        self._console = console
        self._bars = bars
        self._complain = complain
        self._made = made
        self._running: dict[str, TaskID] = {}
        self._all: TaskID | None = None

    def total(self, count: int) -> None:
        """So many pages will be made."""
        if self._bars is not None and count:
            self._all = self._bars.add_task("all pages", total=count)

    def step(self, source: str, stage: str, done: int, of: int) -> None:
        """A page has come so far."""
        if self._bars is None:
            return
        shown = source if len(source) <= _SOURCE_CHARS else f"…{source[1 - _SOURCE_CHARS :]}"
        what = f"{shown}: {STAGES.get(stage, stage).lower()}"
        if source not in self._running:
            self._running[source] = self._bars.add_task(what, total=of)
        self._bars.update(self._running[source], description=what, completed=done, total=of)

    def done(self, outcome: Outcome) -> None:
        """A page is done with."""
        if self._bars is not None and outcome.source in self._running:
            self._bars.remove_task(self._running.pop(outcome.source))
        for warning in outcome.warnings:
            self.warn(warning)
        if outcome.result == "unchanged":
            return
        if self._bars is not None and self._all is not None:
            self._bars.advance(self._all)
        if outcome.error is not None:
            self._complain(outcome.error)
        elif outcome.manifest is not None:
            episode = outcome.manifest.episode
            line = Text(episode.title, style="bold")
            line.append(f"  {clock(episode.length / episode.rate_hz)}  {outcome.source}", style="not bold dim")
            self._console.print(line, soft_wrap=True)
            self._made(outcome.where)

    def warn(self, line: str) -> None:
        """A line that the editor should read."""
        self._console.print(Text(f"narrator: {line}", style="yellow"), soft_wrap=True)


@contextmanager
def batch_progress(
    console: Console,
    *,
    complain: Callable[[NarratorError], None],
    made: Callable[[str], None],
    quiet: bool = False,
) -> Iterator[BatchProgress]:
    """Shows what becomes of many pages; bars only where somebody watches.

    Args:
        complain: shows why a page could not be made.
        made: is given where an episode is.
    """
    if quiet or not console.is_terminal:
        yield BatchProgress(console, None, complain=complain, made=made)
        return
    columns = (
        TextColumn("{task.description:<40}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeRemainingColumn(compact=True, elapsed_when_finished=True),
    )
    with Progress(*columns, console=console, transient=True) as bars:
        yield BatchProgress(console, bars, complain=complain, made=made)


def show_summary(console: Console, summary: Summary) -> None:
    """How many pages were made, and where the feed is."""
    counts = [f"{summary.made} made", f"{summary.unchanged} unchanged", f"{summary.failed} failed"]
    console.print(Text(" · ".join(counts), style="bold red" if summary.failed else "bold"))
    if summary.feed:
        console.print(Text(f"feed: {summary.feed}", style="dim"), soft_wrap=True)


def show_published(console: Console, published: Published, *, dry_run: bool) -> None:
    """What was brought to a destination, or would be."""
    put = [change for change in published.changes if change.what == "put"]
    for change in published.changes[:_SHOWN_CHANGES] if dry_run else ():
        console.print(Text(f"{change.what}  {change.name}", style="dim"), soft_wrap=True)
    if dry_run and len(published.changes) > _SHOWN_CHANGES:
        console.print(Text(f"… and {len(published.changes) - _SHOWN_CHANGES} more", style="dim"))
    size = sum(change.bytes for change in put)
    line = f"{len(put)} files ({size / 1e6:.1f} MB) {'would be put' if dry_run else 'put'}"
    removed = len(published.changes) - len(put)
    line += f", {removed} {'would be removed' if dry_run else 'removed'}" if removed else ""
    console.print(Text(f"{line}, {published.unchanged} unchanged", style="bold"))
    if published.told:
        console.print(Text(f"told {published.told}", style="dim"), soft_wrap=True)
