import pytest

from solutions import language_states
from tests.factories import SolutionFactory
from translations.models import Origin
from translations.services import write

TEXTS = ("title", "problem", "description")


@pytest.fixture
def solution(db):
    return SolutionFactory(published=True, source_lang="ko")


def states(solution) -> dict[str, str]:
    return {state.code: str(state.label) for state in language_states.of(solution)}


def translate(solution, fields, language="en", **how):
    for field in fields:
        write(solution, field, language, f"{field} in {language}", by=None, **how)


def test_the_original_comes_first_and_the_rest_is_missing(solution):
    assert next(iter(states(solution))) == "ko"
    assert states(solution) == {
        "ko": "original",
        **dict.fromkeys(["en", "zh-hans", "ja", "ru", "mn"], "not translated"),
    }


def test_confirmed_when_every_text_is(solution):
    translate(solution, TEXTS)

    assert states(solution)["en"] == "confirmed translation"


def test_partly_when_a_text_is_missing(solution):
    translate(solution, TEXTS[:2])

    assert states(solution)["en"] == "partly translated"


def test_a_machine_draft_speaks_for_the_language(solution):
    translate(solution, TEXTS[:2])
    translate(solution, TEXTS[2:], origin=Origin.MACHINE)

    assert states(solution)["en"] == "machine draft"


def test_out_of_date_once_the_original_changes(solution):
    translate(solution, TEXTS)
    write(solution, "title", "ko", "새 제목", by=None)

    assert states(solution)["en"] == "out of date"
