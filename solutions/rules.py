import rules

from core.access import rule
from members.compliance import is_restricted
from members.rules import is_secretariat
from scaps.rules import has_seat_there as is_at_the_city
from scaps.rules import is_open as is_open_need
from scaps.rules import speaks_there as speaks_for_the_city
from scaps.rules import writes_there as writes_for_the_city
from scaps.states import OPEN
from solutions.states import EDITABLE, SolutionState


@rule
def is_published(user, solution):
    return solution.state == SolutionState.PUBLISHED


@rule
def is_editable(user, solution):
    return solution.state in EDITABLE


@rule
def has_seat_there(user, solution):
    return user.is_authenticated and solution.provider_id in user.sits_at


@rule
def writes_there(user, solution):
    return user.is_authenticated and solution.provider_id in user.writes_for


@rule
def speaks_there(user, solution):
    return user.is_authenticated and solution.provider_id in user.speaks_for


rules.add_perm(
    "solutions.view_solution", is_published | has_seat_there | is_secretariat
)
rules.add_perm("solutions.add_solution", is_secretariat)
rules.add_perm(
    "solutions.change_solution", is_secretariat | (is_editable & writes_there)
)
rules.add_perm("solutions.submit_solution", speaks_there | is_secretariat)
rules.add_perm("solutions.review_solution", is_secretariat)
rules.add_perm("solutions.withdraw_solution", speaks_there | is_secretariat)


@rule
def is_at_the_city_of_match(user, match):
    return is_at_the_city(user, match.need)


@rule
def is_searched_for(user, need):
    return need.state in OPEN and not is_restricted(need.organisation)


# About a need: who reads its matches, and who decides about them.
rules.add_perm("solutions.view_matches", is_at_the_city | is_secretariat)
rules.add_perm(
    "solutions.decide_match", is_searched_for & (writes_for_the_city | is_secretariat)
)
rules.add_perm("solutions.view_match", is_at_the_city_of_match | is_secretariat)

# What goes between an office and the secretariat; restricted organisations may ask too.
rules.add_perm(
    "solutions.ask_secretariat",
    is_open_need & (writes_for_the_city | speaks_for_the_city),
)
rules.add_perm("solutions.view_question", is_secretariat)
rules.add_perm("solutions.answer_question", is_secretariat)
rules.add_perm("solutions.pin_match", is_secretariat)
rules.add_perm("solutions.view_qualityreport", is_secretariat)
rules.add_perm("solutions.make_qualityreport", is_secretariat)
