"""What staff do about reviews that run out."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError
from solutions import renewals
from solutions.models import Renewal


@transaction.atomic
def write_again(renewal: Renewal, *, by) -> Renewal:
    """Send another letter with the form at once, whenever the next one was due."""
    if renewals.is_answered(renewal):
        raise DomainError(_("The form was sent already."))
    today = timezone.localdate()
    if renewal.reminded_on == today:
        raise DomainError(_("A letter went out today."))
    organisation = renewal.organisation
    if not renewals.write(organisation, renewal.due_on, today=today, at_once=True):
        raise DomainError(
            _("Nobody is known to write to. Invite an owner of the profile first.")
        )
    renewal.refresh_from_db()
    return renewal
