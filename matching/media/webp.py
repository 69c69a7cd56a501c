"""The chunks of a WebP file (RFC 9649): a still picture has one picture, and each kind of note once."""

from matching.media.contents import EXIF, ICC, JUMBF, XMP, Contents

_PICTURE, _NOTES = (b"VP8 ", b"VP8L"), {b"ICCP": ICC, b"EXIF": EXIF, b"XMP ": XMP, b"C2PA": JUMBF}


def read(data: bytes, start: int = 0) -> Contents:
    """The chunks of the WebP that begins at `start`. Raises ValueError where its structure breaks off."""
    found, seen = Contents(), set[bytes]()
    found.end = start + 8 + _even(int.from_bytes(data[start + 4 : start + 8], "little"))
    if data[start : start + 4] != b"RIFF" or data[start + 8 : start + 12] != b"WEBP" or found.end > len(data) + 1:
        raise ValueError("no WebP, or no end of the picture")
    place = start + 12
    while place < min(found.end, len(data)):
        kind, length = data[place : place + 4], int.from_bytes(data[place + 4 : place + 8], "little")
        body = data[place + 8 : place + 8 + length]
        again = kind in seen or (kind in _PICTURE and not seen.isdisjoint(_PICTURE))
        seen.add(kind)
        if again or place + 8 + length > found.end:
            found.surplus += 8 + length
        elif kind in _PICTURE or kind == b"ALPH":
            found.coded.append((place + 8, length))
        elif kind == b"VP8X":
            found.surplus += max(length - 10, 0)
        elif kind in (b"XMP ", b"XMP\0"):  # a plug-in of Adobe's wrote the latter
            found.add_text(body, XMP)
        elif kind in _NOTES:
            found.notes.append((_NOTES[kind], body.removeprefix(b"Exif\0\0")))
        elif kind in (b"ANIM", b"ANMF"):
            found.surplus += 8 + length  # of a moving picture
        else:
            found.unknown.append(body)
        place += 8 + _even(length)
    return found


def _even(length: int) -> int:
    return length + length % 2
