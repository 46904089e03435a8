"""A provider writes solutions; material changes of listed ones wait for review."""

import pytest

from core.errors import Conflict, DomainError, MoveNotAllowed
from notifications.models import Notice
from solutions import differences, revising, services, writing
from solutions.models import Reference, Solution
from solutions.services import revisions
from solutions.states import REVISION_WORKFLOW, RevisionState
from tests.factories import SolutionRevisionFactory
from tests.solutions.composed import REFERENCE, cleaned


@pytest.fixture
def made(provider, provider_owner):
    """A draft of the provider."""
    return services.create(provider, cleaned(), by=provider_owner)


@pytest.fixture
def listed(made, provider_owner, secretariat):
    Reference.objects.update(is_verified=True, latitude=49, longitude=105)
    services.submit(made, by=provider_owner)
    return services.publish(made, by=secretariat)


def row_of(reference: Reference, **facts) -> dict:
    return REFERENCE | {"id": str(reference.pk)} | facts


def change(solution: Solution, *rows, by, **answers):
    """Save what is there with some other answers, as the form would send it."""
    solution.refresh_from_db()
    rows = rows or [row_of(row) for row in solution.references.all()]
    data = cleaned(*rows, **answers)
    return services.change(solution, data, version=solution.version, by=by)


def test_what_is_saved_is_what_was_typed(made, provider):
    assert made.slug == f"{provider.slug}-heat-meters-for-old-houses"
    assert (made.state, made.title_en) == ("draft", "Heat meters for old houses")
    assert made.price_date is not None
    saved = writing.of(made)
    typed = writing.plain(cleaned())
    for row in saved["references"]:
        row["id"] = ""
    assert saved == typed


def test_a_second_of_the_same_name_has_another_address(made, provider, provider_owner):
    again = services.create(provider, cleaned(), by=provider_owner)

    assert again.slug == f"{made.slug}-2"


def test_a_draft_is_changed_at_once(made, provider_owner):
    assert change(made, by=provider_owner, title="Heat meters") is None

    made.refresh_from_db()
    assert (made.title_en, made.version) == ("Heat meters", 2)


def test_another_original_language_takes_the_texts_along(made, provider_owner):
    change(made, by=provider_owner, source_lang="mn")

    made.refresh_from_db()
    assert (made.title_en, made.title_mn) == ("", "Heat meters for old houses")


def test_references_keep_what_was_verified_while_they_say_the_same(
    listed, provider_owner, secretariat
):
    first = listed.references.get()
    rows = [
        row_of(first, referee="D. Sarnai"),
        REFERENCE | {"city": "Erdenet", "result": "9 %"},
    ]
    revisions.accept(change(listed, *rows, by=provider_owner), by=secretariat)
    kept, new = listed.references.order_by("pk")
    assert (kept.pk, kept.is_verified, kept.referee) == (first.pk, True, "D. Sarnai")
    assert (new.city, new.is_verified) == ("Erdenet", False)

    # Two rows change places, and one says something else.
    swapped = [row_of(kept, city="Erdenet"), row_of(new, city="Darkhan", result="9 %")]
    revisions.accept(change(listed, *swapped, by=provider_owner), by=secretariat)
    erdenet, darkhan = listed.references.order_by("-city")
    assert (erdenet.result, erdenet.is_verified) == (REFERENCE["result"], False)
    assert (darkhan.result, darkhan.latitude) == ("9 %", None)


def test_of_a_listed_solution_small_changes_are_live_and_material_ones_wait(
    listed, provider_owner
):
    revision = change(
        listed, by=provider_owner, title="Meters", price_max="70000", languages=["en"]
    )

    listed.refresh_from_db()
    assert (listed.title_en, listed.price_max) == ("Heat meters for old houses", 70000)
    assert listed.languages == ["en"]
    assert revision.changes == {"title": "Meters"}
    assert revising.newest_values(listed)["title"] == "Meters"


def test_one_change_waits_at_a_time_and_none_when_it_is_undone(listed, provider_owner):
    first = change(listed, by=provider_owner, title="Meters")
    second = change(listed, by=provider_owner, title="Meters", users="Landlords")
    assert second.pk == first.pk
    assert second.changes == {"title": "Meters", "users": "Landlords"}

    assert change(listed, by=provider_owner) is None
    first.refresh_from_db()
    assert first.state == RevisionState.WITHDRAWN


def test_an_accepted_change_is_listed_and_matched_anew(
    listed, provider_owner, secretariat
):
    revision = change(listed, by=provider_owner, title="Meters", sectors=["health"])
    Notice.objects.all().delete()

    revision = revisions.accept(revision, by=secretariat)

    listed.refresh_from_db()
    assert listed.title_en == "Meters"
    assert [sector.code for sector in listed.sectors.all()] == ["health"]
    assert revision.before == {
        "title": "Heat meters for old houses",
        "sectors": ["energy"],
    }
    notice = Notice.objects.get(recipient=provider_owner)
    assert notice.subject.endswith("Meters")
    with pytest.raises(MoveNotAllowed):
        revisions.send_back(revision, by=secretariat, reason="Too late.")


def test_a_change_sent_back_is_submitted_again_by_saving(
    listed, provider_owner, secretariat
):
    revision = change(listed, by=provider_owner, title="Meters")
    revision = revisions.send_back(revision, by=secretariat, reason="Which meters?")
    assert (revision.state, revision.reason) == ("returned", "Which meters?")

    again = change(listed, by=provider_owner, title="Heat meters")

    assert again.pk == revision.pk
    assert (again.state, again.reason, again.decided_at) == ("submitted", "", None)


def test_what_leaves_the_catalogue_takes_its_change_along(
    listed, provider_owner, secretariat
):
    revision = change(listed, by=provider_owner, title="Meters")

    services.withdraw(listed, by=provider_owner, reason="We rework it.")

    listed.refresh_from_db()
    revision.refresh_from_db()
    assert (listed.state, listed.title_en) == ("withdrawn", "Meters")
    assert revision.state == RevisionState.WITHDRAWN


def test_who_writes_at_once_loses_nothing(made, provider_owner):
    services.change(made, cleaned(title="First"), version=1, by=provider_owner)

    with pytest.raises(Conflict):
        services.change(made, cleaned(title="Second"), version=1, by=provider_owner)


def test_what_is_in_review_is_taken_back_first(made, provider_owner):
    made = services.submit(made, by=provider_owner)
    with pytest.raises(DomainError):
        services.change(made, cleaned(), version=1, by=provider_owner)

    assert services.take_back(made, by=provider_owner).state == "draft"


def test_the_difference_is_told_in_words(listed, provider_owner):
    first = listed.references.get()
    revision = change(
        listed,
        row_of(first, result="20 % less heat in the first winter"),
        by=provider_owner,
        title="Heat meters for all houses",
        sectors=["energy", "health"],
        maturity="deployed_several",
    )

    told = {
        row.name: row.lines
        for row in differences.between(writing.of(listed), revision.changes)
    }

    assert told["title"] == [
        [
            ("same", "Heat meters for "),
            ("gone", "old"),
            ("new", "all"),
            ("same", " houses"),
        ]
    ]
    assert told["sectors"] == [
        [("same", "Energy"), ("same", ", "), ("new", "Health and care")]
    ]
    assert ("gone", "18") in told["references"][0]
    assert list(told) == ["title", "sectors", "maturity", "references"]


@pytest.mark.parametrize("state", RevisionState)
@pytest.mark.parametrize("move", REVISION_WORKFLOW.moves.values(), ids=lambda m: m.name)
def test_every_move_from_every_state(state, move):
    row = SolutionRevisionFactory.build(state=state, solution=None, submitted_by=None)

    if state in move.sources:
        REVISION_WORKFLOW.advance(row, move.name)
        assert row.state == move.target
    else:
        with pytest.raises(MoveNotAllowed):
            REVISION_WORKFLOW.advance(row, move.name)
