"""The questions about a solution: what is refused, and what is kept."""

import pytest
from django.http import QueryDict

from solutions import writing
from solutions.forms.solution import SolutionForm, SolutionSheet, read
from solutions.revising import MATERIAL, split
from tests.solutions.composed import REFERENCE, cleaned, posted, typed

pytestmark = pytest.mark.django_db


def wrong(*rows, **answers) -> set[str]:
    """The names of the answers that are refused."""
    sheet = SolutionSheet(typed(*rows, **answers), check=True)
    assert not sheet.is_valid()
    in_rows = {name for errors in sheet.rows.errors for name in errors}
    return {*sheet.form.errors, *in_rows}


@pytest.mark.parametrize(
    ("answers", "name"),
    [
        ({"title": " … "}, "title"),
        ({"sectors": []}, "sectors"),
        ({"sectors": ["no_such"]}, "sectors"),
        ({"maturity": ""}, "maturity"),
        ({"price_min": "90001"}, "price_max"),
        ({"currency": ""}, "currency"),
    ],
)
def test_what_is_refused(answers, name):
    assert wrong(**answers) == {name}


@pytest.mark.parametrize(
    ("answers", "name"),
    [
        ({"city": ""}, "city"),
        ({"year": "2999"}, "year"),
        ({"result": "excellent, much loved"}, "result"),
    ],
)
def test_what_is_refused_of_a_reference(answers, name):
    assert wrong(REFERENCE | answers) == {name}


def test_a_figure_in_chinese_is_a_figure():
    assert cleaned(REFERENCE | {"result": "漏损减少三成"})["references"]


def test_a_city_is_there_once_for_a_year():
    assert wrong(REFERENCE, REFERENCE | {"city": "darkhan"}) == {"city"}


def test_what_is_in_use_names_a_city():
    removed = REFERENCE | {"DELETE": "on"}

    assert wrong({}, maturity="piloted") == {"maturity"}
    assert wrong(removed, maturity="deployed_several") == {"maturity"}
    assert cleaned({}, maturity="prototype")["references"] == []


def test_a_currency_without_an_amount_says_nothing():
    assert cleaned(price_min="", price_max="")["currency"] == ""


def test_what_was_typed_is_kept_as_it_was_typed():
    data = typed({"city": "Da\u202erkhan", "year": "soon"}, price_min="a lot")
    sent = QueryDict(mutable=True)
    for name, value in posted(data).items():
        sent.setlist(name, value if isinstance(value, list) else [value])

    kept = read(sent)
    again = SolutionSheet(kept)

    assert kept["price_min"] == "a lot"
    assert (
        kept["references"][0] | {"city": "Darkhan", "year": "soon"}
        == (kept["references"][0])
    )
    assert again.form["price_min"].value() == "a lot"
    assert again.rows.forms[0]["year"].value() == "soon"


def test_buttons_change_rows_of_what_was_typed():
    sheet = SolutionSheet(typed(), check=True)

    assert sheet.press({"add": "1"}) == "row=1"
    assert sheet.press({"remove": "0"}) == "row=0"
    assert sheet.data["references"] == [REFERENCE | {"DELETE": "on"}, {}]
    sheet.press({"restore": "0"})
    assert sheet.data["references"][0]["DELETE"] == ""
    assert sheet.press({"remove": "99"}) == sheet.press({}) == ""


def test_every_answer_is_material_or_not():
    assert set(MATERIAL) == set(writing.NAMES)
    assert set(writing.NAMES) == {*SolutionForm.base_fields, "references"} - {"version"}


def test_who_confirms_a_reference_is_no_material_change():
    old = writing.plain(cleaned())
    new = writing.plain(
        cleaned(REFERENCE | {"referee": "D. Sarnai"}, price_max="95000")
    )

    assert split(old, writing.changed(old, new)) == (
        {"price_max": "95000", "references": new["references"]},
        {},
    )
