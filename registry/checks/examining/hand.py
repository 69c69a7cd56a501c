"""A process that examines, and the watch over it: its lease is kept alive, its time is limited, its death is noticed.

What reads somebody else's file can hang or die in native code, where nothing of the same process could stop it. So the
one that holds the lease never looks at a file: it starts an examiner that does, and kills it. A lease goes in; out come
`ready`, and for each lease `begun`, its stages, and `over` (the other end is `registry.checks.lending`).
"""

import logging
import os
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from registry.checks.intake.jobs import Jobs, Lease, LeaseLost, Told
from registry.core.errors import RecordsAltered
from registry.core.process import EXAMINER, Process, ProcessGone

log = logging.getLogger(__name__)

COMMAND = EXAMINER
START_SECONDS = 60
"""How long an examiner may take to be ready, and to begin what it is given, before it counts as gone."""

_SAYS_SO = 5.0
"""Seconds in which an examiner that has written down its end says so: it deletes the file before that."""


class NotReady(RuntimeError):
    """There is no examiner that works: it does not start, or cannot write down what it finds. No file is to blame."""


class TimeLimit(Exception):
    """The examination takes longer than it may."""


class Hand:
    """One examiner at a time, replaced when it is gone. `command` starts one; `seconds`: how long one check may take.

    `ready` and `run` are called by one thread that lives as long as the hand, `stop` by any.
    """

    def __init__(self, jobs: Jobs, seconds: float, command: Sequence[str] = COMMAND) -> None:
        self._jobs = jobs
        self._seconds = seconds
        self._command = command
        self._examiner: Process | None = None
        self._is_ready = self._stopped = False
        self.lease: Lease | None = None

    def __enter__(self) -> "Hand":
        with suppress(OSError):  # `ready` tries again
            self._started()  # it gets ready while others do what comes first
        return self

    def __exit__(self, *_how: object) -> None:
        self.stop()
        self._let_go()

    def adopt(self, examiner: Process) -> None:
        """Take one that starts already, by the command of this hand and in this thread."""
        self._examiner = examiner

    def ready(self) -> Process:
        """Have an examiner that waits for work. Raises `NotReady`."""
        examiner = self._started()
        if not self._is_ready:
            try:
                self._is_ready = examiner.hear(START_SECONDS) == {"ready": True}
            except ProcessGone:
                pass
            if self._stopped or not self._is_ready:
                self._let_go()
                raise NotReady("it does not get ready")
            log.info("examiner %d is ready", examiner.id)
        return examiner

    def _started(self) -> Process:
        if self._examiner is None or self._examiner.has_ended:
            self._let_go()
            self._examiner = Process([*self._command, str(os.getpid())])
        return self._examiner

    def run(self, lease: Lease, told: Told = lambda _stage, _per_cent: None) -> None:
        """See a check through: whatever happens to the examiner, the check is over afterwards or free for another attempt.

        `told` hears each stage and how far it is (per cent). Raises `NotReady` where it was no file's fault.
        """
        self.lease, over = lease, False
        try:
            self._begin(lease)
            over = self._watch(lease, told)
        except LeaseLost:
            log.warning("%s: attempt %d lost its lease", lease.job, lease.attempt)
        except TimeLimit:
            log.error("%s: the examination takes too long and is stopped", lease.job)
            self._let_go()
            self._settle(self._jobs.ran_out, lease, int(self._seconds))
        except ProcessGone:
            self._let_go()
            if not self._stopped:
                log.error("%s: the examiner died", lease.job)
            self._settle(self._jobs.give_back if self._stopped else self._jobs.died, lease)
        except BaseException:
            self._let_go()
            self._settle(self._jobs.give_back, lease)
            raise
        finally:
            if not over:
                self._let_go()
            self.lease = None

    def stop(self) -> None:
        """End the examiner; what it works on is given back by `run`."""
        self._stopped = True
        if (examiner := self._examiner) is not None:
            examiner.kill()

    def _begin(self, lease: Lease) -> None:
        try:
            examiner = self.ready()
            examiner.say(asdict(lease))
            if examiner.hear(START_SECONDS) == {"begun": True}:
                return
        except ProcessGone:
            pass
        raise NotReady("it does not begin")

    def _watch(self, lease: Lease, told: Told) -> bool:
        """True when the examination is over. Raises `ProcessGone`, `LeaseLost`, `NotReady`, `TimeLimit`."""
        assert self._examiner is not None
        began = alive = time.monotonic()
        beat = self._jobs.lease_seconds / 3
        while (left := began + self._seconds - time.monotonic()) > 0:
            message = self._examiner.hear(min(left, beat))
            if _is_over(message):
                return True
            if message is not None:
                told(str(message["stage"]), int(message["per_cent"]))
            if time.monotonic() - alive >= beat:
                alive = time.monotonic()
                if not self._kept_alive(lease):
                    return self._over_by_now(lease)
        raise TimeLimit

    def _over_by_now(self, lease: Lease) -> bool:
        """Who has just written down the end of an examination holds no lease any more, and is about to say so. Raises what `_watch`
        raises."""
        assert self._examiner is not None
        until = time.monotonic() + _SAYS_SO
        while (left := until - time.monotonic()) > 0 and (message := self._examiner.hear(left)) is not None:
            if _is_over(message):
                return True
        raise LeaseLost(lease.job)

    def _kept_alive(self, lease: Lease) -> bool:
        """False where the lease is lost."""
        try:
            return self._jobs.extend(lease)
        except Exception as problem:  # the database is busy or away: the next sign of life says more
            log.warning("%s: no sign of life could be given (%s)", lease.job, type(problem).__name__)
            return True

    def _settle(self, write: Callable[..., None], lease: Lease, *arguments: int) -> None:
        # it had just been decided, somebody else has it, or nothing can be written to a record that was altered
        with suppress(LeaseLost, RecordsAltered):
            write(lease, *arguments)

    def _let_go(self) -> None:
        examiner, self._examiner, self._is_ready = self._examiner, None, False
        if examiner is not None:
            examiner.kill()
            examiner.close()


def _is_over(message: Mapping[str, Any] | None) -> bool:
    """Raises `NotReady` where the examiner could not do its work for no fault of the file."""
    if message is None or "over" not in message:
        return False
    if message["over"] is not True:
        raise NotReady("it cannot write down what it finds")
    return True
