import pytest

from introductions import services
from introductions.states import Origin
from tests.factories import NeedFactory, SolutionFactory


@pytest.fixture
def need(city):
    return NeedFactory(published=True, organisation=city, title="Cleaner winter air")


@pytest.fixture
def network_need(city):
    return NeedFactory(
        published=True, for_network=True, organisation=city, title="Quieter nights"
    )


@pytest.fixture
def solution(provider):
    return SolutionFactory(published=True, provider=provider, title="Sensor mesh")


@pytest.fixture
def ask(city, provider, csco, need):
    """`ask()` has the city ask the provider about its need; all can be changed."""

    def start(**facts):
        given = {
            "asker": city,
            "asked": provider,
            "about": need,
            "text": "We look for two hundred sensors.",
            "lang": "en",
            "by": csco,
            "origin": Origin.MATCH,
        }
        return services.start(**given | facts)

    return start


@pytest.fixture
def agreed(ask, provider_owner):
    return services.agree(ask(), by=provider_owner)
