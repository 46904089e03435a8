"""How a project goes from stage to stage; every step is kept with its reason."""

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.languages import current
from core.text import clean
from scaps import stages
from scaps.models import Project, StageChange
from scaps.services.editing import lock, touch
from scaps.stages import Step
from vocabulary.models import Stage


@transaction.atomic
def enter(project: Project, stage: Stage, *, by) -> Project:
    """Say in which stage the project enters; from there on it goes by steps."""
    project = lock(project)
    if project.stage:
        raise DomainError(_("The project has a stage already. Move it from there."))
    project.stage = stage
    return _keep_step(project, reason="", by=by)


@transaction.atomic
def take(project: Project, step: Step, *, reason: str = "", by) -> Project:
    """Go through a gate, back, to rest, to an end, or up again."""
    project = lock(project)
    order = list(Stage.objects.all())
    number = project.stage.order if project.stage else 0
    if step not in stages.open_steps(
        number=number, last=order[-1].order, standing=project.standing
    ):
        raise DomainError(
            _("“%(move)s” is not possible any more.") % {"move": step.label}
        )
    if step.wants_gate and unmet(project):
        raise DomainError(
            _("The gate of this stage is not passed yet. Show every point of it first.")
        )
    if step.wants_reason and not reason.strip():
        raise DomainError(_("Give a reason."))
    if step.by:
        project.stage = order[order.index(project.stage) + step.by]
    project.standing = step.standing
    return _keep_step(project, reason=reason, by=by)


def unmet(project: Project) -> list:
    """Criteria of the stage's gate that nothing was shown for yet."""
    if project.stage is None:
        return []
    met = project.evidences.filter(is_met=True).values("criterion")
    return list(project.stage.criteria.exclude(pk__in=met))


def _keep_step(project: Project, *, reason: str, by) -> Project:
    project.save(update_fields=["stage", "standing", "updated_at"])
    StageChange.objects.create(
        project=project,
        stage=project.stage,
        standing=project.standing,
        reason=clean(reason),
        lang=current(),
        made_by=by,
    )
    touch(project, "stage", by=by)
    return project
