"""The attack suite's count: what was tried against the gate, by area, and how much of it was held.

A test marked `attack("B2.comment")` is one way that a dishonest production could try; the letter names its area. The full
count of an area runs in `make trials` (marked `trial` as well), a reduced one in `make test`.
"""

from collections import Counter
from typing import Any

import pytest

AREAS = {
    "A": "facts that lift a verdict",
    "B": "files that show what is not examined",
    "C": "what asking reveals",
    "D": "the past altered",
    "E": "people and power",
    "F": "held up",
}


def note(item: pytest.Item) -> None:
    """Keep with a test's report which way it tried; goes through xdist."""
    for marker in item.iter_markers("attack"):
        item.user_properties.append(("attack", str(marker.args[0])))


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
