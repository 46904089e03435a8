"""The engine on the judged set of the repository: floors, not figures to tune by."""

from collections import defaultdict
from dataclasses import replace

import numpy as np
import pytest

from matching import background, evaluation, judged_set
from matching.centring import centre
from matching.metrics import averaged
from matching.ranking import OfferTexts, text_scores
from matching.weights import START
from tests.matching.conftest import REPOSITORY


@pytest.fixture(scope="module")
def judged():
    return judged_set.read(REPOSITORY / "tests" / "data" / "judged")


@pytest.fixture(scope="module")
def scored(judged, e5, models):
    return evaluation.score_texts(judged, e5, evaluation.priors(e5, models))


def test_needs_find_solutions_by_text_alone(judged, scored):
    by_language = defaultdict(list)
    for need, order in zip(
        judged.needs, evaluation.text_orders(judged, scored), strict=True
    ):
        found = evaluation.measure(need, order, judged, False)
        by_language[need.language].append(found)

    ndcg = {language: averaged(all_).ndcg10 for language, all_ in by_language.items()}

    assert np.mean([*ndcg.values()]) > 0.77
    assert min(ndcg.values()) > 0.6


def test_no_language_is_favoured(judged, scored):
    """Same-language solutions in the first ten, against one in six by chance."""
    orders = evaluation.text_orders(judged, scored)

    same = [
        judged.solutions[row].language == need.language
        for need, order in zip(judged.needs, orders, strict=True)
        for row in order[:10]
    ]

    assert np.mean(same) < 2 / 6


def test_a_translated_need_finds_the_same(judged, e5, models):
    """The shipped sentences mean the same in six languages."""
    shipped = evaluation.priors(e5, models)
    solutions = evaluation.embedded(judged.solutions, "offer", e5)
    offers = OfferTexts(
        solutions.centred(shipped["offer"]), solutions.owner, len(judged.solutions)
    )
    sentences = background.sentences("need")
    tops = {
        language: [
            {*np.argsort(-text_scores(need[None], offers).t)[:10]}
            for need in centre(
                e5.encode(texts[:20], "need"), [language] * 20, shipped["need"]
            )
        ]
        for language, texts in sentences.items()
    }

    overlaps = {
        language: np.mean(
            [len(a & b) / 10 for a, b in zip(tops["en"], top, strict=True)]
        )
        for language, top in tops.items()
    }

    # 10 of 108 by chance would share .09; the goal of the next engine is .7.
    assert min(overlaps.values()) > 0.35


def test_a_missing_price_never_lifts_an_offer_over_its_own_price(judged, scored):
    need, texts = judged.needs[0], scored[0]
    stated = [replace(s.facets, price_min=1.0) for s in judged.solutions]
    silent = [replace(s.facets, price_min=None) for s in judged.solutions]

    values = [
        evaluation.OfferTable(offers).values(need.facets, texts.t, START)
        for offers in (stated, silent)
    ]

    assert (values[0] >= values[1]).all()
