"""What every page knows without asking a view."""

from functools import cache

from django.conf import settings
from django.db.models import Func, QuerySet, Subquery
from django.utils.functional import SimpleLazyObject

from introductions.models import Introduction
from members.models import User
from neascn import statements
from notifications.models import Notice


def portal(request):
    """`demo`, where to write, and how much waits for whoever is signed in."""

    @cache
    def unread() -> tuple[int, int]:
        return unread_by(request.user)

    return {
        "demo": settings.DEMO,
        "site_url": settings.SITE_URL,
        "help_email": statements.contact(),
        "unread_notices": SimpleLazyObject(lambda: unread()[0]),
        "unread_introductions": SimpleLazyObject(lambda: unread()[1]),
    }


def unread_by(user) -> tuple[int, int]:
    """Notices, and introductions with news, that somebody has not read: one query."""
    if not user.is_authenticated:
        return 0, 0
    news = Introduction.objects.of(user.sits_at).with_news(user).filter(is_news=True)
    introductions = Introduction.objects.filter(pk__in=news.values("pk"))
    both = (_count(Notice.objects.visible_to(user).unread()), _count(introductions))
    return User.objects.values_list(*both).get(pk=user.pk)


def _count(rows: QuerySet) -> Subquery:
    # `Count` would group by the rows of a subquery, and count each alone.
    counted = rows.order_by().annotate(count=Func("pk", function="COUNT"))
    return Subquery(counted.values("count"))
