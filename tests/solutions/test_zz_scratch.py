from django.urls import reverse

from introductions.models import Introduction
from members.states import ComplianceStatus
from notifications import unsubscribing
from notifications.models import Notice, Preference
from solutions.apply_links import LINKS
from solutions.models import AddressedNeed
from tests.factories import *
from tests.factories import NeedSubscriptionFactory
from tests.introductions.conftest import *


def test_forged_address(db, client):
    a = ProviderApplicationFactory(filled=True)
    ProposedSolutionFactory(application=a)
    hidden = NeedFactory(published=True, for_own_office=True)
    net = NeedFactory(published=True, for_network=True)
    u = reverse("apply:needs", args=[LINKS.token(a)])
    r = client.post(
        u, {"choice": "1", f"take-{hidden.pk}": "on", f"take-{net.pk}": "on"}
    )
    r = client.post(
        reverse("apply:keep-needs", args=[LINKS.token(a)]),
        {f"take-{hidden.pk}": "on", f"take-{net.pk}": "on"},
    )
    assert not AddressedNeed.objects.exists()


def test_forged_choices(
    client_of, city, csco, provider, provider_owner, need, solution
):
    other = NeedFactory(published=True)
    c = client_of("csco")
    r = c.post(
        reverse("introducing:ask", args=[solution.slug]) if False else _ask(solution),
        {"need": other.pk, "text": "Hi", "lang": "en"},
    )
    assert r.status_code == 422, r.status_code
    foreign = SolutionFactory(published=True)
    p = client_of("provider_owner")
    r = p.post(_offer(need), {"solution": foreign.pk, "text": "Hi", "lang": "en"})
    assert r.status_code == 422
    own_net = NeedFactory(published=True, for_network=True)
    assert p.get(_offer(own_net)).status_code == 404
    assert (
        p.post(
            _offer(own_net), {"solution": solution.pk, "text": "Hi", "lang": "en"}
        ).status_code
        == 404
    )
    assert not Introduction.objects.exists()


def _ask(solution):
    return reverse("solutions:ask-provider", args=[solution.slug])


def _offer(need):
    return reverse("solutions:offer", args=[need.pk])


def test_cross(client_of, provider, solution, agreed, csco, provider_owner):
    foreign = NeedSubscriptionFactory()
    p = client_of("provider_owner")
    for name in ("subscription", "subscription-end"):
        for slug in (provider.slug, foreign.organisation.slug):
            u = reverse(f"provider:{name}", args=[slug, foreign.pk])
            assert p.post(u, {}).status_code in (403, 404), u
    other = SolutionFactory(published=True)
    for slug in (provider.slug, other.provider.slug):
        for view in (
            "solution",
            "preview",
            "edit",
            "edit-autosave",
            "edit-discard",
            "take-change-back",
        ):
            u = reverse(f"provider:{view}", args=[slug, other.slug])
            assert p.post(u, {}).status_code in (403, 404, 405), u
            assert p.get(u).status_code in (403, 404, 405), u
    att = AttachmentFactory()
    assert (
        p.get(reverse("introductions:file", args=[agreed.pk, att.pk])).status_code
        == 404
    )
    assert (
        p.get(
            reverse("introductions:file", args=[att.message.introduction_id, att.pk])
        ).status_code
        == 404
    )
    step = NextStepFactory()
    assert (
        p.get(reverse("introductions:step", args=[agreed.pk, step.pk])).status_code
        == 404
    )
    s = client_of("secretariat")
    assert s.get(agreed.get_absolute_url()).status_code in (403, 404)
    assert s.post(
        agreed.get_absolute_url(), {"text": "x", "lang": "en"}
    ).status_code in (403, 404)


def test_unsubscribe_get(client, agreed, csco):
    n = Notice.objects.first()
    u = reverse("account_stop", args=[unsubscribing.token(n)])
    r = client.get(u)
    assert r.status_code == 200 and not Preference.objects.exists()
    assert n.recipient.email not in r.content.decode()
    assert (
        client.post(
            reverse("account_stop", args=[unsubscribing.token(n)[:-1] + "x"])
        ).status_code
        == 404
    )
    assert client.post(u, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert list(Preference.objects.values_list("person", "rhythm")) == [
        (n.recipient_id, "never")
    ]


def test_restricted_person(agreed, csco, provider_owner, client_of):
    NextStepFactory(introduction=agreed, note="lantern secrets", note_lang="en")
    provider_owner.compliance_status = ComplianceStatus.BLOCKED
    provider_owner.save()
    r = client_of("provider_owner").get(agreed.get_absolute_url())
    assert "lantern secrets" not in r.content.decode()
    assert "two hundred sensors" not in r.content.decode()
