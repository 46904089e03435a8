import rules

from core.access import rule
from members.compliance import is_restricted
from members.rules import has_seat_at, is_compliance_officer, is_secretariat
from scaps.rules import has_seat_there as is_at_the_city
from scaps.rules import is_open as is_open_need
from scaps.rules import speaks_there as speaks_for_the_city
from scaps.rules import writes_for_a_city
from scaps.rules import writes_there as writes_for_the_city
from scaps.states import OPEN, NeedState
from solutions.models import Solution
from solutions.states import EDITABLE, DriverPackageState, SolutionState


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
# What is material in a change of a listed solution waits: `solutions.revising`.
rules.add_perm(
    "solutions.change_solution",
    is_secretariat | ((is_editable | is_published) & writes_there),
)
rules.add_perm("solutions.submit_solution", speaks_there | is_secretariat)
rules.add_perm("solutions.take_back_solution", speaks_there)
rules.add_perm("solutions.translate_solution", writes_there | is_secretariat)
rules.add_perm("solutions.review_solution", is_secretariat)
rules.add_perm("solutions.withdraw_solution", speaks_there | is_secretariat)


@rule
def has_seat_at_its_provider(user, revision):
    return has_seat_there(user, revision.solution)


@rule
def speaks_for_its_provider(user, revision):
    return speaks_there(user, revision.solution)


rules.add_perm(
    "solutions.view_solutionrevision", has_seat_at_its_provider | is_secretariat
)
rules.add_perm("solutions.change_solutionrevision", speaks_for_its_provider)
rules.add_perm("solutions.review_solutionrevision", is_secretariat)


@rule
def writes_at(user, organisation):
    return user.is_authenticated and organisation.pk in user.writes_for


# The pages of a provider's own office.
rules.add_perm("solutions.view_desk", has_seat_at | is_secretariat)
rules.add_perm("solutions.offer_solution", writes_at | is_secretariat)
rules.add_perm("solutions.change_profile", writes_at | is_secretariat)
rules.add_perm("solutions.subscribe", writes_at)


@rule
def has_seat_at_the_subscriber(user, subscription):
    return user.is_authenticated and subscription.organisation_id in user.sits_at


@rule
def writes_for_the_subscriber(user, subscription):
    return user.is_authenticated and subscription.organisation_id in user.writes_for


rules.add_perm(
    "solutions.view_needsubscription", has_seat_at_the_subscriber | is_secretariat
)
rules.add_perm("solutions.change_needsubscription", writes_for_the_subscriber)


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


# Applications of providers. Sending one needs no account: the link is the right.
@rule
def has_no_interest(user, application):
    """Whoever said that they gain from the outcome takes no part in it."""
    return not any(
        score.interest and score.reviewer_id == user.pk
        for score in application.scores.all()
    )


rules.add_perm(
    "solutions.view_providerapplication", is_secretariat | is_compliance_officer
)
rules.add_perm("solutions.review_providerapplication", is_secretariat & has_no_interest)
rules.add_perm(
    "solutions.check_providerapplication",
    (is_secretariat | is_compliance_officer) & has_no_interest,
)
# What a likeness of names means, compliance officers alone say.
rules.add_perm("solutions.screen_providerapplication", is_compliance_officer)
rules.add_perm("solutions.view_renewal", is_secretariat)
rules.add_perm("solutions.remind_of_renewal", is_secretariat)
rules.add_perm("solutions.send_providerapplication", rules.always_false)


@rule
def may_bring_partners(user, organisation):
    return organisation.is_local_government and not is_restricted(organisation)


rules.add_perm("solutions.introduce_partner", writes_at & may_bring_partners)


# The Smart City Driver: packages for members, requests between an office and us.
@rules.predicate
def is_member(user):
    return user.is_authenticated and user.is_member


@rule
def is_offered(user, package):
    return package.state == DriverPackageState.OFFERED


@rule
def has_seat_at_the_asker(user, request):
    return user.is_authenticated and request.organisation_id in user.sits_at


@rule
def acts_for_the_asker(user, request):
    """Whoever writes there asks, and so may take it back."""
    return user.is_authenticated and request.organisation_id in user.writes_for


rules.add_perm(
    "solutions.view_driverpackage", (is_offered & is_member) | is_secretariat
)
rules.add_perm("solutions.add_driverpackage", is_secretariat)
rules.add_perm("solutions.change_driverpackage", is_secretariat)
rules.add_perm("solutions.offer_driverpackage", is_secretariat)
rules.add_perm("solutions.ask_driverpackage", is_offered & writes_for_a_city)
rules.add_perm("solutions.view_driverrequest", has_seat_at_the_asker | is_secretariat)
rules.add_perm("solutions.change_driverrequest", is_secretariat)
rules.add_perm("solutions.triage_driverrequest", is_secretariat)
rules.add_perm("solutions.withdraw_driverrequest", acts_for_the_asker)
rules.add_perm("solutions.view_driverstep", is_secretariat)


# Being put in touch: a city asks for a need of its own, or about a solution; a provider
# answers a need that it may read. Whoever asks speaks for the organisation.
@rule
def is_published_need(user, need):
    return need.state == NeedState.PUBLISHED


@rule
def sees_the_need(user, need):
    return user.has_perm("scaps.view_need", need)


@rule
def speaks_for_a_provider(user, need):
    """With a listed solution; asked only of people who speak for somebody else."""
    if not user.is_authenticated:
        return False
    others = user.speaks_for - {need.organisation_id}
    return (
        bool(others)
        and Solution.objects.published().filter(provider__in=others).exists()
    )


@rule
def speaks_for_some_city(user, solution):
    return user.is_authenticated and any(
        seat.organisation.is_local_government
        and seat.organisation_id in user.speaks_for
        and not is_restricted(seat.organisation)
        for seat in user.current_seats
    )


@rule
def is_open_to_letters(user, solution):
    return not is_restricted(solution.provider)


rules.add_perm("solutions.introduce_need", is_searched_for & speaks_for_the_city)
rules.add_perm(
    "solutions.introduce_solution",
    is_published & is_open_to_letters & speaks_for_some_city,
)
rules.add_perm(
    "solutions.offer_for_need",
    is_published_need & is_searched_for & sees_the_need & speaks_for_a_provider,
)
rules.add_perm("solutions.suggest_introduction", is_secretariat)
