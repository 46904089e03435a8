"""What a provider changes on its own profile."""

from collections.abc import Mapping

from django.db import transaction

from core.languages import column
from members.models import Organisation

TEXTS = ("short_name", "summary")
FACTS = ("website", "languages")
OF_PROVIDER = ("founded", "staff_band")


@transaction.atomic
def change_profile(organisation: Organisation, data: Mapping, *, by) -> Organisation:
    """Save what the organisation says of itself; it is live at once."""
    organisation = (
        Organisation.objects.select_for_update(of=("self",), no_key=True)
        .select_related("provider")
        .get(pk=organisation.pk)
    )
    for name in TEXTS:
        setattr(organisation, column(name, organisation.source_lang), data[name])
    for name in FACTS:
        setattr(organisation, name, data[name])
    organisation.save()
    for name in OF_PROVIDER:
        setattr(organisation.provider, name, data[name])
    organisation.provider.save(update_fields=list(OF_PROVIDER))
    return organisation


def profile_of(organisation: Organisation) -> dict:
    """The form's values for a provider."""
    lang = organisation.source_lang
    values = {name: getattr(organisation, column(name, lang)) or "" for name in TEXTS}
    values |= {name: getattr(organisation, name) for name in FACTS}
    return values | {name: getattr(organisation.provider, name) for name in OF_PROVIDER}
