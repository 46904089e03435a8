"""What every page knows without asking a view."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from introductions.models import Introduction
from neascn import statements
from notifications.models import Notice


def portal(request):
    """`demo`, where to write, and how much waits for whoever is signed in."""

    def unread():
        user = request.user
        return Notice.objects.visible_to(user).unread().count()

    def unread_introductions():
        own = Introduction.objects.of(request.user.sits_at)
        return own.with_news(request.user).filter(is_news=True).count()

    return {
        "demo": settings.DEMO,
        "site_url": settings.SITE_URL,
        "help_email": statements.contact(),
        "unread_notices": SimpleLazyObject(unread),
        "unread_introductions": SimpleLazyObject(unread_introductions),
    }
