"""Where the converted encoder is kept, and whether it is whole.

The folder `<models>/<engine>/` holds `model.onnx` and `manifest.json`. The manifest
is written last and names the SHA-256 of the model and the size of its source, so a
half-written, damaged or outdated folder is noticed and made again.
"""

import contextlib
import fcntl
import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from matching.weights_blob import packaged

NAME = "e5-small"
# Part of the engine's name: raise it when the conversion changes the vectors.
REVISION = 1
FAST_INT8 = frozenset({"avx512_vnni", "avx_vnni", "amx_int8"})

MODEL = "model.onnx"
MANIFEST = "manifest.json"


class ConversionFailed(Exception):
    """The packaged weights could not be turned into an ONNX model."""


def engine_name(precision: str) -> str:
    return f"{NAME}-{precision}-{REVISION}"


def best_precision(cpu_info: Path = Path("/proc/cpuinfo")) -> str:
    """int8 where the processor multiplies bytes fast, else fp32.

    Without VNNI, int8 is slower than fp32 and may saturate, so its vectors differ.
    """
    try:
        lines = cpu_info.read_text().splitlines()
    except OSError:
        return "fp32"
    flags: set[str] = next(
        (set(line.split()) for line in lines if line.startswith("flags")), set()
    )
    return "int8" if flags & FAST_INT8 else "fp32"


def prepared(
    models: Path, *, precision: str | None = None, source: Path | None = None
) -> Path:
    """The folder of the converted encoder, made now unless it is there and whole."""
    source = source or packaged()
    precision = precision or best_precision()
    # Absolute: the conversion runs in another working directory.
    folder = models.resolve() / engine_name(precision)
    if is_whole(folder, source):
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder):
        if not is_whole(folder, source):
            convert(folder, source, precision)
    return folder


def is_whole(folder: Path, source: Path) -> bool:
    try:
        manifest = json.loads((folder / MANIFEST).read_text())
        return bool(manifest == describe(folder / MODEL, source))
    except (OSError, ValueError):
        return False


def describe(model: Path, source: Path) -> dict[str, str | int]:
    with model.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"sha256": digest, "source": source.name, "bytes": source.stat().st_size}


def convert(folder: Path, source: Path, precision: str) -> None:
    """Run the conversion in a process of its own.

    It wants `onnx` and half a gigabyte, which a worker would keep for good.
    """
    done = subprocess.run(
        [sys.executable, "-m", "matching.conversion", folder, source, precision],
        cwd=Path(__file__).resolve().parent.parent,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise ConversionFailed(done.stderr.strip())


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """One process converts; others wait for it. The lock goes with its holder."""
    with (folder / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
