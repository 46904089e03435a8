"""What every answer carries, and what happens when a server behind us is gone."""

import logging
import zoneinfo

import pghistory.middleware
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from redis.exceptions import RedisError

from core.languages import asked_for
from core.logs import discreet

log = logging.getLogger(__name__)

PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class Headers:
    """Headers that Django has no setting for.

    Pages of a signed-in person are never kept by a cache, shared or not.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        user = getattr(request, "_cached_user", None)
        if user is not None and user.is_authenticated:
            response.setdefault("Cache-Control", "no-store, private")
        return response


class Alive:
    """Answers `/healthz` before anything that could wait for a server behind us."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path == "/healthz" and request.method in {"GET", "HEAD"}:
            return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")
        return self.get_response(request)


class Outage:
    """A dead database or cache is our trouble: 503, when to come back, no traces."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        return unavailable(request, exception)


def unavailable(request, exception: BaseException | None):
    """The page for a server that is gone, or nothing if that is not the trouble."""
    if not isinstance(exception, OperationalError | InterfaceError | RedisError):
        return None
    log.error("Unavailable: %s", type(exception).__name__)
    with translation.override(asked_for(request)):
        response = render(None, "503.html", status=503)
    response["Retry-After"] = "10"
    return response


class History(pghistory.middleware.HistoryMiddleware):
    """Every change made in a request is recorded with who made it and where."""

    def get_context(self, request):
        return {"user": request.user.pk, "path": discreet(request.path)}


class PersonTimeZone:
    """Times are shown in the zone of whoever is signed in, else in UTC."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        zone = request.user.timezone if request.user.is_authenticated else ""
        if not zone:
            return self.get_response(request)
        with timezone.override(zoneinfo.ZoneInfo(zone)):
            return self.get_response(request)
