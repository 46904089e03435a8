"""Translated texts: one writer, one reader, and the reader is told what it is."""

import pytest
from django.utils import translation

from core.languages import CODES, column
from tests.factories import NeedFactory
from translations.models import Origin, Status, TextStatus
from translations.services import ORIGINAL, fingerprint, prepare, read, write


@pytest.fixture
def need(db):
    return NeedFactory(source_lang="mn", title="Утаа багасгах", text="Нүүрс түлдэг.")


def seen(text) -> tuple[str, str, str]:
    return text.value, text.lang, text.status


def test_without_translation_the_original_is_read(need):
    assert seen(read(need, "title", "ko")) == ("Утаа багасгах", "mn", ORIGINAL)


def test_the_readers_language_comes_first(need, translator_of):
    write(need, "title", "ko", "매연 줄이기", by=translator_of)

    assert seen(read(need, "title", "ko")) == ("매연 줄이기", "ko", Status.CONFIRMED)
    assert seen(read(need, "title", "ja")) == ("Утаа багасгах", "mn", ORIGINAL)


def test_a_machine_writes_drafts(need):
    write(need, "title", "en", "Less smoke", origin=Origin.MACHINE, by=None)

    assert seen(read(need, "title", "en")) == ("Less smoke", "en", Status.DRAFT)


def test_without_original_a_confirmed_text_goes_before_a_draft(need, translator_of):
    write(need, "title", "en", "Less smoke", origin=Origin.MACHINE, by=None)
    write(need, "title", "ru", "Меньше дыма", by=translator_of)
    write(need, "title", "mn", "", by=translator_of)

    assert read(need, "title", "ko").lang == "ru"


def test_a_text_that_is_nowhere_is_empty(need):
    write(need, "text", "mn", "", by=None)

    assert not read(need, "text", "ko")


def test_the_language_of_the_page_is_asked_by_default(need, translator_of):
    write(need, "title", "ko", "매연 줄이기", by=translator_of)

    with translation.override("ko"):
        assert str(read(need, "title")) == "매연 줄이기"


@pytest.mark.parametrize("lang", CODES)
@pytest.mark.parametrize("active", ["en", "ja", "mn"])
def test_writing_one_language_changes_no_other(need, lang, active):
    before = {code: getattr(need, column("title", code)) for code in CODES}

    with translation.override(active):
        write(need, "title", lang, "Өөр гарчиг", by=None)

    need.refresh_from_db()
    after = {code: getattr(need, column("title", code)) for code in CODES}
    assert after == before | {lang: "Өөр гарчиг"}


def test_a_translation_is_behind_when_the_original_changes(need, translator_of):
    write(need, "title", "ko", "매연 줄이기", by=translator_of)
    row = TextStatus.objects.get()
    assert row.source_hash == fingerprint("Утаа багасгах")

    write(need, "title", "mn", "Утаа, тоос багасгах", by=None)

    row.refresh_from_db()
    assert row.source_hash != fingerprint(need.title_mn)


def test_text_is_cleaned_when_it_is_written(need):
    write(need, "title", "ko", "매연\x00 줄이기\u202e ", by=None)

    assert need.title_ko == "매연 줄이기"


def test_many_are_read_with_one_query(django_assert_num_queries, db):
    needs = NeedFactory.create_batch(3, source_lang="ru")

    with django_assert_num_queries(1):
        prepare(needs)
        for need in needs:
            read(need, "title", "ko")


@pytest.fixture
def translator_of(people):
    return people["translator"]
