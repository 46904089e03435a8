"""A report's saved answers in words: to check before signing off, and to compare."""

from core.languages import in_markup
from scaps import answers as shown_answers
from scaps.forms.reports import ReportForm
from scaps.report_pages import PAGES, WORDS, Page
from scaps.report_writing import Sheet

TEXTS = ("note", "remark", "lessons", "help")


def to_check(sheet: Sheet) -> list[dict]:
    """Each page with its state and its answers; what was typed and not saved is said."""
    answers = sheet.report.answers
    following = next((page for page in PAGES if page.name not in answers), None)
    return [
        {
            "page": page,
            "is_next": page is following,
            "url": sheet.address(page),
            "is_saved": page.name in answers,
            "draft": sheet.draft(page),
            "items": _items(sheet, page) if page.name in answers else [],
        }
        for page in PAGES
    ]


def _items(sheet: Sheet, page: Page) -> list[dict]:
    form = sheet.saved_form(page)
    url = sheet.address(page)
    if page is WORDS:
        return [
            {
                "label": form[name].label,
                "value": shown_answers.shown(form[name]),
                "lang": in_markup(sheet.report.source_lang) if name in TEXTS else "",
                "url": f"{url}#{form[name].auto_id}",
            }
            for name in form.fields
            if name != "version"
        ]
    return [
        {
            "label": group.title,
            "value": "\n".join(
                f"{field.label}: {value}"
                for field in group.fields
                if (value := shown_answers.shown(field))
            ),
            "lang": "",
            "url": f"{url}#{group.fields[0].auto_id}",
        }
        for group in form.groups
    ]


def differences(theirs: ReportForm, mine: ReportForm) -> list[dict]:
    """The fields that two people filled in differently, as both would read them."""
    titles = {
        field.name: group.title for group in mine.groups for field in group.fields
    }
    pairs = [
        {
            "title": titles.get(name, ""),
            "label": mine[name].label,
            "theirs": shown_answers.shown(theirs[name]),
            "mine": shown_answers.shown(mine[name]),
            "is_text": name.partition("_")[0] in TEXTS,
        }
        for name in mine.fields
        if name != "version"
    ]
    return [pair for pair in pairs if pair["theirs"] != pair["mine"]]
