"""The account a server runs as: PostgreSQL refuses to run as root."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from neascn.standalone.errors import StandaloneError

ROOT = 0
UNPRIVILEGED = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    uid: int
    gid: int

    @property
    def is_ours(self) -> bool:
        return self.uid == os.geteuid()

    def as_options(self) -> dict:
        """Arguments for `subprocess` that start a process as this account."""
        if self.is_ours:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def reaches(self, path: Path) -> bool:
        """Whether this account may enter the folder or run the file.

        Asked by trying: modes, lists of rights and mount options all count.
        """
        if self.is_ours:
            return os.access(path, os.X_OK)
        probe = subprocess.run(
            ["/bin/sh", "-c", 'test -x "$1"', "sh", str(path)],
            cwd="/",
            check=False,
            capture_output=True,
            **self.as_options(),
        )
        return probe.returncode == 0

    def own(self, path: Path) -> None:
        if not self.is_ours:
            os.chown(path, self.uid, self.gid)


def current() -> Account:
    return Account(os.geteuid(), os.getegid())


def for_cluster(folder: Path) -> Account:
    """Who runs PostgreSQL: its folder's owner, else us, but never root."""
    if folder.exists():
        owner = folder.stat()
        if owner.st_uid == os.geteuid() != ROOT:
            return current()
        if os.geteuid() != ROOT:
            raise StandaloneError(
                f"{folder} belongs to another account (number {owner.st_uid}). "
                "Start the portal as that account or as root, or set DATA_DIR."
            )
        if owner.st_uid != ROOT:
            return Account(owner.st_uid, owner.st_gid)
    if os.geteuid() != ROOT:
        return current()
    for name in UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise StandaloneError(
        "PostgreSQL does not run as root, and this machine has neither an account "
        "“postgres” nor “nobody”. Start the portal as an ordinary user."
    )
