import threading

import pytest
from django.db import connection

from core import drafts
from core.errors import Conflict, MoveNotAllowed
from core.models import Outbox
from members.models.offices import office_holder
from scaps.models import Need
from scaps.services import needs as services
from scaps.states import NeedState
from tests.factories import NeedFactory
from vocabulary.models import NeedType, Sector, SolutionArea


def answers(**changes) -> dict:
    return {
        "source_lang": "mn",
        "title": "Өвлийн утаа",
        "text": "Гэр хорооллын айлууд нүүрс түлдэг.",
        "sector": Sector.objects.get(code="environment"),
        "types": NeedType.objects.filter(code="finance"),
        "areas": SolutionArea.objects.filter(code="monitoring"),
        "currency": "",
        "languages": ["mn"],
        "visibility": "public",
    } | changes


def asked_for() -> list[str]:
    return list(Outbox.objects.values_list("key", flat=True))


def test_a_need_is_kept_in_its_language_and_asks_for_matches(city, csco):
    need = services.create(city, answers(), by=csco)

    assert (need.title_mn, need.title_en) == ("Өвлийн утаа", None)
    assert need.state == NeedState.DRAFT
    assert need.entered_by == csco
    assert asked_for() == [f"need-{need.pk}-1"]
    assert need.ranking.wanted == 1


def test_saving_spends_the_key_of_the_draft(city, csco):
    draft = drafts.keep(
        Need, {"title": "x"}, holder=office_holder(city.pk), section="key", by=csco
    )

    need = services.create(city, answers(), by=csco, key="key")
    again = services.create(city, answers(), by=csco, key="key")

    draft.refresh_from_db()
    assert again == need
    assert (draft.target_id, draft.data) == (need.pk, {})
    assert list(drafts.begun(Need)) == []


def test_a_key_that_two_send_at_once_makes_one_need(transactional_db, city, csco):
    drafts.keep(
        Need, {"title": "x"}, holder=office_holder(city.pk), section="key", by=csco
    )
    both = threading.Barrier(2)
    made = []

    def send():
        both.wait()
        try:
            made.append(services.create(city, answers(), by=csco, key="key").pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert made == [Need.objects.get().pk] * 2


def test_a_changed_text_asks_for_new_matches(city, csco):
    need = services.create(city, answers(), by=csco)

    need = services.change(need, answers(text="Өөр текст байна."), version=1, by=csco)

    assert (need.version, need.text_version) == (2, 2)
    assert asked_for() == [f"need-{need.pk}-1", f"need-{need.pk}-2"]


def test_what_matching_does_not_read_asks_for_nothing(city, csco):
    need = services.create(city, answers(), by=csco)

    need = services.change(need, answers(visibility="own"), version=1, by=csco)

    assert (need.version, need.text_version) == (2, 1)
    assert asked_for() == [f"need-{need.pk}-1"]


def test_the_second_of_two_tabs_does_not_overwrite_the_first(city, csco, deputy):
    need = services.create(city, answers(), by=csco)
    services.change(need, answers(title="Эхний хадгалалт"), version=1, by=csco)

    with pytest.raises(Conflict):
        services.change(need, answers(title="Хоёр дахь"), version=1, by=deputy)

    need.refresh_from_db()
    assert need.title_mn == "Эхний хадгалалт"


def test_a_closed_need_can_be_opened_again_and_is_matched_anew(city, csco):
    need = NeedFactory(organisation=city, published=True)

    need = services.close(need, by=csco, reason="A partner was found.\x00")
    assert (need.state, need.close_reason) == (NeedState.CLOSED, "A partner was found.")

    need = services.reopen(need, by=csco)
    assert (need.state, need.closed_by, need.close_reason) == (
        NeedState.DRAFT,
        None,
        "",
    )
    assert asked_for() == [f"need-{need.pk}-2"]


def test_a_closed_need_is_not_published(city, csco):
    with pytest.raises(MoveNotAllowed):
        services.publish(NeedFactory(organisation=city, closed=True), by=csco)
