"""The network dashboard, the lists its figures open, and its table."""

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import csv_export, limits
from neascn import dashboard_lists, dashboard_page, dashboard_scope


@require_safe
def index(request):
    scope = dashboard_scope.of(request)
    return render(request, "dashboard/index.html", dashboard_page.context(scope))


@require_safe
def rows(request, what):
    """What a figure counts."""
    if what not in dashboard_lists.TITLES:
        raise Http404
    scope = dashboard_scope.of(request)
    if what == "missing" and not scope.knows_members:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        raise PermissionDenied(
            _("Who has not reported yet is named to members of the network alone.")
        )
    context = {
        "scope": scope,
        "title": dashboard_lists.TITLES[what],
        "what": what,
        "page": dashboard_lists.page(scope, what, request.GET),
        "filters": dashboard_lists.filters(scope, request.GET),
        "back": scope.query(),
    }
    return render(request, "dashboard/list.html", context)


@require_safe
@limits.a_minute(limits.TABLES, "table")
def table(request):
    header, rows = dashboard_page.table(dashboard_scope.of(request))
    response = HttpResponse(
        csv_export.table(header, rows), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="dashboard.csv"'
    return response
