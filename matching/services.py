"""What staff do with the weights: draft, preview, use, discard."""

import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.text import clean
from matching.models import WeightSet
from matching.signals import preview_wanted, weights_changed
from matching.states import WeightState
from matching.terms import TERMS
from matching.weights import START, Weights
from matching.weights_in_use import weights_of

BY_TERM = ("weight", "missing")
SINGLE = ("text_middle", "text_width", "strong", "possible")
LEAST_WIDTH = 0.001


@transaction.atomic
def draft(
    from_: Weights, changes: Mapping[str, Any], *, note: str, by: Any
) -> WeightSet:
    """Write down a new version: the numbers of another one, and what is different."""
    numbers = _numbers(merged(from_, changes))
    number = _next_number()
    while True:
        row = WeightSet(version=str(number), note=clean(note), made_by=by, **numbers)
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            # Somebody else took the number a moment ago.
            number += 1
        else:
            return row


@transaction.atomic
def change(
    weight_set: WeightSet, changes: Mapping[str, Any], *, note: str, by: Any
) -> WeightSet:
    """Change a draft; what its preview said is said no more."""
    row = _draft(weight_set)
    for name, value in _numbers(merged(weights_of(row), changes)).items():
        setattr(row, name, value)
    row.note = clean(note)
    row.preview, row.previewed_at = {}, None
    row.save()
    return row


@transaction.atomic
def preview(weight_set: WeightSet, *, by: Any) -> WeightSet:
    """Ask for the job that says what these weights would change."""
    row = _locked().filter(pk=weight_set.pk).first()
    if row is None:
        raise _gone()
    if row.state == WeightState.USED:
        raise DomainError(_("These weights are in use: they would change nothing."))
    row.preview, row.previewed_at = {"wanted": True}, None
    row.save(update_fields=["preview", "previewed_at"])
    preview_wanted.send(WeightSet, weight_set_id=row.pk)
    return row


@transaction.atomic
def use(weight_set: WeightSet, *, by: Any) -> WeightSet:
    """Score with these weights from now on; every list is made anew.

    All rows are locked in one order: of two people who do this at once, the second
    meets what the first one did.
    """
    rows = {row.pk: row for row in _locked()}
    row = rows.get(weight_set.pk)
    if row is None:
        raise _gone()
    if row.state == WeightState.USED:
        raise DomainError(_("These weights are in use already."))
    used = next((r for r in rows.values() if r.state == WeightState.USED), None)
    if not is_previewed(row, used.version if used else START.version):
        raise DomainError(
            _(
                "Look at the preview first: what these weights would change against "
                "those in use now was not computed yet."
            )
        )
    if used:
        used.state = WeightState.RETIRED
        used.save(update_fields=["state"])
    row.state = WeightState.USED
    row.used_since, row.used_by = timezone.now(), by
    row.save(update_fields=["state", "used_since", "used_by"])
    weights_changed.send(WeightSet, version=row.version)
    return row


@transaction.atomic
def discard(weight_set: WeightSet, *, by: Any) -> None:
    """Throw a draft away; its history stays."""
    _draft(weight_set).delete()


def is_previewed(row: WeightSet, against: str) -> bool:
    """Whether the preview is complete, and compares with the version `against`."""
    return row.previewed_at is not None and row.preview.get("against") == against


def merged(base: Weights, changes: Mapping[str, Any]) -> Weights:
    """The numbers of `base` with some changed; refused where they make no sense."""
    _check_names(changes)
    facts = asdict(base)
    for name in BY_TERM:
        facts[name] = {**facts[name], **changes.get(name, {})}
    facts |= {name: changes[name] for name in SINGLE if name in changes}
    numbers = [*facts["weight"].values(), *facts["missing"].values()]
    if not all(map(math.isfinite, [*numbers, *(facts[name] for name in SINGLE)])):
        raise DomainError(_("Each of these is a number."))
    if facts["text_width"] < LEAST_WIDTH:
        raise DomainError(_("The width of the text score is above zero."))
    if not 0 <= facts["possible"] < facts["strong"] <= 100:
        raise DomainError(
            _("“Possible” begins below “strong”, and both lie between 0 and 100.")
        )
    try:
        return Weights(**facts)
    except ValueError as error:
        raise DomainError(
            _(
                "Weights are not negative and not all zero; what is not stated counts "
                "between 0 and 0.5."
            )
        ) from error


def _check_names(changes: Mapping[str, Any]) -> None:
    unknown = {*changes} - {*BY_TERM, *SINGLE}
    for name in BY_TERM:
        unknown |= {*changes.get(name, {})} - {*TERMS}
    if unknown:
        raise DomainError(
            _("The portal does not know these numbers: %(names)s.")
            % {"names": ", ".join(sorted(unknown))}
        )


def _numbers(weights: Weights) -> dict[str, Any]:
    numbers = asdict(weights)
    del numbers["version"]
    return numbers


def _next_number() -> int:
    """One above every version that is a number, also the one that was shipped."""
    versions = WeightSet.objects.values_list("version", flat=True)
    known = [START.version, *versions]
    return 1 + max((int(version) for version in known if version.isdigit()), default=0)


def _locked() -> Any:
    return WeightSet.objects.select_for_update(of=("self",)).order_by("pk")


def _draft(weight_set: WeightSet) -> WeightSet:
    row = _locked().filter(pk=weight_set.pk).first()
    if row is None:
        raise _gone()
    if row.state != WeightState.DRAFT:
        raise DomainError(
            _("What was in use is not changed any more: make a new version from it.")
        )
    return row


def _gone() -> DomainError:
    return DomainError(_("Somebody else has discarded this version."))
