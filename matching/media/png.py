"""The chunks of a PNG file (PNG third edition), each read by its own grammar."""

import zlib
from collections import Counter
from collections.abc import Iterator

from matching.media.contents import EXIF, ICC, JUMBF, PHOTOSHOP, TEXT, XMP, Contents

_HEAD = b"\x89PNG\r\n\x1a\n"
_ONCE = {b"IHDR", b"PLTE", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"eXIf", b"caBX", b"acTL"}
# How long a chunk may be that has a length of its own: colours, transparency, sides, times, a still picture's one frame.
_LENGTHS = {
    b"IHDR": 13, b"PLTE": 768, b"IEND": 0, b"tRNS": 256, b"cHRM": 32, b"gAMA": 4, b"sRGB": 1, b"cICP": 4, b"sBIT": 4,
    b"mDCV": 24, b"cLLI": 8, b"bKGD": 6, b"hIST": 512, b"pHYs": 9, b"tIME": 7, b"oFFs": 9, b"sTER": 1, b"vpAg": 9,
    b"iDOT": 28, b"acTL": 8, b"fcTL": 26, b"gIFg": 4,
}  # fmt: skip
_PROFILE, _LONGEST = 4_000_000, 8_000_000  # bytes that a colour profile and a text may have when they are unpacked
_RAW = b"Raw profile type "
"""How ImageMagick begins the keyword of other notes, which it writes as hexadecimal numbers."""
_RAW_KINDS = {
    b"exif": EXIF,
    b"APP1": EXIF,
    b"icc": ICC,
    b"icm": ICC,
    b"xmp": XMP,
    b"iptc": PHOTOSHOP,
    b"8bim": PHOTOSHOP,
}


def read(data: bytes, start: int = 0) -> Contents:
    """The chunks of the PNG that begins at `start`. Raises ValueError where its structure breaks off."""
    found, seen = Contents(), Counter[bytes]()
    if not data.startswith(_HEAD, start):
        raise ValueError("no PNG")
    for kind, place, length in chunks(data, start):
        seen[kind] += 1
        body, found.end = data[place : place + length], place + length + 4
        if kind in _ONCE and seen[kind] > 1:
            found.surplus += length
        elif kind == b"IDAT":
            found.coded.append((place, length))
        elif kind in _LENGTHS:
            found.says[kind.decode()] = body
            found.surplus += max(length - _LENGTHS[kind], 0)
        elif kind == b"iCCP":
            found.notes.append((ICC, _unpacked(found, body.partition(b"\0")[2], _PROFILE)))
        elif kind == b"eXIf":
            found.notes.append((EXIF, body.removeprefix(b"Exif\0\0")))
        elif kind == b"caBX":
            found.notes.append((JUMBF, body))
        elif kind in (b"tEXt", b"zTXt", b"iTXt"):
            _text(found, kind, body)
        else:
            found.unknown.append(body)
    return found


def frames(data: bytes) -> int:
    """How many frames the chunks speak of, 1 in a still picture: whoever plays it may be less strict about them than whoever
    looked at it."""
    count: Counter[bytes] = Counter()
    for kind, start, length in chunks(data):
        count[kind] += 1
        if kind == b"acTL" and (length != 8 or data[start : start + 4] != b"\0\0\0\1"):
            count[b"fdAT"] += 1
    return max(count[b"fcTL"], 2) if count[b"fdAT"] or count[b"fcTL"] > 1 else 1


def chunks(data: bytes, start: int = 0) -> Iterator[tuple[bytes, int, int]]:
    """Kind, place and length of each chunk's content. Raises ValueError where they break off."""
    place, kind = start + len(_HEAD), b""
    while kind != b"IEND":
        length, kind = int.from_bytes(data[place : place + 4], "big"), data[place + 4 : place + 8]
        if place + 12 + length > len(data):
            raise ValueError("no end of the picture")
        yield kind, place + 8, length
        place += 12 + length


def end(data: bytes) -> int:
    """Where the file of the picture ends. Raises ValueError where its structure breaks off."""
    return max(place + length + 4 for _, place, length in chunks(data))


def _text(found: Contents, kind: bytes, body: bytes) -> None:
    """A keyword and a text: plain, packed, or with a flag for packing, a way, a language and the keyword in that language."""
    keyword, _, text = body.partition(b"\0")
    packed = kind == b"zTXt"
    if kind == b"iTXt":
        packed = text[:1] == b"\1"
        text = text[2:].split(b"\0", 2)[-1]
    if packed:
        text = _unpacked(found, text, _LONGEST)
    found.add_text(keyword)
    if keyword.startswith(_RAW):
        try:
            note, behind = _from_hexadecimal(text)
        except ValueError:
            note, behind = b"", text
        found.notes.append((_RAW_KINDS.get(keyword[len(_RAW) :], TEXT), note))
        found.unknown.append(behind)
    else:
        found.add_text(text, XMP if keyword == b"XML:com.adobe.xmp" else TEXT)


def _from_hexadecimal(text: bytes) -> tuple[bytes, bytes]:
    """A line break, the name, the length, and the bytes; and what follows them. Raises ValueError for anything else."""
    _, length, *lines = text.split()
    digits = b"".join(lines)
    end = 2 * int(length)
    return bytes.fromhex(digits[:end].decode("ascii")).removeprefix(b"Exif\0\0"), digits[end:]


def _unpacked(found: Contents, packed: bytes, most: int) -> bytes:
    """A note without its packing (whose way, 0, may be named first); what is longer than anything honest, or goes on after its
    end, is surplus."""
    stream = zlib.decompressobj()
    try:
        plain = stream.decompress(packed.removeprefix(b"\0"), most)
    except zlib.error:
        found.unknown.append(packed)
        return b""
    found.surplus += len(stream.unconsumed_tail) + len(stream.unused_data)
    return plain
