"""How often something comes: recurrence rules (RFC 5545, 3.3.10), as podcast:updateFrequency has them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

OFTEN: Final[Mapping[str, str]] = {
    "daily": "FREQ=DAILY",
    "weekly": "FREQ=WEEKLY",
    "biweekly": "FREQ=WEEKLY;INTERVAL=2",
    "monthly": "FREQ=MONTHLY",
    "bimonthly": "FREQ=MONTHLY;INTERVAL=2",
    "yearly": "FREQ=YEARLY",
}
"""What people say for it (podcast-namespace, docs/tags/update-frequency.md)."""

_DAY = r"[+-]?(?:[1-9]|[1-4]\d|5[0-3])?(?:MO|TU|WE|TH|FR|SA|SU)"
_COUNT = r"[1-9]\d{0,4}"
_DATE = r"\d{8}(?:T\d{6}Z?)?|\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?"
_PARTS: Final[Mapping[str, str]] = {
    "FREQ": "SECONDLY|MINUTELY|HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY",
    "INTERVAL": _COUNT,
    "COUNT": _COUNT,
    "UNTIL": _DATE,
    "BYDAY": rf"{_DAY}(?:,{_DAY})*",
    "WKST": "MO|TU|WE|TH|FR|SA|SU",
    **{
        name: rf"{number}(?:,{number})*"
        for name, number in {
            "BYMONTH": r"(?:1[0-2]|[1-9])",
            "BYMONTHDAY": r"[+-]?(?:3[01]|[12]\d|[1-9])",
            "BYYEARDAY": r"[+-]?[1-9]\d{0,2}",
            "BYWEEKNO": r"[+-]?[1-9]\d?",
            "BYSETPOS": r"[+-]?[1-9]\d{0,2}",
            "BYHOUR": r"(?:2[0-3]|1?\d)",
            "BYMINUTE": r"[1-5]?\d",
            "BYSECOND": r"[1-5]?\d",
        }.items()
    },
}


def rule_fault(rule: str) -> str | None:
    """What is wrong with the rule, in a few words; None where nothing is."""
    parts = [part.partition("=") for part in rule.strip().upper().split(";")]
    names = [name for name, _, _ in parts]
    for name, _, value in parts:
        if name not in _PARTS:
            return f"{name!r} is no part of a recurrence rule"
        if not re.fullmatch(_PARTS[name], value):
            return f"{name} cannot be {value!r}"
        if names.count(name) > 1:
            return f"{name} is given twice"
    if "FREQ" not in names:
        return "FREQ is missing"
    return "COUNT and UNTIL exclude each other" if {"COUNT", "UNTIL"} <= set(names) else None
