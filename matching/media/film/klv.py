"""Whether an MXF file (SMPTE ST 377-1) is whole: its reader skips whatever does not begin as it should, frames among it, without a
word."""

import os
from typing import BinaryIO

_BEGINS = bytes.fromhex("060e2b34")  # each key: a label of SMPTE's


def is_whole(file: BinaryIO) -> bool:
    """Whether one key, length and value follows the other to the end of the file."""
    size, place = file.seek(0, os.SEEK_END), 0
    whole = True
    while whole and place < size:
        file.seek(place)
        head = file.read(25)
        wide = head[16] & 0x7F if len(head) > 16 and head[16] & 0x80 else 0
        whole = head.startswith(_BEGINS) and len(head) > 16 + wide and wide <= 8
        if whole:
            length = int.from_bytes(head[17 : 17 + wide], "big") if wide else head[16]
            place += 17 + wide + length
    file.seek(0)
    return whole and place == size
