"""What a person does with their own account, apart from what allauth does."""

from allauth.usersessions.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.db import transaction

from members.models import User

PROFILE = (
    "name_native",
    "name_lang",
    "family_latin",
    "given_latin",
    "patronymic",
    "display_order",
    "salutation",
    "language",
    "timezone",
)
"""What people may change about themselves, and nothing else."""


@transaction.atomic
def change_profile(person: User, **values) -> User:
    """Write a person's own name, language and time zone."""
    person = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    fields = [field for field in PROFILE if field in values]
    for field in fields:
        setattr(person, field, values[field])
    person.save(update_fields=fields)
    return person


def end_session(session: UserSession) -> None:
    """Sign a person out of one browser, at once."""
    get_adapter().end_sessions([session])
