"""Two snapshots, and what a reader is told of the way from one to the other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaps.differences import ADDED, CHANGED, REMOVED, Piece, compare, marked


def text(lang="en", **texts) -> dict:
    return {
        "lang": lang,
        "texts": {code.replace("_", "-"): [t, "original"] for code, t in texts.items()},
    }


def kinds(old, new, lang="en") -> list[tuple]:
    return [(change.kind, change.path) for change in compare(old, new, lang)]


def test_the_same_is_no_change():
    data = {"vision": text(en="Safe air"), "targets": [{"id": 1, "goal": "40"}]}

    assert compare(data, data, "en") == []


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("40", "60", CHANGED),
        (None, "60", ADDED),
        ("40", None, REMOVED),
        ("", "building", ADDED),
    ],
)
def test_a_figure_came_went_or_changed(old, new, kind):
    (change,) = compare({"stage": old}, {"stage": new}, "en")

    assert (change.kind, change.path) == (kind, ("stage",))
    assert (change.before, change.after) == (old, new)


def test_words_of_a_text_are_marked():
    (change,) = compare(
        {"vision": text(en="Clean air in every district.")},
        {"vision": text(en="Safe air in every ger district.")},
        "en",
    )

    assert change.lang == "en"
    assert change.pieces == (
        Piece("Clean ", REMOVED),
        Piece("Safe ", ADDED),
        Piece("air in every "),
        Piece("ger ", ADDED),
        Piece("district."),
    )


def test_scripts_without_spaces_are_marked_by_the_sign():
    assert marked("清洁的空气", "安全的空气") == [
        Piece("清洁", REMOVED),
        Piece("安全", ADDED),
        Piece("的空气"),
    ]


def test_a_reader_is_told_in_their_language():
    (change,) = compare(
        {"vision": text(lang="mn", mn="Нэг", ko="하나")},
        {"vision": text(lang="mn", mn="Хоёр", ko="둘")},
        "ko",
    )

    assert (change.lang, change.before, change.after) == ("ko", "하나", "둘")


def test_a_translation_that_lags_behind_hides_nothing():
    (change,) = compare(
        {"vision": text(lang="mn", mn="Нэг", ko="하나")},
        {"vision": text(lang="mn", mn="Хоёр", ko="하나")},
        "ko",
    )

    assert (change.lang, change.after) == ("mn", "Хоёр")


def test_a_new_translation_is_no_change():
    old = {"vision": text(lang="mn", mn="Нэг")}
    new = {"vision": text(lang="mn", mn="Нэг", ko="하나")}

    assert compare(old, new, "ko") == []


def test_rows_are_known_by_their_id():
    old = {"targets": [{"id": 1, "goal": "40"}, {"id": 2, "goal": "7"}]}
    new = {"targets": [{"id": 3, "goal": "9"}, {"id": 1, "goal": "50"}]}

    assert kinds(old, new) == [
        (ADDED, ("targets", 3)),
        (CHANGED, ("targets", 1, "goal")),
        (REMOVED, ("targets", 2)),
    ]


def test_a_row_written_anew_has_not_changed():
    old = {"milestones": [{"id": 1, "title": text(en="First readings")}]}
    new = {"milestones": [{"id": 9, "title": text(en="First readings")}]}

    assert compare(old, new, "en") == []


def test_the_last_row_can_go():
    assert kinds({"money": [{"id": 1}]}, {"money": []}) == [(REMOVED, ("money", 1))]


def test_a_rate_of_the_day_is_no_change():
    row = {"id": 1, "amount": "5", "usd": "4", "rate_date": "2026-01-01"}
    later = row | {"usd": "6", "rate_date": "2026-06-01"}

    assert compare({"money": [row]}, {"money": [later]}, "en") == []


def test_codes_that_came_and_went_are_one_change():
    (change,) = compare(
        {"sectors": ["water", "health"]}, {"sectors": ["water", "energy"]}, "en"
    )

    assert (change.before, change.after) == (["health"], ["energy"])


def test_a_place_moves_as_a_whole():
    (change,) = compare({"point": [47.9, 106.9]}, {"point": [47.9, 107.0]}, "en")

    assert (change.kind, change.after) == (CHANGED, [47.9, 107.0])


def test_what_is_hidden_is_not_told():
    assert compare({"money": []}, {}, "en") == []


@given(st.text("ab 的空。\n", max_size=40), st.text("ab 的空。\n", max_size=40))
def test_the_marks_lead_from_one_text_to_the_other(old, new):
    pieces = marked(old, new)

    assert "".join(p.text for p in pieces if p.mark != ADDED).split() == old.split()
    assert "".join(p.text for p in pieces if p.mark != REMOVED).split() == new.split()


def test_a_long_stretch_that_stayed_is_cut():
    stayed = "word " * 200

    pieces = marked(f"{stayed}end", f"{stayed}ending")

    assert len(pieces[0].text) < 250
    assert "…" in pieces[0].text
