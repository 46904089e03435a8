"""Needs that a provider subscribed to: by meaning, by what they state, told once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members.states import ComplianceStatus
from notifications.models import Event, Notice
from solutions import matching, subscribing, subscription_page, tasks
from solutions.notices import NeedsForYou
from solutions.services import subscriptions as services
from tests.factories import NeedFactory, NeedSubscriptionFactory, SubscribedNeedFactory
from vocabulary.models import Country, Sector

SMOKE = {"title": "Smoke in winter", "text": "Coal stoves fill homes with smoke."}
BUSES = {"title": "Buses are late", "text": "Nobody knows when they come."}


def found(subscription) -> set:
    return {row.need for row in subscription.found.all()}


@pytest.fixture
def subscription(provider):
    return NeedSubscriptionFactory(organisation=provider)


@pytest.fixture
def need(words):
    made = NeedFactory(published=True, **SMOKE)
    matching.match(made.pk)
    return made


def test_words_find_by_meaning_and_lists_narrow(subscription, need):
    other = NeedFactory(published=True, **BUSES)
    NeedFactory(published=True, for_own_office=True, **SMOKE)
    matching.match(other.pk)

    subscribing.look(subscription.pk)
    by_words = found(subscription)
    subscription.countries.set(Country.objects.filter(code="JP"))
    subscribing.look(subscription.pk)

    assert by_words == {need}
    assert found(subscription) == set()


def test_without_words_the_lists_decide_each_need_once(subscription, db):
    subscription.words = ""
    subscription.save()
    subscription.sectors.set(Sector.objects.filter(code__in=["energy", "environment"]))
    need = NeedFactory(published=True, for_network=True)
    NeedFactory(published=True, sector=Sector.objects.get(code="transportation"))

    subscribing.look(subscription.pk)

    assert found(subscription) == {need}


def test_the_first_look_is_no_news_and_later_ones_are_told_once_a_day(
    subscription, provider_owner
):
    subscription.words = ""
    subscription.save()
    NeedFactory(published=True)
    tasks.look_for_subscribers()
    assert not Event.objects.filter(kind=NeedsForYou.slug).exists()

    hidden = NeedFactory(published=True, for_network=True, title="Secret smoke")
    shown = NeedFactory(published=True)
    tasks.look_for_subscribers()
    NeedFactory(published=True)
    tasks.look_for_subscribers()

    event = Event.objects.get(kind=NeedsForYou.slug)
    assert event.data["needs"] == sorted([hidden.pk, shown.pk])
    notice = Notice.objects.get(event=event, recipient=provider_owner)
    assert notice.may_be_read()
    assert str(shown) in notice.body
    assert "Secret smoke" not in notice.body
    Event.objects.update(at=timezone.now() - timedelta(days=2))
    tasks.look_for_subscribers()
    assert Event.objects.filter(kind=NeedsForYou.slug).count() == 2


def test_where_compliance_says_so_nothing_is_found_or_told(subscription, provider):
    SubscribedNeedFactory(subscription=subscription)
    provider.compliance_status = ComplianceStatus.POSSIBLE
    provider.save()

    subscribing.tell_all()
    subscribing.look(subscription.pk)

    assert not Event.objects.exists()
    assert found(subscription) == set()


def test_a_provider_subscribes_reads_changes_and_ends(client_of, provider, need):
    owner = client_of("provider_owner")
    index = reverse("provider:subscriptions", args=[provider.slug])
    add = reverse("provider:subscribe", args=[provider.slug])
    sent = {"name": "Heat", "lang": "en"}
    assert owner.post(add, sent).status_code == 422
    assert owner.post(add, sent | {"sectors": ["environment"]}).url == index
    assert owner.get(index).context["looking"]
    row = provider.need_subscriptions.get()
    hidden = NeedFactory(published=True, for_network=True, title="Secret smoke")
    tasks.look_for_subscriber(row.pk)

    page = owner.get(index)
    owner.post(reverse("provider:subscriptions-seen", args=[provider.slug]))

    assert [line.told.need for line in page.context["lines"]] == [hidden, need]
    assert "Secret smoke" not in page.content.decode()
    assert hidden.organisation.name not in page.content.decode()
    assert subscription_page.count_new(provider) == 0
    one = reverse("provider:subscription", args=[provider.slug, row.pk])
    assert owner.get(one).context["form"]["sectors"].value() == ["environment"]
    owner.post(one, sent | {"name": "Air", "words": "Smoke"})
    row.refresh_from_db()
    assert (row.name, row.sectors.count(), row.looked_wanted) == ("Air", 0, 2)
    owner.post(reverse("provider:subscription-end", args=[provider.slug, row.pk]))
    assert not provider.need_subscriptions.exists()


def test_a_need_that_two_subscriptions_found_is_listed_once(provider):
    needs = [NeedFactory(published=True), NeedFactory(published=True)]
    for _number in range(2):
        row = NeedSubscriptionFactory(organisation=provider, looked=True)
        for need in needs:
            SubscribedNeedFactory(subscription=row, need=need)
    SubscribedNeedFactory(subscription=row, need=NeedFactory(published=True))
    services.see(provider)

    ids = list(subscription_page.needs(provider))

    assert len(ids) == 3
    assert len(subscription_page.lines(provider, ids)[-1].names) == 2
    closed = NeedFactory(closed=True)
    SubscribedNeedFactory(subscription=row, need=closed)
    assert closed.pk not in subscription_page.needs(provider)
