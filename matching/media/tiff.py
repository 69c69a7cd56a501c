"""Which bytes of a TIFF file belong to the picture that is shown: its parts may lie anywhere."""

import struct

Part = tuple[int, int]
"""Where a part begins, and its length, in bytes."""

Values = dict[int, tuple[int, ...]]
"""Tag -> its numbers."""

_SIZES = {3: 2, 4: 4, 5: 8, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}  # type -> bytes; 1 for others
_LETTERS = {1: "B", 3: "H", 4: "I", 13: "I", 16: "Q", 18: "Q"}  # of the types that places and lengths are given in
_WIDTH, _HEIGHT, _BITS, _COMPRESSION, _SAMPLES, _ROWS, _PLANES = 256, 257, 258, 259, 277, 278, 284
_TILE_WIDTH, _TILE_HEIGHT = 322, 323
_PLACES = {273: 279, 324: 325}  # strips and tiles: the tag of their places, and of their lengths
_DIRECTORIES = (330, 34665, 34853, 40965)  # sub-pictures, EXIF, GPS, interoperability
# Data of any size that are no picture: description, transfer function, palette, JPEG tables, XMP, IPTC, Photoshop's
# settings, ICC, EXIF's maker note and comment, C2PA. Photoshop's layers (37724) are pictures that are not shown.
_TEXTS = {*_PLACES.keys(), *_PLACES.values(), 270, 301, 320, 347, 700, 33723, 34377, 34675, 37500, 37510, 52545}
_SMALL = 256  # bytes that any other tag may have


def parts(data: bytes) -> list[Part]:
    """The header, the directories with the data of their tags, and the strips or tiles of the first page.

    Another picture (a sub-directory's, a thumbnail) is not among them. Raises struct.error or ValueError where the
    structure breaks off.
    """
    order = "<" if data[:2] == b"II" else ">"
    big = struct.unpack_from(order + "H", data, 2)[0] == 43
    (first,) = struct.unpack_from(order + "Q", data, 8) if big else struct.unpack_from(order + "I", data, 4)
    found: list[Part] = [(0, 16 if big else 8)]
    waiting, known = [first], {0}
    while waiting:
        place = waiting.pop()
        if place in known:
            continue
        known.add(place)
        own, values = _directory(data, place, order, big)
        found += own + (_pixels(values) if place == first else [])
        waiting += [there for tag in _DIRECTORIES for there in values.get(tag, ())]
    return found


def _directory(data: bytes, place: int, order: str, big: bool) -> tuple[list[Part], Values]:
    """A directory with the data of its tags, and the numbers in them."""
    head, entry, room, count, word = (8, 20, 8, "Q", "Q") if big else (2, 12, 4, "H", "I")
    (entries,) = struct.unpack_from(order + count, data, place)
    found: list[Part] = [(place, head + entries * entry + room)]
    values: Values = {}
    for start in range(place + head, place + head + entries * entry, entry):
        tag, kind, number = struct.unpack_from(order + "HH" + word, data, start)
        length, where = _SIZES.get(kind, 1) * number, start + entry - room
        if length > room:
            (where,) = struct.unpack_from(order + word, data, where)
            if tag in _TEXTS or length <= _SMALL:
                found.append((where, length))
        if kind in _LETTERS:
            values[tag] = struct.unpack_from(f"{order}{number}{_LETTERS[kind]}", data, where)
    return found, values


def _pixels(values: Values) -> list[Part]:
    return [
        (start, min(length, _longest(values)))
        for places, lengths in _PLACES.items()
        for start, length in zip(values.get(places, ()), values.get(lengths, ()), strict=True)
    ]


def _longest(values: Values) -> int:
    """How many bytes a strip or tile may have: what lies behind its pixels is not shown. No limit if it is compressed."""

    def number(tag: int, default: int) -> int:
        return max(values.get(tag, ()), default=default)

    if number(_COMPRESSION, 1) != 1:
        return 1 << 62
    depth = number(_BITS, 1) * (number(_SAMPLES, 1) if number(_PLANES, 1) == 1 else 1)
    height = number(_HEIGHT, 0)
    rows = number(_TILE_HEIGHT, min(number(_ROWS, height), height))
    return -(-number(_TILE_WIDTH, number(_WIDTH, 0)) * depth // 8) * rows
