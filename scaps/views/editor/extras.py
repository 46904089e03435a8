"""What single sections show beside their form."""

from datetime import timedelta
from decimal import Decimal, InvalidOperation

from django.utils import timezone

from core import drafts
from core.dot_map import project as on_map
from core.money import Money
from core.text import whole_number
from members.models import Organisation
from scaps import completeness, outline, stages
from scaps.forms.plans import DocumentForm, NewProjectForm
from scaps.forms.projects import StageForm
from scaps.gap_words import words
from scaps.models import Need, Project, Remark
from scaps.sections import SCAP
from scaps.services import stage_steps
from scaps.sheets import Sheet
from scaps.states import OPEN
from translations import services as translations
from vocabulary import rates
from vocabulary.models import GateCriterion, Stage

IS_WRITING = timedelta(minutes=15)
FOUND = 8


def of_section(request, sheet: Sheet, form, rows) -> dict:
    own = OWN.get((sheet.part.of, sheet.part.name))
    _open_row(rows, whole_number(request.GET.get("row", "")))
    return {
        "gaps": _gaps(sheet),
        "remarks": _remarks(sheet),
        "colleagues": _colleagues(sheet),
        **(own(request, sheet, form, rows) if own else {}),
    }


def _open_row(rows, number: int | None) -> None:
    """The cursor goes to the row that was added or changed last."""
    if rows is not None and number is not None and number < len(rows.forms):
        fields = rows.forms[number].asked
        fields[0].field.widget.attrs["autofocus"] = True


def _gaps(sheet: Sheet) -> list:
    """What is missing in this section, as it is saved."""
    thing = sheet.thing
    if sheet.part.of == SCAP:
        saved = {"sharing": sheet.row} if sheet.row else {}
        data = outline.plan_data(thing, projects=thing.projects.count(), saved=saved)
        found = completeness.of_plan(data)
    else:
        found = completeness.of_project(outline.project_data(thing))
    return [words(gap) for gap in found if gap.section == sheet.part.name]


def _remarks(sheet: Sheet) -> list[Remark]:
    found = Remark.objects.filter(
        sent_at__isnull=False, settled_at=None, section=sheet.part.name
    )
    if sheet.part.of == SCAP:
        return list(found.filter(scap=sheet.thing, project=None))
    return list(found.filter(project=sheet.thing))


def _colleagues(sheet: Sheet) -> list[dict]:
    """Drafts of others in this section, and whether they are at it just now."""
    now = timezone.now()
    return [
        {
            "draft": draft,
            "is_writing": now - draft.saved_at < IS_WRITING,
            "url": f"{sheet.address}?from={draft.pk}",
        }
        for draft in sheet.others
    ]


# --- Sections of a plan --------------------------------------------------------------


def _projects(request, sheet: Sheet, _form, _rows) -> dict:
    scap = sheet.thing
    alone = Project.objects.filter(organisation=scap.organisation_id, scap=None)
    return {
        "projects": translations.prepare(scap.projects.select_related("stage")),
        "alone": translations.prepare(alone.order_by("-pk")),
        "new_project": NewProjectForm(initial={"key": drafts.fresh_key()}),
    }


def _documents(_request, sheet: Sheet, _form, _rows) -> dict:
    lang = sheet.thing.source_lang
    return {
        "files": list(sheet.thing.files.select_related("upload")),
        "document_form": DocumentForm(initial={"lang": lang}),
    }


# --- Sections of a project -----------------------------------------------------------


def _situation(_request, sheet: Sheet, _form, _rows) -> dict:
    """The needs of the project, and others of the city that could be."""
    free = Need.objects.filter(
        organisation=sheet.thing.organisation_id, project=None, state__in=OPEN
    )
    return {
        "needs": translations.prepare(sheet.thing.needs.select_related("sector")),
        "free_needs": list(free[:50]),
    }


def _stage(_request, sheet: Sheet, _form, rows) -> dict:
    project = sheet.thing
    order = list(Stage.objects.all())
    number = project.stage.order if project.stage else 0
    criteria = GateCriterion.objects.in_bulk()
    for row in rows.forms:
        row.point = criteria.get(whole_number(str(row["criterion"].value())) or 0)
    return {
        "stages": order,
        "steps": stages.open_steps(
            number=number, last=order[-1].order, standing=project.standing
        ),
        "stage_form": StageForm(),
        "unmet": stage_steps.unmet(project),
        "changes": list(project.stage_changes.select_related("stage", "made_by")[:10]),
    }


def _partners(request, sheet: Sheet, _form, rows) -> dict:
    """Names of organisations that are linked, and those that a look-up found."""
    numbers = {whole_number(str(r["organisation"].value() or "")) for r in rows.forms}
    known = Organisation.objects.filter(is_public=True).in_bulk(numbers - {None})
    asked = whole_number(request.GET.get("find", ""))
    for number, row in enumerate(rows.forms):
        linked = whole_number(str(row["organisation"].value() or ""))
        row.linked = known.get(linked)
        row.found = None
        if number == asked:
            row.found = _found(request.user, row["name"].value() or "")
    return {}


def _found(user, text: str) -> list[Organisation]:
    if not text.strip():
        return []
    known = Organisation.objects.filter(is_public=True).visible_to(user)
    return list(known.found_by(text).select_related("country")[:FOUND])


def _money(_request, _sheet: Sheet, _form, rows) -> dict:
    """Each sum in US dollars, with the day and the source of its rate."""
    table = rates.rows()
    for row in rows.forms:
        row.rate = table.get(row["currency"].value())
        row.usd = _usd(row["amount"].value(), row.rate)
    return {}


def _usd(amount, rate) -> Money | None:
    try:
        sum_ = Decimal(str(amount))
        dollars = Money(sum_, "").in_usd(rate.usd if rate else None)
    except InvalidOperation:
        return None
    if not sum_.is_finite():
        return None
    return Money(dollars, "USD") if dollars is not None else None


def _place(_request, sheet: Sheet, form, _rows) -> dict:
    """The point that is saved; the city's own stands for one that is not given."""
    project = sheet.thing
    city = getattr(project.organisation, "local_government", None)
    latitude, longitude = project.latitude, project.longitude
    is_given = latitude is not None and longitude is not None
    if not is_given and city:
        latitude, longitude = city.latitude, city.longitude
        for name, value in (("latitude", latitude), ("longitude", longitude)):
            if not form.is_bound and not form.initial.get(name):
                form.initial[name] = f"{value.normalize():f}"
    if latitude is None:
        return {"points": []}
    x, y = on_map(float(longitude), float(latitude))
    name = str(project.organisation)
    return {"points": [{"x": x, "y": y, "name": name, "host": is_given}]}


OWN = {
    ("scap", "projects"): _projects,
    ("scap", "documents"): _documents,
    ("project", "situation"): _situation,
    ("project", "stage"): _stage,
    ("project", "partners"): _partners,
    ("project", "money"): _money,
    ("project", "place"): _place,
}
