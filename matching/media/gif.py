"""The blocks of a GIF file (GIF89a)."""

from matching.media.contents import ICC, JUMBF, XMP, Contents

_EXTENSION, _PICTURE, _END = 0x21, 0x2C, 0x3B
_COMMENT, _CONTROL, _APPLICATION = 0xFE, 0xF9, 0xFF
_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
_XMP_TAIL = 257  # bytes: counts down, so that whoever reads XMP as blocks finds their end


def read(data: bytes, start: int = 0) -> Contents:
    """The blocks of the GIF that begins at `start`. Raises ValueError or IndexError where its structure breaks off."""
    if data[start : start + 4] != b"GIF8":
        raise ValueError("no GIF")
    found, place = Contents(), start + 13 + palette(data[start + 10])
    while data[place] != _END:
        if data[place] == _EXTENSION:
            place = _extension(found, data, place)
        elif data[place] == _PICTURE:  # place and sides, perhaps a palette, the size of the first codes, then blocks
            own = palette(data[place + 9])
            found.says["palette"] = bytes(own or palette(data[start + 10]))
            begin = place + 11 + own
            _, place = blocks(data, begin)
            found.coded.append((begin, place - begin))
        else:
            raise ValueError("neither extension nor picture")
    found.end = place + 1
    return found


def _extension(found: Contents, data: bytes, place: int) -> int:
    label = data[place + 1]
    content, end = blocks(data, place + 2)
    name, rest = content[:11], content[11:]
    if label == _COMMENT:
        found.add_text(content)
    elif label == _CONTROL:
        found.surplus += max(len(content) - 4, 0)
    elif label == _APPLICATION and name in _LOOPS:
        found.surplus += max(len(rest) - 10, 0)  # how often to repeat, how much to load first
    elif label == _APPLICATION and name == b"XMP DataXMP":  # not in blocks: the text itself, made to look like some
        found.add_text(data[place + 14 : end - _XMP_TAIL - 1], XMP)
    elif label == _APPLICATION and name == b"ICCRGBG1012":
        found.notes.append((ICC, rest))
    elif label == _APPLICATION and name == b"C2PA_GIF\x01\x00\x00":
        found.notes.append((JUMBF, rest))
    else:
        found.unknown.append(content)
    return end


def blocks(data: bytes, place: int) -> tuple[bytes, int]:
    """The content of the blocks that begin here, and where they end."""
    content = []
    while length := data[place]:
        content.append(data[place + 1 : place + 1 + length])
        place += 1 + length
    return b"".join(content), place + 1


def in_blocks(content: bytes) -> bytes:
    pieces = (content[place : place + 255] for place in range(0, len(content), 255))
    return b"".join(bytes([len(piece)]) + piece for piece in pieces) + b"\0"


def palette(flags: int) -> int:
    """Bytes of the palette that these flags announce."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0
