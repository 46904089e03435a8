"""The city's own conditions: filters in the address, over what the list keeps."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from solutions import conditions
from solutions.models import Match
from tests.factories import NeedFactory, RankingFactory
from tests.solutions.scored import fields, match_of
from vocabulary.models import Stage

CODES = list(conditions.CONDITIONS)
DEAR = {"price_min": 900_000, "price_max": None}
OTHER_STAGE = {"stages": frozenset({"operation"})}
NO_LANGUAGE = {"languages": frozenset({"ko"})}
NO_REFERENCE = {"references": 0}
FAR = {"experience": frozenset({"JP"})}
NEXT_DOOR = {"experience": frozenset({"RU"})}


@pytest.fixture
def need(city):
    found = NeedFactory(
        organisation=city,
        published=True,
        budget_max=100_000,
        currency="USD",
        languages=["mn", "en"],
        stage=Stage.objects.get(code="appraisal"),
    )
    RankingFactory(need=found, ready=True, considered=40)
    return found


def page(client_of, need, query: str = "") -> str:
    address = reverse("solutions:finder", args=[need.pk])
    return client_of("csco").get(address + query).content.decode()


@pytest.mark.parametrize(
    ("code", "fails", "meets"),
    [
        ("budget", DEAR, {}),
        ("budget", {"price_min": None}, {"price_min": 100_000, "price_max": None}),
        ("stage", OTHER_STAGE, {}),
        ("language", NO_LANGUAGE, {}),
        ("reference", NO_REFERENCE, {}),
        ("reference", {"references": None}, {"references": 1}),
        ("country", FAR, NEXT_DOOR),
    ],
)
def test_a_condition_holds_by_what_both_sides_state(code, fails, meets):
    out, kept = Match(**fields(**fails)), Match(**fields(**meets))

    assert conditions.narrow([out, kept], [code]) == [kept]


offers = st.fixed_dictionaries(
    {},
    optional={
        "price_min": st.sampled_from([None, 10, 99_999, 100_001]),
        "stages": st.sampled_from([None, frozenset({"appraisal"})]),
        "languages": st.sampled_from([None, frozenset({"ko"}), frozenset({"mn"})]),
        "references": st.sampled_from([None, 0, 1, 20]),
        "experience": st.sampled_from([None, frozenset({"MN"}), frozenset({"JP"})]),
    },
)


@given(
    st.lists(offers, max_size=6),
    st.sets(st.sampled_from(CODES)),
    st.sampled_from(CODES),
)
def test_adding_a_condition_never_adds_a_result(offered, codes, another):
    matches = [Match(rank=i, **fields(**o)) for i, o in enumerate(offered)]
    before = conditions.narrow(matches, sorted(codes))

    after = conditions.narrow(matches, sorted(codes | {another}))

    assert [m for m in before if m in after] == after
    counts = {o.value: o.count for o in _options(matches, codes)}
    assert counts[another] == len(after)


def _options(matches, codes):
    """Of a need that states everything, so that every condition is offered."""

    class Stated:
        budget_max, stage_id, languages = 1, 1, ["mn"]

    return conditions.options(matches, conditions.chosen(codes), Stated)


def test_a_need_is_not_asked_about_what_it_does_not_state(city):
    need = NeedFactory(organisation=city, languages=[])

    offered = [option.value for option in conditions.options([], [], need)]

    assert offered == ["reference", "country"]


def test_the_address_filters_and_the_counts_are_exact(client_of, need):
    near = match_of(need, 1, facts=NEXT_DOOR)
    far = match_of(need, 2, facts=FAR)
    match_of(need, 3, facts=FAR | NO_REFERENCE)

    answer = client_of("csco").get(
        reverse("solutions:finder", args=[need.pk]) + "?only=reference"
    )

    assert [item.match for item in answer.context["results"]] == [near, far]
    counts = {o.value: o.count for o in answer.context["options"]}
    assert (counts["reference"], counts["country"]) == (2, 1)
    assert "2 of 3 meet your conditions" in answer.content.decode()


def test_an_unknown_condition_is_left_aside(client_of, need):
    match_of(need)

    assert "<article" in page(client_of, need, "?only=nonsense&only=%00")


def test_a_condition_counts_for_recommendations_too(client_of, need):
    match_of(need, facts=NO_REFERENCE, pinned=True)
    match_of(need, 2)

    assert "Recommended by the secretariat" not in page(
        client_of, need, "?only=reference"
    )


def test_nothing_left_says_what_left_out_most_and_how_to_go_back(client_of, need):
    for rank in range(1, 4):
        match_of(need, rank, facts=DEAR)
    match_of(need, 4, facts=NO_REFERENCE)

    found = page(client_of, need, "?only=budget&only=reference")

    assert "“Price starts within your budget” left out most: 3 of 4." in found
    assert 'href="?only=reference"' in found
    assert "Take this one off: 3 results" in found
    assert f'href="/en/finder/{need.pk}/"' in found
    assert "<article" not in found


def test_more_results_keep_the_conditions(client_of, need):
    for rank in range(1, 8):
        match_of(need, rank)

    found = page(client_of, need, "?only=budget")

    assert "Show 2 more" in found
    assert 'hx-get="?only=budget&amp;more=1"' in found
    assert found.count("<article") == 5
    assert page(client_of, need, "?only=budget&more=1").count("<article") == 7


def test_the_swapped_part_is_the_same_and_reading_goes_on_at_the_sixth(client_of, need):
    matches = [match_of(need, rank) for rank in range(1, 8)]
    address = reverse("solutions:finder", args=[need.pk]) + "?more=1"

    part = client_of("csco").get(address, headers={"HX-Request": "true"})

    text = part.content.decode()
    assert "<html" not in text
    before, _focused = text.split(" autofocus")
    assert before.count("<article") == 6
    assert matches[5].solution.get_absolute_url() in before.rpartition("<h3")[2]
    assert "autofocus" not in page(client_of, need, "?more=1")
