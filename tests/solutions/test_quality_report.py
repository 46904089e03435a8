"""Figures for staff: each is counted by hand here on a handful of rows."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members.states import ComplianceStatus
from solutions import gaps, quality, report_tables
from solutions.models import QualityReport, Solution
from tests.factories import (
    MatchFactory,
    NeedFactory,
    ProviderFactory,
    RankingFactory,
    ReferenceFactory,
    SolutionFactory,
    SweepFactory,
)


@pytest.fixture
def offers(db):
    return {
        lang: SolutionFactory(published=True, source_lang=lang)
        for lang in ("en", "ko", "mn")
    }


def listed(*results, lang="mn", seconds=0.0, **facts):
    """A need with its list: pairs of a solution and what is known of the match."""
    need = NeedFactory(published=True, source_lang=lang)
    RankingFactory(need=need, ready=True, seconds=seconds, **facts)
    for rank, (solution, word, value, *traits) in enumerate(results, start=1):
        MatchFactory(
            need=need,
            solution=solution,
            rank=rank,
            word=word,
            value=value,
            **dict.fromkeys(traits, True),
        )
    return need


def test_by_language_of_the_need(offers):
    listed((offers["ko"], "strong", 80.0), (offers["mn"], "possible", 60.0))
    listed((offers["mn"], "possible", 61.0))
    listed()
    listed((offers["en"], "weak", 10.0), lang="en")

    english, mongolian = quality.languages()

    assert english == {
        "lang": "en",
        "lists": 1,
        "first": 10.0,
        "fitting": 0.0,
        "strong": 0.0,
        "places": 1,
        "same": 1.0,
        "pool": 0.3333,
    }
    assert (mongolian["lists"], mongolian["first"]) == (3, 70.5)
    assert (mongolian["fitting"], mongolian["strong"]) == (0.6667, 0.3333)
    assert (mongolian["places"], mongolian["same"]) == (3, 0.6667)


def test_only_the_first_ten_count_for_the_mix_of_languages(offers):
    rest = [SolutionFactory(published=True) for _ in range(9)]
    listed(*((s, "weak", 5.0) for s in [*rest, offers["ko"], offers["mn"]]))

    assert quality.languages()[0]["places"] == 10
    assert quality.languages()[0]["same"] == 0.0


def test_lists_that_nobody_reads_are_left_out(offers):
    listed((offers["ko"], "strong", 80.0), restricted=True)
    RankingFactory()
    RankingFactory(need=NeedFactory(closed=True), ready=True)

    assert quality.languages() == []
    assert quality.pairs() == []


def test_what_may_not_be_shown_today_is_not_counted(offers):
    provider = ProviderFactory().organisation
    solution = SolutionFactory(published=True, provider=provider)
    listed((solution, "strong", 80.0))

    provider.compliance_status = ComplianceStatus.BLOCKED
    provider.save()

    assert quality.languages()[0]["strong"] == 0.0


def test_by_languages_of_both_sides(offers):
    other = SolutionFactory(published=True, source_lang="ko")
    listed((offers["ko"], "strong", 80.0), (other, "possible", 60.0))
    listed((offers["ko"], "weak", 20.0), (offers["mn"], "weak", 10.0))

    own, korean = sorted(quality.pairs(), key=lambda row: row["solution"] == "ko")

    assert korean == {
        "need": "mn",
        "solution": "ko",
        "lists": 2,
        "first": 50.0,
        "fitting": 0.5,
        "strong": 0.5,
        "places": 3,
    }
    assert (own["solution"], own["lists"], own["first"]) == ("mn", 1, 10.0)


def test_what_cities_decided(offers):
    listed(
        (offers["ko"], "strong", 80.0, "shortlisted"),
        (offers["mn"], "weak", 20.0, "dismissed"),
        (offers["en"], "weak", 10.0, "pinned"),
    )
    MatchFactory(rank=15, word="weak", dismissed=True, decision_reason="too_dear")
    MatchFactory(
        rank=4, word="weak", dismissed=True, decision_reason="too_dear\nBy far."
    )

    found = quality.outcomes()

    assert [(w["word"], w["shortlisted"], w["dismissed"]) for w in found["words"]] == [
        ("strong", 1, 0),
        ("possible", 0, 0),
        ("weak", 0, 3),
    ]
    assert [(b["band"], b["dismissed"]) for b in found["bands"]] == [
        ("1-3", 1),
        ("4-10", 1),
        ("11-20", 1),
        ("21+", 0),
    ]
    assert ("mn", "ko") in {(p["need"], p["solution"]) for p in found["pairs"]}
    assert found["recommended"] == 1
    assert found["reasons"] == [
        {"reason": "too_dear", "count": 2},
        {"reason": "words", "count": 1},
    ]


def test_how_long_lists_take(db):
    for seconds in range(1, 21):
        listed(seconds=float(seconds))
    listed(seconds=0)

    assert quality.latency() == {"lists": 20, "median": 10.5, "p95": 19.05}


def test_the_newest_finished_sweep_tells_the_recall(db):
    assert quality.sweep() is None
    SweepFactory(finished=True, missed=50)
    SweepFactory(finished=True, missed=3)
    SweepFactory()

    assert quality.sweep()["recall"] == 0.97


def test_what_solutions_do_not_state(db):
    bare = SolutionFactory(published=True)
    priced = SolutionFactory(
        published=True, price_min=5, currency="USD", languages=["en"]
    )
    ReferenceFactory(solution=priced, is_verified=True)
    ReferenceFactory(solution=bare, is_verified=False)
    SolutionFactory()

    found = {
        row["fact"]: (row["missing"], row["share"])
        for row in gaps.missing(Solution.objects.published(), gaps.SOLUTION_FACTS)
    }

    assert found == {
        "areas": (2, 1.0),
        "stages": (2, 1.0),
        "countries": (2, 1.0),
        "languages": (1, 0.5),
        "price": (1, 0.5),
        "references": (1, 0.5),
    }


def test_how_old_rows_are(db):
    for days in (1, 3, 40):
        solution = SolutionFactory(published=True)
        Solution.objects.filter(pk=solution.pk).update(
            updated_at=timezone.now() - timedelta(days=days, hours=1)
        )

    found = gaps.age(Solution.objects.all(), "updated_at")

    assert found == {"count": 3, "median": 3, "oldest": 40}
    nothing = gaps.age(Solution.objects.none(), "updated_at")
    assert nothing == {"count": 0, "median": None, "oldest": None}


def test_a_report_is_kept_and_asks_the_same_with_more_rows(offers):
    listed((offers["ko"], "strong", 80.0, "shortlisted"))
    with CaptureQueriesContext(connection) as few:
        report = quality.make()
    for lang in ("en", "ja", "ru"):
        listed((offers["mn"], "weak", 10.0, "dismissed"), lang=lang)
    with CaptureQueriesContext(connection) as many:
        quality.make()

    assert QualityReport.objects.count() == 2
    report.refresh_from_db()
    assert report.figures["languages"][0]["lang"] == "mn"
    assert len(many) == len(few)


def test_an_empty_portal_has_a_report(db):
    report = quality.make()

    tables = report_tables.tables(report.figures)
    assert [table.code for table in tables] == ["words", "bands"]


def test_few_cases_are_marked(offers):
    listed((offers["ko"], "strong", 80.0))
    few = report_tables.tables(quality.figures())[0].rows[0]
    for _ in range(20):
        listed((offers["ko"], "strong", 80.0))
    enough = report_tables.tables(quality.figures())[0].rows[0]

    assert (few.cases, few.is_few) == (1, True)
    assert (enough.cases, enough.is_few) == (21, False)


def test_every_row_has_a_cell_for_every_heading(offers):
    SweepFactory(finished=True)
    listed(
        (offers["ko"], "strong", 80.0, "shortlisted"),
        (offers["mn"], "weak", 20.0, "dismissed"),
        seconds=1.5,
    )

    found = report_tables.tables(quality.figures())

    assert len(found) == 10
    for table in found:
        for row in table.rows:
            assert len(row.cells) == len(table.head), table.code
    lines = list(report_tables.lines(found))
    assert len(lines) == sum(len(t.head) * len(t.rows) for t in found)
