"""Sentences shipped with the portal: where language means start, and what is learned.

`matching/background/<language>.json` holds `{"needs": […], "offers": […]}`: the same
sentences in each language, about what cities ask for and what providers offer. Row i
of both is one topic, so that they say which offer answers which need.
"""

import hashlib
import json
import tempfile
from pathlib import Path

import numpy as np

from matching.adapter import Pairs, trained
from matching.centring import Means, background_means, centre
from matching.encoder import Side
from matching.space import Space, built
from matching.vectors import Floats, normalised
from matching.voices import Voices

FOLDER = Path(__file__).resolve().parent / "background"
# Made by `manage.py match_learn` for the packaged encoder, from all sentences.
LEARNED = Path(__file__).resolve().parent / "learned" / "e5-small.npy"
KEYS: dict[Side, str] = {"need": "needs", "offer": "offers"}
# Means are sure enough from so many sentences; encoding all would make set-up long.
MEANS_FROM = 60


def sentences(
    side: Side, folder: Path = FOLDER, *, most: int | None = None
) -> dict[str, list[str]]:
    """Language → its sentences for one side."""
    return {
        path.stem: json.loads(path.read_text(encoding="utf-8"))[KEYS[side]][:most]
        for path in sorted(folder.glob("*.json"))
    }


def vectors(
    encoder: Voices,
    side: Side,
    *,
    cache: Path,
    folder: Path = FOLDER,
    most: int | None = MEANS_FROM,
) -> tuple[Floats, list[str]]:
    """Raw vectors of one side's sentences and their languages; kept in `cache`.

    Encoding takes some seconds; the file's name says which engine and which sentences
    it belongs to, and an unreadable file is made again.
    """
    texts = sentences(side, folder, most=most)
    languages = [language for language, group in texts.items() for _text in group]
    flat = [text for group in texts.values() for text in group]
    digest = hashlib.sha256(json.dumps(texts).encode()).hexdigest()[:12]
    path = cache / f"background-{encoder.engine}-{side}-{digest}.npy"
    found = read(path, shape=(len(flat), encoder.dimensions))
    if found is None:
        found = encoder.encode(flat, side)
        write(path, found)
    return found, languages


def means(encoder: Voices, side: Side, *, cache: Path, folder: Path = FOLDER) -> Means:
    """Background means of one side."""
    return background_means(*vectors(encoder, side, cache=cache, folder=folder))


def space(encoder: Voices, *, cache: Path) -> Space:
    """The space of an engine: the packaged one's map is shipped, another's is learned."""
    first = encoder.widths[0]
    turn = read(LEARNED, shape=(first, first)) if encoder.is_packaged else None
    if turn is None:
        path = cache / f"learned-{encoder.engine}.npy"
        turn = read(path, shape=(first, first))
        if turn is None:
            turn = learned(encoder, cache=cache)
            write(path, turn)
    needs, languages = vectors(encoder, "need", cache=cache)
    offers, _same = vectors(encoder, "offer", cache=cache)
    return built(
        turn,
        centre(needs, languages, background_means(needs, languages)),
        centre(offers, languages, background_means(offers, languages)),
        languages,
        encoder.second_languages,
    )


def learned(encoder: Voices, *, cache: Path) -> Floats:
    """The map that all sentences teach; half precision, the same on every machine."""
    first = encoder.widths[0]
    sides: dict[Side, Floats] = {}
    languages: list[str] = []
    for side in KEYS:
        raw, languages = vectors(encoder, side, cache=cache, most=None)
        centred = centre(raw, languages, background_means(raw, languages))
        sides[side] = normalised(centred[:, :first])
    count = len(languages) // len(set(languages))
    topics = np.arange(len(languages)) % count
    turn = trained(Pairs(sides["need"], sides["offer"], topics, np.array(languages)))
    return turn.astype(np.float16).astype(np.float32)


def read(path: Path, *, shape: tuple[int, int]) -> Floats | None:
    try:
        found = np.load(path)
    except (OSError, ValueError, EOFError):
        return None
    return found.astype(np.float32) if found.shape == shape else None


def write(path: Path, array: np.ndarray) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        np.save(file, array)
    Path(file.name).replace(path)
