"""Edge through real proxies: speech, and the list of voices."""

from __future__ import annotations

import ssl
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import edge_tts
import edge_tts.communicate
import edge_tts.voices
import pytest

from certificates import certificate
from edge_standin import StandIn
from narrator.errors import EngineBusy, EngineError
from narrator.model import Voice
from narrator.speech.completeness import shortcoming
from narrator.speech.engines.edge import URL_VARIABLE, EdgeEngine
from proxy_servers import HttpProxy, SocksProxy, nobody_listens
from speech_utterances import utterance

ASKED = utterance("老街上的茶馆换了三位掌柜。", voice=Voice(engine="edge", name="zh-CN-XiaoxiaoNeural"))
VARIABLES = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def http_proxy() -> Iterator[HttpProxy]:
    with HttpProxy(user="lin:p@ss") as proxy:
        yield proxy


@pytest.fixture
def socks_proxy() -> Iterator[SocksProxy]:
    pytest.importorskip("aiohttp_socks")
    with SocksProxy(user="lin:secret") as proxy:
        yield proxy


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", None])
@pytest.mark.parametrize("kind", ["http_proxy", "socks_proxy"])
def test_edge_goes_through_the_proxy_with_speech_and_list(
    service: StandIn, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, variable: str | None, kind: str
) -> None:
    proxy = request.getfixturevalue(kind)
    if variable:
        monkeypatch.setenv(variable, proxy.url)
    edge = EdgeEngine(proxy=None if variable else proxy.url)
    assert shortcoming(edge.speak(ASKED)) is None
    assert edge.voices()
    assert edge.available() is None
    assert set(proxy.asked) == {service.url.removeprefix("ws://")}
    assert len(proxy.asked) == 3


@pytest.fixture
def encrypted_service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    """The stand-in behind TLS, as the service is."""
    encryption, trusted = certificate(tmp_path)
    for module in (edge_tts.communicate, edge_tts.voices):
        monkeypatch.setattr(module, "_SSL_CTX", ssl.create_default_context())
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with StandIn(encryption=encryption) as running:
        monkeypatch.setenv(URL_VARIABLE, running.url)
        yield running


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
@pytest.mark.parametrize("kind", ["http_proxy", "socks_proxy"])
def test_edge_tunnels_encrypted_speech_and_list_through_the_proxy(
    encrypted_service: StandIn,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    variable: str,
    kind: str,
) -> None:
    proxy = request.getfixturevalue(kind)
    monkeypatch.setenv(variable, proxy.url)
    edge = EdgeEngine()
    assert shortcoming(edge.speak(ASKED)) is None
    assert edge.voices()
    assert proxy.asked == [encrypted_service.url.removeprefix("wss://")] * 2


def test_certificate_that_is_not_trusted_is_a_reason(
    encrypted_service: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    assert "the certificate of 127.0.0.1 is not trusted" in str(EdgeEngine().available())


def test_certificates_that_cannot_be_read_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere.pem")
    with pytest.raises(EngineError, match="SSL_CERT_FILE"):
        EdgeEngine()


@pytest.mark.parametrize("status", [403, 407])
def test_tunnel_that_is_refused_is_not_asked_for_again(
    encrypted_service: StandIn, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    with HttpProxy(refuses=status) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        with pytest.raises(EngineError, match=rf"the proxy {proxy.url} .*\(HTTP {status}\)") as caught:
            EdgeEngine().speak(ASKED)
    assert not isinstance(caught.value, EngineBusy)
    assert "HTTPS_PROXY" in caught.value.hint


def test_edge_goes_directly_where_no_proxy_says_so(
    service: StandIn, http_proxy: HttpProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALL_PROXY", http_proxy.url)
    monkeypatch.setenv("NO_PROXY", "localhost,127.0.0.1")
    edge = EdgeEngine()
    assert shortcoming(edge.speak(ASKED)) is None
    assert edge.voices()
    assert http_proxy.asked == []


@pytest.mark.parametrize("act", [lambda edge: edge.speak(ASKED), lambda edge: edge.voices()])
def test_proxy_that_wants_a_password_is_named_without_trying_again(
    service: StandIn, http_proxy: HttpProxy, act: Callable[[EdgeEngine], object]
) -> None:
    edge = EdgeEngine(proxy=f"http://lin:wrong@127.0.0.1:{http_proxy.port}")
    with pytest.raises(EngineError, match=rf"http://lin@127.0.0.1:{http_proxy.port} .*\(HTTP 407\)") as caught:
        act(edge)
    assert "wrong" not in f"{caught.value.message}{caught.value.hint}"
    assert caught.value.hint
    assert "407" in str(edge.available())


@pytest.mark.parametrize("kind", [HttpProxy, SocksProxy])
def test_refusal_says_which_proxy_was_used(service: StandIn, kind: type[HttpProxy] | type[SocksProxy]) -> None:
    with ExitStack() as stack:
        if kind is SocksProxy:
            pytest.importorskip("aiohttp_socks")
        proxy = stack.enter_context(kind(refuses=403 if kind is HttpProxy else 2))
        edge = EdgeEngine(proxy=proxy.url)
        with pytest.raises(EngineError, match=proxy.url):
            edge.speak(ASKED)
        assert proxy.url in str(edge.available())


@pytest.mark.parametrize("scheme", ["http", "socks5"])
def test_proxy_that_is_not_there_is_named(service: StandIn, scheme: str) -> None:
    if scheme == "socks5":
        pytest.importorskip("aiohttp_socks")
    with nobody_listens() as port:
        edge = EdgeEngine(proxy=f"{scheme}://lin:secret@127.0.0.1:{port}")
        with pytest.raises(EngineBusy) as caught:
            edge.speak(ASKED)
    assert caught.value.message == f"no connection to the proxy {scheme}://lin@127.0.0.1:{port}"


def test_socks_without_the_extra_says_what_to_install(service: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "aiohttp_socks", None)
    edge = EdgeEngine(proxy="socks5://127.0.0.1:1")
    with pytest.raises(EngineError) as caught:
        edge.speak(ASKED)
    assert caught.value.hint.endswith("pip install 'narrator[socks]'")
    assert "narrator[socks]" in str(edge.available())


def test_proxy_that_is_no_address_is_a_reason_not_to_answer(service: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "gopher://proxy")
    assert "ALL_PROXY" in str(EdgeEngine().available())
