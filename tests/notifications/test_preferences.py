"""What people choose: how soon, joined in which letter, and how it stops."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from neascn.notice_forms import rows
from notifications import delivery, digests, services, unsubscribing
from notifications.kinds import KINDS
from notifications.models import Digest, Notice
from notifications.services import announce
from notifications.states import Rhythm
from tests.factories import (
    DigestFactory,
    EventFactory,
    LetterTimesFactory,
    NeedFactory,
    NoticeFactory,
    PreferenceFactory,
    UserFactory,
)
from tests.kinds import MustArrive, SomethingHappened

pytestmark = pytest.mark.django_db


def tell(person, kind=SomethingHappened) -> Notice:
    return announce(kind, about=NeedFactory(), by=None, to=[person]).notices.get()


def hours_off(notice) -> float:
    return (notice.due_at - timezone.now()) / timedelta(hours=1)


def test_each_person_is_told_at_the_time_they_chose(csco, run_outbox, mailoutbox):
    daily, weekly = (UserFactory(timezone="Asia/Seoul") for _ in range(2))
    never = UserFactory()
    for person, rhythm in ((daily, "daily"), (weekly, "weekly"), (never, "never")):
        PreferenceFactory(person=person, rhythm=rhythm)

    event = announce(
        SomethingHappened,
        about=NeedFactory(),
        by=None,
        to=[csco, daily, weekly, never],
    )
    run_outbox(only="notifications.")

    assert [letter.to for letter in mailoutbox] == [[csco.email]]
    due = {n.recipient: n for n in event.notices.all()}
    assert 0 < hours_off(due[daily]) <= 24
    assert 0 < hours_off(due[weekly]) <= 7 * 24
    assert due[never].due_at is None


def test_in_quiet_hours_nothing_is_mailed_until_they_end(run_outbox, mailoutbox):
    person = UserFactory(timezone="Asia/Ulaanbaatar")
    hour = timezone.now().astimezone(ZoneInfo(person.timezone)).hour
    LetterTimesFactory(
        person=person, quiet_from=hour, quiet_until=(hour + 2) % 24, is_quiet=True
    )

    notice = tell(person)
    run_outbox(only="notifications.")

    assert mailoutbox == []
    assert 1 <= hours_off(notice) <= 2


def test_what_waits_follows_a_new_choice(csco):
    PreferenceFactory(person=csco, rhythm=Rhythm.WEEKLY)
    notice = tell(csco)

    services.choose(csco, {SomethingHappened.slug: Rhythm.AT_ONCE, "unknown": "daily"})
    notice.refresh_from_db()
    assert notice.due_at <= timezone.now()

    services.choose(csco, {SomethingHappened.slug: Rhythm.NEVER})
    notice.refresh_from_db()
    assert notice.due_at is None
    assert csco.preferences.count() == 1


def test_what_must_arrive_cannot_be_switched_off(csco):
    services.choose(csco, {MustArrive.slug: Rhythm.NEVER})
    assert tell(csco, MustArrive).due_at is not None

    services.choose(csco, {MustArrive.slug: Rhythm.WEEKLY})
    assert hours_off(tell(csco, MustArrive)) > 0


# --- Joined letters --------------------------------------------------------------------


def test_notices_that_are_due_together_are_one_letter(csco, mailoutbox):
    first, second = NoticeFactory.create_batch(2, recipient=csco)
    tried = NoticeFactory(recipient=csco, attempts=1)
    NoticeFactory(recipient=csco, due_at=timezone.now() + timedelta(hours=1))
    alone = NoticeFactory()

    assert digests.gather() == 1
    assert digests.gather() == 0

    digest = Digest.objects.get()
    assert set(digest.notices.all()) == {first, second}
    assert delivery.mail(Notice, first.pk) is False, "it has its letter"
    assert delivery.mail(Digest, digest.pk) is True
    assert delivery.mail(Digest, digest.pk) is False
    (letter,) = mailoutbox
    assert letter.subject == "Something happened, and one more notice"
    for notice in (first, second):
        assert f"It happened to {notice.event.target}" in letter.body
        notice.refresh_from_db()
        assert notice.mailed_at
    for other in (tried, alone):
        other.refresh_from_db()
        assert other.digest is None
    assert letter.extra_headers["Message-ID"] == f"<digest-{digest.pk}@localhost>"


def test_a_joined_letter_holds_what_is_unread_and_may_be_told(csco, mailoutbox):
    digest = DigestFactory(recipient=csco)
    NoticeFactory(recipient=csco, digest=digest, read=True)
    NoticeFactory(recipient=csco, digest=digest, event__kind="no_such_kind_any_more")
    left = NoticeFactory(recipient=csco, digest=digest)

    assert delivery.mail(Digest, digest.pk) is True
    assert mailoutbox[0].subject == "Something happened"

    services.mark_one_read(left)
    empty = DigestFactory(recipient=csco)
    empty.notices.add(left)
    assert delivery.mail(Digest, empty.pk) is False
    assert not Digest.objects.filter(pk=empty.pk).exists()
    assert len(mailoutbox) == 1


# --- One click --------------------------------------------------------------------------


def link_of(letter) -> str:
    return (
        letter.extra_headers["List-Unsubscribe"]
        .strip("<>")
        .removeprefix("http://localhost:8000")
    )


def test_one_click_stops_letters_without_signing_in(client, mailoutbox):
    person = UserFactory(language="ko")
    delivery.mail(Notice, NoticeFactory(recipient=person).pk)
    (letter,) = mailoutbox
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = link_of(letter)
    assert address.startswith("/ko/account/notices/stop/")
    assert f"http://localhost:8000{address}" in letter.body

    assert client.get(address).status_code == 200
    assert not person.preferences.exists(), "looking changes nothing"
    # As mail programs do it: no cookie, no token, no redirect.
    answer = client.post(address, {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert person.preferences.get().rhythm == Rhythm.NEVER
    assert tell(person).due_at is None
    assert "Set-Cookie" not in answer or "sessionid" not in answer.cookies


def test_a_joined_letter_stops_the_kinds_it_told_of(client, csco):
    digest = DigestFactory(recipient=csco)
    NoticeFactory(recipient=csco, digest=digest)
    NoticeFactory(
        recipient=csco, digest=digest, event=EventFactory(kind=MustArrive.slug)
    )

    client.post(reverse("account_stop", args=[unsubscribing.token(digest)]))

    assert [p.kind for p in csco.preferences.all()] == [SomethingHappened.slug]


def test_what_must_arrive_has_no_such_link(mailoutbox):
    delivery.mail(Notice, NoticeFactory(event=EventFactory(kind=MustArrive.slug)).pk)

    assert "List-Unsubscribe" not in mailoutbox[0].extra_headers


def test_a_link_that_was_bent_is_nobodys(client):
    notice = NoticeFactory()
    other = NoticeFactory()
    signature = unsubscribing.token(notice).partition(".")[2]

    for word in ("n1", f"n{other.pk}.{signature}", f"d{notice.pk}.{signature}"):
        assert client.post(reverse("account_stop", args=[word])).status_code == 404


# --- The pages ---------------------------------------------------------------------------


def test_choices_are_kept_and_shown_again(client_of, csco):
    client = client_of("csco")
    address = reverse("account_notices")
    sent = {"part": "every", "every": "weekly"}

    assert client.post(address, sent).status_code == 302

    form = client.get(address).context["rhythms"]
    assert {form[name].initial for name in form.fields} == {"weekly"}
    answer = client.post(address, {"part": "kinds", "report-due": "often"})
    assert answer.status_code == 422


def test_times_are_kept(client_of, csco):
    sent = {"part": "times", "quiet_from": "22", "quiet_until": "7", "weekday": "4"}

    client_of("csco").post(reverse("account_notices"), sent)

    times = csco.letter_times
    assert (times.is_quiet, times.quiet_from, times.quiet_until) == (False, 22, 7)


def test_people_choose_among_what_concerns_them(people):
    named = {
        who: {group.slug for group, _rows in rows(people[who])}
        for who in ("csco", "provider_owner", "secretariat")
    }

    assert {"plans", "needs"} <= named["csco"]
    assert "secretariat" not in named["csco"] | named["provider_owner"]
    assert "plans" not in named["provider_owner"] | named["secretariat"]
    assert "secretariat" in named["secretariat"]


def test_every_kind_is_named_in_words():
    ours = [kind for kind in KINDS.values() if not kind.slug.startswith("test_")]

    assert [kind.slug for kind in ours if not kind.label] == []


def test_the_inbox_shows_what_was_asked_for(client_of, csco):
    NoticeFactory(recipient=csco, read=True)
    new = NoticeFactory(recipient=csco)
    NoticeFactory(recipient=csco, event__kind="report-due")
    client = client_of("csco")

    page = client.get(reverse("inbox"), {"show": "new", "about": ["general", "x"]})

    assert [n.pk for n in page.context["page"]] == [new.pk]
    show, about = page.context["facets"]
    assert {o.value: o.count for o in about.options} == {"plans": 1, "general": 1}
    assert show.options[0].count == 1
    answer = client.post(reverse("inbox-read", args=[new.pk]) + "?show=new")
    assert answer.url == "/en/inbox/?show=new"
    new.refresh_from_db()
    assert new.read_at
