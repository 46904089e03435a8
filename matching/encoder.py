"""Texts of any language → unit vectors.

`load` answers the portal's own encoder (multilingual-e5-small, Wang et al. 2024,
arXiv:2402.05672) or the one an operator put into `EMBEDDING_MODEL_DIR`. Vectors of
two engines must never meet: keep `engine` beside every vector.
"""

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt

from matching.engine_folder import MODEL, TOKENIZER, prepared
from matching.inference import batches, session
from matching.tokens import LONGEST_PIECE, FileTokens, PieceTokens, Tokens
from matching.vectors import Floats, normalised
from matching.weights_blob import WeightsBlob, dequantised, packaged

Side = Literal["need", "offer", "passage"]
Ids = npt.NDArray[np.int64]

# What E5 was trained to read before a question and before an answer.
PREFIXES: dict[Side, str] = {
    "need": "query: ",
    "offer": "passage: ",
    "passage": "passage: ",
}
MOST_TOKENS = 512
# A token weighs RARE / (RARE + how often it occurs): what is rare says what a text is
# about (smooth inverse frequency, Arora et al. 2017).
RARE = 3e-6
# Names of engines stand beside every vector.
LONGEST_NAME = 60
# Part of the engine's name: raise it when vectors change without a new conversion.
POOLING = 2
# More does not run faster and leaves the processor's cache (2048: 15 % slower).
TOKENS_PER_BATCH = 768
PADDED_AWAY = -1e9


class EncoderUnusable(Exception):
    """The operator's model folder does not hold an encoder of the E5 kind."""


class Layers(Protocol):
    """Token ids and mask, both (texts, tokens), → hidden (texts, tokens, width)."""

    dimensions: int

    def hidden(self, ids: Ids, mask: Ids) -> Floats: ...


class Encoder:
    """Encodes batches of texts; load it once per process (0.7 s)."""

    def __init__(
        self,
        engine: str,
        tokens: Tokens,
        layers: Layers,
        *,
        before: Sequence[int],
        after: Sequence[int],
        padding: int,
        importance: Floats | None = None,
    ) -> None:
        """`importance` is the weight of each token id in the mean; None weighs all alike."""
        self.engine = engine
        self.dimensions = layers.dimensions
        self._tokens = tokens
        self._layers = layers
        self._before, self._after = list(before), list(after)
        self._padding = padding
        self._importance = importance

    def encode(self, texts: Sequence[str], side: Side = "passage") -> Floats:
        """(texts, dimensions), float32, each row of length 1.

        What lies behind the 512th token is not read; split long texts first
        (`matching.passages`). An empty text gets the vector of its prefix: callers
        who score must leave it out.
        """
        rows = [
            self._row(ids) for ids in self._ids([PREFIXES[side] + t for t in texts])
        ]
        vectors = np.empty((len(rows), self.dimensions), dtype=np.float32)
        for batch in batches([len(row) for row in rows], TOKENS_PER_BATCH):
            vectors[batch] = self._pooled([rows[index] for index in batch])
        return vectors

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each whole text, without prefix, begin and end."""
        return [len(ids) for ids in self._tokens.ids(texts)]

    def _ids(self, texts: Sequence[str]) -> list[list[int]]:
        most = MOST_TOKENS * LONGEST_PIECE
        return self._tokens.ids([text[:most] for text in texts])

    def _row(self, ids: list[int]) -> list[int]:
        room = MOST_TOKENS - len(self._before) - len(self._after)
        return [*self._before, *ids[:room], *self._after]

    def _pooled(self, rows: list[list[int]]) -> Floats:
        longest = max(map(len, rows))
        ids = np.full((len(rows), longest), self._padding, dtype=np.int64)
        mask = np.zeros_like(ids)
        for index, row in enumerate(rows):
            ids[index, : len(row)] = row
            mask[index, : len(row)] = 1
        hidden = self._layers.hidden(ids, mask)
        weight = mask.astype(np.float32)
        if self._importance is not None:
            weight *= self._importance[ids]
        return normalised(np.einsum("btd,bt->bd", hidden, weight))


class BlobLayers:
    """The converted layers; word rows are taken from the 4-bit table as needed."""

    def __init__(self, blob: WeightsBlob, model: Path, threads: int) -> None:
        self.dimensions = blob.shape.width
        self._words = blob.blocks("emb.word", rows=blob.shape.vocabulary)
        positions = blob.floats("emb.pos").reshape(-1, self.dimensions)
        first_type = blob.floats("emb.type")[: self.dimensions]
        self._positions = positions + first_type
        self._session = session(model, threads)

    def hidden(self, ids: Ids, mask: Ids) -> Floats:
        used, where = np.unique(ids, return_inverse=True)
        words = dequantised(self._words[used]).reshape(len(used), self.dimensions)
        embedded = words[where.reshape(ids.shape)] + self._positions[: ids.shape[1]]
        shut = ((1 - mask) * PADDED_AWAY).astype(np.float32)[:, None, None, :]
        answer: Floats = self._session.run(None, {"embedded": embedded, "mask": shut})[
            0
        ]
        return answer


class FileLayers:
    """A whole model of the usual export: ids and mask in, last hidden state out."""

    def __init__(self, model: Path, threads: int) -> None:
        self._session = session(model, threads)
        self._inputs = {given.name for given in self._session.get_inputs()}
        output = self._session.get_outputs()[0]
        expected = {"input_ids", "attention_mask", "token_type_ids"}
        if not {"input_ids"} <= self._inputs <= expected or len(output.shape) != 3:
            raise EncoderUnusable(f"{model.name}: not an encoder of the E5 kind")
        self._output = output.name
        probe = np.ones((1, 1), dtype=np.int64)
        self.dimensions = int(self.hidden(probe, probe).shape[2])

    def hidden(self, ids: Ids, mask: Ids) -> Floats:
        every = {
            "input_ids": ids,
            "attention_mask": mask,
            "token_type_ids": np.zeros_like(ids),
        }
        given = {name: every[name] for name in self._inputs}
        answer: Floats = self._session.run([self._output], given)[0]
        return answer


def load(
    models: Path,
    *,
    own: str | Path = "",
    precision: str | None = None,
    threads: int | None = None,
) -> Encoder:
    """The encoder of the operator's folder `own`, else the packaged one.

    `models` is where the packaged one is kept once converted (about 5 s, once).
    """
    threads = threads or len(os.sched_getaffinity(0))
    if own:
        return load_own(Path(own), threads)
    folder = prepared(models, precision=precision)
    blob = WeightsBlob(packaged())
    return Encoder(
        f"{folder.name}.{POOLING}",
        PieceTokens(blob.pieces),
        BlobLayers(blob, folder / MODEL, threads),
        before=[blob.pieces.begin],
        after=[blob.pieces.end],
        padding=blob.pieces.padding,
        importance=importance(blob.pieces.scores),
    )


def importance(log_probabilities: Floats) -> Floats:
    """Weights of tokens from the Unigram tokenizer's own log probabilities.

    Tokens of the frame, such as the end, have probability 1 and hardly count.
    """
    return (RARE / (RARE + np.exp(log_probabilities))).astype(np.float32)


def load_own(folder: Path, threads: int) -> Encoder:
    """`model.onnx` (mean pooling) and `tokenizer.json` of any E5-style encoder."""
    model, tokenizer = folder / MODEL, folder / TOKENIZER
    for path in (model, tokenizer):
        if not path.is_file():
            raise EncoderUnusable(f"{path} is missing")
    tokens = FileTokens(str(tokenizer))
    return Encoder(
        f"{folder.resolve().name[:LONGEST_NAME]}-{fingerprint(model, tokenizer)}",
        tokens,
        FileLayers(model, threads),
        before=tokens.before,
        after=tokens.after,
        padding=0,
    )


def fingerprint(*paths: Path) -> str:
    """Eight characters that change with the files."""
    digest = hashlib.sha256()
    for path in paths:
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:8]
