"""What people of the demo want letters about. Theirs come at any hour: whoever
tries the portal looks at `/demo/mail/` at once."""

from members.models import User
from notifications.models import LetterTimes, Preference
from notifications.states import Rhythm

CHOICES = {
    "csco.ulaanbaatar@example.org": {
        "overlaps-found": Rhythm.WEEKLY,
        "overlap-confirmed": Rhythm.WEEKLY,
        "seat-taken": Rhythm.NEVER,
    },
}


def load() -> None:
    people = User.objects.filter(is_demo=True)
    LetterTimes.objects.bulk_create(
        [LetterTimes(person=person, is_quiet=False) for person in people],
        ignore_conflicts=True,
    )
    Preference.objects.bulk_create(
        [
            Preference(person=person, kind=kind, rhythm=rhythm)
            for person in people.filter(email__in=CHOICES)
            for kind, rhythm in CHOICES[person.email].items()
        ],
        ignore_conflicts=True,
    )
