"""By what lots are drawn in each half minute of a film (`choice.chosen`): the hash of all that its file holds of it.

So whatever is changed in a half minute, it is looked at in other frames than before, and the others are not.
"""

import hashlib

from matching.shots import SECTION

LENGTH = 16
"""Bytes of a key: nobody gains anything by two half minutes that have the same."""


class SectionKeys:
    """Told of each part of a film (a packet, a picture) in the order of its file."""

    def __init__(self, *described: object) -> None:
        """described: what else decides how the parts are decoded."""
        self._described = repr(described).encode()
        self._digests: dict[int, hashlib._Hash] = {}

    def add(self, at: float, told: tuple[object, ...], content: bytes | memoryview) -> None:
        """at: when the part is shown, in seconds from the film's beginning. told: what the file says of it. content: its bytes."""
        digest = self._digests.setdefault(max(int(at // SECTION), 0), hashlib.sha256(self._described))
        digest.update(repr((told, len(content))).encode())
        digest.update(content)

    def told(self) -> list[str]:
        """One for each half minute until the last of which there is anything, in hexadecimal digits."""
        empty = hashlib.sha256(self._described)
        every = range(max(self._digests, default=0) + 1)
        return [self._digests.get(number, empty).digest()[:LENGTH].hex() for number in every]
