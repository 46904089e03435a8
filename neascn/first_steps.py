"""What somebody new who speaks for a city does first; gone when all of it is done."""

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from members.models import Invitation, Organisation, Seat
from scaps.models import Need, Scap


def of(user, city: Organisation) -> list[dict]:
    """The steps as `c-task-list` shows them; none for those who are settled."""
    if city.pk not in user.speaks_for:
        return []
    steps = [
        _step(_("Complete your profile"), reverse("account"), _knows(user)),
        *_of_the_office(user, city),
    ]
    return [] if all(step["done"] for step in steps) else steps


def _of_the_office(user, city: Organisation) -> list[dict]:
    mine = {"organisation": OuterRef("pk")}
    done = (
        Organisation.objects.filter(pk=city.pk)
        .annotate(
            colleague=Exists(
                Seat.objects.current().filter(**mine).exclude(person=user)
            ),
            invited=Exists(Invitation.objects.filter(**mine)),
            plan=Exists(Scap.objects.filter(**mine)),
            need=Exists(Need.objects.filter(**mine)),
        )
        .values("colleague", "invited", "plan", "need")
        .get()
    )
    invite = reverse("office:invite", args=[city.slug])
    has_company = done["colleague"] or done["invited"]
    return [
        _step(_("Invite a colleague"), invite, has_company),
        _step(
            _("Begin the Smart City Action Plan"), reverse("scaps:new"), done["plan"]
        ),
        _step(_("Write the first need"), reverse("needs:new"), done["need"]),
    ]


def _knows(user) -> bool:
    """Whether the portal knows how to write the name, and what time it is there."""
    return bool(user.get_full_name() and user.name_native and user.timezone)


def _step(label: str, url: str, done: bool) -> dict:
    return {
        "label": label,
        "url": url,
        "done": done,
        "tone": "done" if done else "plan",
        "state": _("done") if done else _("to do"),
    }
