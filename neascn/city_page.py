"""The profile of a local government: what several apps know about one city."""

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from core.languages import CODES, column, current, in_markup
from members import filters, places
from members.models import CscoTerm, LocalGovernment, Organisation
from members.states import BELONGS
from scaps.models import Need
from translations import services as translations

NEEDS_SHOWN = 10


def context(city: Organisation, user) -> dict:
    """`place` is missing for a city whose facts staff have not entered yet."""
    place = getattr(city, "local_government", None)
    others = filters.directory(user).select_related("local_government").distinct()
    needs = Need.objects.visible_to(user).filter(organisation=city)
    needs = needs.select_related("sector").order_by("-published_at", "-pk")
    shown = translations.prepare(needs[: NEEDS_SHOWN + 1])
    return {
        "city": city,
        "place": place,
        "names": other_names(city),
        "now": timezone.now(),
        "position": position(place) if place else "",
        "memberships": city.memberships.filter(state__in=BELONGS).select_related(
            "network"
        ),
        "points": places.around(city, translations.prepare(others)) if place else [],
        "term": csco(city),
        "shows_names": user.is_authenticated and (user.is_member or user.is_staff),
        "spoken": working_languages(city),
        "needs": shown[:NEEDS_SHOWN],
        "has_more_needs": len(shown) > NEEDS_SHOWN,
    }


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
    return ", ".join(
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
    return ", ".join(str(names[code]) for code in city.languages)
