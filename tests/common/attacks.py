"""The attack suite's count: what was tried against the gate, by area, and how much of it was held.

A test marked `attack("B2.comment")` is one way that a dishonest production could try; the letter names its area. The full
count of an area runs in `make trials` (marked `trial` as well), a reduced one in `make test`: of a slow test that is tried
with many things, `MOST` of them, spread over the whole list, and one at least of each way, unless those would take longer than
`LONG`.
"""

from collections import Counter
from itertools import groupby
from typing import Any

import pytest

from tests.common.times import measured

AREAS = {
    "A": "facts that lift a verdict",
    "B": "files that show what is not examined",
    "C": "what asking reveals",
    "D": "the past altered",
    "E": "people and power",
    "F": "held up",
}


MOST = 8
"""Cases of one slow test in the reduced run."""
LONG = 100.0
"""Seconds of processors that one test may take in the reduced run, whatever the ways that it tries."""


def reduce(items: list[pytest.Item]) -> None:
    """Leave what is more than `MOST` cases of one slow test to the trials."""
    seconds = measured()
    slow = [item for item in items if item.get_closest_marker("attack") and item.get_closest_marker("slow")]
    for function, group in groupby(slow, key=lambda item: item.nodeid.split("[")[0]):
        cases = [item for item in group if not item.get_closest_marker("trial")]
        spread = {round(at * (len(cases) - 1) / (MOST - 1)) for at in range(MOST)}
        too_long = len(cases) * seconds.get(function, 0.0) > LONG
        seen: set[str] = set()
        for at, item in enumerate(cases):
            ways = {str(marker.args[0]) for marker in item.iter_markers("attack")}
            if len(cases) > MOST and at not in spread and (too_long or ways <= seen):
                item.add_marker("trial")
                item.add_marker("left_to_trials")
            seen |= ways


LEFT = pytest.StashKey[dict[str, int]]()


def note(item: pytest.Item) -> None:
    """Keep with a test's report which way it tried; goes through xdist."""
    for marker in item.iter_markers("attack"):
        item.user_properties.append(("attack", str(marker.args[0])))


def count_left(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep how many cases were left to the trials; goes through xdist (`pytest_testnodedown`)."""
    left = sum(item.get_closest_marker("left_to_trials") is not None for item in items)
    getattr(config, "workeroutput", config.stash.setdefault(LEFT, {}))["left_to_trials"] = left


def summary(reporter: Any) -> None:
    """Print how many ways of each area were tried, and how many were held."""
    tried: Counter[str] = Counter()
    held: Counter[str] = Counter()
    for outcome in ("passed", "failed"):
        for report in reporter.stats.get(outcome, ()):
            for name, way in getattr(report, "user_properties", ()):
                if name == "attack":
                    tried[way[0]] += 1
                    held[way[0]] += outcome == "passed"
    if tried:
        reporter.section("attacks")
        for area in sorted(tried):
            reporter.line(f"{area}  {AREAS[area]:40} {held[area]} of {tried[area]} held")
        left = reporter.config.stash.get(LEFT, {}).get("left_to_trials", 0)
        if left:
            reporter.line(f"reduced run: {left} more cases of these tests are tried by make trials")
