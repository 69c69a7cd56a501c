"""What this process and all that it started take: decoding children are forked from warm processes, which go on living."""

import os
from collections.abc import Iterator
from pathlib import Path

_ALL = Path("/proc")


def worked() -> float:
    """Seconds of processors so far: of this process, of what it started, and of what that did; of the running and of those whose end
    was awaited."""
    ticks = sum(sum(map(int, told[11:15])) for one in _served("self") if (told := _stat(one)))
    return sum(os.times()[:4]) + ticks / os.sysconf("SC_CLK_TCK")


def resident() -> float:
    """Megabytes of this process and of all that runs below it; what they share counts twice."""
    return sum(map(_resident, ("self", *_served("self"))))


def _served(process: str) -> Iterator[str]:
    """The processes that run below another."""
    try:
        told = [one for task in (_ALL / process / "task").iterdir() for one in (task / "children").read_text().split()]
    except OSError:  # it has ended
        return
    for one in told:
        yield one
        yield from _served(one)


def _stat(process: str) -> list[str]:
    """What /proc tells from the state on (proc(5)); nothing of one that has ended."""
    try:
        return (_ALL / process / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _resident(process: str) -> float:
    try:
        pages = int((_ALL / process / "statm").read_text().split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
