"""Which tests are slow: those that were measured to be, not those that somebody thought would be.

`pytest --measure` writes `tests/slow.txt`: every test function of which one case takes more than `FAST` seconds of
processors, its own and of what it starts, without the fixtures that a session shares. Processors' seconds are about the
same on a loaded machine and on a quiet one. Of functions that a run leaves out it keeps what was measured before. The
functions that stand there carry the mark `slow`; a test that waits rather than works (for a time limit, for a server) says
`slow` itself.
"""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

FAST = 0.1
SLOW = Path(__file__).resolve().parents[1] / "slow.txt"
OWN = "seconds of processors"

_shared = 0.0
_depth = 0


def _spent() -> float:
    return sum(os.times()[:4])


def measured() -> dict[str, float]:
    """The slow test functions, and the seconds of processors that one case of each takes at most."""
    listed = SLOW.read_text(encoding="utf-8").splitlines() if SLOW.exists() else []
    parts = (line.split(maxsplit=1) for line in listed if line and not line.startswith("#"))
    return {function: float(seconds) for seconds, function in parts}


def mark(items: list[pytest.Item]) -> None:
    """Mark what was measured to be slow."""
    slow = measured()
    for item in items:
        if _function(item.nodeid) in slow:
            item.add_marker("slow")


def _function(nodeid: str) -> str:
    return nodeid.split("[")[0]


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: Any) -> Iterator[Any]:
    """What a session shares is nobody's own time."""
    global _shared, _depth
    if fixturedef.scope != "session":
        return (yield)
    before, _depth = _spent(), _depth + 1
    try:
        return (yield)
    finally:
        _depth -= 1
        if _depth == 0:
            _shared += _spent() - before


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[Any]:
    item.stash[_BEGAN] = _spent() - _shared
    return (yield)


_BEGAN = pytest.StashKey[float]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[Any]:
    try:
        return (yield)
    finally:
        item.user_properties.append((OWN, round(_spent() - _shared - item.stash[_BEGAN], 2)))


def write(reporter: Any) -> None:
    """Write the list of what this run found to be slow."""
    worst: dict[str, float] = {}
    for reports in reporter.stats.values():
        for report in reports:
            for name, seconds in getattr(report, "user_properties", ()):
                if name == OWN:
                    function = _function(report.nodeid)
                    worst[function] = max(worst.get(function, 0.0), seconds)
    top = SLOW.parent.parent
    before = {name: seconds for name, seconds in measured().items() if (top / name.partition("::")[0]).is_file()}
    lines = [f"{seconds:6.2f} {name}" for name, seconds in sorted((before | worst).items()) if seconds > FAST]
    day = time.strftime("%Y-%m-%d")
    head = (
        f"# Seconds of processors of a test function's longest case, where more than {FAST}: pytest --measure, {day}."
    )
    SLOW.write_text("\n".join([head, *lines, ""]), encoding="utf-8")
    reporter.line(f"{len(lines)} of {len(worst)} test functions are slow: {SLOW.name}")
