"""The elements of a Matroska or WebM file (RFC 9559), which `matching.media.film.ebml` has found to be known ones."""

from typing import BinaryIO

from matching.media.contents import Contents
from matching.media.film import ebml
from matching.media.film.beside.claims import Claims, size_of, unknown, words

_HEADER, _SEGMENT, _CLUSTER, _GROUP = 0x1A45DFA3, 0x18538067, 0x1F43B675, 0xA0
_BLOCKS, _CUES, _FILES = {0xA1, 0xA3}, 0x1C53BB6B, 0x61A7
_MASTERS = {
    *(
        _HEADER,
        _SEGMENT,
        _CLUSTER,
        _GROUP,
        0x114D9B74,
        0x4DBB,
        0x1549A966,
        0x6924,
        0x1654AE6B,
        0xAE,
        0x41E4,
        0xE0,
        0x55B0,
    ),
    *(
        0x55D0,
        0x7670,
        0xE1,
        0xE2,
        0xE3,
        0xE4,
        0xE9,
        0x6D80,
        0x6240,
        0x5034,
        0x5035,
        0x1043A770,
        0x45B9,
        0xB6,
        0x80,
        0x8F,
    ),
    *(0x6944, 0x6911, 0x1254C367, 0x7373, 0x63C0, 0x67C8, 0x1941A469, _FILES, 0x8E, 0xE8, 0x75A1, 0xA6, 0x45DD),
}
_PRIVATE, _FEW = 0x63A2, 16
"""What a decoder is told, and bytes of an element that is a number."""

_DECODER, _NUMBERS = 1 << 13, 1 << 13
"""Bytes of what a decoder is told, and of the numbers of a file in all."""

_ATTACHED, _CUE = 0x465C, 48
_STEADY = {0xE7, 0xA7, 0xAB, 0x9B, 0xFA, 0xFB, 0xFD, 0x75A2, 0xBF}
"""Numbers of a cluster and of a block."""


def read(file: BinaryIO, claims: Claims, found: Contents) -> None:
    left = _walk(file, 0, size_of(file), claims, found, _NUMBERS)
    if left < 0:
        found.surplus -= left


def _walk(file: BinaryIO, place: int, end: int, claims: Claims, found: Contents, left: int) -> int:
    """left: bytes that numbers may still have; what is left then."""
    while place < end:
        kind, length, start = ebml.element(file, place)
        until = end if length == ebml.UNKNOWN else min(start + length, end)
        place = until
        if kind == _CLUSTER and length == ebml.UNKNOWN:  # it ends where the next one begins
            place = start
        elif kind in _MASTERS:
            left = _walk(file, start, until, claims, found, left)
        elif kind in _BLOCKS:
            if not claims.begins(start):
                unknown(file, start, until, claims, found)
        elif kind in _STEADY:
            unknown(file, start + 8, until, claims, found)
        elif kind == _CUES:
            unknown(file, start + _CUE * (claims.keys + 1), until, claims, found)
        elif kind == _ATTACHED:  # a picture, which is looked at as one
            continue
        elif kind == _PRIVATE:
            unknown(file, start + _DECODER, until, claims, found)
        elif until - start <= _FEW:
            left -= until - start
        else:
            words(file, start, until, claims, found)
    return left
