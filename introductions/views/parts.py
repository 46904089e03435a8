"""What the pages of a thread and those of its next steps share."""

from collections.abc import Callable

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.access import fetch
from core.errors import DomainError
from introductions import disclosure
from introductions.models import Introduction


def introduction_of(request, permission: str, pk: int) -> Introduction:
    return fetch(request.user, permission, Introduction.objects.with_sides(), pk=pk)


def done(request, back, verb: Callable, *args, said: str = "", **facts):
    """Call a verb for whoever is signed in; what it says to it, and back."""
    try:
        verb(*args, by=request.user, **facts)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said or _("Done."))
    return redirect(back)


def page(request, name: str, introduction: Introduction, form, **more):
    reader = introduction.side_of(request.user)
    context = {
        "form": form,
        "introduction": introduction,
        "title": disclosure.title(introduction, reader),
        **more,
    }
    status = 422 if form.is_bound else 200
    return render(request, f"introductions/{name}.html", context, status=status)
