"""The link that an applicant has instead of an account."""

from core.mailed_links import MailedLinks
from members.models import Application

LINKS = MailedLinks(
    Application,
    salt="members.joining",
    namespace="join",
    related=(
        "country",
        "signed_form",
        "appointment_letter",
        "membership__organisation",
    ),
)
token, application_of, address = LINKS.token, LINKS.form_of, LINKS.address
