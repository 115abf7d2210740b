"""Whether the facts that a show may give have the form that apps read: numbers, funding, update frequency, people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from lxml import etree

from narrator.check.finding import Fault
from narrator.messages import tr
from narrator.standards.podcast_xml import ITUNES, NAME_CHARS, PODCAST
from narrator.standards.recurrence import rule_fault

_NS: Final = {"itunes": ITUNES, "podcast": PODCAST}
_SHOW: Final = tr("correct it under `show:` in voices.yaml, then rebuild the feed: narrator feed")
_AGAIN: Final = tr("rebuild it: narrator feed")


def show_facts(channel: etree._Element) -> Iterator[Fault]:
    """Where funding and update frequency are not as podcast-namespace describes them."""
    for funding in channel.findall("podcast:funding", _NS):
        if not funding.get("url") or not (funding.text or "").strip():
            yield Fault(tr("podcast:funding lacks its url or its words"), _SHOW)
    often = channel.find("podcast:updateFrequency", _NS)
    if often is not None:
        if len(often.text or "") > NAME_CHARS or not (often.text or "").strip():
            yield Fault(
                tr("podcast:updateFrequency has no words, or more than {name_chars} characters", name_chars=NAME_CHARS),
                _SHOW,
                "warning",
            )
        rule = str(often.get("rrule") or "")
        if rule and (fault := rule_fault(rule)):
            yield Fault(tr("the rule of podcast:updateFrequency is none of RFC 5545: {fault}", fault=fault), _SHOW)
        start = str(often.get("dtstart") or "")
        if (start and not _is_date(start)) or ("COUNT=" in rule.upper() and not start):
            yield Fault(tr("podcast:updateFrequency lacks a dtstart in ISO 8601"), _SHOW)


def _is_date(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def item_facts(item: etree._Element) -> Iterator[Fault]:
    """Where season and episode are no numbers, or Apple's are other ones than podcast-namespace's."""
    for name in ("itunes:season", "itunes:episode", "podcast:season", "podcast:episode"):
        for number in item.findall(name, _NS):
            if not re.fullmatch(r"[1-9][0-9]*", number.text or ""):
                yield Fault(tr("its {name} is no whole number from 1", name=name), _AGAIN)
    for name in ("season", "episode"):
        found = {each.text for space in _NS for each in item.findall(f"{space}:{name}", _NS)}
        if len(found) > 1:
            yield Fault(tr("itunes:{name} and podcast:{name} are not the same number", name=name), _AGAIN)
