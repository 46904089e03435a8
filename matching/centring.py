"""Taking the language out of a vector, so that what is left is the subject.

In raw multilingual vectors, language weighs as much as relevance: unrelated texts of
one language are nearer than related ones of two. The mean vector of the language,
taken off, removes that (LAReQA, Roy et al. 2020; Libovický et al. 2020). Needs and
offers are read with different prefixes, so each side has means of its own.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from matching.vectors import Floats, normalised

# As many shipped texts as the mean of the portal's own texts is shrunk by.
PRIOR_WEIGHT = 5


@dataclass(frozen=True)
class Means:
    """Mean vectors of one side by language, with what they were made from.

    `overall` serves languages without a mean. `counts` are the portal's own texts;
    zero means that the shipped background speaks alone.
    """

    overall: Floats
    by_language: Mapping[str, Floats]
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def version(self) -> str:
        """Changes with every number in here; kept beside centred vectors."""
        digest = hashlib.sha256(self.overall.tobytes())
        for language in sorted(self.by_language):
            digest.update(language.encode())
            digest.update(self.by_language[language].tobytes())
        return digest.hexdigest()[:12]

    def of(self, language: str) -> Floats:
        return self.by_language.get(language, self.overall)

    def drift(self, other: "Means") -> float:
        """The largest 1 − cosine between two means of one language."""
        languages = {*self.by_language, *other.by_language}
        return max((1 - cosine(self.of(x), other.of(x)) for x in languages), default=0)


def cosine(a: Floats, b: Floats) -> float:
    return float(a @ b / (np.linalg.norm(a) * np.linalg.norm(b)))


def background_means(vectors: Floats, languages: Sequence[str]) -> Means:
    """Means of shipped texts (n, dimensions) and the language of each row.

    `overall` gives each language the same say.
    """
    by_language = grouped_means(vectors, languages)
    overall = np.stack([*by_language.values()]).mean(axis=0, dtype=np.float32)
    return Means(overall, by_language)


def shrunk(vectors: Floats, languages: Sequence[str], background: Means) -> Means:
    """Means of texts (n, dimensions), shrunk toward the background."""
    counts = {language: list(languages).count(language) for language in set(languages)}
    return shrunk_means(grouped_means(vectors, languages), counts, background)


def shrunk_means(
    own: Mapping[str, Floats], counts: Mapping[str, int], background: Means
) -> Means:
    """The portal's own means by language, shrunk toward the background.

    (n·mean + 5·prior) / (n + 5): few texts move little, and no mean is made from few
    texts alone. A language without shipped texts starts from the overall mean.
    """
    merged = dict(background.by_language)
    for language, mean in sorted(own.items()):
        n = counts[language]
        prior = background.of(language)
        total = n * mean + PRIOR_WEIGHT * prior
        merged[language] = (total / (n + PRIOR_WEIGHT)).astype(np.float32)
    return Means(background.overall, merged, dict(counts))


def grouped_means(vectors: Floats, languages: Sequence[str]) -> dict[str, Floats]:
    labels = np.asarray(languages, dtype=object)
    return {
        language: vectors[labels == language].mean(axis=0, dtype=np.float32)
        for language in sorted(set(languages))
    }


def centre(vectors: Floats, languages: Sequence[str], means: Means) -> Floats:
    """The same rows without the mean of their language, again of length 1."""
    if not len(vectors):
        return vectors
    return normalised(vectors - np.stack([means.of(x) for x in languages]))
