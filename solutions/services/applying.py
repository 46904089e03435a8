"""How an institution applies to be listed. Nobody needs an account for it.

How the secretariat looks at it is in `solutions.services.reviewing`.
"""

from collections.abc import Mapping

import pghistory
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import mailed_forms
from core.errors import DomainError
from core.mailed_forms import lock, lock_writable
from core.text import clean
from members import letters
from members.compliance import is_restricted
from members.models import Organisation, User
from members.states import StaffRole
from notifications.services import announce
from solutions.apply_links import LINKS
from solutions.models import (
    ApplicationSponsor,
    ProposedSolution,
    ProviderApplication,
)
from solutions.notices import ProviderApplicationSent
from solutions.states import (
    PROVIDER_APPLICATION_WORKFLOW,
    ProviderApplicationState,
)

MOST_SOLUTIONS = 10
LETTERS = "solutions/apply/letters"


@transaction.atomic
def begin(
    *, email: str, language: str, key: str, kind: str, country: str, by=None
) -> ProviderApplication:
    """Open an application and mail its link. Sent twice with one key it is one.

    `by` is staff who fill in the form for somebody who is off line.
    """
    made, is_new = mailed_forms.begin(
        ProviderApplication,
        email=email,
        key=key,
        language=language,
        answers={"kind": kind, "country": country},
        entered_by=by,
    )
    if is_new:
        mail_link(made, f"{LETTERS}/begun.txt")
    return made


@transaction.atomic
def introduce(
    *,
    sponsor: Organisation,
    name: str,
    email: str,
    language: str,
    key: str,
    kind: str,
    country: str,
    note: str,
    lang: str,
    by,
) -> ProviderApplication:
    """A local government introduces its own partner, who fills in a shorter form."""
    if is_restricted(sponsor):
        raise DomainError(
            _("Partners cannot be introduced for this local government today.")
        )
    made, is_new = mailed_forms.begin(
        ProviderApplication,
        email=email,
        key=key,
        language=language,
        answers={"kind": kind, "country": country, "name_en": name},
    )
    if is_new:
        with pghistory.context(user=by.pk):
            ApplicationSponsor.objects.create(
                application=made,
                organisation=sponsor,
                introduced_by=by,
                note=clean(note),
                lang=lang,
            )
        mail_link(made, f"{LETTERS}/introduced.txt", sponsor=sponsor)
    return made


@transaction.atomic
def send_links(email: str) -> int:
    """Mail new links of an address; those before are dead. Says how many were sent.

    Nobody but the owner of the address learns whether there were any.
    """
    found = mailed_forms.end_links(ProviderApplication, email)
    for application in found:
        mail_link(application, f"{LETTERS}/link.txt")
    return len(found)


@transaction.atomic
def keep_solution(
    application: ProviderApplication, *, key: str, data: Mapping
) -> ProposedSolution:
    """Keep what was typed about one solution, valid or not; a new key is a new one."""
    application = lock_writable(application)
    row = application.proposed.filter(key=key).first()
    if row is None:
        orders = list(application.proposed.values_list("order", flat=True))
        if len(orders) >= MOST_SOLUTIONS:
            raise DomainError(
                _("An application holds ten solutions. More can follow once listed.")
            )
        row = ProposedSolution(
            application=application, key=key, order=max(orders, default=0) + 1
        )
    row.data = dict(data)
    row.save()
    _touch(application)
    return row


@transaction.atomic
def remove_solution(application: ProviderApplication, *, key: str) -> None:
    """What it was to address stays chosen, without it."""
    application = lock_writable(application)
    application.proposed.filter(key=key).delete()
    _touch(application)


@transaction.atomic
def submit(
    application: ProviderApplication, facts: Mapping, *, reply: str = ""
) -> ProviderApplication:
    """Hand the application to the secretariat. Sent twice, it was sent once."""
    application = lock(application)
    if application.state == ProviderApplicationState.SUBMITTED:
        return application
    PROVIDER_APPLICATION_WORKFLOW.advance(application, "submit")
    is_answer = mailed_forms.hand_in(application, reply=reply)
    application.kind, application.name = facts["kind"], facts["name_en"]
    application.country = facts["country"]
    application.save()
    announce(
        ProviderApplicationSent,
        about=application,
        by=None,
        to=User.objects.staff_with(StaffRole.SECRETARIAT),
        answers=is_answer,
    )
    mail_link(application, f"{LETTERS}/received.txt")
    return application


@transaction.atomic
def withdraw(application: ProviderApplication) -> ProviderApplication:
    """Take back what was sent. It stays on record; nobody decides about it."""
    application = lock(application)
    if application.state == ProviderApplicationState.WITHDRAWN:
        return application
    PROVIDER_APPLICATION_WORKFLOW.advance(application, "withdraw")
    application.save(update_fields=["state", "updated_at"])
    mail_link(application, f"{LETTERS}/withdrawn.txt")
    return application


def mail_link(application: ProviderApplication, template: str, **more) -> None:
    """Every letter carries a link that is good for another thirty days."""
    application.linked_at = timezone.now()
    application.save(update_fields=["linked_at"])
    letters.send(
        template,
        to=application.email,
        language=application.language,
        application=application,
        name=application.name or application.answers.get("name_en", ""),
        link=LINKS.address(application),
        **more,
    )


def _touch(application: ProviderApplication) -> None:
    """Whoever works on a part works on the whole: it is not forgotten meanwhile."""
    application.save(update_fields=["updated_at"])
