"""Who sees which overlaps, and what the two cities say of one."""

import itertools

import pytest

from core.errors import DomainError
from scaps import overlap_lists, overlap_map, overlap_matrix, overlap_wording
from scaps.models import Overlap, OverlapDecision
from scaps.overlap_filters import Chosen
from scaps.services import overlaps as services
from scaps.states import OverlapDismissal, Visibility
from tests.factories import (
    OrganisationFactory,
    OverlapDecisionFactory,
    OverlapFactory,
    ProjectFactory,
    ScapFactory,
    ScapVersionFactory,
)
from tests.factories.overlaps import TERMS
from tests.people import WHO


@pytest.fixture
def project(people):
    """`project(city, visibility)` is one that is really published."""

    def make(city, visibility=Visibility.PUBLIC, *, needs=None):
        scap = ScapFactory(
            organisation=city,
            visibility=visibility,
            needs_visibility=needs or visibility,
            entered_by=people["secretariat"],
        )
        made = ProjectFactory(
            scap=scap,
            needs_text="Sensors that stand frost",
            offers="A climate chamber",
        )
        ScapVersionFactory(scap=scap)
        made.refresh_from_db()
        return made

    return make


@pytest.fixture
def overlap(project, city, other_city):
    return OverlapFactory(a=project(city), b=project(other_city))


def seen_by(person):
    return Overlap.objects.shown_to(person)


# --- Who sees what --------------------------------------------------------------------


def test_the_list_and_the_rule_say_the_same(project, city, other_city, people):
    kinds = [Visibility.PUBLIC, Visibility.NETWORK, Visibility.OWN]
    found = [
        OverlapFactory(a=project(city, one), b=project(other_city, other))
        for one, other in itertools.product(kinds, kinds)
    ]

    for who in WHO:
        person = people[who]
        listed = {*Overlap.objects.visible_to(person)}
        allowed = {o for o in found if person.has_perm("scaps.view_overlap", o)}
        assert listed == allowed, who
    assert len(Overlap.objects.visible_to(people["csco"])) == 4
    assert len(Overlap.objects.visible_to(people["visitor"])) == 1


def test_a_city_never_meets_again_what_it_dismissed(
    overlap, city, csco, other_csco, people
):
    services.dismiss(
        overlap, city=city, by=csco, cause=OverlapDismissal.OTHER, reason="Not ours."
    )

    assert not seen_by(csco).exists()
    for stranger in ("visitor", "provider_owner"):
        assert not seen_by(people[stranger]).exists()
    assert seen_by(other_csco).get() == overlap
    assert [line.overlap for line in overlap_lists.dismissed_by(city, csco)] == [
        overlap
    ]

    services.undo(overlap, city=city, by=csco)
    assert seen_by(csco).get() == overlap


def test_what_was_dismissed_is_not_shown_when_it_is_hidden(overlap, city, csco):
    services.dismiss(
        overlap, city=city, by=csco, cause=OverlapDismissal.OTHER, reason="Not ours."
    )
    version = overlap.b.current
    version.visibility = Visibility.OWN
    version.save()

    assert overlap_lists.dismissed_by(city, csco) == []


def test_needs_that_a_reader_may_not_see_are_not_told(
    project, city, other_city, client_of
):
    overlap = OverlapFactory(
        a=project(city), b=project(other_city, needs=Visibility.NETWORK)
    )
    address = overlap.get_absolute_url()

    public = client_of("visitor").get(address).content.decode()
    member = client_of("csco").get(address).content.decode()

    assert public.count("Sensors that stand frost") == 1
    assert "Busan offers what Ulsan seeks." not in public
    assert "Busan offers what Ulsan seeks." in member


# --- What the cities say --------------------------------------------------------------


def test_both_confirm_and_a_joint_initiative_can_begin(
    overlap, city, other_city, client_of, run_outbox, mailoutbox
):
    for who, place in (("csco", city), ("other_csco", other_city)):
        address = f"/en/overlaps/{overlap.pk}/{place.slug}/confirm/"
        assert client_of(who).post(address).status_code == 302

    page = client_of("visitor").get(overlap.get_absolute_url())
    assert page.context["is_joint"]
    run_outbox("notifications.")
    assert {tuple(one.to) for one in mailoutbox if "confirms" in one.subject} == {
        ("other_csco@example.org",),
        ("csco@example.org",),
        ("deputy@example.org",),
    }


def test_nobody_speaks_for_the_other_city(overlap, other_city, csco, client_of):
    address = f"/en/overlaps/{overlap.pk}/{other_city.slug}/confirm/"

    assert client_of("csco").post(address).status_code == 404
    assert client_of("editor").post(address).status_code == 403
    assert not OverlapDecision.objects.exists()


def test_a_third_city_takes_no_part(overlap, csco):
    with pytest.raises(DomainError):
        services.confirm(overlap, city=OrganisationFactory(), by=csco)


def test_a_dismissal_keeps_what_was_typed_until_it_is_whole(overlap, city, client_of):
    address = f"/en/overlaps/{overlap.pk}/{city.slug}/dismiss/"
    csco = client_of("csco")

    assert csco.post(address, {"cause": "other", "reason": ""}).status_code == 422
    csco.post(address, {"cause": "other", "reason": "We stopped it."})

    said = client_of("other_csco").get(overlap.get_absolute_url()).content.decode()
    assert "We stopped it." in said
    assert client_of("visitor").get(overlap.get_absolute_url()).status_code == 404


# --- Lists, matrix, map ---------------------------------------------------------------


def test_the_matrix_counts_both_ways_and_leads_to_the_pairs(
    overlap, project, city, other_city, people
):
    OverlapFactory(a=project(city), b=project(other_city))

    found = overlap_matrix.of(seen_by(people["visitor"]), page=None, across=None)

    assert found.overlaps == 2
    assert [line.total for line in found.lines] == [2, 2]
    first, second = found.lines
    assert [cell.count for cell in first.cells] == [0, 2]
    assert first.cells[0].is_self
    assert first.cells[1].tint == overlap_matrix.TINTS
    assert first.cells[1].url == f"{first.url}?with={second.city.slug}"


def test_filters_count_what_a_click_will_show(overlap, people, rf):
    Overlap.objects.update(sectors=["water", "energy"], countries=["KR", "MN"])
    shown = seen_by(people["visitor"])
    chosen = Chosen.of(rf.get("/", {"sector": ["water"], "country": ["JP"]}).GET)

    groups = {facet.name: facet for facet in chosen.facets(shown)}

    assert not chosen.applied(shown).exists()
    assert {o.value: o.count for o in groups["country"].options} == {
        "KR": 1,
        "MN": 1,
        "JP": 0,
    }
    assert not groups["sector"].options[0].count
    both = Chosen.of(rf.get("/", {"network": ["neascn"], "sector": ["water"]}).GET)
    assert both.applied(shown).get() == overlap


def test_the_list_behind_a_number_keeps_the_filters(overlap, city, client_of):
    Overlap.objects.update(sectors=["water"])
    visitor = client_of("visitor")

    page = visitor.get("/en/overlaps/", {"sector": ["water"]})
    cell = page.context["matrix"].lines[0].cells[1]
    kept = visitor.get(cell.url)
    other = visitor.get(f"/en/overlaps/{city.slug}/?sector=energy")

    assert "sector=water" in cell.url
    assert len(kept.context["lines"]) == cell.count == 1
    assert len(kept.context["chips"]) == 1
    assert not other.context["lines"]


def test_a_city_lists_its_own_project_first(overlap, city, other_city, csco):
    OverlapDecisionFactory(overlap=overlap, organisation=other_city)

    [ours] = overlap_lists.of_city(city, csco)
    [theirs] = overlap_lists.of_city(other_city, csco)

    assert (ours.ours, ours.theirs) == (overlap.a, overlap.b)
    assert (theirs.ours, theirs.theirs) == (overlap.b, overlap.a)
    assert ours.they_said == theirs.we_said
    assert not ours.is_joint


def test_arcs_bend_upwards_whichever_way_they_go(city, other_city):
    points, arcs = overlap_map.of(city, [other_city])

    assert [point.get("host") for point in points] == [True, None]
    assert len(arcs) == 1


# --- Words ----------------------------------------------------------------------------


def test_reasons_are_sentences_with_what_they_weigh():
    found = overlap_wording.reasons(
        TERMS, a="Busan", b="Ulsan", sectors=["Water"], hides_needs=False
    )

    assert [(r.label, r.share) for r in found] == [
        ("Sector", 56),
        ("What they are about", 26),
        ("Needs and offers", 18),
    ]
    assert found[2].sentence == "Busan offers what Ulsan seeks."
    assert sum(reason.share for reason in found) == 100


@pytest.mark.parametrize(
    ("a", "b", "sentence"),
    [
        ((2025, 2028), (2027, 2030), "Both run from 2027 to 2028."),
        ((2025, 2027), (2027, 2030), "Both run in 2027."),
        ((2025, 2026), (2027, 2030), "They do not run in the same years."),
        ((2025, None), (2027, 2030), ""),
    ],
)
def test_years_in_words(a, b, sentence):
    assert overlap_wording.years(a, b) == sentence


# --- Queries --------------------------------------------------------------------------


def test_pages_ask_the_same_however_much_they_show(
    overlap, project, city, other_city, client_of, django_assert_max_num_queries
):
    for _number in range(3):
        OverlapFactory(a=project(city), b=project(other_city))
    visitor, csco = client_of("visitor"), client_of("csco")
    for path in ("/en/overlaps/", f"/en/overlaps/{city.slug}/"):
        visitor.get(path)
        with django_assert_max_num_queries(12):
            visitor.get(path)
        with django_assert_max_num_queries(25):
            csco.get(path)
    with django_assert_max_num_queries(12):
        visitor.get(overlap.get_absolute_url())
