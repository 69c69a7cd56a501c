"""What tracks of subtitles and of data hold beside words: nobody sees, hears or reads it in a player, and it may be anything.

Subtitles are words, as their kind of track writes them. In tracks of data nothing but words is known; a few bytes, such as where
a timecode begins, are tolerated as elsewhere (`matching.media.notes`).
"""

import re

from matching.media.contents import is_text

_CODED = re.compile(rb"[A-Za-z0-9+/=_-]{512}")
"""A file of another kind in letters: no line is as long without a space."""

_STYLES, _RECORD = b"styl", 12  # (3GPP TS 26.245, 5.17.1.1)
_CODING = b"encd"  # of QuickTime's chapters
_CAPTIONS = (b"cdat", b"cdt2", b"ccdp")


def strange(codec: str, content: bytes) -> bytes:
    """The bytes of a packet that are no words. codec: as FFmpeg calls it."""
    if codec == "mov_text" or (codec != "eia_608" and _lengths(content)):
        length = 2 + int.from_bytes(content[:2], "big")
        return _unread(content[2:length]) + _unstyled(content[length:], length - 2)
    return _uncaptioned(content) if codec == "eia_608" else _unread(content)


def _lengths(content: bytes) -> bool:
    """Whether a text begins with its length, as QuickTime's do."""
    return len(content) >= 2 and content[:1] == b"\0" and 2 + int.from_bytes(content[:2], "big") <= len(content)


def _unread(content: bytes) -> bytes:
    if content.startswith((b"\xfe\xff", b"\xff\xfe")):
        content = content.decode("utf-16", "replace").encode()
    try:
        content.decode()
    except UnicodeDecodeError:
        return content
    return b"" if is_text(content) and not _CODED.search(content) else content


def _unstyled(boxes: bytes, letters: int) -> bytes:
    """What is no style of a part of the text before it."""
    left, place = b"", 0
    while place + 8 <= len(boxes):
        length = int.from_bytes(boxes[place : place + 4], "big")
        box = boxes[place : place + max(length, 8)]
        spans = [(box[at : at + 2], box[at + 2 : at + 4]) for at in range(10, len(box), _RECORD)]
        styled = box[4:8] == _STYLES and all(first <= last <= letters.to_bytes(2, "big") for first, last in spans)
        if not styled and not (box[4:8] == _CODING and len(box) == _RECORD):
            left += box
        place += len(box)
    return left + boxes[place:]


def _uncaptioned(content: bytes) -> bytes:
    """What is none of the letters of CTA-608, which have an odd number of bits each."""
    left, place = b"", 0
    while place + 8 <= len(content):
        length = max(int.from_bytes(content[place : place + 4], "big"), 8)
        box = content[place : place + length]
        if box[4:8] not in _CAPTIONS or any(byte.bit_count() % 2 == 0 for byte in box[8:]):
            left += box
        place += length
    return left + content[place:]
