from django.urls import reverse

from tests.factories import NeedFactory


def test_closing_asks_for_a_reason(client_of, city):
    need = NeedFactory(organisation=city, published=True)
    page = reverse("needs:move", args=[need.pk, "close"])

    assert client_of("csco").post(page, {"reason": " "}).status_code == 422
    client_of("csco").post(page, {"reason": "A partner was found."})

    need.refresh_from_db()
    assert (need.state, need.close_reason) == ("closed", "A partner was found.")
