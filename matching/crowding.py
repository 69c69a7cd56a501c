"""Who is like too many others: whoever stands near many people gives names to strangers.

Such people ("wolves" and "lambs": Doddington et al., ICSLP 1998) carry far more than their share of the error, so what is
measured on average does not hold for them.
"""

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from matching.gallery import Gallery
from matching.search import above
from matching.thresholds import Thresholds, scorer_of

TOO_MANY = 3
"""From so many others on somebody is crowded. A stranger is like anybody in one of 75 cases (the target for `possible`), so
three at once are no chance but a property of theirs."""


def neighbours(people: Gallery, among: Gallery, thresholds: Thresholds) -> dict[str, frozenset[str]]:
    """For each of `people` everybody else among `among` who lies above the threshold for `possible`, by the mean of their
    references. Both galleries have the same encoders. Raises Undecidable where there are no thresholds for them."""
    if not len(people) or not len(among):
        return {subject: frozenset() for subject in people.subjects}
    people, among = people.about(thresholds.centres), among.about(thresholds.centres)
    name = scorer_of(among.encoders, thresholds.scorers)
    weights = thresholds.scorers[name].weights
    limits = {count: thresholds.levels(name, len(among), count).possible.score for count in map(int, among.counts)}
    space, probes = among.space(weights), people.space(weights)
    edges = np.array([limits[int(count)] for count in among.references], dtype=np.float32)
    near = {}
    for subject, probe, rows in zip(people.subjects, probes, above(space, probes, min(limits.values())), strict=True):
        found = rows[space[rows] @ probe >= edges[rows]]
        near[subject] = frozenset(among.subjects[row] for row in found) - {subject}
    return near


def crowded(
    near: Mapping[str, Collection[str]], order: Sequence[str], look_alikes: Collection[frozenset[str]] = frozenset()
) -> frozenset[str]:
    """Who is to step back so that nobody is like too many of those who stay.

    `order`: oldest first. The newest step back first, so nobody is crowded out by people who were added around them.
    Known look-alikes do not count.
    """
    apart = {subject: {other for pair in look_alikes if subject in pair for other in pair} for subject in near}
    gone: set[str] = set()
    for subject in reversed(order):
        if len(set(near.get(subject, ())) - apart.get(subject, set()) - gone) >= TOO_MANY:
            gone.add(subject)
    return frozenset(gone)
