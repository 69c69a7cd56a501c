"""Faces that are like too many others step back, the newest first."""

import numpy as np

from matching.crowding import crowded, neighbours
from matching.gallery import Gallery
from tests.matching.test_index import FIRST, ONE, likeness, template


def people(**vectors: np.ndarray) -> Gallery:
    return Gallery([(name, {FIRST: np.stack([vector] * 3)}) for name, vector in vectors.items()], generation=1)


EVERYBODY = people(
    alice=template("alice"), bob=template("bob"), charlie=template("charlie"),
    wolf=likeness(alice=0.5, bob=0.5, charlie=0.5), dora=likeness(dora=0.9, alice=0.35),
)  # fmt: skip


def test_whoever_lies_above_the_lower_threshold_is_near():
    near = neighbours(EVERYBODY, EVERYBODY, ONE)
    assert near["wolf"] == {"alice", "bob", "charlie"}
    assert near["alice"] == {"wolf"}
    assert near["dora"] == frozenset()


def test_the_newest_steps_back_and_those_before_it_stay():
    near = neighbours(EVERYBODY, EVERYBODY, ONE)
    assert crowded(near, ["alice", "bob", "charlie", "dora", "wolf"]) == {"wolf"}
    flood = {"alice": {"a", "b", "c"}, "a": {"alice", "b", "c"}, "b": {"alice", "a", "c"}, "c": {"alice", "a", "b"}}
    assert crowded(flood, ["alice", "a", "b", "c"]) == {"c"}


def test_look_alikes_do_not_crowd_each_other():
    near = neighbours(EVERYBODY, EVERYBODY, ONE)
    assert crowded(near, list(near), [frozenset({"wolf", "bob"})]) == frozenset()
