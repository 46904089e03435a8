"""Where needs and offers of any language can be compared.

Raw vectors become comparable in three steps: each language's mean is taken off
(`matching.centring`), a linear map learned from the shipped sentences turns what is
left toward what makes an offer answer a need (`matching.adapter`), and the scores of
two encoders are mixed where both understand both texts.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.centring import Means, centre
from matching.vectors import Floats, normalised

Flags = npt.NDArray[np.bool_]

# The second encoder's say in a score. From .3 to .5 makes no difference that the
# judged set can tell.
SHARE = 0.4


@dataclass(frozen=True)
class Mix:
    """How comparable vectors give a score: all that is wanted without an encoder.

    `first`: dimensions of the first encoder. `scale` brings the spread of the
    second's cosines to that of the first's; None when there is no second.
    """

    first: int
    scale: float | None = None

    def scores(self, offers: Floats, needs: Floats) -> Floats:
        """(offers, needs): cosines of the first encoder, mixed with the second's."""
        first = self.first
        scores: Floats = offers[:, :first] @ needs[:, :first].T
        if self.scale is None:
            return scores
        both = spoken(offers, first)[:, None] & spoken(needs, first)
        second = self.scale * (offers[:, first:] @ needs[:, first:].T)
        return np.where(both, (1 - SHARE) * scores + SHARE * second, scores)

    def query(self, need: Floats) -> Floats:
        """One vector whose product with an offer is its score, for an index.

        Exact but for offers that the second encoder cannot read: too low there.
        """
        weighted = need.copy()
        if self.hears_both(need):
            weighted[: self.first] *= 1 - SHARE
            weighted[self.first :] *= SHARE * (self.scale or 0)
        return weighted

    def hears_both(self, need: Floats) -> bool:
        return self.scale is not None and bool(need[self.first :].any())

    def first_alone(self, need: Floats) -> Floats:
        """The same need as the first encoder has it."""
        alone = need.copy()
        alone[self.first :] = 0
        return alone


@dataclass(frozen=True)
class Space:
    """Made once for an engine. `turn` is the learned map of the first encoder.

    The second encoder needs none: a map of its own did not help.
    """

    turn: Floats
    mix: Mix
    second_languages: frozenset[str] = frozenset()

    @property
    def version(self) -> str:
        """Changes with every number in here; kept beside comparable vectors."""
        digest = hashlib.sha256(repr(self.mix).encode() + self.turn.tobytes())
        return digest.hexdigest()[:6]

    def comparable(self, raw: Floats, languages: Sequence[str], means: Means) -> Floats:
        """(n, dimensions) as the encoders made them → the same, each part of length 1.

        The second part is zero where the second encoder does not know the language.
        """
        if not len(raw):
            return raw
        vectors = turned(centre(raw, languages, means), self.turn)
        unknown = [language not in self.second_languages for language in languages]
        vectors[unknown, self.mix.first :] = 0
        return vectors


def turned(centred: Floats, turn: Floats) -> Floats:
    """The first encoder's part x becomes x + x·turn; each part is of length 1 again."""
    first = len(turn)
    subject = normalised(centred[:, :first])
    return np.hstack(
        [normalised(subject + subject @ turn), normalised(centred[:, first:])]
    )


def spoken(vectors: Floats, first: int) -> Flags:
    """Which rows the second encoder has a say about."""
    return np.asarray(vectors[:, first:].any(axis=1))


def built(
    turn: Floats,
    needs: Floats,
    offers: Floats,
    languages: Sequence[str],
    second_languages: frozenset[str],
) -> Space:
    """A space whose mix is measured on centred shipped sentences."""
    first = len(turn)
    if needs.shape[1] == first:
        return Space(turn, Mix(first))
    known = [language in second_languages for language in languages]
    asked, offered = (turned(side[known], turn) for side in (needs, offers))
    spreads = [
        float((asked[:, part] @ offered[:, part].T).std())
        for part in (slice(first), slice(first, None))
    ]
    return Space(turn, Mix(first, round(spreads[0] / spreads[1], 4)), second_languages)
