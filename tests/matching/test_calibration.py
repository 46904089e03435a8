import numpy as np
import pytest

from matching.calibration import Logistic, logistic


def test_the_fit_finds_what_made_the_data():
    random = np.random.default_rng(3)
    x = random.normal(0.2, 0.2, 20_000)
    relevant = random.random(20_000) < 1 / (1 + np.exp(-(x - 0.35) / 0.07))

    found = logistic(x, relevant.astype(float))

    assert found.middle == pytest.approx(0.35, abs=0.01)
    assert found.width == pytest.approx(0.07, abs=0.01)


def test_parted_data_give_a_finite_fit():
    found = logistic(np.array([0.0, 0.1, 0.9, 1.0]), np.array([0.0, 0, 1, 1]))

    assert 0.1 < found.middle < 0.9
    assert 0 < found.width < 0.5


def test_probabilities_have_a_place():
    found = Logistic(50, 10)

    assert found.at(0.5) == 50
    assert found.at(0.7) == pytest.approx(58.47, abs=0.01)
    assert found.at(0.3) == pytest.approx(41.53, abs=0.01)
