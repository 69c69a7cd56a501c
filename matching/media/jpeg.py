"""The parts of a JPEG file (ITU-T T.81, annex B), read as strictly as decoders read it leniently: they skip what lies between
the parts, and markers that mean nothing where they stand."""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from matching.media import tiff
from matching.media.contents import EXIF, ICC, JUMBF, OPAQUE, PHOTOSHOP, XMP, Contents, filled

SOI, EOI = b"\xff\xd8", b"\xff\xd9"
_SOF = {0xC0, 0xC1, 0xC2}  # baseline, extended and progressive, Huffman coded; viewers show no other
_DHT, _SOS, _DQT, _DRI, _COM = 0xC4, 0xDA, 0xDB, 0xDD, 0xFE
_TABLES = 16_384
"""Bytes that all tables may have: four of each kind are 1,600, and each scan of a progressive picture may bring its own."""

# In compressed data FF is followed by 00, by a restart marker (D0 to D7) or by filling (FF); anything else is the next marker.
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_RESTART = re.compile(rb"\xff[\xd0-\xd7]")

# Who else writes into a JPEG, by how such a part begins: what follows is known to the maker alone.
_MAKERS = (
    *(
        b"FPXR\0",
        b"Meta\0",
        b"META\0",
        b"SCALADO\0",
        b"Adobe_CM",
        b"Ducky",
        b"GoPro\0",
        b"EPPIM\0",
        b"MMIMETA\0",
        b"RMETA\0",
    ),
    *(b"Qualcomm Camera", b"JFXX\0", b"HPSC", b"QVCI\0", b"AVI1", b"SPIFF\0", b"[picture info]"),
)
_XMP, _MORE_XMP = b"http://ns.adobe.com/xap/1.0/\0", b"http://ns.adobe.com/xmp/extension/\0"
_ICC, _EXIF, _PHOTOSHOP, _MPF = b"ICC_PROFILE\0", b"Exif\0", b"Photoshop 3.0\0", b"MPF\0"
GAIN_MAP = b"urn:iso:std:iso:ts:21496:-1\0"


@dataclass(frozen=True)
class Scan:
    """components: their ids. band: first and last coefficient, higher and lower bit (ITU-T T.81, B.2.3). pieces: start and end
    of the data between restart markers, and in how many units (MCUs) they come. even: whether zeros draw an even area."""

    components: tuple[int, ...]
    band: tuple[int, int, int, int]
    pieces: tuple[tuple[int, int], ...]
    interval: int
    even: bool


@dataclass
class Jpeg(Contents):
    """kind: SOF marker. components: id -> horizontal and vertical samples. codes: class and number of a Huffman table -> what
    its shortest code means, which is all zeros."""

    kind: int = 0
    width: int = 0
    height: int = 0
    components: dict[int, tuple[int, int]] = field(default_factory=dict)
    scans: list[Scan] = field(default_factory=list)
    codes: dict[int, int] = field(default_factory=dict)


def read(data: bytes, start: int = 0) -> Jpeg:
    """The parts of the JPEG that begins at `start`. Raises ValueError or IndexError where its structure breaks off."""
    found, place, interval, tables = Jpeg(), start + 2, 0, 0
    parts: dict[str, list[bytes]] = {}
    if data[start:place] != SOI:
        raise ValueError("no JPEG")
    while True:
        at = _marker(data, place)
        found.surplus += filled(data[place:at].replace(b"\xff", b""))
        marker, place = data[at + 1], at + 2
        if marker == EOI[1]:
            break
        if marker < 0xC0 or 0xD0 <= marker <= 0xD8:  # without a length, and without a meaning here
            found.surplus += 2
            continue
        length = int.from_bytes(data[place : place + 2], "big")
        body, place = data[place + 2 : place + length], place + length
        if length < 2 or place > len(data):
            raise ValueError("a part is cut off")
        if marker in _SOF:
            _frame(found, marker, body)
        elif marker == _SOS:
            scan, place = _scan(found, data, body, place, interval)
            found.scans.append(scan)
        elif marker in (_DHT, _DQT):
            tables += length
            if marker == _DHT:
                _codes(found, body)
        elif marker == _DRI:
            interval = int.from_bytes(body[:2], "big")
            found.surplus += len(body[2:])
        elif marker == _COM:
            found.add_text(body)
        elif 0xE0 <= marker <= 0xEF:
            _application(found, parts, marker & 15, body)
        else:
            raise ValueError("a kind of JPEG that viewers do not show")
    found.end = place
    found.surplus += max(tables - _TABLES, 0)
    found.coded = [(a, b - a) for scan in found.scans for a, b in scan.pieces]
    _assembled(found, parts)
    return found


def pages(found: Jpeg) -> int:
    """How many pictures the file has by the index of a multi-picture file (CIPA DC-007, 5.2.3)."""
    index = found.says.get("mpf", b"")
    if not index:
        return 1
    order, big, place = tiff.head(index)
    own = tiff.directory(index, place, order, big, twice=True)
    return max(own.number(0xB001, 1), len(own.data.get(0xB002, b"")) // 16)


def _marker(data: bytes, place: int) -> int:
    """Where the next marker begins; what lies before it is no part of the picture."""
    while True:
        place = data.find(b"\xff", place)
        if place < 0 or place + 1 >= len(data):
            raise ValueError("no end of the picture")
        if data[place + 1] not in (0, 0xFF):
            return place
        place += 1


def _frame(found: Jpeg, marker: int, body: bytes) -> None:
    if found.kind:
        raise ValueError("two pictures in one")
    found.kind, found.height, found.width = marker, *(int.from_bytes(body[a:b], "big") for a, b in ((1, 3), (3, 5)))
    for place in range(6, 6 + 3 * body[5], 3):
        found.components[body[place]] = body[place + 1] >> 4, body[place + 1] & 15
    found.surplus += len(body) - 6 - 3 * body[5]


def _codes(found: Jpeg, body: bytes) -> None:
    while body:
        count = sum(body[1:17])
        found.codes[body[0]] = body[17]
        body = body[17 + count :]


def _scan(found: Jpeg, data: bytes, body: bytes, place: int, interval: int) -> tuple[Scan, int]:
    """A scan, and where its data end."""
    marker = _NEXT_MARKER.search(data, place)
    if marker is None:
        raise ValueError("no end of the picture")
    end = marker.start()
    marks = [mark.start() for mark in _RESTART.finditer(data, place, end)]
    if marks and marks[-1] + 2 == end:  # some write one more behind the last piece
        end = marks.pop()
    edges = [place - 2, *marks, end]
    if any(data[mark + 1] & 7 != number % 8 for number, mark in enumerate(marks)):
        raise ValueError("restart markers are missing")
    count = body[0]
    first, last, bits = body[1 + 2 * count : 4 + 2 * count]
    # in a table for one coefficient 0 is no difference, in one for many 0 in the lower half ends the block
    tables = [(tables >> 4, 0x10 | (tables & 15)) for tables in body[2 : 2 + 2 * count : 2]]
    direct = first > 0 or all(found.codes.get(one) == 0 for one, _ in tables)
    rest = last == 0 or all(found.codes.get(many, 1) & 15 == 0 for _, many in tables)
    return Scan(
        tuple(body[1 : 1 + 2 * count : 2]),
        (first, last, bits >> 4, bits & 15),
        tuple((a + 2, b) for a, b in pairwise(edges)),
        interval,
        bits >> 4 > 0 or (direct and rest),
    ), marker.start()


def _application(found: Jpeg, parts: dict[str, list[bytes]], number: int, body: bytes) -> None:
    """An application's part. Those that go on in the next one are gathered first."""
    for kind, name in ((ICC, _ICC), ("mpf", _MPF), (PHOTOSHOP, _PHOTOSHOP), ("xmp+", _MORE_XMP), ("gain", GAIN_MAP)):
        if body.startswith(name):
            parts.setdefault(kind, []).append(body[len(name) :])
            return
    if number == 0 and body.startswith(b"JFIF\0"):
        found.says["jfif"] = body[5:14]
        found.unknown.append(body[14:])  # a preview, seldom written and never shown
    elif number == 1 and body.startswith(_EXIF):
        parts.setdefault(EXIF, []).append(body[len(_EXIF) + 1 :])
    elif number == 1 and body.startswith(_XMP):
        found.add_text(body[len(_XMP) :], XMP)
    elif number == 11 and body.startswith(b"JP"):
        parts.setdefault(JUMBF, []).append(body[2:])
    elif number == 14 and body.startswith(b"Adobe") and len(body) >= 12:
        found.says["adobe"] = body[11:12]
        found.unknown.append(body[12:])
    elif body.startswith(_MAKERS):
        found.notes.append((OPAQUE, body))
    else:
        found.unknown.append(body)


def _assembled(found: Jpeg, parts: dict[str, list[bytes]]) -> None:
    """Notes that are longer than a part of 64 kB."""
    profile = parts.get(ICC, [])
    if profile:
        whole = [part[:2] for part in profile] == [bytes((n + 1, len(profile))) for n in range(len(profile))]
        found.notes.append((ICC, b"".join(part[2:] for part in profile) if whole else b""))
    if EXIF in parts:
        found.notes.append((EXIF, b"".join(parts[EXIF])))
    if PHOTOSHOP in parts:
        found.notes.append((PHOTOSHOP, b"".join(parts[PHOTOSHOP])))
    if "xmp+" in parts:  # a digest (32), the length (4) and the place (4) come first
        found.add_text(b"".join(part[40:] for part in sorted(parts["xmp+"], key=lambda part: part[36:40])), XMP)
    boxes: dict[bytes, bytes] = {}
    for part in parts.get(
        JUMBF, []
    ):  # number of the box (2), of the part (4), then the box, whose head each part repeats
        again = boxes.get(part[:2], b"")
        boxes[part[:2]] = again + part[6 + (8 if again else 0) :]
    found.notes += [(JUMBF, box) for box in boxes.values()]
    if "mpf" in parts:
        found.says["mpf"] = b"".join(parts["mpf"])
    if "gain" in parts:
        found.says["gain"] = b"".join(parts["gain"])
