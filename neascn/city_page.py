"""The profile of a local government: what several apps know about one city."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from core.languages import CODES, column, current, in_markup, listed
from members import filters, heads, places, terms, timeline
from members.models import LocalGovernment, Organisation
from members.states import BELONGS
from neascn import city_overlaps, city_plan
from scaps import initiative_lists, overlap_map, plan_page
from scaps.models import Need
from translations import services as translations

NEEDS_SHOWN = 10


def context(city: Organisation, user) -> dict:
    """`place` is missing for a city whose facts staff have not entered yet."""
    place = getattr(city, "local_government", None)
    plan = city_plan.of(city, user)
    overlaps = city_overlaps.of(city, user) if plan else []
    needs, initiatives = needs_of(city, user), initiative_lists.newest(city, user)
    cities = [city, *(one.city for one in overlaps)]
    translations.prepare([*cities, *needs, *initiatives])
    name = translations.read(city, "name")
    memberships = list(city.memberships.select_related("network", "decision"))
    points, arcs = on_the_map(city, place, overlaps, user)
    found = {
        "city": city,
        "place": place,
        "name": name,
        "names": other_names(city),
        "crumbs": way_here(city, name.value),
        "now": timezone.now(),
        "position": position(place) if place else "",
        "points": points,
        "arcs": arcs,
        "memberships": [one for one in memberships if one.state in BELONGS],
        "timeline": timeline.of(memberships),
        "spoken": working_languages(city),
        "plan": plan,
        "overlaps": overlaps,
        "initiatives": initiative_lists.lines(initiatives),
        "in_work": plan_page.in_work(user, city=city),
        "facts": [] if plan else city.public_facts.all(),
        "needs": needs[:NEEDS_SHOWN],
        "has_more_needs": len(needs) > NEEDS_SHOWN,
        "heads": heads.current(city) if place else [],
        **responsible(city, place, user),
    }
    return found | {"tabs": tabs(found)}


def responsible(city: Organisation, place: LocalGovernment | None, user) -> dict:
    """The office is for everybody; the person's name for those of the network."""
    knows_people = user.is_authenticated and (user.is_member or user.is_staff)
    office = place.office if place else ""
    # A visitor is told the office alone: no need to look who holds it.
    term = terms.current(city) if knows_people or not office else None
    office = office or (term.office if term else "")
    return {
        "term": term,
        "office": office,
        "officer": term.person if term and knows_people else None,
        "hides_officer": bool(office) and not knows_people,
    }


def tabs(found: dict) -> list[dict]:
    """Links to the sections that the page has."""
    plan = found["plan"]
    sections = [
        ("plan", _("Action plan"), plan),
        ("projects", _("Projects"), plan and plan.rows),
        ("overlaps", _("Overlaps"), found["overlaps"]),
        ("initiatives", _("Joint initiatives"), found["initiatives"]),
        ("needs", _("Needs"), True),
        ("membership", _("Membership"), found["timeline"]),
    ]
    return [
        {"url": f"#{anchor}", "label": label}
        for anchor, label, is_there in sections
        if is_there
    ]


def on_the_map(city: Organisation, place, overlaps: list, user) -> tuple[list, list]:
    """The city with arcs to those whose plans meet its own, else among all others."""
    if not place:
        return [], []
    if overlaps:
        return overlap_map.of(city, [one.city for one in overlaps])
    return places.around(city, filters.directory(user)), []


def needs_of(city: Organisation, user) -> list[Need]:
    needs = Need.objects.visible_to(user).filter(organisation=city).defer("search")
    needs = needs.select_related("sector").order_by("-published_at", "-pk")
    return list(needs[: NEEDS_SHOWN + 1])


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


def working_languages(city: Organisation) -> str:
    """Working languages, named in the reader's."""
    names = dict(settings.LANGUAGES)
    return listed(names[code] for code in city.languages)
