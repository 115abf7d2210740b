"""Pages from the web, from a real server on this machine."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from certificates import certificate
from narrator.article import fetch, read
from narrator.errors import InputError
from proxy_servers import HttpProxy, SocksProxy, nobody_listens

_PAGE = "<html><body><h1>书房</h1><p>记者：您好，书房开了几年？</p><p>林小满：三年了。</p></body></html>"


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        path = self.path
        if path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", path.removeprefix("/to/"))
            self.end_headers()
            return
        if path == "/loop":
            self.send_response(301)
            self.send_header("Location", "/loop")
            self.end_headers()
            return
        body = _PAGE.encode("gb18030") if path == "/gb" else _PAGE.encode()
        self.send_response(404 if path == "/none" else 200)
        self.send_header(
            "Content-Type",
            {"/gb": "text/html; charset=gb2312", "/mp3": "audio/mpeg"}.get(path, "text/html; charset=utf-8"),
        )
        if path == "/gzip":
            self.send_header("Content-Encoding", "gzip")
            body = gzip.compress(body)
        if path == "/bomb":
            self.send_header("Content-Encoding", "gzip")
            body = gzip.compress(b" " * 40_000_000)
        self.end_headers()
        try:
            if path == "/slow":
                for _ in range(200):
                    self.wfile.write(b" ")
                    self.wfile.flush()
                    threading.Event().wait(0.05)
            for _ in range(400 if path == "/large" else 1):
                self.wfile.write(b" " * 65536 if path == "/large" else body)
        except OSError:
            return

    def log_message(self, format: str, *args: object) -> None:
        return


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize("path", ["/", "/gb", "/gzip", "/to//"])
def test_page_is_fetched_with_its_encoding_and_address(site: str, path: str) -> None:
    article = read(site + path, allow_private=True)
    assert article.title == "书房"
    assert article.source == site + path
    assert article.url == (site + "/" if path == "/to//" else site + path)


def test_address_of_this_machine_is_refused_unless_allowed(site: str) -> None:
    with pytest.raises(InputError, match="local network"):
        read(site + "/")


@pytest.mark.parametrize(
    "address",
    [
        "http://localhost/",
        "http://[::1]/",
        "http://169.254.169.254/latest",
        "http://10.0.0.1/",
        "http://[::ffff:127.0.0.1]/",
        "http://0/",
    ],
)
def test_private_address_of_any_form_is_refused(address: str) -> None:
    with pytest.raises(InputError):
        read(address)


def test_each_redirect_is_checked_again(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    monkeypatch.setattr(fetch, "_is_public", lambda address: seen.append(address) or len(seen) == 1)
    with pytest.raises(InputError, match="local network"):
        read(f"{site}/to/{site}/")
    assert len(seen) == 2


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/none", "404"),
        ("/loop", "redirects"),
        ("/mp3", "audio"),
        ("/large", "larger"),
        ("/bomb", "larger"),
        ("/to/file:///etc/passwd", "not fetched"),
    ],
)
def test_what_cannot_be_fetched_is_an_error_that_says_why(site: str, path: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        read(site + path, allow_private=True)
    assert caught.value.hint


def test_server_that_drips_is_given_up(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "TIME_LIMIT_S", 0.5)
    with pytest.raises(InputError):
        read(site + "/slow", allow_private=True)


@pytest.mark.parametrize(
    "address",
    ["ftp://example.org/a", "http://user:word@example.org/", "http://exa mple.org/", "http://:80/", "javascript://a"],
)
def test_other_addresses_are_refused(address: str) -> None:
    with pytest.raises(InputError):
        read(address)


def test_files_and_standard_input_are_read(tmp_path: Path) -> None:
    page = tmp_path / "书房.html"
    page.write_text(_PAGE, encoding="utf-8")
    assert read(str(page)).title == "书房"
    assert read("-", stdin=_PAGE.encode()).title == "书房"


@pytest.mark.parametrize("name", ["none.txt", "", "a\0b"])
def test_file_that_is_not_there_is_an_error_in_two_lines(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError) as caught:
        read(str(tmp_path / name) if "\0" not in name else name)
    assert caught.value.hint


# Through a proxy.


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment without proxies."""
    for name in ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    return monkeypatch


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "all_proxy"])
@pytest.mark.parametrize("kind", [HttpProxy, SocksProxy])
def test_page_is_fetched_through_the_proxy(site: str, bare: pytest.MonkeyPatch, variable: str, kind: type) -> None:
    if kind is SocksProxy:
        pytest.importorskip("python_socks")
    with kind(user="lin:secret") as proxy:
        bare.setenv(variable, proxy.url)
        assert read(f"{site}/to/{site}/gb", allow_private=True).title == "书房"
        assert proxy.asked == [site.removeprefix("http://")] * 2


@pytest.mark.parametrize("kind", [HttpProxy, SocksProxy])
def test_encrypted_page_is_fetched_through_a_tunnel(tmp_path: Path, bare: pytest.MonkeyPatch, kind: type) -> None:
    if kind is SocksProxy:
        pytest.importorskip("python_socks")
    encryption, trusted = certificate(tmp_path)
    bare.setenv("SSL_CERT_FILE", str(trusted))
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    server.socket = encryption.wrap_socket(server.socket, server_side=True)
    server.daemon_threads = True
    thread = threading.Thread(target=lambda: server.serve_forever(0.02), daemon=True)
    thread.start()
    with kind(user="lin:secret") as proxy:
        bare.setenv("HTTPS_PROXY", proxy.url)
        assert read(f"https://127.0.0.1:{server.server_port}/", allow_private=True).title == "书房"
        assert proxy.asked == [f"127.0.0.1:{server.server_port}"]
    server.shutdown()
    server.server_close()
    thread.join()


def test_page_that_no_proxy_names_is_fetched_directly(site: str, bare: pytest.MonkeyPatch) -> None:
    with HttpProxy() as proxy:
        bare.setenv("HTTP_PROXY", proxy.url)
        bare.setenv("NO_PROXY", "127.0.0.1")
        assert read(site, allow_private=True).title == "书房"
        assert proxy.asked == []


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize(("user", "refuses", "words"), [("lin:secret", None, "407"), (None, 403, "403")])
def test_refusal_of_a_page_says_which_proxy_was_used(
    bare: pytest.MonkeyPatch, scheme: str, user: str | None, refuses: int | None, words: str
) -> None:
    with HttpProxy(user=user, refuses=refuses) as proxy:
        bare.setenv("ALL_PROXY", f"http://lin:wrong@127.0.0.1:{proxy.port}")
        with pytest.raises(InputError, match=words) as caught:
            read(f"{scheme}://127.0.0.1:9/", allow_private=True)
        assert f"the proxy http://lin@127.0.0.1:{proxy.port}" in caught.value.message
        assert "wrong" not in caught.value.message


def test_private_address_is_refused_behind_a_proxy_too(bare: pytest.MonkeyPatch) -> None:
    with HttpProxy() as proxy:
        bare.setenv("ALL_PROXY", proxy.url)
        with pytest.raises(InputError, match="local network"):
            read("http://169.254.169.254/latest")
        assert proxy.asked == []


def test_name_that_only_the_proxy_knows_is_left_to_it(site: str, bare: pytest.MonkeyPatch) -> None:
    with HttpProxy(refuses=502) as proxy:
        bare.setenv("HTTP_PROXY", proxy.url)
        with pytest.raises(InputError, match=f"502 No through the proxy {proxy.url}"):
            read("http://pages.invalid/")


def test_proxy_for_a_page_that_is_not_there_is_named(bare: pytest.MonkeyPatch) -> None:
    with nobody_listens() as port:
        bare.setenv("HTTP_PROXY", f"http://127.0.0.1:{port}")
        with pytest.raises(InputError, match=f"through the proxy http://127.0.0.1:{port}"):
            read("http://pages.invalid/")
