"""One click stops letters: RFC 8058, with a signed link and without signing in.

The link names a letter that was sent to somebody. Who that is, and which kinds
it told of, is looked up; so an address gives nothing away and cannot be bent.
"""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.urls import reverse

from notifications.kinds import KINDS, Kind
from notifications.models import Digest, Notice

SIGNER = signing.Signer(salt="notifications.stop", sep=".")


@dataclass(frozen=True)
class Stop:
    """What a link would stop: these kinds, for this person."""

    person: object
    kinds: list[type[Kind]]


def headers(letter: Notice | Digest) -> dict[str, str]:
    """None where everything in the letter must arrive."""
    if not _stoppable(letter):
        return {}
    return {
        "List-Unsubscribe": f"<{address(letter)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def address(letter: Notice | Digest) -> str:
    """In the language that is active: the letter's."""
    return f"{settings.SITE_URL}{reverse('account_stop', args=[token(letter)])}"


def token(letter: Notice | Digest) -> str:
    mark = "d" if isinstance(letter, Digest) else "n"
    return SIGNER.sign(f"{mark}{letter.pk}")


def read(word: str) -> Stop | None:
    """What the link stops; None if it is made up or its letter is gone."""
    try:
        name = SIGNER.unsign(word)
    except signing.BadSignature:
        return None
    model = {"d": Digest, "n": Notice}[name[0]]
    letter = model.objects.select_related("recipient").filter(pk=name[1:]).first()
    if letter is None or not letter.recipient.is_active:
        return None
    return Stop(letter.recipient, _stoppable(letter))


def _stoppable(letter: Notice | Digest) -> list[type[Kind]]:
    if isinstance(letter, Notice):
        slugs = [letter.event.kind]
    else:
        slugs = sorted(set(letter.notices.values_list("event__kind", flat=True)))
    known = [KINDS[slug] for slug in slugs if slug in KINDS]
    return [kind for kind in known if not kind.must_arrive]
