"""How a view gets an object, and how a right is written."""

from functools import wraps

import rules
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404


def fetch(user, permission, source, **lookup):
    """Get one object through a permission, the only way a view gets one.

    What a user may not see does not exist for them (404); what they may see
    but not do is refused (403).
    """
    obj = get_object_or_404(source, **lookup)
    if user.has_perm(permission, obj):
        return obj
    if user.has_perm(view_permission(obj), obj):
        raise PermissionDenied
    raise Http404


def view_permission(obj):
    return f"{obj._meta.app_label}.view_{obj._meta.model_name}"


def rule(check):
    """Make a predicate about one object. Asked without an object, it says no.

    The Django admin asks `user.has_perm("scaps.change_need")` with no object.
    """

    @rules.predicate
    @wraps(check)
    def predicate(user, obj):
        return obj is not None and check(user, obj)

    return predicate
