"""Packaged weights → ONNX → int8: `python -m matching.conversion FOLDER SOURCE int8`.

Run by `matching.engine_folder`, once per machine.
"""

import json
import logging
import os
import sys
import tempfile
from pathlib import Path

import onnx
from onnxruntime.quantization import QuantType, quantize_dynamic

from matching.encoder_graph import UNEVEN, encoder_model
from matching.engine_folder import MANIFEST, MODEL, describe
from matching.weights_blob import WeightsBlob


def convert(folder: Path, source: Path, precision: str) -> None:
    """Write the model beside its place, then move it and its manifest in, in order."""
    with tempfile.TemporaryDirectory(dir=folder, prefix="new-") as name:
        plain, small = Path(name) / "fp32.onnx", Path(name) / "int8.onnx"
        onnx.save(encoder_model(WeightsBlob(source)), plain)
        if precision == "int8":
            # int8 weights, one scale per column; activations are scaled when run.
            quantize_dynamic(
                plain,
                small,
                per_channel=True,
                weight_type=QuantType.QInt8,
                nodes_to_exclude=list(UNEVEN),
            )
        ready = small if precision == "int8" else plain
        manifest = Path(name) / MANIFEST
        manifest.write_text(json.dumps(describe(ready, source)))
        (folder / MANIFEST).unlink(missing_ok=True)
        settle(ready, folder / MODEL)
        settle(manifest, folder / MANIFEST)


def settle(new: Path, final: Path) -> None:
    """Move a finished file into place so that a reader sees all of it or none."""
    with new.open("rb") as file:
        os.fsync(file.fileno())
    new.replace(final)


if __name__ == "__main__":
    # The quantiser advises a preparation that changes nothing for this graph.
    logging.disable(logging.WARNING)
    convert(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
