import csv
import io
from datetime import date
from decimal import Decimal

import pytest

from core import csv_export


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1", "＠x"],
)
def test_no_cell_is_a_formula(text):
    assert csv_export.cell(text) == f"'{text}"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("", ""),
        ("Ус 5-аар бага", "Ус 5-аар бага"),
        (-3, "-3"),
        (Decimal("300000.00"), "300000"),
        (Decimal("-0.50"), "-0.5"),
        (date(2027, 2, 3), "2027-02-03"),
    ],
)
def test_values_are_written_plainly(value, text):
    assert csv_export.cell(value) == text


def test_a_table_is_read_as_it_was_written():
    rows = [['He said "no"', "two\nlines"], ["a,b;c", "=x"]]

    text = csv_export.table(["First", "Second"], rows)

    assert text.startswith("\ufeff")
    read = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert read == [["First", "Second"], rows[0], ["a,b;c", "'=x"]]
