"""A solution as its provider types it, for tests: codes and texts by name."""

from solutions.forms.solution import ROWS, SolutionSheet

TYPED = {
    "source_lang": "en",
    "title": "Heat meters for old houses",
    "problem": "Nobody knows which stairwell loses how much heat.",
    "description": "Meters that are read by radio; 200 flats in one day.",
    "users": "Housing offices",
    "sectors": ["energy"],
    "areas": ["monitoring"],
    "maturity": "deployed_one",
    "stages": ["operation"],
    "countries": ["MN"],
    "languages": ["en", "mn"],
    "price_model": "project",
    "price_min": "20000",
    "price_max": "90000",
    "currency": "USD",
    "standards": "OMS 4",
    "data_location": "Ulaanbaatar",
}
REFERENCE = {
    "city": "Darkhan",
    "country": "MN",
    "year": "2024",
    "scale": "120 houses",
    "result": "18 % less heat in the first winter",
    "referee": "B. Bat, housing office",
    "referee_contact": "bat@example.org",
}


def typed(*rows, **answers) -> dict:
    """What somebody typed; without rows there is one reference."""
    return TYPED | answers | {ROWS: [dict(row) for row in rows or (REFERENCE,)]}


def cleaned(*rows, **answers) -> dict:
    """The same as the form gives it to a service."""
    sheet = SolutionSheet(typed(*rows, **answers), check=True)
    assert sheet.is_valid(), (sheet.form.errors, sheet.rows.errors)
    return sheet.cleaned


def posted(data: dict) -> dict:
    """The same as a browser sends it."""
    rows = data[ROWS]
    sent = {name: value for name, value in data.items() if name != ROWS}
    sent |= {f"{ROWS}-TOTAL_FORMS": str(len(rows)), f"{ROWS}-INITIAL_FORMS": "0"}
    for number, row in enumerate(rows):
        sent |= {f"{ROWS}-{number}-{name}": value for name, value in row.items()}
    return sent
