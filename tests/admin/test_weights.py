"""New weights: typed, previewed, used; and the report that shows what they do."""

import csv
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import Outbox
from matching.forms import WeightsForm
from matching.models import WeightSet
from matching.weights import START
from matching.weights_in_use import current
from solutions import quality
from solutions.models import Match, QualityReport
from tests.admin.conftest import object_page, page
from tests.factories import (
    MatchFactory,
    NeedFactory,
    QualityReportFactory,
    RankingFactory,
    WeightSetFactory,
)


def typed(**changes) -> dict:
    form = WeightsForm(base=START, note="Money counts more.")
    return {name: form[name].value() for name in form.fields} | changes


def previewed(**facts) -> WeightSet:
    need = NeedFactory(published=True, title="Less smoke")
    row = {
        "need": need.pk,
        "lang": "en",
        "first": True,
        "entered": 3,
        "places": 10,
        "moved": 5,
        "words_old": {"strong": 2, "weak": 8},
        "words_new": {"strong": 4, "weak": 6},
    }
    found = {"against": START.version, "left": [], "rows": [row], "judged": {}}
    return WeightSetFactory(preview=found, previewed_at=timezone.now(), **facts)


def buttons(client, obj) -> set[str]:
    return {button.url for button in client.get(object_page(obj)).context["buttons"]}


def test_a_version_is_made_from_the_numbers_in_use(staff_client, people):
    url = page("add", WeightSet)
    assert staff_client.get(url).status_code == 200

    answer = staff_client.post(url, typed(weight_B="0.3", strong="75"))

    row = WeightSet.objects.get()
    assert answer.url == object_page(row)
    assert (row.weight["B"], row.strong, row.state) == (0.3, 75.0, "draft")
    assert row.made_by == people["secretariat"]


def test_mistakes_stand_at_their_numbers(staff_client):
    answer = staff_client.post(
        page("add", WeightSet), typed(weight_B="-1", possible="90")
    )

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"weight_B"}
    assert 'value="-1"' in answer.text
    assert not WeightSet.objects.exists()


def test_from_another_version_and_from_the_shipped_numbers(staff_client):
    WeightSetFactory(used=True, strong=80.0)
    old = WeightSetFactory(retired=True, strong=70.0)

    def strong(url):
        return staff_client.get(url).context["form"].initial["strong"]

    assert strong(page("add", WeightSet)) == 80.0
    assert strong(page("copy", WeightSet, old.pk)) == 70.0
    assert strong(page("add", WeightSet) + "?shipped") == START.strong


def test_a_draft_is_changed_and_discarded(staff_client):
    row = WeightSetFactory()
    url = page("edit", WeightSet, row.pk)
    assert url in buttons(staff_client, row)

    staff_client.post(url, typed(weight_R="0.2"))
    row.refresh_from_db()
    assert row.weight["R"] == 0.2

    staff_client.post(page("discard", WeightSet, row.pk))
    assert not WeightSet.objects.exists()


def test_a_preview_is_a_job(staff_client):
    row = WeightSetFactory()

    staff_client.post(page("preview", WeightSet, row.pk))

    job = Outbox.objects.waiting().get()
    assert (job.task, job.kwargs) == (
        "solutions.preview_weights",
        {"weight_set_id": row.pk},
    )
    assert "waits for its turn" in staff_client.get(object_page(row)).text


def test_the_page_says_what_would_change(staff_client):
    row = previewed()

    text = staff_client.get(object_page(row)).text

    assert "1 need gets another first solution." in text
    assert "Of 10 places among the first ten, 3 are taken" in text
    assert "Less smoke" in text
    assert page("use", WeightSet, row.pk) in buttons(staff_client, row)


def test_using_them_asks_once_more_and_makes_every_list_anew(staff_client, people):
    row = previewed()
    url = page("use", WeightSet, row.pk)
    assert "Less smoke" in staff_client.get(url).text
    assert current() == START

    staff_client.post(url)

    row.refresh_from_db()
    assert (row.state, row.used_by) == ("used", people["secretariat"])
    assert current().version == row.version
    jobs = Outbox.objects.waiting().values_list("task", flat=True)
    assert list(jobs) == ["solutions.match_needs"]
    history = staff_client.get(page("history", WeightSet, row.pk)).context["page"]
    assert history[0].person == people["secretariat"]


def test_without_a_preview_there_is_no_button_and_no_way(staff_client):
    row = WeightSetFactory()
    url = page("use", WeightSet, row.pk)

    assert url not in buttons(staff_client, row)
    staff_client.post(url)

    assert current() == START


def test_a_preview_against_other_weights_is_said_to_be_old(staff_client):
    row = previewed()
    WeightSetFactory(used=True, version="99")

    text = staff_client.get(object_page(row)).text

    assert "In use is now 99: preview again." in text


def test_the_version_in_use_offers_a_copy_alone(staff_client):
    row = WeightSetFactory(used=True)

    assert buttons(staff_client, row) == {page("copy", WeightSet, row.pk)}
    for name in ("edit", "discard", "preview", "use"):
        answer = staff_client.post(page(name, WeightSet, row.pk), typed())
        assert answer.status_code == 403, name


@pytest.mark.parametrize("who", ["compliance", "translator"])
def test_weights_are_the_secretariats(client_of, who):
    row = previewed()
    client = client_of(who)

    for name in ("edit", "discard", "preview", "use", "copy"):
        assert client.post(page(name, WeightSet, row.pk)).status_code in {403, 404}
    assert client.post(page("add", WeightSet), typed()).status_code == 403
    assert current() == START


# --- The quality report ---------------------------------------------------------------


@pytest.fixture
def report(people):
    need = NeedFactory(published=True, source_lang="mn")
    RankingFactory(need=need, ready=True, seconds=1.5)
    MatchFactory(need=need, shortlisted=True)
    return quality.make()


def test_the_report_is_tables_with_links_to_what_they_count(staff_client, report):
    answer = staff_client.get(object_page(report))

    assert "few cases" in answer.text
    cells = [
        cell
        for table in answer.context["tables"]
        for row in table.rows
        for cell in row.cells
        if cell.url and cell.value
    ]
    assert cells
    for cell in cells:
        found = staff_client.get(cell.url)
        assert found.status_code == 200, cell.url
        assert found.context["cl"].result_count == cell.value, cell.url


def test_the_report_as_a_file(staff_client, report):
    answer = staff_client.get(page("csv", QualityReport, report.pk))

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["Table", "Row", "Figure", "Value", "Cases"]
    assert ["By language of the need", "Mongolian", "Lists", "1", "1"] in rows


def test_a_report_is_asked_for_and_made_by_a_job(staff_client):
    url = reverse("admin:solutions_qualityreport_make")
    staff_client.get(url)
    assert not Outbox.objects.exists()

    for _ in range(2):
        assert staff_client.post(url).url == page("changelist", QualityReport)

    assert Outbox.objects.waiting().get().task == "solutions.quality_report"


@pytest.mark.parametrize("who", ["compliance", "translator"])
def test_reports_are_the_secretariats(client_of, who):
    report = QualityReportFactory()
    client = client_of(who)

    make = reverse("admin:solutions_qualityreport_make")
    assert client.post(make).status_code == 403
    assert client.get(page("csv", QualityReport, report.pk)).status_code == 404
    assert client.get(object_page(report)).status_code == 403
    assert Match.objects.count() == 0
