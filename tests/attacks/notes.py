"""The notes of cameras and editors, written as they write them, with what is given in them."""

import base64
import struct
import zlib

from tests.attacks.pictures import SIDE, chunk


def part(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def exif_with(preview: bytes) -> bytes:
    """EXIF whose second directory says that a preview lies here."""
    first = struct.pack("<H", 1) + struct.pack("<HHII", 0x0112, 3, 1, 1) + struct.pack("<I", 26)
    second = (
        struct.pack("<H", 2)
        + struct.pack("<HHII", 513, 4, 1, 56)
        + struct.pack("<HHII", 514, 4, 1, len(preview))
        + bytes(4)
    )
    return b"II*\0\x08\0\0\0" + first + second + preview


def boxes(content: bytes) -> bytes:
    """Content Credentials with an embedded file."""

    def box(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body) + 8) + kind + body

    return box(b"jumb", box(b"jumd", b"c2pa" + bytes(13)) + box(b"bidb", content))


def in_credentials(box: bytes) -> bytes:
    pieces = [box[place : place + 60_000] for place in range(8, len(box), 60_000)]
    return b"".join(
        part(0xEB, b"JP\0\1" + struct.pack(">I", number) + box[:8] + piece) for number, piece in enumerate(pieces, 1)
    )


def settings(thumbnail: bytes) -> bytes:
    """Photoshop's settings with its thumbnail (resource 1036)."""
    head = struct.pack(">IIIIIIHH", 1, SIDE, SIDE, SIDE * 3, SIDE * SIDE * 3, len(thumbnail), 24, 1)
    body = head + thumbnail
    return b"8BIM" + struct.pack(">HHI", 1036, 0, len(body)) + body + bytes(len(body) % 2)


def xmp_with(content: bytes) -> bytes:
    text = base64.encodebytes(content).replace(b"\n", b"&#xA;")
    return (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><xmpGImg:image>'
        + text
        + b"</xmpGImg:image></rdf:RDF></x:xmpmeta>"
    )


def hexadecimal(name: bytes, content: bytes) -> bytes:
    return b"\n" + name + b"\n%8d\n" % len(content) + content.hex().encode()


def text(keyword: bytes, content: bytes, kind: bytes = b"tEXt") -> bytes:
    return chunk(kind, keyword + (b"\0\0" + zlib.compress(content) if kind == b"zTXt" else b"\0" + content))


def riff(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<I", len(body)) + body + bytes(len(body) % 2)
