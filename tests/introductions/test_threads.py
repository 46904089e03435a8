"""Writing, reading, files, addresses; reports and the secretariat's eye."""

import pytest
from django.core import mail
from django.urls import reverse

from core.errors import DomainError
from introductions import services
from introductions.models import Introduction, Message, Reading
from introductions.services import oversight, threads
from introductions.states import Complaint, IntroductionState, Ruling, Side
from members.states import ComplianceStatus
from notifications.models import Notice
from tests.factories import (
    AttachmentFactory,
    IntroductionFactory,
    MessageFactory,
    UploadFactory,
)


def news(introduction, user) -> bool:
    return Introduction.objects.with_news(user).get(pk=introduction.pk).is_news


def test_each_side_writes_in_its_language_and_reads_it_marked(
    agreed, csco, provider_owner, client_of
):
    threads.write(agreed, text="200대가 필요합니다.", lang="ko", by=csco)

    assert news(agreed, provider_owner)
    page = client_of("provider_owner").get(agreed.get_absolute_url())

    assert '<div class="measure" lang="ko"><p>200대가 필요합니다.</p></div>' in (
        page.content.decode()
    )
    assert not news(agreed, provider_owner)


def test_one_notice_until_the_thread_was_seen(agreed, csco, provider_owner):
    told = Notice.objects.filter(
        recipient=provider_owner, event__kind="introduction-written"
    )

    threads.write(agreed, text="One.", lang="en", by=csco)
    threads.write(agreed, text="Two.", lang="en", by=csco)
    assert told.count() == 1

    threads.see(agreed, by=provider_owner)
    threads.write(agreed, text="Three.", lang="en", by=csco)
    assert [notice.read_at is None for notice in told.order_by("pk")] == [False, True]


def test_sent_twice_it_is_one_message(agreed, csco):
    for _attempt in range(2):
        threads.write(agreed, text="Hello.", lang="en", by=csco)

    assert agreed.messages.filter(text="Hello.").count() == 1


def test_before_both_agree_there_are_few_messages_no_files_no_addresses(ask, csco):
    introduction = ask()

    with pytest.raises(DomainError, match="Files"):
        threads.write(
            introduction, text="See.", lang="en", by=csco, files=[UploadFactory()]
        )
    with pytest.raises(DomainError, match=r"\+82 2 1234 5678"):
        threads.write(introduction, text="+82 2 1234 5678", lang="en", by=csco)
    for number in range(threads.MOST_BEFORE - 1):
        threads.write(introduction, text=f"Also {number}.", lang="en", by=csco)
    with pytest.raises(DomainError, match="five messages"):
        threads.write(introduction, text="And one more.", lang="en", by=csco)


def test_nobody_writes_very_many_an_hour(agreed, csco, monkeypatch):
    monkeypatch.setattr(threads, "MOST_AN_HOUR", 2)
    MessageFactory.create_batch(2, entered_by=csco)

    with pytest.raises(DomainError, match="many messages"):
        threads.write(agreed, text="Still here?", lang="en", by=csco)


def test_nothing_is_written_after_the_end(agreed, csco):
    services.close(agreed, by=csco, reason="Done.")

    with pytest.raises(DomainError, match="any more"):
        threads.write(agreed, text="One last thing.", lang="en", by=csco)


def test_files_are_handed_over_unless_compliance_says_no(
    agreed, csco, client_of, city, provider
):
    message = threads.write(
        agreed, text="See.", lang="en", by=csco, files=[UploadFactory()]
    )
    url = message.attachments.get().get_absolute_url()
    of_provider, of_city = client_of("provider_owner"), client_of("csco")
    assert of_provider.get(url).status_code == 200

    provider.compliance_status = ComplianceStatus.POSSIBLE
    provider.save()

    assert of_provider.get(url).status_code == 403
    assert of_city.get(url).status_code == 200
    page = of_provider.get(agreed.get_absolute_url()).content.decode()
    assert "We look for two hundred sensors." not in page
    assert "Messages are not passed on at present" in page
    assert 'id="write"' not in page


def test_an_address_shows_only_while_its_owner_shows_it(
    agreed, csco, client_of, provider_owner
):
    browser = client_of("provider_owner")
    shown = [csco.email in browser.get(agreed.get_absolute_url()).content.decode()]
    act = reverse("introductions:contact", args=[agreed.pk, "show"])
    client_of("csco").post(act)
    shown.append(csco.email in browser.get(agreed.get_absolute_url()).content.decode())
    threads.hide_contact(agreed, by=csco)
    shown.append(csco.email in browser.get(agreed.get_absolute_url()).content.decode())

    assert shown == [False, True, False]


def test_the_form_keeps_what_was_typed(ask, client_of, provider_owner):
    url = ask().get_absolute_url()

    page = client_of("provider_owner").post(
        url, {"text": "Call +81 3 1234 5678.", "lang": "ja"}
    )

    assert page.status_code == 422
    assert "Call +81 3 1234 5678." in page.content.decode()
    assert Message.objects.filter(side=Side.ASKED).count() == 0


def test_answering_on_the_page(ask, client_of, provider_owner):
    introduction = ask()
    browser = client_of("provider_owner")
    page = browser.get(introduction.get_absolute_url()).content.decode()
    agree = reverse("introductions:move", args=[introduction.pk, "agree"])
    assert f'action="{agree}"' in page

    browser.post(agree)

    introduction.refresh_from_db()
    assert introduction.state == IntroductionState.AGREED


def test_a_report_that_is_upheld_stops_the_introduction(
    agreed, provider_owner, secretariat
):
    report = oversight.report(
        agreed, complaint=Complaint.FRAUD, text="A bribe.", by=provider_owner
    )
    with pytest.raises(DomainError, match="already"):
        oversight.report(agreed, complaint=Complaint.RUDE, by=provider_owner)

    oversight.rule(report, ruling=Ruling.UPHELD, note="We agree.", by=secretariat)

    agreed.refresh_from_db()
    assert (agreed.state, agreed.end_reason) == (IntroductionState.STOPPED, "We agree.")
    with pytest.raises(DomainError, match="already"):
        oversight.rule(report, ruling=Ruling.DISMISSED, note="No.", by=secretariat)


def test_staff_read_a_thread_for_a_reason_that_stays(agreed, client_of, secretariat):
    staff, thread = client_of("secretariat"), agreed.get_absolute_url()
    door = reverse("admin:introductions_introduction_read", args=[agreed.pk])
    assert staff.get(thread).status_code == 403
    assert staff.post(door, {"reason": ""}).status_code == 422

    assert staff.post(door, {"reason": "Report 7"}).status_code == 302

    assert "two hundred sensors" in staff.get(thread).content.decode()
    reading = Reading.objects.get()
    assert (reading.reader, reading.reason) == (secretariat, "Report 7")
    page = client_of("csco").get(thread).content.decode()
    assert "Read by the secretariat:" in page
    assert "Report 7" not in page


def test_admin_pages_show_no_text_and_no_address(agreed, client_of, csco, run_outbox):
    AttachmentFactory(message=agreed.messages.get(), upload__name="tender.pdf")
    staff = client_of("secretariat")
    pages = [
        reverse("admin:introductions_introduction_changelist"),
        reverse("admin:introductions_introduction_change", args=[agreed.pk]),
        reverse("admin:introductions_introduction_history", args=[agreed.pk]),
    ]

    for page in pages:
        html = staff.get(page).content.decode()
        assert [w for w in ("sensors", "tender", csco.email) if w in html] == []


def test_the_list_finds_and_asks_little(
    ask, agreed, network_need, client_of, city, provider, django_assert_max_num_queries
):
    ask(about=network_need, text="Loud trams.")
    IntroductionFactory.create_batch(3, asker=city, asked=provider)
    browser, url = client_of("provider_owner"), reverse("introductions:index")
    browser.get(url)

    with django_assert_max_num_queries(25):
        html = browser.get(url).content.decode()
    assert "Cleaner winter air" in html
    assert "Quieter nights" not in html

    def found(words, **more) -> bool:
        page = browser.get(url, {"q": words, **more}).content.decode()
        return "No introduction fits" not in page

    assert [found(words) for words in ("winter", "trams", "Busan")] == [True] * 3
    # The title of what is for members alone is not found by the other side.
    assert not found("Quieter")
    assert not found("winter", show="ended")
    assert mail.outbox == []
