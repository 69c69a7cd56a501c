"""Where a picture ends in its file.

A file that goes on after its picture can be something else as well: an archive, a page, a film of a phone. What was not
looked at must not be cleared with it.
"""

import re

# In a JPEG's compressed data FF is followed by 00, by a restart marker (D0 to D7) or by filling (FF); anything else
# is the next marker.
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_FILLING = b"\0\n\r \t"


def surplus(data: bytes, form: str) -> int:
    """How many bytes follow the picture, filling left out. `form` is Pillow's name of the format; 0 for formats whose
    parts may lie anywhere (TIFF), whose length fields are not reliable (BMP), or that hold several pictures (MPO).
    Raises ValueError or IndexError where the structure breaks off.
    """
    find_end = {"JPEG": _jpeg, "PNG": _png, "GIF": _gif, "WEBP": _webp}.get(form)
    return len(data[find_end(data) :].strip(_FILLING)) if find_end else 0


def _jpeg(data: bytes) -> int:
    place = 2
    while True:
        marker = _NEXT_MARKER.search(data, place)
        if marker is None:
            raise ValueError("no end of the picture")
        if marker.group() == b"\xff\xd9":
            return marker.end()
        place = marker.end() + int.from_bytes(data[marker.end() : marker.end() + 2], "big")


def _png(data: bytes) -> int:
    place = 8
    while True:
        kind = data[place + 4 : place + 8]
        place += 12 + int.from_bytes(data[place : place + 4], "big")
        if kind == b"IEND":
            return place
        if place >= len(data):
            raise ValueError("no end of the picture")


def _webp(data: bytes) -> int:
    length = int.from_bytes(data[4:8], "little")
    return 8 + length + length % 2


def _gif(data: bytes) -> int:
    place = 13 + _palette(data[10])
    while data[place] != 0x3B:
        if data[place] == 0x21:  # an extension: its label, then blocks
            place += 2
        elif data[place] == 0x2C:  # a picture: place and sides, perhaps a palette, the code size, then blocks
            place += 11 + _palette(data[place + 9])
        else:
            raise ValueError("neither extension nor picture")
        while data[place]:
            place += 1 + data[place]
        place += 1
    return place + 1


def _palette(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0
