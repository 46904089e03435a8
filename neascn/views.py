"""Pages made from several apps, and the pages that say what went wrong."""

import sys

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from core.access import fetch
from core.languages import asked_for
from core.middleware import unavailable
from members.models import Organisation
from neascn import city_page, gallery, home_page, statements
from notifications.models import DemoLetter


@require_safe
def home(request):
    return render(request, "home.html", home_page.context(request.user))


@require_safe
def city(request, slug):
    cities = Organisation.objects.local_governments().select_related(
        "country", "local_government__unit_type", "local_government__head_title"
    )
    city = fetch(request.user, "members.view_organisation", cities, slug=slug)
    return render(request, "members/detail.html", city_page.context(city, request.user))


@require_safe
def about(request):
    return render(request, "pages/about.html", statements.about())


@require_safe
def accessibility(request):
    return render(request, "pages/accessibility.html", statements.accessibility())


@require_safe
def privacy(request):
    return render(request, "pages/privacy.html", statements.privacy())


@require_safe
def components(request):
    """The gallery of components, for staff and for development."""
    if not (settings.DEBUG or request.user.is_staff):
        raise Http404
    return render(request, "components/index.html", gallery.samples())


@require_safe
def demo_mail(request):
    """Every letter the demo sent; refused outside the demo."""
    if not settings.DEMO:
        raise Http404
    page = Paginator(DemoLetter.objects.all(), 20).get_page(request.GET.get("page"))
    return render(request, "demo_mail.html", {"page": page})


def bad_request(request, exception=None):
    """Perhaps before anybody asked for the reader's language."""
    with translation.override(asked_for(request)):
        return render(request, "400.html", status=400)


def forbidden(request, exception=None):
    reason = str(exception) if isinstance(exception, PermissionDenied) else ""
    return render(request, "403.html", {"reason": reason}, status=403)


def not_found(request, exception=None):
    return render(request, "404.html", status=404)


def too_many(request, exception=None):
    """For the limits of `core.limits`, which say when to come back, and of allauth."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = "60"
    return response


def broken(request):
    """No context processors: whatever broke must not break this page too.

    A server behind us may also be found dead by a middleware, which Django
    brings here.
    """
    return unavailable(request, sys.exception()) or render(None, "500.html", status=500)
