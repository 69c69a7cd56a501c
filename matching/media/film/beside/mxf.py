"""The keys, lengths and values of an MXF file (SMPTE ST 377-1, ST 379)."""

from typing import BinaryIO

from matching.media.contents import Contents
from matching.media.film.beside.claims import Claims, part, size_of, unknown

_FILL = bytes.fromhex("0301021001")
_METADATA, _STRUCTURE, _ESSENCE = bytes.fromhex("0d0101010101"), bytes.fromhex("0d01020101"), bytes.fromhex("0d010301")
_PRIMER, _INDEX = 0x05, 0x10
_SYSTEM = (0x04, 0x14)

_SETS = 1 << 17
"""Bytes of all sets of metadata: names have two bytes a letter, and partitions repeat them."""

_VALUE = 512  # bytes of a value in a set: a name of 256 letters
_PACKS, _PACK = 2, 64  # what each frame may have of a system's own, its time and number, and bytes of one
_ENTRY = 40  # bytes of a frame in an index
_PARTITION = 1024


def read(file: BinaryIO, claims: Claims, found: Contents) -> None:
    size, place, sets, entries, packs = size_of(file), 0, 0, 0, 0
    while place < size:
        head = part(file, place, place + 25)
        wide = head[16] & 0x7F if head[16] & 0x80 else 0
        start = place + 17 + wide
        until = min(start + (int.from_bytes(head[17 : 17 + wide], "big") if wide else head[16]), size)
        what, length = head[8:16], until - start
        known = 0  # bytes of it
        if what.startswith(_STRUCTURE):  # a partition, a primer, an index, or where they are
            known = length if what[5] == _INDEX else _primer(file, start) if what[5] == _PRIMER else _PARTITION
            entries += length if what[5] == _INDEX else 0
        elif what.startswith(_METADATA):
            sets += length
            known = length
            _values(file, start, until, claims, found)
        elif what.startswith(_ESSENCE) and what[4] in _SYSTEM:
            packs += 1
            known = _PACK if packs <= _PACKS * (claims.count + 1) else 0
        elif what.startswith(_ESSENCE) and claims.begins(place):
            known = claims.given(place) or length
        unknown(file, start + known, until, claims, found)
        place = until
    found.surplus += max(entries - _ENTRY * (claims.count + _PARTITION), 0) + max(sets - _SETS, 0)


def _primer(file: BinaryIO, start: int) -> int:
    head = part(file, start, start + 8)
    return 8 + 18 * int.from_bytes(head[:4], "big")


def _values(file: BinaryIO, start: int, until: int, claims: Claims, found: Contents) -> None:
    """Of a set: a tag and a length before each. Nobody knows what a long one is."""
    while start + 4 <= until:
        head = part(file, start, start + 4)
        end = start + 4 + int.from_bytes(head[2:], "big")
        if end - start > _VALUE:
            unknown(file, start + 4, min(end, until), claims, found)
        start = end
