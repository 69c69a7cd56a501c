"""Which frames of two files agree. Every pair is compared: an approximate search would miss some."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.copies.prints import CUTS, Prints, oriented

AGREES = 64
"""Bits of 256 by which two frames may differ and agree: `benchmarks/copies.py` prints what that finds, and what it finds wrongly."""

AGREES_COARSELY = 14
"""The same of the coarsest 64 bits."""

AT_ONCE = 1 << 18
"""Hashes that one is compared with at a time: as many as stay in a processor's cache."""


@dataclass(frozen=True)
class SameFrames:
    """One frame of a file that agrees with one of another: when each is shown, in seconds from the beginning of its file, and by how
    many bits of 256 they differ."""

    start: float
    end: float
    other_start: float
    other_end: float
    apart: int


class Bank:
    """The frames of many files, ready to be searched. files: by their name."""

    def __init__(self, files: Mapping[str, Prints]) -> None:
        self._files = {name: prints for name, prints in files.items() if len(prints)}
        counts = [len(prints) for prints in self._files.values()]
        self._whose = np.repeat(np.arange(len(counts)), counts)
        self._frame = np.concatenate([np.arange(count) for count in counts]) if counts else np.zeros(0, np.intp)
        kept = [prints.hashes for prints in self._files.values()]
        self._hashes = np.concatenate(kept) if kept else np.zeros((0, len(CUTS), 32), np.uint8)
        # one column of words after another: the coarsest alone is read of most
        self._all = _columns(self._hashes.reshape(-1, 32))
        self._whole = _columns(self._hashes[:, 0])

    def __len__(self) -> int:
        """How many hashes there are."""
        return int(self._all.shape[1])

    def search(self, prints: Prints) -> dict[str, list[SameFrames]]:
        """File -> the frames that agree with one of these, whichever of the two was cut, mirrored or turned."""
        names, found = list(self._files), dict[tuple[int, int], int]()
        if len(prints) and names:
            for frame, kept, apart in self._pairs(prints):
                found[frame, kept] = min(apart, found.get((frame, kept), apart))
        agreeing: dict[str, list[SameFrames]] = {}
        for (frame, kept), apart in sorted(found.items()):
            name, other = names[self._whose[kept]], self._frame[kept]
            of = self._files[name]
            agreeing.setdefault(name, []).append(
                SameFrames(
                    float(prints.starts[frame]),
                    float(prints.ends[frame]),
                    float(of.starts[other]),
                    float(of.ends[other]),
                    apart,
                )
            )
        return agreeing

    def _pairs(self, prints: Prints) -> Iterator[tuple[int, int, int]]:
        for whole in oriented(prints.hashes[:, 0]):
            for frame, words in enumerate(_words(whole)):
                for at, apart in _near(self._all, words):
                    yield frame, at // len(CUTS), apart
        for cut in oriented(prints.hashes[:, 1:].reshape(-1, 32)):
            for number, words in enumerate(_words(cut)):
                for at, apart in _near(self._whole, words):
                    yield number // (len(CUTS) - 1), at, apart


def agreements(one: Prints, other: Prints) -> list[SameFrames]:
    """The frames of one file that agree with frames of another."""
    return Bank({"other": other}).search(one).get("other", [])


def _words(hashes: NDArray[np.uint8]) -> NDArray[np.uint64]:
    return np.ascontiguousarray(hashes).view("<u8").astype(np.uint64, copy=False)


def _columns(hashes: NDArray[np.uint8]) -> NDArray[np.uint64]:
    return np.ascontiguousarray(_words(hashes).T)


def _near(columns: NDArray[np.uint64], words: NDArray[np.uint64]) -> Iterator[tuple[int, int]]:
    """Which hashes differ from one by few enough bits, and by how many."""
    for start in range(0, columns.shape[1], AT_ONCE):
        coarse = np.bitwise_count(columns[0, start : start + AT_ONCE] ^ words[0])
        near = np.flatnonzero(coarse <= AGREES_COARSELY)
        if near.size:
            rest = np.bitwise_count(columns[1:, start + near] ^ words[1:, None]).sum(axis=0, dtype=np.int64)
            apart = rest + coarse[near]
            for at in np.flatnonzero(apart <= AGREES):
                yield int(start + near[at]), int(apart[at])
