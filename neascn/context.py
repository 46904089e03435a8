"""What every page knows without asking a view."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from neascn import statements
from notifications.models import Notice


def portal(request):
    """`demo`, where to write, and how many notices wait for whoever is signed in."""

    def unread():
        user = request.user
        return Notice.objects.visible_to(user).unread().count()

    return {
        "demo": settings.DEMO,
        "site_url": settings.SITE_URL,
        "help_email": statements.contact(),
        "unread_notices": SimpleLazyObject(unread),
    }
