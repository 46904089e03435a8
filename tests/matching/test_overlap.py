import numpy as np
import pytest

from matching import overlap
from matching.overlap import Facts, Weights
from matching.space import Mix
from matching.vectors import normalised

MIX = Mix(first=4)
BUSAN = {"latitude": 35.18, "longitude": 129.08}
FUKUOKA = {"latitude": 33.59, "longitude": 130.4}


def some_texts(*parts, sample=None):
    rows = [normalised(np.array(part, dtype=np.float32)) for part in parts]
    sample = np.zeros((1, 4), np.float32) if sample is None else sample
    return overlap.texts(rows, MIX, sample)


def random_texts(seed, count=5):
    rows = np.random.default_rng(seed).normal(size=(3, count, 4))
    return some_texts(*rows)


# --- Texts --------------------------------------------------------------------------


def test_a_pair_has_the_same_terms_from_either_side():
    one, other = random_texts(1), random_texts(2)

    there, back = overlap.text_terms(one, other), overlap.text_terms(other, one)

    for name in overlap.TEXT_TERMS:
        assert np.allclose(there[name], back[name].T, atol=1e-6), name


def test_what_one_offers_and_the_other_lacks_is_found_whichever_side_asks():
    nothing, thing = [[0, 0, 0, 0]], [[0, 1, 0, 0]]
    giver = some_texts([[1, 0, 0, 0]], nothing, thing)
    seeker = some_texts([[1, 0, 0, 0]], thing, nothing)

    assert overlap.text_terms(giver, seeker)["offers"] == pytest.approx(1)
    assert overlap.complement(giver, seeker, 0, 0) == pytest.approx((1, 0))
    assert overlap.complement(seeker, giver, 0, 0) == pytest.approx((0, 1))


def test_a_part_that_is_missing_speaks_for_nothing():
    with_needs = some_texts([[1, 0, 0, 0]], [[0, 1, 0, 0]], [[0, 0, 1, 0]])
    without = some_texts([[1, 0, 0, 0]], [[0, 0, 0, 0]], [[0, 0, 0, 0]])

    terms = overlap.text_terms(with_needs, without)

    assert terms["needs"] == terms["offers"] == 0


def test_a_text_that_is_near_to_everything_is_held_back():
    everything = np.eye(4, dtype=np.float32)[:1]
    hub = some_texts([[1, 0, 0, 0]], [[0] * 4], [[0] * 4], sample=everything)
    own = some_texts([[0, 1, 0, 0]], [[0] * 4], [[0] * 4], sample=everything)

    assert overlap.text_terms(hub, hub)["text"] < overlap.text_terms(own, own)["text"]


def test_passages_of_a_text_become_one_vector():
    passages = np.array([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]], np.float32)

    found = overlap.gathered(passages, np.array([0, 0, 2]), 3, MIX)

    assert found[0] == pytest.approx([0.5**0.5, 0.5**0.5, 0, 0])
    assert not found[1].any()
    assert found[2] == pytest.approx([0, 0, 1, 0])


def test_the_mean_of_the_ten_highest_needs_no_ten():
    assert overlap.highest_mean(np.arange(20.0)[None]) == pytest.approx(14.5)
    assert overlap.highest_mean(np.array([[1.0, 3.0]])) == pytest.approx(2)


# --- Facts --------------------------------------------------------------------------


def test_distance_is_along_the_earth():
    km = overlap.distance_km(Facts(1, **BUSAN), Facts(2, **FUKUOKA))

    assert km == pytest.approx(214, abs=3)
    assert overlap.distance_km(Facts(1, **BUSAN), Facts(2)) is None
    assert overlap.nearness(0) == 1
    assert overlap.nearness(None) == 0


@pytest.mark.parametrize(
    ("a", "b", "shared"),
    [
        ((2025, 2028), (2025, 2028), 1),
        ((2025, 2028), (2027, 2027), 1),
        ((2025, 2026), (2026, 2029), 0.5),
        ((2025, 2026), (2027, 2029), 0),
        ((2025, None), (2025, 2025), 1),
        ((None, None), (2025, 2025), 0),
    ],
)
def test_years_count_by_the_shorter_project(a, b, shared):
    one, other = (Facts(1, year_from=x[0], year_to=x[1]) for x in (a, b))

    assert overlap.shared_years(one, other) == shared
    assert overlap.shared_years(other, one) == shared


def test_stages_next_to_each_other_are_half_as_near():
    assert overlap.same_stage("preparation", "preparation") == 1
    assert overlap.same_stage("preparation", "implementation") == 0.5
    assert overlap.same_stage("preparation", "") == 0


def test_what_is_not_stated_is_no_reason():
    assert not any(overlap.fact_terms(Facts(1), Facts(2)).values())


def test_more_of_a_term_never_lowers_the_score():
    weights = Weights("1", -1.0, {"text": 2.0, "sector": 0.5}, 0.5)
    low = {"text": np.array([0.1]), "sector": np.array([0.0])}

    for name in low:
        higher = low | {name: low[name] + 1}
        assert overlap.logit(higher, weights) > overlap.logit(low, weights)
