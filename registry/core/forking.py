"""A process of our own that begins with what this one has loaded: for whoever would otherwise load the same twice.

Only a process of a single thread is forked, whatever started the others, Python or a library: a lock that another thread holds
would stay locked in the fork for ever.
"""

import gc
import io
import os
import resource
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress


def can_fork() -> bool:
    """Whether this process may be forked. Linux only; elsewhere never."""
    try:
        return len(os.listdir("/proc/self/task")) == 1
    except OSError:
        return False


@contextmanager
def loading() -> Iterator[None]:
    """Whatever is loaded in this block stays: nobody looks for garbage in it, now or later, and a fork shares its pages."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if enabled:
            gc.enable()


class Forked:
    """A fork that does `work` and ends: by 0, or by 1 where that raised. It reads standard input and writes standard output, whose
    other ends are here, and has no other descriptor of this process but its error output. Named and used as `subprocess.Popen`.

    Raises OSError where there can be none.
    """

    def __init__(self, work: Callable[[], None]) -> None:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()  # else both would write what is in it
        (reads, told), (heard, writes) = os.pipe(), os.pipe()
        try:
            self.pid = os.fork()
        except OSError:
            for end in (reads, told, heard, writes):
                os.close(end)
            raise
        if self.pid == 0:
            _be_forked(work, reads, writes)
        os.close(reads)
        os.close(writes)
        with suppress(OSError):  # the fork did, or is gone
            os.setpgid(self.pid, self.pid)
        self.stdin, self.stdout = io.FileIO(told, "w"), io.FileIO(heard, "r")
        self.returncode: int | None = None

    def wait(self) -> int:
        """Its exit status, or minus the signal that ended it."""
        if self.returncode is None:
            self.returncode = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.returncode


def _be_forked(work: Callable[[], None], reads: int, writes: int) -> None:
    """Never returns: what this process was about to do is for the other one alone, its commands at exit too."""
    code = 1
    try:
        os.setpgid(0, 0)
        os.dup2(reads, 0)
        os.dup2(writes, 1)
        os.closerange(3, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - as long as this process
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        work()
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        with suppress(BaseException):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)
