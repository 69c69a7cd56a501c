"""Thresholds from measured scores: which score keeps a stated error, in a gallery of a stated size.

FPIR is the share of strangers who are given a name, FNIR the share of enrolled people not found as
themselves (ISO/IEC 19795-1). A stranger is compared with everyone in the gallery; where each comparison
goes wrong with probability f, a gallery of n people gives FPIR = 1 - (1 - f)^n. Comparisons of one face are
not independent (some faces resemble many), but 1 - (1 - f)^n is concave in f, so that by Jensen's
inequality the formula errs on the safe side: the true rate is at most this one.

Rates below what the sample can show are extrapolated with a generalised Pareto tail (Pickands 1975: the
limit of every tail of a smooth distribution), fitted by probability-weighted moments (Hosking and Wallis,
Technometrics 29, 1987).
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32] | NDArray[np.float64]

EXCEEDANCES = 2000
"""How many of the largest scores describe the tail: enough for a steady shape, few enough to be tail."""


def comparison_rate(target: float, gallery: int) -> float:
    """The rate of false matches a comparison that gives FPIR `target` (0 to 1) in a gallery of that many
    people.
    """
    if not 0 < target < 1 or gallery < 1:
        raise ValueError("a target lies between 0 and 1, a gallery holds at least one person")
    return -math.expm1(math.log1p(-target) / gallery)


def identification_rate(rate: float, gallery: int) -> float:
    """FPIR (at most) in a gallery of that many people, from the rate of false matches a comparison."""
    return -math.expm1(gallery * math.log1p(-min(rate, 1 - 1e-12)))


def rate_for_film(films: int, faces: int) -> float:
    """The FPIR at which one film in `films`, each with `faces` unknown faces, holds a false name."""
    return comparison_rate(1 / films, faces)


EXPONENTIAL = 1e-9
"""A shape below which the tail is its exponential limit: the general formula would divide nothing by nothing."""


@dataclass(frozen=True)
class Tail:
    """The chance that two different people score at least so high.

    Below `start` nothing is said. Above it: share * (1 + shape * (score - start) / scale) ** (-1 / shape),
    the generalised Pareto distribution; shape 0 is its exponential limit. `seen` is the smallest rate that
    the sample itself can show (ten of its comparisons): anything rarer is extrapolated.
    """

    start: float
    share: float
    shape: float
    scale: float
    seen: float

    def rate(self, score: float) -> float:
        """Chance of a false match a comparison at this score; ValueError below `start`."""
        if score < self.start:
            raise ValueError(f"the tail is known from {self.start:.4f} on, not at {score:.4f}")
        distance = (score - self.start) / self.scale
        if self.shape < EXPONENTIAL:
            return self.share * math.exp(-distance)
        return self.share * math.exp(-math.log1p(self.shape * distance) / self.shape)

    def score(self, rate: float) -> float:
        """The score whose false matches have this rate; ValueError for rates above `share`."""
        if not 0 < rate <= self.share:
            raise ValueError(f"the tail begins at a rate of {self.share:.2e}, {rate:.2e} lies outside")
        depth = math.log(self.share / rate)
        if self.shape < EXPONENTIAL:
            return self.start + self.scale * depth
        return self.start + self.scale * math.expm1(self.shape * depth) / self.shape

    def extrapolated(self, rate: float) -> bool:
        """Whether the sample is too small to show this rate."""
        return rate < self.seen


def fit_tail(largest: Scores, comparisons: int) -> Tail:
    """The tail of `comparisons` impostor scores of which `largest` are the largest (any order, at least 50).

    The shape is never taken below 0: cosines end at 1, and a fit likes to end them just above the largest
    score seen, beyond which it would promise that nothing can happen. The exponential tail instead promises
    too little.
    """
    scores = np.sort(np.asarray(largest, dtype=np.float64))
    if len(scores) < 50 or comparisons < len(scores) or not np.isfinite(scores).all():
        raise ValueError("a tail needs at least 50 finite scores out of as many comparisons or more")
    start, above = float(scores[0]), scores[1:] - scores[0]
    count = len(above)
    ranks = (np.arange(1, count + 1) - 0.35) / count
    first, second = float(above.mean()), float(((1 - ranks) * above).mean())
    if second <= 0 or first <= 2 * second:  # all alike, or a tail without a mean: not the scores of a matcher
        raise ValueError("these scores do not fall off like a tail")
    shape = 2 - first / (first - 2 * second)
    scale = 2 * first * second / (first - 2 * second)
    if shape < 0:
        shape, scale = 0.0, first
    return Tail(start, len(scores) / comparisons, shape, scale, 10 / comparisons)


@dataclass(frozen=True)
class Interval:
    """A 95 % interval around a measured value."""

    value: float
    low: float
    high: float


def binomial(hits: int, trials: int) -> Interval:
    """Share of hits with its Wilson score interval (Wilson, JASA 22, 1927), right also for 0 hits."""
    if trials < 1 or not 0 <= hits <= trials:
        raise ValueError("hits lie between 0 and a positive number of trials")
    z2 = 1.959964**2
    share = hits / trials
    centre = (share + z2 / (2 * trials)) / (1 + z2 / trials)
    half = math.sqrt(z2 * (share * (1 - share) / trials + z2 / (4 * trials**2))) / (1 + z2 / trials)
    return Interval(share, max(0.0, centre - half), min(1.0, centre + half))


def bootstrap(
    groups: Sequence[int] | NDArray[np.int64],
    statistic: Callable[[NDArray[np.int64]], float],
    rounds: int = 200,
    seed: int = 0,
) -> Interval:
    """95 % interval of a statistic by drawing whole groups (people) with replacement.

    groups: [n], the person of each observation; probes of one person fail together, so people are drawn and
    not probes. statistic: takes the drawn observations' indices. Efron, "Bootstrap methods", Annals of
    Statistics 7, 1979.
    """
    people = np.asarray(groups)
    order = np.argsort(people, kind="stable")
    members = np.split(order, np.flatnonzero(np.diff(people[order])) + 1)
    rng = np.random.default_rng(seed)
    drawn = [
        statistic(np.concatenate([members[i] for i in rng.integers(len(members), size=len(members))]))
        for _ in range(rounds)
    ]
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Interval(statistic(np.arange(len(people))), float(low), float(high))
