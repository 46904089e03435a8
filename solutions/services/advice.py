"""What the secretariat adds to a list: recommendations, and answers to questions."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.text import clean
from members.compliance import is_restricted
from members.models import User
from members.states import StaffRole
from notifications import services as notifications
from scaps.models import Need
from scaps.states import NeedState
from solutions import matching
from solutions.models import Match, Question, Ranking, Solution
from solutions.notices import QuestionAnswered, QuestionAsked, SolutionRecommended
from solutions.states import MatchState, SolutionState


@transaction.atomic
def pin(need: Need, solution: Solution, *, reason: str, lang: str, by) -> Match:
    """Recommend a solution for a need, with a reason that its readers see."""
    need = _lock(need)
    # A job that stores this need's list waits here, or has ended.
    ranking = Ranking.objects.select_for_update(of=("self",)).filter(need=need).first()
    solution = Solution.objects.select_related("provider__country").get(pk=solution.pk)
    _check_may_be_matched(need, solution)
    match = _matched(need, solution)
    if match.pinned_at is not None:
        raise DomainError(_("This solution is recommended for this need already."))
    if match.state == MatchState.DISMISSED:
        raise DomainError(_("The local government has put this solution aside."))
    match.pinned_at, match.pinned_by = timezone.now(), by
    match.pin_reason, match.pin_lang = clean(reason), lang
    match.save(update_fields=["pinned_at", "pinned_by", "pin_reason", "pin_lang"])
    if ranking is not None:
        # The office is told now, so not again as of a strong match.
        ranking.strong_told = sorted({*ranking.strong_told, solution.pk})
        ranking.save(update_fields=["strong_told"])
    notifications.announce(
        SolutionRecommended,
        about=need,
        by=by,
        to=User.objects.speaking_for(need.organisation),
        solution=solution.pk,
    )
    return match


@transaction.atomic
def unpin(match: Match, *, by) -> Match:
    """Take a recommendation back; the match stays as far as it was found or chosen."""
    found = Match.objects.select_for_update(of=("self",)).filter(pk=match.pk).first()
    if found is None or found.pinned_at is None:
        raise DomainError(_("This solution is not recommended any more."))
    found.pinned_at = found.pinned_by = None
    found.pin_reason = found.pin_lang = ""
    found.save(update_fields=["pinned_at", "pinned_by", "pin_reason", "pin_lang"])
    return found


@transaction.atomic
def ask(need: Need, *, text: str, lang: str, by) -> Question:
    """Ask the secretariat about the solutions for a need; one question waits at a time."""
    need = _lock(need)
    if waiting := Question.objects.waiting().filter(need=need).first():
        raise DomainError(
            _(
                "A question about this need, of %(date)s, waits for its answer. It "
                "stands beside the list of solutions."
            )
            % {"date": date_format(timezone.localtime(waiting.asked_at))}
        )
    question = Question.objects.create(
        need=need, text=clean(text), lang=lang, asked_by=by
    )
    notifications.announce(
        QuestionAsked,
        about=need,
        by=by,
        to=User.objects.staff_with(StaffRole.SECRETARIAT),
        question=question.pk,
    )
    return question


@transaction.atomic
def answer(question: Question, *, text: str, lang: str, by) -> Question:
    """Answer a question of a city, once; its office is told."""
    source = Question.objects.select_related("need__organisation", "asked_by")
    question = source.select_for_update(of=("self",)).get(pk=question.pk)
    if question.answered_at is not None:
        raise DomainError(_("Somebody else has answered this question already."))
    question.answer, question.answer_lang = clean(text), lang
    question.answered_at, question.answered_by = timezone.now(), by
    question.save(update_fields=["answer", "answer_lang", "answered_at", "answered_by"])
    office = User.objects.speaking_for(question.need.organisation)
    notifications.announce(
        QuestionAnswered,
        about=question.need,
        by=by,
        to=[*office, question.asked_by],
        question=question.pk,
    )
    return question


def _lock(need: Need) -> Need:
    """Weak enough for jobs that only refer to the need: they hold its ranking."""
    source = Need.objects.select_related("organisation__country")
    return source.select_for_update(of=("self",), no_key=True).get(pk=need.pk)


def _check_may_be_matched(need: Need, solution: Solution) -> None:
    if need.state == NeedState.CLOSED:
        raise DomainError(_("This need is closed: nothing is looked for any more."))
    if solution.state != SolutionState.PUBLISHED:
        raise DomainError(_("Only a published solution is recommended."))
    if is_restricted(need.organisation):
        raise DomainError(
            _("Only knowledge is shared with this local government at present.")
        )
    if is_restricted(solution.provider):
        raise DomainError(_("The provider of this solution is closed to matching."))


def _matched(need: Need, solution: Solution) -> Match:
    """The pair's row, locked; made with its own score where the list lacks it."""
    pair = Match.objects.select_for_update(of=("self",))
    if found := pair.filter(need=need, solution=solution).first():
        return found
    score, _text = matching.scored(need, solution)
    last = Match.objects.filter(need=need).aggregate(last=Max("rank"))["last"]
    return Match.objects.create(
        need=need,
        solution=solution,
        rank=(last or 0) + 1,
        value=score.value,
        word=score.word,
        completeness=score.completeness,
        reasons=score.as_json(),
        scored_at=timezone.now(),
    )
