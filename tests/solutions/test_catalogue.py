"""The catalogue: what is found, counted, sorted, shown on the map and exported."""

import csv
import io
import random
from itertools import product

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from solutions import listing, tally
from solutions.listing import Listing
from solutions.models import Solution
from solutions.views import catalogue
from tests.factories import ProviderFactory, ReferenceFactory, SolutionFactory
from vocabulary.models import (
    Country,
    Maturity,
    PriceModel,
    Sector,
    SolutionArea,
    Stage,
)

PUBLIC = 12


def found(query: str) -> Listing:
    return Listing(QueryDict(query))


def listed(query: str) -> set[str]:
    return set(found(query).rows.values_list("slug", flat=True))


def counts(query: str, name: str) -> dict[str, int]:
    """The options of a facet that list something, with how many."""
    facet = next(facet for facet in found(query).groups() if facet.name == name)
    return {option.value: option.count for option in facet.options if option.count}


# --- Facets --------------------------------------------------------------------------


@pytest.fixture
def forty(db):
    """Solutions of all kinds, the same each time."""
    dice = random.Random(7)
    lists = {
        name: list(model.objects.all()[:4])
        for name, model in {
            "sectors": Sector,
            "areas": SolutionArea,
            "stages": Stage,
            "countries": Country,
        }.items()
    }
    providers = [
        ProviderFactory(
            organisation__country=Country.objects.get(code=code)
        ).organisation
        for code in ("KR", "JP", "MN")
    ]
    for _ in range(40):
        solution = SolutionFactory(
            published=dice.random() < 0.9,
            provider=dice.choice(providers),
            maturity=dice.choice(list(Maturity.objects.all()[:3])),
            price_model=dice.choice([None, *PriceModel.objects.all()[:2]]),
            source_lang=dice.choice(["ko", "ja", "mn"]),
            languages=dice.sample(["ko", "ja", "mn", "zh-hans"], dice.randrange(4)),
            title=f"Heat {dice.choice(['pump', 'meter'])}",
        )
        for name, words in lists.items():
            getattr(solution, name).set(dice.sample(words, dice.randrange(3)))
        for year in range(dice.randrange(3)):
            ReferenceFactory(
                solution=solution,
                city=dice.choice(["Ulsan", "Kobe"]),
                year=2020 + year,
                is_verified=dice.random() < 0.5,
            )


QUERIES = [
    "",
    "q=pump",
    "sector=transport",
    "served=MN",
    "served=MN&served=CN&support=ko",
    "verified=yes&language=mn",
    "area=big_data&stage=appraisal&country=JP",
    "q=meter&maturity=idea&price=licence&verified=yes",
    "city=Kobe&support=zh-hans",
    "sector=nothing-of-the-kind",
]


def test_a_count_is_what_a_click_lists(forty):
    """Of a facet's own boxes that one alone would be ticked; the others stay."""
    for query in QUERIES:
        here = found(query)
        assert here.total == len(listed(query)), query
        for facet in here.groups():
            data = QueryDict(query, mutable=True)
            for option in facet.options[:5]:
                data.setlist(facet.name, [option.value])
                clicked = len(listed(data.urlencode()))
                assert option.count == clicked, (query, facet.name, option)


def test_the_counts_of_a_large_catalogue_are_the_same(forty, monkeypatch):
    fresh = {query: found(query).groups() for query in QUERIES}
    monkeypatch.setattr(tally, "KEPT_FROM", 1)

    for query in QUERIES:
        assert found(query).groups() == fresh[query], query
        assert found(query).groups() == fresh[query], query


@pytest.fixture
def clock(monkeypatch):
    """`clock(seconds)` is so much later."""
    start = tally.time.time()

    def later(seconds: int) -> None:
        monkeypatch.setattr(tally.time, "time", lambda: start + seconds)

    later(0)
    return later


def test_a_large_catalogue_is_counted_anew_once_it_has_changed(
    db, monkeypatch, clock, django_assert_num_queries
):
    monkeypatch.setattr(tally, "KEPT_FROM", 1)
    solution = SolutionFactory(published=True)
    assert found("").total == 1

    clock(61)
    with django_assert_num_queries(2):  # the words, and whether something changed
        assert found("sector=environment").total == 1

    ReferenceFactory(solution=solution, is_verified=True)
    clock(122)
    assert counts("", "verified") == {"yes": 1}
    SolutionFactory(published=True)
    with django_assert_num_queries(1):
        assert found("").total == 1, "within a minute nobody asks"
    clock(183)
    assert found("").total == 2


def test_a_small_catalogue_is_counted_each_time(db):
    SolutionFactory(published=True)
    assert found("").total == 1

    SolutionFactory(published=True)

    assert found("").total == 2


def test_who_names_no_country_serves_any(db):
    SolutionFactory(published=True, slug="any")
    only = SolutionFactory(published=True, slug="mongolia")
    only.countries.set(Country.objects.filter(code="MN"))

    served = counts("", "served")

    assert served["MN"] == 2
    assert served["JP"] == 1
    assert listed("served=JP") == {"any"}
    assert listed("served=JP&served=MN") == {"any", "mongolia"}


def test_only_a_verified_reference_counts(db):
    ReferenceFactory(solution__published=True, is_verified=False)
    known = ReferenceFactory(solution__published=True, is_verified=True)

    assert counts("", "verified") == {"yes": 1}
    assert listed("verified=yes") == {known.solution.slug}


def test_a_facet_that_lists_nothing_is_closed(client, db):
    SolutionFactory(published=True)

    page = client.get("/en/solutions/").content.decode()

    box = page.split('id="sector-water"', 1)[1].split(">", 1)[0]
    assert "disabled" in box


def test_the_list_is_of_what_is_published_whoever_reads(client_of, people):
    SolutionFactory(draft=True)
    published = SolutionFactory(published=True)

    for who in ("visitor", "provider_owner", "secretariat"):
        answer = client_of(who).get("/en/solutions/")
        assert list(answer.context["page"]) == [published]


@pytest.mark.parametrize(
    "query", ["sector=' or 1=1", "served=%00", "sector=" + "x" * 99]
)
def test_nonsense_in_an_address_does_no_harm(client, db, query):
    assert client.get(f"/en/solutions/?{query}").status_code == 200


# --- Words ----------------------------------------------------------------------------


def test_words_are_found_in_every_text_and_in_the_providers_name(db):
    provider = ProviderFactory(
        organisation__name="Ondam Heat", organisation__name_ko="온담열기술"
    ).organisation
    SolutionFactory(
        published=True,
        slug="it",
        provider=provider,
        title="Locator",
        problem="Leaking pipes",
        description="Drones in winter",
        users="Energy offices",
    )
    SolutionFactory(published=True, slug="other", title="Kiosk")

    for words in (
        "locator",
        "leaking",
        "drone",
        "energy off",
        "ondam",
        "온담",
        "ondam drone",
        "drones heat leaking",
    ):
        assert listed(f"q={words}") == {"it"}, words
    assert listed("q=ondam kiosk") == set()


def test_a_new_name_of_a_provider_is_found_at_once(db):
    solution = SolutionFactory(published=True)
    solution.provider.name_en = "Quite Another Name"
    solution.provider.save()

    assert listed("q=another") == {solution.slug}


def test_a_hit_in_a_title_comes_first(db):
    text = "Pumps for cellars and other places below."
    SolutionFactory(published=True, slug="text", title="Kiosk", description=text)
    SolutionFactory(published=True, slug="title", title="Pumps")
    SolutionFactory(published=True, slug="late", title="Kiosk", description=text)

    slugs = [row.slug for row in found("q=pumps").page(1)]

    assert slugs == ["title", "late", "text"]


def test_more_than_can_be_weighed_come_by_date(db, monkeypatch):
    SolutionFactory(published=True, slug="title", title="Pumps")
    SolutionFactory(published=True, slug="text", description="pumps")
    monkeypatch.setattr(listing, "RANKED", 1)

    result = found("q=pumps&sort=relevance")

    assert result.sort == "newest"
    assert [row.slug for row in result.page(1)] == ["text", "title"]


def test_nothing_found_says_what_to_do(client, db):
    SolutionFactory(published=True)

    page = client.get("/en/solutions/?q=zeppelin&sector=water").content.decode()

    assert "Search with fewer words" in page
    assert "Take a filter off" in page
    assert reverse("solutions:finder-start") in page.split("<main", 1)[1]


# --- Order ----------------------------------------------------------------------------


def test_sorted_by_verified_references(db):
    for slug, verified in (("one", 1), ("none", 0), ("two", 2)):
        solution = SolutionFactory(published=True, slug=slug)
        for year in range(verified):
            ReferenceFactory(solution=solution, year=2020 + year, is_verified=True)
        ReferenceFactory.create_batch(3, solution=solution)

    slugs = [row.slug for row in found("sort=references").page(1)]

    assert slugs == ["two", "one", "none"]


@pytest.mark.parametrize("sort", ["relevance", "newest", "title", "references"])
def test_pages_hold_each_solution_once(db, monkeypatch, sort):
    monkeypatch.setattr(listing, "PAGE_SIZE", 3)
    solutions = SolutionFactory.create_batch(8, published=True, title="Same")
    Solution.objects.update(published_at=solutions[0].published_at)

    result = found(f"q=same&sort={sort}")
    seen = [row.pk for number in (1, 2, 3) for row in result.page(number)]

    assert sorted(seen) == sorted(solution.pk for solution in solutions)


def test_a_page_asks_no_more_with_everything_on(client, db):
    for _ in range(3):
        ReferenceFactory(solution__published=True, is_verified=True)
    Solution.objects.update(languages=["ko"])
    query = (
        "q=heat&sector=environment&verified=yes&maturity=piloted&country=JP"
        "&served=MN&support=ko&language=en&sort=title"
    )
    client.get("/ru/solutions/")

    with CaptureQueriesContext(connection) as asked:
        answer = client.get(f"/ru/solutions/?{query}")

    assert len(answer.context["page"]) == 3
    assert len(asked) <= PUBLIC


# --- The page -------------------------------------------------------------------------


def test_htmx_gets_the_results_with_their_number(client, db):
    SolutionFactory(published=True)

    part = client.get("/en/solutions/", headers={"HX-Request": "true"})

    html = part.content.decode()
    assert "<html" not in html
    assert 'id="found" hx-swap-oob="innerHTML"><strong>1 solution\n' in html
    assert html.count(f'"{reverse("solutions:index")}"') == 2  # `action` and `hx-get`
    assert "HX-Request" in part["Vary"]


def test_filters_are_folded_at_first_also_when_one_is_on(client, db):
    SolutionFactory(published=True)

    page = client.get("/en/solutions/?sector=environment").content.decode()
    part = client.get("/en/solutions/", headers={"HX-Request": "true"})

    assert '<details class="facets__wrap">' in page
    assert '<details class="facets__wrap" open>' in part.content.decode()


def test_the_original_language_is_always_told(client, db):
    solution = SolutionFactory(published=True, source_lang="ko", title_en="Locator")

    for path in (
        reverse("solutions:index"),
        solution.get_absolute_url(),
        solution.provider.get_absolute_url(),
    ):
        page = client.get(path).content.decode()
        assert "Original: Korean" in page
        assert "machine draft" in page


# --- The map --------------------------------------------------------------------------


@pytest.fixture
def in_two_cities(city):
    korea = Country.objects.get(code="KR")
    solution = SolutionFactory(published=True, slug="both")
    point = {"latitude": "35.18", "longitude": "129.08"}
    ReferenceFactory(solution=solution, city="Busan", country=korea, **point)
    ReferenceFactory(
        solution=SolutionFactory(published=True, slug="busan"),
        city="Busan",
        country=korea,
        **point,
    )
    ReferenceFactory(solution=solution, city="Darkhan")
    SolutionFactory(published=True, slug="nowhere")
    ReferenceFactory(solution__draft=True, city="Hidden")
    type(city).objects.filter(pk=city.pk).update(name_ko="부산")
    return solution


def test_the_map_counts_references_by_city(client, in_two_cities):
    answer = client.get("/ko/solutions/?view=map")

    cities = answer.context["cities"]
    assert {(c.code, c.name, c.count) for c in cities} == {
        ("Busan", "부산", 2),
        ("Darkhan", "Darkhan", 1),
    }
    [point] = answer.context["points"]
    assert point["count"] == 2
    page = answer.content.decode()
    assert f'id="{point["url"][1:]}"' in page
    assert 'href="?city=Busan"' in page


def test_a_city_on_the_map_leads_to_its_solutions(client, in_two_cities):
    answer = client.get("/en/solutions/?city=Busan")

    assert {row.slug for row in answer.context["page"]} == {"both", "busan"}
    assert answer.context["chips"] == [{"label": "Busan", "url": "?"}]


def test_the_page_of_a_solution_names_its_cities(client, in_two_cities):
    answer = client.get(in_two_cities.get_absolute_url())

    assert [point["name"] for point in answer.context["points"]] == ["Busan"]
    page = answer.content.decode()
    assert "Darkhan" in page
    assert "/en/members/busan/" in page


def test_the_page_of_a_provider_has_all_its_references(client, in_two_cities):
    answer = client.get(in_two_cities.provider.get_absolute_url())

    cities = [(city.code, city.count) for city in answer.context["cities"]]
    assert cities == [("Darkhan", 1), ("Busan", 1)]


def test_drafts_have_no_dots(client, in_two_cities):
    draft = SolutionFactory(draft=True, provider=in_two_cities.provider)
    ReferenceFactory(solution=draft, city="Secret place")

    page = client.get(in_two_cities.provider.get_absolute_url()).content.decode()

    assert "Secret place" not in page


# --- The table ------------------------------------------------------------------------


def table_of(answer) -> list[dict]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_table_has_what_the_list_has(client, db):
    for title in ("Beta", "Alpha"):
        SolutionFactory(published=True, title=title)
    SolutionFactory(
        published=True, title="Gamma", sectors=Sector.objects.filter(code="water")
    )
    query = "?sector=environment&sort=title"

    answer = client.get(reverse("solutions:export") + query)

    rows = table_of(answer)
    assert answer["Content-Disposition"] == 'attachment; filename="solutions.csv"'
    assert [row["Title"] for row in rows] == ["Alpha", "Beta"]
    assert rows[0]["Countries served"] == "any country"
    assert rows[0]["Address"].startswith("http")


def test_no_cell_is_a_formula(client, db):
    SolutionFactory(published=True, title="=HYPERLINK(1)", problem="@SUM(1)")

    [row] = table_of(client.get(reverse("solutions:export")))

    assert row["Title"] == "'=HYPERLINK(1)"
    assert row["Problem it answers"] == "'@SUM(1)"


def test_the_table_ends_somewhere(client, db, monkeypatch):
    monkeypatch.setattr(catalogue, "EXPORTED", 2)
    SolutionFactory.create_batch(3, published=True)

    assert len(table_of(client.get(reverse("solutions:export")))) == 2
    assert "first 2 solutions" in client.get("/en/solutions/").content.decode()


def test_the_table_is_made_in_the_readers_language(client, db):
    SolutionFactory(published=True)

    answer = client.get("/ko/solutions/solutions.csv")

    with translation.override("en"):
        [row] = table_of(answer)
    assert "제목" in row
    assert Sector.objects.get(code="environment").name_ko in row.values()


@pytest.mark.parametrize("page", ["index", "export"])
def test_an_odd_city_in_the_address_finds_nothing(client, db, page):
    SolutionFactory(published=True)

    answer = client.get(reverse(f"solutions:{page}") + "?city=%00nowhere")

    assert answer.status_code == 200


# --- Guards ---------------------------------------------------------------------------


def test_pages_of_a_solution_and_a_provider_ask_little(client, db):
    solution = SolutionFactory(published=True)
    ReferenceFactory.create_batch(3, solution=solution)
    pages = [solution.get_absolute_url(), solution.provider.get_absolute_url()]

    for page, again in product(pages, (False, True)):
        with CaptureQueriesContext(connection) as asked:
            client.get(page)
        if again:
            assert len(asked) <= PUBLIC, [query["sql"][:90] for query in asked]
