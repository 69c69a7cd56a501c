"""The chunks of WAV (RIFF, RF64, W64) and AIFF files (EBU Tech 3285 and 3306; Apple's AIFF-C)."""

from typing import BinaryIO, Literal

from matching.media.contents import JUMBF, Contents
from matching.media.film.beside.claims import Claims, part, size_of, unknown, whole
from matching.media.sound.beside.tags import add_id3, add_words
from matching.media.sound.whole import OPEN

_TEXTS = (b"iXML", b"axml", b"aXML", b"_PMX", b"NAME", b"AUTH", b"(c) ", b"ANNO", b"UMID")
_DESCRIBED, _FIELDS = {b"bext": 602, b"cart": 2048}, 256
"""Chunks whose texts follow fixed fields (EBU Tech 3285; AES46), and bytes of the first of these fields, which is text."""

_GUIDED = 24  # bytes of a head with a long name
_OFFSETS = 8  # bytes of SSND before its samples


def riff(file: BinaryIO, claims: Claims, covers: set[bytes], found: Contents, _sounding: int) -> None:
    head = part(file, 0, 36)  # where RF64 keeps the true length of its sound
    long = int.from_bytes(head[28:36], "little") if head[:4] != b"RIFF" and head[12:16] == b"ds64" else None
    _walk(file, 12, size_of(file), "little", claims, covers, found, long)


def aiff(file: BinaryIO, claims: Claims, covers: set[bytes], found: Contents, _sounding: int) -> None:
    _walk(file, 12, size_of(file), "big", claims, covers, found)


def w64(file: BinaryIO, claims: Claims, covers: set[bytes], found: Contents, _sounding: int) -> None:
    size, place = size_of(file), 40
    while place < size:
        head = part(file, place, place + _GUIDED)
        length = int.from_bytes(head[16:], "little")
        _chunk(file, head[:4], place + _GUIDED, min(place + length, size), claims, covers, found)
        place += max((length + 7) // 8 * 8, _GUIDED)


def _walk(
    file: BinaryIO,
    place: int,
    end: int,
    order: Literal["little", "big"],
    claims: Claims,
    covers: set[bytes],
    found: Contents,
    long: int | None = None,
) -> None:
    """long: bytes of the sound, where its chunk cannot say it."""
    while place < end:
        head = part(file, place, min(place + 12, end))
        kind, length = head[:4], int.from_bytes(head[4:8], order)
        if kind == b"data" and length == OPEN and long is not None:
            length = long
        start, until = place + 8, min(place + 8 + length, end)
        if len(head) < 8:
            unknown(file, place, end, claims, found)
        elif kind == b"LIST" and head[8:] in (b"INFO", b"adtl"):
            _listed(file, start + 4, until, head[8:], claims, found)
        else:
            _chunk(file, kind, start, until, claims, covers, found)
        place += 8 + length + length % 2


def _chunk(
    file: BinaryIO, kind: bytes, start: int, until: int, claims: Claims, covers: set[bytes], found: Contents
) -> None:
    if kind == b"SSND":
        unknown(file, start + _OFFSETS, until, claims, found)
    elif kind.upper() == b"ID3 ":
        content = whole(file, start, until)
        if content[:3] == b"ID3" and len(content) > 10:
            add_id3(content, covers, found)
        else:
            found.unknown.append(content)
    elif kind == b"C2PA":
        found.notes.append((JUMBF, whole(file, start, until)))
    elif kind in _DESCRIBED:
        content = whole(file, start, until)
        behind = _DESCRIBED[kind]
        add_words(content[:_FIELDS].replace(b"\0", b"\n"), found)
        found.unknown.append(content[_FIELDS:behind])
        add_words(content[behind:].replace(b"\0", b"\n"), found)
    elif kind in _TEXTS:
        add_words(whole(file, start, until).rstrip(b"\0"), found)
    else:  # of the sound itself, its reader gave out everything
        unknown(file, start, until, claims, found)


def _listed(file: BinaryIO, place: int, end: int, within: bytes, claims: Claims, found: Contents) -> None:
    """Texts one after the other; those beside marks begin with the mark's number."""
    while place < end:
        head = part(file, place, min(place + 8, end))
        length = int.from_bytes(head[4:8], "little")
        start, until = place + 8, min(place + 8 + length, end)
        if within == b"INFO" or head[:4] in (b"labl", b"note"):
            add_words(whole(file, start + (4 if within == b"adtl" else 0), until).rstrip(b"\0"), found)
        else:
            unknown(file, start, until, claims, found)
        place += 8 + length + length % 2
