import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import limits
from tests.factories import DraftFactory, NeedFactory
from vocabulary.models import Sector, SolutionArea, Stage, Urgency

OURS = "/en/needs/ours/"


def listed(answer) -> list:
    return list(answer.context["page"].object_list)


def counts(answer, name: str) -> dict[str, int]:
    facet = next(facet for facet in answer.context["facets"] if facet.name == name)
    return {option.value: option.count for option in facet.options if option.count}


def rows_of(answer) -> list[dict]:
    text = answer.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


# --- The network's ---------------------------------------------------------------------


def test_the_list_asks_no_more_for_more_rows(client, city):
    NeedFactory(organisation=city, published=True)
    client.get("/ko/needs/")
    with CaptureQueriesContext(connection) as one:
        client.get("/ko/needs/")
    NeedFactory.create_batch(2, organisation=city, published=True)

    with CaptureQueriesContext(connection) as three:
        client.get("/ko/needs/")

    assert len(three) == len(one) <= 12


@pytest.mark.parametrize("sort", ["title", "urgency"])
def test_neither_does_a_sorted_one(client, city, sort):
    NeedFactory(organisation=city, published=True)
    client.get("/ko/needs/")
    with CaptureQueriesContext(connection) as one:
        client.get(f"/ko/needs/?sort={sort}")
    NeedFactory.create_batch(2, organisation=city, published=True)

    with CaptureQueriesContext(connection) as three:
        client.get(f"/ko/needs/?sort={sort}")

    assert len(three) == len(one) <= 12


def test_a_facet_says_what_a_click_will_show(client, city):
    NeedFactory(organisation=city, published=True)
    water = NeedFactory(
        organisation=city,
        published=True,
        sector=Sector.objects.get(code="water"),
        title="Leaks nobody finds",
    )

    answer = client.get("/en/needs/?sector=water")

    assert listed(answer) == [water]
    assert counts(answer, "sector") == {"environment": 1, "water": 1}
    assert [chip["label"] for chip in answer.context["chips"]] == ["Water management"]


def test_areas_stages_and_urgencies_are_facets(client, city):
    wanted = NeedFactory(
        organisation=city,
        published=True,
        areas=SolutionArea.objects.filter(code="monitoring"),
        stage=Stage.objects.first(),
        urgency=Urgency.objects.get(code="urgent"),
    )
    NeedFactory(organisation=city, published=True)
    stage = Stage.objects.first().code

    for address in ("area=monitoring", f"stage={stage}", "urgency=urgent"):
        answer = client.get(f"/en/needs/?{address}")

        assert listed(answer) == [wanted], address
        assert answer.context["page"].paginator.count == 1
        assert counts(answer, address.partition("=")[0]).values()


def test_visitors_are_offered_what_is_of_use_to_them(client, client_of, db):
    def names(browser, path="/en/needs/"):
        return {facet.name for facet in browser.get(path).context["facets"]}

    everybodys = {"sector", "area", "type", "urgency", "stage", "country"}
    assert names(client) == everybodys
    assert names(client_of("provider_owner")) == everybodys
    assert names(client_of("csco")) == {*everybodys, "visibility"}
    assert names(client_of("secretariat")) == {*everybodys, "visibility", "state"}


def test_members_tell_the_networks_needs_from_the_public_ones(client_of, other_city):
    NeedFactory(organisation=other_city, published=True)
    ours = NeedFactory(organisation=other_city, published=True, for_network=True)

    answer = client_of("csco").get("/en/needs/?visibility=network")

    assert listed(answer) == [ours]
    assert counts(answer, "visibility") == {"public": 1, "network": 1}
    assert "Visible to: members of the network" in answer.content.decode()


def test_the_networks_list_has_no_drafts_but_for_the_secretariat(client_of, city):
    draft = NeedFactory(organisation=city)
    public = NeedFactory(organisation=city, published=True)

    assert listed(client_of("csco").get("/en/needs/")) == [public]
    assert set(listed(client_of("secretariat").get("/en/needs/"))) == {draft, public}
    only = client_of("secretariat").get("/en/needs/?state=draft")
    assert listed(only) == [draft]


def test_a_title_is_sorted_as_the_reader_sorts(client, city):
    """Ө stands after О in Mongolian, and after Я in the code table."""
    first, second, third = (
        NeedFactory(organisation=city, published=True, source_lang="mn", title=title)
        for title in ("Орон сууц", "Өвлийн утаа", "Ус хангамж")
    )

    assert listed(client.get("/mn/needs/?sort=title")) == [first, second, third]
    assert listed(client.get("/mn/needs/")) == [third, second, first]


def test_the_most_urgent_come_first_and_the_unknown_last(client, city):
    urgent = Urgency.objects.get(code="urgent")
    soon = Urgency.objects.get(code="soon")
    first = NeedFactory(organisation=city, published=True, urgency=urgent)
    last = NeedFactory(organisation=city, published=True)
    second = NeedFactory(organisation=city, published=True, urgency=soon)

    answer = client.get("/en/needs/?sort=urgency")

    assert listed(answer) == [first, second, last]


def test_one_citys_needs_say_whose_they_are(client, city, other_city):
    here = NeedFactory(organisation=city, published=True)
    NeedFactory(organisation=other_city, published=True)

    answer = client.get(f"/en/needs/?city={city.slug}&sort=title")

    assert listed(answer) == [here]
    assert answer.context["chips"] == [{"label": "Busan", "url": "?sort=title"}]
    page = answer.content.decode()
    assert page.count(f'name="city" value="{city.slug}"') == 2


@pytest.mark.parametrize(
    "bad",
    [
        "sector=nothing",
        "page=zzz",
        "page=99999",
        "city=no",
        "sort=no",
        "state=x",
        "visibility=x",
        "sort=title&page=9",
        "q=%00",
    ],
)
def test_odd_addresses_still_answer(client, db, bad):
    assert client.get(f"/en/needs/?{bad}").status_code == 200
    assert client.get(f"/en/needs/csv/?{bad}").status_code == 200


def test_nothing_found_says_what_to_do(client, city):
    assert "No need is published yet" in client.get("/en/needs/").content.decode()

    NeedFactory(organisation=city, published=True)
    none = client.get("/en/needs/?q=zeppelin").content.decode()

    assert "Take a filter off" in none
    assert "Show all needs" in none


# --- One's own office's ----------------------------------------------------------------


def test_an_office_reads_all_its_needs_with_their_states(client_of, city, other_city):
    mine = {
        NeedFactory(organisation=city),
        NeedFactory(organisation=city, published=True, for_own_office=True),
        NeedFactory(organisation=city, closed=True),
    }
    NeedFactory(organisation=other_city, published=True)

    for who in ("csco", "reader"):
        answer = client_of(who).get(OURS)

        assert set(listed(answer)) == mine
        assert counts(answer, "state") == {"draft": 1, "published": 1, "closed": 1}
    closed = client_of("csco").get(f"{OURS}?state=closed")
    assert [need.state for need in listed(closed)] == ["closed"]


def test_what_was_begun_stands_there_for_those_who_write(client_of, city):
    DraftFactory(
        holder=f"organisation-{city.pk}",
        section="abcdefghij12",
        data={"title": "Half a sen", "reached": 3},
    )

    assert "Half a sen" in client_of("editor").get(OURS).content.decode()
    assert "Half a sen" not in client_of("reader").get(OURS).content.decode()
    assert "Half a sen" not in client_of("other_csco").get(OURS).content.decode()


def test_an_empty_office_is_told_how_to_begin(client_of):
    writer = client_of("csco").get(OURS).content.decode()
    reader = client_of("reader").get(OURS).content.decode()

    assert "A few sentences in your language" in writer
    assert "/en/needs/new/" in writer
    assert "/en/needs/new/" not in reader


@pytest.mark.parametrize("who", ["provider_owner", "secretariat"])
def test_who_has_no_office_has_no_such_list(client_of, who):
    assert client_of(who).get(OURS).status_code == 403
    assert client_of(who).get(f"{OURS}csv/").status_code == 403
    assert OURS not in client_of(who).get("/en/needs/").content.decode()


# --- As a table ------------------------------------------------------------------------


def test_the_table_holds_what_one_may_see(client, client_of, city):
    NeedFactory(organisation=city, published=True, title="For all")
    NeedFactory(organisation=city, published=True, for_network=True, title="For us")
    NeedFactory(organisation=city, title="A draft")

    def titles(browser, path):
        return {row["Title"] for row in rows_of(browser.get(path))}

    assert titles(client, "/en/needs/csv/") == {"For all"}
    assert titles(client_of("other_csco"), "/en/needs/csv/") == {"For all", "For us"}
    assert titles(client_of("reader"), f"{OURS}csv/") == {
        "For all",
        "For us",
        "A draft",
    }
    assert titles(client, "/en/needs/csv/?q=zeppelin") == set()


def test_a_row_tells_all_of_a_need_and_runs_nothing(client, city):
    need = NeedFactory(
        organisation=city,
        published=True,
        title='=HYPERLINK("x")',
        budget_max="250000.00",
        currency="USD",
        languages=["ko", "mn"],
    )

    answer = client.get("/en/needs/csv/")

    row = rows_of(answer)[0]
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="needs.csv"'
    assert row["Title"] == '\'=HYPERLINK("x")'
    assert row["Address"].endswith(f"/en/needs/{need.pk}/")
    assert (row["Budget up to"], row["Currency"]) == ("250000", "USD")
    assert row["Working languages"] == "한국어, Монгол"
    assert row["City"] == "Busan"


def test_the_table_asks_no_more_for_more_rows(client, city):
    NeedFactory(organisation=city, published=True)
    with CaptureQueriesContext(connection) as one:
        client.get("/en/needs/csv/")
    NeedFactory.create_batch(3, organisation=city, published=True)

    with CaptureQueriesContext(connection) as four:
        client.get("/en/needs/csv/")

    assert len(four) == len(one)


def test_the_page_links_to_the_table_of_the_same_list(client, city):
    NeedFactory(organisation=city, published=True)

    page = client.get("/en/needs/?sector=environment&page=1").content.decode()

    assert 'href="/en/needs/csv/?sector=environment"' in page


def test_htmx_gets_the_results_and_the_number(client, city):
    NeedFactory(organisation=city, published=True)

    part = client.get("/en/needs/", headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in part
    assert 'id="found" hx-swap-oob="innerHTML"' in part
    assert "1 need" in part


def test_tables_are_not_made_without_end(client, db):
    for _ in range(limits.TABLES):
        assert client.get("/en/needs/csv/").status_code == 200

    assert client.get("/en/needs/csv/").status_code == 429
