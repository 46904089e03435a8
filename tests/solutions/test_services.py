import pytest

from core.errors import MoveNotAllowed
from solutions import services, wording
from solutions.states import SolutionState
from tests.factories import SolutionFactory


def test_a_solution_is_listed_after_review(provider_owner, secretariat, run_outbox):
    solution = SolutionFactory(draft=True)

    solution = services.submit(solution, by=provider_owner)
    assert (solution.state, solution.submitted_by) == ("submitted", provider_owner)

    solution = services.publish(solution, by=secretariat)
    assert (solution.state, solution.published_by) == ("published", secretariat)


def test_sending_back_keeps_the_reason_until_it_is_submitted_again(
    provider_owner, secretariat
):
    solution = SolutionFactory(submitted=True)

    solution = services.send_back(solution, by=secretariat, reason="Name a city.")
    assert (solution.state, solution.state_reason) == ("draft", "Name a city.")

    assert services.submit(solution, by=provider_owner).state_reason == ""


def test_a_draft_is_not_published_without_review(secretariat):
    with pytest.raises(MoveNotAllowed):
        services.publish(SolutionFactory(draft=True), by=secretariat)


def test_two_people_decide_at_once_and_one_wins(secretariat):
    solution = SolutionFactory(submitted=True)
    services.publish(solution, by=secretariat)

    assert solution.state == SolutionState.SUBMITTED  # what this person still sees
    with pytest.raises(MoveNotAllowed):
        services.send_back(solution, by=secretariat, reason="Too late.")


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (None, "No price or no budget is stated."),
        ((1.0, 500, 100), "The price starts within your budget."),
        ((0.2, 100, 500), "The price starts above your budget."),
        ((0.7, 900, 10), "The price is of another size than your budget."),
    ],
)
def test_the_budget_in_words(facts, sentence):
    row = None
    if facts:
        value, budget, price = facts
        row = {"value": value, "facts": {"budget_max": budget, "price_min": price}}

    assert wording._budget(row) == sentence
