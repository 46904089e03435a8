"""The link that somebody has instead of an account.

It names one form and the number of the letter that it came with: asked for
again, that number goes up and every link mailed before is dead.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation

from core.mailed_forms import MailedForm

VALID_FOR = timedelta(days=30)


@dataclass(frozen=True)
class MailedLinks:
    """The links of one model; `namespace` has the address `open`."""

    model: Any
    salt: str
    namespace: str
    related: tuple[str, ...] = ()

    def token(self, form: MailedForm) -> str:
        return signing.dumps([form.pk, form.link_number], salt=self.salt)

    def form_of(self, word: str):
        """The form of a link; none if it is made up, too old, or replaced."""
        try:
            pk, number = signing.loads(word, salt=self.salt, max_age=VALID_FOR)
        except signing.BadSignature:
            return None
        found = self.model.objects.select_related(*self.related)
        return found.filter(pk=pk, link_number=number).first()

    def address(self, form: MailedForm) -> str:
        """The whole address for a letter, in the reader's language."""
        with translation.override(form.language):
            path = reverse(f"{self.namespace}:open", args=[self.token(form)])
        return f"{settings.SITE_URL}{path}"
