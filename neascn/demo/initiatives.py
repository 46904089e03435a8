"""Invented joint initiatives, brought to their states by the portal's services.

One that is there is not made again: its lead and its original title tell it.
"""

from datetime import date

from django.db import transaction
from django.utils import translation

from core.languages import column
from members.models import Organisation, User
from members.states import StaffRole
from neascn.demo.files import in_columns, read
from scaps.models import Initiative, Overlap, Participation, Project
from scaps.services import initiatives, overlaps
from translations import services as translations

TEXTS = ("title", "aim", "outcome")


def load() -> int:
    missing = [row for row in read("initiatives") if not _is_there(row)]
    for row in missing:
        with transaction.atomic():
            _initiative(row)
    return len(missing)


def _is_there(row: dict) -> bool:
    title = {column("title", row["lang"]): row["title"][row["lang"]]}
    return Initiative.objects.filter(lead__slug=row["lead"], **title).exists()


def _initiative(row: dict) -> None:
    lead, *others = row["parts"]
    city, by = _city(lead["city"])
    slugs = [slug for part in row["parts"] for slug in part["projects"]]
    found = Project.objects.published().select_related("organisation")
    projects = list(found.filter(slug__in=slugs))
    facts = {name: row[name][row["lang"]] for name in TEXTS}
    initiative = initiatives.propose(
        city,
        facts | _answer(lead) | {"source_lang": row["lang"], "sectors": row["sectors"]},
        projects=projects,
        overlap=_confirmed(projects) if len(others) == 1 else None,
        by=by,
    )
    _write(initiative, TEXTS, row["lang"], row, by=by)
    for part in others:
        _take_part(initiative, part, projects)
    for part in row["parts"]:
        there = Participation.objects.get(
            initiative=initiative, organisation__slug=part["city"]
        )
        _write(there, ("contribution",), part["lang"], part, by=by)
    _plan(initiative, row, by=by)
    for note in row["notes"]:
        _note(initiative, note)
    Initiative.objects.filter(pk=initiative.pk).update(is_demo=True)


def _take_part(initiative: Initiative, part: dict, projects: list) -> None:
    if part["answer"]:
        city, by = _city(part["city"])
        there = initiative.participations.get(organisation=city)
        initiatives.accept(there, _answer(part), projects=projects, by=by)


def _answer(part: dict) -> dict:
    return {
        "source_lang": part["lang"],
        "contribution": part["contribution"].get(part["lang"], ""),
        "visibility": part["visibility"],
    }


def _confirmed(projects: list) -> Overlap | None:
    """The overlap of the two, confirmed by both cities; perhaps the jobs found none."""
    overlap = Overlap.objects.live().filter(a__in=projects, b__in=projects).first()
    for project in projects if overlap else []:
        city, by = _city(project.organisation.slug)
        overlaps.confirm(overlap, city=city, by=by)
    return overlap


def _plan(initiative: Initiative, row: dict, *, by: User) -> None:
    if not row["steps"]:
        return
    initiative.refresh_from_db()
    steps = [
        {
            "title": step["title"][row["lang"]],
            "who": _city(step["who"])[0].pk if step["who"] else None,
            "due_on": _day(step["due"]),
            "done_on": _day(step["done"]),
        }
        for step in row["steps"]
    ]
    texts = {name: row[name][row["lang"]] for name in TEXTS}
    data = texts | {"sectors": row["sectors"]}
    initiatives.change(initiative, data, steps, version=initiative.version, by=by)
    for step, made in zip(row["steps"], initiative.steps.all(), strict=True):
        _write(made, ("title",), row["lang"], step, by=by)


def _note(initiative: Initiative, note: dict) -> None:
    city, by = _city(note["city"])
    data = {
        "text": note["text"],
        "noted_on": _day(note["on"]),
        "next_review_on": _day(note["next"]),
    }
    with translation.override(note["lang"]):
        initiatives.follow_up(initiative, data, city=city, by=by)


def _write(thing, fields: tuple[str, ...], lang: str, row: dict, *, by: User) -> None:
    """All languages of the texts, and that a person wrote the translations."""
    thing.refresh_from_db()
    texts = in_columns(**{field: row[field] for field in fields})
    for name, text in texts.items():
        setattr(thing, name, text)
    thing.save(update_fields=list(texts) or None)
    for field in fields:
        for code in row[field]:
            if code != lang:
                translations.note(thing, field, code, by=by)


def _city(slug: str) -> tuple[Organisation, User]:
    """A city and who speaks for it; the secretariat where nobody does."""
    city = Organisation.objects.get(slug=slug)
    speaker = User.objects.speaking_for(city).order_by("pk").first()
    return city, speaker or User.objects.staff_with(StaffRole.SECRETARIAT).earliest(
        "pk"
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
