"""What is proposed, as matching sees it, and what its author is told: no database."""

from decimal import Decimal

import pytest

from introductions.states import StepKind
from matching.facets import ANYWHERE, NeedFacets, OfferFacets
from matching.scoring import score
from matching.weights import START
from scaps.models import Need
from scaps.states import Visibility
from solutions import need_steps, offer_wording, pinpointing, proposals
from solutions.models import ProposedSolution
from tests.solutions.scored import scored

KNOWN = {"USD": Decimal(1), "MNT": Decimal("0.0003")}
DATA = {
    "source_lang": "mn",
    "title": "Утаа хэмжих",
    "problem": "Өвөл утаатай.",
    "description": "",
    "sectors": ["environment"],
    "areas": ["monitoring", "other"],
    "price_min": "1000000",
    "price_max": "",
    "currency": "MNT",
    "references": [
        {"city": "Erdenet", "country": "MN", "year": "2024"},
        {"city": "Darkhan", "country": "", "year": "", "DELETE": "on"},
    ],
}


def facets(**more):
    return proposals.facets(DATA | more, known=KNOWN)


def test_what_is_typed_becomes_what_a_listed_solution_states():
    found = facets()

    assert found.countries == {ANYWHERE}
    assert found.areas == {"monitoring"}
    assert found.price_min == pytest.approx(300)
    assert found.experience == {"MN"}
    # Named, and verified by nobody.
    assert found.references is None
    assert facets(references=[]).references == 0


@pytest.mark.parametrize("typed", ["", "ten", "-5", "NaN", "Infinity"])
def test_an_amount_that_is_none_is_not_stated(typed):
    assert facets(price_min=typed).price_min is None


def test_a_price_per_use_says_nothing_beside_a_budget():
    assert facets(price_model="per_use").price_min is None


def test_only_what_is_compared_makes_another_mark():
    def mark(**more):
        return proposals.mark([ProposedSolution(pk=1, data=DATA | more)])

    assert mark(users="Inspectors", standards="ISO") == mark()
    assert mark(problem="Зун утаатай.") != mark()
    assert mark(countries=["MN"]) != mark()


@pytest.mark.parametrize(
    "data", [{}, {"title": " "}, {"problem": ""}, {"source_lang": "xx"}]
)
def test_what_says_too_little_is_not_compared(data):
    assert proposals.is_told(DATA)
    assert not proposals.is_told(DATA | data if data else {})


def test_what_an_offer_leaves_open_depends_on_no_need():
    assert set(pinpointing.unstated(OfferFacets())) == {
        "A",
        "Sx",
        "B",
        "St",
        "R",
        "L",
        "C",
    }
    assert pinpointing.unstated(facets(stages=["appraisal"], languages=["mn"])) == (
        "R",
    )


def test_a_need_for_members_is_compared_without_its_budget():
    stated = NeedFacets(country="MN", budget_min=5, budget_max=50)
    public, hidden = Need(visibility=Visibility.PUBLIC), Need(visibility="network")

    assert pinpointing.shown_facets(public, stated) == stated
    assert pinpointing.shown_facets(hidden, stated) == NeedFacets(country="MN")


def test_the_bars_add_up_and_are_told_to_the_one_who_offers():
    found = scored()
    reasons = found.as_json()

    bars = offer_wording.bars(reasons)
    hidden = offer_wording.bars(reasons, hidden={"budget"})

    assert sum(bar.points for bar in bars) == pytest.approx(found.value)
    assert bars[0].reason.startswith("Your text answers it closely.")
    assert bars[2].reason == "Your price starts within their budget."
    assert "budget" not in hidden[2].reason
    assert [bar.reason for bar in hidden[:2]] == [bar.reason for bar in bars[:2]]


def test_what_to_ask_is_not_what_the_offer_leaves_open():
    silent = OfferFacets(countries=frozenset({ANYWHERE}), references=0)
    asked = NeedFacets(country="MN", languages=frozenset({"mn"}))
    reasons = score(asked, silent, 0.6, weights=START).as_json()

    assert offer_wording.checks(reasons, pinpointing.unstated(silent)) == []
    assert offer_wording.left_open(pinpointing.unstated(silent)) == [
        *map(str, offer_wording.LEFT_OPEN.values())
    ]
    assert len(offer_wording.checks(reasons, ["L"])) == 3
    far = scored(languages={"ko"}).as_json()
    assert any("interpret" in text for text in offer_wording.checks(far, []))


@pytest.mark.parametrize("stage", [*need_steps.BY_STAGE, ""])
def test_what_nobody_uses_yet_is_tried_before_it_is_bought(stage):
    kinds = [rung.kind for rung in need_steps.steps(stage, "idea")]

    assert StepKind.PROCUREMENT not in kinds
    assert kinds[0] == StepKind.CLARIFY
    if StepKind.PROCUREMENT in need_steps.BY_STAGE.get(stage, ()):
        assert kinds[-1] == StepKind.PILOT
