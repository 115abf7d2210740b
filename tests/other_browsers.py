"""Debian's Firefox and WebKitGTK (the nearest thing to Safari), driven by their own protocols and nothing else."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

START_S = 30
"""How long a browser may take to begin, on a busy machine."""


class Window(Protocol):
    """A browser's window."""

    def go(self, address: str) -> None:
        """Opens the address, and waits for it."""

    def run(self, script: str) -> Any:
        """What the script returns."""

    def press(self, selector: str) -> None:
        """Clicks what the script's expression gives, as a person does."""


class Missing(Exception):
    """The browser, or a program it needs, is not installed."""


def _free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def _found(*names: str) -> str:
    path = next((found for name in names if (found := shutil.which(name))), None)
    if path is None:
        raise Missing(f"needs {names[0]} (apt-get install firefox-esr pulseaudio webkit2gtk-driver xvfb)")
    return path


# -------------------------------------------------------------------------------------------------- Firefox


class _Marionette:
    """Firefox's own protocol: JSON with its length before it (remote/marionette/transport.sys.mjs)."""

    def __init__(self, port: int) -> None:
        self.connection = self._connect(port)
        self.number = 0
        self._receive()
        self.say("WebDriver:NewSession", {})

    @staticmethod
    def _connect(port: int) -> socket.socket:
        deadline = time.monotonic() + START_S
        while True:
            try:
                return socket.create_connection(("127.0.0.1", port), timeout=START_S)
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)

    def _receive(self) -> Any:
        length = b""
        while not length.endswith(b":"):
            length += self.connection.recv(1)
        body = b""
        while len(body) < int(length[:-1]):
            body += self.connection.recv(65536)
        return json.loads(body)

    def say(self, command: str, values: dict[str, Any]) -> Any:
        self.number += 1
        body = json.dumps([0, self.number, command, values]).encode()
        self.connection.sendall(str(len(body)).encode() + b":" + body)
        _, _, error, value = self._receive()
        if error:
            raise RuntimeError(f"{command}: {error['message']}")
        return value

    def go(self, address: str) -> None:
        self.say("WebDriver:Navigate", {"url": address})

    def run(self, script: str) -> Any:
        return self.say("WebDriver:ExecuteScript", {"script": script, "args": [], "sandbox": None})["value"]

    def press(self, selector: str) -> None:
        value = self.say("WebDriver:ExecuteScript", {"script": f"return {selector}", "args": [], "sandbox": None})
        self.say("WebDriver:ElementClick", {"id": next(iter(value["value"].values()))})


@contextmanager
def firefox() -> Iterator[Window]:
    """A headless Firefox with a fresh profile."""
    program = _found("firefox-esr", "firefox")
    port = _free_port()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        (Path(profile) / "user.js").write_text(
            f'user_pref("marionette.port", {port});\nuser_pref("media.autoplay.default", 0);\n'
            'user_pref("datareporting.policy.dataSubmissionEnabled", false);\n',
            encoding="utf-8",
        )
        command = [program, "--headless", "--marionette", "--no-remote", "--profile", profile]
        # Without an output Firefox refuses to play: a sound server whose only output is nothing, in real time.
        ears = [_found("pulseaudio"), "-n", "--exit-idle-time=-1", "--daemonize=no", "--use-pid-file=no"]
        ears += [
            "--load=module-null-sink",
            f"--load=module-native-protocol-unix auth-anonymous=1 socket={profile}/ears",
        ]
        environment = {**os.environ, "HOME": profile, "PULSE_SERVER": f"unix:{profile}/ears"}
        environment |= {"XDG_RUNTIME_DIR": profile, "MOZ_DISABLE_CONTENT_SANDBOX": "1"}
        with _running(ears, environment), _running(command, environment):
            window = _Marionette(port)
            try:
                yield window
            finally:
                window.connection.close()


# --------------------------------------------------------------------------------------------------- WebKit


class _WebDriver:
    """W3C WebDriver over HTTP."""

    def __init__(self, port: int, options: dict[str, Any]) -> None:
        self.address = f"http://127.0.0.1:{port}/session"
        deadline = time.monotonic() + START_S
        while True:
            try:
                session = self._ask(self.address, {"capabilities": {"alwaysMatch": options}})
                break
            except (urllib.error.URLError, ConnectionError):
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.3)
        self.address += f"/{session['sessionId']}"

    def _ask(self, address: str, values: dict[str, Any] | None, method: str = "POST") -> Any:
        body = None if values is None else json.dumps(values).encode()
        request = urllib.request.Request(address, body, {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=START_S) as answer:
            return json.load(answer)["value"]

    def go(self, address: str) -> None:
        self._ask(f"{self.address}/url", {"url": address})

    def run(self, script: str) -> Any:
        return self._ask(f"{self.address}/execute/sync", {"script": script, "args": []})

    def press(self, selector: str) -> None:
        found = self.run(f"return {selector}")
        self._ask(f"{self.address}/element/{next(iter(found.values()))}/click", {})

    def close(self) -> None:
        self._ask(self.address, None, "DELETE")


@contextmanager
def webkit() -> Iterator[Window]:
    """WebKitGTK's MiniBrowser on a display of its own."""
    driver = _found("WebKitWebDriver")
    display = _found("Xvfb")
    browser = next(Path("/usr/lib").glob("*/webkit2gtk-4*/MiniBrowser"), None)
    if browser is None:
        raise Missing("needs MiniBrowser (apt-get install webkit2gtk-driver)")
    port = _free_port()
    number = f":{90 + os.getpid() % 400}"
    environment = {
        **os.environ,
        "DISPLAY": number,
        "GDK_BACKEND": "x11",
        "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
    }
    options = {"webkitgtk:browserOptions": {"binary": str(browser), "args": ["--automation"]}}
    with (
        _running([display, number, "-screen", "0", "1280x900x24", "-nolisten", "tcp"], dict(os.environ)),
        _running([driver, f"--port={port}"], environment),
    ):
        window = _WebDriver(port, options)
        try:
            yield window
        finally:
            window.close()


@contextmanager
def _running(command: list[str], environment: dict[str, str]) -> Iterator[None]:
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
