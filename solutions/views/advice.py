"""Questions of an office to the secretariat about the solutions for a need."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.access import fetch
from core.errors import DomainError
from core.languages import current
from scaps.models import Need
from solutions import services
from solutions.advice_forms import QuestionForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request, pk):
    """The form; refused where a question waits, with what was typed still there."""
    need = fetch(request.user, "solutions.ask_secretariat", Need, pk=pk)
    form = QuestionForm(request.POST or None, initial={"lang": current()})
    if request.method == "POST" and form.is_valid():
        try:
            services.ask(need, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request,
                _("Your question was sent. You get a notice when it is answered."),
            )
            return redirect(reverse("solutions:finder", args=[pk]) + "#ask")
    questions = list(need.questions.all())
    context = {
        "form": form,
        "need": need,
        "questions": questions,
        "waiting": any(question.answered_at is None for question in questions),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "solutions/ask.html", context, status=status)
