"""`make drill`: two hundred institutions send their application at the same moment."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from core.models import Outbox
from notifications.models import Event
from solutions.apply_links import LINKS
from solutions.models import ProviderApplication
from solutions.states import ProviderApplicationState
from tests.factories import ProposedSolutionFactory

pytestmark = pytest.mark.drill
APPLICANTS, AT_ONCE = 200, 50


def test_two_hundred_applications_sent_at_once_are_stored_once_each(
    transactional_db, figure
):
    """Each presses the button twice, as impatient people do; from an address of its own."""
    sent = [
        ProposedSolutionFactory(application__filled=True).application
        for _number in range(APPLICANTS)
    ]
    together = threading.Barrier(AT_ONCE)

    def send(number: int) -> int:
        word = LINKS.token(sent[number // 2])
        address = reverse("apply:step", args=[word, "answers"])
        browser = Client(REMOTE_ADDR=f"10.9.{number // 250}.{number % 250 + 1}")
        try:
            together.wait(timeout=120)
            return browser.post(address, {"declaration": "on"}).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(send, range(2 * APPLICANTS)))

    stored = ProviderApplication.objects.filter(
        state=ProviderApplicationState.SUBMITTED
    )
    told = Event.objects.filter(kind="provider-application-sent")
    letters = Outbox.objects.filter(task="notifications.send_letter")
    assert set(answers) == {302}
    figure("applications lost, of 200 sent at once", APPLICANTS - stored.count(), 0)
    figure("applications stored or told twice", told.count() - APPLICANTS, 0)
    figure("letters to applicants too many", letters.count() - APPLICANTS, 0)
    figure("answers that are errors", sum(status >= 500 for status in answers), 0)
