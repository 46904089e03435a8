"""One portal at a time on one data folder."""

import fcntl
import os
from pathlib import Path

from neascn.standalone import paths
from neascn.standalone.errors import StandaloneError


class FolderLock:
    """Held by the kernel for as long as this process lives: never stale."""

    def __init__(self, base: Path) -> None:
        self.base = base
        self._file: int | None = None

    @property
    def path(self) -> Path:
        return self.base / "run" / "lock"

    @property
    def is_held(self) -> bool:
        return self._file is not None

    def take(self) -> None:
        if not self.try_to_take():
            raise StandaloneError(
                f"A portal already runs on {self.base} (process {self._holder()}). "
                "Stop it first, or set DATA_DIR to another folder."
            )

    def try_to_take(self) -> bool:
        paths.make_enterable(self.path.parent)
        file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return False
        os.ftruncate(file, 0)
        os.write(file, f"{os.getpid()}\n".encode())
        self._file = file
        return True

    def release(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _holder(self) -> str:
        return self.path.read_text().strip() or "unknown"
