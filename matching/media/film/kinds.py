"""What a film's file is, by how it begins."""

import os
from pathlib import Path

_LOOKED_AT = 64  # bytes
_BOXES = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")  # that an MP4 or QuickTime file may begin with
_STILLS = (
    b"mif1",
    b"msf1",
    b"heic",
    b"heix",
    b"heim",
    b"heis",
    b"hevc",
    b"hevx",
    b"avif",
    b"avis",
)  # brands of pictures
_MATROSKA = b"\x1a\x45\xdf\xa3"
_MXF = bytes.fromhex("060e2b34020501010d0102010102")


def form_of(path: Path) -> str | None:
    """ "MP4", "MKV", "AVI" or "MXF"; None for whatever is none of these, or cannot be read. Never raises."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError):
        return None
    try:
        begins = os.read(descriptor, _LOOKED_AT)
    except OSError:
        return None
    finally:
        os.close(descriptor)
    if begins[4:8] in _BOXES:
        return None if begins[4:8] == b"ftyp" and begins[8:12] in _STILLS else "MP4"
    if begins.startswith(_MATROSKA):
        return "MKV"
    if begins.startswith(b"RIFF") and begins[8:11] == b"AVI":
        return "AVI"
    return "MXF" if begins.startswith(_MXF) else None
