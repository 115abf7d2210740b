from __future__ import annotations

from collections.abc import Iterator

import pytest

from edge_standin import StandIn
from narrator.speech.engines.edge import URL_VARIABLE


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    """The Edge service's stand-in, which edge engines made in the test talk to."""
    with StandIn() as running:
        monkeypatch.setenv(URL_VARIABLE, running.url)
        yield running
