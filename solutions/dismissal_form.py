from django.utils.translation import gettext_lazy as _

from core import forms
from solutions.states import Dismissal


class DismissalForm(forms.DismissalForm):
    """Why an office puts a solution aside."""

    causes = Dismissal
    readers = _("Your office and the secretariat read it; the provider does not.")
