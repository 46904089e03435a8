"""Texts in six languages: who wrote a translation is recorded, originals stay whole."""

from core.models import Outbox
from scaps.models import Need
from solutions.models import Solution
from tests.admin.conftest import filled, object_page, page
from tests.factories import NeedFactory, OrganisationFactory, SolutionFactory
from translations.models import Origin, Status, TextStatus


def save(client, obj, **changes):
    data = filled(client.get(object_page(obj)))
    answer = client.post(object_page(obj), data | changes)
    if answer.context:
        problems = answer.context["errors"]
        assert answer.status_code == 302, problems
    obj.refresh_from_db()
    return answer


def statuses(obj) -> list[tuple]:
    rows = TextStatus.objects.filter(target_id=obj.pk)
    return [(r.field, r.language, r.origin, r.status, r.written_by) for r in rows]


def test_a_translation_is_recorded_with_its_writer(staff_client, secretariat):
    city = OrganisationFactory(name="Daegu")

    save(staff_client, city, name_ko="대구광역시")

    assert city.name_ko == "대구광역시"
    assert statuses(city) == [
        ("name", "ko", Origin.PERSON, Status.CONFIRMED, secretariat)
    ]


def test_the_original_is_no_translation(staff_client):
    city = OrganisationFactory(name="Daegu")

    save(staff_client, city, name_en="Daegu City")

    assert city.name_en == "Daegu City"
    assert statuses(city) == []


def test_an_original_in_mongolian_needs_no_english(staff_client):
    solution = SolutionFactory(source_lang="mn", title="Дулаан", published=True)

    save(staff_client, solution, title_mn="Цэвэр дулаан")

    assert solution.title_mn == "Цэвэр дулаан"
    assert not solution.title_en


def test_an_original_cannot_be_emptied(staff_client):
    solution = SolutionFactory(source_lang="mn", title="Дулаан")
    data = filled(staff_client.get(object_page(solution)))

    answer = staff_client.post(object_page(solution), data | {"title_mn": ""})

    assert "title_mn" in answer.context["adminform"].form.errors


def test_a_listed_solution_is_matched_anew(staff_client, run_outbox):
    solution = SolutionFactory(published=True)

    save(staff_client, solution, description_en="Heat pumps for schools.")

    waiting = Outbox.objects.waiting().values_list("task", flat=True)
    assert "solutions.embed_solutions" in waiting


def test_a_need_is_saved_by_its_service(staff_client, secretariat):
    need = NeedFactory(title="Less smoke", published=True)

    save(staff_client, need, title_en="No smoke at all", title_mn="Утаагүй")

    assert (need.title_en, need.title_mn) == ("No smoke at all", "Утаагүй")
    assert (need.version, need.text_version) == (2, 2)
    assert statuses(need) == [
        ("title", "mn", Origin.PERSON, Status.CONFIRMED, secretariat)
    ]


def test_of_two_people_one_is_told(staff_client):
    need = NeedFactory(title="Less smoke")
    stale = filled(staff_client.get(object_page(need)))
    save(staff_client, need, title_en="First")

    answer = staff_client.post(object_page(need), stale | {"title_en": "Second"})

    assert answer.status_code == 200
    assert answer.context["adminform"].form.has_error("__all__", "conflict")
    need.refresh_from_db()
    assert need.title_en == "First"


def test_what_a_life_cycle_records_is_not_typed(staff_client):
    for model, obj in ((Need, NeedFactory()), (Solution, SolutionFactory())):
        form = staff_client.get(object_page(obj)).context["adminform"].form
        names = {name for name in form.fields if name.endswith(("_at", "_by"))}
        assert (names, "state" in form.fields) == (set(), False), model


def test_steering_characters_are_taken_out(staff_client):
    city = OrganisationFactory(name="Daegu")

    save(staff_client, city, name_en="Dae\u202egu")

    assert city.name_en == "Daegu"


def test_history_tells_who_changed_which_language(staff_client, secretariat):
    city = OrganisationFactory(name="Daegu")
    save(staff_client, city, name_ko="대구")

    found = staff_client.get(page("history", type(city), city.pk)).context["page"]

    changed, made = list(found)
    assert made.is_new
    assert [(c.lang, c.after) for c in changed.changes] == [("ko", "대구")]
