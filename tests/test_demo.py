"""The demo's content, and the generator of the large one on a small scale."""

from collections import Counter

import pytest
from django.db.models import Count
from django.utils.text import slugify

from core.models import Outbox
from matching import background
from members.models import Organisation
from members.states import StaffRole
from neascn.demo import invented, large, network_pages, plans
from neascn.demo.files import places, read
from neascn.demo.large import Scale
from notifications.models import Notice
from scaps.models import Need, Project, ProjectVersion, Remark, Scap
from scaps.snapshots import read as read_text
from scaps.snapshots import text_hash
from scaps.states import ScapState
from solutions.models import Ranking, Reference, Solution
from tests.factories import LocalGovernmentFactory
from tests.people import staff
from translations.models import TextStatus
from vocabulary.models import Sector, SolutionArea, Stage

LANGUAGES = ("en", "zh-hans", "ja", "ko", "ru", "mn")
ROWS = ("providers", "solutions", "needs")
AT_LEAST = {"providers": 60, "solutions": 120, "needs": 60}
CITIES, FIRMS, SOLUTIONS, NEEDS, PROJECTS = 5, 7, 50, 20, 12


# --- What is written by hand ----------------------------------------------------------


@pytest.mark.parametrize("name", ROWS)
def test_there_is_enough_in_each_language_and_each_key_is_one(name):
    rows = read(name)
    keys = Counter(row["key"] for row in rows)
    languages = Counter(row["lang"] for row in rows)

    assert len(rows) >= AT_LEAST[name]
    assert max(keys.values()) == 1
    assert languages.keys() == {*LANGUAGES}
    assert min(languages.values()) >= len(rows) / len(LANGUAGES) / 2


def test_rows_refer_to_rows_that_there_are():
    providers = {row["key"] for row in read("providers")}

    assert {row["provider"] for row in read("solutions")} <= providers
    assert {row["organisation"] for row in read("needs")} <= places().keys()
    assert not providers & places().keys()
    assert all(slugify(key) == key for key in providers)


def test_codes_are_those_of_the_vocabulary(db):
    known = {
        "sectors": {row.code for row in Sector.objects.all()},
        "areas": {row.code for row in SolutionArea.objects.all()},
        "stages": {row.code for row in Stage.objects.all()},
    }
    for row in read("solutions"):
        for name, codes in known.items():
            assert {*row[name]} <= codes, row["key"]
    for row in read("needs"):
        assert row["sector"] in known["sectors"], row["key"]
        assert {*row["areas"]} <= known["areas"], row["key"]


def test_plans_are_written_in_the_language_of_their_city_and_in_english():
    rows = plans.rows()
    cities = places()

    assert len(rows) >= 14
    assert {row["state"] for row in rows} == {*ScapState.values} - {"superseded"}
    assert len({row["lang"] for row in rows}) == 5
    for row in rows:
        assert row["lang"] in cities[row["city"]]["languages"], row["slug"]
        assert cities[row["city"]]["country"] != "KP"
        for text in texts(row):
            assert not text or {row["lang"], "en"} <= text.keys(), row["slug"]
    assert sum({*row["title"]} == {*LANGUAGES} for row in rows) >= 2


def test_published_plans_have_their_four_parts():
    for row in plans.rows():
        if row["state"] == "published":
            assert 2 <= len(row["focuses"]) <= 3, row["slug"]
            assert 3 <= len(row["targets"]) <= 4, row["slug"]
            assert 2 <= len(row["projects"]) <= 4, row["slug"]
            assert all(one["money"] and one["partners"] for one in row["projects"])


def test_projects_refer_to_needs_of_their_city():
    needs = {row["key"]: row["organisation"] for row in read("needs")}
    slugs = [one["slug"] for row in plans.rows() for one in row["projects"]]

    assert len({*slugs}) == len(slugs)
    for row in plans.rows():
        for project in row["projects"]:
            assert {needs[key] for key in project["needs"]} <= {row["city"]}


def texts(value):
    """Every text of a plan: a mapping from languages."""
    if isinstance(value, dict):
        if value.keys() <= {*LANGUAGES}:
            yield value
        else:
            for one in value.values():
                yield from texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)


@pytest.fixture
def some_plans(db, monkeypatch):
    """One plan of each state, and the cities they are of."""
    staff("secretariat")
    network_pages.load()
    chosen = ("erdenet", "hunchun", "khovd", "kobe", "pohang", "sapporo")
    rows = [row for row in plans.rows() if row["city"] in chosen]
    monkeypatch.setattr(plans, "rows", lambda: rows)
    for city in chosen:
        LocalGovernmentFactory(organisation__name=city)
    return {row["slug"]: row["state"] for row in rows} | {"sapporo-2020": "superseded"}


def test_plans_come_to_their_states_and_a_second_run_adds_nothing(some_plans):
    assert plans.load() == len(some_plans)
    assert plans.load() == 0

    assert dict(Scap.objects.values_list("slug", "state")) == some_plans
    scap = Scap.objects.get(slug="erdenet-2026")
    project = scap.projects.get(slug="erdenet-water-losses")
    assert project.current.data["partners"]
    assert read_text(scap.current.data["title"], "en").status == "confirmed"
    assert Remark.objects.filter(sent_at__isnull=False).count() == 3
    assert not Scap.objects.filter(is_demo=False).exists()


# --- What is generated ----------------------------------------------------------------


@pytest.fixture
def tiny(db):
    """Counts of all, those of the small demo included."""
    staff("secretariat")
    network_pages.load()
    return Scale(
        governments=len(places()) + CITIES,
        providers=len(read("providers")) + FIRMS,
        solutions=len(read("solutions")) + SOLUTIONS,
        needs=len(read("needs")) + NEEDS,
        projects=sum(len(row["projects"]) for row in plans.rows()) + PROJECTS,
    )


def test_as_many_as_were_asked_for(tiny, say):
    large.load(say, tiny)

    firms = Organisation.objects.providers()
    assert Organisation.objects.members().count() == CITIES
    assert firms.count() == FIRMS
    assert Solution.objects.published().count() == SOLUTIONS
    assert Need.objects.published().count() == NEEDS
    assert Scap.objects.published().count() == CITIES
    assert Project.objects.published().count() == PROJECTS
    assert not Organisation.objects.filter(is_demo=False).exists()
    assert not Solution.objects.filter(is_demo=False).exists()
    assert not Need.objects.filter(is_demo=False).exists()


def test_a_second_run_adds_nothing_and_goes_on_where_one_ended(tiny, say):
    large.load(say, tiny)
    texts = {*Solution.objects.values_list("slug", "problem_mn", "published_at")}
    gone = Solution.objects.order_by("pk")[3]
    slug, text = gone.slug, gone.problem_mn
    gone.delete()

    large.load(say, tiny)

    assert Solution.objects.count() == SOLUTIONS
    assert Need.objects.count() == NEEDS
    assert Solution.objects.get(slug=slug).problem_mn == text
    kept = {*Solution.objects.values_list("slug", "problem_mn", "published_at")}
    assert len(texts - kept) == 1


def test_rows_are_whole_though_no_service_made_them(tiny, say):
    large.load(say, tiny)

    bare = Solution.objects.annotate(
        of=Count("sectors", distinct=True), to=Count("stages", distinct=True)
    ).exclude(of=1, to=2)
    assert not bare.exists()
    assert not Solution.objects.filter(search=None).exists()
    assert all(row.sort_keys.keys() == {*LANGUAGES} for row in Solution.objects.all())
    assert {*Solution.objects.values_list("source_lang", flat=True)} == {*LANGUAGES}
    assert Reference.objects.exclude(latitude=None).exists()
    assert Need.objects.exclude(search=None).count() == NEEDS
    assert not TextStatus.objects.exists()
    for need in Need.objects.all():
        need.full_clean(exclude=["title", "text"])


def test_generated_projects_are_published_whole(tiny, say):
    large.load(say, tiny)

    for version in ProjectVersion.objects.select_related("scap_version"):
        assert version.is_current
        assert version.sectors == version.data["sectors"] != []
        assert version.text_hash == text_hash(version.data)
        assert version.scap_version.data["vision"]["texts"]
    assert not Project.objects.filter(is_demo=False).exists()


def test_words_of_a_generated_solution_find_it(tiny, say):
    large.load(say, tiny)
    made = Solution.objects.filter(source_lang="ja").first()

    assert made in Solution.objects.found_by(made.title_ja[-6:])


def test_lists_are_asked_for_and_nobody_gets_a_notice(tiny, say):
    large.load(say, tiny)

    assert Ranking.objects.filter(done=0, wanted=1).count() == NEEDS
    assert {*Outbox.objects.values_list("task", flat=True)} == {
        "solutions.match_needs",
        "scaps.sweep_overlaps",
    }
    assert not Notice.objects.exists()


def test_each_sentence_has_a_sector_and_texts_differ():
    count = len(background.sentences("need")["en"])
    rows = [invented.solution(n, providers=40, cities=30) for n in range(300)]

    assert [topic.row for topic in invented.topics()] == [*range(count)]
    assert len({row["description"] for row in rows}) > 290
    assert len({(row["name"], row["place"].language) for row in rows}) == 300


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_place_in_a_sentence_stays_empty(language):
    rows = [invented.solution(n, providers=12, cities=9) for n in range(200)]
    texts = [
        row[field]
        for row in rows
        if row["place"].language == language
        for field in ("problem", "description")
    ]

    assert texts
    assert not [text for text in texts if "{" in text]


def test_names_differ_in_each_script():
    for language in LANGUAGES:
        assert len({invented.name(n, language) for n in range(2000)}) == 2000


@pytest.fixture
def say():
    return [].append


def test_the_secretariat_signs_for_what_is_generated(tiny, say):
    large.load(say, tiny)

    by = Solution.objects.first().published_by
    assert StaffRole.SECRETARIAT in by.staff_roles
