"""Whether a sound file is whole, and is nothing else beside: its reader would stop, or skip, without a word."""

import os
from typing import BinaryIO

MORE = 1 << 16
"""Bytes by which a frame may be longer than its samples would be by themselves."""

CHANNELS = 64
"""Of all tracks of a file together, at most: Dolby Atmos and an orchestra's stems have fewer."""

LOWEST, HIGHEST = 1_000, 768_000
"""Samples a second of a track."""

OPEN = 0xFFFFFFFF  # a length that its writer did not know
_WIDE = (b"RF64", b"BW64")
_GUID_DATA = bytes.fromhex("64617461f3acd3118cd100c04f8edb8a")


class NotWhole(Exception):
    """more: bytes that are no part of the one recording; None where some of it is missing, or where there are more `channels` than a
    decoder would open."""

    def __init__(self, more: int | None = None, channels: int | None = None) -> None:
        super().__init__()
        self.more = more
        self.channels = channels


def check(file: BinaryIO, form: str) -> None:
    """Raises NotWhole."""
    size = file.seek(0, os.SEEK_END)
    _CHECKS.get(form, _nothing)(file, size)
    file.seek(0)


def _nothing(_file: BinaryIO, _size: int) -> None:
    pass


def _riff(file: BinaryIO, size: int) -> None:
    """RIFF, and EBU Tech 3306 for what is longer than four gigabytes."""
    file.seek(0)
    head = file.read(12)
    wide, place, seen, long = head[:4] in _WIDE, 12, list[bytes](), None
    while place + 8 <= size:
        file.seek(place)
        kind, length = file.read(4), int.from_bytes(file.read(4), "little")
        if kind == b"ds64" and wide and place == 12:
            long = int.from_bytes(file.read(16)[8:], "little")
        if kind == b"fmt " and (channels := int.from_bytes(file.read(4)[2:], "little")) > CHANNELS:
            raise NotWhole(channels=channels)
        if kind == b"data" and length == OPEN:
            length = long if wide and long is not None else size - place - 8
        _count(kind, seen, size - place)
        place = _behind(place + 8 + length, size, length)
        if not kind.isascii() or not kind.decode("ascii").isprintable():
            raise NotWhole(size - place)
    _ended(place, size, seen, (b"fmt ", b"data"))


def _aiff(file: BinaryIO, size: int) -> None:
    place, seen = 12, list[bytes]()
    while place + 8 <= size:
        file.seek(place)
        kind, length = file.read(4), int.from_bytes(file.read(4), "big")
        _count(kind, seen, size - place)
        place = _behind(place + 8 + length, size, length)
    _ended(place, size, seen, (b"COMM", b"SSND"))


def _w64(file: BinaryIO, size: int) -> None:
    place, seen = 40, list[bytes]()
    while place + 24 <= size:
        file.seek(place)
        kind, length = file.read(16), int.from_bytes(file.read(8), "little")
        if length < 24:
            raise NotWhole
        _count(b"data" if kind == _GUID_DATA else kind[:4], seen, size - place)
        if place + length > size:
            raise NotWhole
        place = min(place + (length + 7) // 8 * 8, size)
    _ended(place, size, seen, (b"fmt ", b"data"))


def _ogg(file: BinaryIO, size: int) -> None:
    """Page follows page (RFC 3533, 6); no logical stream begins once the first has sounded: a chain is another recording."""
    place, begun = 0, False
    while place < size:
        file.seek(place)
        head = file.read(27)
        if len(head) < 27 or head[:4] != b"OggS":
            raise NotWhole(size - place)
        table = file.read(head[26])
        if head[5] & 2 and begun:
            raise NotWhole(size - place)
        begun = begun or not head[5] & 2
        place += 27 + head[26] + sum(table)
    if place > size:
        raise NotWhole


_CHECKS = {"RIFF": _riff, "AIFF": _aiff, "W64": _w64, "OGG": _ogg}


def _count(kind: bytes, seen: list[bytes], rest: int) -> None:
    """Two chunks of sound, or two that say how to read it: who plays which?"""
    if kind in (b"fmt ", b"data", b"COMM", b"SSND"):
        if kind in seen:
            raise NotWhole(rest)
        seen.append(kind)


def _behind(place: int, size: int, length: int) -> int:
    """Where the next chunk begins: chunks are padded to an even length."""
    if place > size:
        raise NotWhole
    return min(place + length % 2, size)


def _ended(place: int, size: int, seen: list[bytes], needed: tuple[bytes, ...]) -> None:
    if any(kind not in seen for kind in needed):
        raise NotWhole
    if place < size:
        raise NotWhole(size - place)
