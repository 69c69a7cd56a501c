"""The boxes of an MP4 or QuickTime file (ISO/IEC 14496-12; QuickTime File Format, 2012)."""

from collections.abc import Callable, Iterator
from typing import BinaryIO

from matching.media.contents import JUMBF, OPAQUE, Contents
from matching.media.film.beside.claims import Claims, part, size_of, unknown, whole, words

_HOLDERS = {
    *(b"moov", b"trak", b"mdia", b"minf", b"stbl", b"dinf", b"edts", b"udta", b"mvex", b"moof", b"traf", b"mfra"),
    *(b"gmhd", b"tapt", b"tref", b"meta", b"ilst", b"mere", b"rinf"),
}
_SMALL = {
    *(
        b"ftyp",
        b"styp",
        b"mvhd",
        b"tkhd",
        b"mdhd",
        b"vmhd",
        b"smhd",
        b"nmhd",
        b"sthd",
        b"hmhd",
        b"dref",
        b"mehd",
        b"trex",
    ),
    *(
        b"mfhd",
        b"tfhd",
        b"tfdt",
        b"mfro",
        b"cslg",
        b"gmin",
        b"tcmi",
        b"text",
        b"clef",
        b"prof",
        b"enof",
        b"load",
        b"iods",
    ),
    *(
        b"btrt",
        b"wide",
        b"leva",
        b"trep",
        b"sgpd",
        b"prft",
        b"elng",
        b"kind",
        b"mean",
        b"name",
        b"chap",
        b"tmcd",
        b"sync",
    ),
    *(b"hint", b"cdsc", b"font", b"vdep", b"vplx", b"subt", b"fall", b"folw", b"ssrc", b"scpt", b"code", b"tsel"),
}
"""Boxes that are small in every file."""

_FEW, _DESCRIBED = 256, 4096  # bytes of a small box, and of what describes the coding of a track
_OPAQUE = 1 << 16
"""Bytes of the notes of cameras and editors, in all, of which no more than the name is known."""

_ONCE = (b"ftyp", b"moov")
"""Boxes of which a second one begins a second film: players differ in which of two they play."""

_NOTES = (b"udta", b"meta")  # in which cameras and editors keep what is theirs alone
_XMP = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
_C2PA = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
_DEEPEST = 12


def _number(head: bytes, at: int) -> int:
    return int.from_bytes(head[at : at + 4], "big")


def _run(head: bytes) -> int:
    """Of a fragment's table (8.8.8): the flags say what there is of each frame."""
    flags = _number(head, 0) & 0xFFFFFF
    each = 4 * sum(bool(flags & bit) for bit in (0x100, 0x200, 0x400, 0x800))
    return 8 + 4 * bool(flags & 1) + 4 * bool(flags & 4) + each * _number(head, 4)


def _sizes(head: bytes) -> int:
    return 12 + (0 if _number(head, 4) else 4 * _number(head, 8))


def _found_again(head: bytes) -> int:
    """Of the places of key frames in fragments (8.8.10)."""
    lengths = _number(head, 8)
    each = (16 if head[:1] == b"\1" else 8) + sum((lengths >> shift & 3) + 1 for shift in (4, 2, 0))
    return 16 + each * _number(head, 12)


def _segments(head: bytes) -> int:
    before = 28 if head[:1] == b"\1" else 20
    return before + 4 + 12 * (_number(head, before) & 0xFFFF)


def _entries(before: int, each: int, long: int = 0) -> Callable[[bytes], int]:
    """So many bytes before the entries, of which the last four count them; `long`: of an entry of the second version."""
    return lambda head: before + (long if long and head[:1] == b"\1" else each) * _number(head, before - 4)


_TABLES: dict[bytes, Callable[[bytes], int]] = {
    b"stts": _entries(8, 8),
    b"ctts": _entries(8, 8),
    b"stss": _entries(8, 4),
    b"stps": _entries(8, 4),
    b"stsc": _entries(8, 12),
    b"stco": _entries(8, 4),
    b"co64": _entries(8, 8),
    b"elst": _entries(8, 12, 20),
    b"sbgp": lambda head: _entries(16 if head[:1] == b"\1" else 12, 8)(head),
    b"stsz": _sizes,
    b"trun": _run,
    b"sidx": _segments,
    b"tfra": _found_again,
}
"""How long the content of a table is, by how it begins."""


def read(file: BinaryIO, claims: Claims, found: Contents) -> None:
    size, seen = size_of(file), list[bytes]()
    for kind, start, until in _boxes(file, 0, size):
        if kind in _ONCE and kind in seen:
            found.surplus += until - start
        seen.append(kind)
    _walk(file, 0, size, claims, found, ())


def _walk(file: BinaryIO, place: int, end: int, claims: Claims, found: Contents, within: tuple[bytes, ...]) -> None:
    for kind, start, until in _boxes(file, place, end):
        if kind in _HOLDERS and len(within) < _DEEPEST:
            skipped = 4 if kind == b"meta" and part(file, start + 4, start + 8) != b"hdlr" else 0
            _walk(file, start + skipped, until, claims, found, (*within, kind))
        elif within[-1:] == (b"ilst",) and len(within) < _DEEPEST:
            _walk(file, start, until, claims, found, (*within, b"item"))
        elif kind in _TABLES:
            unknown(file, start + _TABLES[kind](part(file, start, start + 32)), until, claims, found)
        elif kind == b"sdtp":  # a byte for each frame
            unknown(file, start + 4 + claims.count, until, claims, found)
        elif kind == b"stsd":
            unknown(file, start + _DESCRIBED, until, claims, found)
        elif kind in _SMALL:
            unknown(file, start + _FEW, until, claims, found)
        elif kind == b"hdlr":
            words(file, start + 24, until, claims, found)
        elif kind == b"uuid":
            _private(file, start, until, claims, found)
        elif within[-1:] == (b"item",):
            words(file, start + 8, until, claims, found)
        elif kind[:1] == b"\xa9":  # text, behind its length and language
            words(file, start + 4, until, claims, found)
        elif any(one in within for one in _NOTES):
            _note(file, start, until, claims, found)
        elif kind in (b"free", b"skip"):  # whoever made the file is often named there
            words(file, start, until, claims, found)
        else:
            unknown(file, start, until, claims, found)


def _private(file: BinaryIO, start: int, until: int, claims: Claims, found: Contents) -> None:
    """A box whose kind is a number of its owner's."""
    owner = part(file, start, start + 16)
    if owner == _XMP:
        words(file, start + 16, until, claims, found)
    elif owner == _C2PA:  # what it is for, where the rest of it lies, and the manifest
        content = whole(file, start + 20, until)
        place = content.find(b"\0") + 9
        found.notes.append((JUMBF, content[place:]))
    else:
        _note(file, start + 16, until, claims, found)


def _note(file: BinaryIO, start: int, until: int, claims: Claims, found: Contents) -> None:
    for first, last in claims.gaps(start, until):
        if sum(map(len, found.of(OPAQUE))) + last - first > _OPAQUE:
            unknown(file, first, last, claims, found)
        else:
            found.notes.append((OPAQUE, part(file, first, last)))


def _boxes(file: BinaryIO, place: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Kind of each box, and where its content begins and ends; b"" of what is none."""
    while place < end:
        head = part(file, place, min(place + 16, end))
        length, long = int.from_bytes(head[:4], "big"), 8
        if length == 1:
            length, long = int.from_bytes(head[8:], "big"), 16
        length = length or end - place
        if len(head) < long or length < long or place + length > end:
            yield b"", place, end
            return
        yield head[4:8], place + long, place + length
        place += length
