"""The chunks of an AVI file (Microsoft's RIFF; OpenDML 1.02 for what is longer than a gigabyte)."""

from typing import BinaryIO

from matching.media.contents import JUMBF, Contents
from matching.media.film.beside.claims import Claims, part, size_of, unknown, whole, words

_HEADERS = {b"avih": 56, b"strh": 56, b"strf": 1024, b"strn": 256, b"dmlh": 248, b"vprp": 256, b"IDIT": 64, b"ISMP": 64}
"""Bytes of each at most."""


def read(file: BinaryIO, claims: Claims, found: Contents) -> None:
    size, place = size_of(file), 0
    while place < size:
        head = part(file, place, place + 12)
        end = place + 8 + int.from_bytes(head[4:8], "little")
        form = b"AVIX" if place else b"AVI "
        if head[:4] != b"RIFF" or len(head) < 12 or (head[8:12] != form and (place or head[8:11] != b"AVI")):
            unknown(file, place, size, claims, found)
            return
        _walk(file, place + 12, min(end, size), b"AVI ", claims, found)
        place = end + end % 2


def _walk(file: BinaryIO, place: int, end: int, within: bytes, claims: Claims, found: Contents) -> None:
    while place < end:
        head = part(file, place, min(place + 12, end))
        kind, length = head[:4], int.from_bytes(head[4:8], "little")
        start, until = place + 8, min(place + 8 + length, end)
        if len(head) < 8:
            unknown(file, place, end, claims, found)
        elif kind == b"LIST":
            _walk(file, start + 4, until, head[8:12], claims, found)
        elif kind in _HEADERS:
            unknown(file, start + _HEADERS[kind], until, claims, found)
        elif within == b"INFO":
            words(file, start, until, claims, found)
        elif kind == b"idx1":
            unknown(file, start + 16 * (claims.count + _EMPTY), until, claims, found)
        elif kind[:2] == b"ix" or kind == b"indx":
            _index(file, start, until, claims, found)
        elif kind == b"C2PA":
            found.notes.append((JUMBF, whole(file, start, until)))
        elif kind in (b"JUNK", b"_PMX"):  # who made it, and XMP
            words(file, start, until, claims, found)
        else:
            unknown(file, start, until, claims, found)
        place += 8 + length + length % 2


_EMPTY = 64
"""Chunks without anything in them, which repeat a frame and which nobody gives out."""


def _index(file: BinaryIO, start: int, until: int, claims: Claims, found: Contents) -> None:
    """How many numbers each entry has, and how many entries there are."""
    head = part(file, start, start + 24)
    entries = int.from_bytes(head[4:8], "little")
    each = 4 * int.from_bytes(head[:2], "little")
    used = min(24 + each * entries, 24 + 16 * (claims.count + _EMPTY))
    unknown(file, start + used, until, claims, found)
