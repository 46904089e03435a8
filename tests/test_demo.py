"""The demo's content, and the generator of the large one on a small scale."""

from collections import Counter

import pytest
from django.db.models import Count
from django.utils.text import slugify

from core.models import Outbox
from matching import background
from members.models import Organisation
from members.states import StaffRole
from neascn.demo import invented, large, network_pages
from neascn.demo.files import places, read
from neascn.demo.large import Scale
from scaps.models import Need
from solutions.models import Ranking, Reference, Solution
from tests.people import staff
from translations.models import TextStatus
from vocabulary.models import Sector, SolutionArea, Stage

LANGUAGES = ("en", "zh-hans", "ja", "ko", "ru", "mn")
ROWS = ("providers", "solutions", "needs")
AT_LEAST = {"providers": 60, "solutions": 120, "needs": 60}
CITIES, FIRMS, SOLUTIONS, NEEDS = 5, 7, 50, 20


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
    )


def test_as_many_as_were_asked_for(tiny, say):
    large.load(say, tiny)

    firms = Organisation.objects.providers()
    assert Organisation.objects.members().count() == CITIES
    assert firms.count() == FIRMS
    assert Solution.objects.published().count() == SOLUTIONS
    assert Need.objects.published().count() == NEEDS
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


def test_words_of_a_generated_solution_find_it(tiny, say):
    large.load(say, tiny)
    made = Solution.objects.filter(source_lang="ja").first()

    assert made in Solution.objects.found_by(made.title_ja[-6:])


def test_lists_are_asked_for_and_nobody_gets_a_notice(tiny, say):
    large.load(say, tiny)

    assert Ranking.objects.filter(done=0, wanted=1).count() == NEEDS
    assert [*Outbox.objects.values_list("task", flat=True)] == ["solutions.match_needs"]


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
