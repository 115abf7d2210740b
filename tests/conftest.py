"""For all tests."""

from __future__ import annotations

import os

from hypothesis import settings

# A busy machine is no fault of what is tested; and what lands is judged by the same examples each time, while every
# run by hand looks for new ones.
settings.register_profile("by hand", deadline=None)
settings.register_profile("checks", deadline=None, derandomize=True)
os.environ["NARRATOR_LANG"] = "en"  # tests read what narrator says, and so do the programs they start
settings.load_profile("checks" if os.environ.get("CI") else "by hand")
