import math

import pytest

from matching.metrics import Figures, averaged, figures


def test_by_hand():
    found = figures([0, 2, 1, 0, 0, 0, 2], [2, 2, 1, 0, 0, 0, 0])

    gain = 3 / math.log2(3) + 1 / math.log2(4) + 3 / math.log2(8)
    best = 3 / math.log2(2) + 3 / math.log2(3) + 1 / math.log2(4)
    assert found.p1 == 0
    assert found.r5 == 0.5
    assert found.r10 == 1
    assert found.mrr == 0.5
    assert found.ndcg10 == pytest.approx(gain / best)


def test_a_perfect_order():
    assert figures([2, 2, 1, 0], [0, 1, 2, 2]) == Figures(1, 1, 1, 1, 1)


def test_places_after_the_tenth_count_for_mrr_alone():
    found = figures([0] * 10 + [2], [2] + [0] * 10)

    assert found == Figures(0, 0, 0, 1 / 11, 0)


def test_what_was_left_out_of_the_ranking_was_not_found():
    assert figures([1], [2, 1]).mrr == 0
    assert figures([], [2]) == Figures(0, 0, 0, 0, 0)


def test_only_partly_relevant_solutions_say_nothing_about_grade_two():
    assert figures([1, 0], [1, 0]) == Figures(None, None, None, None, 1)


def test_nothing_judged_says_nothing():
    assert figures([0, 0], [0, 0]) == Figures(None, None, None, None, None)


def test_means_leave_out_what_was_not_measured():
    found = averaged([Figures(1, 1, 1, 1, 0.5), Figures(None, None, None, None, 1)])

    assert found == Figures(1, 1, 1, 1, 0.75)
    assert averaged([]) == Figures(None, None, None, None, None)
