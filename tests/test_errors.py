"""What an error tells a user to do."""

from __future__ import annotations

import sys

from narrator.errors import MissingExtra


def test_missing_part_is_installed_into_the_environment_that_narrator_runs_in() -> None:
    hint = MissingExtra("serve", "narrator serve").hint
    assert sys.executable in hint
    assert hint.endswith("'narrator[serve]'")
