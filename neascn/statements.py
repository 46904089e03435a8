"""Facts of the portal's statements about itself: about, accessibility, privacy.

What they say about cookies and times is read from the settings and the code
that keeps to them. Change the date of a statement with its text.
"""

from datetime import date
from email.utils import parseaddr

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import drafts, outbox
from core.languages import ENDONYMS, current
from core.sorting import key as sort_key
from vocabulary.models import Country

ACCESSIBILITY_OF = date(2026, 11, 22)
PRIVACY_OF = date(2026, 11, 22)
REGION = "northeast_asia"
DAY = 24 * 3600


def contact() -> str:
    """The secretariat's address: letters of the portal come from it."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def about() -> dict:
    lands = [str(land) for land in Country.objects.filter(region=REGION)]
    reader = current()
    return {
        "lands": sorted(lands, key=lambda name: sort_key(name, reader)),
        "endonyms": ENDONYMS.values(),
    }


def accessibility() -> dict:
    return {"day": ACCESSIBILITY_OF}


def privacy() -> dict:
    return {
        "day": PRIVACY_OF,
        "cookies": _cookies(),
        "session_days": settings.SESSION_COOKIE_AGE // DAY,
        "draft_days": drafts.EXPIRES.days,
        "job_hours": int(outbox.KEEP_SENT.total_seconds() // 3600),
    }


def _cookies() -> list[dict]:
    """What the portal puts into a browser: name, what for, how long."""
    return [
        {
            "name": settings.SESSION_COOKIE_NAME,
            "why": _("Knows you while you are signed in."),
            "ends": _days(settings.SESSION_COOKIE_AGE // DAY),
        },
        {
            "name": settings.CSRF_COOKIE_NAME,
            "why": _("Makes sure that a form you send is a form you opened here."),
            "ends": _days(settings.CSRF_COOKIE_AGE // DAY),
        },
        {
            "name": "messages",
            "why": _("Carries a note such as “The need is saved” to the next page."),
            "ends": _("When the note has been shown"),
        },
    ]


def _days(number: int) -> str:
    return ngettext("%(n)s day at most", "%(n)s days at most", number) % {"n": number}
