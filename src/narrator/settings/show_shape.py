"""What voices.yaml says of the podcast."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from narrator.messages import tr
from narrator.settings.strict import Strict, Text
from narrator.standards.addresses import EMAIL, WEB_ADDRESS, prefix_fault
from narrator.standards.language_tags import LANGUAGE_TAG
from narrator.standards.podcast_xml import NAME_CHARS
from narrator.standards.recurrence import OFTEN, rule_fault


def _looks_like(pattern: str, example: str) -> Any:
    compiled = re.compile(pattern)

    def look(value: str) -> str:
        if not compiled.fullmatch(value):
            raise ValueError(tr("{value!r} does not look right; write it like {example}", value=value, example=example))
        return value

    return AfterValidator(look)


def _counted(value: object) -> object:
    if not re.fullmatch(r"[1-9][0-9]{0,4}", str(value).strip()):
        raise ValueError(tr("{value!r} is not a whole number from 1", value=value))
    return int(str(value))


def _short(value: str) -> str:
    if len(value.strip()) > NAME_CHARS:
        raise ValueError(tr("it has more than {name_chars} characters; apps cut it", name_chars=NAME_CHARS))
    return value.strip()


def _rule(value: str) -> str:
    if fault := rule_fault(value):
        raise ValueError(tr("{fault}; write it like FREQ=WEEKLY;BYDAY=MO, or weekly", fault=fault))
    return value.upper()


def _moment(value: str) -> str:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        raise ValueError(tr("{value!r} is no date; write it like 2026-01-31", value=value)) from None
    return value


def _prefix(value: str) -> str:
    if fault := prefix_fault(value):
        raise ValueError(tr("{fault}; write it like https://op3.dev/e/", fault=fault))
    return value.rstrip("/") + "/"


Url = Annotated[str, _looks_like(WEB_ADDRESS, "https://example.org/podcast/")]
_Email = Annotated[str, _looks_like(EMAIL, "studio@example.org")]
_Language = Annotated[str, _looks_like(LANGUAGE_TAG, "zh-CN")]
_Number = Annotated[int, BeforeValidator(_counted)]
_Name = Annotated[str, AfterValidator(_short)]


class FundingEntry(Strict):
    """How listeners can support the show."""

    url: Url
    text: _Name = ""


def _listed(value: object) -> object:
    """One or several, each by its address or with its words."""
    entries = value if isinstance(value, list) else [value]
    return [{"url": entry} if isinstance(entry, str) else entry for entry in entries]


class FrequencyEntry(Strict):
    """When episodes come."""

    text: _Name = ""
    rrule: Annotated[str, AfterValidator(_rule)] = ""
    dtstart: Annotated[str, AfterValidator(_moment)] = ""
    complete: bool = False

    @model_validator(mode="after")
    def whole(self) -> FrequencyEntry:
        """Something is said, and a rule that counts says from when."""
        if not (self.text or self.rrule):
            raise ValueError(tr("it says nothing; write it like weekly, or {text: every Monday, rrule: FREQ=WEEKLY}"))
        if "COUNT=" in self.rrule and not self.dtstart:
            raise ValueError(tr("a rule with COUNT needs `dtstart`, such as 2026-01-31"))
        return self


def _by_word(value: object) -> object:
    return {"rrule": OFTEN.get(value, value)} if isinstance(value, str) else value


class ShowEntry(Strict):
    """The podcast."""

    title: Text = "Narrator"
    description: str = ""
    author: str = ""
    email: _Email | None = None
    link: Url | None = None
    base_url: Url | None = None
    language: _Language = "zh-CN"
    category: Text = "News"
    cover: Text | None = None
    cover_font: Text | None = None
    explicit: bool = False
    license: Text | None = None
    copyright: Text | None = None
    season: _Number | None = None
    numbering: Literal["none", "auto"] = "none"
    funding: Annotated[list[FundingEntry], BeforeValidator(_listed)] = Field(default_factory=list)
    update_frequency: Annotated[FrequencyEntry | None, BeforeValidator(_by_word)] = None
    enclosure_prefix: Annotated[str, AfterValidator(_prefix)] | None = None
