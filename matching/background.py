"""Sentences shipped with the portal, from which the language means start.

`matching/background/<language>.json` holds `{"needs": […], "offers": […]}`: the same
sentences in each language, about what cities ask for and what providers offer.
"""

import hashlib
import json
import tempfile
from pathlib import Path

import numpy as np

from matching.centring import Means, background_means
from matching.encoder import Encoder, Side
from matching.vectors import Floats

FOLDER = Path(__file__).resolve().parent / "background"
KEYS: dict[Side, str] = {"need": "needs", "offer": "offers"}


def sentences(side: Side, folder: Path = FOLDER) -> dict[str, list[str]]:
    """Language → its sentences for one side."""
    return {
        path.stem: json.loads(path.read_text(encoding="utf-8"))[KEYS[side]]
        for path in sorted(folder.glob("*.json"))
    }


def means(encoder: Encoder, side: Side, *, cache: Path, folder: Path = FOLDER) -> Means:
    """Background means of one side; the vectors are kept in the folder `cache`.

    Encoding takes some seconds; the file's name says which engine and which sentences
    it belongs to, and an unreadable file is made again.
    """
    texts = sentences(side, folder)
    languages = [language for language, group in texts.items() for _text in group]
    flat = [text for group in texts.values() for text in group]
    digest = hashlib.sha256(json.dumps(texts).encode()).hexdigest()[:12]
    path = cache / f"background-{encoder.engine}-{side}-{digest}.npy"
    vectors = read(path, shape=(len(flat), encoder.dimensions))
    if vectors is None:
        vectors = encoder.encode(flat, side)
        write(path, vectors)
    return background_means(vectors, languages)


def read(path: Path, *, shape: tuple[int, int]) -> Floats | None:
    try:
        vectors = np.load(path)
    except (OSError, ValueError, EOFError):
        return None
    return vectors if vectors.shape == shape else None


def write(path: Path, vectors: Floats) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        np.save(file, vectors)
    Path(file.name).replace(path)
