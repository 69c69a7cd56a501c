"""The boxes of an HEIF or AVIF file (ISO/IEC 23008-12): which pictures it holds, and what of it is none.

Decoders show one picture of it, the primary one. Every other one becomes that in a copy of the file, so that it is seen as well.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from matching.media.contents import EXIF, ICC, XMP, Contents, TooMany, between

_CODED = (b"av01", b"hvc1")
_WITHIN = (b"hdlr", b"pitm", b"iinf", b"iref", b"iprp", b"iloc", b"idat", b"dinf")
_PROPERTIES = (
    b"ispe",
    b"pixi",
    b"colr",
    b"av1C",
    b"hvcC",
    b"auxC",
    b"irot",
    b"imir",
    b"pasp",
    b"clli",
    b"mdcv",
    b"a1op",
    b"lsel",
)
_ALPHA = (b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0", b"urn:mpeg:hevc:2015:auxid:1\0")
_BITS = 8


@dataclass
class Heif(Contents):
    """sequence: whether it moves. pitm: where the number of the primary picture stands, and how many bytes it has. others: the numbers
    of the other pictures, tiles and transparency left out."""

    sequence: bool = False
    pitm: tuple[int, int] = (0, 0)
    others: list[int] = field(default_factory=list)


def read(data: bytes, start: int = 0) -> Heif:
    """Raises ValueError, IndexError or KeyError where its structure breaks off, TooMany where programs may make another picture of it:
    more than 8 bits, a gain map, depth, cropping, layers, whatever is not known."""
    found = Heif()
    meta = until = -1
    for kind, place, end in _boxes(data, start, len(data)):
        if kind == b"ftyp":
            found.sequence |= data[place : place + 4] in (b"avis", b"msf1", b"hevc", b"hevx")
        elif kind == b"moov":
            found.sequence = True
        elif kind == b"meta" and meta < 0:
            meta, until = place + 4, end
        elif kind in (b"free", b"skip"):
            found.unknown.append(data[place:end])
        elif kind != b"mdat":
            raise ValueError("a box that is not known")
    found.end = len(data)
    if not found.sequence:
        _read_meta(found, data, meta, until)
    return found


def shown(data: bytes, contents: Heif, number: int) -> bytes:
    """The file with another picture as its primary one."""
    place, wide = contents.pitm
    return data[:place] + number.to_bytes(wide, "big") + data[place + wide :]


def _read_meta(found: Heif, data: bytes, start: int, end: int) -> None:
    parts: dict[bytes, tuple[int, int]] = {}
    for kind, place, until in _boxes(data, start, end):
        if kind in parts or kind not in _WITHIN:
            raise ValueError("a box that is not known")
        parts[kind] = place, until
    place, _ = parts[b"pitm"]
    found.pitm = place + 4, 4 if data[place] else 2
    primary = _number(data, *found.pitm)
    items = dict(_items(data, *parts[b"iinf"]))
    links = [*_links(data, *parts[b"iref"])] if b"iref" in parts else []
    alpha = _properties(found, data, *parts[b"iprp"])
    tiles = {to for kind, of, many in links if kind == b"dimg" and items.get(of) == b"grid" for to in many}
    beside = {of for kind, of, _ in links if kind == b"auxl"}
    if any(kind not in (b"dimg", b"auxl", b"thmb", b"cdsc", b"prem") for kind, _, _ in links) or tiles & {primary}:
        raise TooMany
    places = [*_extents(data, *parts[b"iloc"], parts.get(b"idat", (0, 0))[0])]
    for number, kind in items.items():
        content = b"".join(data[at : at + length] for of, at, length in places if of == number)
        if kind == b"Exif":
            found.notes.append((EXIF, content[4 + _number(content, 0, 4) :]))
        elif kind == b"mime":
            found.add_text(content, XMP)
        elif kind not in (*_CODED, b"grid") or not content:
            raise TooMany
        elif number != primary and number not in tiles and not (alpha and number in beside):
            found.others.append(number)
    if primary not in items or (alpha and len(beside) > 1):
        raise TooMany
    for kind, at, until in _boxes(data, 0, len(data)):
        if kind == b"mdat":
            inside = [(place - at, length) for _, place, length in places if at <= place < until]
            last, gaps = between(data[at:until], inside)
            found.unknown += [*gaps, data[at + last : until]]
    found.coded = [(at, length) for of, at, length in places if items.get(of) in _CODED]


def _properties(found: Heif, data: bytes, start: int, end: int) -> bool:
    """Whether there is transparency. Raises TooMany for what is not known, more than 8 bits, and other pictures beside."""
    alpha = False
    for kind, place, until in _boxes(data, start, end):
        if kind != b"ipco":
            continue
        for name, at, to in _boxes(data, place, until):
            content = data[at:to]
            if name not in _PROPERTIES or (name == b"pixi" and any(bits > _BITS for bits in content[5:])):
                raise TooMany
            if name == b"auxC":
                if not content[4:].startswith(_ALPHA):
                    raise TooMany
                alpha = True
            if name == b"colr" and content[:4] in (b"prof", b"rICC"):
                found.notes.append((ICC, content[4:]))
            elif name == b"colr" and content[:4] == b"nclx":
                found.says["cICP"] = bytes((content[5], content[7], 0, 1))
            elif name == b"pasp" and content[:4] != content[4:8]:
                raise TooMany
    return alpha


def _items(data: bytes, start: int, end: int) -> Iterator[tuple[int, bytes]]:
    wide = 4 if data[start] else 2
    for kind, place, _ in _boxes(data, start + 4 + wide, end):
        version = data[place]
        if kind != b"infe" or version not in (2, 3):
            raise ValueError("an item that is not known")
        size = 2 if version == 2 else 4
        yield _number(data, place + 4, size), data[place + 6 + size : place + 10 + size]


def _links(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, list[int]]]:
    wide = 4 if data[start] else 2
    for kind, place, _ in _boxes(data, start + 4, end):
        count = _number(data, place + wide, 2)
        first = place + wide + 2
        yield kind, _number(data, place, wide), [_number(data, first + wide * one, wide) for one in range(count)]


def _extents(data: bytes, start: int, _end: int, inner: int) -> Iterator[tuple[int, int, int]]:
    """Of each item: its number, where a part of it lies, and how long that is."""
    version, sizes = data[start], _number(data, start + 4, 2)
    offset, length, base, index = (sizes >> shift & 15 for shift in (12, 8, 4, 0))
    index = index if version else 0
    wide = 4 if version == 2 else 2
    count, place = _number(data, start + 6, wide), start + 6 + wide
    for _ in range(count):
        item, place = _number(data, place, wide), place + wide
        method = _number(data, place, 2) & 15 if version else 0
        place += 2 if version else 0
        if _number(data, place, 2) or method > 1:
            raise ValueError("data in another file")
        begin, place = _number(data, place + 2, base), place + 2 + base
        many, place = _number(data, place, 2), place + 2
        for _ in range(many):
            at = begin + _number(data, place + index, offset) + (inner if method else 0)
            size = _number(data, place + index + offset, length)
            if not size or at + size > len(data):
                raise ValueError("no end of the picture")
            yield item, at, size
            place += index + offset + length


def _boxes(data: bytes, place: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Kind of each box, and where its content begins and ends."""
    while place < end:
        length, head = _number(data, place, 4), 8
        if length == 1:
            length, head = _number(data, place + 8, 8), 16
        length = length or end - place
        if length < head or place + length > end:
            raise ValueError("no end of a box")
        yield data[place + 4 : place + 8], place + head, place + length
        place += length


def _number(data: bytes, place: int, length: int) -> int:
    if place < 0 or place + length > len(data):
        raise ValueError("no end of a number")
    return int.from_bytes(data[place : place + length], "big")
