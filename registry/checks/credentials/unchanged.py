"""Whether a written file differs from the one that was checked by its manifest alone.

The clearance is of what was seen. Whatever puts a manifest in rewrites the file, and in some forms what lies behind it moves: a film
says by their distance from its beginning where its pictures lie. Somebody could make a file that shows other pictures once so many
bytes more lie before them. So the parts of both files are told apart here, by as little of each form as is needed, and compared byte
for byte; of a film the places of its pictures have to have moved exactly as far as the pictures. What this does not understand to the
end is refused: there is still the manifest beside the file.
"""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from mmap import ACCESS_READ, mmap
from typing import BinaryIO

Span = tuple[int, int]
_STEP = 1 << 20
_C2PA_BOX = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")  # C2PA 2.2, A.5: BMFF-based formats
_C2PA_JUMBF = b"c2pa"  # the first bytes of the type of its outermost superbox (C2PA 2.2, 11.1.4.2)
_MOST_BOXES = 1_000_000
_STILL = frozenset({b"ftyp", b"free", b"skip", b"wide", b"mdat", b"moov", b"uuid"})
_TELLS_PLACES = (b"cmov", b"iloc", b"saio", b"tfhd", b"mvex")


class Changed(Exception):
    """Something else than the manifest differs, or the form is not understood well enough to say."""


def require_unchanged(source: BinaryIO, written: BinaryIO, how: str) -> None:
    """Raises `Changed`. how: as `formats.Format.inside`."""
    with (
        mmap(source.fileno(), 0, access=ACCESS_READ) as before,
        mmap(written.fileno(), 0, access=ACCESS_READ) as after,
    ):
        try:
            _HOW[how](before, after)
        except (struct.error, IndexError, ValueError) as error:
            raise Changed from error


def _jpeg(before: mmap, after: mmap) -> None:
    _require_same(before, _jpeg_parts(before), after, _jpeg_parts(after))


def _jpeg_parts(data: mmap) -> list[Span]:
    """Everything but the segments of a manifest. Pictures behind the first are found by their distance from a segment that says so
    (CIPA DC-007): no manifest may lie behind that one."""
    parts, at, numbers, further = [(0, 2)], 2, set[bytes](), False
    while True:
        if data[at] != 0xFF:
            raise Changed
        kind = data[at + 1]
        if kind in (0xDA, 0xD9):
            return [*parts, (at, len(data))]
        if kind in (0xFF, 0x00, 0x01) or 0xD0 <= kind <= 0xD8:
            raise Changed
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        content = data[at + 4 : min(end, at + 60)]
        is_ours = False
        if kind == 0xEB and content[:2] == b"JP" and content[12:16] == b"jumb":
            if content[20:24] == b"jumd" and content[24:28] == _C2PA_JUMBF:
                numbers.add(content[2:4])
            is_ours = content[2:4] in numbers
        if is_ours and further:
            raise Changed
        further = further or (kind == 0xE2 and content[:4] == b"MPF\0")
        if not is_ours:
            parts.append((at, end))
        if end > len(data) or end < at + 4:
            raise Changed
        at = end


def _png(before: mmap, after: mmap) -> None:
    _require_same(before, _png_parts(before), after, _png_parts(after))


def _png_parts(data: mmap) -> list[Span]:
    parts, at = [(0, 8)], 8
    while at < len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        kind = data[at + 4 : at + 8]
        if end > len(data):
            raise Changed
        if kind != b"caBX":
            parts.append((at, end))
        at = end
        if kind == b"IEND":
            return [*parts, (at, len(data))]
    raise Changed


def _riff(before: mmap, after: mmap) -> None:
    _require_same(before, _riff_parts(before), after, _riff_parts(after))


def _riff_parts(data: mmap) -> list[Span]:
    """Everything but the manifest's chunk and the length of the whole, which has to be true."""
    if int.from_bytes(data[4:8], "little") + 8 != len(data):
        raise Changed
    parts, at = [(0, 4), (8, 12)], 12
    while at < len(data):
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        end = at + 8 + length + length % 2
        if end > len(data):
            raise Changed
        if data[at : at + 4] != b"C2PA":
            parts.append((at, end))
        at = end
    return parts


@dataclass(frozen=True)
class _Box:
    kind: bytes
    start: int
    end: int
    content: int  # where its content begins


def _boxes(data: mmap, at: int, end: int) -> Iterator[_Box]:
    for _ in range(_MOST_BOXES):
        if at >= end:
            return
        size, kind = int.from_bytes(data[at : at + 4], "big"), bytes(data[at + 4 : at + 8])
        content = at + 8
        if size == 1:
            size, content = int.from_bytes(data[at + 8 : at + 16], "big"), at + 16
        elif size == 0:
            size = end - at
        if size < content - at or at + size > end:
            raise Changed
        yield _Box(kind, at, at + size, content)
        at += size
    raise Changed


def _film(before: mmap, after: mmap) -> None:
    """Boxes of ISO/IEC 14496-12. The film's own box is compared with the places in it moved, all others as they are."""
    was, now = _film_boxes(before), _film_boxes(after)
    if [(box.kind, box.end - box.start) for box in was] != [(box.kind, box.end - box.start) for box in now]:
        raise Changed
    moved = [(box.start, box.end, there.start - box.start) for box, there in zip(was, now, strict=True)]
    for box, there in zip(was, now, strict=True):
        if box.kind == b"moov":
            if _with_places_moved(before, box, moved) != after[there.start : there.end]:
                raise Changed
        else:
            _require_same(before, [(box.start, box.end)], after, [(there.start, there.end)])


def _film_boxes(data: mmap) -> list[_Box]:
    found = [
        box
        for box in _boxes(data, 0, len(data))
        if not (box.kind == b"uuid" and data[box.content : box.content + 16] == _C2PA_BOX)
    ]
    if any(box.kind not in _STILL for box in found) or sum(box.kind == b"moov" for box in found) != 1:
        raise Changed
    return found


def _with_places_moved(data: mmap, moov: _Box, moved: list[tuple[int, int, int]]) -> bytes:
    """The film's own box as it has to be once everything lies where it lies now. No part of it but the tables of places on their
    usual way may say where anything is."""
    content = bytearray(data[moov.start : moov.end])
    if any(name in content for name in _TELLS_PLACES):
        raise Changed
    tables = list(_tables(data, moov, (b"trak", b"mdia", b"minf", b"stbl")))
    if content.count(b"stco") + content.count(b"co64") != len(tables):
        raise Changed
    for table in tables:
        wide = 8 if table.kind == b"co64" else 4
        count = int.from_bytes(data[table.content + 4 : table.content + 8], "big")
        first = table.content + 8
        if first + count * wide > table.end:
            raise Changed
        form = ">Q" if wide == 8 else ">I"
        places = struct.iter_unpack(form, data[first : first + count * wide])
        at = first - moov.start
        start = end = by = 0
        for (place,) in places:
            if not start <= place < end:
                start, end, by = next((one for one in moved if one[0] <= place < one[1]), (0, 0, 0))
                if end == 0:
                    raise Changed
            struct.pack_into(form, content, at, place + by)
            at += wide
    return bytes(content)


def _tables(data: mmap, box: _Box, way: tuple[bytes, ...]) -> Iterator[_Box]:
    for inner in _boxes(data, box.content, box.end):
        if not way and inner.kind in (b"stco", b"co64"):
            yield inner
        elif way and inner.kind == way[0]:
            yield from _tables(data, inner, way[1:])


def _require_same(before: mmap, parts: list[Span], after: mmap, others: list[Span]) -> None:
    """Raises `Changed` where the bytes of these parts, one after the other, are not the same."""
    if sum(end - start for start, end in parts) != sum(end - start for start, end in others):
        raise Changed
    ours, theirs = _chunks(before, parts), _chunks(after, others)
    one = other = b""
    while True:
        one, other = one or next(ours, b""), other or next(theirs, b"")
        length = min(len(one), len(other))
        if one[:length] != other[:length]:
            raise Changed
        if not length:
            return
        one, other = one[length:], other[length:]


def _chunks(data: mmap, parts: list[Span]) -> Iterator[bytes]:
    for start, end in parts:
        for at in range(start, end, _STEP):
            yield data[at : min(at + _STEP, end)]


_HOW: dict[str, Callable[[mmap, mmap], None]] = {"jpeg": _jpeg, "png": _png, "riff": _riff, "boxes": _film}
