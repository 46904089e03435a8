"""The desk of a provider: where its listing stands, and what to do next."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core.languages import CODES, column, listed, shown
from introductions import step_tasks
from introductions.models import Introduction
from members.models import Organisation
from solutions import renewals
from solutions.models import Solution, SolutionRevision
from solutions.report_words import FACTS
from solutions.states import RevisionState, SolutionState

MOST = 100
TONES = {
    SolutionState.DRAFT: "plan",
    SolutionState.SUBMITTED: "run",
    SolutionState.PUBLISHED: "done",
    SolutionState.WITHDRAWN: "stop",
}
LISTED_FIRST = frozenset({SolutionState.PUBLISHED})


@dataclass
class Line:
    """One solution of the provider; `revision` is its change that is not settled."""

    solution: Solution
    revision: SolutionRevision | None
    url: str

    @property
    def tone(self) -> str:
        return TONES[SolutionState(self.solution.state)]

    @property
    def languages(self) -> int:
        """In how many of the portal's languages its title can be read."""
        titles = [getattr(self.solution, column("title", code)) for code in CODES]
        return sum(1 for title in titles if title)

    @property
    def missing(self) -> list[str]:
        """Facts that cities rank by and that are not stated."""
        solution = self.solution
        has_price = solution.price_min is not None or solution.price_max is not None
        stated = {
            "areas": solution.areas.all(),
            "stages": solution.stages.all(),
            "languages": solution.languages,
            "price": has_price,
        }
        return [str(FACTS[name]) for name, value in stated.items() if not value]


def lines(provider: Organisation) -> list[Line]:
    """All its solutions, what is listed first."""
    solutions = (
        Solution.objects.filter(provider=provider)
        .defer("search", "sort_keys")
        .select_related("maturity")
        .prefetch_related("sectors", "areas", "stages")
    )
    open_ones = SolutionRevision.objects.open().filter(solution__provider=provider)
    changes = {revision.solution_id: revision for revision in open_ones}
    found = [
        Line(solution, changes.get(solution.pk), address(provider, solution))
        for solution in solutions[:MOST]
    ]
    return sorted(found, key=lambda line: line.solution.state not in LISTED_FIRST)


def tasks(provider: Organisation, found: list[Line], *, by) -> list[dict]:
    """What the person can do for the office now, what is most urgent first."""
    speaks = provider.pk in by.speaks_for
    urgent = [task for line in found for task in _urgent(line, speaks=speaks)]
    better = [task for line in found for task in _better(line)]
    steps = step_tasks.due(by)
    return [
        *_introductions(provider, by),
        *steps,
        *urgent,
        *_renewal(provider),
        *_profile(provider),
        *better,
    ]


def _renewal(provider: Organisation):
    due = renewals.valid_until(provider)
    if due and due - timezone.localdate() <= renewals.FIRST:
        yield {
            "label": _("Renew the review of your organisation"),
            "url": reverse("apply:resend"),
            "state": _("by %(date)s") % {"date": date_format(due)},
            "tone": "hold",
            "hint": _(
                "The form was mailed to the address of your application, with your "
                "answers in it. Here the link is sent once more."
            ),
        }


def _introductions(provider: Organisation, by):
    waiting = Introduction.objects.waiting_for(by).of([provider.pk]).count()
    if waiting:
        yield {
            "label": ngettext(
                "%(number)s introduction waits for your answer",
                "%(number)s introductions wait for your answer",
                waiting,
            )
            % {"number": waiting},
            "url": reverse("introductions:index"),
            "state": pgettext("an introduction", "proposed"),
            "tone": "hold",
            "hint": "",
        }


def _urgent(line: Line, *, speaks: bool):
    solution, revision = line.solution, line.revision
    if revision and revision.state == RevisionState.RETURNED:
        yield _task(line, _("change sent back"), "hold", revision.reason)
    if solution.state == SolutionState.DRAFT and solution.state_reason:
        yield _task(line, _("sent back"), "hold", solution.state_reason)
    elif solution.state == SolutionState.DRAFT:
        hint = (
            _("Read it once more and submit it.")
            if speaks
            else _("An owner of your organisation submits it.")
        )
        yield _task(line, _("draft"), "plan", hint)


def _better(line: Line):
    if line.solution.state == SolutionState.PUBLISHED and line.missing:
        hint = _("Cities rank by what you leave open: %(facts)s.") % {
            "facts": listed(line.missing)
        }
        yield _task(line, _("could say more"), "", hint)


def _task(line: Line, state: str, tone: str, hint: str) -> dict:
    return {
        "label": shown(line.solution, "title"),
        "url": line.url,
        "state": state,
        "tone": tone,
        "hint": hint,
    }


def _profile(provider: Organisation):
    stated = {
        _("summary"): getattr(provider, column("summary", provider.source_lang)),
        _("website"): provider.website,
        _("working languages"): provider.languages,
    }
    if missing := [name for name, value in stated.items() if not value]:
        yield {
            "label": _("Profile of your organisation"),
            "url": reverse("provider:profile", args=[provider.slug]),
            "state": _("could say more"),
            "tone": "",
            "hint": _("Not stated yet: %(facts)s.") % {"facts": listed(missing)},
        }


def address(provider: Organisation, solution: Solution) -> str:
    return reverse("provider:solution", args=[provider.slug, solution.slug])


def tabs(provider: Organisation, current: str) -> list[dict]:
    """The pages of the desk; `current` is the name of one of them."""
    pages = {
        "desk": _("Overview"),
        "subscriptions": _("Needs for you"),
        "profile": _("Profile"),
    }
    found = [
        {
            "label": label,
            "url": reverse(f"provider:{name}", args=[provider.slug]),
            "current": name == current,
        }
        for name, label in pages.items()
    ]
    people = reverse("office:detail", args=[provider.slug])
    return [*found, {"label": _("Who sits here"), "url": people}]
