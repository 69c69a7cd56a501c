"""The parts of a Windows or OS/2 bitmap."""

from matching.media.contents import ICC, Contents, Part, between, without

_PROFILE_KINDS = {b"DEBM": "embedded", b"KNIL": "linked", b"\0\0\0\0": "calibrated"}


def read(data: bytes, start: int = 0) -> Contents:
    """The parts of the bitmap at the beginning of `data`. Raises ValueError or IndexError where they break off."""
    if data[:2] != b"BM":
        raise ValueError("no bitmap")
    pixels, header = _number(data, 10), _number(data, 14)
    if header == 12:  # the oldest
        width, height, depth, packing, colours = *(_number(data, place, 2) for place in (18, 20, 24)), 0, 0
    else:
        width, height = _number(data, 18), abs(int.from_bytes(data[22:26], "little", signed=True))
        depth, packing, colours = _number(data, 28, 2), _number(data, 30), _number(data, 46) if header >= 40 else 0
    if depth <= 8:
        colours = colours or 1 << depth
    palette = (3 if header == 12 else 4) * min(colours, 256)
    masks = {3: 12, 6: 16}.get(packing, 0) if header == 40 else 0
    length = _runs(data, pixels, depth, height) if packing in (1, 2) else (width * depth + 31) // 32 * 4 * height
    found = Contents(coded=[(pixels, length)])
    parts: list[Part] = [(0, min(14 + header + masks + palette, pixels)), (pixels, length)]
    if header >= 108 and (kind := _PROFILE_KINDS.get(data[70:74])):
        found.says[kind] = data[74:122]  # the ends of the primaries, and the exponents of the tone curves
    if header == 124 and "embedded" in found.says:
        place, size = 14 + _number(data, 126), _number(data, 130)
        parts.append((place, size))
        found.notes.append((ICC, data[place : place + size]))
    found.end, found.unknown = between(data, parts)
    found.rest = without(data[: found.end], found.coded)
    if found.end > len(data):
        raise ValueError("no end of the picture")
    return found


def _runs(data: bytes, start: int, depth: int, height: int) -> int:
    """The length of a run-length coded bitmap: runs, or 0 with 0 (end of a row), 1 (the end), 2 (a move) or a number of
    pixels that follow one by one. Raises ValueError where rows are missing."""
    place, rows = start, 1
    while data[place : place + 2] != b"\0\1":
        code = data[place + 1] if data[place] == 0 else 3
        rows += data[place + 3] if code == 2 else code == 0
        place += 2 + (2 if code == 2 else (code * depth + 15) // 16 * 2 if code > 2 and data[place] == 0 else 0)
    if rows < height:
        raise ValueError("rows are missing")
    return place + 2 - start


def _number(data: bytes, place: int, length: int = 4) -> int:
    return int.from_bytes(data[place : place + length], "little")
