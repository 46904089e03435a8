"""What pages of all apps do with a request."""

from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def is_post(request) -> bool:
    return request.method == "POST"


def sent(request):
    """What a form is bound to: nothing until it is sent, even empty."""
    return request.POST if is_post(request) else None


def page_or_part(request, template: str, part: str, context: dict):
    """One address for both: the page, or its `part` when htmx puts that into a page that is there.

    Going back without a copy of its own, htmx asks for the page.
    """
    partly = request.htmx and not request.htmx.history_restore_request
    response = render(request, f"{template}#{part}" if partly else template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response
