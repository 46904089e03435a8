"""The Smart City Driver: packages that are offered, and requests that are followed.

What the secretariat does about a request is a step that its local government reads.
"""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.text import clean, clean_line
from introductions import services as introductions
from introductions.states import Origin
from members.compliance import is_restricted
from members.models import Organisation, User
from members.states import StaffRole
from notifications import services as notifications
from scaps.models import Need, Project
from scaps.states import NeedState
from solutions.models import DriverPackage, DriverRequest, DriverStep
from solutions.notices import DriverAsked, DriverMoved, DriverWithdrawn
from solutions.states import (
    DRIVER_PACKAGE_WORKFLOW,
    DRIVER_REQUEST_WORKFLOW,
    DriverPackageState,
    DriverRequestState,
)

# --- Packages ------------------------------------------------------------------------


@transaction.atomic
def offer(package: DriverPackage, *, by) -> DriverPackage:
    """Show a package to members, who may ask for it from now on."""
    package = _move_package(package, "offer")
    package.offered_at, package.offered_by = timezone.now(), by
    package.state_reason = ""
    package.save(
        update_fields=[
            "state",
            "offered_at",
            "offered_by",
            "state_reason",
            "updated_at",
        ]
    )
    return package


@transaction.atomic
def retire(package: DriverPackage, *, by, reason: str) -> DriverPackage:
    """Offer a package no more; requests that are open go on."""
    package = _move_package(package, "retire")
    package.state_reason = clean(reason)
    package.save(update_fields=["state", "state_reason", "updated_at"])
    return package


def _move_package(package: DriverPackage, name: str) -> DriverPackage:
    rows = DriverPackage.objects.select_for_update(of=("self",), no_key=True)
    package = rows.get(pk=package.pk)
    DRIVER_PACKAGE_WORKFLOW.advance(package, name)
    return package


# --- A member asks -------------------------------------------------------------------


def ask(
    package: DriverPackage, *, about: Need | Project, text: str, lang: str, by
) -> DriverRequest:
    """Ask for a package with a need or a project; once for each while it is open."""
    city = about.organisation
    if package.state != DriverPackageState.OFFERED:
        raise DomainError(_("This package is not offered any more."))
    check_may_ask(city)
    if isinstance(about, Need) and about.state == NeedState.CLOSED:
        raise DomainError(_("This need is closed: nothing is looked for any more."))
    subject = {"need" if isinstance(about, Need) else "project": about}
    request = DriverRequest(
        package=package,
        organisation=city,
        text=clean(text),
        lang=lang,
        asked_by=by,
        **subject,
    )
    try:
        with transaction.atomic():
            request.save()
            _step(request, text="", lang="", by=by)
            secretariat = User.objects.staff_with(StaffRole.SECRETARIAT)
            notifications.announce(DriverAsked, about=request, by=by, to=secretariat)
    except IntegrityError as error:
        if "driver_request_one_open" not in str(error):
            raise
        raise DomainError(
            _("Your office has asked for this package already, with the same matter.")
        ) from error
    return request


def check_may_ask(city: Organisation) -> None:
    """Packages are for members of a network that more than knowledge is shared with."""
    if not Organisation.objects.members().filter(pk=city.pk).exists():
        raise DomainError(
            _("Only members of the network ask for Smart City Driver packages.")
        )
    if is_restricted(city):
        raise DomainError(
            _("Only knowledge is shared with this local government at present.")
        )


@transaction.atomic
def withdraw(
    request: DriverRequest, *, by, reason: str, lang: str = ""
) -> DriverRequest:
    """The local government takes its request back."""
    request = _move(request, "withdraw", text=reason, lang=lang or by.language, by=by)
    secretariat = User.objects.staff_with(StaffRole.SECRETARIAT)
    told = [request.owner] if request.owner else secretariat
    notifications.announce(DriverWithdrawn, about=request, by=by, to=told)
    return request


# --- The secretariat sees to it --------------------------------------------------------


def take(request: DriverRequest, *, by) -> DriverRequest:
    """Look at a request: whoever takes it sees to it from now on."""
    return _answer(request, "take", by=by)


@transaction.atomic
def introduce(
    request: DriverRequest,
    *,
    partner: Organisation,
    text: str = "",
    lang: str = "",
    by,
) -> DriverRequest:
    """Put the local government in touch with a partner of the package.

    The request, without addresses, is the first letter of their thread: whoever
    asks is told so. Where the two are in touch already, that is the thread.
    """
    if request.about is None:
        raise DomainError(_("What the request was about is not there any more."))
    if not request.package.partners.filter(pk=partner.pk).exists():
        raise DomainError(_("Choose a partner of the package."))
    try:
        introduction = introductions.start(
            asker=request.organisation,
            asked=partner,
            about=request.about,
            text=request.text,
            lang=request.lang,
            by=by,
            origin=Origin.DRIVER,
        )
    except introductions.AlreadyIntroduced as there:
        introduction = there.introduction
    facts = {"introduction": introduction}
    return _answer(request, "introduce", text=text, lang=lang, by=by, **facts)


def meet(
    request: DriverRequest,
    *,
    meets_at: datetime,
    place: str,
    text: str = "",
    lang: str = "",
    by,
) -> DriverRequest:
    """Arrange a meeting about it, or another one."""
    facts = {"meets_at": meets_at, "place": clean_line(place)}
    return _answer(request, "meet", text=text, lang=lang, by=by, **facts)


def support(request: DriverRequest, *, text: str, lang: str, by) -> DriverRequest:
    """Keep it until a programme is open that can support it."""
    return _answer(request, "support", text=text, lang=lang, by=by)


def finish(request: DriverRequest, *, text: str, lang: str, by) -> DriverRequest:
    """Close it, saying what came of it."""
    return _answer(request, "finish", text=text, lang=lang, by=by)


def decline(request: DriverRequest, *, text: str, lang: str, by) -> DriverRequest:
    """Say no, and why."""
    return _answer(request, "decline", text=text, lang=lang, by=by)


@transaction.atomic
def _answer(request: DriverRequest, name: str, *, by, **facts) -> DriverRequest:
    request = _move(request, name, by=by, **facts)
    office = User.objects.speaking_for(request.organisation)
    told = [*office, request.asked_by]
    step = request.steps.latest("pk")
    notifications.announce(DriverMoved, about=request, by=by, to=told, step=step.pk)
    return request


def _move(
    request: DriverRequest,
    name: str,
    *,
    by,
    text: str = "",
    lang: str = "",
    **facts,
) -> DriverRequest:
    rows = DriverRequest.objects.select_related("organisation__country", "package")
    locked = rows.select_for_update(of=("self",), no_key=True)
    request = locked.get(pk=request.pk)
    DRIVER_REQUEST_WORKFLOW.advance(request, name)
    if request.state != DriverRequestState.WITHDRAWN and request.owner_id is None:
        request.owner = by
    request.moved_at = timezone.now()
    request.save(update_fields=["state", "owner", "moved_at"])
    _step(request, text=text, lang=lang, by=by, **facts)
    return request


def _step(request: DriverRequest, *, text: str, lang: str, by, **facts) -> DriverStep:
    text = clean(text)
    return DriverStep.objects.create(
        request=request,
        state=request.state,
        text=text,
        lang=lang if text else "",
        taken_at=request.moved_at,
        taken_by=by,
        **facts,
    )
