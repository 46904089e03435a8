"""The portal's addresses, and one more that shows a page that says no."""

from django.conf.urls.i18n import i18n_patterns
from django.db import OperationalError
from django.urls import path

from core.middleware import unavailable
from neascn import views
from neascn.urls import urlpatterns as portal

PAGES = {
    400: views.bad_request,
    403: views.forbidden,
    404: views.not_found,
    429: views.too_many,
    500: views.broken,
    503: lambda request: unavailable(request, OperationalError()),
}

urlpatterns = [
    *portal,
    *i18n_patterns(
        path("shown/<int:status>/", lambda request, status: PAGES[status](request))
    ),
]
