"""Versions of the weights: made, previewed, used, and what the database holds."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from core.errors import DomainError
from matching import services
from matching.forms import WeightsForm
from matching.models import WeightSet
from matching.signals import preview_wanted, weights_changed
from matching.terms import TERMS
from matching.weights import START
from matching.weights_in_use import current, weights_of
from tests.factories import UserFactory, WeightSetFactory

HEAVIER = {"weight": {"B": 0.3}, "strong": 75.0}


@pytest.fixture
def staff(db):
    return UserFactory(secretariat=True)


@pytest.fixture
def heard():
    """What the signals said, in order."""
    said = []

    def listen(sender, **facts):
        said.append({k: v for k, v in facts.items() if k != "signal"})

    for signal in (weights_changed, preview_wanted):
        signal.connect(listen)
    yield said
    for signal in (weights_changed, preview_wanted):
        signal.disconnect(listen)


def preview(row: WeightSet) -> WeightSet:
    """As the job leaves it."""
    row.preview, row.previewed_at = {"against": current().version}, timezone.now()
    row.save()
    return row


def test_without_a_version_in_use_the_shipped_numbers_score(db):
    WeightSetFactory()
    WeightSetFactory(retired=True)

    assert current() == START


def test_the_version_in_use_scores(db):
    row = WeightSetFactory(used=True, strong=80.0)

    assert current() == weights_of(row)
    assert current().word(79) == "possible"


def test_numbers_for_other_terms_do_not_stop_the_matching(db, caplog):
    WeightSetFactory(used=True, weight={"T": 1.0})

    assert current() == START
    assert "do not fit" in caplog.text


def test_a_draft_has_the_numbers_it_came_from_and_those_that_differ(staff):
    row = services.draft(START, HEAVIER, note="  Money counts more. ", by=staff)

    row.refresh_from_db()
    assert row.weight == {**START.weight, "B": 0.3}
    assert (row.missing, row.possible) == (dict(START.missing), START.possible)
    assert (row.strong, row.note, row.made_by) == (75.0, "Money counts more.", staff)
    assert (row.state, row.preview, row.previewed_at) == ("draft", {}, None)


def test_versions_are_counted(staff):
    WeightSetFactory(version="7")
    WeightSetFactory(version="2026-may")

    versions = [services.draft(START, {}, note="x", by=staff).version for _ in "ab"]

    assert versions == ["8", "9"]
    assert START.version not in versions


@pytest.mark.parametrize(
    "changes",
    [
        {"weight": {"T": -0.1}},
        {"weight": dict.fromkeys(TERMS, 0)},
        {"weight": {"X": 0.1}},
        {"colour": 3},
        {"missing": {"B": 0.6}},
        {"missing": {"Z": 0.1}},
        {"strong": 50.0, "possible": 50.0},
        {"strong": 101.0},
        {"possible": -1.0},
        {"text_width": 0.0},
        {"weight": {"T": float("nan")}},
        {"text_middle": float("inf")},
    ],
    ids=str,
)
def test_numbers_that_make_no_sense_are_refused(staff, changes):
    with pytest.raises(DomainError):
        services.draft(START, changes, note="x", by=staff)

    assert not WeightSet.objects.exists()


def test_a_change_asks_for_a_new_preview(staff):
    row = preview(WeightSetFactory())

    row = services.change(row, {"weight": {"R": 0.2}}, note="Again.", by=staff)

    assert (row.weight["R"], row.note) == (0.2, "Again.")
    assert (row.preview, row.previewed_at) == ({}, None)


@pytest.mark.parametrize("state", ["used", "retired"])
def test_what_was_in_use_is_never_changed(staff, state):
    row = WeightSetFactory(**{state: True})

    with pytest.raises(DomainError):
        services.change(row, HEAVIER, note="x", by=staff)
    with pytest.raises(DomainError):
        services.discard(row, by=staff)

    row.refresh_from_db()
    assert row.weight == dict(START.weight)


def test_a_preview_is_asked_for(staff, heard):
    row = preview(WeightSetFactory())

    row = services.preview(row, by=staff)

    assert heard == [{"weight_set_id": row.pk}]
    assert row.previewed_at is None
    with pytest.raises(DomainError):
        services.preview(WeightSetFactory(used=True), by=staff)


def test_using_a_version_retires_the_other_and_tells_the_matching(staff, heard):
    old = WeightSetFactory(used=True)
    row = preview(WeightSetFactory(strong=80.0))

    row = services.use(row, by=staff)

    old.refresh_from_db()
    assert (row.state, row.used_by, old.state) == ("used", staff, "retired")
    assert row.used_since is not None
    assert heard == [{"version": row.version}]
    assert current().strong == 80.0


def test_a_retired_version_is_used_again_after_a_new_preview(staff):
    first = preview(WeightSetFactory())
    first = services.use(first, by=staff)
    second = services.use(preview(WeightSetFactory()), by=staff)

    with pytest.raises(DomainError, match="preview"):
        services.use(first, by=staff)
    first.refresh_from_db()
    services.use(preview(first), by=staff)

    second.refresh_from_db()
    assert (current().version, second.state) == (first.version, "retired")


def test_nothing_is_used_unseen(staff, heard):
    row = WeightSetFactory()

    with pytest.raises(DomainError, match="preview"):
        services.use(row, by=staff)

    row.preview, row.previewed_at = {"against": "older"}, timezone.now()
    row.save()
    with pytest.raises(DomainError, match="preview"):
        services.use(row, by=staff)
    assert heard == []


def test_discarded_drafts_leave_their_history(staff):
    row = WeightSetFactory()

    services.discard(row, by=staff)

    assert not WeightSet.objects.exists()
    assert WeightSet.pgh_event_model.objects.filter(version=row.version).exists()
    for verb in (services.discard, services.use, services.preview):
        with pytest.raises(DomainError):
            verb(row, by=staff)


def test_two_put_weights_to_use_at_once(transactional_db):
    """Both looked at a preview against the same version: the second looks again."""
    staff = UserFactory(secretariat=True)
    rows = [preview(WeightSetFactory()) for _ in range(2)]

    def use(row) -> str:
        try:
            services.use(row, by=staff)
        except DomainError as error:
            return str(error)[:25]
        finally:
            connection.close()
        return "used"

    with ThreadPoolExecutor(2) as pool:
        found = sorted(pool.map(use, rows))

    assert found == ["Look at the preview first", "used"]
    assert WeightSet.objects.filter(state="used").count() == 1


# --- The form -------------------------------------------------------------------------


def typed(**changes) -> dict:
    """What a browser sends back of the shipped numbers, with some changed."""
    form = WeightsForm(base=START, note="For a test.")
    return {name: form[name].value() for name in form.fields} | changes


def test_the_form_gives_back_what_it_was_filled_with(db):
    form = WeightsForm(typed(), base=START)

    assert form.is_valid(), form.errors
    assert services.merged(START, form.changes()) == START


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"weight_T": "-1"}, "weight_T"),
        ({"weight_T": "much"}, "weight_T"),
        ({"weight_B": ""}, "weight_B"),
        ({"missing_R": "0.51"}, "missing_R"),
        ({"missing_R": "nan"}, "missing_R"),
        ({"strong": "101"}, "strong"),
        ({"possible": "90"}, "possible"),
        ({"text_width": "0"}, "text_width"),
        ({"note": " "}, "note"),
        ({f"weight_{term}": "0" for term in TERMS}, "weight_T"),
        ({"weight_X": "1"}, "__all__"),
    ],
    ids=str,
)
def test_the_form_says_which_number_is_wrong(db, changes, field):
    form = WeightsForm(typed(**changes), base=START)

    assert list(form.errors) == [field]
