from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from core import csv_export, limits
from core.pages import page_or_part
from neascn import directory_page


@require_safe
@limits.a_minute(limits.SEARCHES, "search", when=limits.is_search)
def index(request):
    """The member directory; htmx asks for the list and its filters alone."""
    context = directory_page.context(request.GET, request.user)
    return page_or_part(request, "members/index.html", "results", context)


@require_safe
@limits.a_minute(limits.TABLES, "table")
def index_csv(request):
    header, rows = directory_page.table(
        request.GET, request.user, site=settings.SITE_URL
    )
    response = HttpResponse(
        csv_export.table(header, rows), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="members.csv"'
    return response
