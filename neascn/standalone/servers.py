"""Both servers of a data folder, as one thing with a beginning and an end."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from neascn.standalone import disk, paths
from neascn.standalone.errors import StandaloneError
from neascn.standalone.lock import FolderLock
from neascn.standalone.postgres import Postgres
from neascn.standalone.server import Server, sockets_record
from neascn.standalone.valkey import Valkey


class Servers:
    """PostgreSQL and Valkey of one data folder.

    `durable=False` is for tests: faster, and a crash of the machine loses data.
    """

    def __init__(self, data_dir: Path | str, *, durable: bool = True) -> None:
        self.data_dir = Path(data_dir).absolute()
        self.postgres = Postgres(self.data_dir, durable=durable)
        self.valkey = Valkey(self.data_dir, durable=durable)
        self._lock = FolderLock(self.data_dir)

    @property
    def _both(self) -> tuple[Server, Server]:
        return self.postgres, self.valkey

    @classmethod
    @contextmanager
    def temporary(cls) -> Iterator[Self]:
        """Servers for tests: quick to start, and gone afterwards with their data."""
        with tempfile.TemporaryDirectory(prefix="neascn-test-") as name:
            folder = Path(name).resolve()
            folder.chmod(0o711)
            try:
                with cls(folder, durable=False) as servers:
                    yield servers
            finally:
                shutil.rmtree(paths.elsewhere(folder), ignore_errors=True)

    def environment(self) -> dict[str, str]:
        """What the portal's settings need to find the servers."""
        return {"DATABASE_URL": self.postgres.url, "BROKER_URL": self.valkey.url}

    def start(self) -> None:
        try:
            self._lock.take()
            for server in self._both:
                server.start()
        except OSError as error:
            self.stop()
            if disk.is_full_error(error):
                raise disk.full(self.data_dir) from error
            raise StandaloneError(f"{self.data_dir} cannot be used: {error}") from error
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        for server in reversed(self._both):
            server.stop()
        if self._lock.is_held:
            self._forget_sockets()
        self._lock.release()

    def revive(self) -> list[str]:
        """Start again what has died; return the names."""
        dead = [server for server in self._both if not server.is_running]
        for server in dead:
            server.start()
        return [server.name for server in dead]

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _forget_sockets(self) -> None:
        record = sockets_record(self.data_dir)
        try:
            folder = Path(record.read_text().strip())
        except FileNotFoundError:
            return
        shutil.rmtree(folder, ignore_errors=True)
        record.unlink()
