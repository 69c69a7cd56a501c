"""Files in which one frame follows the other, with tags before and behind: MP3, AAC (ADTS), and FLAC (RFC 9639)."""

from itertools import pairwise
from typing import BinaryIO

from matching.media.contents import Contents
from matching.media.film.beside.claims import DATA, Claims, part, size_of
from matching.media.sound.beside.tags import add_ape, add_comments, add_id3, add_picture, add_words
from matching.media.sound.kinds import id3_length

_ID3V1 = 128
_PADDING, _SEEKS, _COMMENTS, _PICTURE = 1, 3, 4, 6
_POINT = 18  # bytes of a place in a table of them


_FRAME = 2048
"""Bytes that are none of a frame that is given out: one that says how many there are, and a checksum here and there. More could be a
second recording."""


def read(file: BinaryIO, _claims: Claims, covers: set[bytes], found: Contents, sounding: int) -> None:
    place = _before(file, covers, found)
    _count(file, place, found, sounding)


def _count(file: BinaryIO, place: int, found: Contents, sounding: int) -> None:
    """No table says where each frame is, and whatever is none of them is skipped. place: where the first begins."""
    more = size_of(file) - place - _behind(file, place, found) - sounding
    found.surplus += more if more > _FRAME else 0


def _behind(file: BinaryIO, place: int, found: Contents) -> int:
    """The tags at the end of a file whose frames begin here; how many bytes they have."""
    size = size_of(file)
    last = part(file, max(size - _ID3V1, place), size)
    tagged = _ID3V1 if last[:3] == b"TAG" else 0
    if tagged:
        add_words(last[:-1].replace(b"\0", b"\n"), found)
    file.seek(max(size - tagged - DATA, place))
    content = file.read(size - tagged - file.tell())
    return tagged + add_ape(content, found)


def flac(file: BinaryIO, _claims: Claims, covers: set[bytes], found: Contents, sounding: int) -> None:
    place, last = _before(file, covers, found) + 4, False
    size = size_of(file)
    while not last and place < size:
        head = part(file, place, place + 4)
        last, kind = bool(head[0] & 0x80), head[0] & 0x7F
        file.seek(place + 4)
        content = file.read(int.from_bytes(head[1:], "big"))
        place += 4 + len(content)
        if kind == _COMMENTS:
            add_comments(content, covers, found)
        elif kind == _PICTURE:
            add_picture(content, covers, found)
        elif kind and not (kind == _SEEKS and _in_order(content)):
            found.unknown.append(content)
    _count(file, place, found, sounding)


def _in_order(table: bytes) -> bool:
    """Whether later points are for later samples, as they have to be; those that are kept for later come last."""
    points = [table[at : at + _POINT] for at in range(0, len(table), _POINT)]
    numbers = [(int.from_bytes(one[:8], "big"), int.from_bytes(one[8:16], "big")) for one in points]
    numbers = [one for one in numbers if one[0] < (1 << 64) - 1]
    return all(one[0] < other[0] and one[1] <= other[1] for one, other in pairwise(numbers))


def _before(file: BinaryIO, covers: set[bytes], found: Contents) -> int:
    """Where the tags before the first frame end."""
    place = 0
    while (head := part(file, place, place + 10))[:3] == b"ID3" and len(head) == 10:
        length = id3_length(head)
        file.seek(place)
        add_id3(file.read(length), covers, found)
        place += length
    return place
