"""Whether the notes in a picture file are what they call themselves, and no file of another kind.

Notes are believed to be harmless by their own grammar and up to a size that real ones have; what is not is unknown, and much
that is unknown is not cleared.
"""

import re
import struct
from collections.abc import Iterator

from matching.media import tiff
from matching.media.contents import EXIF, ICC, JUMBF, OPAQUE, PHOTOSHOP, TEXT, XMP, Contents, is_text

FEW = 2048
"""Bytes in all that nobody need know: private notes, and gaps that editors leave. A picture of somebody seldom has so few."""

_LONGEST = {
    ICC: 4_000_000, EXIF: 1_000_000, XMP: 16_000_000, TEXT: 8_000_000, PHOTOSHOP: 4_000_000, JUMBF: 32_000_000,
    OPAQUE: 1_000_000,
}  # fmt: skip
"""Bytes of all notes of a kind. The longest in 1,300 files of cameras and editors were: 1.6 MB of profile, 64 kB of EXIF,
1.7 MB of XMP, 1.9 MB of Content Credentials (benchmarks/honest.py)."""

# How files begin that some program opens wherever they lie: archives, pages, films, sound.
_FILES = re.compile(
    rb"PK\x03\x04|PK\x01\x02|PK\x05\x06|%PDF-1|%PDF-2|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c|\x1aE\xdf\xa3|OggS\0|FLV\x01\x05"
    rb"|....ftyp[a-zA-Z0-9 ]{4}|RIFF....AVI |\0\0\x01\xba[\x21\x23\x25\x27\x29\x2b\x2d\x2fD-GL-OT-W\\-_d-gl-ot-w|-\x7f]|ID3[\x02-\x04]\0"
    rb"|<(?i:!doctype html|html|script|svg|iframe|body)[\s>]",
    re.DOTALL,
)


def strange(contents: Contents) -> int:
    """How many bytes of the notes are not believed."""
    total = dict.fromkeys(_LONGEST, 0)
    unknown, more = list(contents.unknown), 0
    for kind, content in contents.notes:
        total[kind] += len(content)
        if not _is(kind, content):
            unknown.append(content)
    for content in everything(contents):
        if _FILES.search(content):
            more += len(content)
    more += sum(max(length - _LONGEST[kind], 0) for kind, length in total.items())
    many = sum(len(part) - part.count(0) for part in unknown) > FEW
    return more + (sum(map(len, unknown)) if many else 0)


def everything(contents: Contents) -> Iterator[bytes]:
    """All that lies in the file beside the coded picture."""
    yield from (content for _, content in contents.notes)
    yield from contents.unknown
    yield contents.rest


def _is(kind: str, content: bytes) -> bool:
    """Whether a note begins as its kind does, or is mere text."""
    if is_text(content):
        return True
    if kind == EXIF:
        try:
            order, big, place = tiff.head(content)
            return bool(tiff.directory(content, place, order, big, twice=True).own)
        except (ValueError, struct.error, OverflowError):
            return False
    if kind == ICC:
        return not content or content[36:40] == b"acsp"
    if kind == JUMBF:
        return (
            content[4:8] == b"jumb" and content[12:16] == b"jumd" and int.from_bytes(content[:4], "big") <= len(content)
        )
    if kind == PHOTOSHOP:
        return content[:4] in (b"8BIM", b"MeSa", b"AgHg", b"PHUT", b"DCSR") or content[:1] in (b"\x1c", b"")
    return True
