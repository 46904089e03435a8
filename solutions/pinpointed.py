"""What was pinpointed for an application, kept on it: codes and numbers, no sentences."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from members.compliance import is_restricted
from solutions import pinpointing, proposals
from solutions.models import ProviderApplication
from vocabulary.models import Country

FRESH_FOR = timedelta(days=1)
LOST_AFTER = timedelta(seconds=30)


def is_closed_to(application: ProviderApplication) -> bool:
    """Whether compliance keeps this applicant from being brought together with cities.

    Until it is sent, what the form says of its country counts.
    """
    country = application.country
    if country is None:
        code = str(application.answers.get("country") or "")
        country = Country.objects.filter(code=code).first()
    if country is not None and country.knowledge_only:
        return True
    return application.renews is not None and is_restricted(application.renews)


def is_current(application: ProviderApplication, mark: str) -> bool:
    """Whether what was found belongs to these texts and to today's needs."""
    made = application.pinpointed_at
    return (
        application.pinpointed.get("of") == mark
        and made is not None
        and timezone.now() - made < FRESH_FOR
    )


def asked_at(application: ProviderApplication) -> datetime | None:
    found = application.pinpointed.get("asked_at")
    return parse_datetime(found) if found else None


def is_under_way(application: ProviderApplication) -> bool:
    """Whether a job was asked for that is not done, and may still be at work."""
    asked = asked_at(application)
    waits = application.pinpoint_wanted > application.pinpoint_done
    return waits and asked is not None and timezone.now() - asked < LOST_AFTER


def run(application_id: int) -> None:
    """Pinpoint for one application; done twice, the second does nothing."""
    found = ProviderApplication.objects.prefetch_related("proposed")
    application = found.filter(pk=application_id).first()
    if application is None or application.pinpoint_done >= application.pinpoint_wanted:
        return
    proposed = proposals.of_application(application)
    result: dict = {"answers": [], "elsewhere": {}}
    if proposed and not is_closed_to(application):
        offers = proposals.offers(proposed)
        result = pinpointing.pinpoint(offers, seed=application.key).as_json()
    ProviderApplication.objects.filter(
        pk=application.pk, pinpoint_done__lt=application.pinpoint_wanted
    ).update(
        pinpointed=result | {"of": proposals.mark(proposed)},
        pinpointed_at=timezone.now(),
        pinpoint_done=application.pinpoint_wanted,
    )
