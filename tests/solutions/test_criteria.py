"""Points of reviewers: how they are put together. No database."""

from datetime import date

import pytest

from solutions import criteria, renewals

FOUR = dict.fromkeys(criteria.CODES, 4)


def test_equal_points_are_their_own_mean():
    assert criteria.mean(FOUR) == 4


def test_evidence_weighs_most():
    lowered = {code: criteria.mean(FOUR | {code: 1}) for code in criteria.CODES}

    assert min(lowered, key=lowered.get) == "evidence"


def test_a_criterion_that_came_later_is_left_out():
    assert criteria.mean({"problem": 2, "evidence": 2}) == 2
    assert criteria.mean({}) == 0


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        (FOUR, True),
        (FOUR | {"reach": 6}, False),
        (FOUR | {"reach": 0}, False),
        (FOUR | {"charm": 4}, False),
        ({"reach": 4}, False),
    ],
)
def test_points_are_whole(points, expected):
    assert criteria.is_whole(points) == expected


def test_two_points_between_reviewers_are_far_apart():
    apart = criteria.far_apart([FOUR, FOUR | {"reach": 2, "evidence": 3}])

    assert [criterion.code for criterion in apart] == ["reach"]


@pytest.mark.parametrize(
    ("reviewed", "due"),
    [
        (date(2024, 5, 3), date(2026, 5, 3)),
        (date(2024, 2, 29), date(2026, 2, 28)),
    ],
)
def test_a_review_counts_for_two_years(reviewed, due):
    assert renewals.due_on(reviewed) == due


@pytest.mark.parametrize(
    ("today", "letters"),
    [
        (date(2026, 3, 3), 0),
        (date(2026, 3, 4), 1),
        (date(2026, 4, 3), 2),
        (date(2026, 5, 2), 3),
        (date(2026, 5, 3), 3),
        (date(2026, 5, 4), 4),
        (date(2027, 5, 4), 4),
    ],
)
def test_letters_go_out_as_the_day_comes_near(today, letters):
    assert renewals.letters_by(date(2026, 5, 3), today) == letters
