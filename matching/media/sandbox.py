"""The walls around a process that reads a hostile file. Called in the child itself, before it looks at a
byte.

Afterwards it can compute, use its memory, and read and write the descriptors that it was given: nothing
else. No file can be opened, no process started, no socket made. The filter is an allow list of system
calls, loaded through libseccomp (part of every Debian and Ubuntu); where that library is missing, a network
namespace of its own keeps at least the network away, and the number of open files is frozen.
"""

import ctypes
import errno
import resource
import signal
from typing import Any

ALLOW = 0x7FFF0000
ERRNO = 0x00050000
MASKED_EQUAL = 7
CLONE_THREAD = 0x00010000
CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000
PR_SET_PDEATHSIG = 1

# by purpose: the descriptors given, memory, threads and limits, the clock, signals and the end
ALLOWED = [
    *("read", "pread64", "readv", "write", "pwrite64", "writev", "lseek", "_llseek", "ftruncate", "ftruncate64"),
    *("close", "dup", "fcntl", "fcntl64", "fsync", "fstat", "fstat64", "newfstatat", "statx", "ioctl"),
    *("mmap", "mmap2", "munmap", "mremap", "mprotect", "madvise", "brk"),
    *("futex", "futex_time64", "set_robust_list", "rseq", "sched_getaffinity", "sched_yield"),
    *("prlimit64", "getrlimit", "getrandom", "gettid", "getpid"),
    *("clock_gettime", "clock_gettime64", "clock_nanosleep", "nanosleep", "gettimeofday"),
    *("rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "exit", "exit_group", "restart_syscall"),
]


class _Comparison(ctypes.Structure):
    _fields_ = (
        ("argument", ctypes.c_uint),
        ("operator", ctypes.c_int),
        ("mask", ctypes.c_uint64),
        ("value", ctypes.c_uint64),
    )


def confine(*, memory: int, output: int, seconds: int, descriptors: int) -> dict[str, bool]:
    """Close the walls for good and say which of them stand.

    memory: bytes of address space. output: largest file, bytes. seconds: of processor time. descriptors:
    highest number of a file descriptor, plus one.
    """
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)  # whoever waits for the answer is killed: so is this
    filters = _libseccomp()  # found before no more files can be opened
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))  # first SIGXCPU, then SIGKILL
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (output, output))
    resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors, descriptors))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    filtered = filters is not None and _filter_system_calls(filters)
    return {"limits": True, "no_exec": filtered, "no_files": filtered, "no_network": filtered or _leave_network()}


def _libseccomp() -> ctypes.CDLL | None:
    try:
        return ctypes.CDLL("libseccomp.so.2")
    except OSError:
        return None


def _filter_system_calls(library: ctypes.CDLL) -> bool:
    library.seccomp_init.restype = ctypes.c_void_p
    context = ctypes.c_void_p(library.seccomp_init(ERRNO | errno.EPERM))
    if not context:
        return False
    # Threads may start, processes may not. clone3 hides its flags from a filter: "not there" makes libc use clone.
    thread = _Comparison(0, MASKED_EQUAL, CLONE_THREAD, CLONE_THREAD)
    rules: list[tuple[str, int, int, Any]] = [(name, ALLOW, 0, None) for name in ALLOWED]
    rules += [("clone", ALLOW, 1, ctypes.byref(thread)), ("clone3", ERRNO | errno.ENOSYS, 0, None)]
    for name, action, count, comparison in rules:
        number = library.seccomp_syscall_resolve_name(name.encode())
        # a negative number: this machine has no such call
        if number >= 0 and library.seccomp_rule_add_array(context, action, number, count, comparison) != 0:
            return False
    return bool(library.seccomp_load(context) == 0)


def _leave_network() -> bool:
    return bool(ctypes.CDLL(None).unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0)
