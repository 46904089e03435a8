"""The four parts, what is translated, and the bars of the timeline: plain figures."""

from datetime import date

import pytest

from scaps import timeline
from scaps.plan_filters import Facts, counts
from scaps.plan_parts import parts, translated
from scaps.timeline import WIDTH, Bar, Span

NO_TEXT = {"lang": "mn", "texts": {}}


def text(**status) -> dict:
    texts = {code: [code.upper(), state] for code, state in status.items()}
    return {"lang": "mn", "texts": {"mn": ["MN", "original"], **texts}}


def plan(**facts) -> dict:
    return {"lang": "mn", "vision": NO_TEXT, "focuses": [], "targets": [], **facts}


# --- Parts -------------------------------------------------------------------------


def test_an_empty_plan_has_four_empty_parts():
    assert parts(plan(), []) == ["empty"] * 4


def test_a_part_is_half_while_something_is_open():
    target = {"baseline": "1", "goal": "2", "goal_year": 2030}
    data = plan(
        vision=text(),
        focuses=[{"text": text()}, {"text": NO_TEXT}],
        targets=[target, target | {"goal": None}],
    )
    projects = [{"stage": "preparation", "status": text()}]

    assert parts(data, projects) == ["full", "half", "half", "full"]


@pytest.mark.parametrize(
    ("texts", "reader", "state"),
    [
        ([text()], "mn", "original"),
        ([text()], "ko", "none"),
        ([text(ko="confirmed")], "ko", "confirmed"),
        ([text(ko="confirmed"), text()], "ko", "partly"),
        ([text(ko="confirmed"), text(ko="draft")], "ko", "draft"),
        ([text(ko="confirmed"), NO_TEXT], "ko", "confirmed"),
    ],
)
def test_the_note_says_what_the_reader_gets(texts, reader, state):
    data = {"lang": "mn", "rows": [{"text": one} for one in texts]}

    assert translated([data], reader).state == state


# --- Timeline ----------------------------------------------------------------------

TODAY = date(2026, 7, 1)


def axis(*spans: Span, years=(2025, 2028)):
    return timeline.axis(years, spans, TODAY)


def test_the_axis_holds_every_year_that_is_named():
    found = axis(Span((date(2024, 5, 1), None)), years=(2025, 2026))

    assert (found.first, found.last, found.labels) == (2024, 2026, [2024, 2025, 2026])
    assert found.lines == [0, 200, 400, 600]


def test_without_a_year_there_is_nothing_to_draw():
    assert axis(years=(None, None)) is None


def test_many_years_are_labelled_in_steps():
    assert len(axis(years=(2000, 2050)).labels) <= timeline.MOST_LABELS


def test_a_bar_lies_where_its_days_lie():
    span = Span((date(2025, 1, 1), date(2028, 12, 31)))

    assert timeline.planned(axis(span), span) == Bar(0, WIDTH)


def test_what_is_behind_ends_today():
    span = Span((None, None), (date(2026, 1, 1), None))
    found = axis(span)

    bar = timeline.done(found, span, TODAY)

    assert (bar.x, round(bar.x + bar.width, 1)) == (
        found.at(date(2026, 1, 1)),
        found.today,
    )
    assert (
        timeline.done(found, Span((None, None), (date(2027, 1, 1), None)), TODAY)
        is None
    )


def test_a_single_day_is_still_seen():
    span = Span((date(2026, 1, 1), None))

    assert timeline.planned(axis(span), span).width > 0


def test_today_is_drawn_only_inside():
    assert timeline.axis((2030, 2031), [], TODAY).today is None


# --- Facets ------------------------------------------------------------------------


def facts(pk: int, **codes) -> Facts:
    return Facts(
        pk=pk,
        codes={name: frozenset(found) for name, found in codes.items()},
        published_at=None,
        fit=0,
        title="",
        city="",
        projects=0,
    )


ROWS = [
    facts(1, country=["mn"], sector=["water", "energy"]),
    facts(2, country=["mn"], sector=["water"]),
    facts(3, country=["ru"], sector=["energy"]),
]


def test_a_count_says_what_a_click_will_show():
    chosen = {"country": {"mn"}, "sector": set()}

    found = counts(ROWS, chosen)

    for name, code in found:
        clicked = chosen | {name: {code}}
        assert found[name, code] == sum(row.meets(clicked) for row in ROWS)
    assert found["country", "ru"] == 1
    assert ("sector", "energy") in found


def test_words_of_one_facet_widen_and_facets_narrow():
    chosen = {"country": {"mn", "ru"}, "sector": {"energy"}}

    assert [row.pk for row in ROWS if row.meets(chosen)] == [1, 3]
