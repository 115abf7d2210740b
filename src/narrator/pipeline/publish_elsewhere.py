"""Publishing the output folder elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from narrator.check import Finding
from narrator.delivery import Change, deliver, notify, plan_of, reach
from narrator.delivery.destination import Destination
from narrator.errors import CastError, CheckFailed, OutputError
from narrator.messages import tr, trn
from narrator.pipeline.options import DeliveryOptions
from narrator.pipeline.upkeep import findings_of
from narrator.published.feed_entries import address_of
from narrator.published.output_folder import FEED, MANIFEST
from narrator.settings import load_settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What was brought to a destination, or would be."""

    destination: str
    changes: tuple[Change, ...]
    unchanged: int
    """Files that were there already."""
    told: str | None
    """The webhook that was told."""


def destinations(voices: Path | None = None) -> tuple[str, ...]:
    """Where the voices file says that the output folder is published.

    Raises:
        CastError: it names no place.
    """
    named = tuple(load_settings(voices).publish.destinations)
    if not named:
        raise CastError(
            tr("no destination is named"),
            hint=tr("give one, or list some under `publish: destinations:` in the voices file"),
        )
    return named


def publish_to(
    output: Path,
    url: str,
    *,
    options: DeliveryOptions | None = None,
    voices: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
    found: Callable[[Sequence[Finding]], None] | None = None,
) -> Published:
    """Bring what changed to the destination: episodes first, the feed last.

    Args:
        url: a folder, or an address that fsspec knows.
        progress: called with how many bytes were put, and of how many.
        found: called with what the check found, when it found errors.

    Raises:
        CheckFailed: something is not fit to publish; nothing was sent.
        OutputError: the destination cannot be written; what was sent is kept.
    """
    options, settings = options or DeliveryOptions(), load_settings(voices)
    if not output.is_dir():
        raise OutputError(
            tr("no output folder at {output}", output=output),
            hint=tr("make an episode first, or name its folder: --output"),
        )
    destination = reach(url, settings.publish.options)
    delivery = plan_of(output, destination, delete=options.delete)
    if options.check:
        _check(output, [change.name for change in delivery.changes if change.what == "put"], voices, found)
    told = None
    if not options.dry_run:
        deliver(output, destination, delivery, progress=progress)
        address = options.webhook or settings.publish.webhook
        if address and delivery.done:
            notify(address, _news(destination, delivery.done, address_of(settings.show, None)))
            told = address
    return Published(destination=destination.url, changes=delivery.changes, unchanged=delivery.unchanged, told=told)


def _check(
    output: Path, names: Sequence[str], voices: Path | None, found: Callable[[Sequence[Finding]], None] | None
) -> None:
    """Only what changed: what was published before was checked before."""
    folders = sorted({name.partition("/")[0] for name in names if "/" in name})
    paths = [output / folder for folder in folders if (output / folder / MANIFEST).is_file()]
    if (output / FEED).is_file() and names:
        paths.append(output / FEED)
    findings = findings_of(paths, voices=voices)
    errors = [finding for finding in findings if finding.level == "error"]
    if errors:
        if found:
            found(findings)
        raise CheckFailed(
            trn(
                "{count} thing is not fit to publish: {what}",
                "{count} things are not fit to publish: {what}",
                len(errors),
                what=errors[0].what,
            ),
            hint=tr(
                "nothing was sent; see all with `narrator check {output}`, or publish as it is with --no-check",
                output=output,
            ),
        )


def _news(destination: Destination, done: Sequence[Change], base: str | None) -> dict[str, object]:
    """What a webhook is told."""
    episodes = {change.name.partition("/")[0] for change in done if "/" in change.name and change.what == "put"}
    return {
        "event": "published",
        "destination": destination.url,
        "base_url": base,
        "feed": f"{base}{FEED}" if base else None,
        "episodes": sorted(episodes),
        "put": [change.name for change in done if change.what == "put"],
        "removed": [change.name for change in done if change.what == "remove"],
    }
