"""The figures of `make bench`: what passes, what is compared, what is counted."""

import json

import numpy as np
import pytest

from neascn.benchmarks import engine, pages, pinpointing, processes, quality
from neascn.benchmarks.figure import Figure
from tests.factories import SolutionFactory


@pytest.fixture
def own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


def test_a_figure_passes_at_its_limit():
    assert Figure("wait", 10, "s", 10).passes
    assert not Figure("wait", 10.1, "s", 10).passes
    assert Figure("quality", 0.85, "", 0.85, floor=True).passes
    assert not Figure("quality", 0.84, "", 0.85, floor=True).passes
    assert json.dumps(Figure("wait", 1, "s", 10).as_json()).endswith('"pass": true}')


def test_pages_are_counted_and_keep_their_limits(world):
    counted = dict(pages.queries())

    assert counted.keys() >= {"home, public", "solutions:index, public"}
    assert all(0 < count <= limit for count, limit in counted.values())


def test_growth_is_told_on_ten_times_the_data_only(own_folder):
    assert [*pages.growth({"home": 5}, 100)] == []
    assert [*pages.growth({"home": 9}, 900)] == []

    [more] = pages.growth({"home": 8, "new page": 3}, 1000)

    assert (more.name, more.value, more.passes) == ("more queries home", 3, False)
    assert json.loads((own_folder / "bench-queries.json").read_text()) == {
        "solutions": 100,
        "counts": {"home": 5},
    }


def test_what_was_counted_is_kept_once(world, own_folder):
    pages.remember()
    before = (own_folder / "bench-queries.json").read_text()
    SolutionFactory()

    pages.remember()

    assert (own_folder / "bench-queries.json").read_text() == before


def test_the_first_view_has_a_weight(world):
    assert 5 < pages.first_view().value < 200


def test_without_a_sweep_there_is_no_recall_to_tell(db):
    assert [*quality.recall()] == []


def test_without_needs_the_engine_is_not_timed(db):
    assert [*engine.one_need()] == []
    assert [*pinpointing.figures()] == []
    assert [*processes.worker()] == []


def test_made_up_vectors_are_near_what_they_are_like():
    near = np.array([[1, 0, 0, 1], [0, 1, 0, 0]], dtype=np.float32)

    found = pinpointing.blurred(near, np.random.default_rng(1), first=2)

    first, second = np.split(found, [2], axis=1)
    assert np.linalg.norm(first, axis=1) == pytest.approx([1, 1])
    # What the second encoder cannot read stays unread.
    assert np.linalg.norm(second, axis=1) == pytest.approx([1, 0])
    assert ((near * found).sum(axis=1) > 0.5).all()
