from datetime import date

import factory
from factory.django import DjangoModelFactory

from solutions import criteria
from solutions.models import Renewal, ReviewCheck, ReviewScore
from solutions.review_checks import Check, Outcome, Recommendation
from tests.factories.applying import ProviderApplicationFactory
from tests.factories.members import OrganisationFactory, UserFactory


class ReviewCheckFactory(DjangoModelFactory):
    application = factory.SubFactory(ProviderApplicationFactory, submitted=True)
    check_code = Check.COMPLETE
    outcome = Outcome.FINE
    by = factory.SubFactory(UserFactory, secretariat=True)

    class Meta:
        model = ReviewCheck


class ReviewScoreFactory(DjangoModelFactory):
    application = factory.SubFactory(ProviderApplicationFactory, submitted=True)
    reviewer = factory.SubFactory(UserFactory, secretariat=True)
    points = factory.LazyFunction(lambda: dict.fromkeys(criteria.CODES, 4))
    recommendation = Recommendation.APPROVE

    class Meta:
        model = ReviewScore

    class Params:
        aside = factory.Trait(
            points={}, recommendation="", interest="My brother works there."
        )


class RenewalFactory(DjangoModelFactory):
    organisation = factory.SubFactory(OrganisationFactory, company=True)
    due_on = date(2026, 3, 1)

    class Meta:
        model = Renewal
