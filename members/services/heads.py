"""Heads of government: who began when, and under which title."""

from datetime import date

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.languages import CODES, column
from members import heads
from members.models import HeadTerm, LocalGovernment, Organisation
from members.models.names import NAME_PARTS
from members.services.terms import lock
from vocabulary.models import HeadTitle


@transaction.atomic
def begin(
    organisation: Organisation,
    *,
    title: HeadTitle,
    starts: date,
    by,
    ends: date | None = None,
    salutations: dict[str, str] | None = None,
    **name,
) -> HeadTerm:
    """Record a head; whoever had the title ends on the day on which this one begins.

    `salutations` by language say how letters begin; what is missing follows the
    title.
    """
    organisation = lock(organisation)
    if ends and ends < starts:
        raise DomainError(_("A term ends after it has begun."))
    held = organisation.head_terms.filter(title=title)
    with pghistory.context(user=by.pk):
        held.filter(ends=None, starts__lte=starts).update(ends=starts)
        others = held.exclude(ends__lte=starts)
        if (others.filter(starts__lt=ends) if ends else others).exists():
            raise DomainError(_("Somebody else holds this office in that time."))
        term = HeadTerm(organisation=organisation, title=title, starts=starts)
        term.ends = ends
        for part in NAME_PARTS:
            if part != "salutation":
                setattr(term, part, name.get(part) or getattr(term, part))
        for code in CODES:
            setattr(term, column("salutation", code), (salutations or {}).get(code, ""))
        term.save()
        show(organisation)
    return term


def show(organisation: Organisation) -> None:
    """What the profile shows follows the term that runs today."""
    terms = heads.current(organisation)
    place = LocalGovernment.objects.filter(organisation=organisation).first()
    if place is None or not terms:
        return
    place.head_title, place.head_name = terms[0].title, str(terms[0])
    place.save(update_fields=["head_title", "head_name"])
