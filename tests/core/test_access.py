"""Rights: asked with and without an object, and of lists as of single things."""

import pytest
import rules.permissions
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from core.access import fetch, view_permission
from members.models import Organisation
from notifications.models import Notice
from scaps.models import Need
from scaps.states import NeedState, Visibility
from solutions.models import Solution
from solutions.states import SolutionState
from tests.factories import (
    NeedFactory,
    NoticeFactory,
    OrganisationFactory,
    ProviderFactory,
    SolutionFactory,
)
from tests.people import SIGNED_IN, WHO

PERMISSIONS = sorted(rules.permissions.permissions)


@pytest.mark.parametrize("permission", PERMISSIONS)
def test_a_right_may_be_asked_without_an_object(permission, people):
    """Django's admin asks that way; the answer is never an error."""
    for who in WHO:
        assert people[who].has_perm(permission) in {True, False}


@pytest.mark.parametrize("permission", PERMISSIONS)
def test_who_may_not_sign_in_has_no_right_but_to_see(permission, people):
    if not permission.partition(".")[2].startswith("view_"):
        for who in ("visitor", "disabled"):
            assert not people[who].has_perm(permission), who


def everything(world) -> None:
    """All that lists show, in every state and visibility, here and elsewhere."""
    for organisation in (world.city, world.other_city, OrganisationFactory()):
        for state in NeedState:
            for visibility in Visibility:
                NeedFactory(
                    organisation=organisation, visibility=visibility, **{state: True}
                )
    for provider in (world.provider, ProviderFactory().organisation):
        for state in SolutionState:
            SolutionFactory(provider=provider, **{state: True})
    OrganisationFactory(hidden=True)
    OrganisationFactory(hidden=True, company=True)
    Organisation.objects.filter(pk=world.provider.pk).update(is_public=False)


@pytest.mark.parametrize("model", [Need, Solution, Organisation], ids=str)
def test_lists_and_pages_agree(model, world):
    everything(world)

    for who, user in world.people.items():
        listed = set(model.objects.visible_to(user))
        permission = view_permission(model())
        assert listed == {
            row for row in model.objects.all() if user.has_perm(permission, row)
        }, who


def test_lists_hold_nothing_twice(world):
    everything(world)

    for user in world.people.values():
        for model in (Need, Solution, Organisation):
            found = list(model.objects.visible_to(user))
            assert len(found) == len(set(found))


def test_notices_are_for_one_person_alone(people):
    for who in SIGNED_IN:
        NoticeFactory(recipient=people[who])

    for who in SIGNED_IN:
        (notice,) = Notice.objects.visible_to(people[who])
        assert notice.recipient == people[who]
    assert not Notice.objects.visible_to(AnonymousUser()).exists()


def test_what_one_may_not_see_does_not_exist(other_csco, city):
    need = NeedFactory(organisation=city)

    with pytest.raises(Http404):
        fetch(other_csco, "scaps.change_need", Need, pk=need.pk)


def test_what_one_may_see_but_not_do_is_refused(other_csco, city):
    need = NeedFactory(organisation=city, published=True)

    with pytest.raises(PermissionDenied):
        fetch(other_csco, "scaps.change_need", Need, pk=need.pk)


def test_fetch_gives_what_one_may_have(csco, city):
    need = NeedFactory(organisation=city)

    assert fetch(csco, "scaps.change_need", Need, pk=need.pk) == need
