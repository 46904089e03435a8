"""What the header offers to whom."""

import pytest
from django.urls import reverse

from tests.factories import IntroductionFactory, MessageFactory


def entries(response, name: str) -> str:
    """What the link to an address says, as text; empty without one."""
    _before, found, after = response.text.partition(f'<a href="{reverse(name)}">')
    return after.partition("</a>")[0] if found else ""


@pytest.mark.parametrize(
    ("who", "place"),
    [("reader", "Driver"), ("provider_owner", ""), ("secretariat", "")],
)
def test_members_have_the_driver_in_their_navigation(client_of, who, place):
    labels = {"Driver"} & {
        line.rpartition(">")[2]
        for line in client_of(who).get(reverse("about")).text.split("</a>")
    }

    assert labels == ({place} if place else set())


def test_introductions_with_news_are_counted_in_the_menu(client_of, city, people):
    ours = IntroductionFactory(asker=city)
    IntroductionFactory()
    client = client_of("csco")
    assert "badge" not in entries(client.get(reverse("about")), "introductions:index")

    MessageFactory(introduction=ours, entered_by=people["provider_owner"])

    menu = entries(client.get(reverse("about")), "introductions:index")
    assert '<span class="badge">1<' in menu
