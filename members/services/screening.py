"""What compliance officers record about organisations."""

from datetime import date

import pghistory
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.text import clean, clean_line
from members.models import Organisation
from members.signals import screened
from members.states import ComplianceStatus


@transaction.atomic
def screen(
    organisation: Organisation,
    *,
    by,
    status: str,
    reason: str,
    reference: str = "",
    until: date | None = None,
) -> Organisation:
    """Record what screening found; only an exemption has a reference and an end.

    The reason of any finding stays in the history; lists of matches are made anew.
    """
    organisation = Organisation.objects.select_for_update(of=("self",)).get(
        pk=organisation.pk
    )
    reason, reference = clean(reason), clean_line(reference)
    is_exempted = status == ComplianceStatus.EXEMPTED
    if is_exempted:
        _check_exemption(reason, reference, until)
    organisation.compliance_status = status
    organisation.exemption_reason = reason if is_exempted else ""
    organisation.exemption_reference = reference if is_exempted else ""
    organisation.exempted_until = until if is_exempted else None
    with pghistory.context(user=by.pk, reason=reason):
        organisation.save(
            update_fields=[
                "compliance_status",
                "exemption_reason",
                "exemption_reference",
                "exempted_until",
                "updated_at",
            ]
        )
    screened.send(Organisation, organisation_id=organisation.pk)
    return organisation


def _check_exemption(reason: str, reference: str, until: date | None) -> None:
    if not (reason and reference and until):
        raise DomainError(
            _("An exemption needs a reason, a reference and the day on which it ends.")
        )
    if until < timezone.localdate():
        raise DomainError(_("An exemption ends today or later."))
