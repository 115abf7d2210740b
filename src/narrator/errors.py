"""The error tree, with exit codes: every error a user can cause is one of these.

    NarratorError            1
    ├── CheckFailed          1   something is not fit to publish
    ├── InputError           3   a page cannot be read
    ├── ScriptError          4   nobody says anything, or --strict met a doubt
    ├── CastError            5   voices.yaml has mistakes, or somebody has no voice
    ├── EngineError          6   an engine cannot speak
    │   └── EngineBusy       6   … now; worth another try
    ├── OutputError          7   the output folder cannot be written or is not what it should be
    ├── MissingExtra         8   an optional part is not installed
    └── AlreadyRunning       9   another run of many pages holds the output folder

Exit code 1 is also that of a check which found something unfit; 2 is Click's own, for a wrong command line; 130 is
Ctrl-C.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from typing import ClassVar


class NarratorError(Exception):
    """What is wrong and where (the message), and what to do (the hint): two lines on stderr."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class CheckFailed(NarratorError):
    """Something is not fit to publish."""


class InputError(NarratorError):
    """A page cannot be read."""

    exit_code = 3


class ScriptError(NarratorError):
    """Nobody says anything, or --strict met a doubt."""

    exit_code = 4


class CastError(NarratorError):
    """voices.yaml has mistakes, or somebody has no voice."""

    exit_code = 5


class EngineError(NarratorError):
    """An engine cannot speak, and trying again will not help."""

    exit_code = 6


class EngineBusy(EngineError):
    """An engine cannot speak now: refused, timed out, cut short. Worth another try, after `wait_s` if it said so."""

    def __init__(self, message: str, *, hint: str = "", wait_s: float = 0.0) -> None:
        super().__init__(message, hint=hint)
        self.wait_s = wait_s


class OutputError(NarratorError):
    """The output folder cannot be written, or is not what it should be."""

    exit_code = 7


class MissingExtra(NarratorError):
    """An optional part is not installed."""

    exit_code = 8

    def __init__(self, extra: str, what_for: str) -> None:
        hint = f"{_installer()} 'narrator[{extra}]'"
        super().__init__(f"{what_for} needs an optional part that is not installed", hint=hint)


class AlreadyRunning(NarratorError):
    """Another run of many pages holds the output folder."""

    exit_code = 9


def _installer() -> str:
    """What installs into the environment that narrator runs in; any other pip may be refused, or serve another one."""
    python = f'"{sys.executable}"' if " " in sys.executable else sys.executable
    has_pip = find_spec("pip") is not None  # uv makes environments without it
    return f"{python} -m pip install" if has_pip else f"uv pip install --python {python}"
