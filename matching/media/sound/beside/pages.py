"""The pages of an Ogg file (RFC 3533): headers with comments, and what is no part of any track that is heard."""

from typing import BinaryIO

from matching.media.contents import Contents
from matching.media.film.beside.claims import Claims
from matching.media.notes import FEW
from matching.media.sound.beside.tags import add_comments, add_picture

_TAGS = {b"OpusTags": 8, b"\3vorbis": 7}
"""How a header with comments begins, and where they do."""

_SETUP, _LARGEST = b"\5vorbis", 1 << 14
"""What a Vorbis decoder is told, and bytes of it at most."""

_HEADERS = 1 << 26  # bytes in which headers are looked for
_FLAC = b"\x7fFLAC"
_COMMENTS, _PICTURE = 4, 6


def read(file: BinaryIO, _claims: Claims, covers: set[bytes], found: Contents, sounding: int) -> None:
    """The packets of each logical stream, as far as they are headers; of all others as many bytes as its reader gave out."""
    more = 0
    for packets, rest in _streams(file):
        begins = packets[0] if packets else b""
        headers = 1 if begins[:8] == b"OpusHead" else 2 if begins[:7] == b"\1vorbis" else 0
        if begins[:5] == _FLAC:
            headers = int.from_bytes(begins[7:9], "big") or len(packets)
        for packet in packets[1 : 1 + headers]:
            _header(packet, covers, found)
        more += sum(map(len, packets[1 + headers :])) + rest + (0 if headers else len(begins))
    more -= sounding
    found.surplus += more if more > FEW else 0


def _header(packet: bytes, covers: set[bytes], found: Contents) -> None:
    for begins, at in _TAGS.items():
        if packet.startswith(begins):
            add_comments(packet[at:], covers, found)
            return
    if packet[:7] == _SETUP and len(packet) <= _LARGEST:
        return
    if packet and packet[0] & 0x7F == _COMMENTS:
        add_comments(packet[4:], covers, found)
    elif packet and packet[0] & 0x7F == _PICTURE:
        add_picture(packet[4:], covers, found)
    else:
        found.unknown.append(packet)


def _streams(file: BinaryIO) -> list[tuple[list[bytes], int]]:
    """Of each logical stream its first packets, and how many bytes follow."""
    file.seek(0)
    kept: dict[bytes, tuple[list[bytes], bytearray]] = {}
    follows: dict[bytes, int] = {}
    held = 0
    while len(head := file.read(27)) == 27:
        table = file.read(head[26])
        serial = head[14:18]
        packets, open_one = kept.setdefault(serial, ([], bytearray()))
        enough = len(packets) >= _FEW or held > _HEADERS
        if enough:
            follows[serial] = follows.get(serial, 0) + sum(table)
            file.seek(sum(table), 1)
            continue
        for length in table:
            open_one += file.read(length)
            held += length
            if length < 255:
                packets.append(bytes(open_one))
                open_one.clear()
    return [(packets, follows.get(serial, 0) + len(left)) for serial, (packets, left) in kept.items()]


_FEW = 64
"""Packets among which all headers are: more are never read."""
