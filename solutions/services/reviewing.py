"""How staff look at an application: checks, two judgements, a question, a no.

What becomes of an approved application is in `solutions.services.approving`.
"""

from collections.abc import Mapping

import pghistory
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import mailed_forms
from core.errors import DomainError
from core.text import clean
from members.models import User
from members.rescreening import lists_in_use
from notifications.services import announce
from solutions import applicant_names, criteria, review_standing
from solutions.models import (
    ApplicationSponsor,
    ProviderApplication,
    ProviderQuestion,
    ReviewCheck,
    ReviewScore,
)
from solutions.notices import PartnerDecided
from solutions.review_checks import Check, Outcome
from solutions.services import applying
from solutions.states import (
    IN_REVIEW,
    PROVIDER_APPLICATION_WORKFLOW,
    ProviderApplicationState,
)


@transaction.atomic
def check(
    application: ProviderApplication, *, check_code: str, outcome: str, note: str, by
) -> ReviewCheck:
    """Record what came of one check; looked at again, the newer finding counts."""
    application = _lock_in_review(application)
    _check_has_no_interest(application, by)
    note = clean(note)
    if outcome != Outcome.FINE and not note:
        raise DomainError(_("Write what you found."))
    facts = {}
    if check_code == Check.SCREENED:
        facts = _screened(application, outcome, note, by=by)
    elif check_code == Check.REFERENCES and not note:
        raise DomainError(_("Write which reference you checked, and how."))
    with pghistory.context(user=by.pk):
        found, _is_new = ReviewCheck.objects.update_or_create(
            application=application,
            check_code=check_code,
            defaults={"outcome": outcome, "note": note, "by": by, **facts},
        )
    return found


def _screened(
    application: ProviderApplication, outcome: str, note: str, *, by
) -> dict[str, list]:
    """Names are compared now. Whether a likeness means something, others say."""
    hits, lists = applicant_names.hits(application), lists_in_use()
    if hits and not by.has_perm("solutions.screen_providerapplication"):
        raise DomainError(
            _("A name is like one on a list: a compliance officer has to look at it.")
        )
    if outcome == Outcome.FINE and not note and (hits or not lists):
        raise DomainError(
            _("Write how it was screened, and why nothing stands in the way.")
        )
    return {"lists": lists, "found": applicant_names.as_facts(hits)}


@transaction.atomic
def score(
    application: ProviderApplication,
    *,
    by,
    points: Mapping[str, int],
    recommendation: str,
    remark: str = "",
) -> ReviewScore:
    """Give one's judgement. It can be changed until the second one is in."""
    application = _lock_in_review(application)
    _check_has_no_interest(application, by)
    if not criteria.is_whole(points):
        raise DomainError(_("Give points for every criterion."))
    _check_not_both_in(application)
    return _judge(
        application,
        by=by,
        points=dict(points),
        recommendation=recommendation,
        remark=clean(remark),
        interest="",
    )


@transaction.atomic
def stand_aside(application: ProviderApplication, *, by, reason: str) -> ReviewScore:
    """Say that one has an interest of one's own: no part in this from now on."""
    application = _lock_in_review(application)
    if not clean(reason):
        raise DomainError(_("Write the reason."))
    return _judge(
        application,
        by=by,
        points={},
        recommendation="",
        remark="",
        interest=clean(reason),
    )


@transaction.atomic
def ask(
    application: ProviderApplication, *, by, reason: str, step: str = ""
) -> ProviderQuestion:
    """Give the form back with a question, which is answered on it."""
    application = move(application, "ask", by=by)
    question = ProviderQuestion.objects.create(
        application=application, step=step, text=clean(reason), asked_by=by
    )
    with pghistory.context(user=by.pk):
        application.save(update_fields=["state", "updated_at"])
    applying.mail_link(
        application, "solutions/apply/letters/question.txt", question=question
    )
    return question


@transaction.atomic
def decline(
    application: ProviderApplication, *, by, reason: str
) -> ProviderApplication:
    application = move(application, "decline", by=by)
    decide(application, by=by, reason=reason)
    applying.mail_link(application, "solutions/apply/letters/declined.txt")
    return application


def move(application: ProviderApplication, name: str, *, by) -> ProviderApplication:
    """Lock, and advance the instance; whoever has an interest may not."""
    application = mailed_forms.lock(application)
    _check_has_no_interest(application, by)
    PROVIDER_APPLICATION_WORKFLOW.advance(application, name)
    return application


def decide(application: ProviderApplication, *, by, reason: str) -> None:
    application.reason = clean(reason)
    if not application.reason:
        raise DomainError(_("Write the reason."))
    application.decided_at, application.decided_by = timezone.now(), by
    with pghistory.context(user=by.pk, reason=application.reason):
        application.save()
    _tell_sponsor(application, by=by)


def _tell_sponsor(application: ProviderApplication, *, by) -> None:
    """The local government learns what became of its partner; the partner, why."""
    sponsor = ApplicationSponsor.objects.filter(application=application).first()
    if sponsor is None:
        return
    announce(
        PartnerDecided,
        about=application,
        by=by,
        to=User.objects.speaking_for(sponsor.organisation),
        is_approved=application.state == ProviderApplicationState.APPROVED,
    )


def _lock_in_review(application: ProviderApplication) -> ProviderApplication:
    application = mailed_forms.lock(application)
    if application.state not in IN_REVIEW:
        raise DomainError(_("This application is not in review."))
    return application


def _judge(application: ProviderApplication, *, by, **facts) -> ReviewScore:
    with pghistory.context(user=by.pk):
        judged, _is_new = ReviewScore.objects.update_or_create(
            application=application, reviewer=by, defaults=facts
        )
    return judged


def _check_has_no_interest(application: ProviderApplication, by) -> None:
    if application.scores.exclude(interest="").filter(reviewer=by).exists():
        raise DomainError(
            _("You have said that you have an interest here. Others take it on.")
        )


def may_judge(application: ProviderApplication, *, by) -> bool:
    """Whether points of this person are wanted, or may still be changed."""
    return (
        application.state in IN_REVIEW
        and by.has_perm("solutions.review_providerapplication", application)
        and len(review_standing.judgements(application)) < criteria.REVIEWERS
    )


def _check_not_both_in(application: ProviderApplication) -> None:
    """What everybody can read is not changed any more, nor judged once again."""
    if application.scores.given().count() >= criteria.REVIEWERS:
        raise DomainError(_("Both judgements are in already."))
