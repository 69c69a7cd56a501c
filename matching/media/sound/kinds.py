"""What a sound file is, by how it begins: never by its name."""

import os
from pathlib import Path

_LOOKED_AT = 16  # bytes
_W64 = bytes.fromhex("726966662e91cf11a5d628db04c10000")
_HEAD = 10  # bytes of an ID3 tag that say how long it is

RIFF = ("RIFF", "W64", "AIFF")
"""Forms that are made of chunks."""


def form_of(path: Path) -> str | None:
    """ "RIFF" (WAV, BWF, RF64), "W64", "AIFF", "FLAC", "OGG" (Vorbis, Opus, FLAC), "MP3" or "AAC" (ADTS); None for whatever is
    none of these, or cannot be read. Never raises."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError):
        return None
    try:
        return _form(descriptor)
    except OSError:
        return None
    finally:
        os.close(descriptor)


def _form(descriptor: int) -> str | None:
    begins, place = os.pread(descriptor, _LOOKED_AT, 0), 0
    if begins[:4] in (b"RIFF", b"RF64", b"BW64") and begins[8:12] == b"WAVE":
        return "RIFF"
    if begins == _W64:
        return "W64"
    if begins[:4] == b"FORM" and begins[8:12] in (b"AIFF", b"AIFC"):
        return "AIFF"
    if begins[:4] == b"OggS":
        return "OGG"
    while begins[:3] == b"ID3" and len(begins) >= _HEAD:
        place += id3_length(begins)
        begins = os.pread(descriptor, _LOOKED_AT, place)
    if begins[:4] == b"fLaC":
        return "FLAC"
    return _synced(begins)


def id3_length(head: bytes) -> int:
    """Bytes of a tag that begins so, its head and foot among them (ID3v2.4, 3.1)."""
    length = 0
    for byte in head[6:_HEAD]:
        length = length << 7 | byte & 0x7F
    return length + _HEAD + (_HEAD if head[5] & 0x10 else 0)


def _synced(begins: bytes) -> str | None:
    """A frame of MPEG audio (ISO/IEC 11172-3, 2.4.2.3), or one of AAC in ADTS (14496-3, 1.A.3.2)."""
    if len(begins) < 4 or begins[0] != 0xFF or begins[1] & 0xE0 != 0xE0:
        return None
    if begins[1] & 0xF6 == 0xF0:
        return "AAC"
    known = begins[1] & 0x18 != 0x08 and begins[1] & 0x06 and begins[2] & 0xF0 != 0xF0 and begins[2] & 0x0C != 0x0C
    return "MP3" if known else None
