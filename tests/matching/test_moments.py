"""Evidence of several moments, weighed: none outweighs the rest, none spoils it, and who becomes another is two."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.findings import Moment, Vector
from matching.moments import MOST, best, mean, parted

ENCODER = "e"
DIMENSIONS = 64


def unit(seed: int) -> Vector:
    vector = np.random.default_rng(seed).normal(size=DIMENSIONS)
    return np.asarray(vector / np.linalg.norm(vector), np.float32)


def like(vector: Vector, cosine: float, seed: int) -> Vector:
    """Another vector, of that cosine."""
    other = unit(seed)
    rest = other - (other @ vector) * vector
    return np.asarray(cosine * vector + np.sqrt(1 - cosine**2) * rest / np.linalg.norm(rest), np.float32)


def moments(*rows: tuple[Vector, float]) -> list[Moment]:
    return [Moment(float(time), weight, {ENCODER: vector}) for time, (vector, weight) in enumerate(rows)]


ANNA, BERT = unit(1), like(unit(1), 0.05, 2)


def test_one_bad_moment_spoils_nothing() -> None:
    good = [(like(ANNA, 0.85, seed), 0.8) for seed in range(10, 15)]
    alone = mean(moments(*good))[ENCODER]
    spoiled = mean(moments(*good, (like(ANNA, 0.0, 99), 0.9)))[ENCODER]
    assert float(alone @ spoiled) > 0.999


def test_one_excellent_moment_is_not_enough() -> None:
    poor = [(like(BERT, 0.8, seed), 0.05) for seed in range(20, 25)]
    whole = mean(moments(*poor, (ANNA, 1.0)))[ENCODER]
    assert float(whole @ BERT) > 0.8
    assert float(whole @ ANNA) < 0.3


def test_several_moments_show_more_than_one() -> None:
    rows = [(like(ANNA, 0.7, seed), 0.8) for seed in range(30, 38)]
    assert float(mean(moments(*rows))[ENCODER] @ ANNA) > 0.9


@given(st.permutations(range(6)))
def test_the_order_of_moments_counts_for_nothing(order: list[int]) -> None:
    rows = [(like(ANNA, 0.75, seed), 0.3 + seed / 200) for seed in range(40, 46)]
    assert np.allclose(mean(moments(*rows))[ENCODER], mean(moments(*(rows[at] for at in order)))[ENCODER], atol=1e-5)


def test_nothing_is_known_without_moments() -> None:
    with pytest.raises(ValueError, match="nothing was seen"):
        mean([])


def test_of_a_beat_the_better_moment_is_kept_and_of_many_the_best() -> None:
    rows = [Moment(time, weight, {ENCODER: ANNA}) for time, weight in [(0.1, 0.2), (0.9, 0.6), (1.2, 0.5)]]
    assert [one.time for one in best(rows)] == [0.9, 1.2]
    many = [Moment(float(time), 0.1 + time / 1000, {ENCODER: ANNA}) for time in range(MOST + 20)]
    assert [one.time for one in best(many)] == [float(time) for time in range(20, MOST + 20)]


@given(st.integers(2, 8), st.integers(2, 8))
def test_who_becomes_another_is_two(before: int, after: int) -> None:
    rows = [(like(ANNA, 0.85, 100 + n), 0.8) for n in range(before)]
    rows += [(like(BERT, 0.85, 200 + n), 0.8) for n in range(after)]
    assert [len(row) for row in parted(moments(*rows))] == [before, after]


@given(st.lists(st.floats(0.7, 1.0), min_size=1, max_size=20))
def test_who_stays_the_same_is_one(cosines: list[float]) -> None:
    rows = [(like(ANNA, cosine, 300 + n), 0.8) for n, cosine in enumerate(cosines)]
    assert len(parted(moments(*rows))) == 1


def test_one_strange_moment_is_nobody_else() -> None:
    rows = [(like(ANNA, 0.85, 400 + n), 0.8) for n in range(8)]
    rows[4] = (BERT, 0.9)
    assert len(parted(moments(*rows))) == 1


def test_who_becomes_another_and_themselves_again_is_three() -> None:
    rows = [(like(ANNA if n < 4 or n >= 8 else BERT, 0.9, 500 + n), 0.8) for n in range(12)]
    assert [len(row) for row in parted(moments(*rows))] == [4, 4, 4]
