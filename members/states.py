from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OrganisationKind(models.TextChoices):
    LOCAL_GOVERNMENT = "local_government", _("local government")
    COMPANY = "company", _("company")
    INSTITUTION = "institution", _("institution")
    DEVELOPMENT_BANK = "development_bank", _("development bank")
    AID_AGENCY = "aid_agency", _("aid agency")
    NETWORK = "network", _("network")
    NATIONAL_GOVERNMENT = "national_government", _("national government")


PROVIDING = frozenset({OrganisationKind.COMPANY, OrganisationKind.INSTITUTION})
"""Kinds of organisation that may offer solutions."""


class ComplianceStatus(models.TextChoices):
    NOT_SCREENED = "not_screened", _("not screened")
    CLEAR = "clear", _("clear")
    POSSIBLE = "possible", _("possible finding")
    BLOCKED = "blocked", _("blocked")
    EXEMPTED = "exempted", _("exempted")


class MembershipState(models.TextChoices):
    CANDIDATE = "candidate", _("candidate")
    ASSOCIATE = "associate", _("associate")
    FULL = "full", _("full member")
    SUSPENDED = "suspended", _("suspended")
    WITHDRAWN = "withdrawn", pgettext_lazy("a membership", "withdrawn")


BELONGS = frozenset({MembershipState.ASSOCIATE, MembershipState.FULL})
"""States in which a local government is shown as a member."""


class Role(models.TextChoices):
    """What a seat stands for at its organisation."""

    CSCO = "csco", _("Chief Smart City Officer")
    DEPUTY = "deputy", _("deputy")
    EDITOR = "editor", _("editor")
    READER = "reader", _("reader")
    OWNER = "owner", _("owner")


WRITES = frozenset({Role.CSCO, Role.DEPUTY, Role.EDITOR, Role.OWNER})
"""Roles that may change what belongs to their organisation."""

SPEAKS = frozenset({Role.CSCO, Role.DEPUTY, Role.OWNER})
"""Roles that may publish, withdraw and answer in its name."""


class StaffRole(models.TextChoices):
    """Named rights of WeGO staff; also the names of their groups."""

    SECRETARIAT = "secretariat", _("secretariat")
    COMPLIANCE = "compliance", _("compliance officer")
    TRANSLATOR = "translator", _("translation reviewer")
    ORGANISER = "organiser", _("meeting organiser")
