"""What has to be done from time to time, by whichever process is at hand: a worker, or a single check."""

import logging
from collections.abc import Callable, Iterable

log = logging.getLogger(__name__)


def do(chores: Iterable[Callable[[], object]]) -> None:
    """Each of them, whatever becomes of the others: one that always fails must not keep the rest from being done."""
    for chore in chores:
        try:
            chore()
        except Exception as problem:  # the next run tries again
            log.error("%s failed: %s", getattr(chore, "__qualname__", "a chore"), type(problem).__name__)
