from datetime import timedelta

from django.utils import timezone

from core import drafts
from core.models import Draft
from scaps.models import Need
from tests.factories import DraftFactory

OFFICE = {"holder": "organisation-1"}


def test_what_was_typed_is_found_again(csco):
    drafts.keep(Need, {"title": "Ус"}, **OFFICE, by=csco)

    assert drafts.find(Need, **OFFICE).data == {"title": "Ус"}
    assert drafts.find(Need, holder="organisation-2") is None
    assert drafts.find(Need, **OFFICE, target_id=7) is None


def test_colleagues_share_a_draft_and_the_last_writer_wins(csco, deputy):
    drafts.keep(Need, {"title": "one"}, **OFFICE, by=csco)
    kept = drafts.keep(Need, {"title": "two"}, **OFFICE, by=deputy)

    assert (kept.data, kept.version, kept.saved_by) == ({"title": "two"}, 2, deputy)
    assert Draft.objects.count() == 1


def test_drafts_of_new_and_of_known_things_are_apart(csco):
    drafts.keep(Need, {"title": "new"}, **OFFICE, by=csco)
    drafts.keep(Need, {"title": "known"}, **OFFICE, target_id=7, by=csco)

    drafts.drop(Need, **OFFICE)

    assert drafts.find(Need, **OFFICE) is None
    assert drafts.find(Need, **OFFICE, target_id=7).data == {"title": "known"}


def test_what_was_begun_is_found_by_its_key_until_it_is_made(csco):
    first = drafts.keep(Need, {"title": "a"}, **OFFICE, section="first", by=csco)
    second = drafts.keep(Need, {"title": "b"}, **OFFICE, section="second", by=csco)
    drafts.keep(Need, {"title": "known"}, **OFFICE, target_id=7, by=csco)
    assert list(drafts.begun(Need)) == [second, first]

    drafts.spend(second, target_id=8)

    assert list(drafts.begun(Need)) == [first]
    assert drafts.became(drafts.of_key(Need, "second")) == 8
    assert drafts.became(drafts.of_key(Need, "first")) is None
    assert drafts.of_key(Need, "third") is None


def test_only_what_is_typed_anew_is_written_over(csco, deputy):
    drafts.keep(Need, {"title": "one", "text": "two"}, **OFFICE, by=csco)

    kept = drafts.keep(Need, {"text": "three"}, **OFFICE, by=deputy)

    assert kept.data == {"title": "one", "text": "three"}


def test_old_drafts_are_forgotten(db):
    old, young = DraftFactory(), DraftFactory()
    Draft.objects.filter(pk=old.pk).update(
        saved_at=timezone.now() - drafts.EXPIRES - timedelta(minutes=1)
    )

    assert drafts.expire() == 1
    assert list(Draft.objects.all()) == [young]
