"""Reports of abuse, and how the secretariat looks into a thread."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.text import clean
from introductions.models import Introduction, Reading, Report
from introductions.notices import IntroductionReported, ReportRuled
from introductions.services import answering, introducing
from introductions.states import INTRODUCTION_WORKFLOW, Complaint, Ruling
from members.models import User
from members.states import StaffRole
from notifications import services as notifications


@transaction.atomic
def report(
    introduction: Introduction,
    *,
    complaint: str,
    by: User,
    text: str = "",
    lang: str = "",
) -> Report:
    """Ask the secretariat to look at a thread; the other side is not told who did."""
    introduction = introducing.lock(introduction)
    if introduction.reports.open().filter(made_by=by).exists():
        raise DomainError(
            _("You have reported this already. The secretariat looks at it.")
        )
    made = Report.objects.create(
        introduction=introduction,
        complaint=Complaint(complaint),
        text=clean(text),
        lang=lang or by.language,
        made_by=by,
    )
    notifications.announce(
        IntroductionReported,
        about=made,
        by=by,
        to=User.objects.staff_with(StaffRole.SECRETARIAT),
    )
    return made


@transaction.atomic
def rule(report: Report, *, ruling: str, note: str, by: User) -> Report:
    """Say what came of a report. Upheld, it stops the introduction for good."""
    report = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if report.ruled_at is not None:
        raise DomainError(_("Somebody has ruled on this report already."))
    report.ruling, report.note = Ruling(ruling), clean(note)
    report.ruled_at, report.ruled_by = timezone.now(), by
    report.save()
    if report.ruling == Ruling.UPHELD and _can_be_stopped(report.introduction):
        answering.stop(report.introduction, by=by, reason=report.note)
    notifications.announce(ReportRuled, about=report, by=by, to=[report.made_by])
    return report


@transaction.atomic
def read(introduction: Introduction, *, reason: str, by: User) -> Reading:
    """Open a thread to one of the staff for an hour; the reason stays."""
    reason = clean(reason)
    if not reason:
        raise DomainError(_("Say why you read this thread."))
    return Reading.objects.create(introduction=introduction, reader=by, reason=reason)


def _can_be_stopped(introduction: Introduction) -> bool:
    return introduction.state in INTRODUCTION_WORKFLOW.moves["stop"].sources
