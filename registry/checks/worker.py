"""The worker: takes checks up as it is woken, looks every second for those that nobody works on, stops when told."""

import ctypes
import logging
import os
import signal
import time
from collections.abc import Callable, Sequence
from typing import Any

from huey.consumer import Consumer, Scheduler

from registry import chores
from registry.checks.examination import Examiner
from registry.checks.limits import TimeLimit
from registry.checks.queue import Queue
from registry.checks.service import Checks
from registry.config import Config
from registry.errors import RecordsAltered

log = logging.getLogger(__name__)

PURGE_SECONDS = 600
HUNG = 70
"""Exit status of a worker with an examination that cannot be stopped (EX_SOFTWARE of sysexits.h)."""
_PR_SET_PDEATHSIG = 1


class Worker:
    """One process that runs checks, `threads` at a time. `redecide` makes the decisions that are due again;
    `housekeeping` is done every ten minutes."""

    def __init__(
        self,
        config: Config,
        examiner: Examiner,
        checks: Checks,
        threads: int = 1,
        redecide: Callable[[], int] = lambda: 0,
        housekeeping: Sequence[Callable[[], object]] = (),
    ) -> None:
        self._chores = (checks.purge, *housekeeping)
        self._redecide = redecide
        self._examiner = examiner
        self._queue = Queue(config.queue, self._work)
        self._threads = threads
        self._purged = float("-inf")
        self._altered: set[str] = set()

    def run(self) -> None:
        """Work until SIGTERM or SIGINT; then give back what is being worked on. Must run in the main thread."""
        worker = self

        class Watch(Scheduler):  # type: ignore[misc]
            def loop(self, now: Any = None) -> Any:
                worker.look_after()
                return super().loop(now)

        class Threads(Consumer):  # type: ignore[misc]
            scheduler_class = Watch

        # SIGTERM and SIGINT both stop at once: a job is given back, so there is nothing to wait for
        consumer = Threads(
            self._queue.huey,
            workers=self._threads,
            worker_type="thread",
            periodic=False,
            initial_delay=0.05,
            max_delay=0.3,
            shutdown_timeout=0.5,
        )
        log.info("worker %d is ready", os.getpid())
        consumer.run()
        self._examiner.stop()
        log.info("worker %d stopped", os.getpid())

    def look_after(self) -> None:
        """Wake somebody for every check that nobody works on: its message may be gone, or its worker. Decide again
        what is due."""
        chores.do((self._wake, self._redecide))
        if time.monotonic() - self._purged > PURGE_SECONDS:
            self._purged = time.monotonic()
            chores.do(self._chores)

    def _wake(self) -> None:
        waiting = self._queue.waiting()
        for check_id in self._examiner.jobs.free():
            if check_id not in waiting and check_id not in self._altered:
                self._queue.wake(check_id)

    def _work(self, check_id: str) -> None:
        try:
            self._examiner.run(check_id)
        except RecordsAltered:
            self._altered.add(check_id)  # the operator was told; another try would say the same, each second
        except TimeLimit:
            log.error("%s: the examination hangs; this worker ends itself", check_id)
            os._exit(HUNG)


def die_with(parent: int) -> None:
    """Stop (SIGTERM) when the process that started this one is gone, however it went. Linux only; elsewhere nothing."""
    try:
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    except (AttributeError, OSError):
        return
    if os.getppid() != parent:  # it went before the call
        os.kill(os.getpid(), signal.SIGTERM)
