"""A process of our own that one speaks to in lines of JSON, and that leaves nothing behind, however either of the two ends."""

import ctypes
import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from registry.core.forking import Forked
from registry.core.shipped import own_process

EXAMINER = (sys.executable, "-m", "registry.cli.examiner")
"""Starts one that examines; the last argument to come is the process that it serves (`registry.checks.examining.hand`)."""

LONGEST = 1 << 20
"""Bytes of what it says that may be unread: far more than any message."""
EXPENDABLE = 500
"""Where memory runs out, such a process goes before pages and database do (proc_pid_oom_score_adj, -1000 to 1000)."""
_PR_SET_PDEATHSIG = 1


class ProcessGone(Exception):
    """The process has ended, or does not speak as agreed."""


class Process:
    """A running process. `kill` may be called by any thread, everything else by the one that started it: it ends with that
    thread, if it asks to (`die_with`).

    what: a command, or what a fork of this process does (`registry.core.forking`)."""

    def __init__(self, what: Sequence[str] | Callable[[], None]) -> None:
        # a group of its own: it is killed with all that it started, and Ctrl-C is heard by whoever started it
        self._popen: subprocess.Popen[bytes] | Forked = (
            Forked(what)
            if callable(what)
            else subprocess.Popen(  # noqa: S603 - our own command
                what, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0, process_group=0, env=own_process()
            )
        )
        self._unread = b""
        self._killing = threading.Lock()
        self.id = self._popen.pid

    @property
    def has_ended(self) -> bool:
        """It is not reaped here, so that its number stays its own."""
        return (
            self._popen.returncode is not None
            or os.waitid(os.P_PID, self.id, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
        )

    def say(self, message: dict[str, Any]) -> None:
        """Send a message. Raises `ProcessGone`."""
        assert self._popen.stdin is not None
        try:
            self._popen.stdin.write(json.dumps(message).encode() + b"\n")
        except OSError:
            raise ProcessGone from None

    def hear(self, seconds: float) -> dict[str, Any] | None:
        """The next message; None where there is none in so many seconds. Raises `ProcessGone`."""
        assert self._popen.stdout is not None
        source, until = self._popen.stdout.fileno(), time.monotonic() + seconds
        while b"\n" not in self._unread:
            if not select.select([source], [], [], max(0.0, until - time.monotonic()))[0]:
                return None
            chunk = os.read(source, 1 << 16)
            self._unread += chunk
            if not chunk or len(self._unread) > LONGEST:
                raise ProcessGone
        line, _, self._unread = self._unread.partition(b"\n")
        try:
            return dict(json.loads(line))
        except ValueError:
            raise ProcessGone from None

    def kill(self) -> None:
        """End it, with all that it started. Once is enough."""
        with self._killing:
            if self._popen.returncode is None:
                with suppress(ProcessLookupError):
                    os.killpg(self.id, signal.SIGKILL)
                self._popen.wait()

    def close(self) -> None:
        """Give back the ends of a process that was killed."""
        for end in (self._popen.stdin, self._popen.stdout):
            assert end is not None
            with suppress(OSError):
                end.close()


def die_with(parent: int, how: int = signal.SIGTERM) -> None:
    """Get a signal when the thread that started this process is gone, however it went. Linux only; elsewhere nothing."""
    try:
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, how)
    except (AttributeError, OSError):
        return
    if os.getppid() != parent:  # it went before the call
        os.kill(os.getpid(), how)


def be_expendable() -> None:
    """Be the first to go where memory runs out. Linux only; elsewhere nothing."""
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(str(EXPENDABLE), encoding="ascii")
