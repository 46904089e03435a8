"""A section while it is written: what is saved, and on top of it what was typed.

What somebody typed is a draft of their own, held by the office: two who write
at once do not write over each other, and a successor finds both.
"""

from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from core import drafts, typed
from core.languages import column
from core.models import Draft
from core.text import whole_number
from core.typed import Values
from members.models.offices import office_holder
from scaps.forms import plans as plan_forms
from scaps.forms import projects as project_forms
from scaps.forms.sections import MAX_ROWS, PREFIX, Rows, SectionForm
from scaps.models import Project, Scap, Section
from scaps.sections import PROJECT, SCAP, Part, kind_of

LIMIT = 200_000
FORMS = {SCAP: plan_forms, PROJECT: project_forms}
COUNT = f"{PREFIX}-TOTAL_FORMS"


class Sheet:
    """A section of a plan or project as one person writes it.

    Nothing here decides who may: `scaps.views.editor` does.
    """

    def __init__(self, *, by, thing: Scap | Project, part: Part, taken: str = ""):
        """`taken`: the number of a colleague's draft to go on with."""
        self.by, self.thing, self.part = by, thing, part
        self._taken = whole_number(taken)

    # --- What there is -----------------------------------------------------------

    @cached_property
    def row(self) -> Section | None:
        rows = Section.objects.select_related("saved_by")
        owner = {kind_of(self.thing): self.thing}
        return rows.filter(**owner, name=self.part.name).first()

    @property
    def version(self) -> int:
        return self.row.version if self.row else 0

    @cached_property
    def drafts(self) -> list[Draft]:
        """Everybody's of this section, the newest first."""
        return list(drafts_of(self.thing, self.part.name).order_by("-saved_at"))

    @property
    def draft(self) -> Draft | None:
        return next((d for d in self.drafts if d.section == self._key), None)

    @property
    def others(self) -> list[Draft]:
        return [d for d in self.drafts if d.section != self._key]

    @property
    def taken(self) -> Draft | None:
        return next((d for d in self.others if d.pk == self._taken), None)

    @property
    def typed(self) -> dict:
        shown = self.taken or self.draft
        return shown.data if shown else {}

    @cached_property
    def saved(self) -> Values:
        """What is saved, as a browser would send it."""
        thing, part = self.thing, self.part
        values: Values = {
            field: getattr(thing, column(field, thing.source_lang)) or ""
            for field in part.texts
        }
        values |= {field: plain(thing, field) for field in part.fields}
        for field in part.many:
            values[field] = [str(obj.pk) for obj in getattr(thing, field).all()]
        if "source_lang" in self.form_class.base_fields:
            values["source_lang"] = thing.source_lang
        values["version"] = str(self.version)
        return values | (self._saved_rows() if part.rows else {})

    def _saved_rows(self) -> Values:
        rows = self._fixed_rows() if self.part.fixed else self._own_rows()
        values: Values = {COUNT: str(len(rows))}
        for number, row in enumerate(rows):
            for name, value in row.items():
                values[f"{PREFIX}-{number}-{name}"] = value
        return values

    def _own_rows(self) -> list[dict]:
        return [
            self._row_values(row) for row in getattr(self.thing, self.part.rows).all()
        ]

    def _fixed_rows(self) -> list[dict]:
        """A row for each criterion of the stage, shown or not."""
        if self.thing.stage is None:
            return []
        there = {row.criterion_id: row for row in self.thing.evidences.all()}
        return [
            self._row_values(there[criterion.pk])
            if criterion.pk in there
            else {"criterion": str(criterion.pk)}
            for criterion in self.thing.stage.criteria.all()
        ]

    def _row_values(self, row) -> dict:
        lang = self.thing.source_lang
        return {
            "id": str(row.pk),
            **{f: getattr(row, column(f, lang)) or "" for f in self.part.row_texts},
            **{field: plain(row, field) for field in self.part.row_fields},
        }

    @property
    def values(self) -> Values:
        """What every field holds now."""
        return self.saved | self.typed

    # --- Forms -----------------------------------------------------------------------

    @property
    def form_class(self) -> type[SectionForm]:
        return FORMS[self.part.of].FORMS.get(self.part.name, SectionForm)

    @property
    def rows_class(self) -> type[Rows] | None:
        return FORMS[self.part.of].ROWS.get(self.part.name)

    @cached_property
    def _choices(self) -> dict:
        return FORMS[self.part.of].choices(self.part, self.thing)

    def form(self, data: Values | None = None, *, values: Values | None = None):
        """The questions of the section: `data` was sent, else they hold `values`."""
        if data is not None:
            return self.form_class(typed.as_sent(data), thing=self.thing)
        initial = self.values if values is None else values
        return self.form_class(initial=initial, thing=self.thing)

    def rows(self, data: Values | None = None, *, values: Values | None = None):
        """The rows of the section, or none where it has none."""
        if (rows_class := self.rows_class) is None:
            return None
        options = {
            "prefix": PREFIX,
            "thing": self.thing,
            "form_kwargs": {"choices": self._choices},
        }
        if data is not None:
            sent = data | {f"{PREFIX}-INITIAL_FORMS": "0"}
            return rows_class(typed.as_sent(sent), **options)
        initial = self._initial(self.values if values is None else values)
        return rows_class(initial=initial, **options)

    def _initial(self, values: Values) -> list[dict]:
        found = [self._row(values, number) for number in range(_count(values))]
        # A page without a single row would offer nothing to fill in.
        return found if found or self.part.fixed else [{}]

    def _row(self, values: Values, number: int) -> dict:
        begin = f"{PREFIX}-{number}-"
        return {
            name.removeprefix(begin): value
            for name, value in values.items()
            if name.startswith(begin)
        }

    def read(self, sent) -> Values:
        """What a browser sent for this section. What is not sent is empty.

        Of the versions that a draft was begun from the oldest counts: a stale
        one meets the page of the conflict.
        """
        form = self.form_class(thing=self.thing)
        values = _read(sent, form.fields)
        if rows_class := self.rows_class:
            count = min(whole_number(sent.get(COUNT, "0")) or 0, MAX_ROWS)
            values[COUNT] = str(count)
            row = rows_class(prefix=PREFIX, form_kwargs={"choices": {}}).empty_form
            for number in range(count):
                values |= _read(sent, row.fields, f"{PREFIX}-{number}-")
        version = whole_number(sent.get("version", "")) or 0
        values["version"] = str(min(version, self.version))
        return values

    # --- Keeping ---------------------------------------------------------------------

    def keep(self, values: Values) -> None:
        """Keep what was typed, valid or not."""
        drafts.keep(
            type(self.thing),
            values,
            holder=holder_of(self.thing),
            target_id=self.thing.pk,
            section=self._key,
            by=self.by,
        )
        self.__dict__.pop("drafts", None)

    def says_more(self, values: Values) -> bool:
        """Whether this is anything else than what is saved.

        What a browser sent just before the section was saved may arrive after it.
        """
        return _said(values) != _said(self.saved)

    def drop(self, *, taken: str = "") -> None:
        """Forget what this person typed, and a colleague's draft they went on with."""
        for draft in filter(None, (self.draft, self.of_number(taken))):
            self.forget(draft)

    def forget(self, draft: Draft) -> None:
        draft.delete()
        self.__dict__.pop("drafts", None)

    def of_number(self, number: str) -> Draft | None:
        return next((d for d in self.others if str(d.pk) == number), None)

    @property
    def _key(self) -> str:
        return f"{self.part.name}-{self.by.pk}"

    # --- Addresses ---------------------------------------------------------------------

    @property
    def address(self) -> str:
        return section_address(self.thing, self.part)

    def door(self, name: str) -> str:
        """Another address of the section: its `draft` or `discard`."""
        kind = kind_of(self.thing)
        return reverse(f"scaps:{kind}-{name}", args=[self.thing.slug, self.part.name])


def section_address(thing: Scap | Project, part: Part) -> str:
    kind = kind_of(thing)
    return reverse(f"scaps:{kind}-section", args=[thing.slug, part.name])


def editor_address(thing: Scap | Project) -> str:
    name = "edit" if isinstance(thing, Scap) else "project-edit"
    return reverse(f"scaps:{name}", args=[thing.slug])


def holder_of(thing: Scap | Project) -> str:
    return office_holder(thing.organisation_id)


def drafts_of(thing: Scap | Project, section: str = ""):
    """What people typed and have not saved, of one section or of all."""
    found = Draft.objects.filter(
        holder=holder_of(thing),
        target_type=ContentType.objects.get_for_model(thing),
        target_id=thing.pk,
    ).select_related("saved_by")
    return found.filter(section__startswith=f"{section}-") if section else found


def fits(sent) -> bool:
    """Whether what was sent is of a size that can be kept."""
    return sum(len(v) for _name, values in sent.lists() for v in values) <= LIMIT


def plain(obj, name: str) -> str | list[str]:
    """A column's value as a browser sends it."""
    value = getattr(obj, obj._meta.get_field(name).attname)
    match value:
        case None | False:
            return ""
        case True:
            return "on"
        case Decimal():
            return f"{value.normalize():f}"
        case date() | datetime():
            return value.isoformat()
        case list():
            return [str(item) for item in value]
    return str(value)


def _read(sent, fields: dict, prefix: str = "") -> Values:
    values = typed.read(sent, fields, prefix)
    return {prefix + name: value for name, value in values.items()}


def _said(values: Values) -> Values:
    aside = {"version", COUNT}
    return {k: v for k, v in values.items() if v and k not in aside}


def _count(values: Values) -> int:
    return min(whole_number(str(values.get(COUNT, "0"))) or 0, MAX_ROWS)
