"""Pages made from several apps, and the pages that say what went wrong."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from neascn import gallery, home_page
from notifications import services as notifications
from notifications.models import DemoLetter, Notice


@require_safe
def home(request):
    return render(request, "home.html", home_page.context(request.user))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def inbox(request):
    """Notices of the person; POST marks all as read."""
    notices = Notice.objects.visible_to(request.user).select_related("event")
    if request.method == "POST":
        notifications.mark_read(request.user)
        return redirect("inbox")
    page = Paginator(notices, 20).get_page(request.GET.get("page"))
    return render(request, "inbox.html", {"page": page})


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
    return render(request, "400.html", status=400)


def forbidden(request, exception=None):
    reason = str(exception) if isinstance(exception, PermissionDenied) else ""
    return render(request, "403.html", {"reason": reason}, status=403)


def not_found(request, exception=None):
    return render(request, "404.html", status=404)


def broken(request):
    """No context processors: whatever broke must not break this page too."""
    return render(None, "500.html", status=500)
