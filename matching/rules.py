import rules

from core.access import rule
from core.rules import is_secretariat
from matching.states import WeightState


@rule
def is_draft(user, weight_set):
    return weight_set.state == WeightState.DRAFT


@rule
def is_in_use(user, weight_set):
    return weight_set.state == WeightState.USED


rules.add_perm("matching.view_meanset", is_secretariat)

# Numbers are changed on a page of their own, so there is no `change_weightset`.
rules.add_perm("matching.view_weightset", is_secretariat)
rules.add_perm("matching.add_weightset", is_secretariat)
rules.add_perm("matching.edit_weightset", is_draft & is_secretariat)
rules.add_perm("matching.preview_weightset", ~is_in_use & is_secretariat)
rules.add_perm("matching.use_weightset", ~is_in_use & is_secretariat)
