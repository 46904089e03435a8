"""Text that people paste: what is taken out, what stays, what is refused."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.forms import Form
from hypothesis import given
from hypothesis import strategies as st

from core.forms import CleanCharField
from core.text import check_says_something, clean, clean_line, whole_number
from tests.factories import NeedFactory

FAMILY = "👨\u200d👩\u200d👧"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\x00b", "ab"),
        ("a\x07b\x1b[0m", "ab[0m"),
        ("line\r\nline\rline", "line\nline\nline"),
        ("tab\tstays", "tab\tstays"),
        ("abc\u202egpj.exe\u202c", "abcgpj.exe"),
        ("\u2066isolated\u2069 \u200emark\u200f", "isolated mark"),
        ("  around  ", "around"),
        ("e\u0301", "é"),
        ("ᄒ" + "ᅡ" + "ᆫ", "한"),
        ("Улаанбаатар хот", "Улаанбаатар хот"),
        ("東京都 ㈱", "東京都 ㈱"),
        (FAMILY, FAMILY),
    ],
)
def test_clean(typed, kept):
    assert clean(typed) == kept


@pytest.mark.parametrize(
    ("typed", "number"),
    [("0", 0), ("42", 42), ("", None), ("-1", None), ("٣", None), ("9" * 10, None)],
)
def test_whole_number(typed, number):
    assert whole_number(typed) == number


def test_a_line_is_one_line():
    assert clean_line("Subject\r\nBcc: all@example.org \u2028 x") == (
        "Subject Bcc: all@example.org x"
    )


@given(st.text())
def test_clean_text_is_clean(text):
    once = clean(text)

    assert clean(once) == once
    assert not set(once) & {"\x00", "\r", "\u202e"}


@given(st.text())
def test_clean_text_can_be_stored(text):
    """Also half a surrogate pair, which JSON may bring and PostgreSQL refuses."""
    clean(text).encode()


def test_half_a_character_is_taken_out():
    assert clean(json.loads('"a\\ud83d b"')) == "a b"


@pytest.mark.parametrize("text", ["...", "—", "😀😀", "?!", "\u200d"])
def test_signs_alone_say_nothing(text):
    with pytest.raises(ValidationError):
        check_says_something(text)


@pytest.mark.parametrize("text", ["", "水", "5", "Ү", "수", "ы"])
def test_a_word_in_any_script_says_something(text):
    check_says_something(text)


class Letter(Form):
    title = CleanCharField()
    text = CleanCharField(lines=True, required=False)


def test_a_form_takes_out_what_nobody_typed():
    form = Letter({"title": "One\x00 line\n here", "text": "Two\r\nlines\x00"})

    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"title": "One line here", "text": "Two\nlines"}


def test_a_form_refuses_what_is_too_long_or_says_nothing():
    form = Letter({"title": "x" * 201, "text": "… …"})

    assert form.errors.as_data().keys() == {"title", "text"}


def test_only_control_characters_are_nothing():
    assert Letter({"title": "\x00\x07"}).errors.as_data().keys() == {"title"}


def test_what_is_clean_comes_back_from_the_database(db):
    text = clean(f"Улаанбаатар 東京 서울 {FAMILY} ё\tx\ny")

    need = NeedFactory(text=text)

    need.refresh_from_db()
    assert need.text_en == text
