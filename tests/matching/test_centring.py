import numpy as np
import pytest

from matching.centring import Means, background_means, centre, shrunk


def rows(*values):
    return np.array(values, dtype=np.float32)


@pytest.fixture
def shipped():
    return background_means(rows([1, 0], [3, 0], [0, 4]), ["en", "en", "ko"])


def test_background_means_give_each_language_one_say(shipped):
    np.testing.assert_array_equal(shipped.by_language["en"], [2, 0])
    np.testing.assert_array_equal(shipped.by_language["ko"], [0, 4])
    np.testing.assert_array_equal(shipped.overall, [1, 2])
    assert shipped.counts == {}


def test_own_texts_move_a_mean_by_their_number(shipped):
    means = shrunk(rows(*[[7, 0]] * 5), ["en"] * 5, shipped)

    np.testing.assert_allclose(means.of("en"), [(5 * 7 + 5 * 2) / 10, 0])
    np.testing.assert_array_equal(means.of("ko"), [0, 4])
    assert means.counts == {"en": 5}


def test_few_texts_move_little(shipped):
    means = shrunk(rows([100, 0]), ["en"], shipped)

    np.testing.assert_allclose(means.of("en"), [110 / 6, 0], rtol=1e-6)


def test_an_unknown_language_starts_from_the_overall_mean(shipped):
    assert shipped.of("vi") is shipped.overall

    means = shrunk(rows([6, 2]), ["vi"], shipped)

    np.testing.assert_allclose(means.of("vi"), [(6 + 5 * 1) / 6, (2 + 5 * 2) / 6])


def test_centred_vectors_have_length_one_and_no_language():
    vectors = rows([3, 4], [1, 5])
    means = Means(rows([0, 0])[0], {"en": rows([0, 4])[0], "ko": rows([1, 0])[0]})

    centred = centre(vectors, ["en", "ko"], means)

    np.testing.assert_allclose(centred, [[1, 0], [0, 1]], atol=1e-6)


def test_a_vector_equal_to_its_mean_becomes_zero_not_nan(shipped):
    np.testing.assert_array_equal(centre(rows([2, 0]), ["en"], shipped), [[0, 0]])


def test_nothing_to_centre(shipped):
    assert centre(np.empty((0, 2), dtype=np.float32), [], shipped).shape == (0, 2)


def test_the_version_follows_the_numbers(shipped):
    same = background_means(rows([1, 0], [3, 0], [0, 4]), ["en", "en", "ko"])
    other = shrunk(rows([7, 0]), ["en"], shipped)

    assert same.version == shipped.version != other.version


def test_drift_is_the_largest_turn_of_a_mean(shipped):
    turned = Means(shipped.overall, {**shipped.by_language, "ko": rows([4, 0])[0]})

    assert shipped.drift(shipped) == pytest.approx(0)
    assert shipped.drift(turned) == pytest.approx(1)
