"""Whether a Matroska file (RFC 9559) is whole: its reader skips whatever it does not know, frames among it, without a word."""

import os
from typing import BinaryIO

_SEGMENT = 0x18538067
_OPENED = {0x1F43B675, 0xA0}  # clusters, and groups of one block: what is in them is walked through as well
_KNOWN = {
    *(0x114D9B74, 0x1549A966, 0x1654AE6B, 0x1C53BB6B, 0x1941A469, 0x1043A770, 0x1254C367),  # of a segment
    *(0xE7, 0x5854, 0xA7, 0xAB, 0xA3, 0xAF),  # of a cluster
    *(0xA1, 0xA2, 0x75A1, 0x9B, 0xFA, 0xFB, 0xFD, 0xA4, 0x75A2, 0x8E, 0xC8),  # of a group
    *(0xEC, 0xBF),  # of anything: what is empty, and a sum
}
UNKNOWN = -1
"""The length of an element that does not say how long it is."""


def is_whole(file: BinaryIO) -> bool:
    """Whether each element is one that is known, and the last ends where the one segment and the file do."""
    size = file.seek(0, os.SEEK_END)
    kind, length, place = element(file, 0)
    kind, length, place = element(file, place + length)
    end = size if length == UNKNOWN else place + length
    whole = kind == _SEGMENT and end == size
    while whole and place < end:
        kind, length, start = element(file, place)
        if kind in _OPENED:
            place = start
        else:
            whole = kind in _KNOWN and length != UNKNOWN
            place = start + length
    file.seek(0)
    return whole and place == end


def element(file: BinaryIO, place: int) -> tuple[int, int, int]:
    """What element begins here, how long its content is (`UNKNOWN` where it does not say), and where that begins."""
    file.seek(place)
    head = file.read(12)
    if len(head) < 2 or not head[0]:
        return 0, 0, place + len(head) + 1
    width = 9 - head[0].bit_length()
    kind, rest = int.from_bytes(head[:width], "big"), head[width:]
    if not rest or not rest[0]:
        return 0, 0, place + len(head) + 1
    wide = 9 - rest[0].bit_length()
    length = int.from_bytes(rest[:wide], "big") & ((1 << 7 * wide) - 1)
    return kind, UNKNOWN if length == (1 << 7 * wide) - 1 else length, place + width + wide
