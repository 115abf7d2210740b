"""Which proxy a request goes through."""

from __future__ import annotations

import pytest

from narrator.errors import NarratorError
from narrator.standards.proxies import proxy_for

SERVICE = "wss://speech.example.org/v1"
PAGE = "http://example.org/page"


@pytest.mark.parametrize(
    ("environment", "url", "proxy"),
    [
        ({}, SERVICE, None),
        ({"HTTPS_PROXY": "http://a:1"}, SERVICE, "http://a:1"),
        ({"https_proxy": "http://a:1"}, "https://example.org/", "http://a:1"),
        ({"HTTPS_PROXY": "http://a:1"}, PAGE, None),
        ({"HTTP_PROXY": "http://a:1"}, PAGE, "http://a:1"),
        ({"http_proxy": "http://a:1"}, "ws://example.org/", "http://a:1"),
        ({"ALL_PROXY": "socks5://a:1"}, SERVICE, "socks5://a:1"),
        ({"all_proxy": "socks5h://a:1"}, PAGE, "socks5h://a:1"),
        ({"HTTPS_PROXY": "http://a:1", "ALL_PROXY": "socks5://b:2"}, SERVICE, "http://a:1"),
        ({"HTTPS_PROXY": "http://a:1", "https_proxy": "http://b:2"}, SERVICE, "http://b:2"),
        ({"HTTP_PROXY": "http://a:1", "REQUEST_METHOD": "GET"}, PAGE, None),
        ({"HTTPS_PROXY": ""}, SERVICE, None),
        ({"HTTPS_PROXY": "a:3128"}, SERVICE, "http://a:3128"),
        ({"HTTPS_PROXY": "http://a"}, SERVICE, "http://a:8080"),
        ({"ALL_PROXY": "socks://a"}, SERVICE, "socks5://a:1080"),
        ({"ALL_PROXY": "http://[::1]:3128"}, SERVICE, "http://[::1]:3128"),
    ],
)
def test_proxy_is_the_one_that_the_environment_names(environment: dict[str, str], url: str, proxy: str | None) -> None:
    found = proxy_for(url, environment=environment)
    assert (found and str(found)) == proxy


@pytest.mark.parametrize(
    ("no_proxy", "url", "goes_direct"),
    [
        ("*", SERVICE, True),
        ("example.org", SERVICE, True),
        (".example.org", SERVICE, True),
        ("*.example.org", SERVICE, True),
        ("speech.example.org:443", SERVICE, True),
        ("speech.example.org:8080", SERVICE, False),
        ("ample.org", SERVICE, False),
        ("localhost, 127.0.0.1", SERVICE, False),
        ("localhost, EXAMPLE.ORG", SERVICE, True),
        ("10.0.0.0/8", "https://10.2.3.4/", True),
        ("10.0.0.0/8", "https://11.2.3.4/", False),
        ("127.0.0.1", "ws://127.0.0.1:80/", True),
        ("127.0.0.1:80", "ws://127.0.0.1:80/", True),
        ("::1", "ws://[::1]:80/", True),
        ("", SERVICE, False),
    ],
)
def test_no_proxy_names_what_is_reached_directly(no_proxy: str, url: str, goes_direct: bool) -> None:
    environment = {"ALL_PROXY": "http://proxy:1", "NO_PROXY": no_proxy}
    assert (proxy_for(url, environment=environment) is None) is goes_direct


def test_proxy_that_the_user_chose_goes_before_the_environment() -> None:
    environment = {"HTTPS_PROXY": "http://a:1", "NO_PROXY": "*"}
    assert str(proxy_for(SERVICE, "socks5://b:2", environment)) == "socks5://b:2"


def test_password_is_used_and_never_shown() -> None:
    proxy = proxy_for(SERVICE, "http://lin:p%40ss@proxy:1")
    assert proxy is not None
    assert (proxy.user, proxy.password) == ("lin", "p@ss")
    assert proxy.with_password == "http://lin:p%40ss@proxy:1"
    assert "p@ss" not in f"{proxy} {proxy!r}"
    assert proxy.headers() == {"Proxy-Authorization": "Basic bGluOnBAc3M="}


@pytest.mark.parametrize("value", ["ftp://a:1", "http://", "http://a:port", "http://:secret@"])
def test_proxy_that_is_no_address_is_an_error_that_names_the_variable_only(value: str) -> None:
    with pytest.raises(NarratorError, match="HTTPS_PROXY") as caught:
        proxy_for(SERVICE, environment={"HTTPS_PROXY": value})
    assert "secret" not in caught.value.message
    assert caught.value.hint
