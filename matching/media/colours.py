"""Which colours the numbers of a picture mean: every reading that some viewer makes, the one that most make first.

A browser, an editor and a phone choose differently among a profile, the gamma of a PNG, and nothing at all; and of a profile
with several tables one takes the first, another the second. A face must not show in one of them alone.
"""

import math
import struct
from collections.abc import Callable, Iterator, Sequence

from matching.media import lcms
from matching.media.contents import ICC, Contents
from matching.media.lcms import NoProfile, Space

_SRGB = (0.3127, 0.3290), (0.64, 0.33, 0.30, 0.60, 0.15, 0.06)
_ADOBE = (0.3127, 0.3290), (0.64, 0.33, 0.21, 0.71, 0.15, 0.06)
_ADOBE_GAMMA = 563 / 256
_STEPS = 1024  # of a curve that a formula gives
_USUAL, _NEAR = 0.05, 0.01
"""How far a gamma may lie from 1/2.2, and a chromaticity from sRGB's, to be what everybody has (libpng's own threshold)."""

# ITU-T H.273, table 2: white and primaries; 2 means that nothing is said.
_D65, _C = (0.3127, 0.3290), (0.310, 0.316)
_PRIMARIES = {
    1: _SRGB,
    4: (_C, (0.67, 0.33, 0.21, 0.71, 0.14, 0.08)),
    5: (_D65, (0.64, 0.33, 0.29, 0.60, 0.15, 0.06)),
    6: (_D65, (0.630, 0.340, 0.310, 0.595, 0.155, 0.070)),
    7: (_D65, (0.630, 0.340, 0.310, 0.595, 0.155, 0.070)),
    8: (_C, (0.681, 0.319, 0.243, 0.692, 0.145, 0.049)),
    9: (_D65, (0.708, 0.292, 0.170, 0.797, 0.131, 0.046)),
    11: ((0.314, 0.351), (0.680, 0.320, 0.265, 0.690, 0.150, 0.060)),
    12: (_D65, (0.680, 0.320, 0.265, 0.690, 0.150, 0.060)),
    22: (_D65, (0.630, 0.340, 0.295, 0.605, 0.155, 0.077)),
}
_WHITE = 203  # candela a square metre: where a display without more room clips (ITU-R BT.2408)


def _video(number: float) -> float:
    return number / 4.5 if number < 0.081 else math.pow((number + 0.099) / 1.099, 1 / 0.45)


def _srgb(number: float) -> float:
    return number / 12.92 if number <= 0.04045 else ((number + 0.055) / 1.055) ** 2.4


def _quantised(number: float) -> float:
    """SMPTE ST 2084."""
    power = math.pow(number, 32 / 2523)
    return 10_000 * math.pow(max(power - 3424 / 4096, 0) / (2413 / 128 - 2392 / 128 * power), 16384 / 2610)


def _hybrid(number: float) -> float:
    """ARIB STD-B67 on a display of 1,000 candela a square metre."""
    scene = number**2 / 3 if number <= 0.5 else (math.exp((number - 0.55991073) / 0.17883277) + 0.28466892) / 12
    return float(1000 * scene**1.2)


# ITU-T H.273, table 3: the light that a number means, 0 to 1
_TRANSFERS: dict[int, Callable[[float], float]] = {
    **dict.fromkeys((1, 6, 11, 12, 14, 15), _video),
    4: lambda number: number**2.2,
    5: lambda number: number**2.8,
    7: lambda number: number / 4 if number < 0.0912 else ((number + 0.1115) / 1.1115) ** (1 / 0.45),
    8: lambda number: number,
    9: lambda number: 10 ** (2 * number - 2) if number else 0.0,
    10: lambda number: 10 ** (2.5 * number - 2.5) if number else 0.0,
    13: _srgb,
    16: lambda number: min(_quantised(number) / _WHITE, 1.0),
    17: lambda number: min(52.37 / 48 * number**2.6, 1.0),
    18: lambda number: min(_hybrid(number) / _WHITE, 1.0),
}

_CLASSES = (b"scnr", b"mntr", b"prtr", b"spac")  # of profiles that say what colours are, not how to change them
_TABLES = (b"A2B0", b"A2B1", b"A2B2", b"D2B0", b"D2B1", b"D2B2")
_MOST_TAGS = 100  # LittleCMS reads no more

_RAMPS = bytes(
    level
    for value in range(256)
    for pixel in (
        (value,) * 3,
        (value, 0, 0),
        (0, value, 0),
        (0, 0, value),
        (255, 255, value),
        (value, 128, 255 - value),
    )
    for level in pixel
) + bytes(32 * level for pixel in ((r, g, b) for r in range(8) for g in range(8) for b in range(8)) for level in pixel)


def spaces(contents: Contents, mode: str, *, adobe: bool = False, deep: bool = False) -> list[Space | None]:
    """The spaces in which some viewer reads a picture of this mode ("L", "RGB" or "CMYK"), the first as most do. None stands
    for the plain reading, as sRGB, which is always among them. adobe: whether EXIF says that it is Adobe RGB. deep: whether
    there are 16 bits a number.

    Raises NoProfile where something is said that cannot be applied to such a picture. Precedence: PNG third edition, 4.3.
    """
    if "linked" in contents.says:
        raise NoProfile  # a profile in another file
    says = contents.says
    found: list[Space | None] = [*_coded(says.get("cICP", b""))]
    for profile in contents.of(ICC):
        found += _of_profile(profile, mode, deep)
    if "sRGB" in says:
        found.append(None)
    found += _measured(says.get("gAMA"), says.get("cHRM"))
    found += _of_bitmap(says.get("calibrated"))
    if adobe and mode == "RGB":
        found.append(lcms.from_numbers(*_ADOBE, [_curve(lambda number: number**_ADOBE_GAMMA)] * 3))
    plain = found.index(None) if None in found else len(found)
    return [*found[:plain], None, *(space for space in found[plain:] if space)]


def _of_profile(content: bytes, mode: str, deep: bool) -> list[Space | None]:
    """The space of each table of an ICC profile, and of its matrix or single curve, whatever else it holds (ICC.1:2022, 9.2)."""
    kind = lcms.SPACES.get(content[16:20])
    if content[12:16] not in _CLASSES or kind is None or (kind != mode and (kind, mode) != ("RGB", "L")):
        raise NoProfile
    tags = _tags(content)
    found: list[Space | None] = []
    for only in [table for table in _TABLES if table in tags] + [b""]:
        changed = bytearray(content)
        for number, tag in enumerate(tags):
            if tag in _TABLES:
                changed[132 + 12 * number : 136 + 12 * number] = only[:3] + b"0" if tag == only else b"no%02d" % number
        try:
            space = lcms.from_profile(bytes(changed))
        except NoProfile:  # whoever chooses this one ignores the profile: the plain reading
            continue
        found.append(None if not (only or deep) and kind == "RGB" and _is_plain(space) else space)
    if not found:
        raise NoProfile
    if b"cicp" in tags:
        place = int.from_bytes(content[136 + 12 * tags.index(b"cicp") :][:4], "big")
        found += _coded(content[place + 8 : place + 12])
    return found


def _tags(content: bytes) -> list[bytes]:
    count = int.from_bytes(content[128:132], "big")
    tags = [content[132 + 12 * number : 136 + 12 * number] for number in range(min(count, _MOST_TAGS + 1))]
    if count > _MOST_TAGS or len({*tags}) != count:  # one tag twice: programs differ in which they believe
        raise NoProfile
    return tags


def _is_plain(space: Space) -> bool:
    """Whether three curves and a matrix lead every number of 8 bits to itself, as an ordinary sRGB profile does."""
    return all(abs(a - b) <= lcms.ALIKE for a, b in zip(space.shown(_RAMPS, 1), _RAMPS, strict=True))


def _coded(points: bytes) -> list[Space]:
    """Code points of ITU-T H.273: primaries, transfer, matrix, range."""
    primaries, transfer = (_PRIMARIES.get(points[0]), _TRANSFERS.get(points[1])) if len(points) == 4 else (None, None)
    if primaries is None or transfer is None:
        return []
    return [lcms.from_numbers(*primaries, [_curve(transfer)] * 3)]


def _measured(gamma: bytes | None, chromaticities: bytes | None) -> Iterator[Space]:
    """What PNG's gAMA and cHRM say: together, and gAMA alone for those who know no other."""
    exponent = int.from_bytes(gamma or b"", "big") / 100_000
    usual = abs(exponent * 2.2 - 1) <= _USUAL or not exponent
    curves = [_curve(_srgb if usual else lambda number: number ** (1 / exponent))] * 3
    numbers = [number / 100_000 for number in struct.unpack(">8I", chromaticities)] if chromaticities else []
    points = (tuple(numbers[:2]), tuple(numbers[2:])) if numbers else _SRGB
    strange = any(abs(a - b) > _NEAR for a, b in zip((*points[0], *points[1]), (*_SRGB[0], *_SRGB[1]), strict=True))
    if strange:
        try:
            yield lcms.from_numbers(*points, curves)
        except NoProfile:  # of colours that cannot be: programs ignore it
            pass
    if not usual:
        yield lcms.from_numbers(*_SRGB, curves)


def _of_bitmap(calibrated: bytes | None) -> Iterator[Space]:
    """The primaries (three times X, Y, Z in 2.30 bits) and exponents (in 16.16 bits) of a Windows bitmap."""
    numbers = struct.unpack("<9i3I", calibrated) if calibrated else ()
    if not any(numbers):
        return
    sums = [sum(numbers[place : place + 3]) or 1 for place in (0, 3, 6)]
    points = [numbers[3 * place + axis] / sums[place] for place in range(3) for axis in (0, 1)]
    white = [sum(numbers[axis:9:3]) / (sum(sums) or 1) for axis in (0, 1)]
    curves = [[(step / 255) ** (power / 65_536) for step in range(256)] for power in numbers[9:]]
    try:
        yield lcms.from_numbers(white, points, curves)
    except NoProfile:
        pass


def _curve(light: Callable[[float], float]) -> Sequence[float]:
    return [light(step / (_STEPS - 1)) for step in range(_STEPS)]
