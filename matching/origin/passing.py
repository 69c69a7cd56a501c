"""Prompts that lie anywhere in a file, found by how they read, whatever field of whatever kind of file they were put into. Called
behind the walls."""

import mmap
import re
from collections.abc import Iterator

Content = mmap.mmap | bytes

AROUND = 1 << 17
"""Bytes on each side of a mark that may belong to the same text."""

_MARKS = ("Steps: ", "class_type", "widgets_values", "Job ID: ", "rompt>", "ROMPT>")
_CODINGS = ("utf-8", "utf-16-le", "utf-16-be")
_TRIED = 50  # places of one mark
_CONTROL = re.compile(r"[^\S\t\n\r ]|[\x00-\x08\x0e-\x1f\x7f\ufffd\ufeff]")
_COMMENT = b"UNICODE\0"  # before a comment in EXIF (Exif 2.32, 4.6.5)


def texts(content: Content, spans: list[tuple[int, int]]) -> list[str]:
    """Each text once that holds a mark of a generator, in these spans of bytes."""
    found: dict[str, None] = {}
    for mark in _MARKS:
        for coding in _CODINGS:
            for start, end in spans:
                found |= dict.fromkeys(_around(content, mark, coding, start, end))
    return list(found)


def _around(content: Content, mark: str, coding: str, start: int, end: int) -> Iterator[str]:
    sought, at = mark.encode(coding), start
    for _ in range(_TRIED):
        at = content.find(sought, at, end)
        if at < 0:
            return
        wide = len(sought) // len(mark)
        before = bytes(content[max(at - AROUND * wide, start) : at])
        before = before[len(before) % wide :]
        if (comment := before.rfind(_COMMENT)) >= 0:
            before = before[comment + len(_COMMENT) :]
        behind = bytes(content[at : min(at + AROUND * wide, end)])
        first = _CONTROL.split(before.decode(coding, "replace"))[-1]
        text = first + _CONTROL.split(behind.decode(coding, "replace"), maxsplit=1)[0]
        yield text
        at += max(len(text) - len(first), 1) * wide if coding != "utf-8" else max(len(text[len(first) :].encode()), 1)


def of_gif(content: Content) -> list[str]:
    """What comments say (GIF89a, 24): cut into blocks of up to 255 bytes."""
    found: list[str] = []
    at = content.find(b"\x21\xfe")
    while at >= 0 and len(found) < _TRIED:
        place, parts = at + 2, list[bytes]()
        while place < len(content) and (length := content[place]) and len(parts) < AROUND // 255:
            parts.append(bytes(content[place + 1 : place + 1 + length]))
            place += 1 + length
        found.append(b"".join(parts).decode("utf-8", "replace"))
        at = content.find(b"\x21\xfe", at + 2)
    return found
