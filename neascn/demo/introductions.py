"""Invented introductions in every state, in the languages of the two sides."""

from django.db import transaction

from core.languages import column
from introductions import services
from introductions.models import Introduction
from introductions.services import threads
from introductions.states import Origin
from members.models import Organisation, User
from members.states import StaffRole
from neascn.demo.files import read
from scaps.models import Need


@transaction.atomic
def load() -> None:
    titles = {row["key"]: (row["lang"], row["title"]) for row in read("needs")}
    for row in read("introductions"):
        lang, title = titles[row["need"]]
        need = Need.objects.filter(**{column("title", lang): title[lang]}).first()
        if need is not None:
            _load(row, need)


def _load(row: dict, need: Need) -> None:
    sides = [Organisation.objects.get(slug=row[side]) for side in ("asker", "asked")]
    if Introduction.objects.about(need).of(sides[:1]).of(sides[1:]).exists():
        return
    is_suggested = row["origin"] == Origin.STAFF
    introduction = services.start(
        asker=sides[0],
        asked=sides[1],
        about=need,
        text=row["text"],
        lang=row["lang"],
        by=_staff() if is_suggested else _speaker(sides[0]),
        origin=row["origin"],
    )
    Introduction.objects.filter(pk=introduction.pk).update(is_demo=True)
    verbs = {
        "agree": services.agree,
        "decline": services.decline,
        "close": services.close,
        "write": threads.write,
    }
    for act in row["acts"]:
        facts = {name: act[name] for name in ("text", "reason", "lang") if name in act}
        by = _speaker(next(side for side in sides if side.slug == act["by"]))
        verbs[act["act"]](introduction, by=by, **facts)


def _speaker(organisation: Organisation) -> User:
    return User.objects.speaking_for(organisation).order_by("pk").first()


def _staff() -> User:
    return User.objects.staff_with(StaffRole.SECRETARIAT).order_by("pk").first()
