"""What networks answered about the very same pixels when an earlier version of a file was examined: they need not be asked again.

Known by its hash is exactly what a network is shown, with everything that its answer hangs on. So what is found is the same to the
last bit whether something is known or not, and what differs by one pixel from what was shown before is asked anew. Kept are answers
about where something is; what somebody is recognised by is never asked through this.
"""

import struct
import threading
from collections.abc import Callable, Mapping

from matching.shots import SECTION

KEY = 32
"""Bytes of the hash of what was shown."""

_LENGTH = struct.Struct("<I")

Answers = Mapping[bytes, bytes]


class KnownAnswers:
    """earlier: the answers of an earlier examination. One object serves several threads, for one examination."""

    def __init__(self, earlier: Answers | None = None) -> None:
        self._earlier = dict(earlier or {})
        self._given: dict[bytes, bytes] = {}
        self._sections: dict[int, bool] = {}
        self._lock = threading.Lock()

    def section(self, start: float) -> "KnownSection":
        """For what begins in a film at `start`, in seconds."""
        return KnownSection(self, int(start // SECTION))

    @property
    def given(self) -> Answers:
        """Every answer of this examination, known or new: what is kept of it for a later version."""
        with self._lock:
            return dict(self._given)

    @property
    def sections(self) -> dict[int, bool]:
        """Of each half minute of the film in which anything was asked, whether all of it was known."""
        with self._lock:
            return dict(sorted(self._sections.items()))

    def answer(self, number: int, key: bytes, ask: Callable[[], bytes]) -> bytes:
        found = self._earlier.get(key)
        answer = ask() if found is None else found
        with self._lock:
            self._given[key] = answer
            self._sections[number] = self._sections.get(number, True) and found is not None
        return answer


class KnownSection:
    """One half minute."""

    def __init__(self, known: KnownAnswers, number: int) -> None:
        self._known = known
        self._number = number

    def answer(self, key: bytes, ask: Callable[[], bytes]) -> bytes:
        """key: the hash of what is shown. ask: answers where nothing is known."""
        return self._known.answer(self._number, key, ask)


def written(answers: Answers) -> bytes:
    """Answers as bytes."""
    return b"".join(key + _LENGTH.pack(len(answer)) + answer for key, answer in answers.items())


def read(content: bytes) -> dict[bytes, bytes]:
    """The same again. Raises ValueError for anything else."""
    answers, place = dict[bytes, bytes](), 0
    while place < len(content):
        start = place + KEY + _LENGTH.size
        if start > len(content):
            raise ValueError("no answers")
        (length,) = _LENGTH.unpack(content[start - _LENGTH.size : start])
        if start + length > len(content):
            raise ValueError("no answers")
        answers[content[place : place + KEY]] = content[start : start + length]
        place = start + length
    return answers
