"""Which of the forms that Content Credentials know a file has, by its first bytes."""

from dataclasses import dataclass
from typing import Final

FIRST: Final = 64
"""So many bytes of a file say its form."""


@dataclass(frozen=True)
class Format:
    """media: its media type. inside: how its parts are told apart, where a manifest can be put in with proof that nothing else
    changes (`unchanged`); None where it lies beside the file alone."""

    media: str
    inside: str | None = None


_BEGINNINGS = (
    (b"\xff\xd8\xff", Format("image/jpeg", "jpeg")),
    (b"\x89PNG\r\n\x1a\n", Format("image/png", "png")),
    (b"GIF87a", Format("image/gif")),
    (b"GIF89a", Format("image/gif")),
    (b"II*\0", Format("image/tiff")),
    (b"MM\0*", Format("image/tiff")),
    (b"fLaC", Format("audio/flac")),
    (b"ID3", Format("audio/mpeg")),
    (b"\xff\xfb", Format("audio/mpeg")),
    (b"\xff\xf3", Format("audio/mpeg")),
    (b"\xff\xf2", Format("audio/mpeg")),
)
_RIFF = {
    b"WAVE": Format("audio/wav", "riff"),
    b"WEBP": Format("image/webp", "riff"),
    b"AVI ": Format("video/avi"),  # its index may count from the file's beginning
}
_BRANDS = {
    **dict.fromkeys((b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"), Format("image/heic")),
    **dict.fromkeys((b"avif", b"avis"), Format("image/avif")),
    b"qt  ": Format("video/quicktime", "boxes"),
    **dict.fromkeys((b"M4A ", b"M4B "), Format("audio/mp4", "boxes")),
}


def format_of(first: bytes) -> Format | None:
    """The form of a file that begins like this (`FIRST` bytes); None: none that Content Credentials know."""
    if first[:4] == b"RIFF":
        return _RIFF.get(first[8:12])
    if first[4:8] == b"ftyp":
        return _BRANDS.get(first[8:12], Format("video/mp4", "boxes"))
    return next((form for beginning, form in _BEGINNINGS if first.startswith(beginning)), None)
