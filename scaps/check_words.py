"""All that a plan or project says, in words, section by section, to be checked."""

from datetime import date
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.languages import column, in_markup, listed
from core.money import Money
from scaps.models import Project, Scap
from scaps.sections import PARTS, PROJECT, Part, kind_of
from scaps.sheets import section_address

ROWS = {
    "focuses": ("area",),
    "targets": ("focus__area",),
    "partners": ("organisation",),
    "investments": (),
    "milestones": (),
    "challenges": (),
}
"""The relations of rows, with what their words need."""


def prefetches(kind: str) -> list[str]:
    """What `of` reads of a plan's or a project's rows."""
    names = [part.rows for part in PARTS[kind] if part.rows and not part.fixed]
    deep = [f"{name}__{more}" for name in names for more in ROWS[name]]
    return ["sectors", *names, *deep]


def of(thing: Scap | Project) -> list[dict]:
    """Sections with rows for `c-check-answers`."""
    return [
        {"title": part.title, "url": section_address(thing, part), "items": items}
        for part in PARTS[kind_of(thing)]
        if (items := _items(thing, part))
    ]


def _items(thing, part: Part) -> list[dict]:
    url = section_address(thing, part)
    names = (*part.texts, *part.fields, *part.many)
    items = [
        {
            "label": _label(thing, name),
            "value": value_of(thing, name),
            "lang": in_markup(thing.source_lang) if name in part.texts else "",
            "url": f"{url}#id_{name}",
        }
        for name in names
    ]
    if part.rows and not part.fixed:
        items += _row_items(thing, part, url)
    if part.of == PROJECT and part.name == "situation":
        names = listed(thing.needs.all())
        items.append(
            {
                "label": _("Needs to be matched"),
                "value": names,
                "lang": "",
                "url": f"{url}#needs",
            }
        )
    if part.fixed and thing.stage:
        items.append(
            {"label": _("Stage"), "value": str(thing.stage), "url": url, "lang": ""}
        )
    return items


def _row_items(thing, part: Part, url: str) -> list[dict]:
    rows = getattr(thing, part.rows).all()
    items = []
    for number, row in enumerate(rows, start=1):
        setattr(row, kind_of(thing), thing)
        items.append(
            {
                "label": f"{part.row_title} {number}",
                "value": _row_words(row, part),
                "lang": "",
                "url": f"{url}?row={number - 1}",
            }
        )
    if items:
        return items
    return [{"label": part.title, "value": "", "lang": "", "url": url}]


def _row_words(row, part: Part) -> str:
    if part.rows == "investments":
        return _sum_words(row)
    names = (*part.row_texts, *part.row_fields)
    lines = [(_label(row, name), value_of(row, name)) for name in names]
    return "\n".join(f"{label}: {value}" for label, value in lines if value)


def _sum_words(row) -> str:
    facts = (
        row.get_kind_display(),
        row.get_source_display(),
        row.get_instrument_display(),
        row.get_secured_display(),
        date_format(row.price_date),
        row.note,
    )
    return f"{Money(row.amount, row.currency)}\n{listed(filter(None, facts))}"


def _label(obj, name: str) -> str:
    return str(capfirst(obj._meta.get_field(name).verbose_name))


def value_of(obj, name: str) -> str:
    """A column as a reader would put it; a text in the original."""
    field = obj._meta.get_field(name)
    if field.many_to_many:
        return listed(getattr(obj, name).all())
    if hasattr(
        obj, original := column(name, obj.source_lang) if _has_lang(obj) else ""
    ):
        return getattr(obj, original) or ""
    if display := getattr(obj, f"get_{name}_display", None):
        return str(display())
    return _plain(getattr(obj, name))


def _has_lang(obj) -> bool:
    return hasattr(obj, "source_lang")


def _plain(value) -> str:
    match value:
        case None:
            return ""
        case bool():
            return _("Yes") if value else _("No")
        case Decimal():
            return number_format(Decimal(f"{value.normalize():f}"))
        case date():
            return date_format(value)
        case list():
            return listed(value)
    return str(value)
