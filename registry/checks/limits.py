"""Time limits and signs of life around one examination."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from registry.checks.jobs import Jobs, Lease

Result = TypeVar("Result")


class TimeLimit(Exception):
    """The examination took longer than it may. Its thread cannot be stopped, so a worker ends with it."""


def within(seconds: float, work: Callable[[], Result]) -> Result:
    """What `work` returns or raises, or `TimeLimit` after so many seconds.

    The work runs in a thread of its own, because native code cannot be interrupted; a daemon thread, so that it does
    not keep a process alive whose answer is known.
    """
    results: list[Result] = []
    problems: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work())
        except BaseException as problem:  # handed to the caller, who decides
            problems.append(problem)

    thread = threading.Thread(target=run, name="examination", daemon=True)
    thread.start()
    thread.join(seconds)
    if problems:
        raise problems[0]
    if not results:
        raise TimeLimit(f"longer than {seconds} s")
    return results[0]


@contextmanager
def alive(jobs: Jobs, lease: Lease) -> Iterator[None]:
    """Extends the lease while the block runs, three times in each of its periods."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(jobs.lease_seconds / 3) and jobs.extend(lease):
            pass

    thread = threading.Thread(target=beat, name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
