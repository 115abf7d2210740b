"""Which SSH servers are trusted: those that `ssh` trusts, and no other."""

from __future__ import annotations

from pathlib import Path

from paramiko import HostKeys, MissingHostKeyPolicy, PKey, SSHClient, SSHException

KNOWN_HOSTS = (Path("~/.ssh/known_hosts"), Path("/etc/ssh/ssh_known_hosts"))
"""Where OpenSSH keeps the keys of servers."""


class KnownHostsOnly(MissingHostKeyPolicy):
    """Refuses a server whose key is in none of OpenSSH's files: it may be somebody else's machine."""

    def missing_host_key(self, client: SSHClient, hostname: str, key: PKey) -> None:
        """Let the known server pass.

        Raises:
            SSHException: it is unknown, or has another key than the known one.
        """
        if not any(_knows(path.expanduser(), hostname, key) for path in KNOWN_HOSTS):
            raise SSHException(
                f"its key {key.get_name()} {key.fingerprint} is not in known_hosts; log in once with ssh and compare"
            )


def _knows(path: Path, hostname: str, key: PKey) -> bool:
    return path.is_file() and HostKeys(str(path)).check(hostname, key)
