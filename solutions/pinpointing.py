"""Which open needs solutions answer that are not in the catalogue yet.

The same engine as the Finder's, asked the other way round: the index gives the needs
whose texts are nearest, these are scored exactly, and nothing is stored as a match.
What a need shows to members of the network alone is not computed with for a stranger:
a number made from a budget would tell the budget.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any

import numpy as np
import numpy.typing as npt

from core.languages import columns
from matching import engines, hubs, store, weights_in_use
from matching.facets import ANYWHERE, NeedFacets, OfferFacets
from matching.models import Engine, Side
from matching.offer_table import OfferTable
from matching.ranking import OfferTexts, many_scores, ordered, pulls, varied
from matching.scoring import Score, reachable, score
from matching.store import Item
from matching.terms import facet_terms
from matching.weights import Weights
from members.compliance import Action, open_to
from members.models import Organisation
from scaps.models import Need
from scaps.states import Visibility
from solutions.facts import need_facets, needs_with_facts
from solutions.matching import NEED
from vocabulary import rates

KEPT = 20
# Needs that an offer is scored with, and those of countries where it does not go. With
# more, the index has to walk far among the countries that a provider names.
CANDIDATES, ELSEWHERE = 200, 50
WEAK = "weak"


@dataclass(frozen=True)
class Offer:
    """A solution as it is proposed: its texts in one language, and what it states."""

    id: int
    lang: str
    title: str
    problem: str
    description: str
    facets: OfferFacets

    @property
    def item(self) -> Item:
        parts = (f"{self.title}\n\n{self.problem}", self.description)
        return Item(self.id, self.lang, parts)


@dataclass(frozen=True)
class Answer:
    """A need with the offer that fits it best; `also` are others that fit it.

    `unstated` are the terms that the offer says nothing about. What is anonymous is
    for members alone, and was scored without what it keeps to them.
    """

    need: int
    offer: int
    score: Score
    unstated: tuple[str, ...]
    is_anonymous: bool
    also: tuple[int, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "need": self.need,
            "offer": self.offer,
            "also": list(self.also),
            "value": self.score.value,
            "word": self.score.word,
            "completeness": self.score.completeness,
            "reasons": self.score.as_json(),
            "unstated": list(self.unstated),
            "anonymous": self.is_anonymous,
        }


@dataclass(frozen=True)
class Found:
    """`answers` best first; `elsewhere` counts the needs that would fit in countries
    that no fitting offer serves, by country."""

    answers: list[Answer]
    elsewhere: dict[str, int]
    considered: int
    engine: str = ""
    weights: str = ""
    seconds: float = 0

    def as_json(self) -> dict[str, Any]:
        return {
            "answers": [answer.as_json() for answer in self.answers],
            "elsewhere": self.elsewhere,
            "considered": self.considered,
            "engine": self.engine,
            "weights": self.weights,
            "seconds": round(self.seconds, 3),
        }


def shown_needs():
    """Needs that an institution outside may be told of: published, not for the own
    office alone, of local governments that may be brought together with partners."""
    cities = open_to(Action.MATCH, Organisation.objects.all())
    seen = (Visibility.PUBLIC, Visibility.NETWORK)
    return Need.objects.published().filter(visibility__in=seen, organisation__in=cities)


def pinpoint(offers: Sequence[Offer], *, needs=None, seed: str = "") -> Found:
    """The needs that these offers answer, best first. Loads the encoder."""
    started = monotonic()
    among = shown_needs() if needs is None else needs
    (engine, by), weights = engines.answering(), weights_in_use.current()
    texts, _passages = store.unkept_texts([offer.item for offer in offers], by=by)
    near = _nearest(offers, texts, among, engine)
    asked = store.many_vectors(NEED, near, engine)
    rows = _without_texts(needs_with_facts(among.filter(pk__in=asked)))
    pull = pulls(hubs.sample(NEED, engine), texts)
    t = 2 * many_scores([asked[need.pk] for need in rows], texts) - pull
    answers, elsewhere = _answers(rows, offers, t, weights, seed=seed)
    return Found(
        answers,
        elsewhere,
        considered=among.count(),
        engine=engine.name,
        weights=weights.version,
        seconds=monotonic() - started,
    )


def _without_texts(needs) -> list[Need]:
    texts = [*columns("title"), *columns("text"), "search"]
    return list(needs.defer(*texts).order_by("pk"))


def _nearest(
    offers: Sequence[Offer], texts: OfferTexts, among, engine: Engine
) -> set[int]:
    """Needs near to any of the offers; some also where an offer does not go."""
    found: set[int] = set()
    for row, offer in enumerate(offers):
        passages = texts.vectors[texts.owner == row]
        served, other = _by_country(offer, among)
        for needs, limit in ((served, CANDIDATES), (other, ELSEWHERE)):
            if needs is not None:
                found.update(
                    store.nearest(
                        NEED,
                        passages,
                        engine=engine,
                        among=needs.order_by().values("pk"),
                        limit=limit,
                        side=Side.NEED,
                    )
                )
    return found


def _by_country(offer: Offer, among):
    """Needs where the offer goes, and where it does not; none is in no country."""
    countries = offer.facets.countries
    if not countries or ANYWHERE in countries:
        return among, None
    served = {"organisation__country__code__in": countries}
    return among.filter(**served), among.exclude(**served)


def _answers(
    needs: Sequence[Need],
    offers: Sequence[Offer],
    t: npt.NDArray[np.float64],
    weights: Weights,
    *,
    seed: str,
) -> tuple[list[Answer], dict[str, int]]:
    known, table = rates.newest(), OfferTable([offer.facets for offer in offers])
    facets = [shown_facets(need, need_facets(need, known=known)) for need in needs]
    fits, elsewhere = {}, Counter[str]()
    for row, asked in enumerate(facets):
        values = table.values(asked, t[row], weights)
        most = reachable(asked, weights)
        fitting = [
            place
            for place in np.argsort(-values, kind="stable").tolist()
            if weights.word(float(values[place]), reachable=most) != WEAK
        ]
        is_open = table.open_to(asked)
        if within := [place for place in fitting if is_open[place]]:
            fits[row] = within
        elif fitting:
            elsewhere[asked.country] += 1
    rows = _in_order(needs, fits, facets, table, t, weights, seed)
    return [
        _answer(needs[row], facets[row], offers, fits[row], t[row], weights)
        for row in rows
    ], dict(elsewhere)


def _in_order(needs, fits, facets, table, t, weights, seed) -> list[int]:
    """Rows of the best needs; among the first ten, a local government has two."""
    rows = list(fits)
    best = np.full(len(needs), -np.inf)
    near = np.full(len(needs), -np.inf)
    for row in rows:
        values = table.values(facets[row], t[row], weights)
        best[row], near[row] = values[fits[row][0]], t[row][fits[row][0]]
    ids = [need.pk for need in needs]
    rows = ordered(rows, best, np.where(np.isnan(near), -np.inf, near), ids, seed=seed)
    return varied(rows, [need.organisation_id for need in needs])[:KEPT]


def _answer(
    need: Need,
    asked: NeedFacets,
    offers: Sequence[Offer],
    fitting: Sequence[int],
    t: npt.NDArray[np.float64],
    weights: Weights,
) -> Answer:
    offer, near = offers[fitting[0]], t[fitting[0]]
    known = None if np.isnan(near) else float(near)
    return Answer(
        need=need.pk,
        offer=offer.id,
        score=score(asked, offer.facets, known, weights=weights),
        unstated=unstated(offer.facets),
        is_anonymous=need.visibility != Visibility.PUBLIC,
        also=tuple(offers[place].id for place in fitting[1:]),
    )


def shown_facets(need: Need, facets: NeedFacets) -> NeedFacets:
    """What of a need an institution outside is compared with."""
    if need.visibility == Visibility.PUBLIC:
        return facets
    return replace(facets, budget_min=None, budget_max=None)


EVERYTHING = NeedFacets(
    country="-",
    sector="-",
    areas=frozenset("-"),
    stage="identification",
    budget_max=1,
    languages=frozenset("-"),
)


def unstated(offer: OfferFacets) -> tuple[str, ...]:
    """Terms that an offer says nothing about, whatever a need states."""
    values = facet_terms(EVERYTHING, offer)
    return tuple(term for term, value in values.items() if value is None)
