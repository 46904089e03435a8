"""How a local government becomes a member, from the first letter to the seat."""

from collections.abc import Mapping
from datetime import timedelta

import pghistory
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.languages import column
from core.text import clean
from members import framework, join_links, letters
from members.models import (
    Application,
    ApplicationQuestion,
    HeadTerm,
    LocalGovernment,
    Membership,
    Network,
    Organisation,
    User,
)
from members.notices import ApplicationSent
from members.services import memberships, offices
from members.states import (
    APPLICATION_WORKFLOW,
    BELONGS,
    ApplicationState,
    MembershipState,
    OrganisationKind,
    StaffRole,
)
from notifications.services import announce

A_DAY = timedelta(days=1)
MOST_A_DAY = 5
REST = timedelta(minutes=2)
MOST_LINKS = 5
# What a browser's language tag is called in our columns.
OWN_COLUMNS = {"zh-Hans": "zh-hans", "ja": "ja", "ko": "ko", "mn": "mn", "ru": "ru"}


# --- The applicant -----------------------------------------------------------------


@transaction.atomic
def begin(*, email: str, language: str, key: str, by=None) -> Application:
    """Open an application and mail its link. Sent twice with one key it is one.

    `by` is staff who fill in the form for somebody who is off line.
    """
    made, is_new = Application.objects.get_or_create(
        key=key,
        defaults={
            "email": User.objects.normalize_email(email.strip()),
            "language": language,
            "entered_by": by,
        },
    )
    if not is_new:
        return made
    recent = Application.objects.filter(
        email__iexact=made.email, created_at__gt=timezone.now() - A_DAY
    )
    if recent.count() > MOST_A_DAY:
        raise DomainError(
            _("Too many applications were begun with this address. Try tomorrow.")
        )
    _mail_link(made, "members/join/letters/begun.txt")
    return made


@transaction.atomic
def send_links(email: str) -> int:
    """Mail new links of an address; those before are dead. Says how many were sent.

    Nobody but the owner of the address learns whether there were any.
    """
    free = timezone.now() - REST
    found = (
        Application.objects.select_for_update(of=("self",), no_key=True)
        .filter(email__iexact=email.strip())
        .exclude(linked_at__gt=free)
        .order_by("-pk")[:MOST_LINKS]
    )
    for application in found:
        application.link_number += 1
        application.save(update_fields=["link_number", "updated_at"])
        _mail_link(application, "members/join/letters/link.txt")
    return len(found)


@transaction.atomic
def keep(
    application: Application, typed: Mapping, *, reached: int = 1, files=None
) -> Application:
    """Keep what was typed for a step, valid or not, and the files handed in."""
    application = lock(application)
    if not application.is_writable:
        raise DomainError(_("This application was sent. It cannot be changed now."))
    application.answers = application.answers | dict(typed)
    application.reached = max(application.reached, reached)
    for name, upload in (files or {}).items():
        setattr(application, name, upload)
    application.save(
        update_fields=["answers", "reached", "updated_at", *(files or {}).keys()]
    )
    return application


@transaction.atomic
def submit(application: Application, facts: Mapping, *, reply: str = "") -> Application:
    """Hand the application to the secretariat. Sent twice, it was sent once."""
    application = lock(application)
    if application.state == ApplicationState.SUBMITTED:
        return application
    APPLICATION_WORKFLOW.advance(application, "submit")
    question = application.questions.filter(answered_at=None).first()
    if question:
        if not clean(reply):
            raise DomainError(_("Answer the question of the secretariat."))
        question.answer, question.answered_at = clean(reply), timezone.now()
        question.save(update_fields=["answer", "answered_at"])
    application.name = facts["name_en"]
    application.country = facts["country"]
    application.framework_version = framework.VERSION
    application.submitted_at = timezone.now()
    # What was said once more for this sending is not said for the next one.
    for name in ("reply", "declaration"):
        application.answers.pop(name, None)
    application.save()
    staff = User.objects.staff_with(StaffRole.SECRETARIAT)
    announce(
        ApplicationSent,
        about=application,
        by=None,
        to=staff,
        answers=question is not None,
    )
    _mail_link(application, "members/join/letters/received.txt")
    return application


# --- The secretariat -----------------------------------------------------------------


@transaction.atomic
def ask(application: Application, *, by, reason: str) -> ApplicationQuestion:
    """Give the form back with a question, which is answered on it."""
    application = _move(application, "ask")
    question = ApplicationQuestion.objects.create(
        application=application, text=clean(reason), asked_by=by
    )
    with pghistory.context(user=by.pk):
        application.save(update_fields=["state", "updated_at"])
    _mail_link(application, "members/join/letters/question.txt", question=question)
    return question


@transaction.atomic
def decline(application: Application, *, by, reason: str) -> Application:
    application = _move(application, "decline")
    application.reason = clean(reason)
    _decide(application, by=by)
    _mail_link(application, "members/join/letters/declined.txt")
    return application


@transaction.atomic
def accept(
    application: Application,
    facts: Mapping,
    *,
    by,
    network: Network,
    slug: str,
    organisation: Organisation | None = None,
    parent: LocalGovernment | None = None,
) -> Membership:
    """Make the local government an associate and invite its CSCO.

    `facts` are the checked answers. `organisation` is given where the portal
    knows the local government already: one that was invited, or comes back.
    """
    application = _move(application, "accept")
    if organisation is None:
        organisation = _organisation(application, facts, slug=slug)
        _local_government(organisation, facts, parent=parent)
    membership = _associate(organisation, network, application, by=by)
    _head(organisation, facts, by=by)
    application.membership = membership
    _decide(application, by=by)
    _seat_csco(organisation, application, facts, by=by)
    _mail_link(
        application, "members/join/letters/accepted.txt", organisation=organisation
    )
    return membership


def lock(application: Application) -> Application:
    return Application.objects.select_for_update(of=("self",), no_key=True).get(
        pk=application.pk
    )


def _move(application: Application, name: str) -> Application:
    application = lock(application)
    APPLICATION_WORKFLOW.advance(application, name)
    return application


def _decide(application: Application, *, by) -> None:
    application.decided_at, application.decided_by = timezone.now(), by
    with pghistory.context(user=by.pk, reason=application.reason):
        application.save()


def _mail_link(application: Application, template: str, **more) -> None:
    """Every letter carries a link that is good for another thirty days."""
    application.linked_at = timezone.now()
    application.save(update_fields=["linked_at"])
    letters.send(
        template,
        to=application.email,
        language=application.language,
        application=application,
        link=join_links.address(application),
        **more,
    )


# --- What an accepted application becomes ----------------------------------------------


def _organisation(
    application: Application, facts: Mapping, *, slug: str
) -> Organisation:
    if Organisation.objects.filter(slug=slug).exists():
        raise DomainError(_("Another organisation has this address. Choose another."))
    names = {
        name: value
        for name, value in facts.items()
        if name.startswith("name_") and value
    }
    own = OWN_COLUMNS.get(facts["native_lang"])
    if own:
        names.setdefault(column("name", own), facts["native_name"])
    organisation = Organisation(
        kind=OrganisationKind.LOCAL_GOVERNMENT,
        slug=slug,
        country=facts["country"],
        source_lang=own or "en",
        native_name=facts["native_name"],
        native_lang=facts["native_lang"],
        reading=facts.get("reading") or "",
        website=facts["website"],
        languages=facts["languages"],
        is_public=True,
        **names,
    )
    organisation.full_clean(exclude=["name"])
    organisation.save()
    return organisation


def _local_government(organisation: Organisation, facts: Mapping, *, parent) -> None:
    own = OWN_COLUMNS.get(facts["native_lang"], "en")
    place = LocalGovernment(
        organisation=organisation,
        unit_type=facts["unit_type"],
        parent=parent,
        head_title=facts["head_title"],
        **{
            name: facts[name]
            for name in (
                "latitude",
                "longitude",
                "timezone",
                "population",
                "population_year",
                "population_source",
            )
        },
        **{column("office", own): facts["csco_office"]},
    )
    place.full_clean(exclude=["office"])
    place.save()


def _associate(
    organisation: Organisation, network: Network, application: Application, *, by
) -> Membership:
    """Two lines of the timeline: applied on the day it was sent, accepted today."""
    membership = memberships.open_candidacy(organisation, network)
    if membership.state in BELONGS or membership.state == MembershipState.SUSPENDED:
        raise DomainError(_("This local government is in the network already."))
    sent = timezone.localdate(application.submitted_at)
    if membership.state != MembershipState.APPLIED:
        last = membership.timeline.order_by("date", "pk").last()
        day = max(sent, last.date) if last else sent
        name = "apply" if membership.state != MembershipState.DEFERRED else ""
        if name:
            membership = memberships.move(membership, name, by=by, on=day)
    return memberships.move(membership, "accept", by=by)


def _head(organisation: Organisation, facts: Mapping, *, by) -> None:
    """The term of the head, where the title is one of the list and nobody has it."""
    title, starts = facts["head_title"], facts["head_starts"]
    if title is None or organisation.head_terms.filter(title=title).exists():
        return
    salutation = facts.get("head_salutation") or ""
    own = OWN_COLUMNS.get(facts["native_lang"], "en")
    with pghistory.context(user=by.pk):
        HeadTerm.objects.create(
            organisation=organisation,
            title=title,
            starts=starts,
            ends=facts.get("head_ends"),
            **_name_parts(facts, "head"),
            **({column("salutation", own): salutation} if salutation else {}),
        )


def _seat_csco(
    organisation: Organisation, application: Application, facts: Mapping, *, by
) -> None:
    """The term begins; the seat is offered by letter to whoever never signed in."""
    email = facts["csco_email"].strip()
    person = User.objects.filter(email__iexact=email).first()
    if person is None:
        person = User(
            email=User.objects.normalize_email(email),
            language=facts["csco_language"],
            salutation=facts.get("csco_salutation") or "",
            **_name_parts(facts, "csco"),
        )
        person.set_unusable_password()
        with pghistory.context(user=by.pk):
            person.save()
    offices.hand_over(
        organisation,
        to=person,
        by=by,
        starts=facts.get("csco_appointed_on") or timezone.localdate(),
        office=facts["csco_office"],
        appointed_by=facts["csco_appointed_by"],
        letter=application.appointment_letter,
    )


def _name_parts(facts: Mapping, prefix: str) -> dict:
    native = facts.get(f"{prefix}_native") or ""
    return {
        "family_latin": facts.get(f"{prefix}_family") or "",
        "given_latin": facts.get(f"{prefix}_given") or "",
        "patronymic": facts.get(f"{prefix}_patronymic") or "",
        "display_order": facts[f"{prefix}_order"],
        "name_native": native,
        "name_lang": facts["native_lang"] if native else "",
    }
