"""Running decoding children: forked from a warm process, or, where there is none, started cold.

The walls are the child's own and the same either way. A warm process lives as long as this one, unless a child of it dies of a
signal: all its children have one layout of memory, and whoever can crash one must not go on trying with the next.
"""

import atexit
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matching.media.warm import SHELF, STARTED

WARM = Path(__file__).with_name("warm.py")
ENVIRONMENT = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}
"""All that a child is told of this machine: to ask for its memory in huge pages, where the system gives them to those who ask. A
picture fills fresh memory, and touching that 4 KB at a time costs more than the walls do."""

_LAST_WORD = 5.0
"""Seconds in which a warm process tells how a child ended, once it has."""


class TimeOut(Exception):
    """A child took longer than it may; it was stopped. begun: whether there was one."""

    def __init__(self, *, begun: bool = True) -> None:
        super().__init__()
        self.begun = begun


class Lost(Exception):
    """The warm process is gone, and nobody knows how its child ended."""


class _NotStarted(Exception):
    """No child was started."""


class Warm:
    """One warm process for the children of one script. Any thread may `begin` or `run` one. Raises OSError where it cannot be
    started."""

    def __init__(self, script: Path, pillow: str) -> None:
        self.script = script
        self.owner = os.getpid()
        self._requests, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own script
                [sys.executable, "-I", "-S", str(WARM), str(script), pillow, str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env=ENVIRONMENT,
                cwd="/",
            )

    def begin(self, descriptors: list[int], job: Mapping[str, Any], seconds: float) -> socket.socket:
        """Begin a child that has these descriptors as 0, 1 and `SHELF`. On the socket is told how it ended; where that is closed, it
        is killed. seconds: until it has begun. Raises `TimeOut`, `_NotStarted`."""
        until = time.monotonic() + seconds
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                socket.send_fds(self._requests, [json.dumps(job).encode()], [*descriptors, theirs.fileno()])
            if _heard(ours, len(STARTED), until, begun=False) != STARTED:
                raise _NotStarted
        except OSError:
            ours.close()
            raise _NotStarted from None
        except BaseException:
            ours.close()
            raise
        return ours

    def run(self, source: int, target: int, limits: Mapping[str, int], seconds: float) -> int:
        """How a child ended that read the descriptor `source` and wrote `target`, as `subprocess` has it: its exit status, or
        minus the signal. Raises `TimeOut`, `Lost`, `_NotStarted`."""
        until = time.monotonic() + seconds
        with self.begin([source, target], limits, seconds) as told:
            return _ending(told, until)

    def retire(self) -> None:
        """Ask it for no more: it ends with the child that it has, if it has one."""
        self._requests.close()

    @property
    def has_ended(self) -> bool:
        return self.owner != os.getpid() or self._process.poll() is not None

    def end(self) -> None:
        """End it now, its children with it."""
        self._requests.close()
        if not self.has_ended:
            self._process.kill()
            self._process.wait()


def _heard(ours: socket.socket, most: int, until: float, *, begun: bool) -> bytes:
    """What is told next, so many bytes at most; nothing at the end. Raises `TimeOut`."""
    poll = select.poll()
    poll.register(ours, select.POLLIN)
    if not poll.poll(1000 * max(0.0, until - time.monotonic())):
        raise TimeOut(begun=begun)
    try:
        return ours.recv(most)
    except OSError:
        return b""


def _ending(ours: socket.socket, until: float) -> int:
    """How a child ended, as `subprocess` has it. Raises `TimeOut`, `Lost`."""
    told = b""
    while part := _heard(ours, 256, until, begun=True):
        told += part
    try:
        return os.waitstatus_to_exitcode(int(told))
    except ValueError:
        raise Lost from None


_lock = threading.Lock()
_warm: dict[Path, Warm] = {}
_retired: list[Warm] = []


def prepare(script: Path, pillow: str) -> Warm:
    """Have a warm process for this script; it gets ready while others do what comes first. Raises OSError."""
    with _lock:
        warm = _warm.get(script)
        if warm is None or warm.owner != os.getpid():
            _drop(warm)
            warm = _warm[script] = Warm(script, pillow)
        _retired[:] = [one for one in _retired if not one.has_ended]
        return warm


def _drop(warm: Warm | None) -> None:
    if warm is not None and warm is _warm.get(warm.script):
        warm.retire()
        _retired.append(_warm.pop(warm.script))


def forget(warm: Warm | None) -> None:
    """Let this warm process go: the next child comes from a fresh one."""
    with _lock:
        _drop(warm)


@atexit.register
def end() -> None:
    """End every warm process, whatever it does."""
    with _lock:
        for warm in list(_warm.values()):
            _drop(warm)
        while _retired:
            _retired.pop().end()


def run(script: Path, pillow: str, source: int, target: int, limits: Mapping[str, int], seconds: float) -> int:
    """How a decoding child ended, as `subprocess` has it. Raises `TimeOut`, `Lost`, OSError."""
    warm: Warm | None = None
    try:
        warm = prepare(script, pillow)
        code = warm.run(source, target, limits, seconds)
    except (_NotStarted, OSError):
        forget(warm)
        return run_cold(script, pillow, source, target, limits, seconds)
    except Lost:
        forget(warm)
        raise
    except TimeOut as late:
        if not late.begun:
            _give_up(warm)
        raise
    if _crashed(code):
        forget(warm)
    return code


def _crashed(code: int) -> bool:
    return code < 0 and code != -signal.SIGXCPU


def _give_up(warm: Warm | None) -> None:
    """It hangs."""
    if warm is not None:
        forget(warm)
        warm.end()


@dataclass(frozen=True, eq=False)
class Working:
    """A child that is listened to while it works. told: where its warm process says how it ended."""

    warm: Warm
    told: socket.socket

    def end(self, *, ended: bool) -> None:
        """Let it go: it is killed, if it did not end. ended: whether it did, nobody knows how."""
        with self.told:
            if not ended:
                return
            try:
                well = not _crashed(_ending(self.told, time.monotonic() + _LAST_WORD))
            except (TimeOut, Lost):
                well = False
        if not well:
            forget(self.warm)


@dataclass(frozen=True, eq=False)
class ColdWorking:
    """The same of one that was started from nothing."""

    process: subprocess.Popen[bytes]

    def end(self, *, ended: bool) -> None:
        """Let it go, however it ended: no other comes from the same process."""
        self.process.kill()
        self.process.wait()


def begin(
    script: Path, packages: str, source: int, target: int, shelf: int, job: Mapping[str, Any], seconds: float
) -> Working | ColdWorking:
    """A child at work, which has the memory `shelf` beside its file and its answer; in its job is told as which descriptor. seconds:
    until it has begun. Raises `TimeOut`, OSError."""
    warm: Warm | None = None
    try:
        warm = prepare(script, packages)
        return Working(warm, warm.begin([source, target, shelf], {**job, "shelf": SHELF}, seconds))
    except (_NotStarted, OSError):
        forget(warm)
        return begin_cold(script, packages, source, target, shelf, job)
    except TimeOut:
        _give_up(warm)
        raise


def begin_cold(
    script: Path, packages: str, source: int, target: int, shelf: int, job: Mapping[str, Any]
) -> ColdWorking:
    """The same from nothing."""
    command = [sys.executable, "-I", "-S", str(script), packages, json.dumps({**job, "shelf": shelf})]
    return ColdWorking(
        subprocess.Popen(  # noqa: S603 - our own script, nothing of the file's in the command
            command,
            stdin=source,
            stdout=target,
            stderr=subprocess.DEVNULL,
            pass_fds=[shelf],
            env=ENVIRONMENT,
            cwd="/",
        )
    )


def run_cold(
    script: Path, pillow: str, source: int, target: int, limits: Mapping[str, int | str], seconds: float
) -> int:
    """The same with a child that starts from nothing."""
    command = [sys.executable, "-I", "-S", str(script), pillow, json.dumps(limits)]
    try:
        return subprocess.run(  # noqa: S603 - our own script, nothing of the file's in the command
            command,
            stdin=source,
            stdout=target,
            stderr=subprocess.DEVNULL,
            env=ENVIRONMENT,
            cwd="/",
            timeout=seconds,
            check=False,
        ).returncode
    except subprocess.TimeoutExpired:
        raise TimeOut from None
