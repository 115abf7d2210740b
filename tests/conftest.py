"""For all tests."""

from __future__ import annotations

from hypothesis import settings

# A busy machine is no fault of what is tested.
settings.register_profile("narrator", deadline=None)
settings.load_profile("narrator")
