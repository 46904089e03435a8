"""Two versions of a section, as their writers would read them."""

from scaps.answers import shown
from scaps.forms.sections import RowForm
from scaps.sheets import Sheet, Values


def differences(sheet: Sheet, mine: Values) -> list[dict]:
    """What is saved now beside what was sent: everything that differs."""
    texts = set(sheet.part.texts)
    theirs_form = sheet.form(values=sheet.saved)
    mine_form = sheet.form(values=mine)
    pairs = [
        {
            "label": field.label,
            "theirs": shown(theirs_form[field.name]),
            "mine": shown(field),
            "is_text": field.name in texts,
        }
        for field in mine_form.visible_fields()
    ]
    pairs += _of_rows(sheet, mine)
    return [pair for pair in pairs if pair["theirs"] != pair["mine"]]


def _of_rows(sheet: Sheet, mine: Values) -> list[dict]:
    """Row by row; one that is in neither form alone is somebody's addition."""
    if sheet.rows_class is None:
        return []
    theirs = _by_id(sheet.rows(values=sheet.saved))
    own = _by_id(sheet.rows(values=mine))
    return [
        {
            "label": f"{sheet.part.row_title} {number}",
            "theirs": theirs.get(key, ""),
            "mine": own.get(key, ""),
            "is_text": False,
        }
        for number, key in enumerate(dict.fromkeys([*theirs, *own]), start=1)
    ]


def _by_id(rows) -> dict[str, str]:
    return {
        str(form["id"].value() or form.prefix): row_words(form)
        for form in rows.forms
        if not (rows.can_delete and form.is_removed)
    }


def row_words(form: RowForm) -> str:
    """“Indicator: Days above the limit”, a line for each answer."""
    lines = [(field.label, shown(field)) for field in form.asked]
    return "\n".join(f"{label}: {value}" for label, value in lines if value)
