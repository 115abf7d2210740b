"""A real OpenSSH server on this machine, for one test."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

_PATH = "/usr/sbin:/usr/local/sbin:/usr/bin:/opt/homebrew/sbin"


@dataclass(frozen=True, slots=True)
class SshServer:
    port: int
    key: Path
    """The private key that opens it."""
    known_hosts: Path
    """Says its own key."""


@contextmanager
def ssh_server(folder: Path) -> Iterator[SshServer]:
    """An sshd with keys of its own, which lets in the user who runs the test."""
    sshd, keygen = shutil.which("sshd", path=_PATH), shutil.which("ssh-keygen")
    if sshd is None or keygen is None:
        pytest.skip("OpenSSH's server is not installed")
    folder.mkdir()
    for name in ("host", "user"):
        subprocess.run([keygen, "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True)
    (folder / "authorized").write_text((folder / "user.pub").read_text())
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (folder / "known").write_text(f"[127.0.0.1]:{port} {(folder / 'host.pub').read_text()}")
    (folder / "config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nAuthorizedKeysFile {folder}/authorized\n"
        "StrictModes no\nPasswordAuthentication no\nUsePAM no\nPidFile none\nSubsystem sftp internal-sftp\n"
    )
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # sshd run by root does not start without it
    command = [sshd, "-D", "-e", "-f", str(folder / "config")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        try:
            _wait(port, server)
            yield SshServer(port=port, key=folder / "user", known_hosts=folder / "known")
        finally:
            server.terminate()


def _wait(port: int, server: subprocess.Popen[str]) -> None:
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if server.poll() is not None:
            pytest.skip(f"OpenSSH's server does not start: {server.stderr.read() if server.stderr else ''}")
        time.sleep(0.1)
    pytest.fail("OpenSSH's server does not answer")
