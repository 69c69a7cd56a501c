"""LittleCMS, as Pillow carries it, with what Pillow's own door to it lacks: colours of 16 bits, and spaces given by numbers.

Nothing here is reached but through `ctypes`: names and numbers are those of lcms2.h (2.9 and later).
"""

import ctypes
import struct
from collections.abc import Callable, Sequence
from typing import Any

from PIL import _imagingcms

_library = ctypes.CDLL(_imagingcms.__file__)  # the module needs the library, so its names are found through it
_handle, _number, _text, _real = ctypes.c_void_p, ctypes.c_uint32, ctypes.c_char_p, ctypes.c_double

_EXACT = 0x0100  # cmsFLAGS_NOOPTIMIZE: no table in between
_PERCEPTUAL = 0
# Colour space, channels and bytes of each, as lcms2.h packs them: PT_GRAY 3, PT_RGB 4, PT_CMYK 6.
_LAYOUTS = {"L": 3 << 16 | 1 << 3, "RGB": 4 << 16 | 3 << 3, "CMYK": 6 << 16 | 4 << 3}
CHANNELS = {"L": 1, "RGB": 3, "CMYK": 4}
SPACES = {b"GRAY": "L", b"RGB ": "RGB", b"CMYK": "CMYK"}

_SAMPLE, ALIKE = 4096, 6
"""Pixels by which the quick way of a transform is compared with the exact one, and by how many levels of 256 they may differ."""


class NoProfile(Exception):
    """LittleCMS cannot make a space of this."""


def _declared(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    function = getattr(_library, name)
    function.restype, function.argtypes = result, arguments
    return function  # type: ignore[no-any-return]


class _xyY(ctypes.Structure):  # noqa: N801 - the name that colorimetry gives it
    _fields_ = (("x", _real), ("y", _real), ("Y", _real))


_open = _declared("cmsOpenProfileFromMem", _handle, _text, _number)
_srgb = _declared("cmsCreate_sRGBProfile", _handle)
_rgb = _declared("cmsCreateRGBProfile", _handle, ctypes.POINTER(_xyY), ctypes.POINTER(_xyY), ctypes.POINTER(_handle))
_curve = _declared("cmsBuildTabulatedToneCurveFloat", _handle, _handle, _number, ctypes.POINTER(ctypes.c_float))
_transform = _declared("cmsCreateTransform", _handle, _handle, _number, _handle, _number, _number, _number)
_do = _declared("cmsDoTransform", None, _handle, _text, _text, _number)


class Space:
    """What the numbers of a picture mean. `mode`: Pillow's, of the pictures that it is for."""

    def __init__(self, profile: Any, mode: str) -> None:
        if not profile:
            raise NoProfile
        self._profile, self.mode = profile, mode
        self._way(_LAYOUTS[mode] | 1, _EXACT)

    def shown(self, pixels: bytes, size: int) -> bytes:
        """Pixels in this space, `size` bytes a channel (1, or 2 in the machine's order), as sRGB of 8 bits.

        The quick way goes through a table with so many places; what falls between them it does not see. So it is believed only
        where it agrees with the exact one on pixels from all over the picture.
        """
        layout = _LAYOUTS[self.mode] | size
        width = CHANNELS[self.mode] * size
        exact, count = self._way(layout, _EXACT), len(pixels) // width
        if count <= _SAMPLE:
            return _done(exact, pixels, count)
        quick, step = self._way(layout, 0), count // _SAMPLE | 1
        sample = b"".join(pixels[place * width : (place + 1) * width] for place in range(0, count, step))
        one, other = (_done(way, sample, len(sample) // width) for way in (exact, quick))
        agree = all(abs(a - b) <= ALIKE for a, b in zip(one, other, strict=True))
        return _done(quick if agree else exact, pixels, count)

    def _way(self, layout: int, flags: int) -> Any:
        way = _transform(self._profile, layout, _srgb(), _LAYOUTS["RGB"] | 1, _PERCEPTUAL, flags)
        if not way:
            raise NoProfile
        return way


def _done(way: Any, pixels: bytes, count: int) -> bytes:
    out = ctypes.create_string_buffer(count * 3)
    _do(way, pixels, out, count)
    return out.raw


def from_profile(content: bytes) -> Space:
    """The space of an ICC profile, of whatever its first table or its matrix says. Raises NoProfile."""
    mode = SPACES.get(content[16:20])
    if mode is None:
        raise NoProfile
    return Space(_open(content, len(content)), mode)


def from_numbers(white: Sequence[float], primaries: Sequence[float], curves: Sequence[Sequence[float]]) -> Space:
    """A space of red, green and blue: the chromaticities x, y of white and of each primary, and for each of them the light
    (0 to 1) of as many evenly spaced numbers as are given. Raises NoProfile for primaries that span nothing."""
    if not all(0 <= number <= 2 for number in (*white, *primaries)) or not white[1] > 0:
        raise NoProfile
    points = (_xyY * 3)(*(_xyY(primaries[place], primaries[place + 1], 1.0) for place in (0, 2, 4)))
    tables = [(ctypes.c_float * len(curve))(*curve) for curve in curves]
    built = (_handle * 3)(*(_curve(None, len(table), table) for table in tables))
    return Space(_rgb(ctypes.byref(_xyY(white[0], white[1], 1.0)), points, built), "RGB")


def interleaved(upper: bytes, lower: bytes) -> bytes:
    """Numbers of 16 bits in the machine's order from their upper and lower bytes."""
    pixels = bytearray(2 * len(upper))
    first, second = (lower, upper) if struct.pack("=H", 1)[0] else (upper, lower)
    pixels[0::2], pixels[1::2] = first, second
    return bytes(pixels)
