"""Whether messages may pass between two organisations today."""

from django.utils.translation import gettext as _

from core.errors import DomainError
from introductions.models import Introduction
from members import compliance
from members.compliance import Action


def is_open(introduction: Introduction, action: Action = Action.RELAY) -> bool:
    return compliance.allows(action, introduction.asker, introduction.asked)


def is_read_by(introduction: Introduction, user) -> bool:
    """Whether what one side wrote reaches this person today."""
    return is_open(introduction) and (
        user.is_staff or compliance.allows_people(Action.RELAY, user)
    )


def check(asker, asked, *, by, action: Action = Action.RELAY) -> None:
    """Refuse what compliance closes; it does not say on whose account."""
    is_allowed = compliance.allows(action, asker, asked) and (
        by.is_staff or compliance.allows_people(action, by)
    )
    if not is_allowed:
        raise DomainError(
            _(
                "The portal passes no messages on between these two at present. Write to the secretariat if you have a question."
            )
        )
