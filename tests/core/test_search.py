"""What a reader types finds what an official wrote, in six languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import search
from scaps.models import Need
from tests.factories import NeedFactory

FOUND = [
    ("zh-hans", "城市交通信号优化平台", "交通"),
    ("zh-hans", "城市交通信号优化平台", "信号优化"),
    ("zh-hans", "智慧水务ＩｏＴ系统", "iot"),
    ("ja", "上下水道の漏水検知システム", "漏水"),
    ("ko", "교통관리플랫폼을 도입한다", "교통관리플랫폼"),
    ("ko", "교통관리플랫폼을 도입한다", "플랫폼"),
    ("mn", "Агаарын бохирдлыг бууруулах", "агаар"),
    ("mn", "Өвлийн утааг багасгах", "өвл"),
    ("ru", "Сокращение выбросов котельных", "ВЫБРОС"),
    ("ru", "Учёт воды", "учет"),
    ("en", "Less smoke in winter", "smok"),
    ("en", "Café quarter", "cafe"),
]
NOT_FOUND = [
    ("zh-hans", "城市交通信号优化平台", "通交"),
    ("mn", "Агаарын бохирдлыг бууруулах", "гаар"),
    ("en", "Less smoke in winter", "summer"),
    ("en", "Less smoke in winter", "smoke summer"),
]


@pytest.mark.parametrize(("lang", "title", "words"), FOUND)
def test_found(db, lang, title, words):
    need = NeedFactory(source_lang=lang, title=title)

    assert list(Need.objects.found_by(words)) == [need]


@pytest.mark.parametrize(("lang", "title", "words"), NOT_FOUND)
def test_not_found(db, lang, title, words):
    NeedFactory(source_lang=lang, title=title, text="Nothing of that kind.")

    assert list(Need.objects.found_by(words)) == []


@pytest.mark.parametrize("words", ["", "  ", "!!!", "…", "\x00", "'", "&|!():*"])
def test_nothing_to_ask_finds_everything(db, words):
    need = NeedFactory()

    assert list(Need.objects.found_by(words)) == [need]


@pytest.mark.parametrize(
    "words",
    [
        "it's",
        "q' | 'q",
        "q\\",
        "q <-> !q",
        "q:*b",
        "q" * 5000,
        "q％",
        "'; DROP TABLE q;",
    ],
)
def test_nothing_that_is_typed_is_syntax(db, words):
    NeedFactory()

    assert list(Need.objects.found_by(words)) == []


def test_one_character_finds_words_that_begin_with_it(db):
    need = NeedFactory(source_lang="zh-hans", title="水质监测")

    assert list(Need.objects.found_by("水")) == [need]


def test_a_translation_is_found_too(db):
    need = NeedFactory(source_lang="mn", title="Утаа", title_ko="겨울철 매연 저감")

    assert list(Need.objects.found_by("매연")) == [need]


def test_fold_keeps_letters_that_are_their_own():
    assert search.fold("Ёлка ЙОД Café Ｗｅｂ が") == "елка йод cafe web が"


@given(st.text(max_size=300))
def test_terms_hold_nothing_that_is_syntax(text):
    for term in search.terms(text):
        assert not set(term) & set("'\\&|!():*<> ")
