"""The worker: as many hands as it is told, which take checks up in turn and do not wait for one another."""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Sequence

from registry.checks.examining.hand import COMMAND, Hand, NotReady
from registry.checks.intake.jobs import Jobs, Lease
from registry.core import chores

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.05
"""How often a worker looks for a check, in one query for all its idle hands."""
CHORES_SECONDS = 1.0
PURGE_SECONDS = 600
PAUSES = (1.0, 60.0)
"""Seconds before an examiner that does not get ready is started again: the least, doubled each time, and the most."""
STOPS = (signal.SIGTERM, signal.SIGINT)


class Worker:
    """Runs checks, as many at a time as it has `hands`. `seconds`: how long a check may take; `prompt` is done
    every second, such as to decide again what is due, `housekeeping` every ten minutes; `command` starts an examiner."""

    def __init__(
        self,
        jobs: Jobs,
        seconds: float,
        hands: int = 1,
        prompt: Sequence[Callable[[], object]] = (),
        housekeeping: Sequence[Callable[[], object]] = (),
        command: Sequence[str] = COMMAND,
    ) -> None:
        self._jobs = jobs
        self._hands = tuple(Hand(jobs, seconds, command) for _ in range(hands))
        self._prompt = prompt
        self._chores = housekeeping
        self._purged = float("-inf")
        self._over = threading.Event()
        self._looking = threading.Lock()

    def run(self) -> None:
        """Work until SIGTERM or SIGINT; then give back what is being worked on. Must run in the main thread."""
        signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)  # threads inherit it: nobody is stopped but here
        threads = [threading.Thread(target=self._work, args=(hand,), daemon=True) for hand in self._hands]
        others = threading.Thread(target=self._look_after, name="chores", daemon=True)
        for thread in (*threads, others):
            thread.start()
        log.info("worker %d is ready", os.getpid())
        signal.sigwait(STOPS)
        self._over.set()
        for hand in self._hands:
            hand.stop()
        for thread in threads:
            thread.join()
        log.info("worker %d stopped", os.getpid())

    def look_after(self) -> None:
        """Do the chores whose time has come."""
        chores.do(self._prompt)
        if time.monotonic() - self._purged > PURGE_SECONDS:
            self._purged = time.monotonic()
            chores.do(self._chores)

    def _look_after(self) -> None:
        while not self._over.wait(CHORES_SECONDS):
            self.look_after()

    def _work(self, hand: Hand) -> None:
        pause, most = PAUSES
        with hand:
            while not self._over.is_set():
                try:
                    hand.ready()
                    lease = self._next(hand)
                    if lease is not None:
                        hand.run(lease)
                    pause = PAUSES[0]
                except Exception as problem:  # it goes on: a check that it held is free when its lease runs out
                    if not self._over.is_set():
                        log.error("%s; this hand goes on in %d s", _why(problem), pause)
                        self._over.wait(pause)
                        pause = min(pause * 2, most)

    def _next(self, hand: Hand) -> Lease | None:
        """The next check; None where this worker stops. One hand looks for all that are idle."""
        with self._looking:
            while not self._over.is_set():
                held = [other.lease for other in self._hands if other.lease is not None]
                hand.lease = self._jobs.next(held, max(1, len(self._hands) - 1))
                if hand.lease is not None:
                    return hand.lease
                self._over.wait(LOOK_SECONDS)
        return None


def _why(problem: Exception) -> str:
    """Only our own errors in their words: others could quote what must not be logged."""
    return f"examiner: {problem}" if isinstance(problem, NotReady) else type(problem).__name__
