import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.passages import passages


def letters(texts):
    """A stand-in for the tokenizer: one token a visible character."""
    return [len(re.sub(r"\s", "", text)) for text in texts]


def test_a_short_text_is_one_passage():
    assert passages("  Clean air.\n\nNow. ", letters) == ["Clean air.\n\nNow."]


@pytest.mark.parametrize("text", ["", "   ", "\n\t\u3000\n"])
def test_a_blank_text_has_none(text):
    assert passages(text, letters) == []


def test_paragraphs_stay_together_where_they_fit():
    text = "One two.\n\nThree four.\n\nFive six."

    assert passages(text, letters, most=18) == ["One two.\n\nThree four.", "Five six."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "水管漏水严重。需要传感器！谁能帮忙？",
            ["水管漏水严重。", "需要传感器！", "谁能帮忙？"],
        ),
        ("道路が混む。信号を変えたい。", ["道路が混む。", "信号を変えたい。"]),
        ("Это 1.5 км. Даль пуста.", ["Это 1.5 км.", "Даль пуста."]),
        ("“说完。”他们都走了。再见。", ["“说完。”", "他们都走了。再见。"]),
    ],
)
def test_sentences_end_where_the_language_ends_them(text, expected):
    assert passages(text, letters, most=10) == expected


def test_a_long_sentence_is_cut_at_a_clause_then_at_a_word():
    assert passages("水管漏水严重，需要传感器", letters, most=8) == [
        "水管漏水严重，",
        "需要传感器",
    ]
    assert passages("one two three four", letters, most=8) == [
        "one two",
        "three",
        "four",
    ]


def test_an_unbroken_run_is_cut_anyway():
    found = passages("水" * 1000, letters, most=200)

    assert "".join(found) == "水" * 1000
    assert max(map(len, found)) <= 200


@given(
    st.text(alphabet="aб水한あ .。!？,，\n\n\t”", max_size=300),
    st.integers(min_value=1, max_value=40),
)
def test_nothing_is_lost_and_nothing_is_too_long(text, most):
    found = passages(text, letters, most=most)

    assert all(piece.strip() == piece != "" for piece in found)
    assert all(piece in text for piece in found)
    assert re.sub(r"\s", "", "".join(found)) == re.sub(r"\s", "", text)
    assert all(size <= most for size in letters(found))


def test_with_the_real_tokenizer(e5):
    text = "Хотын төвд агаар бохир байна. 도심의 공기가 나쁩니다. 市中心空气不好。" * 60

    found = passages(text, e5.count_tokens)

    assert len(found) > 5
    assert max(e5.count_tokens(found)) <= 205
    assert "".join(found).replace(" ", "") == text.replace(" ", "")
