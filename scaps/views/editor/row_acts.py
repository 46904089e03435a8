"""Buttons that change the rows of a form that is not saved yet.

Each changes what was typed, which is then kept as a draft: the page that
follows shows it, with a script and without.
"""

from core.text import whole_number
from scaps.forms.sections import MAX_ROWS, PREFIX
from scaps.sheets import COUNT, Values


def act(sent, values: Values) -> str:
    """Do what a button says; where the page is to open, or nothing to do."""
    for name, do in ACTS.items():
        if name in sent:
            return do(sent[name], values)
    return ""


def _add(_value: str, values: Values) -> str:
    count = whole_number(str(values.get(COUNT, "0"))) or 0
    values[COUNT] = str(min(count + 1, MAX_ROWS))
    return f"row={count}"


def _remove(value: str, values: Values) -> str:
    return _mark(value, values, "on")


def _restore(value: str, values: Values) -> str:
    return _mark(value, values, "")


def _mark(value: str, values: Values, mark: str) -> str:
    number = whole_number(value) or 0
    values[f"{PREFIX}-{number}-DELETE"] = mark
    return f"row={number}"


def _find(value: str, _values: Values) -> str:
    number = whole_number(value) or 0
    return f"row={number}&find={number}"


def _link(value: str, values: Values) -> str:
    """`3:77`: the partner of row 3 is the organisation 77."""
    row, _colon, organisation = value.partition(":")
    number = whole_number(row) or 0
    values[f"{PREFIX}-{number}-organisation"] = organisation
    return f"row={number}"


def _unlink(value: str, values: Values) -> str:
    number = whole_number(value) or 0
    values[f"{PREFIX}-{number}-organisation"] = ""
    return f"row={number}"


ACTS = {
    "add": _add,
    "remove": _remove,
    "restore": _restore,
    "find": _find,
    "link": _link,
    "unlink": _unlink,
}
