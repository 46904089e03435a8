"""The profile of a local government: what several apps know about one city."""

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from core.languages import CODES, column, current, in_markup, listed
from members import filters, places
from members.models import CscoTerm, LocalGovernment, Organisation
from members.states import BELONGS
from scaps.models import Need
from translations import services as translations

NEEDS_SHOWN = 10


def context(city: Organisation, user) -> dict:
    """`place` is missing for a city whose facts staff have not entered yet."""
    place = getattr(city, "local_government", None)
    name = translations.read(city, "name")
    needs = needs_of(city, user)
    return {
        "city": city,
        "place": place,
        "name": name,
        "names": other_names(city),
        "crumbs": way_here(city, name.value),
        "now": timezone.now(),
        "position": position(place) if place else "",
        "points": places.around(city, neighbours(user)) if place else [],
        "memberships": city.memberships.filter(state__in=BELONGS).select_related(
            "network"
        ),
        "spoken": working_languages(city),
        "needs": needs[:NEEDS_SHOWN],
        "has_more_needs": len(needs) > NEEDS_SHOWN,
        **responsible(city, place, user),
    }


def responsible(city: Organisation, place: LocalGovernment | None, user) -> dict:
    """The office is for everybody; the person's name for those of the network."""
    term = csco(city)
    knows_people = user.is_authenticated and (user.is_member or user.is_staff)
    office = (place.office if place else "") or (term.office if term else "")
    return {
        "term": term,
        "office": office,
        "officer": term.person if term and knows_people else None,
    }


def needs_of(city: Organisation, user) -> list[Need]:
    needs = Need.objects.visible_to(user).filter(organisation=city).defer("search")
    needs = needs.select_related("sector").order_by("-published_at", "-pk")
    return translations.prepare(needs[: NEEDS_SHOWN + 1])


def neighbours(user) -> list[Organisation]:
    """The other members, for the dots of the map."""
    cities = filters.directory(user).select_related("local_government").distinct()
    return translations.prepare(cities.defer("search"))


def way_here(city: Organisation, name: str) -> list[dict]:
    directory = reverse("members:index")
    return [
        {"label": _("Member cities"), "url": directory},
        {
            "label": city.country.name,
            "url": f"{directory}?country={city.country.code}",
        },
        {"label": name},
    ]


def other_names(city: Organisation) -> list[dict]:
    """The name in the other languages, each once: some are written alike."""
    seen = {translations.read(city, "name").value}
    names = []
    for code in CODES:
        name = getattr(city, column("name", code))
        if code != current() and name and name not in seen:
            seen.add(name)
            names.append({"lang": in_markup(code), "name": name})
    return names


def position(place: LocalGovernment) -> str:
    """“47.91° N, 106.88° E”, as precise as a point on the map needs."""
    north, east = place.latitude, place.longitude
    latitude = _("%(degrees)s° N") if north >= 0 else _("%(degrees)s° S")
    longitude = _("%(degrees)s° E") if east >= 0 else _("%(degrees)s° W")
    return listed(
        text % {"degrees": number_format(round(abs(value), 2), 2)}
        for text, value in ((latitude, north), (longitude, east))
    )


def csco(city: Organisation) -> CscoTerm | None:
    """Whoever is in office today."""
    today = timezone.localdate()
    return (
        city.csco_terms.filter(Q(ends=None) | Q(ends__gte=today), starts__lte=today)
        .select_related("person")
        .order_by("-starts")
        .first()
    )


def working_languages(city: Organisation) -> str:
    """Working languages, named in the reader's."""
    names = dict(settings.LANGUAGES)
    return listed(names[code] for code in city.languages)
