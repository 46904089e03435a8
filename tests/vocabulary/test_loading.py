"""The word lists: whole, in six languages, and staff's words are left alone."""

import pytest

from core.languages import CODES, column
from vocabulary import loading
from vocabulary.models import Country, ExchangeRate, Sector

LISTS = list(loading.LISTS.items())


@pytest.mark.parametrize(("name", "model"), LISTS)
def test_every_word_is_there_in_six_languages(db, name, model):
    rows = loading.read(name)

    assert {row["code"] for row in rows} == set(
        model.objects.values_list("code", flat=True)
    )
    for row in rows:
        for field in loading.TRANSLATED:
            if row.get(field):
                assert set(row[field]) == set(CODES), (row["code"], field)
                assert all(row[field].values()), (row["code"], field)
        assert row["name"], row["code"]


@pytest.mark.parametrize(("name", "model"), LISTS)
def test_no_two_words_look_the_same(name, model):
    for code in CODES:
        names = [row["name"][code] for row in loading.read(name)]
        assert sorted(names) == sorted(set(names)), code


def test_loading_again_adds_nothing(db):
    assert loading.load() == 0


def test_what_staff_changed_stays(db):
    Sector.objects.filter(code="water").update(**{column("name", "mn"): "Өөр нэр"})
    Sector.objects.get(code="disaster").delete()

    assert loading.load() == 1

    assert getattr(Sector.objects.get(code="water"), column("name", "mn")) == "Өөр нэр"


def test_what_is_under_other_has_it_as_parent(db):
    parent = Sector.objects.get(code="other")

    assert {child.code for child in parent.children.all()} == {
        "energy",
        "health",
        "telecom_data",
        "industry",
        "tourism",
        "agriculture",
    }


def test_the_countries_of_the_network_are_there(db):
    near = Country.objects.filter(region="northeast_asia")

    assert {c.code for c in near} == {"CN", "JP", "KP", "KR", "MN", "RU"}
    assert [c.code for c in Country.objects.filter(knowledge_only=True)] == ["KP"]


def test_there_is_no_rate_where_there_is_none(db):
    assert not ExchangeRate.objects.filter(currency="KPW").exists()
