"""Files that one organisation gives to people of another."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from core import files
from core.models import Upload
from members import compliance
from members.compliance import Action


def hand_over(user, upload: Upload, *, of, action: Action = Action.FILE):
    """The answer that carries a file of an organisation to somebody with the right.

    The right to see the row is asked before, by `fetch`. Here compliance is
    asked: what is published to everybody is `Action.KNOWLEDGE`, all else
    `Action.FILE`. `of` is None for files of the portal itself.
    """
    if not compliance.may_receive(action, user, of):
        raise PermissionDenied(_("This file is not shared with your organisation."))
    return files.response(upload)
