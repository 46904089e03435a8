"""How a local government asks to join, and how the secretariat looks at it.

What an accepted application becomes is in `members.services.admission`.
"""

from collections.abc import Mapping

import pghistory
from django.db import transaction
from django.utils import timezone

from core import mailed_forms
from core.text import clean
from members import framework, join_links, letters
from members.models import Application, ApplicationQuestion, User
from members.notices import ApplicationSent
from members.states import (
    APPLICATION_WORKFLOW,
    ApplicationState,
    StaffRole,
)
from notifications.services import announce

keep, discard, lock = mailed_forms.keep, mailed_forms.discard, mailed_forms.lock


# --- The applicant -----------------------------------------------------------------


@transaction.atomic
def begin(*, email: str, language: str, key: str, by=None) -> Application:
    """Open an application and mail its link. Sent twice with one key it is one.

    `by` is staff who fill in the form for somebody who is off line.
    """
    made, is_new = mailed_forms.begin(
        Application, email=email, key=key, language=language, entered_by=by
    )
    if is_new:
        mail_link(made, "members/join/letters/begun.txt")
    return made


@transaction.atomic
def send_links(email: str) -> int:
    """Mail new links of an address; those before are dead. Says how many were sent.

    Nobody but the owner of the address learns whether there were any.
    """
    found = mailed_forms.end_links(Application, email)
    for application in found:
        mail_link(application, "members/join/letters/link.txt")
    return len(found)


@transaction.atomic
def submit(application: Application, facts: Mapping, *, reply: str = "") -> Application:
    """Hand the application to the secretariat. Sent twice, it was sent once."""
    application = lock(application)
    if application.state == ApplicationState.SUBMITTED:
        return application
    APPLICATION_WORKFLOW.advance(application, "submit")
    is_answer = mailed_forms.hand_in(application, reply=reply)
    application.name = facts["name_en"]
    application.country = facts["country"]
    application.framework_version = framework.VERSION
    application.save()
    staff = User.objects.staff_with(StaffRole.SECRETARIAT)
    announce(
        ApplicationSent,
        about=application,
        by=None,
        to=staff,
        answers=is_answer,
    )
    mail_link(application, "members/join/letters/received.txt")
    return application


# --- The secretariat -----------------------------------------------------------------


@transaction.atomic
def ask(application: Application, *, by, reason: str) -> ApplicationQuestion:
    """Give the form back with a question, which is answered on it."""
    application = move(application, "ask")
    question = ApplicationQuestion.objects.create(
        application=application, text=clean(reason), asked_by=by
    )
    with pghistory.context(user=by.pk):
        application.save(update_fields=["state", "updated_at"])
    mail_link(application, "members/join/letters/question.txt", question=question)
    return question


@transaction.atomic
def decline(application: Application, *, by, reason: str) -> Application:
    application = move(application, "decline")
    application.reason = clean(reason)
    decide(application, by=by)
    mail_link(application, "members/join/letters/declined.txt")
    return application


def move(application: Application, name: str) -> Application:
    application = lock(application)
    APPLICATION_WORKFLOW.advance(application, name)
    return application


def decide(application: Application, *, by) -> None:
    application.decided_at, application.decided_by = timezone.now(), by
    with pghistory.context(user=by.pk, reason=application.reason):
        application.save()


def mail_link(application: Application, template: str, **more) -> None:
    """Every letter carries a link that is good for another thirty days."""
    application.linked_at = timezone.now()
    application.save(update_fields=["linked_at"])
    letters.send(
        template,
        to=application.email,
        language=application.language,
        application=application,
        name=application.name_in(application.language),
        link=join_links.address(application),
        **more,
    )
