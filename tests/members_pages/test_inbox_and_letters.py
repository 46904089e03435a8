"""Notices in the inbox, the letter that carries one, and the demo's letters."""

import pytest
from django.urls import reverse
from django.utils import translation

from notifications import writing
from notifications.models import Notice
from tests.factories import DemoLetterFactory, NeedFactory, NoticeFactory

pytestmark = pytest.mark.django_db


def inbox(client, language="en"):
    with translation.override(language):
        return client.get(reverse("inbox"))


def test_new_notices_stand_before_those_read(client_of, csco):
    NoticeFactory(recipient=csco, read=True)
    NoticeFactory(recipient=csco)
    NoticeFactory()

    response = inbox(client_of("csco"))

    items = response.context["items"]
    assert (len(items["new"]), len(items["read"])) == (1, 1)
    page = response.content.decode()
    assert page.index(">New<") < page.index(">Read before<")


def test_all_are_marked_as_read_by_post_alone(client_of, csco):
    NoticeFactory.create_batch(2, recipient=csco)
    foreign = NoticeFactory()
    client = client_of("csco")

    inbox(client)
    assert Notice.objects.filter(recipient=csco).unread().count() == 2

    client.post(reverse("inbox"))
    assert Notice.objects.filter(recipient=csco).unread().count() == 0
    foreign.refresh_from_db()
    assert foreign.read_at is None
    assert "Mark all as read" not in inbox(client).content.decode()


def test_an_empty_inbox_says_what_comes_here(client_of, csco):
    assert "No notices yet" in inbox(client_of("csco")).content.decode()


def test_a_notice_whose_rights_are_gone_says_no_more(client_of, csco, monkeypatch):
    notice = NoticeFactory(
        recipient=csco, event__target=NeedFactory(title="A secret plan")
    )
    monkeypatch.setattr(Notice, "may_be_read", lambda self: self.pk != notice.pk)

    page = inbox(client_of("csco")).content.decode()

    assert "A secret plan" not in page
    assert "You may no longer see what this notice was about." in page


def test_a_notice_whose_thing_is_gone_is_still_a_row(client_of, csco):
    notice = NoticeFactory(recipient=csco)
    Need = type(notice.event.target)
    Need.objects.filter(pk=notice.event.target_id).delete()

    assert inbox(client_of("csco")).status_code == 200


def test_the_number_of_queries_does_not_grow(
    client_of, csco, django_assert_max_num_queries
):
    client = client_of("csco")
    NoticeFactory(recipient=csco)
    inbox(client)
    with django_assert_max_num_queries(14) as one:
        inbox(client)
    NoticeFactory.create_batch(2, recipient=csco)
    with django_assert_max_num_queries(len(one)):
        inbox(client)


def test_a_letter_greets_in_the_persons_own_way(csco):
    csco.salutation = "Эрхэм Алтанцэцэг танаа"
    csco.language = "mn"
    csco.save()

    letter = writing.notice(NoticeFactory(recipient=csco))

    assert letter.body.startswith("Эрхэм Алтанцэцэг танаа,\n\n")
    assert "/mn/inbox/" in letter.body
    assert not letter.body.endswith("\n\n\n")


def test_a_letter_has_no_html_in_it(csco):
    csco.family_latin, csco.salutation = "O'Brien & <Son>", ""
    csco.save()

    letter = writing.notice(NoticeFactory(recipient=csco))

    assert "O'Brien & <Son>" in letter.body
    assert "&#x27;" not in letter.body


def test_letters_of_the_demo_newest_first_with_safe_links(client, settings):
    settings.DEMO = True
    DemoLetterFactory(subject="The first")
    DemoLetterFactory(
        subject="The second",
        body="Open http://localhost:8000/en/inbox/ now. <script>alert(1)</script>",
    )

    page = client.get("/demo/mail/").content.decode()

    assert page.index("The second") < page.index("The first")
    assert '<a href="http://localhost:8000/en/inbox/"' in page
    assert "<script>alert" not in page


def test_letters_of_the_demo_have_pages(client, settings):
    settings.DEMO = True
    for number in range(21):
        DemoLetterFactory(subject=f"Number {number}.")

    assert "Number 0." not in client.get("/demo/mail/").content.decode()
    assert "Number 0." in client.get("/demo/mail/?page=2").content.decode()


def test_letters_are_shown_in_the_demo_alone(client):
    assert client.get("/demo/mail/").status_code == 404
