"""Whether all of a picture's coded data are there, and used to their end.

Decoders fill up with grey what is missing, and skip what is left over, both without a word. So the picture is decoded once
more from data whose ends were exchanged: a whole picture changes where its last bytes draw, and nowhere else.
"""

import zlib
from collections.abc import Iterable
from io import BytesIO

from PIL import Image, ImageChops

from matching.media.contents import Contents
from matching.media.gif import blocks, in_blocks
from matching.media.jpeg import Jpeg, Scan

TAIL = 8
"""Bytes at the end of each piece of data that are exchanged; encoders leave one or two without use."""

SPARE = 2048
"""Bytes of short pieces of data that may be left untried, or seem too long: an exchanged end may draw the same by chance."""

_FINE = 256
"""Bytes that are exchanged at once in a scan of a progressive picture: one that adds fine structure draws little with few."""

_ZEROS = bytes(256)
"""Stands where a disk or a transfer lost something; no encoder writes so many where they do not draw an even area."""

_CODED = 64
"""The same of a WebP's, whose arithmetic ends early."""

_STRANGE = 0.02
"""Share of the pieces between restart markers that may seem too long."""

_MOST = 64  # pieces of a progressive picture that are tried one by one
_STEP = 1 << 22  # bytes that are unpacked at once

# Each draws something unlike anything, brighter or darker; without FF, which begins a marker.
JUNK = tuple(bytes.fromhex(half) * 8 for half in ("5ac3176e94b12df8", "a53ce8916b4ed207", "03fc71d8264bb59e"))

_ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # of a PNG's colour types


def jpeg(data: bytes, parts: Jpeg) -> bool:
    """Whether every piece of a JPEG's data is there and ends where its part of the picture ends."""
    if any(_ZEROS in data[start:end] for scan in parts.scans if not scan.even for start, end in scan.pieces):
        return False
    if parts.kind != 0xC2 and len(parts.scans) == 1:
        return _in_one_scan(data, parts)
    return _planned(parts) and _scan_by_scan(data, parts)


def _in_one_scan(data: bytes, parts: Jpeg) -> bool:
    """The unit (MCU) that each piece draws last has to change, and no more of those before it than the exchanged bytes can
    draw, as a block takes two bits at least."""
    (scan,) = parts.scans
    across, down, blocks = (1, 1, 1) if len(parts.components) == 1 else _unit(parts)
    columns, rows = -(-parts.width // (8 * across)), -(-parts.height // (8 * down))
    interval = scan.interval or columns * rows
    if len(scan.pieces) != -(-columns * rows // interval):
        return False
    most = 2 + TAIL * 8 // (2 * blocks)
    plain = _half(data)
    side = 4 if plain.width < parts.width else 8
    waiting = set(range(len(scan.pieces)))
    for junk in JUNK:
        grid = _changed(plain, _half(_exchanged(data, scan.pieces, junk)), (across * side, down * side))
        pieces = [grid[start : start + interval] for start in range(0, columns * rows, interval)]
        if any(len(piece) - piece.count(0) > most for piece in pieces):
            return False
        waiting = {number for number in waiting if not pieces[number][-1]}
        long = sum(scan.pieces[number][1] - scan.pieces[number][0] for number in waiting)
        if long <= SPARE and len(waiting) <= _STRANGE * len(pieces):
            return True
    return False


def _unit(parts: Jpeg) -> tuple[int, int, int]:
    """Blocks across, down and in all of what a scan of several components draws at once."""
    samples = parts.components.values()
    return max(h for h, _ in samples), max(v for _, v in samples), sum(h * v for h, v in samples)


def _changed(one: Image.Image, other: Image.Image, unit: tuple[int, int]) -> bytes:
    """For each unit of pixels, row by row: not 0 where something in it differs."""
    bands = [band.point(lambda level: 255 * (level > 0)) for band in ImageChops.difference(one, other).split()]
    most = bands[0]
    for band in bands[1:]:
        most = ImageChops.lighter(most, band)
    return most.reduce(unit).tobytes()


def _exchanged(data: bytes, pieces: Iterable[tuple[int, int]], junk: bytes, tail: int = TAIL) -> bytes:
    """The data with the last bytes of each piece exchanged, and more behind them."""
    kept, place = [], 0
    for start, end in pieces:
        cut = max(start, end - tail)
        cut -= data[cut - 1] == 0xFF and cut > start  # FF 00 stands for one byte
        kept += [data[place:cut], junk]
        place = end
    return b"".join([*kept, data[place:]])


def _planned(parts: Jpeg) -> bool:
    """Whether the scans say each coefficient of each component once, and down to its last bit (ITU-T T.81, G.1.1.1)."""
    said: dict[tuple[int, int], int] = {}
    for scan in parts.scans:
        first, last, before, bit = scan.band if parts.kind == 0xC2 else (0, 63, 0, 0)
        for key in ((component, place) for component in scan.components for place in range(first, last + 1)):
            if (key in said) != (before > 0) or (before and (said[key], bit) != (before, before - 1)):
                return False
            said[key] = bit
    return len(said) == 64 * len(parts.components) and not any(said.values())


def _scan_by_scan(data: bytes, parts: Jpeg) -> bool:
    """What is put behind a piece must draw nothing; what is put in place of its end must draw something. Where one bit is said
    of each block, its length is known."""
    plain = _half(data)
    pieces: list[tuple[int, int]] = []
    for scan in parts.scans:
        if parts.kind == 0xC2 and scan.band[0] == 0 and scan.band[2] and not scan.interval:
            ((start, end),) = scan.pieces
            if end - start - data.count(b"\xff\0", start, end) > _blocks(parts, scan) // 8 + TAIL:
                return False
        else:
            pieces += scan.pieces
    if differ(plain, _half(_exchanged(data, [piece for scan in parts.scans for piece in scan.pieces], JUNK[0], 0))):
        return False
    pieces.sort(key=lambda piece: piece[1] - piece[0])
    spare = 0
    for number, (start, end) in enumerate(pieces):  # noqa: B007 - it counts what is behind
        spare += end - start
        if spare > SPARE:
            break
    else:
        return True
    if len(pieces) - number > _MOST:
        return False
    return all(
        any(differ(plain, _half(_exchanged(data, [piece], junk, _FINE))) for junk in JUNK) for piece in pieces[number:]
    )


def _blocks(parts: Jpeg, scan: Scan) -> int:
    """How many blocks a scan draws."""
    across, down, _ = _unit(parts)
    units = -(-parts.width // (8 * across)) * -(-parts.height // (8 * down))
    if len(scan.components) > 1:
        return units * sum(h * v for component, (h, v) in parts.components.items() if component in scan.components)
    h, v = parts.components[scan.components[0]]
    return -(-parts.width * h // (8 * across)) * -(-parts.height * v // (8 * down))


def _half(data: bytes) -> Image.Image:
    """At half its size: small enough to be quick, large enough for the fine structure that single scans draw."""
    picture = Image.open(BytesIO(data), formats=("JPEG",))
    picture.draft(None, (max(picture.width // 2, 1), max(picture.height // 2, 1)))
    picture.load()
    return picture


def png(data: bytes, parts: Contents) -> bool:
    """Whether the packed rows of a PNG are as many as its sides ask for, with nothing behind them."""
    header = parts.says["IHDR"]
    width, height, depth, colours, interlaced = (
        *(int.from_bytes(header[place : place + 4], "big") for place in (0, 4)), header[8], header[9], header[12],
    )  # fmt: skip
    passes = _ADAM7 if interlaced else ((0, 0, 1, 1),)
    sides = [(max(-(-(width - x) // across), 0), max(-(-(height - y) // down), 0)) for x, y, across, down in passes]
    rows = sum(high * (1 + -(-wide * _CHANNELS[colours] * depth // 8)) for wide, high in sides if wide)
    return unpacks_to(rows, (data[start : start + length] for start, length in parts.coded))


def unpacks_to(expected: int, packed: Iterable[bytes]) -> bool:
    stream, length = zlib.decompressobj(), 0
    try:
        for piece in packed:
            rest = piece
            while rest and length <= expected:
                length += len(stream.decompress(rest, _STEP))
                rest = stream.unconsumed_tail
            if len(stream.unused_data.strip(b"\0")) > TAIL:
                return False
        length += len(stream.flush())
    except zlib.error:
        return False
    return stream.eof and length == expected


def webp(data: bytes, parts: Contents) -> bool:
    """Whether the last bytes of each part of a WebP's data matter to who decodes it; what is missing, libwebp says."""
    plain = opened(data, "WEBP")
    ends = [start + length for start, length in parts.coded]
    return all(
        any(matters(plain, "WEBP", data[: end - _CODED] + junk[:_CODED] + data[end:]) for junk in JUNK) for end in ends
    )


def gif(data: bytes, parts: Contents) -> bool:
    """The same of a GIF."""
    plain = opened(data, "GIF")
    for start, length in parts.coded:
        content, end = blocks(data, start)
        changed = (in_blocks(content[:-TAIL] + junk[:TAIL]) for junk in JUNK)
        if end != start + length or not any(
            matters(plain, "GIF", data[:start] + other + data[end:]) for other in changed
        ):
            return False
    return True


def opened(data: bytes, form: str) -> Image.Image:
    picture = Image.open(BytesIO(data), formats=(form,))
    picture.load()
    return picture


def matters(plain: Image.Image, form: str, changed: bytes) -> bool:
    """Whether changed data draw something else, or nothing at all: then the change was read."""
    try:
        return differ(plain, opened(changed, form))
    except (MemoryError, PermissionError):  # the walls, not the data
        raise
    except Exception:
        return True


def differ(one: Image.Image, other: Image.Image) -> bool:
    return one.size != other.size or one.mode != other.mode or one.tobytes() != other.tobytes()
