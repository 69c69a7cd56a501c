"""What lies in a picture file, byte by byte: the coded picture, notes of known kinds, and what nobody knows.

A file that goes on after its picture, or beside it, can be something else as well: an archive, a page, a film of a phone, the
picture of somebody. What was not looked at must not be cleared with it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

ICC, EXIF, XMP, TEXT, PHOTOSHOP, JUMBF, OPAQUE = "icc", "exif", "xmp", "text", "photoshop", "jumbf", "opaque"
"""Kinds of notes: a colour profile, EXIF, XMP, other text, Photoshop's settings, Content Credentials, and what the maker of a
camera wrote, of which no more than the name is known."""

_FILLING = b"\0\n\r \t"
_CONTROL = bytes({*range(32)} - {*b"\t\n\f\r"})

Part = tuple[int, int]
"""Where a part begins, and its length, in bytes."""


class TooMany(Exception):
    """More views of a picture, or previews in it, than are looked at."""


@dataclass
class Contents:
    """coded: where the compressed picture lies, part by part. notes: kind and content of what is known beside it.
    unknown: private parts, harmless where they are few. surplus: bytes that have no place in such a file.
    end: where the picture's file ends. says: what the format says about colours and pixels, by the format's own names.
    """

    coded: list[Part] = field(default_factory=list)
    notes: list[tuple[str, bytes]] = field(default_factory=list)
    unknown: list[bytes] = field(default_factory=list)
    surplus: int = 0
    end: int = 0
    says: dict[str, bytes] = field(default_factory=dict)
    rest: bytes = b""

    def of(self, kind: str) -> list[bytes]:
        return [content for known, content in self.notes if known == kind]

    def add_text(self, content: bytes, kind: str = TEXT) -> None:
        """A note that must be text: anything else is unknown."""
        if is_text(content):
            self.notes.append((kind, content))
        else:
            self.unknown.append(content)


def is_text(content: bytes) -> bool:
    """Whether these bytes can be text: none of them controls a terminal. UTF-16 must have a mark of its byte order."""
    if content.startswith((b"\xfe\xff", b"\xff\xfe")):
        content = content.decode("utf-16", "replace").encode()
    plain = content.rstrip(b"\0")
    return len(plain.translate(None, _CONTROL)) == len(plain)


def filled(data: bytes) -> int:
    """How many of these bytes are not filling."""
    return len(data.strip(_FILLING))


def between(data: bytes, parts: Iterable[Part]) -> tuple[int, list[bytes]]:
    """Where the last of these parts ends, and what lies between them that is not filling."""
    end, gaps = 0, []
    for start, length in sorted(parts):
        if filled(data[end:start]):
            gaps.append(data[end:start])
        end = max(end, start + length)
    return end, gaps


def shared(parts: Sequence[Part]) -> int:
    """How many bytes belong to more than one of these parts."""
    end = both = 0
    for start, length in sorted(parts):
        both += max(min(end, start + length) - start, 0)
        end = max(end, start + length)
    return both


def without(data: bytes, parts: Iterable[Part]) -> bytes:
    """The data without these parts, and without the first byte: what is not the picture's file itself."""
    left, place = [], 1
    for start, length in sorted(parts):
        left.append(data[place:start])
        place = max(place, start + length)
    return b"".join([*left, data[place:]])
