"""One address for a whole page and for the part of it that htmx asks for."""

from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def page_or_part(request, template: str, part: str, context: dict):
    """The page, or its `part` when htmx puts that into a page that is there.

    Going back without a copy of its own, htmx asks for the page.
    """
    partly = request.htmx and not request.htmx.history_restore_request
    response = render(request, f"{template}#{part}" if partly else template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response
