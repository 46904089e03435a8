"""What staff do about an application, each on a page of its own."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext

from core import files
from core.access import fetch
from core.errors import DomainError
from core.forms import ReasonForm
from solutions.apply_sheet import FILES, Sheet
from solutions.forms.solution import SolutionSheet
from solutions.models import ProviderApplication
from solutions.review_checks import TASKS, Check
from solutions.review_forms import (
    ApproveForm,
    AskForm,
    CheckForm,
    InterestForm,
    ScoreForm,
)
from solutions.services import approving, reviewing
from solutions.states import PROVIDER_APPLICATION_WORKFLOW

OURS = frozenset({"ask", "approve", "decline"})
"""Moves of the secretariat; the others are the applicant's."""


class Reviewing:
    """Of the admin of applications: its papers, checks, judgements and moves."""

    def get_urls(self):
        return [
            self.own_path("file/<slug:name>", self.file_view, "file"),
            self.own_path("check/<slug:name>", self.check_view, "check"),
            self.own_path("score", self.score_view, "score"),
            self.own_path("aside", self.aside_view, "aside"),
            self.own_path("move/<slug:name>", self.move_view, "move"),
            *super().get_urls(),
        ]

    def _fetch(self, request, permission, pk):
        return fetch(
            request.user, f"solutions.{permission}", ProviderApplication, pk=pk
        )

    def file_view(self, request, pk, name):
        application = self._fetch(request, "view_providerapplication", pk)
        if name not in FILES or getattr(application, name) is None:
            raise Http404
        return files.response(getattr(application, name))

    def check_view(self, request, pk, name):
        application = self._fetch(request, "check_providerapplication", pk)
        if name not in Check.values:
            raise Http404
        task = TASKS[Check(name)]
        known = application.checks.filter(check_code=name).first()
        initial = {"outcome": known.outcome, "note": known.note} if known else {}
        form = CheckForm(request.POST or None, task=task, initial=initial)
        return self._answer(
            request,
            application,
            form,
            reviewing.check,
            title=f"{task.check.label}: {application}",
            lead=task.what,
            check_code=name,
        )

    def score_view(self, request, pk):
        application = self._fetch(request, "review_providerapplication", pk)
        known = application.scores.filter(reviewer=request.user).first()
        return self._answer(
            request,
            application,
            ScoreForm(request.POST or None, known=known),
            reviewing.score,
            title=gettext("Points for %(application)s") % {"application": application},
            lead=gettext("The other reviewer sees them once both judgements are in."),
            label=gettext("Give points"),
        )

    def aside_view(self, request, pk):
        application = self._fetch(request, "review_providerapplication", pk)
        return self._answer(
            request,
            application,
            InterestForm(request.POST or None),
            reviewing.stand_aside,
            title=gettext("An interest of your own: %(application)s")
            % {"application": application},
        )

    def move_view(self, request, pk, name):
        move = PROVIDER_APPLICATION_WORKFLOW.moves.get(name)
        if name not in OURS or move is None:
            raise Http404
        application = fetch(request.user, move.permission, ProviderApplication, pk=pk)
        form, verb = getattr(self, f"_{name}")(request, application)
        title = f"{move.label}: {application}"
        return self._answer(
            request, application, form, verb, title=title, label=move.label
        )

    def _ask(self, request, application):
        steps = Sheet(application).steps
        form = AskForm(request.POST or None, application=application, steps=steps)
        return form, reviewing.ask

    def _decline(self, request, application):
        form = ReasonForm(request.POST or None)
        return form, reviewing.decline

    def _approve(self, request, application):
        form = ApproveForm(
            request.POST or None,
            application=application,
            proposed=list(application.proposed.all()),
        )
        return form, _approve

    def _answer(self, request, obj, form, verb, *, title, lead="", label="", **facts):
        """Ask, and call the verb; what it refuses is told on the form, nothing is lost."""
        if request.method == "POST" and form.is_valid():
            try:
                verb(obj, by=request.user, **form.cleaned_data, **facts)
            except DomainError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, gettext("Done."))
                return redirect(self.object_url(obj))
        label = label or gettext("Save")
        return self.ask(request, obj, form=form, title=title, label=label, lead=lead)


def _approve(application, *, by, **choices):
    """What was sent is checked again: word lists may have changed since."""
    sheet = Sheet(application)
    if (faulty := sheet.faulty) is not None:
        raise DomainError(
            gettext("An answer does not hold any more: %(step)s Ask the applicant.")
            % {"step": faulty.title}
        )
    sheets = {}
    for row in application.proposed.all():
        checked = SolutionSheet(row.data, check=True)
        if not checked.is_valid():
            raise DomainError(
                gettext("“%(solution)s” is not complete. Ask the applicant.")
                % {"solution": row}
            )
        sheets[row.pk] = checked.cleaned
    return approving.approve(application, sheet.facts, by=by, sheets=sheets, **choices)
