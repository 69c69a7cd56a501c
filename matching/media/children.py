"""Running the decoding child: forked from a warm process, or, where there is none, started cold.

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
from pathlib import Path

from matching.media.warm import STARTED

WARM = Path(__file__).with_name("warm.py")
ENVIRONMENT = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}
"""All that a child is told of this machine: to ask for its memory in huge pages, where the system gives them to those who ask. A
picture fills fresh memory, and touching that 4 KB at a time costs more than the walls do."""


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
    """One warm process for the children of one script. Any thread may `run` one. Raises OSError where it cannot be started."""

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

    def run(self, source: int, target: int, limits: Mapping[str, int], seconds: float) -> int:
        """How a child ended that read the descriptor `source` and wrote `target`, as `subprocess` has it: its exit status, or
        minus the signal. Raises `TimeOut`, `Lost`, `_NotStarted`."""
        until = time.monotonic() + seconds
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                try:
                    socket.send_fds(self._requests, [json.dumps(limits).encode()], [source, target, theirs.fileno()])
                except OSError:
                    raise _NotStarted from None
            told = b""
            while part := _heard(ours, until, begun=bool(told)):
                told += part
        if not told.startswith(STARTED):
            raise _NotStarted
        try:
            return os.waitstatus_to_exitcode(int(told.removeprefix(STARTED)))
        except ValueError:
            raise Lost from None

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


def _heard(ours: socket.socket, until: float, *, begun: bool) -> bytes:
    """What is told next, nothing at the end. Raises `TimeOut`."""
    if not select.select([ours], [], [], max(0.0, until - time.monotonic()))[0]:
        raise TimeOut(begun=begun)
    try:
        return ours.recv(256)
    except OSError:
        return b""


_lock = threading.Lock()
_warm: Warm | None = None
_retired: list[Warm] = []


def prepare(script: Path, pillow: str) -> Warm:
    """Have a warm process for this script; it gets ready while others do what comes first. Raises OSError."""
    global _warm
    with _lock:
        if _warm is None or _warm.script != script or _warm.owner != os.getpid():
            _drop(_warm)
            _warm = Warm(script, pillow)
        _retired[:] = [one for one in _retired if not one.has_ended]
        return _warm


def _drop(warm: Warm | None) -> None:
    global _warm
    if warm is not None and warm is _warm:
        warm.retire()
        _retired.append(warm)
        _warm = None


def forget(warm: Warm | None) -> None:
    """Let this warm process go: the next child comes from a fresh one."""
    with _lock:
        _drop(warm)


@atexit.register
def end() -> None:
    """End every warm process, whatever it does."""
    with _lock:
        _drop(_warm)
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
        if not late.begun and warm is not None:  # it hangs
            forget(warm)
            warm.end()
        raise
    if code < 0 and code != -signal.SIGXCPU:
        forget(warm)
    return code


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
