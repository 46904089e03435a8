"""Texts → vectors of their passages, ready to be kept or compared."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.centring import Means
from matching.encoder import Side
from matching.language import effective_language
from matching.passages import passages
from matching.space import Space
from matching.vectors import Floats
from matching.voices import Voices


@dataclass(frozen=True)
class Embedded:
    """Passages of several texts. Row i of every field belongs to one passage.

    `raw` (passages, dimensions) are vectors as the encoder made them; keep these, so
    that new means cost one subtraction. `owner` (passages,) is the row of the text.
    `languages` are those to centre by, which may differ from the declared ones.
    """

    raw: Floats
    owner: npt.NDArray[np.int64]
    languages: list[str]
    passages: list[str]

    def comparable(self, space: Space, means: Means) -> Floats:
        return space.comparable(self.raw, self.languages, means)


def embed(
    texts: Sequence[str], declared: Sequence[str], side: Side, encoder: Voices
) -> Embedded:
    """A blank text has no passage. `declared` holds each text's language."""
    split = [passages(text, encoder.count_tokens) for text in texts]
    languages = [
        effective_language(language, text)
        for language, text in zip(declared, texts, strict=True)
    ]
    owner = [row for row, pieces in enumerate(split) for _piece in pieces]
    flat = [piece for pieces in split for piece in pieces]
    return Embedded(
        encoder.encode(flat, side),
        np.array(owner, dtype=np.int64),
        [languages[row] for row in owner],
        flat,
    )
