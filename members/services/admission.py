"""What becomes of an accepted application: a profile, an associate, a CSCO's seat."""

from collections.abc import Mapping

import pghistory
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.languages import column
from members import rescreening
from members.models import (
    Application,
    HeadTerm,
    LocalGovernment,
    Membership,
    Network,
    Organisation,
    User,
)
from members.services import joining, memberships, offices
from members.states import BELONGS, MembershipState, OrganisationKind

# What a browser's language tag is called in our columns.
OWN_COLUMNS = {"zh-Hans": "zh-hans", "ja": "ja", "ko": "ko", "mn": "mn", "ru": "ru"}


@transaction.atomic
def accept(
    application: Application,
    facts: Mapping,
    *,
    by,
    network: Network,
    slug: str,
    organisation: Organisation | None = None,
    parent: LocalGovernment | None = None,
) -> Membership:
    """Make the local government an associate and invite its CSCO.

    `facts` are the checked answers. `organisation` is given where the portal
    knows the local government already: one that was invited, or comes back.
    """
    application = joining.move(application, "accept")
    if organisation is None:
        organisation = _organisation(application, facts, slug=slug)
        _local_government(organisation, facts, parent=parent)
    membership = _associate(organisation, network, application, by=by)
    _head(organisation, facts, by=by)
    application.membership = membership
    joining.decide(application, by=by)
    _seat_csco(organisation, application, facts, by=by)
    rescreening.screen_one("organisation", organisation.pk)
    joining.mail_link(
        application, "members/join/letters/accepted.txt", organisation=organisation
    )
    return membership


def _organisation(
    application: Application, facts: Mapping, *, slug: str
) -> Organisation:
    if Organisation.objects.filter(slug=slug).exists():
        raise DomainError(_("Another organisation has this address. Choose another."))
    names = {
        name: value
        for name, value in facts.items()
        if name.startswith("name_") and value
    }
    own = OWN_COLUMNS.get(facts["native_lang"])
    if own:
        names.setdefault(column("name", own), facts["native_name"])
    organisation = Organisation(
        kind=OrganisationKind.LOCAL_GOVERNMENT,
        slug=slug,
        country=facts["country"],
        source_lang=own or "en",
        native_name=facts["native_name"],
        native_lang=facts["native_lang"],
        reading=facts.get("reading") or "",
        website=facts["website"],
        languages=facts["languages"],
        is_public=True,
        **names,
    )
    organisation.full_clean(exclude=["name"])
    organisation.save()
    return organisation


def _local_government(organisation: Organisation, facts: Mapping, *, parent) -> None:
    own = OWN_COLUMNS.get(facts["native_lang"], "en")
    place = LocalGovernment(
        organisation=organisation,
        unit_type=facts["unit_type"],
        parent=parent,
        head_title=facts["head_title"],
        **{
            name: facts[name]
            for name in (
                "latitude",
                "longitude",
                "timezone",
                "population",
                "population_year",
                "population_source",
            )
        },
        **{column("office", own): facts["csco_office"]},
    )
    place.full_clean(exclude=["office"])
    place.save()


def _associate(
    organisation: Organisation, network: Network, application: Application, *, by
) -> Membership:
    """Two lines of the timeline: applied on the day it was sent, accepted today."""
    membership = memberships.open_candidacy(organisation, network)
    if membership.state in BELONGS or membership.state == MembershipState.SUSPENDED:
        raise DomainError(_("This local government is in the network already."))
    sent = timezone.localdate(application.submitted_at)
    if membership.state != MembershipState.APPLIED:
        last = membership.timeline.order_by("date", "pk").last()
        day = max(sent, last.date) if last else sent
        name = "apply" if membership.state != MembershipState.DEFERRED else ""
        if name:
            membership = memberships.move(membership, name, by=by, on=day)
    return memberships.move(membership, "accept", by=by)


def _head(organisation: Organisation, facts: Mapping, *, by) -> None:
    """The term of the head, where the title is one of the list and nobody has it."""
    title, starts = facts["head_title"], facts["head_starts"]
    if title is None or organisation.head_terms.filter(title=title).exists():
        return
    salutation = facts.get("head_salutation") or ""
    own = OWN_COLUMNS.get(facts["native_lang"], "en")
    with pghistory.context(user=by.pk):
        HeadTerm.objects.create(
            organisation=organisation,
            title=title,
            starts=starts,
            ends=facts.get("head_ends"),
            **_name_parts(facts, "head"),
            **({column("salutation", own): salutation} if salutation else {}),
        )


def _seat_csco(
    organisation: Organisation, application: Application, facts: Mapping, *, by
) -> None:
    """The term begins; the seat is offered by letter to whoever never signed in."""
    email = facts["csco_email"].strip()
    person = User.objects.filter(email__iexact=email).first()
    if person is None:
        person = User(
            email=User.objects.normalize_email(email),
            language=facts["csco_language"],
            salutation=facts.get("csco_salutation") or "",
            **_name_parts(facts, "csco"),
        )
        person.set_unusable_password()
        with pghistory.context(user=by.pk):
            person.save()
        rescreening.screen_one("person", person.pk)
    offices.hand_over(
        organisation,
        to=person,
        by=by,
        starts=facts.get("csco_appointed_on") or timezone.localdate(),
        office=facts["csco_office"],
        appointed_by=facts["csco_appointed_by"],
        letter=application.appointment_letter,
    )


def _name_parts(facts: Mapping, prefix: str) -> dict:
    native = facts.get(f"{prefix}_native") or ""
    return {
        "family_latin": facts.get(f"{prefix}_family") or "",
        "given_latin": facts.get(f"{prefix}_given") or "",
        "patronymic": facts.get(f"{prefix}_patronymic") or "",
        "display_order": facts[f"{prefix}_order"],
        "name_native": native,
        "name_lang": facts["native_lang"] if native else "",
    }
