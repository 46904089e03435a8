"""What becomes of an approved application: a profile, an owner, listed solutions.

The needs that the applicant addressed become introductions, as far as compliance
and the local governments leave them open today.
"""

from collections.abc import Collection, Mapping
from typing import Any

import pghistory
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.languages import column
from introductions import services as introductions
from introductions.states import Origin
from members import rescreening
from members.models import Finding, Organisation, Provider
from members.services import offices, screening
from members.states import ComplianceStatus, Role
from solutions import applicant_names, review_standing, writing
from solutions.models import (
    AddressedNeed,
    ProviderApplication,
    Reference,
    Solution,
)
from solutions.pinpointing import shown_needs
from solutions.review_checks import Check
from solutions.services import (
    applying,
    catalogue,
    introducing,
    offering,
    reviewing,
)
from solutions.states import SolutionState

Sheets = Mapping[int, Mapping[str, Any]]
"""What was checked of each proposed solution, by the number of its row."""


@transaction.atomic
def approve(
    application: ProviderApplication,
    facts: Mapping,
    *,
    by,
    reason: str,
    sheets: Sheets,
    listed: Collection[int],
    verified: Collection[str] = (),
    slug: str = "",
    organisation: Organisation | None = None,
    owner_email: str = "",
    owner_language: str = "",
) -> ProviderApplication:
    """List the applicant. `facts` are the checked answers.

    `organisation` is given where the portal has a profile of it already; `listed`
    are the numbers of the proposed solutions to be listed now, `verified` the marks
    of references that somebody confirmed.
    """
    application = reviewing.move(application, "approve", by=by)
    _check_nothing_hinders(application)
    organisation = application.renews or organisation
    if organisation is None:
        organisation = _organisation(application, facts, slug=slug)
    application.organisation = organisation
    reviewing.decide(application, by=by, reason=reason)
    _provider(organisation, facts, by=by)
    _screen(application, organisation)
    _solutions(application, organisation, sheets, listed, by=by)
    _verify(application, verified)
    if owner_email:
        _invite(organisation, owner_email, owner_language, by=by)
    _introduce(application, organisation, by=by)
    applying.mail_link(
        application, "solutions/apply/letters/approved.txt", organisation=organisation
    )
    return application


def _check_nothing_hinders(application: ProviderApplication) -> None:
    """Names are compared once more: a list may have changed since the check."""
    if left := review_standing.hindrances(application):
        raise DomainError(" ".join(left))
    check = application.checks.get(check_code=Check.SCREENED)
    today = applicant_names.as_facts(applicant_names.hits(application))
    if applicant_names.keys(today) - applicant_names.keys(check.found):
        raise DomainError(
            _("A list has changed since the names were screened. Screen them again.")
        )


def _organisation(
    application: ProviderApplication, facts: Mapping, *, slug: str
) -> Organisation:
    if Organisation.objects.filter(slug=slug).exists():
        raise DomainError(_("Another organisation has this address. Choose another."))
    organisation = Organisation(
        kind=application.kind,
        slug=slug,
        country=application.country,
        is_public=True,
        **profile(facts, application.language),
    )
    organisation.full_clean(exclude=["name", "short_name", "summary"])
    organisation.save()
    return organisation


def profile(facts: Mapping, language: str) -> dict[str, Any]:
    """What the profile takes over from the answers."""
    found: dict[str, Any] = {
        "source_lang": language,
        "native_name": facts.get("native_name") or "",
        "native_lang": facts.get("native_lang") or "",
        "reading": facts.get("reading") or "",
        "website": facts.get("website") or "",
        "languages": facts.get("languages") or [],
        column("name", "en"): facts["name_en"],
    }
    if language == found["native_lang"] and found["native_name"]:
        found[column("name", language)] = found["native_name"]
    else:
        found.setdefault(column("name", language), facts["name_en"])
    if summary := facts.get("summary"):
        found[column("summary", language)] = summary
    return found


def _provider(organisation: Organisation, facts: Mapping, *, by) -> None:
    """From today the review counts for another two years."""
    with pghistory.context(user=by.pk):
        Provider.objects.update_or_create(
            organisation=organisation,
            defaults={
                "founded": facts.get("founded"),
                "staff_band": facts.get("staff_band") or "",
                "reviewed_at": timezone.now(),
            },
        )


def _screen(application: ProviderApplication, organisation: Organisation) -> None:
    """What was said of the names in the check holds, and of no others: a doubt that
    there was about a profile known already is for its own decision."""
    was_in_doubt = organisation.compliance_status == ComplianceStatus.POSSIBLE
    rescreening.screen_one("organisation", organisation.pk)
    check = application.checks.select_related("by").get(check_code=Check.SCREENED)
    open_now = Finding.objects.about(organisation).open()
    found = set(open_now.values_list("list_name", "reference"))
    organisation.refresh_from_db(fields=["compliance_status"])
    is_doubted = organisation.compliance_status == ComplianceStatus.POSSIBLE
    is_settled = found and found <= applicant_names.keys(check.found)
    if is_doubted and is_settled and not was_in_doubt:
        screening.screen(
            organisation,
            by=check.by,
            status=ComplianceStatus.CLEAR,
            reason=check.note,
        )
        organisation.refresh_from_db(fields=["compliance_status"])


def _solutions(
    application: ProviderApplication,
    organisation: Organisation,
    sheets: Sheets,
    listed: Collection[int],
    *,
    by,
) -> None:
    kept = set()
    for row in application.proposed.select_related("renews"):
        solution = row.renews
        if solution and solution.provider_id == organisation.pk:
            _renew(solution, sheets[row.pk], is_listed=row.pk in listed, by=by)
            kept.add(solution.pk)
            continue
        solution = offering.create(organisation, sheets[row.pk], by=by)
        row.solution = solution
        row.save(update_fields=["solution", "updated_at"])
        kept.add(solution.pk)
        if row.pk in listed:
            catalogue.publish(catalogue.submit(solution, by=by), by=by)
    if application.renews_id:
        _retire(organisation, kept, by=by)


def _renew(solution: Solution, data: Mapping, *, is_listed: bool, by) -> None:
    """The new text was reviewed with the application: it is live at once."""
    solution = catalogue.lock(solution)
    solution.version += 1
    writing.put(solution, writing.plain(data))
    if solution.state == SolutionState.PUBLISHED:
        if is_listed:
            catalogue.refresh(solution)
        else:
            catalogue.withdraw(solution, by=by, reason=_left_out())


def _retire(organisation: Organisation, kept: Collection[int], *, by) -> None:
    """What the provider left out of its renewal is listed no more."""
    listed = Solution.objects.published().filter(provider=organisation)
    for solution in listed.exclude(pk__in=kept):
        catalogue.withdraw(solution, by=by, reason=_left_out())


def _left_out() -> str:
    return _("Not part of the renewed listing.")


def _verify(application: ProviderApplication, marks: Collection[str]) -> None:
    """What was verified before and says the same stays so."""
    for row in application.proposed.select_related("solution", "renews"):
        unverified = Reference.objects.filter(
            solution=row.solution or row.renews, is_verified=False
        )
        for reference in unverified:
            if row.mark_of(reference.city, reference.year) in marks:
                reference.is_verified = True
                reference.save(update_fields=["is_verified"])


def _invite(organisation: Organisation, email: str, language: str, *, by) -> None:
    """The owner's seat, unless the person has one there already."""
    sits = organisation.seats.current().filter(person__email__iexact=email.strip())
    if not sits.exists():
        offices.invite(
            organisation, email=email, role=Role.OWNER, by=by, language=language
        )


def _introduce(
    application: ProviderApplication, organisation: Organisation, *, by
) -> None:
    """Each need once; one that is closed by now, or barred, is left out quietly."""
    addressed = application.addressed.select_related(
        "need__organisation__country", "solution__solution", "solution__renews"
    )
    for row in addressed.filter(need__in=shown_needs()):
        try:
            with transaction.atomic():
                _start(row, organisation, by=by)
        except DomainError:
            continue


def _start(row: AddressedNeed, organisation: Organisation, *, by) -> None:
    with translation.override(row.lang):
        text = row.note or _("We would like to answer this need.")
    introduction = introductions.start(
        asker=organisation,
        asked=row.need.organisation,
        about=row.need,
        text=text,
        lang=row.lang,
        by=by,
        origin=Origin.APPLICATION,
    )
    if listed := row.solution and (row.solution.solution or row.solution.renews):
        introducing.remember(introduction, [listed], row.need)
