"""A provider says which needs it wants to hear of."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from core import outbox
from core.errors import DomainError
from members.compliance import is_restricted
from members.models import Organisation
from solutions.models import NeedSubscription, SubscribedNeed

MOST = 20
TEXTS, LISTS = ("name", "words", "lang"), ("sectors", "areas", "types", "countries")


@transaction.atomic
def subscribe(organisation: Organisation, data: Mapping, *, by) -> NeedSubscription:
    """`data` is what the form cleaned."""
    rows = Organisation.objects.select_for_update(of=("self",), no_key=True)
    organisation = rows.get(pk=organisation.pk)
    if is_restricted(organisation):
        raise DomainError(
            _("Needs are not searched for your organisation. Write to the secretariat.")
        )
    if organisation.need_subscriptions.count() >= MOST:
        raise DomainError(_("You have twenty subscriptions. End one to add another."))
    made = NeedSubscription(organisation=organisation, made_by=by)
    return _put(made, data)


@transaction.atomic
def change(subscription: NeedSubscription, data: Mapping) -> NeedSubscription:
    """What it found stays if it still fits; the rest is looked for anew."""
    subscription = _lock(subscription)
    NeedSubscription.objects.filter(pk=subscription.pk).update(
        looked_wanted=F("looked_wanted") + 1
    )
    subscription.refresh_from_db(fields=["looked_wanted"])
    return _put(subscription, data)


@transaction.atomic
def end(subscription: NeedSubscription) -> None:
    _lock(subscription).delete()


def see(organisation: Organisation) -> int:
    """What was found so far is no longer new to this provider."""
    rows = SubscribedNeed.objects.filter(
        subscription__organisation=organisation, seen_at=None
    )
    return rows.update(seen_at=timezone.now())


def _lock(subscription: NeedSubscription) -> NeedSubscription:
    rows = NeedSubscription.objects.select_for_update(of=("self",), no_key=True)
    return rows.get(pk=subscription.pk)


def _put(subscription: NeedSubscription, data: Mapping) -> NeedSubscription:
    for name in TEXTS:
        setattr(subscription, name, data[name])
    subscription.save()
    for name in LISTS:
        getattr(subscription, name).set(data[name])
    outbox.enqueue(
        "solutions.look_for_subscriber",
        key=f"subscription-{subscription.pk}-{subscription.looked_wanted}",
        subscription_id=subscription.pk,
    )
    return subscription
