"""What the pages of the networks tell: their story, meetings, and public facts."""

from datetime import date

from core.languages import CODES, column
from members.models import Network, NetworkMeeting, Organisation, PublicFact
from neascn.demo.files import in_columns, read
from vocabulary.models import FocusArea, Sector

LISTS = {"sectors": Sector, "focus_areas": FocusArea}
TEXTS = ("name", "description", "story", "work")
TEXTS_OF_A_MEETING = ("title", "period", "place", "note")


def load() -> None:
    for row in read("networks"):
        network = _network(row)
        _meetings(network, row["meetings"])


def load_facts() -> None:
    """Facts from public sources, of cities that are there."""
    known = set(PublicFact.objects.values_list("organisation__slug", "slug"))
    cities = Organisation.objects.in_bulk(field_name="slug")
    PublicFact.objects.bulk_create(
        [
            PublicFact(
                organisation=cities[row["city"]],
                slug=row["slug"],
                source=row["source"],
                order=order,
                **in_columns(text=row["text"]),
            )
            for order, row in enumerate(read("public_facts"))
            if row["city"] in cities and (row["city"], row["slug"]) not in known
        ]
    )


def _network(row: dict) -> Network:
    """New ones whole; one that staff have changed stays as it is."""
    network = Network.objects.filter(slug=row["slug"]).first()
    if network is None:
        network = Network(
            slug=row["slug"],
            acronym=row["acronym"],
            order=row["order"],
            founded=row["founded"],
        )
    if network.pk is None or not network.story_en:
        texts = {name: row[name] for name in TEXTS}
        columns = in_columns(**texts, focus=_focus(row["focus"]))
        for name, text in columns.items():
            setattr(network, name, text)
        network.save()
    return network


def _focus(wanted: dict) -> dict[str, str]:
    """Words of the portal's own lists, one on each line, by language."""
    terms = LISTS[wanted["list"]].objects.filter(code__in=wanted["codes"])
    by_code = {term.code: term for term in terms}
    chosen = [by_code[code] for code in wanted["codes"] if code in by_code]
    return {
        code: "\n".join(getattr(term, column("name", code)) or "" for term in chosen)
        for code in CODES
    }


def _meetings(network: Network, rows: list[dict]) -> None:
    known = set(network.meetings.values_list("slug", flat=True))
    for order, row in enumerate(rows):
        if row["slug"] in known:
            continue
        NetworkMeeting.objects.create(
            network=network,
            slug=row["slug"],
            order=order,
            starts_on=_day(row["starts"]),
            ends_on=_day(row["ends"]),
            **in_columns(**{name: row[name] for name in TEXTS_OF_A_MEETING}),
        )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
