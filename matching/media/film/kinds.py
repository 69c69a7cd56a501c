"""What a film's file is, by how it begins."""

import os
from pathlib import Path

DRAWN = ("GIF", "PNG", "WEBP", "AVIF", "ZIP", "TAR")
"""Films that are drawn picture by picture: animated pictures, and archives of frames."""

_ANIMATED = {b"GIF8": "GIF", b"\x89PNG": "PNG", b"RIFF": "WEBP"}
_LOOKED_AT = 512  # bytes
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
_ZIP = (b"PK\3\4", b"PK\5\6")
_USTAR = 257
_MXF = bytes.fromhex("060e2b34020501010d0102010102")


def animated(path: Path) -> str | None:
    """How the file of an animated picture begins: "GIF", "PNG", "WEBP" or "AVIF". Never raises."""
    begins = _beginning(path)
    if begins[4:8] == b"ftyp":
        return "AVIF" if begins[8:12] == b"avis" else None
    return _ANIMATED.get(begins[:4])


def form_of(path: Path) -> str | None:
    """ "MP4", "MKV", "AVI" or "MXF"; "ZIP" or "TAR"; None for whatever is none of these, or cannot be read. Never raises."""
    begins = _beginning(path)
    if begins[4:8] in _BOXES:
        return None if begins[4:8] == b"ftyp" and begins[8:12] in _STILLS else "MP4"
    if begins.startswith(_MATROSKA):
        return "MKV"
    if begins.startswith(b"RIFF") and begins[8:11] == b"AVI":
        return "AVI"
    if begins.startswith(_MXF):
        return "MXF"
    if begins.startswith(_ZIP):
        return "ZIP"
    return "TAR" if begins[_USTAR : _USTAR + 5] == b"ustar" else None


def _beginning(path: Path) -> bytes:
    """Nothing of a file that cannot be read."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError):
        return b""
    try:
        return os.read(descriptor, _LOOKED_AT)
    except OSError:
        return b""
    finally:
        os.close(descriptor)
