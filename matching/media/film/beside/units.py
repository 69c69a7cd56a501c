"""The units of a coded frame that no decoder shows (ITU-T H.264, 7.4.1; H.265, 7.4.2): pictures of other layers, such as a second eye's
view, an auxiliary or an enhancing one, and notes."""

import re
from collections.abc import Iterator
from typing import Any

CODECS = ("h264", "hevc")

_BEGINS = re.compile(rb"\x00\x00\x01")
_SHOWN = {"h264": {*range(1, 6), 7, 8, 9, 10, 11, 13, 14}, "hevc": {*range(38)}}
"""Kinds of units that a decoder of the first layer reads: frames, what they lean on, and where something ends."""

_NOTES = {"h264": {6, 12}, "hevc": {38, 39, 40, 62}}
"""Messages beside the frames (captions, mastering, Dolby Vision's), and what fills up."""


def unseen(codec: str, extradata: bytes | None, frame: Any) -> Iterator[tuple[bool, bytes]]:
    """Of each unit that is not shown whether it may be a picture of another layer, and its bytes. frame: the bytes of a packet."""
    content = memoryview(frame)
    for start, end in _units(codec, extradata, content):
        kind, layer = _kind(codec, content[start : start + 2])
        if layer or kind not in _SHOWN[codec]:
            yield bool(layer) or kind not in _NOTES[codec], bytes(content[start:end])


def _kind(codec: str, head: Any) -> tuple[int, int]:
    """Which unit it is, and of which layer; -1 of what is none."""
    if len(head) < 2:
        return -1, 0
    return (head[0] & 0x1F, 0) if codec == "h264" else (head[0] >> 1 & 0x3F, (head[0] & 1) << 5 | head[1] >> 3)


def _units(codec: str, extradata: bytes | None, content: Any) -> Iterator[tuple[int, int]]:
    """Where each begins and ends: behind their lengths where the file's description of the codec says so, else behind marks."""
    place = 4 if codec == "h264" else 21
    if extradata and extradata[0] == 1 and len(extradata) > place:
        wide, at = (extradata[place] & 3) + 1, 0
        while at + wide < len(content):
            length = int.from_bytes(content[at : at + wide], "big")
            yield at + wide, min(at + wide + length, len(content))
            at += wide + length
    else:
        marks = [mark.end() for mark in _BEGINS.finditer(content)]
        yield from zip(marks, [*(mark - 3 for mark in marks[1:]), len(content)], strict=False)
