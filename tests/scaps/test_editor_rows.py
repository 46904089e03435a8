"""Sections of the editor with rows: added, removed, brought back, saved."""

import re

from members.models import Organisation
from tests.factories import (
    ChallengeFactory,
    FocusFactory,
    InvestmentFactory,
    MilestoneFactory,
    PartnerFactory,
    ScapFactory,
    TargetFactory,
)
from vocabulary.models import FocusArea, Sector

# --- Rows ----------------------------------------------------------------------------------


def target(number: int, **fields) -> dict:
    values = {"indicator": "Days", "direction": "down", "goal": "40"} | fields
    return {f"rows-{number}-{name}": value for name, value in values.items()}


def test_a_row_is_added_and_what_was_typed_stays(pen_for, scap):
    pen = pen_for("csco", scap)

    answer = pen.send("targets", button={"add": "1"}, **target(0, indicator="Smog"))

    rows = pen.browser.get(answer.url).context["rows"]
    assert [row["indicator"].value() for row in rows.forms] == ["Smog", None]
    assert not scap.targets.exists()


def test_rows_are_saved_changed_removed_and_ordered(pen_for, scap):
    there = [
        TargetFactory(scap=scap, indicator=name, order=n) for n, name in enumerate("ab")
    ]
    pen = pen_for("csco", scap)
    pen.send("targets", button={"remove": "0"})
    assert scap.targets.count() == 2
    pen.send("targets", button={"add": "1"})

    pen.send("targets", **{"rows-1-goal": "12.5"}, **target(2, indicator="c"))

    rows = scap.targets.all()
    assert [(r.indicator_en, r.order) for r in rows] == [("b", 1), ("c", 2)]
    assert (rows[0].pk, rows[0].goal) == (there[1].pk, 12.5)


def test_a_removed_row_can_be_brought_back(pen_for, scap):
    TargetFactory(scap=scap, indicator="Smog")
    pen = pen_for("csco", scap)
    pen.send("targets", button={"remove": "0"})
    pen.send("targets", button={"restore": "0"})

    pen.send("targets")

    assert [r.indicator_en for r in scap.targets.all()] == ["Smog"]


def test_a_row_that_a_colleague_added_meanwhile_stays(pen_for, scap):
    mine, theirs = pen_for("csco", scap), pen_for("deputy", scap)
    read_before = mine.fields("targets") | target(0, indicator="Mine")
    theirs.send("targets", **target(0, indicator="Theirs"))

    answer = mine.browser.post(mine.address("targets"), read_before)
    assert answer.status_code == 409
    assert "Theirs" in answer.content.decode()
    version = answer.context["form"]["version"].value()
    mine.browser.post(mine.address("targets"), read_before | {"version": version})

    assert {r.indicator_en for r in scap.targets.all()} == {"Mine", "Theirs"}


def test_focus_areas_change_places_without_losing_their_targets(pen_for, scap):
    areas = list(FocusArea.objects.all()[:2])
    focuses = [
        FocusFactory(scap=scap, area=a, text=a.code, order=n)
        for n, a in enumerate(areas)
    ]
    aim = TargetFactory(scap=scap, focus=focuses[0])
    pen = pen_for("csco", scap)

    pen.send("focus", **{"rows-0-area": areas[1].pk, "rows-1-area": areas[0].pk})

    aim.refresh_from_db()
    assert scap.focuses.count() == 2
    assert aim.focus.area == areas[0]


def test_the_same_focus_area_twice_is_told(pen_for, scap):
    area = FocusArea.objects.first()
    FocusFactory(scap=scap, area=area)
    pen = pen_for("csco", scap)

    answer = pen.send("focus", **{"rows-TOTAL_FORMS": 2, "rows-1-area": area.pk})

    assert answer.status_code == 422
    assert "chosen twice" in answer.content.decode()


def test_a_group_is_never_shown_to_more_than_the_plan_is(pen_for, scap):
    pen = pen_for("csco", scap)

    answer = pen.send(
        "sharing",
        visibility="network",
        money_visibility="public",
        needs_visibility="own",
    )

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["money_visibility"]


def test_a_partner_is_looked_up_and_linked(pen_for, project, provider):
    Organisation.objects.filter(pk=provider.pk).update(is_public=True)
    pen = pen_for("csco", project)
    row = {"rows-0-name": "Lantern", "rows-0-role": "technology"}

    found = pen.send("partners", button={"find": "0"}, **row)
    assert str(provider) in pen.browser.get(found.url).content.decode()
    pen.send("partners", button={"link": f"0:{provider.pk}"})
    pen.send("partners")

    partner = project.partners.get()
    assert (partner.organisation, partner.name) == (provider, "Lantern")


def test_an_organisation_that_nobody_may_see_is_not_linked(pen_for, project, world):
    hidden = ScapFactory(organisation__hidden=True).organisation
    pen = pen_for("csco", project)
    row = {"rows-0-name": "X", "rows-0-role": "other", "rows-0-organisation": hidden.pk}

    answer = pen.send("partners", **row)

    assert answer.status_code == 422
    assert hidden.name not in answer.content.decode()
    found = pen.send("partners", button={"find": "0"}, **row | {"rows-0-name": hidden})
    assert f'"0:{hidden.pk}"' not in pen.browser.get(found.url).content.decode()


def test_money_shows_dollars_with_the_rate_its_day_and_source(pen_for, project):
    InvestmentFactory(project=project, currency="KRW", amount=1_000_000_000)
    InvestmentFactory(project=project, currency="KPW", amount=5)
    pen = pen_for("csco", project)

    page = pen.open("money").content.decode()

    assert re.search(r"About [\d,]+ USD, at the rate of", page)
    assert "no rate for this currency" in page
    assert "Give the yearly cost of operation" in page


def test_every_kind_of_row_can_be_saved_as_it_is(pen_for, project):
    sector = Sector.objects.first()
    project.sectors.set([sector])
    rows = [
        f(project=project)
        for f in (PartnerFactory, InvestmentFactory, MilestoneFactory, ChallengeFactory)
    ]
    before = [type(row).objects.values().get(pk=row.pk) | {"order": 1} for row in rows]
    pen = pen_for("csco", project)

    names = ("about", "situation", "partners", "money", "time", "challenges", "goals")
    answers = {name: pen.send(name).status_code for name in names}

    assert answers == dict.fromkeys(names, 302)
    assert [type(row).objects.values().get(pk=row.pk) for row in rows] == before
    assert list(project.sectors.all()) == [sector]
