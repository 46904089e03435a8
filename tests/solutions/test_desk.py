"""The pages on which a provider writes its solutions and follows them."""

import pytest
from django.urls import reverse

from core.models import Draft
from members.states import Role
from solutions import services
from solutions.models import Solution, SolutionRevision
from tests.factories import SolutionFactory, SolutionRevisionFactory
from tests.people import seated, sign_in
from tests.solutions.composed import REFERENCE, cleaned, posted, typed

KEY = "abcdefghij12"


@pytest.fixture
def owner(client_of):
    return client_of("provider_owner")


@pytest.fixture
def at(provider):
    """`at("edit", solution)` is an address of the provider's pages."""

    def address(name, *args) -> str:
        slugs = [getattr(arg, "slug", arg) for arg in args]
        return reverse(f"provider:{name}", args=[provider.slug, *slugs])

    return address


@pytest.fixture
def listed(provider, provider_owner, secretariat, mailoutbox):
    made = services.create(provider, cleaned(), by=provider_owner)
    services.submit(made, by=provider_owner)
    return services.publish(made, by=secretariat)


def test_a_solution_is_written_kept_checked_saved_and_submitted(owner, at):
    page = at("new-begun", KEY)
    half = typed(title="Heat", maturity="piloted", problem="")

    assert owner.post(at("new-autosave", KEY), posted(half)).status_code == 204
    added = owner.post(page, posted(half) | {"add": "1"})
    assert added.url == f"{page}?row=1"
    assert owner.get(added.url).context["sheet"].rows.total_form_count() == 2
    wrong = owner.post(page, posted(half))
    assert (wrong.status_code, [*wrong.context["sheet"].form.errors]) == (
        422,
        ["problem"],
    )
    saved = owner.post(page, posted(typed()))
    made = Solution.objects.get()
    assert saved.url == at("solution", made)
    # Sent twice: the key leads to what it became.
    assert owner.post(page, posted(typed())).url == saved.url
    assert owner.get(page).url == saved.url

    owner.post(at("move", made, "submit"))
    made.refresh_from_db()
    assert made.state == "submitted"
    assert owner.get(at("edit", made)).status_code == 403
    owner.post(at("move", made, "take_back"))
    made.refresh_from_db()
    assert made.state == "draft"


def test_of_a_listed_solution_the_page_shows_what_waits_and_the_preview_both(
    owner, at, listed
):
    reference = listed.references.get()
    row = REFERENCE | {"id": str(reference.pk)}
    sent = posted(typed(row, title="Meters", price_max="70000")) | {"version": "1"}

    assert owner.post(at("edit", listed), sent).url == at("solution", listed)

    page = owner.get(at("solution", listed)).content.decode()
    assert "<ins>Meters</ins>" in page
    public = owner.get(listed.get_absolute_url())
    assert "70,000" in public.content.decode()
    assert REFERENCE["referee_contact"] not in public.content.decode()
    assert public.context["solution"].title_en == "Heat meters for old houses"
    assert owner.get(at("preview", listed)).context["solution"].title_en == "Meters"
    assert owner.get(at("edit", listed)).context["sheet"].data["title"] == "Meters"

    owner.post(at("take-change-back", listed))
    assert SolutionRevision.objects.get().state == "withdrawn"


def test_two_who_write_at_once_see_both_versions(owner, at, listed, provider_owner):
    services.change(listed, cleaned(price_max="80000"), version=1, by=provider_owner)
    mine = posted(typed(price_max="85000")) | {"version": "1"}

    answer = owner.post(at("edit", listed), mine)

    assert answer.status_code == 409
    assert [change.name for change in answer.context["changes"]] == [
        "price_max",
        "references",
    ]
    again = mine | {"version": str(answer.context["sheet"].data["version"])}
    assert owner.post(at("edit", listed), again).status_code == 302
    assert not Draft.objects.filter(target_id=listed.pk).exists()


def test_an_editor_writes_and_an_owner_submits(at, provider):
    editor = sign_in(seated("editor_of_lantern", provider, Role.EDITOR))
    draft = SolutionFactory(provider=provider)

    assert editor.get(at("edit", draft)).status_code == 200
    assert editor.post(at("move", draft, "submit")).status_code == 403
    assert (
        b"An owner of your organisation submits it." in editor.get(at("desk")).content
    )


def test_the_desk_says_what_to_do_next_whatever_the_number(
    owner, at, provider, django_assert_max_num_queries
):
    for _number in range(3):
        SolutionFactory(provider=provider, published=True)
    returned = SolutionRevisionFactory(solution__provider=provider, returned=True)

    with django_assert_max_num_queries(25):
        page = owner.get(at("desk"))

    assert page.context["tasks"][0]["hint"] == returned.reason
    assert len(page.context["lines"]) == 4


def test_a_provider_translates_its_texts(owner, at, listed):
    page = at("translate", listed, "ko")
    pair = f"solution-{listed.pk}-title"
    seen = owner.get(page).context["form"][f"{pair}-seen"].value()

    owner.post(page, {pair: "열량계", f"{pair}-seen": seen})
    listed.refresh_from_db()
    assert listed.title_ko == "열량계"

    stale = owner.post(page, {pair: "계량기", f"{pair}-seen": seen})
    assert stale.status_code == 409
    assert owner.get(page).context["done"] == 1


def test_staff_read_the_difference_and_list_it(client_of, provider):
    revision = SolutionRevisionFactory(solution__provider=provider)
    staff = client_of("secretariat")
    change = reverse("admin:solutions_solutionrevision_change", args=[revision.pk])

    page = staff.get(change).content.decode()
    assert "<ins>" in page
    assert "<del>" in page
    move = reverse(
        "admin:solutions_solutionrevision_move", args=[revision.pk, "accept"]
    )
    staff.post(move)

    revision.refresh_from_db()
    assert revision.state == "accepted"
    assert revision.solution.title_en == "Clean heat for old houses"
    assert "<ins>" in staff.get(change).content.decode()
