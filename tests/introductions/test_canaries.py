"""No way to reach one side shows to the other, nor a name before both agreed.

Each side carries words that stand nowhere else; they are looked for in all that
the other side can get from the portal: pages in six languages, headers, letters,
notices, files of lists. What is public of itself (a listed profile) is left out.
"""

from functools import partial
from itertools import cycle

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import translation

from core.languages import CODES, column
from introductions import services
from introductions.models import Introduction
from introductions.services import threads
from introductions.states import Origin
from notifications.models import Notice
from tests.factories import NeedFactory

SIDES = ("city", "provider")
SPOKESPERSON = {"city": "csco", "provider": "provider_owner"}
OTHER = {"city": "provider", "provider": "city"}


@pytest.fixture
def canaries(world, people):
    """Words of each side: how to reach its people, and what they are called."""
    found = {}
    for side in SIDES:
        organisation, person = getattr(world, side), people[SPOKESPERSON[side]]
        names = {code: f"Zz{side}{code}name" for code in CODES}
        for code, name in names.items():
            setattr(organisation, column("name", code), name)
        organisation.slug = f"zz{side}slug"
        organisation.website = f"https://zz{side}site.example.org"
        # Neither is listed: all that is told of it, an introduction tells.
        organisation.is_public = False
        organisation.save()
        person.email = f"zz{side}mail@example.org"
        person.family_latin, person.given_latin = f"Zz{side}family", f"Zz{side}given"
        person.save()
        found[side] = {
            "addresses": [person.email],
            "names": [
                *names.values(),
                organisation.slug,
                organisation.website,
                person.family_latin,
                person.given_latin,
            ],
        }
    return found


@pytest.fixture
def seen_by(client_of, people, world, mailoutbox, run_outbox):
    """`seen_by(side)`: everything that the portal shows or sends to its person."""

    def collect(side: str, languages=CODES) -> str:
        person, browser = people[SPOKESPERSON[side]], client_of(SPOKESPERSON[side])
        run_outbox(only="notifications.")
        found = [
            letter.message().as_string()
            for letter in mail.outbox
            if person.email in letter.to
        ]
        for code in languages:
            with translation.override(code):
                notices = Notice.objects.visible_to(person)
                found += [f"{n.subject}\n{n.body}" for n in notices]
        for page, code in zip(
            pages(getattr(world, side), len(languages)), cycle(languages)
        ):
            with translation.override(code):
                answer = browser.get(page())
                found += [str(answer.headers), answer.content.decode()]
        return "\n".join(found)

    return collect


def pages(organisation, times: int):
    """Addresses to be asked for, each in the language that is active then; threads
    come round in all."""
    names = ["introductions:index", "inbox", "account", "account_notices"]
    names += ["members:index", "members:index-csv", "needs:index", "solutions:index"]
    for name in names:
        yield partial(reverse, name)
    yield partial(reverse, "office:detail", args=[organisation.slug])
    yield lambda: reverse("introductions:index") + "?q=canary"
    for introduction in Introduction.objects.all():
        yield lambda found=introduction: found.get_absolute_url() + "?before=999999"
        yield partial(reverse, "introductions:report", args=[introduction.pk])
        for move in ("decline", "close"):
            yield partial(reverse, "introductions:move", args=[introduction.pk, move])
        yield from [introduction.get_absolute_url] * times


def told(canaries, side: str, kind: str, text: str) -> list[str]:
    """Which of the other side's words stand in what one side was shown."""
    return [word for word in canaries[OTHER[side]][kind] if word in text]


def test_no_canary_sings(
    canaries, seen_by, ask, need, network_need, csco, provider_owner, city, provider
):
    need.delete()  # A public one names its city.
    introduction = ask(about=network_need, text="A canary of the city.")
    threads.write(
        introduction, text="A canary of the other.", lang="en", by=provider_owner
    )
    declined = ask(
        asker=provider,
        asked=city,
        about=NeedFactory(organisation=city, published=True, for_network=True),
        by=provider_owner,
        origin=Origin.NEED,
    )
    services.decline(declined, by=csco, reason="Not now.")
    for side in SIDES:
        text = seen_by(side)
        # What was written did arrive.
        assert "A canary of the" in text
        assert told(canaries, side, "names", text) == []
        assert told(canaries, side, "addresses", text) == []

    services.agree(introduction, by=provider_owner)
    threads.write(introduction, text="Hello again.", lang="en", by=csco)
    for side in SIDES:
        text = seen_by(side)
        # This test can fail: names are looked for and found once both agreed.
        assert len(told(canaries, side, "names", text)) >= len(CODES)
        assert told(canaries, side, "addresses", text) == []

    threads.share_contact(introduction, by=csco)
    # An address is the same in every language.
    assert told(canaries, "provider", "addresses", seen_by("provider", ["mn"])) != []
    assert told(canaries, "city", "addresses", seen_by("city", ["mn"])) == []
