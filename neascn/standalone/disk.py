"""A full disk, said in one line."""

import errno
import shutil
from pathlib import Path

from neascn.standalone.errors import StandaloneError

MEGABYTE = 1024 * 1024
TOO_LITTLE = 16


def free_megabytes(folder: Path) -> int:
    return shutil.disk_usage(folder).free // MEGABYTE


def ensure_room(folder: Path, megabytes: int) -> None:
    """Refuse to begin what the disk cannot hold."""
    free = free_megabytes(folder)
    if free < megabytes:
        raise StandaloneError(
            f"The disk is full: {free} MB are free for {folder}, "
            f"{megabytes} MB are needed. Free some space, or set DATA_DIR."
        )


def is_full(folder: Path, words: str = "") -> bool:
    """Whether a failure here is explained by the disk."""
    return "No space left" in words or free_megabytes(folder) < TOO_LITTLE


def full(folder: Path) -> StandaloneError:
    return StandaloneError(
        f"The disk is full: {free_megabytes(folder)} MB are free for {folder}. "
        "Free some space, or set DATA_DIR."
    )


def is_full_error(error: OSError) -> bool:
    return error.errno in {errno.ENOSPC, errno.EDQUOT}
