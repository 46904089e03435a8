"""What new weights would change is computed in pieces, and belongs to its numbers."""

import pytest

from matching import services
from matching.weights import START
from solutions import matching, preview
from tests.factories import NeedFactory, RankingFactory, UserFactory, WeightSetFactory


@pytest.fixture
def compared(monkeypatch):
    """The engine: which needs it was asked about, and one answer for all."""
    asked = []

    def compare(need_id, old, new):
        asked.append((need_id, old.version, new.version))
        return {
            "top10_old": [1, 2, 3],
            "top10_new": [2, 1, 4],
            "words_old": {"strong": 1, "weak": 2},
            "words_new": {"possible": 3},
            "moved": 4,
        }

    monkeypatch.setattr(matching, "compare_weights", compare)
    return asked


@pytest.fixture
def row(db):
    row = WeightSetFactory(strong=75.0)
    return services.preview(row, by=UserFactory(secretariat=True))


def listed(**facts):
    need = NeedFactory(published=True, **facts)
    RankingFactory(need=need, ready=True)
    return need


def test_the_preview_counts_what_would_change(row, compared):
    needs = [listed(source_lang="ko"), listed(source_lang="mn"), listed()]

    assert preview.step(row.pk) is False

    row.refresh_from_db()
    assert sorted(compared) == sorted((n.pk, START.version, row.version) for n in needs)
    total = preview.total(row.preview)
    assert (total.needs, total.first, total.entered, total.places) == (3, 3, 3, 9)
    assert [(c.lang, c.needs) for c in preview.by_language(row.preview)] == [
        ("en", 1),
        ("ko", 1),
        ("mn", 1),
    ]
    assert preview.words(row.preview) == [
        {"word": "strong", "before": 3, "after": 0},
        {"word": "possible", "before": 0, "after": 9},
        {"word": "weak", "before": 6, "after": 0},
    ]
    assert services.is_previewed(row, START.version)


def test_only_open_needs_with_a_list_and_languages_take_turns(
    row, compared, monkeypatch
):
    monkeypatch.setattr(preview, "NEEDS", 3)
    mongolian = [listed(source_lang="mn") for _ in range(4)]
    english = listed()
    RankingFactory(ready=True, restricted=True)
    RankingFactory(need=NeedFactory(closed=True), ready=True)
    RankingFactory()

    preview.step(row.pk)

    assert [pk for pk, *_ in compared] == [
        english.pk,
        mongolian[3].pk,
        mongolian[2].pk,
    ]


def test_it_goes_on_where_it_stopped(row, compared, monkeypatch):
    listed(), listed()
    monkeypatch.setattr(preview, "SECONDS", 1e-9)
    moments = iter([0.0, 0.0, 1.0, 2.0, 2.0, 3.0])
    monkeypatch.setattr(preview, "monotonic", lambda: next(moments))

    assert preview.step(row.pk) is True
    row.refresh_from_db()
    assert (len(row.preview["rows"]), row.previewed_at) == (1, None)

    assert preview.step(row.pk) is False
    row.refresh_from_db()
    assert len({r["need"] for r in row.preview["rows"]}) == 2
    assert row.previewed_at is not None


def test_numbers_changed_meanwhile_are_not_said_to_be_previewed(
    row, compared, monkeypatch
):
    listed()
    compare = matching.compare_weights

    def changed_meanwhile(*args):
        services.change(row, {"strong": 80.0}, note="x", by=None)
        return compare(*args)

    monkeypatch.setattr(matching, "compare_weights", changed_meanwhile)

    preview.step(row.pk)

    row.refresh_from_db()
    assert (row.strong, row.preview, row.previewed_at) == (80.0, {}, None)


def test_one_odd_need_does_not_keep_the_others_away(row, monkeypatch, caplog):
    listed()
    monkeypatch.setattr(matching, "compare_weights", lambda *_args: {}["odd"])

    assert preview.step(row.pk) is False

    row.refresh_from_db()
    assert row.preview["rows"] == []
    assert "could not be compared" in caplog.text


def test_a_job_that_comes_twice_does_no_harm(row, compared):
    listed()
    preview.step(row.pk)

    assert preview.step(row.pk) is False
    assert preview.step(0) is False
    assert len(compared) == 1


def test_only_needs_that_change_are_named_most_changed_first():
    def change(need, entered, first=False, moved=0):
        return {"need": need, "entered": entered, "first": first, "moved": moved}

    rows = [change(n, n) for n in range(8)] + [change(9, 7, first=True), change(8, 0)]

    found = [row["need"] for row in preview.most_changed({"rows": rows})]

    assert found == [9, 7, 6, 5, 4]


def test_the_judged_set_of_the_installation_is_asked(row, compared, settings, tmp_path):
    settings.JUDGED_SET_DIR = tmp_path
    (tmp_path / "needs.jsonl").write_text(
        '{"id": "n", "lang": "en", "text": "Less smoke in winter"}\n'
    )
    (tmp_path / "solutions.jsonl").write_text(
        '{"id": "a", "lang": "en", "text": "Clean stoves against smoke"}\n'
        '{"id": "b", "lang": "en", "text": "Arrival times for buses"}\n'
    )
    (tmp_path / "qrels.jsonl").write_text(
        '{"need": "n", "solution": "a", "grade": 2}\n'
    )

    preview.step(row.pk)

    row.refresh_from_db()
    assert row.preview["judged"] == {"before": 1.0, "after": 1.0, "needs": 1}


def test_a_judged_set_that_cannot_be_read_is_left_out(
    row, compared, settings, tmp_path, caplog
):
    settings.JUDGED_SET_DIR = tmp_path / "nowhere"

    preview.step(row.pk)

    row.refresh_from_db()
    assert row.preview["judged"] == {}
    assert row.previewed_at is not None
