"""What the decoding child of films says, as records in a socket: a kind, a length, and so many bytes.

It is read by the parent, which believes none of it: see `matching.media.film.process`.
"""

import struct

HEAD = struct.Struct("<cI")
"""Of each record: its kind, and how many bytes follow."""

FRAME = struct.Struct("<IddHHB")
"""Of a frame: number, start, end, width and height of its picture, both 0 where it has none, and 1 where that is to be looked at
closely. Then follows `small`."""

PLACES = 4
"""Of pictures, on a shelf of memory that both see: each is laid down in the place after the last one's, RGB, before its frame is told,
and for each that was taken up a byte comes back."""

SMALL = (36, 64)
"""Rows and columns of a frame's `small`."""

SURVEY, ATTACHED, FRAMES, WAYS, SOUND, REFUSED, END = b"S", b"A", b"F", b"W", b"H", b"R", b"E"
"""JSON: what there is in the file. The bytes of an attached picture. A frame. One byte, behind the last frame of a film that is
drawn picture by picture: in how many ways its frames can be seen. A block of sound, float32, channel by channel. JSON: a reason
and its parameters. Nothing: no more follows."""

LONGEST = 1 << 24
"""Bytes of a record that is no attached picture."""


def shelf(largest: int) -> int:
    """Bytes of a shelf for pictures of so many bytes at most."""
    return max(PLACES * largest, 1)
