"""Tags that are common to several kinds of sound files: ID3 (id3.org, 2.2 to 2.4), APE, and Vorbis comments."""

import base64
import binascii
import re

from matching.media.contents import TEXT, Contents, is_text

_CODED = re.compile(rb"[A-Za-z0-9+/=_-]{2048}")
"""A file of another kind in letters: nobody writes words as long."""

_PICTURES = (b"APIC", b"PIC")
_HEAD, _FOOT = 10, 10


def add_words(content: bytes, found: Contents) -> None:
    """What should be text: anything else is unknown."""
    if is_text(content) and not _CODED.search(content):
        found.notes.append((TEXT, content))
    else:
        found.unknown.append(content)


def add_id3(content: bytes, covers: set[bytes], found: Contents) -> None:
    """A whole tag, from its first letters on."""
    version, flags, place = content[3], content[5], _HEAD
    short = version == 2
    head = 6 if short else 10
    if flags & 0x40 or version not in (2, 3, 4):  # an extended head, or what nobody has written yet
        found.unknown.append(content[_HEAD:])
        return
    if flags & 0x80:  # 0xFF 0x00 stands for 0xFF
        content = content.replace(b"\xff\0", b"\xff")
    while place + head <= len(content) and content[place]:
        kind = content[place : place + (3 if short else 4)]
        length = content[place + len(kind) : place + 2 * len(kind)]
        size = _synchsafe(length) if version == 4 else int.from_bytes(length, "big")
        start = place + head
        _add_frame(kind, content[start : start + size], covers, found)
        place = start + size
    found.unknown.append(content[place:])


def _add_frame(kind: bytes, content: bytes, covers: set[bytes], found: Contents) -> None:
    if kind in _PICTURES:
        seen = next((one for one in covers if content.endswith(one)), None)
        found.unknown.append(content if seen is None else content[: -len(seen)])
    elif kind[:1] == b"W":
        add_words(content, found)
    elif kind[:1] == b"T" or kind in (
        b"COMM",
        b"USLT",
        b"COM",
        b"ULT",
    ):  # how it is coded, a language, and a description
        if content[:1] in (b"\1", b"\2"):
            _add_wide(content, found)
        else:
            add_words(content[1:].replace(b"\0", b"\n"), found)
    else:
        found.unknown.append(content)


def _add_wide(content: bytes, found: Contents) -> None:
    """Words of two bytes a letter."""
    order = "utf-16-le" if b"\xff\xfe" in content[:8] else "utf-16-be"
    start = 1 if content[1:3] in (b"\xff\xfe", b"\xfe\xff") or content[:1] == b"\2" else 4
    try:
        words = content[start:].decode(order)
    except UnicodeDecodeError:
        try:
            words = content[start:-1].decode(order)
        except UnicodeDecodeError:
            found.unknown.append(content)
            return
    add_words(words.replace("\0", "\n").replace("\ufeff", "").replace("\ufffe", "").encode(), found)


def add_ape(content: bytes, found: Contents) -> int:
    """The tag at the end of a file; how many bytes it has."""
    foot = content[-32:]
    if len(foot) < 32 or foot[:8] != b"APETAGEX":
        return 0
    size, count, flags = (int.from_bytes(foot[at : at + 4], "little") for at in (12, 16, 20))
    whole = size + (32 if flags & 0x80000000 else 0)
    if whole > len(content):
        return 0
    items, place = content[-size:-32], 0
    for _ in range(count):
        length, flags = (int.from_bytes(items[place + at : place + at + 4], "little") for at in (0, 4))
        start = items.find(b"\0", place + 8) + 1
        if not start or start + length > len(items):
            break
        value = items[start : start + length]
        if flags >> 1 & 3 == 1:  # not words
            found.unknown.append(value)
        else:
            add_words(value.replace(b"\0", b"\n"), found)
        place = start + length
    found.unknown.append(items[place:])
    return whole


def add_comments(content: bytes, covers: set[bytes], found: Contents) -> None:
    """Vorbis comments (Vorbis I, 5.2): a vendor, and one text after the other, each behind its length."""
    place, count = 0, 1
    taken = 0
    while taken < count and place + 4 <= len(content):
        length = int.from_bytes(content[place : place + 4], "little")
        if place + 4 + length > len(content):
            break
        _add_comment(content[place + 4 : place + 4 + length], covers, found)
        place += 4 + length
        if not taken:
            count = 1 + int.from_bytes(content[place : place + 4], "little")
            place += 4
        taken += 1
    found.unknown.append(content[place:])


def _add_comment(content: bytes, covers: set[bytes], found: Contents) -> None:
    key, _, value = content.partition(b"=")
    if key.upper() == b"METADATA_BLOCK_PICTURE":
        try:
            add_picture(base64.b64decode(value, validate=True), covers, found)
        except binascii.Error:
            found.unknown.append(content)
    else:
        add_words(content, found)


def add_picture(content: bytes, covers: set[bytes], found: Contents) -> None:
    """A block with a picture (RFC 9639, 8.8)."""
    seen = next((one for one in covers if content.endswith(one)), None)
    found.unknown.append(content if seen is None else content[: -len(seen)])


def _synchsafe(digits: bytes) -> int:
    length = 0
    for byte in digits:
        length = length << 7 | byte & 0x7F
    return length
