"""What somebody new who speaks for a city is shown first, until it is done."""

import pytest
from django.urls import reverse

from members.models import Seat, User
from neascn import first_steps
from tests.factories import InvitationFactory, NeedFactory, ScapFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def alone(csco, city):
    """A CSCO without colleagues."""
    Seat.objects.filter(organisation=city).exclude(person=csco).delete()
    return csco


def done(person, city) -> list[bool]:
    person = User.objects.get(pk=person.pk)
    return [step["done"] for step in first_steps.of(person, city)]


def test_everything_is_to_do_at_first(alone, city):
    assert done(alone, city) == [False, False, False, False]


def test_each_step_is_ticked_and_the_list_goes(alone, city):
    InvitationFactory(organisation=city)
    assert done(alone, city) == [False, True, False, False]
    ScapFactory(organisation=city)
    NeedFactory(organisation=city)
    assert done(alone, city) == [False, True, True, True]

    User.objects.filter(pk=alone.pk).update(name_native="김", timezone="Asia/Seoul")

    assert done(alone, city) == []


def test_it_is_for_those_who_speak_for_the_city(editor, city):
    assert first_steps.of(editor, city) == []


def test_the_home_page_shows_it(client_of, city):
    page = client_of("csco").get(reverse("home")).content.decode()

    assert "First steps" in page
    assert reverse("office:invite", args=[city.slug]) in page
    assert (
        "First steps" not in client_of("editor").get(reverse("home")).content.decode()
    )
