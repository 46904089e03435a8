"""What somebody typed, as plain data that JSON holds: kept whether it is right or not."""

from collections.abc import Mapping
from typing import Any

from django.utils.datastructures import MultiValueDict

from core.text import clean

Values = dict[str, Any]
"""Of each field what a browser sends: text, or a list where many may be chosen."""


def read(sent, fields: Mapping, prefix: str = "") -> Values:
    """What was sent for these fields of a form; what was not sent is empty."""
    values: Values = {}
    for name, field in fields.items():
        if getattr(field.widget, "allow_multiple_selected", False):
            values[name] = [clean(value) for value in sent.getlist(prefix + name)]
        else:
            values[name] = clean(sent.get(prefix + name, ""))
    return values


def as_sent(values: Values, prefix: str = "") -> MultiValueDict:
    """The same the way back: what a form takes for the data of a request."""
    return MultiValueDict(
        {
            prefix + name: value if isinstance(value, list) else [value]
            for name, value in values.items()
        }
    )
