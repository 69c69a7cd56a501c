"""Which bytes of a file were given out by its reader, and what the others are."""

import os
import re
from array import array
from bisect import bisect_left
from typing import Any, BinaryIO

from matching.media.contents import XMP, Contents, is_text
from matching.media.film.beside.lines import strange
from matching.media.film.beside.units import unseen

_AT_ONCE = 1 << 20
_KEPT = 1 << 20  # bytes of what nobody knows: so many are far too many
_NAME = 21  # bytes before the settings of an encoder in a note
_CODED = re.compile(rb"[A-Za-z0-9+/]{128}")  # what may be a picture in letters
DATA = 1 << 26
"""Bytes of a note, and of tracks that are neither seen nor heard, that are looked through."""


class Claims:
    """Where the packets of a film lie, as its reader says. data: the bytes of notes in frames, of which the first `DATA` are kept.
    strange: the same of what tracks that are neither seen nor heard hold beside words. hidden: bytes of pictures in frames that no
    decoder shows. keys, count: how many packets a decoder can start with, and of all."""

    def __init__(self) -> None:
        self.data, self.strange = bytearray(), bytearray()
        self.keys = self.count = self.hidden = 0
        self._runs: list[tuple[int, int]] = []
        self._starts = array("q")
        self._sizes: dict[int, int] = {}
        self._sorted = False
        self._last = 0

    def add(self, place: int | None, size: int, *, key: bool = False) -> None:
        """A packet of so many bytes."""
        self.count, self.keys = self.count + 1, self.keys + key
        if place is None or place < 0:
            return
        self._sorted = False
        self._starts.append(place)
        if place in self._sizes or (len(self._starts) > 1 and self._starts[-2] == place):
            self._sizes[place] = self._sizes.get(place, self._last) + size
        self._last = size
        if self._runs and self._runs[-1][1] == place:
            self._runs[-1] = (self._runs[-1][0], place + size)
        else:
            self._runs.append((place, place + size))

    def lines(self, codec: str, content: Any) -> None:
        """The bytes of a packet of a track of subtitles or data, whose place and size were added."""
        if len(self.strange) < DATA:
            self.strange += strange(codec, bytes(content))

    def units(self, codec: str, extradata: bytes | None, frame: Any) -> None:
        """The bytes of a packet in one of `units.CODECS`, whose place and size were added."""
        for other, unit in unseen(codec, extradata, frame):
            if other:
                self.hidden += len(unit)
            elif _CODED.search(unit) or not is_text(unit[_NAME:].rstrip(b"\x80\0")):
                self.data += unit if len(self.data) < DATA else b""

    def begins(self, place: int) -> bool:
        """Whether a packet begins at this very place."""
        self._sort()
        at = bisect_left(self._starts, place)
        return at < len(self._starts) and self._starts[at] == place

    def given(self, place: int) -> int | None:
        """Bytes of all packets of which the reader says that they begin here, as it does of those in one wrap; None where no
        more than one does."""
        return self._sizes.get(place)

    def gaps(self, start: int, end: int) -> list[tuple[int, int]]:
        """The parts of this span that no packet has."""
        self._sort()
        found, place = [], start
        at = max(bisect_left(self._runs, (start, 0)) - 1, 0)
        while at < len(self._runs) and self._runs[at][0] < end and place < end:
            first, last = self._runs[at]
            if first > place:
                found.append((place, min(first, end)))
            place = max(place, last)
            at += 1
        if place < end:
            found.append((place, end))
        return found

    def _sort(self) -> None:
        if self._sorted:
            return
        self._starts = array("q", sorted(self._starts))
        merged: list[tuple[int, int]] = []
        for first, last in sorted(self._runs):
            if merged and first <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
            else:
                merged.append((first, last))
        self._runs, self._sorted = merged, True


def part(file: BinaryIO, start: int, end: int) -> bytes:
    """Of no more than is read at once."""
    file.seek(start)
    return file.read(max(min(end - start, _AT_ONCE), 0))


def whole(file: BinaryIO, start: int, end: int) -> bytes:
    """Of a note that is looked through, as far as any may be long."""
    file.seek(start)
    return file.read(min(end - start, DATA))


def size_of(file: BinaryIO) -> int:
    return file.seek(0, os.SEEK_END)


def unknown(file: BinaryIO, start: int, end: int, claims: Claims, found: Contents) -> None:
    """What lies here is known to nobody, but for packets. Mere zeros fill up."""
    for first, last in claims.gaps(start, end):
        while first < last:
            if sum(map(len, found.unknown)) > _KEPT:
                found.surplus += last - first
                break
            content = part(file, first, last)
            if content.count(0) < len(content):
                found.unknown.append(content)
            first += len(content) or last - first


def words(file: BinaryIO, start: int, end: int, claims: Claims, found: Contents) -> None:
    """What lies here should be text: then it is a note."""
    content = part(file, start, end)
    if end - start <= _AT_ONCE and is_text(content) and not content.startswith(b"\0"):
        found.notes.append((XMP, content))  # as long as XMP may be
    else:
        unknown(file, start, end, claims, found)
