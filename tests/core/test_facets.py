from django.http import QueryDict
from django.utils import translation

from core import facets
from core.facets import Facet, Option
from vocabulary.models import Country, Maturity, Sector


def test_words_come_with_one_query_in_the_readers_language(
    db, django_assert_num_queries
):
    lists = {"sector": Sector.objects.all(), "maturity": Maturity.objects.all()}

    with translation.override("ko"), django_assert_num_queries(1):
        words = facets.words(lists)

    with translation.override("ko"):
        assert words == {
            name: [facets.Offered(t.code, t.name, t.pk) for t in rows]
            for name, rows in lists.items()
        }


def test_a_word_without_translation_is_shown_in_english(db):
    Country.objects.filter(code="MN").update(name_ko="")

    with translation.override("ko"):
        words = facets.words({"land": Country.objects.filter(code="MN")})

    assert [str(word) for word in words["land"]] == ["Mongolia"]


def test_a_chip_leads_to_the_first_page_without_its_filter():
    data = QueryDict("sector=water&sector=energy&q=heat&page=3")
    options = [
        Option("water", "Water", 4, True),
        Option("energy", "Energy", 2, True),
        Option("waste", "Waste", 1, False),
    ]

    chips = facets.chips(data, [Facet("sector", "Sector", options)])

    assert chips == [
        {"label": "Water", "url": "?sector=energy&q=heat"},
        {"label": "Energy", "url": "?sector=water&q=heat"},
    ]


def test_a_facet_says_how_many_are_on():
    options = [Option("a", "A", 1, True), Option("b", "B", 0, False)]

    assert Facet("x", "X", options).on == 1
