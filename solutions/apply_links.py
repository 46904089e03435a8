"""The link that an applying institution has instead of an account."""

from core.mailed_links import MailedLinks
from solutions.models import ProviderApplication

LINKS = MailedLinks(
    ProviderApplication,
    salt="solutions.applying",
    namespace="apply",
    related=(
        "country",
        "certificate",
        "presentation",
        "organisation",
        "renews",
        "sponsor__organisation",
    ),
)
