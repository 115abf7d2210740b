from __future__ import annotations

from collections.abc import Iterator

import pytest

from azure_standin import AzureStandIn
from edge_standin import StandIn
from narrator.speech.engines import azure, openai
from narrator.speech.engines.edge import URL_VARIABLE
from openai_standin import OpenAIStandIn


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    """The Edge service's stand-in, which edge engines made in the test talk to."""
    with StandIn() as running:
        monkeypatch.setenv(URL_VARIABLE, running.url)
        yield running


@pytest.fixture
def openai_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenAIStandIn]:
    """A server with OpenAI's interface, which openai engines made in the test talk to."""
    with OpenAIStandIn(lists={"voices": ["alloy", "onyx"]}) as running:
        monkeypatch.setenv(openai.URL_VARIABLE, running.url)
        monkeypatch.delenv(openai.KEY_VARIABLE, raising=False)
        yield running


@pytest.fixture
def azure_service(monkeypatch: pytest.MonkeyPatch) -> Iterator[AzureStandIn]:
    """Azure's stand-in, which azure engines made in the test talk to."""
    with AzureStandIn() as running:
        monkeypatch.setenv(azure.ENDPOINT_VARIABLE, running.url)
        monkeypatch.setenv(azure.KEY_VARIABLE, running.key)
        monkeypatch.delenv(azure.REGION_VARIABLE, raising=False)
        yield running
