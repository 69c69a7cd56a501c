"""The directories of a TIFF file (TIFF 6.0), and of EXIF, which is built alike: which bytes belong to what."""

import struct
from dataclasses import dataclass, field

from matching.media.contents import ICC, JUMBF, PHOTOSHOP, XMP, Contents, Part, between, shared, without

_SIZES = {3: 2, 4: 4, 5: 8, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}  # type -> bytes; 1 for others
_LETTERS = {1: "B", 3: "H", 4: "I", 13: "I", 16: "Q", 18: "Q"}  # of the types that places and lengths are given in
WIDTH, HEIGHT, BITS, COMPRESSION, PHOTOMETRIC, SAMPLES, ROWS, PLANES, EXTRA = (
    256,
    257,
    258,
    259,
    262,
    277,
    278,
    284,
    338,
)
_TILE_WIDTH, _TILE_HEIGHT = 322, 323
STRIPS, TILES = (273, 279), (324, 325)  # the tag of their places, and of their lengths
_DIRECTORIES = (330, 34665, 34853, 40965)  # sub-pictures, EXIF, GPS, interoperability
_NOTES = {33723: PHOTOSHOP, 34377: PHOTOSHOP, 34675: ICC, 52545: JUMBF}
_XMP, TABLES, TRANSFER = 700, 347, 301
# Data of any size that are no picture: the notes, description, transfer function, palette, JPEG tables, EXIF's maker note and
# comment. Photoshop's layers (37724) are pictures that are not shown.
_TEXTS = {*STRIPS, *TILES, *_NOTES, _XMP, 270, TRANSFER, 320, TABLES, 37500, 37510}
_SMALL = 256  # bytes that any other tag may have


@dataclass
class Directory:
    """own: where the directory and the data of its tags lie. values: the numbers of tags that hold whole ones. data: what
    other tags hold, as it is. following: where the next directory begins, 0 after the last."""

    own: list[Part] = field(default_factory=list)
    values: dict[int, tuple[int, ...]] = field(default_factory=dict)
    data: dict[int, bytes] = field(default_factory=dict)
    following: int = 0

    def number(self, tag: int, default: int) -> int:
        return max(self.values.get(tag, ()), default=default)


@dataclass
class Tiff(Contents):
    """first: the directory of the picture that is shown. exif: that of its EXIF. order: of bytes, as `struct` writes it."""

    first: Directory = field(default_factory=Directory)
    exif: Directory = field(default_factory=Directory)
    order: str = "<"


def head(data: bytes) -> tuple[str, bool, int]:
    """The order of bytes, whether places have 64 bits, and where the first directory begins. Raises ValueError where this is
    no TIFF."""
    order = {b"II": "<", b"MM": ">"}.get(data[:2])
    if order is None or len(data) < 16 or data[2:4] not in (struct.pack(order + "H", 42), struct.pack(order + "H", 43)):
        raise ValueError("no TIFF")
    big = 43 in data[2:4]
    return order, big, struct.unpack_from(order + ("Q" if big else "I"), data, 8 if big else 4)[0]


def read(data: bytes, start: int = 0) -> Tiff:
    """The header, the directories with the data of their tags, and the strips or tiles of the first page.

    Another picture (a sub-directory's, a thumbnail) is surplus. Raises struct.error or ValueError where the structure breaks
    off.
    """
    order, big, first = head(data)
    found = Tiff(order=order)
    parts: list[Part] = [(0, 16 if big else 8)]
    waiting, known = [first], {0}
    while waiting:
        place = waiting.pop()
        if place in known:
            continue
        known.add(place)
        here = directory(data, place, order, big)
        parts += here.own
        if place == first:
            found.first, found.coded = here, _pixels(here)
        elif place in found.first.values.get(34665, ()):
            found.exif = here
        waiting += [there for tag in _DIRECTORIES for there in here.values.get(tag, ())]
    for tag, kind in _NOTES.items():
        if tag in found.first.data:
            found.notes.append((kind, found.first.data[tag]))
    found.add_text(found.first.data.get(_XMP, b""), XMP)
    found.end, gaps = between(data, parts + found.coded)
    found.unknown += gaps
    found.surplus = shared(found.coded)
    found.rest = without(data[: found.end], found.coded)
    if found.end > len(data):
        raise ValueError("a part is cut off")
    extra = found.first.values.get(EXTRA, ())
    if len(extra) > 1 or (extra and found.first.number(PHOTOMETRIC, 1) == 5):  # channels that only an editor shows
        found.surplus += sum(length for _, length in found.coded)
    return found


def directory(data: bytes, place: int, order: str, big: bool = False, *, twice: bool = False) -> Directory:
    """A directory with the data of its tags. Raises struct.error where it is cut off, ValueError where a tag is there twice
    and may not be: programs differ in which they believe."""
    heading, entry, room, count, word = (8, 20, 8, "Q", "Q") if big else (2, 12, 4, "H", "I")
    (entries,) = struct.unpack_from(order + count, data, place)
    end = place + heading + entries * entry
    found = Directory([(place, end + room - place)], following=struct.unpack_from(order + word, data, end)[0])
    for start in range(place + heading, end, entry):
        tag, kind, number = struct.unpack_from(order + "HH" + word, data, start)
        length, where = _SIZES.get(kind, 1) * number, start + entry - room
        if not twice and (tag in found.values or tag in found.data):
            raise ValueError("a tag twice")
        if length > room:
            (where,) = struct.unpack_from(order + word, data, where)
            if tag in _TEXTS or length <= _SMALL:
                found.own.append((where, length))
        if kind in _LETTERS:
            found.values[tag] = struct.unpack_from(f"{order}{number}{_LETTERS[kind]}", data, where)
        if kind not in _LETTERS or tag in _NOTES or tag == _XMP:
            found.data[tag] = data[where : where + length]
    return found


def strips(own: Directory) -> list[tuple[int, int]]:
    """How many rows of pixels each strip or tile holds, and how many bytes these have without packing: what lies behind them
    is not shown. Raises ValueError for a picture without sides."""
    width, height = own.number(WIDTH, 0), own.number(HEIGHT, 0)
    planes = own.number(SAMPLES, 1) if own.number(PLANES, 1) == 2 else 1
    if not 0 < width * height <= 1 << 32:
        raise ValueError("no sides")
    if TILES[0] in own.values:
        wide, high = own.number(_TILE_WIDTH, 0), own.number(_TILE_HEIGHT, 0)
        if not wide * high:
            raise ValueError("tiles without sides")
        return [(high, _bytes(own, wide, high))] * (-(-width // wide) * -(-height // high) * planes)
    most = min(own.number(ROWS, height), height) or height
    return [
        (rows, _bytes(own, width, rows)) for top in range(0, height, most) for rows in (min(most, height - top),)
    ] * planes


def _bytes(own: Directory, width: int, rows: int) -> int:
    depth = own.number(BITS, 1)
    if own.number(PHOTOMETRIC, 1) == 6 and own.number(PLANES, 1) == 1:  # colours that several pixels share
        across, down = own.values.get(530, (2, 2))
        return -(-width // across) * (across * down + 2) * depth // 8 * -(-rows // down)
    return -(-width * depth * (own.number(SAMPLES, 1) if own.number(PLANES, 1) == 1 else 1) // 8) * rows


def _pixels(own: Directory) -> list[Part]:
    if STRIPS[0] in own.values and TILES[0] in own.values:
        raise ValueError("strips and tiles: programs differ in which they show")
    plain, expected = own.number(COMPRESSION, 1) == 1, strips(own)
    places, lengths = TILES if TILES[0] in own.values else STRIPS
    starts = own.values.get(places, ())
    found = zip(starts, own.values.get(lengths, ()), expected, strict=True)
    return [(start, min(length, most) if plain else length) for start, length, (_, most) in found]
