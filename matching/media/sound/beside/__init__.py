"""What lies in a sound file beside what is heard: its chunks, tags and pages, and what nobody knows.

A player leaves out what a chunk calls by another name, a tag wraps up, or padding is filled with; whoever is given the file can take
it out all the same. It must not be cleared with what is heard.
"""

from typing import BinaryIO

from matching.media.contents import Contents
from matching.media.film.beside.claims import Claims
from matching.media.sound.beside import chunks, frames, pages

_READERS = {
    "RIFF": chunks.riff,
    "W64": chunks.w64,
    "AIFF": chunks.aiff,
    "MP3": frames.read,
    "AAC": frames.read,
    "FLAC": frames.flac,
    "OGG": pages.read,
}


def contents(file: BinaryIO, form: str, claims: Claims, covers: set[bytes], sounding: int) -> Contents:
    """claims: what its reader gave out. covers: the attached pictures, which are looked at, byte by byte, as pictures are.
    sounding: bytes of all that is heard."""
    found = Contents(unknown=[bytes(claims.strange)])
    _READERS[form](file, claims, covers, found, sounding)
    file.seek(0)
    return found
