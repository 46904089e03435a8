from django.utils.translation import gettext_lazy as _

from core.forms import DismissalForm
from scaps.states import OverlapDismissal


class DismissOverlapForm(DismissalForm):
    """Why a city does not follow an overlap up."""

    causes = OverlapDismissal
    readers = _("The other city and the secretariat read it.")
