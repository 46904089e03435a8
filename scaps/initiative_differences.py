"""What two people wrote differently at once, as both would read it."""

from scaps.answers import shown

TEXTS = {"title", "aim", "outcome", "contribution"}
UNTOLD = {"version", "id", "DELETE"}


def of_forms(theirs, mine) -> list[dict]:
    pairs = [
        {
            "label": mine[name].label,
            "theirs": shown(theirs[name]),
            "mine": shown(mine[name]),
            "is_text": name in TEXTS,
        }
        for name in mine.fields
        if name not in UNTOLD
    ]
    return [pair for pair in pairs if pair["theirs"] != pair["mine"]]


def of_rows(theirs, mine) -> list[dict]:
    """The steps of the plan: one line a step."""
    label = mine.empty_form["title"].label
    pair = {
        "label": label,
        "theirs": "\n".join(filter(None, map(_line, theirs.forms))),
        "mine": "\n".join(
            filter(None, (_line(form) for form in mine.forms if not form.is_removed))
        ),
        "is_text": True,
    }
    return [pair] if pair["theirs"] != pair["mine"] else []


def _line(form) -> str:
    values = [shown(form[name]) for name in ("title", "due_on", "done_on", "who")]
    return " · ".join(filter(None, values)) if values[0] else ""
