"""An organisation as it is spoken of where its name is not told."""

from django.utils.translation import gettext as _

from members.models import Organisation
from members.states import OrganisationKind


def unnamed(organisation: Organisation) -> str:
    """“A local government in Mongolia”: kind and country, nothing else."""
    country = {"country": organisation.country}
    match organisation.kind:
        case OrganisationKind.LOCAL_GOVERNMENT:
            return _("A local government in %(country)s") % country
        case OrganisationKind.COMPANY:
            return _("A company in %(country)s") % country
        case OrganisationKind.INSTITUTION:
            return _("An institution in %(country)s") % country
        case OrganisationKind.DEVELOPMENT_BANK:
            return _("A development bank in %(country)s") % country
        case OrganisationKind.AID_AGENCY:
            return _("An aid agency in %(country)s") % country
        case OrganisationKind.NETWORK:
            return _("A network in %(country)s") % country
        case _:
            return _("A body of the national government in %(country)s") % country
