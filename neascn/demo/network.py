"""Networks, real cities as their members, and invented people in their offices."""

from datetime import date

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from members.models import (
    CscoTerm,
    Decision,
    LocalGovernment,
    Membership,
    Network,
    Organisation,
    Provider,
    Seat,
    User,
)
from members.states import MembershipState, OrganisationKind, StaffRole
from neascn.demo import network_pages
from neascn.demo.files import in_columns, places, read
from vocabulary.models import Country, HeadTitle, UnitType

STAFF = {role.value for role in StaffRole}
INAUGURAL = date(2021, 9, 15)
ASEAN_SUMMIT = date(2018, 4, 28)


def load() -> None:
    network_pages.load()
    _cities()
    network_pages.load_facts()
    _people()


def load_providers() -> None:
    for row in read("providers"):
        _provider(row)


def _cities() -> None:
    countries = {country.code: country for country in Country.objects.all()}
    units = {unit.code: unit for unit in UnitType.objects.all()}
    titles = {title.code: title for title in HeadTitle.objects.all()}
    networks = {network.slug: network for network in Network.objects.all()}
    decisions = {
        "neascn": decision_of("Inaugural Meeting (invented for the demo)", INAUGURAL),
        "ascn": decision_of("32nd ASEAN Summit", ASEAN_SUMMIT),
    }
    known = set(Organisation.objects.values_list("slug", flat=True))
    offices = {
        row["organisation"]: row["office"]
        for row in read("people")
        if row["role"] == "csco"
    }
    for slug, row in places().items():
        if slug in known:
            continue
        city = Organisation.objects.create(
            kind=OrganisationKind.LOCAL_GOVERNMENT,
            slug=slug,
            source_lang="en",
            native_name=row["native"],
            native_lang=row["native_lang"],
            reading=row["reading_ja"],
            country=countries[row["country"]],
            website=row["website"],
            languages=row["languages"],
            is_public=True,
            **in_columns(name=row["name"]),
        )
        LocalGovernment.objects.create(
            organisation=city,
            unit_type=units[row["unit_type"]],
            iso_code=row["iso"],
            latitude=row["latitude"],
            longitude=row["longitude"],
            label=row["label"] or {},
            timezone=row["timezone"],
            population=row["population"],
            population_year=row["population_year"],
            population_source=row["population_source"],
            head_title=titles[row["head_title"]],
            **in_columns(office=offices.get(slug, {})),
        )
        decision = decisions[row["network"]]
        Membership.objects.create(
            network=networks[row["network"]],
            organisation=city,
            state=MembershipState.FULL,
            since=decision.date,
            decision=decision,
        )


def decision_of(body: str, day: date) -> Decision:
    return Decision.objects.get_or_create(body=body, date=day)[0]


def _people() -> None:
    """Everybody signs in with the demo's password; one hash serves them all."""
    password = make_password(settings.DEMO_PASSWORD or None)
    known = set(User.objects.values_list("email", flat=True))
    for row in read("people"):
        if row["name"] is None or row["email"] in known or row["role"] == "owner":
            continue
        _person(row, password)


def _person(row: dict, password: str) -> None:
    name = row["name"]
    staff = row["role"] in STAFF
    person = User.objects.create(
        email=row["email"],
        password=password,
        language=row["language"],
        timezone=row["timezone"],
        name_native=name["native"],
        name_lang=name["native_lang"],
        family_latin=name["family_latin"],
        given_latin=name["given_latin"],
        patronymic=name["patronymic"],
        display_order=name["display_order"],
        salutation=name["salutation"],
        is_staff=staff,
        staff_roles=[row["role"]] if staff else [],
        is_demo=True,
    )
    person.emailaddress_set.create(email=person.email, verified=True, primary=True)
    if staff:
        return
    organisation = Organisation.objects.get(slug=row["organisation"])
    role = row["role"].removeprefix("provider_")
    Seat.objects.create(person=person, organisation=organisation, role=role)
    if role == "csco":
        CscoTerm.objects.create(
            organisation=organisation,
            person=person,
            office=row["office"]["en"],
            starts=date(2025, 1, 1),
        )


def _provider(row: dict) -> None:
    if Organisation.objects.filter(slug=row["key"]).exists():
        return
    organisation = Organisation.objects.create(
        kind=row["kind"],
        slug=row["key"],
        source_lang=row["lang"],
        native_name=row["name"][row["lang"]],
        native_lang=row["lang"],
        country=Country.objects.get(code=row["country"]),
        website=row["website"],
        languages=row["languages"],
        is_public=True,
        is_demo=True,
        compliance_status=row["compliance_status"],
        **in_columns(name=row["name"], summary=row["summary"]),
    )
    Provider.objects.create(
        organisation=organisation,
        founded=row["founded"],
        staff_band=row["staff_band"],
        reviewed_at=timezone.now(),
    )
