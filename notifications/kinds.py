"""What can be announced. Apps describe their kinds in `notices.py`."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.module_loading import autodiscover_modules

KINDS: dict[str, type["Kind"]] = {}


class Kind:
    """One kind of event and the words that tell it.

    Text is rendered when it is read or mailed, so it is always in the
    reader's language, never in the sender's. The template
    `notices/<slug>.txt` holds the subject, an empty line, and the body.
    """

    slug: str

    def __init_subclass__(cls) -> None:
        if KINDS.setdefault(cls.slug, cls) is not cls:
            raise ValueError(f"Two kinds are called {cls.slug!r}.")

    @classmethod
    def may_read(cls, event, person) -> bool:
        """Whether the person may still be told: rights change after the event."""
        return True

    @classmethod
    def text(cls, event, person) -> str:
        return render_to_string(
            f"notices/{cls.slug}.txt",
            {"event": event, "person": person, "site_url": settings.SITE_URL},
        )


def autodiscover() -> None:
    autodiscover_modules("notices")
