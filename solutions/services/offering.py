"""What a provider writes about its solutions."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from core import drafts
from core.errors import Conflict, DomainError
from core.typed import Values
from members.models import Organisation
from members.models.offices import office_holder
from solutions import revising, writing
from solutions.models import Solution, SolutionRevision
from solutions.services import revisions
from solutions.services.catalogue import lock, refresh
from solutions.states import EDITABLE, SolutionState

SLUG_LENGTH = 70


@transaction.atomic
def create(provider: Organisation, data: Mapping, *, by, key: str = "") -> Solution:
    """A new solution, as a draft of its provider. `data` is `SolutionSheet.cleaned`.

    `key` is that of the draft it was written in: sent twice, it is one solution.
    """
    # Colleagues who make solutions at once do it one after the other.
    Organisation.objects.select_for_update(of=("self",), no_key=True).get(
        pk=provider.pk
    )
    draft = drafts.lock(Solution, key) if key else None
    if made := drafts.became(draft):
        return Solution.objects.get(pk=made)
    values = writing.plain(data)
    solution = Solution(
        provider=provider,
        source_lang=values["source_lang"],
        slug=_free_slug(f"{provider.slug}-{slugify(values['title'])}"),
    )
    writing.put(solution, values)
    if draft:
        drafts.spend(draft, target_id=solution.pk)
    return solution


@transaction.atomic
def change(
    solution: Solution, data: Mapping, *, version: int, by
) -> SolutionRevision | None:
    """Save an edited solution; of a listed one, what is material waits for review.

    The change that waits now is given back, or nothing where all is saved.
    """
    solution = lock(solution)
    if solution.state not in EDITABLE | {SolutionState.PUBLISHED}:
        raise DomainError(_("The solution is in review. Take it back to change it."))
    if solution.version != version:
        raise Conflict(
            _(
                "Somebody else saved this solution while you were writing. Nothing is lost."
            )
        )
    there = writing.of(solution)
    changes = writing.changed(there, writing.plain(data))
    material: Values = {}
    if solution.state == SolutionState.PUBLISHED:
        changes, material = revising.split(there, changes)
    solution.version += 1
    writing.put(solution, changes)
    if changes and solution.state == SolutionState.PUBLISHED:
        refresh(solution)
    drafts.drop(
        Solution,
        holder=office_holder(solution.provider_id),
        target_id=solution.pk,
    )
    return revisions.propose(solution, material, by=by)


def _free_slug(wanted: str) -> str:
    begin = slug = wanted[:SLUG_LENGTH].strip("-")
    number = 1
    while Solution.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{begin}-{number}"
    return slug
