"""Exact search: what comes back is what a search of everything in double precision would give."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.search import BLOCK, nearest


def units(rng: np.random.Generator, rows: int, dimensions: int = 16) -> np.ndarray:
    found = rng.standard_normal((rows, dimensions)).astype(np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


@settings(deadline=None)
@given(st.integers(1, 3 * BLOCK // 2), st.integers(1, 9), st.integers(1, 7), st.integers(0, 2**32 - 1))
def test_nobody_nearer_is_overlooked(rows: int, probes: int, count: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    matrix, asked = units(rng, rows), units(rng, probes)
    found, scores = nearest(matrix, asked, count)
    truth = np.sort(asked.astype(np.float64) @ matrix.astype(np.float64).T, axis=1)[:, ::-1][:, :count]
    assert found.shape == scores.shape == truth.shape
    np.testing.assert_allclose(scores, truth, atol=1e-5)
    np.testing.assert_allclose(scores, np.einsum("pd,pkd->pk", asked, matrix[found]), atol=1e-5)
    assert all(len(set(row)) == len(row) for row in found)


def test_somebody_enrolled_twice_is_found_twice() -> None:
    matrix = np.tile(units(np.random.default_rng(0), 1), (5, 1))
    found, _ = nearest(matrix, matrix[:2], 3)
    assert [len(set(row)) for row in found] == [3, 3]


@pytest.mark.parametrize("probes", [1, 3])
@pytest.mark.parametrize("broken", [np.nan, np.inf])
def test_a_probe_that_is_not_finite_is_refused(probes: int, broken: float) -> None:
    rng = np.random.default_rng(0)
    matrix, asked = units(rng, 40), units(rng, probes)
    asked[0, 0] = broken
    with pytest.raises(ValueError, match="probe is not finite"):
        nearest(matrix, asked)
