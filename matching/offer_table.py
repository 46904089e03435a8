"""Many offers as columns, and the fit of one need with all of them at once.

The same arithmetic as `matching.scoring`; a test holds the two together.
"""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from matching import terms
from matching.facets import ANYWHERE, STAGES, NeedFacets, OfferFacets
from matching.terms import TERMS
from matching.weights import Weights, total

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


class Codes:
    """Sets of codes as one flag per code, (offers, codes)."""

    def __init__(self, sets: Sequence[frozenset[str]]) -> None:
        codes = sorted(frozenset().union(*sets))
        self.column = {code: index for index, code in enumerate(codes)}
        self.flags = np.zeros((len(sets), len(codes)), dtype=np.bool_)
        for row, stated in enumerate(sets):
            for code in stated:
                self.flags[row, self.column[code]] = True
        self.stated: Flags = np.any(self.flags, axis=1, keepdims=False)

    def shared(self, wanted: frozenset[str]) -> npt.NDArray[np.int64]:
        """How many of the wanted codes each offer has."""
        columns = [self.column[code] for code in wanted if code in self.column]
        counts: npt.NDArray[np.int64] = self.flags[:, columns].sum(axis=1)
        return counts


class OfferTable:
    def __init__(self, offers: Sequence[OfferFacets]) -> None:
        self.size = len(offers)
        self.countries = Codes([offer.countries for offer in offers])
        self.sectors = Codes([offer.sectors for offer in offers])
        self.areas = Codes([offer.areas for offer in offers])
        self.stages = Codes([offer.stages & {*STAGES} for offer in offers])
        self.languages = Codes([offer.languages for offer in offers])
        self.experience = Codes([offer.experience or frozenset() for offer in offers])
        self.has_experience = flags(offers, lambda o: o.experience is not None)
        self.interpreter = flags(offers, lambda o: o.interpreter)
        self.price_min = numbers(offers, lambda o: o.price_min)
        price_max = numbers(offers, lambda o: o.price_max)
        self.dearest = np.where(np.isnan(price_max), self.price_min, price_max)
        self.references = numbers(offers, terms.references)
        self._shut = flags(
            offers, lambda o: o.published is False or False in o.gates.values()
        )

    def open_to(self, need: NeedFacets) -> Flags:
        """Offers that no gate excludes."""
        if not need.country:
            return ~self._shut
        served = self.countries.shared(frozenset({need.country, ANYWHERE})) > 0
        return ~self._shut & (served | ~self.countries.stated)

    def values(self, need: NeedFacets, t: Numbers, weights: Weights) -> Numbers:
        """Fit × 100 to one decimal, (offers,); NaN in `t` is "no text"."""
        columns = {
            "T": terms.text(t, middle=weights.text_middle, width=weights.text_width),
            **self._facet_terms(need),
        }
        value: Numbers = total(
            weights.points(term)
            * np.where(np.isnan(columns[term]), weights.missing[term], columns[term])
            for term in TERMS
        )
        return value

    def _facet_terms(self, need: NeedFacets) -> dict[str, Numbers]:
        return {
            "A": self._areas(need),
            "Sx": self._sector(need),
            "B": self._budget(need),
            "St": self._stage(need),
            "R": self.references,
            "L": self._languages(need),
            "C": self._experience(need),
        }

    def _areas(self, need: NeedFacets) -> Numbers:
        covered = self.areas.shared(need.areas) / max(len(need.areas), 1)
        return where(self.areas.stated & bool(need.areas), covered)

    def _sector(self, need: NeedFacets) -> Numbers:
        same = self.sectors.shared(frozenset({need.sector})) > 0
        sibling = self.sectors.shared(need.sibling_sectors) > 0
        nearness = np.where(same, 1.0, np.where(sibling, 0.5, 0.0))
        return where(self.sectors.stated & bool(need.sector), nearness)

    def _budget(self, need: NeedFacets) -> Numbers:
        if need.budget_max is None:
            return np.full(self.size, np.nan)
        budget = max(need.budget_max, 0)
        with np.errstate(invalid="ignore"):
            beyond = (budget / np.maximum(self.price_min, budget)) ** 2
        least = terms.SMALL_SHARE * (need.budget_min or 0)
        within = np.where(self.dearest < least, terms.SMALL_VALUE, 1.0)
        value = np.where(need.budget_max < self.price_min, beyond, within)
        return where(~np.isnan(self.price_min), value)

    def _stage(self, need: NeedFacets) -> Numbers:
        if need.stage not in STAGES:
            return np.full(self.size, np.nan)
        wanted = STAGES.index(need.stage)
        best = np.zeros(self.size)
        for index, code in enumerate(STAGES):
            served = self.stages.shared(frozenset({code})) > 0
            nearness = max(0.0, 1 - abs(wanted - index) / 2)
            best = np.where(served, np.maximum(best, nearness), best)
        return where(self.stages.stated, best)

    def _languages(self, need: NeedFacets) -> Numbers:
        english = self.languages.shared(frozenset({terms.LINGUA_FRANCA})) > 0
        helped = self.interpreter | english | (terms.LINGUA_FRANCA in need.languages)
        shared = self.languages.shared(need.languages) > 0
        value = np.where(shared, 1.0, np.where(helped, 0.5, 0.0))
        return where(self.languages.stated & bool(need.languages), value)

    def _experience(self, need: NeedFacets) -> Numbers:
        here = self.experience.shared(frozenset({need.country})) > 0
        near = self.experience.shared(need.neighbours) > 0
        value = np.where(here, 1.0, np.where(near, 0.6, 0.3))
        return where(self.has_experience & bool(need.country), value)


def where(stated: Flags, values: Numbers) -> Numbers:
    return np.where(stated, values, np.nan)


def flags(offers: Sequence[OfferFacets], read: Callable[[OfferFacets], bool]) -> Flags:
    return np.array([read(offer) for offer in offers], dtype=np.bool_)


def numbers(
    offers: Sequence[OfferFacets], read: Callable[[OfferFacets], float | None]
) -> Numbers:
    """One value per offer; what is not stated becomes NaN."""
    return np.array([read(offer) for offer in offers], dtype=np.float64)
