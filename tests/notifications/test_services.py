"""One thing happened, and each person it concerns is told once."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from core.models import Outbox
from notifications import kinds
from notifications.models import Event, Notice
from notifications.services import announce, mark_read
from tests.factories import EventFactory, NeedFactory, NoticeFactory, UserFactory
from tests.kinds import SomethingHappened


def test_everybody_concerned_gets_one_notice(people):
    need = NeedFactory()
    told = [people["csco"], people["deputy"], people["secretariat"]]

    event = announce(
        SomethingHappened, about=need, by=people["secretariat"], to=told, number=3
    )

    assert {notice.recipient for notice in event.notices.all()} == {
        people["csco"],
        people["deputy"],
    }
    assert (event.target, event.data) == (need, {"number": 3})


def test_whoever_is_named_twice_is_told_once(people):
    csco = people["csco"]

    announce(SomethingHappened, about=NeedFactory(), by=None, to=[csco, csco])

    assert Notice.objects.filter(recipient=csco).count() == 1


def test_each_notice_asks_for_a_letter(people):
    announce(SomethingHappened, about=NeedFactory(), by=None, to=[people["csco"]])

    (row,) = Outbox.objects.filter(task="notifications.mail_notice")
    assert row.kwargs == {"notice_id": Notice.objects.get().pk}


def test_what_is_undone_is_told_to_nobody(people):
    with transaction.atomic():
        announce(SomethingHappened, about=NeedFactory(), by=None, to=[people["csco"]])
        transaction.set_rollback(True)

    assert not Event.objects.exists()
    assert not Outbox.objects.exists()


def test_a_second_notice_of_one_event_is_refused(db):
    event, person = EventFactory(), UserFactory()
    NoticeFactory(event=event, recipient=person)

    with pytest.raises(IntegrityError, match="notice_once_per_person"):
        NoticeFactory(event=event, recipient=person)


def test_reading_marks_ones_own_alone(people):
    mine = NoticeFactory(recipient=people["csco"])
    theirs = NoticeFactory(recipient=people["deputy"])

    assert mark_read(people["csco"]) == 1

    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert mine.read_at
    assert theirs.read_at is None


def test_a_notice_is_in_the_language_in_which_it_is_read(db):
    notice = NoticeFactory()

    for language in ("ko", "mn", "en"):
        with translation.override(language):
            assert notice.subject != ""
    with translation.override("ko"):
        assert notice.subject == "무슨 일이 있었습니다"


def test_two_kinds_cannot_have_one_name():
    with pytest.raises(ValueError, match="Two kinds"):
        type("Second", (kinds.Kind,), {"slug": SomethingHappened.slug})
