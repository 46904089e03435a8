import json

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from matching.top_k import BLOCK, NEEDS_AT_ONCE, best, filtered, with_filters
from matching.vectors import normalised


@given(
    st.integers(min_value=1, max_value=NEEDS_AT_ONCE + 3),
    st.sampled_from([1, 2, 9, 10, 11, BLOCK - 1, BLOCK, BLOCK + 1, 12 * BLOCK + 7]),
    st.integers(min_value=1, max_value=12),
    st.integers(min_value=0, max_value=9),
)
def test_the_best_are_the_best(needs, offers, k, seed):
    random = np.random.default_rng(seed)
    asked = normalised(random.normal(size=(needs, 8)).astype(np.float32))
    offered = normalised(random.normal(size=(offers, 8)).astype(np.float32))
    has = np.eye(3, dtype=bool)[random.integers(3, size=needs)]
    serves = random.random((offers, 3)) < 0.5

    rows, scores = best(
        with_filters(asked, has=has), filtered(offered, serves=serves), k
    )

    is_open = serves[:, has.argmax(axis=1)].T
    every = np.where(is_open, asked @ offered.T, -np.inf)
    true = np.sort(every, axis=1)[:, ::-1][:, :k]
    found = rows >= 0
    assert rows.shape == scores.shape == (needs, min(k, offers))
    np.testing.assert_array_equal(found, np.isfinite(true))
    np.testing.assert_allclose(scores[found], true[found], atol=1e-5)
    picked = np.take_along_axis(every, np.maximum(rows, 0), axis=1)
    np.testing.assert_allclose(picked[found], true[found], atol=1e-5)


def test_match_bench_prints_what_was_promised(capsys):
    call_command("match_bench", needs=20, solutions=900, json=True)

    found = json.loads(capsys.readouterr().out)
    assert list(found) == [
        "seconds",
        "sgemm_seconds",
        "ratio",
        "single_ms",
        "recall",
        "rss_mb",
        "threads",
    ]
    assert found["recall"] == 1


def test_match_bench_prints_a_table(capsys):
    call_command("match_bench", needs=1, solutions=1)

    assert "recall against sorting every score" in capsys.readouterr().out


def test_match_bench_wants_something_to_match():
    with pytest.raises(CommandError, match="1 or more"):
        call_command("match_bench", needs=0, solutions=10)
