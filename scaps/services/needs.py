"""What people can do with a need. Every verb locks the row and records who did it."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import drafts
from core.errors import Conflict, DomainError
from core.languages import column
from core.text import clean
from members.models.offices import office_holder
from scaps.models import Need, Project
from scaps.signals import need_changed
from scaps.states import WORKFLOW, NeedState

FACTS = (
    "sector",
    "stage",
    "urgency",
    "budget_min",
    "budget_max",
    "currency",
    "price_date",
    "languages",
    "starts_on",
    "visibility",
)
LISTS = ("types", "areas")
# The bare names stand for the reader's language, which may well be empty.
UNCHECKED = ("title", "text", "entered_by")


@transaction.atomic
def create(
    organisation, data: Mapping, *, by, key: str = "", project: Project | None = None
) -> Need:
    """Write down what a local government is missing; matching starts at once.

    `project` is the one that it belongs to, where there is one. `key` is that of the draft it was written in. Sent twice, it is one need:
    the second gets the need that the first has made.
    """
    draft = drafts.lock(Need, key) if key else None
    if made := drafts.became(draft):
        return Need.objects.get(pk=made)
    need = Need(organisation=organisation, project=project, entered_by=by)
    _fill(need, data)
    need.full_clean(exclude=UNCHECKED)
    need.save()
    _fill_lists(need, data)
    if draft:
        drafts.spend(draft, target_id=need.pk)
    _announce_change(need)
    return need


@transaction.atomic
def change(need: Need, data: Mapping, *, version: int, by) -> Need:
    """Save an edited need, unless somebody saved it since `version` was read."""
    need = lock(need)
    if need.version != version:
        raise Conflict(
            _("Somebody else saved this need while you were writing. Nothing is lost.")
        )
    before = _matched_facts(need)
    _fill(need, data)
    need.version += 1
    need.full_clean(exclude=UNCHECKED)
    need.save()
    _fill_lists(need, data)
    if _matched_facts(need) != before:
        need.text_version += 1
        need.save(update_fields=["text_version", "updated_at"])
        _announce_change(need)
    drafts.drop(Need, holder=office_holder(need.organisation_id), target_id=need.pk)
    return need


@transaction.atomic
def publish(need: Need, *, by) -> Need:
    """Show the need to those its visibility names."""
    need = _move(need, "publish")
    need.published_at, need.published_by = timezone.now(), by
    need.save(update_fields=["state", "published_at", "published_by", "updated_at"])
    return need


@transaction.atomic
def withdraw(need: Need, *, by) -> Need:
    """Take the need back to the office; its matches stay."""
    need = _move(need, "withdraw")
    need.save(update_fields=["state", "updated_at"])
    return need


@transaction.atomic
def close(need: Need, *, by, reason: str) -> Need:
    """End the search, with what became of it."""
    need = _move(need, "close")
    need.closed_at, need.closed_by = timezone.now(), by
    need.close_reason = clean(reason)
    need.save(
        update_fields=["state", "closed_at", "closed_by", "close_reason", "updated_at"]
    )
    return need


@transaction.atomic
def reopen(need: Need, *, by) -> Need:
    """Search again: the need is a draft, and is matched with today's catalogue."""
    need = _move(need, "reopen")
    need.closed_at = need.closed_by = None
    need.close_reason = ""
    need.text_version += 1
    need.save(
        update_fields=[
            "state",
            "closed_at",
            "closed_by",
            "close_reason",
            "text_version",
            "updated_at",
        ]
    )
    _announce_change(need)
    return need


@transaction.atomic
def attach(need: Need, project: Project, *, by) -> Need:
    """Make a need of the city one of its project."""
    need = lock(need)
    if need.organisation_id != project.organisation_id or need.project_id:
        raise DomainError(_("This need cannot be put into the project."))
    need.project = project
    need.save(update_fields=["project", "updated_at"])
    return need


@transaction.atomic
def detach(need: Need, *, by) -> Need:
    """The need stands on its own again."""
    need = lock(need)
    need.project = None
    need.save(update_fields=["project", "updated_at"])
    return need


def lock(need: Need) -> Need:
    return (
        Need.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organisation")
        .get(pk=need.pk)
    )


def _move(need: Need, name: str) -> Need:
    need = lock(need)
    WORKFLOW.advance(need, name)
    return need


def _fill(need: Need, data: Mapping) -> None:
    need.source_lang = data["source_lang"]
    for field in ("title", "text"):
        setattr(need, column(field, need.source_lang), data[field])
    for field in FACTS:
        if field in data:
            setattr(need, field, data[field])
    if need.state == NeedState.DRAFT and not need.price_date and need.currency:
        need.price_date = timezone.localdate()


def _fill_lists(need: Need, data: Mapping) -> None:
    for field in LISTS:
        if field in data:
            getattr(need, field).set(data[field])


def _matched_facts(need: Need) -> tuple:
    """What the matchers read: a change of anything else needs no new search."""
    texts = [getattr(need, column(f, need.source_lang)) for f in ("title", "text")]
    facts = [getattr(need, f"{name}_id", None) for name in ("sector", "stage")]
    areas = sorted(need.areas.values_list("pk", flat=True))
    money = [need.budget_min, need.budget_max, need.currency, need.price_date]
    return (need.source_lang, *texts, *facts, areas, *money, sorted(need.languages))


def _announce_change(need: Need) -> None:
    need_changed.send(Need, need_id=need.pk, text_version=need.text_version)
