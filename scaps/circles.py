"""Circles of readers: the one place that says which of them somebody is in.

What a city publishes has a visibility. Lists, rules and pages ask here; nobody
else compares a visibility with a reader.
"""

from django.db.models import Q

from scaps.states import Visibility


def open_to(user) -> frozenset[str]:
    """Visibilities that let this reader in, whichever city published."""
    if not user.is_authenticated:
        return frozenset({Visibility.PUBLIC})
    if user.is_secretariat:
        return frozenset(Visibility.values)
    if user.is_member:
        return frozenset({Visibility.PUBLIC, Visibility.NETWORK})
    return frozenset({Visibility.PUBLIC})


def may_see(visibility: str, *, user, organisation_id: int) -> bool:
    """Whether what this organisation published is for this reader."""
    return visibility in open_to(user) or (
        user.is_authenticated and organisation_id in user.sits_at
    )


def seen_by(
    user,
    visibility: str = "visibility",
    *,
    organisation: str = "organisation",
    published: Q | None = None,
) -> Q:
    """The same for lists: published rows for this reader, and all of their own offices.

    `visibility` and `organisation` are the paths to the columns. The secretariat
    sees everything, also what is not published.
    """
    if user.is_authenticated and user.is_secretariat:
        return Q()
    seen = (published or Q()) & Q(**{f"{visibility}__in": open_to(user)})
    if not user.is_authenticated:
        return seen
    return seen | Q(**{f"{organisation}__in": user.sits_at})
