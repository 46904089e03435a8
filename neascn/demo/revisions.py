"""Invented changes of listed solutions: one in review, one sent back, one listed."""

from django.db import transaction

from members.models import User
from members.states import StaffRole
from neascn.demo.files import read
from solutions import writing
from solutions.models import Solution, SolutionRevision
from solutions.services import revisions


@transaction.atomic
def load() -> None:
    secretariat = User.objects.staff_with(StaffRole.SECRETARIAT).first()
    changed = SolutionRevision.objects.values("solution")
    known = Solution.objects.published().exclude(pk__in=changed)
    for row in read("revisions"):
        solution = known.filter(slug=row["solution"]).first()
        if solution is not None:
            _change(solution, row, secretariat)


def _change(solution: Solution, row: dict, secretariat: User) -> None:
    owner = User.objects.speaking_for(solution.provider).first()
    changes = dict(row["changes"])
    if "reference" in row:
        references = writing.of(solution)[writing.REFERENCES]
        fresh = {"id": "", "referee": "", "referee_contact": ""} | row["reference"]
        changes[writing.REFERENCES] = [fresh, *references]
    revision = revisions.propose(solution, changes, by=owner or secretariat)
    if "sent_back" in row:
        revisions.send_back(revision, by=secretariat, reason=row["sent_back"])
    elif row.get("listed"):
        revisions.accept(revision, by=secretariat)
