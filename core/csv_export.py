"""Tables for spreadsheets: UTF-8 that Excel recognises, and no formulas in cells."""

import csv
import io
import itertools
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from numbers import Number

# A cell that begins so is computed by spreadsheet programs, the full-width
# signs too; whoever wrote the text would run a formula on the reader's machine.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BYTE_ORDER_MARK = "\ufeff"


def cell(value: object) -> str:
    """A value as text; what would be a formula gets an apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    is_formula = text.startswith(FORMULA) or text.lstrip().startswith(FORMULA)
    return f"'{text}" if is_formula else text


def table(header: Iterable[object], rows: Iterable[Iterable[object]]) -> str:
    """A whole file, every cell quoted."""
    return "".join(lines(header, rows))


def lines(header: Iterable[object], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """The same file line by line, for a long one that is sent while it is made."""
    line = io.StringIO()
    writer = csv.writer(line, quoting=csv.QUOTE_ALL)
    yield BYTE_ORDER_MARK
    for row in itertools.chain([header], rows):
        writer.writerow([cell(value) for value in row])
        yield line.getvalue()
        line.seek(0)
        line.truncate()
