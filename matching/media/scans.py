"""Whether the scans of a JPEG hold what is shown, all of it, and nothing behind it (`matching.media.whole`)."""

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageChops

from matching.media.jpeg import Jpeg, Scan
from matching.media.whole import JUNK, SPARE, TAIL, differ

_PROGRESSIVE = 0xC2
_FINE = 256
"""Bytes that are exchanged at once in a scan of a progressive picture: one that adds fine structure draws little with few."""

_ZEROS = bytes(256)
"""Stands where a disk or a transfer lost something; no encoder writes so many where they do not draw an even area."""

Piece = tuple[int, int]
"""Start and end of data between restart markers."""


def are_whole(data: bytes, parts: Jpeg) -> bool:
    """Whether every piece of a JPEG's data is there, and ends where its part of the picture ends."""
    if any(_ZEROS in data[start:end] for scan in parts.scans if not scan.even for start, end in scan.pieces):
        return False
    if parts.kind != _PROGRESSIVE and len(parts.scans) == 1:
        return _in_one_scan(data, parts)
    return _planned(parts) and _in_several_scans(data, parts)


@dataclass(frozen=True)
class _Layout:
    """What a scan draws at once (its MCU): width and height in pixels, how many blocks; and how many of them lie across, and in
    all."""

    width: int
    height: int
    blocks: int
    columns: int
    units: int


def _layout(parts: Jpeg, scan: Scan) -> _Layout:
    samples = {component: parts.components[component] for component in scan.components}
    across, down = max(h for h, _ in parts.components.values()), max(v for _, v in parts.components.values())
    if len(samples) == 1:  # a block, whatever its place among the others
        ((h, v),) = samples.values()
        columns, rows = _up(_up(parts.width * h, across), 8), _up(_up(parts.height * v, down), 8)
        return _Layout(8 * across // h, 8 * down // v, 1, columns, columns * rows)
    columns, rows = _up(parts.width, 8 * across), _up(parts.height, 8 * down)
    return _Layout(8 * across, 8 * down, sum(h * v for h, v in samples.values()), columns, columns * rows)


def _up(number: int, by: int) -> int:
    return -(-number // by)


def _in_one_scan(data: bytes, parts: Jpeg) -> bool:
    """The unit that each piece draws last has to change, and no more of those before it than the exchanged bytes can draw, as a
    block takes two bits at least."""
    (scan,) = parts.scans
    layout, plain = _layout(parts, scan), _half(data)
    if not _divided(scan, layout):
        return False
    most = 2 + TAIL * 8 // (2 * layout.blocks)
    waiting, drawn = {*range(len(scan.pieces))}, set[int]()
    for junk in JUNK:
        pieces = _changed(plain, _half(_exchanged(data, scan.pieces, junk)), parts, scan, layout)
        if any(len(piece) - piece.count(0) > most for piece in pieces):
            return False
        waiting = {number for number in waiting if not pieces[number][-1]}
        drawn |= {number for number in waiting if any(pieces[number])}
        if not waiting:
            return True
    # Where only an end is missing, something is drawn there, and not to the end; by chance it may be drawn the same.
    left = [scan.pieces[number] for number in waiting]
    return len(waiting & drawn) <= len(scan.pieces) // 64 and _filled(data, left, plain) <= SPARE


def _in_several_scans(data: bytes, parts: Jpeg) -> bool:
    """What is put behind a piece must draw nothing; what is put in place of its end must draw something. Where one bit is said
    of each block, its length is known."""
    mode = _mode(parts)
    plain = _half(data, mode)
    rounds: list[dict[int, Piece]] = []
    for scan in parts.scans:
        layout = _layout(parts, scan)
        if not _divided(scan, layout):
            return False
        if parts.kind == _PROGRESSIVE and scan.band[0] == 0 and scan.band[2]:
            longest = (scan.interval or layout.units) * layout.blocks // 8 + TAIL
            if any(end - start - data.count(b"\xff\0", start, end) > longest for start, end in scan.pieces):
                return False
        elif scan.interval:
            changed = [
                _changed(plain, _half(_exchanged(data, scan.pieces, junk, _FINE), mode), parts, scan, layout)
                for junk in JUNK[:2]
            ]
            same = (piece for piece, *units in zip(scan.pieces, *changed, strict=True) if not any(map(any, units)))
            if _filled(data, same, plain) > SPARE:
                return False
        elif _filled(data, scan.pieces, plain) > SPARE // len(parts.scans):
            _add_round(rounds, [*parts.components], scan, plain)
    behind = _exchanged(data, [piece for scan in parts.scans for piece in scan.pieces], JUNK[0], 0)
    return not differ(plain, _half(behind, mode)) and all(_all_matter(data, plain, round_, mode) for round_ in rounds)


def _add_round(rounds: list[dict[int, Piece]], components: list[int], scan: Scan, plain: Image.Image) -> None:
    """Scans of different colours are tried together: each changes a band of its own. -1 stands for all bands."""
    band = components.index(scan.components[0]) if len(scan.components) == 1 and plain.mode == "YCbCr" else -1
    for round_ in rounds:
        if band >= 0 and not {band, -1} & round_.keys():
            round_[band] = scan.pieces[0]
            return
    rounds.append({band: scan.pieces[0]})


def _all_matter(data: bytes, plain: Image.Image, pieces: dict[int, Piece], mode: str | None) -> bool:
    waiting = set(pieces)
    for junk in JUNK:
        changed = ImageChops.difference(plain, _half(_exchanged(data, sorted(pieces.values()), junk, _FINE), mode))
        bands = changed.split()
        waiting = {band for band in waiting if (changed if band < 0 else bands[band]).getbbox() is None}
        if not waiting:
            return True
    return False


def _mode(parts: Jpeg) -> str | None:
    """Pillow's mode of the colours as they are stored, where it can give them so: brightness and two colours."""
    adobe = parts.says.get("adobe")
    apart = "jfif" in parts.says or (adobe == b"\1" if adobe else [*parts.components] == [1, 2, 3])
    return "YCbCr" if apart else None


def _planned(parts: Jpeg) -> bool:
    """Whether the scans say each coefficient of each component once, and down to its last bit (ITU-T T.81, G.1.1.1)."""
    said: dict[tuple[int, int], int] = {}
    for scan in parts.scans:
        first, last, before, bit = scan.band if parts.kind == _PROGRESSIVE else (0, 63, 0, 0)
        for key in ((component, place) for component in scan.components for place in range(first, last + 1)):
            if (key in said) != (before > 0) or (before and (said[key], bit) != (before, before - 1)):
                return False
            said[key] = bit
    return len(said) == 64 * len(parts.components) and not any(said.values())


def _divided(scan: Scan, layout: _Layout) -> bool:
    return len(scan.pieces) == _up(layout.units, scan.interval or layout.units)


def _filled(data: bytes, pieces: Iterable[Piece], picture: Image.Image) -> int:
    """How many bytes these pieces have; zeros do not count in an even picture, which is nothing else."""
    even = all(low == high for low, high in (band.getextrema() for band in picture.split()))
    return sum(end - start - (data.count(b"\0", start, end) if even else 0) for start, end in pieces)


def _exchanged(data: bytes, pieces: Iterable[Piece], junk: bytes, tail: int = TAIL) -> bytes:
    """The data with the last bytes of each piece exchanged, and more behind them."""
    kept, place = [], 0
    for start, end in pieces:
        cut = max(start, end - tail)
        cut -= data[cut - 1] == 0xFF and cut > start  # FF 00 stands for one byte
        kept += [data[place:cut], junk]
        place = end
    return b"".join([*kept, data[place:]])


def _half(data: bytes, mode: str | None = None) -> Image.Image:
    """At half its size: small enough to be quick, large enough for the fine structure that single scans draw. mode: Pillow's,
    where it is not the usual one."""
    picture = Image.open(BytesIO(data), formats=("JPEG",))
    picture.draft(mode if picture.mode == "RGB" else None, (max(picture.width // 2, 1), max(picture.height // 2, 1)))
    picture.load()
    return picture


def _changed(one: Image.Image, other: Image.Image, parts: Jpeg, scan: Scan, layout: _Layout) -> list[bytes]:
    """For each unit of each piece of a scan: not 0 where something in it differs."""
    bands = [band.point(lambda level: 255 * (level > 0)) for band in ImageChops.difference(one, other).split()]
    most = bands[0]
    for band in bands[1:]:
        most = ImageChops.lighter(most, band)
    half = 2 if one.width < parts.width else 1
    grid = most.reduce((layout.width // half, layout.height // half)).tobytes()
    interval = scan.interval or layout.units
    return [grid[start : start + interval] for start in range(0, layout.units, interval)]
