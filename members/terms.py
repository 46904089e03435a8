"""Terms of office, as pages read them; `members.services.terms` writes them."""

from members.models import CscoTerm, Organisation


def current(organisation: Organisation) -> CscoTerm | None:
    """The term that runs today, with its person."""
    return organisation.csco_terms.current().select_related("person").first()


def past(organisation: Organisation) -> list[CscoTerm]:
    """Ended terms, the newest first. Pages for everybody name the office alone."""
    terms = organisation.csco_terms.past().select_related("person")
    return list(terms.order_by("-starts", "-pk"))


def without_csco(organisations):
    """Members of a network in which nobody holds the office today."""
    held = CscoTerm.objects.current().values("organisation")
    return organisations.local_governments().members().exclude(pk__in=held)
