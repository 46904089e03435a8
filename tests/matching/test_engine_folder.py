import json

import pytest

from matching import engine_folder
from matching.engine_folder import (
    MANIFEST,
    MODEL,
    VOTER,
    ConversionFailed,
    best_precision,
    engine_name,
    prepared,
)
from matching.weights_blob import WeightsBlob, WeightsUnreadable


@pytest.fixture
def conversions(monkeypatch):
    """Counts conversions, and makes a small file in place of the real model."""
    made = []

    def convert(folder, source, precision, engine):
        made.append(precision)
        (folder / MODEL).write_bytes(b"model")
        manifest = engine_folder.describe(folder, source, [MODEL])
        (folder / MANIFEST).write_text(json.dumps(manifest))

    monkeypatch.setattr(engine_folder, "convert", convert)
    return made


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "weights.bin"
    path.write_bytes(b"weights")
    return path


@pytest.mark.parametrize(
    ("flags", "precision"),
    [
        ("fpu avx2 avx512_vnni", "int8"),
        ("fpu avx2 avx_vnni", "int8"),
        ("amx_int8", "int8"),
        ("fpu avx2 avx512f", "fp32"),
    ],
)
def test_precision_follows_the_processor(tmp_path, flags, precision):
    info = tmp_path / "cpuinfo"
    info.write_text(f"processor : 0\nflags\t\t: {flags}\nmodel : x\n")

    assert best_precision(info) == precision


def test_precision_of_an_unknown_machine(tmp_path):
    assert best_precision(tmp_path / "absent") == "fp32"


def test_converted_once(tmp_path, source, conversions):
    for _time in range(2):
        folder = prepared(tmp_path, precision="int8", source=source)

    assert folder == tmp_path / engine_name("int8")
    assert conversions == ["int8"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / MODEL).write_bytes(b"mod"),
        lambda folder: (folder / MODEL).unlink(),
        lambda folder: (folder / MANIFEST).unlink(),
        lambda folder: (folder / MANIFEST).write_text("{"),
        lambda folder: (folder / MANIFEST).write_text("[]"),
        lambda folder: (folder / MANIFEST).write_text('{"files": 3}'),
        lambda folder: (folder / MANIFEST).write_bytes(b"\xff"),
    ],
)
def test_a_damaged_folder_is_made_again(tmp_path, source, conversions, damage):
    folder = prepared(tmp_path, precision="int8", source=source)

    damage(folder)
    prepared(tmp_path, precision="int8", source=source)

    assert conversions == ["int8", "int8"]
    assert (folder / MODEL).read_bytes() == b"model"


def test_other_weights_are_converted_anew(tmp_path, source, conversions):
    prepared(tmp_path, precision="int8", source=source)
    source.write_bytes(b"other weights")
    prepared(tmp_path, precision="int8", source=source)

    assert len(conversions) == 2


def test_a_conversion_that_fails_says_why(tmp_path, source):
    with pytest.raises(ConversionFailed, match="not a file of E5 weights"):
        prepared(tmp_path, precision="fp32", source=source)

    assert not (tmp_path / engine_name("fp32") / MANIFEST).exists()


def test_engines_lie_apart(tmp_path, source, conversions):
    folders = [
        prepared(tmp_path, precision="int8", source=source),
        prepared(tmp_path, precision="int8", source=source, engine=VOTER),
    ]

    assert [folder.name for folder in folders] == [
        engine_name("int8"),
        engine_name("int8", VOTER),
    ]
    assert conversions == ["int8", "int8"]


@pytest.mark.parametrize("content", [b"", b"E5S1", b"E5S1" + bytes(200)])
def test_a_broken_blob_is_refused(tmp_path, content):
    path = tmp_path / "weights.bin"
    path.write_bytes(content)

    with pytest.raises(WeightsUnreadable):
        WeightsBlob(path)
