"""A local government joins in a real browser: it applies and leaves, comes back
by the mailed link, is accepted, and its officer takes the seat and signs in."""

import re

import pytest
from playwright.sync_api import expect

from core.models import Outbox
from members.join_steps import STEPS
from members.models import Application, Membership
from members.states import MembershipState
from tests.admin.conftest import object_page
from tests.factories.joining import ANSWERS
from tests.factories.members import PASSWORD
from tests.members.test_joining_pages import A_PDF, FILES

pytestmark = pytest.mark.browser

CLERK, OFFICER = "clerk@example.org", ANSWERS["csco_email"]
PAPER = {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": A_PDF}


def link_to(address: str) -> str:
    """The link of the newest letter to an address."""
    letters = Outbox.objects.filter(task="notifications.send_letter")
    letter = letters.filter(kwargs__to=[address]).latest("pk")
    return re.search(r"http\S+/(?:join/a|office/accept)/\S+", letter.kwargs["body"])[0]


def answer(page, step) -> None:
    """Fill in what the step asks, and go on."""
    for field in page.locator("form.form [name]:not([type=hidden])").all():
        name = field.get_attribute("name")
        value = ANSWERS.get(name)
        if name in FILES.values():
            field.set_input_files(PAPER)
        elif field.get_attribute("type") in {"radio", "checkbox"}:
            wanted = [value] if isinstance(value, str) else value
            field.set_checked((field.get_attribute("value") or "on") in wanted)
        elif value and field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        elif value:
            field.fill(value)
    page.locator("form.form button[type=submit]").first.click()
    page.wait_for_url(re.compile(f"/{STEPS[step.number].name}/$"))


def test_a_local_government_joins(world, open_browser, page_of):
    page = open_browser(locale="mn")
    page.goto("/mn/members/join/")
    page.fill("[name=email]", CLERK)
    page.locator("form.form button[type=submit]").click()
    for step in STEPS[:3]:
        answer(page, step)

    page = open_browser(locale="mn", viewport={"width": 375, "height": 800})
    page.goto(link_to(CLERK))
    for step in STEPS[3:-1]:
        answer(page, step)
    expect(page.locator("main")).to_contain_text(ANSWERS["native_name"])
    page.check("[name=declaration]")
    page.locator("form.form button[type=submit]").first.click()
    page.wait_for_url(re.compile("/status/$"))

    staff = page_of("secretariat")
    staff.goto(object_page(Application.objects.get()))
    staff.get_by_role("link", name="Accept as associate").click()
    staff.get_by_role("button", name="Accept as associate").click()
    expect(staff.locator(".success")).to_be_visible()
    assert Membership.objects.filter(
        organisation__native_name=ANSWERS["native_name"],
        state=MembershipState.ASSOCIATE,
    ).exists()

    officer = open_browser(locale="mn")
    officer.goto(link_to(OFFICER))
    expect(officer.locator("[name=given_latin]")).to_have_value(ANSWERS["csco_given"])
    officer.fill("[name=password1]", PASSWORD)
    officer.fill("[name=password2]", PASSWORD)
    officer.locator("main form button[type=submit]").click()
    officer.wait_for_url(re.compile("/mn/office/tsenkher-boomt/$"))

    officer = open_browser(locale="mn")
    officer.goto("/mn/account/login/")
    officer.fill("[name=login]", OFFICER)
    officer.fill("[name=password]", PASSWORD)
    officer.locator("main form button[type=submit]").first.click()
    officer.wait_for_url(re.compile("/mn/$"))
    expect(officer.locator("main")).to_contain_text(ANSWERS["native_name"])
