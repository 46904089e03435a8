"""Heads of government: titles that fit, one holder of each, words that greet them."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.errors import DomainError
from members import heads
from members.models import HeadTerm
from members.services import heads as services
from tests.factories import HeadTermFactory
from vocabulary.models import HeadTitle

NAME = {"family_latin": "Park", "given_latin": "Haneul"}


@pytest.fixture
def mayor(db):
    return HeadTitle.objects.get(code="mayor")


@pytest.mark.parametrize(
    ("country", "unit", "codes"),
    [
        ("JP", "prefecture", ["governor"]),
        ("KR", "metropolitan_city", ["mayor"]),
        ("MN", "capital_city", ["governor_capital_mayor"]),
        ("KP", "province", ["chairperson_peoples_committee"]),
        ("RU", "republic", ["head_of_republic"]),
        ("RU", "urban_okrug", ["mayor", "head_of_city", "head_of_administration"]),
        ("CN", "autonomous_prefecture", ["prefecture_head"]),
    ],
)
def test_titles_fit_country_and_unit(db, country, unit, codes):
    found = heads.titles_for(country, unit).values_list("code", flat=True)

    assert sorted(found) == sorted(codes)


def test_where_nothing_is_known_every_title_is_offered(db):
    assert heads.titles_for("SG", "city").count() == HeadTitle.objects.count()


def test_the_next_one_ends_the_one_before(city, csco, mayor):
    first = HeadTermFactory(organisation=city, starts=date(2022, 7, 1))

    second = services.begin(city, title=mayor, starts=date(2026, 7, 1), by=csco, **NAME)

    first.refresh_from_db()
    assert first.ends == date(2026, 7, 1)
    assert heads.current(city) == [second]
    assert heads.past(city) == [first]
    city.local_government.refresh_from_db()
    assert city.local_government.head_name == "Park Haneul"
    assert city.local_government.head_title == mayor


def test_a_city_may_have_two_heads_of_different_title(city, csco, mayor):
    administration = HeadTitle.objects.get(code="head_of_administration")
    HeadTermFactory(organisation=city)

    services.begin(city, title=administration, starts=date(2025, 1, 1), by=csco, **NAME)

    assert len(heads.current(city)) == 2


def test_there_is_one_holder_of_a_title(city, csco, mayor):
    HeadTermFactory(organisation=city, starts=date(2024, 1, 1), ends=date(2028, 1, 1))

    with pytest.raises(DomainError):
        services.begin(city, title=mayor, starts=date(2026, 1, 1), by=csco, **NAME)
    with (
        pytest.raises(IntegrityError, match="head_term_one_per_title_at_a_time"),
        transaction.atomic(),
    ):
        HeadTermFactory(organisation=city, starts=date(2027, 1, 1))


def test_a_salutation_follows_the_title_until_one_is_written(city, csco, mayor):
    term = services.begin(
        city,
        title=mayor,
        starts=date(2026, 7, 1),
        by=csco,
        salutations={"ko": "존경하는 박 시장님"},
        **NAME,
    )

    assert heads.salutation(term, "ko") == "존경하는 박 시장님"
    assert heads.salutation(term, "en") == "Dear Mayor"


def test_the_office_records_its_head(client_of, city, mayor):
    path = reverse("office:head", args=[city.slug])
    form = {
        "title": mayor.pk,
        "starts": "2026-07-01",
        "name_native": "박하늘",
        "name_lang": "ko",
        "display_order": "family_first",
        "salutation_ja": "市長様",
        **NAME,
    }
    client = client_of("deputy")
    assert (
        client.post(path, form | {"given_latin": "", "family_latin": ""}).status_code
        == 422
    )

    assert client.post(path, form).status_code == 302

    term = HeadTerm.objects.get()
    assert (str(term), term.salutation_ja) == ("Park Haneul", "市長様")
    page = client.get(reverse("office:detail", args=[city.slug])).content.decode()
    assert "박하늘" in page


def test_the_form_offers_what_fits(client_of, city):
    """Busan is a metropolitan city of Korea: it has a mayor and nothing else."""
    form = (
        client_of("csco").get(reverse("office:head", args=[city.slug])).context["form"]
    )

    assert [title.code for title in form.fields["title"].queryset] == ["mayor"]
    assert form["display_order"].initial == "family_first"
