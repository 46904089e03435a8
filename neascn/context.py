"""What every page knows without asking a view."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from notifications.models import Notice


def portal(request):
    """`demo`, and how many notices wait for whoever is signed in."""

    def unread():
        user = request.user
        return Notice.objects.visible_to(user).unread().count()

    return {
        "demo": settings.DEMO,
        "site_url": settings.SITE_URL,
        "unread_notices": SimpleLazyObject(unread),
    }
