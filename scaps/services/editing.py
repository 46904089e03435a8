"""What the editor saves. Every verb locks the plan, then what is in it."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from core import drafts
from core.errors import Conflict, DomainError
from core.languages import column
from members.models import Organisation
from members.models.offices import office_holder
from scaps.models import PlanFile, Project, Scap, Section
from scaps.sections import SCAP, Part, kind_of
from scaps.services import plans
from scaps.states import EDITED
from translations import services as translations

TEXTS = {
    Scap: ("title", "status", "needs_text", "outcome", "vision"),
    Project: ("title", "status", "needs_text", "outcome", "offers", "place"),
}
ROW_TEXTS = {
    "focuses": ("text",),
    "targets": ("indicator", "unit"),
    "milestones": ("title",),
    "challenges": ("text", "response"),
}
"""Translated texts of plans, projects and their rows, by relation."""


# --- Beginning ---------------------------------------------------------------------


@transaction.atomic
def begin(organisation, data: Mapping, *, by, key: str = "") -> Scap:
    """A new plan of a local government. Sent twice under one key, it is one plan."""
    _lock_office(organisation)
    if made := _made(Scap, key):
        return made
    lang = data["source_lang"]
    facts = ("network", "horizon", "origin", "year_from", "year_to")
    years = [str(y) for y in (data["year_from"], data["year_to"]) if y]
    scap = Scap(
        organisation=organisation,
        source_lang=lang,
        slug=_free_slug(Scap, "-".join([organisation.slug, *years])),
        entered_by=by,
        **{name: data[name] for name in facts},
    )
    setattr(scap, column("title", lang), data["title"])
    scap.save()
    touch(scap, "about", by=by)
    _spend(Scap, key, organisation, scap, by=by)
    return scap


@transaction.atomic
def add_project(scap: Scap, title: str, *, by, key: str = "") -> Project:
    """One more priority project, the last in the plan's order."""
    scap = lock(scap)
    if made := _made(Project, key):
        return made
    name = slugify(title)[:60] or "project"
    project = Project(
        organisation_id=scap.organisation_id,
        scap=scap,
        order=_last_order(scap) + 1,
        slug=_free_slug(Project, f"{scap.organisation.slug}-{name}"),
        source_lang=scap.source_lang,
        entered_by=by,
    )
    setattr(project, column("title", project.source_lang), title)
    project.save()
    touch(scap, "projects", by=by)
    _spend(Project, key, scap.organisation, project, by=by)
    return project


def _lock_office(organisation) -> None:
    """Colleagues who begin a thing at once do it one after the other."""
    Organisation.objects.select_for_update(of=("self",), no_key=True).get(
        pk=organisation.pk
    )


def _made(model, key: str):
    """What has been made under a key already."""
    made = drafts.became(drafts.of_key(model, key)) if key else None
    return model.objects.get(pk=made) if made else None


def _spend(model, key: str, organisation, thing, *, by) -> None:
    if key:
        holder = office_holder(organisation.pk)
        draft = drafts.keep(model, {}, holder=holder, section=key, by=by)
        drafts.spend(draft, target_id=thing.pk)


def _free_slug(model, wanted: str) -> str:
    slug, number = wanted[:70], 1
    while model.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{wanted[:70]}-{number}"
    return slug


# --- A section ---------------------------------------------------------------------


@transaction.atomic
def save(
    thing: Scap | Project,
    part: Part,
    data: Mapping,
    rows: Sequence[Mapping] = (),
    *,
    version: int,
    by,
) -> Scap | Project:
    """Save a section, unless somebody saved it since `version` was read."""
    thing = lock(thing)
    found = Section.objects.filter(**_owner(thing), name=part.name).first()
    if (found.version if found else 0) != version:
        raise Conflict(
            _(
                "Somebody else saved this section while you were writing. Nothing is lost."
            )
        )
    if part.of == SCAP and data.get("source_lang", thing.source_lang) != (
        thing.source_lang
    ):
        _relabel(thing, data["source_lang"], by=by)
    _fill(thing, part, data)
    if part.rows:
        _fill_rows(thing, part, rows)
    touch(thing, part.name, by=by)
    return thing


def lock(thing: Scap | Project) -> Scap | Project:
    """Its plan first, then itself; refused when the plan is not being written."""
    scap_id = thing.pk if isinstance(thing, Scap) else thing.scap_id
    scap = plans.lock(Scap(pk=scap_id)) if scap_id else None
    if scap and scap.state not in EDITED:
        raise DomainError(
            _(
                "The plan was submitted in the meantime. Take it back to write on it; "
                "what you typed is kept."
            )
        )
    if isinstance(thing, Scap):
        return scap
    rows = Project.objects.select_for_update(of=("self",), no_key=True)
    project = rows.select_related("organisation", "stage").get(pk=thing.pk)
    if project.scap_id != scap_id:
        raise Conflict(_("The project was moved to another plan. Look again."))
    project.scap = scap
    return project


def _owner(thing) -> dict:
    return {kind_of(thing): thing}


def touch(thing, name: str, *, by) -> None:
    """Who saved a section last; its version goes up by one."""
    row, made = Section.objects.get_or_create(
        **_owner(thing), name=name, defaults={"saved_by": by}
    )
    if not made:
        row.version, row.saved_by = row.version + 1, by
        row.save(update_fields=["version", "saved_by", "saved_at"])


def _fill(thing, part: Part, data: Mapping) -> None:
    names = [column(field, thing.source_lang) for field in part.texts]
    for field, name in zip(part.texts, names, strict=True):
        setattr(thing, name, data[field])
    for field in part.fields:
        setattr(thing, field, data[field])
    thing.save(update_fields=[*names, *part.fields, "source_lang", "updated_at"])
    for field in part.many:
        getattr(thing, field).set(data[field])


def _fill_rows(thing, part: Part, rows: Sequence[Mapping]) -> None:
    """Rows that are not named stay as they are: somebody else added them."""
    there = {row.pk: row for row in getattr(thing, part.rows).all()}
    kept = [data for data in rows if not data.get("DELETE")]
    chosen = _matched(there, part, kept)
    used = {row.pk for row in chosen if row}
    named = {data.get("id") for data in rows}
    for pk, row in there.items():
        if pk in named and pk not in used:
            row.delete()
    valid = {"focus": _focus_ids(thing)} if part.rows == "targets" else {}
    for order, (data, row) in enumerate(zip(kept, chosen, strict=True), start=1):
        if row is None:
            if part.fixed and not (data["is_met"] or data["text"]):
                continue
            row = getattr(thing, part.rows).model(**_owner(thing))
        _fill_row(row, part, data, valid)
        row.order = order
        row.save()


def _matched(there: dict, part: Part, kept: Sequence[Mapping]) -> list:
    """For each row that was sent the one that is there, or none."""
    if not part.row_key:
        return [there.get(data.get("id")) for data in kept]
    key = f"{part.row_key}_id"
    by_key = {getattr(row, key): row for row in there.values()}
    wanted = {data[part.row_key] for data in kept}
    chosen = []
    for data in kept:
        same = there.get(data.get("id"))
        if same is not None and getattr(same, key) in wanted:
            same = None
        chosen.append(by_key.get(data[part.row_key]) or same)
    return chosen


def _fill_row(row, part: Part, data: Mapping, valid: dict[str, set]) -> None:
    for field in part.row_texts:
        setattr(row, column(field, row.source_lang), data[field])
    for field in part.row_fields:
        value = data[field]
        if field in valid and value not in valid[field]:
            value = None
        setattr(row, row._meta.get_field(field).attname, value)


def _focus_ids(scap: Scap) -> set[int]:
    return set(scap.focuses.values_list("pk", flat=True))


def _relabel(scap: Scap, lang: str, *, by) -> None:
    """The plan is written in another language than it said: its texts move there.

    Where there is a text in that language already, what was the original is
    its translation from now on.
    """
    old = scap.source_lang
    projects = list(scap.projects.filter(source_lang=old))
    for thing in (scap, *projects):
        thing.source_lang = lang
        _move_texts(thing, TEXTS[type(thing)], old, lang, by=by)
        for name, fields in ROW_TEXTS.items():
            for row in getattr(thing, name).all() if hasattr(thing, name) else ():
                setattr(row, kind_of(thing), thing)
                _move_texts(row, fields, old, lang, by=by)


def _move_texts(obj, fields: Sequence[str], old: str, new: str, *, by) -> None:
    for field in fields:
        before, there = column(field, old), column(field, new)
        if getattr(obj, there):
            if getattr(obj, before):
                translations.note(obj, field, old, by=by)
        else:
            setattr(obj, there, getattr(obj, before))
            setattr(obj, before, "")
    obj.save()


# --- The projects of a plan ----------------------------------------------------------


@transaction.atomic
def shift(project: Project, by_rows: int, *, by) -> None:
    """One place up (-1) or down (1) in the order of the plan."""
    scap = lock(project.scap)
    ids = list(scap.projects.values_list("pk", flat=True))
    if project.pk not in ids:
        return
    here = ids.index(project.pk)
    there = min(max(here + by_rows, 0), len(ids) - 1)
    ids.insert(there, ids.pop(here))
    for order, pk in enumerate(ids, start=1):
        Project.objects.filter(pk=pk).exclude(order=order).update(order=order)
    touch(scap, "projects", by=by)


@transaction.atomic
def take_out(project: Project, *, by) -> Project:
    """Out of the plan; the project itself stays with the city, with all it says."""
    scap = lock(project.scap)
    project = lock(project)
    project.scap, project.order = None, 0
    project.save(update_fields=["scap", "order", "updated_at"])
    touch(scap, "projects", by=by)
    return project


@transaction.atomic
def put_in(scap: Scap, project: Project, *, by) -> Project:
    """A project of the city that stands on its own becomes one of the plan."""
    scap = lock(scap)
    project = lock(project)
    if project.scap_id or project.organisation_id != scap.organisation_id:
        raise DomainError(_("This project cannot be put into the plan."))
    project.scap, project.order = scap, _last_order(scap) + 1
    project.save(update_fields=["scap", "order", "updated_at"])
    touch(scap, "projects", by=by)
    return project


def _last_order(scap: Scap) -> int:
    return max(scap.projects.values_list("order", flat=True), default=0)


# --- Documents -----------------------------------------------------------------------


@transaction.atomic
def add_document(scap: Scap, data: Mapping, *, by) -> PlanFile:
    """An existing plan as a file; what it says is summed up in the sections."""
    scap = lock(scap)
    found = scap.files.filter(upload=data["file"]).first()
    made = found or PlanFile.objects.create(
        scap=scap,
        upload=data["file"],
        title=data["title"],
        lang=data["lang"],
        is_public=data["is_public"],
    )
    touch(scap, "documents", by=by)
    return made


@transaction.atomic
def remove_document(file: PlanFile, *, by) -> None:
    """The row goes; the file itself is swept when nothing names it any more."""
    scap = lock(file.scap)
    file.delete()
    touch(scap, "documents", by=by)
