import json

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from matching import overlap_eval, overlap_set
from matching.overlap_weights import START
from tests.matching.conftest import REPOSITORY

OURS = REPOSITORY / "tests" / "data" / "overlaps"
PROJECTS = [
    {
        "id": "a1",
        "lang": "mn",
        "city": "ulaanbaatar",
        "country": "MN",
        "lat": 47.9,
        "lon": 106.9,
        "sector": "water",
        "text": "Хуучин усны шугамын алдагдлыг мэдрэгчээр олно.",
    },
    {
        "id": "b1",
        "lang": "ru",
        "city": "irkutsk",
        "country": "RU",
        "sector": "water",
        "text": "Датчики найдут утечки в старых водопроводных трубах.",
        "year_from": "soon",
    },
    {
        "id": "b2",
        "lang": "ru",
        "city": "irkutsk",
        "country": "RU",
        "sector": "tourism",
        "text": "Гостям города показывают маршруты без толпы.",
    },
]
PAIRS = [{"a": "b1", "b": "a1", "grade": 2}]


@pytest.fixture(autouse=True)
def one_encoder(settings, models, voices, monkeypatch):
    settings.MODEL_DIR = models
    settings.EMBEDDING_MODEL_DIR = ""
    asked = {(models, ""): voices}
    monkeypatch.setattr("matching.voices.load", lambda path, *, own: asked[path, own])


@pytest.fixture
def folder(tmp_path):
    write(tmp_path, "projects", PROJECTS)
    write(tmp_path, "pairs", PAIRS)
    return tmp_path


def write(folder, name, rows):
    text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")


def test_the_object_that_was_promised(capsys, folder):
    call_command("overlap_eval", folder, json=True)

    found = json.loads(capsys.readouterr().out)
    assert {*found} == {
        "threshold",
        "precision",
        "recall",
        "shown",
        "true",
        "by_language_pair",
        "seconds",
    }
    assert found["true"] == 1
    # Two projects of one city are no pair.
    assert {*found["by_language_pair"]} == {"mn-ru"}


def test_the_ladder_for_people(capsys, folder):
    call_command("overlap_eval", folder, fit=True)

    printed = capsys.readouterr().out.splitlines()
    assert printed[0].split()[-3:] == ["0.9", "0.8", "0.7"]
    assert len([line for line in printed[1:7] if line.strip()]) == 6
    assert printed[-2].startswith("bias")


@pytest.mark.parametrize(
    ("name", "row", "message"),
    [
        ("pairs", {"a": "b1", "b": "x", "grade": 1}, "no project has the id “x”"),
        ("pairs", {"a": "b1", "b": "b1", "grade": 1}, "a project beside itself"),
        ("pairs", {"a": "a1", "b": "b1", "grade": 3}, "“grade” must be 0, 1 or 2"),
        ("pairs", {"a": "a1", "b": "b1", "grade": 1}, "judged before"),
        ("projects", {"id": "c", "lang": "en"}, "“city” is missing"),
    ],
)
def test_a_bad_set_is_refused_with_its_place(folder, name, row, message):
    rows = {"projects": PROJECTS, "pairs": PAIRS}[name]
    write(folder, name, [*rows, row])

    with pytest.raises(CommandError) as refused:
        call_command("overlap_eval", folder)

    assert message in str(refused.value)
    assert f"{name}.jsonl, line {len(rows) + 1}" in str(refused.value)


# --- On the set of the repository: floors, not figures to tune by ---------------------


@pytest.fixture(scope="module")
def pairs(voices, models):
    found = overlap_set.read(OURS)
    return overlap_eval.pairs_of(found, voices, cache=models)


def test_projects_unseen_are_told_apart(pairs):
    found = overlap_eval.recalls(overlap_eval.cross_validated(pairs), pairs)

    assert found[0.8] > 0.62
    assert found[0.9] > 0.45


def test_what_is_shown_is_right_in_eight_of_ten(pairs):
    score = overlap_eval.probability(overlap_eval.logit(pairs.terms, START))
    shown = score >= START.shown

    assert pairs.right[shown].mean() > 0.78
    assert shown[pairs.grade == 2].mean() > 0.63


def test_the_weights_in_use_are_those_that_the_set_teaches(pairs):
    fitted = overlap_eval.fit(pairs, version="")

    assert {*fitted.weight} == {*START.weight}
    for name, weight in START.weight.items():
        assert fitted.weight[name] == pytest.approx(weight, rel=0.25, abs=0.3), name


def test_every_step_of_the_ladder_helps(pairs):
    steps = [step.recall[0.8] or 0 for step in overlap_eval.ladder(pairs)]

    assert steps[-1] == max(steps)
    assert np.corrcoef(steps, range(len(steps)))[0, 1] > 0.8
