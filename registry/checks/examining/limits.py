"""How many files one machine can look at, at a time, by its cores and its memory."""

import os
from dataclasses import dataclass
from pathlib import Path

NEED = 3_000_000_000
"""Bytes that an examiner and the decoder that it starts need for the largest picture that is looked at, one with transparency
(`python -m benchmarks.workers largest`); for the usual pictures they need a quarter of it."""
LEAST = 2
"""Hands without which a check that takes long holds up all others."""
_MEMORY, _GROUPS = Path("/proc/meminfo"), Path("/sys/fs/cgroup")


@dataclass(frozen=True)
class Room:
    """What there is to work with. memory: bytes that are free, or None where nobody tells."""

    cores: int
    memory: int | None

    @property
    def hands(self) -> int:
        """One more than there are cores, because one is always left to others (`queue.first`), as far as memory allows."""
        wanted = self.cores + 1
        return wanted if self.memory is None else max(1, min(wanted, self.memory // NEED))


def room() -> Room:
    """This machine's, or this container's. Memory is known on Linux only."""
    free = [size for size in (_of_machine(), _of_group()) if size is not None]
    return Room(cores(), min(free, default=None))


def cores() -> int:
    """The cores that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)  # Linux
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _of_machine() -> int | None:
    try:
        told = dict(line.split(":", 1) for line in _MEMORY.read_text(encoding="ascii").splitlines())
        return int(told["MemAvailable"].split()[0]) * 1024
    except (OSError, ValueError, KeyError):
        return None


def _of_group() -> int | None:
    """What a container may still take (cgroup version 2)."""
    try:
        most = (_GROUPS / "memory.max").read_text(encoding="ascii").strip()
        taken = int((_GROUPS / "memory.current").read_text(encoding="ascii"))
        return None if most == "max" else max(0, int(most) - taken)
    except (OSError, ValueError):
        return None
