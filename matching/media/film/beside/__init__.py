"""What lies in a film's file beside what is seen and heard: its tables, notes of known kinds, and what nobody knows.

Nobody sees in a player what a table leaves out, what stands behind the film, or what a box for padding is filled with; whoever is
given the file can take it out all the same. It must not be cleared with the film.
"""

from typing import BinaryIO

from matching.media import notes
from matching.media.contents import Contents
from matching.media.film.beside import avi, matroska, mp4, mxf
from matching.media.film.beside.claims import Claims

_READERS = {"MP4": mp4.read, "MKV": matroska.read, "AVI": avi.read, "MXF": mxf.read}


def contents(file: BinaryIO, form: str, claims: Claims) -> Contents:
    """claims: what was given out as frames, sound, or words. Where the file's structure breaks, the rest of it is surplus."""
    found = Contents(unknown=[bytes(claims.strange)], rest=bytes(claims.data), surplus=claims.hidden)
    _READERS[form](file, claims, found)
    file.seek(0)
    return found


def surplus(found: Contents) -> int:
    """How many bytes have no place in a film."""
    return found.surplus + notes.strange(found)
