"""A decoded frame -> the picture that people see: upright, with the pixels as wide as the file says, in the colours of an
ordinary screen."""

import struct
from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from typing import Any, cast

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace, ColorTrc, Interpolation, VideoReformatter
from numpy.typing import NDArray

from matching.media.film.container import FilmRefused
from matching.media.film.wire import SMALL

GROUNDS = {"white": 255, "black": 0}
"""Over which a frame with transparency is shown; over none of them, its transparency is ignored."""

_UNTOLD = 0, 2, 3  # no matrix, or none that is said
_FINE = 1280, 576  # columns and lines beyond which players take what says nothing for BT.709, as mpv and VLC do
_MATRICES = {
    1: Colorspace.ITU709,
    4: Colorspace.FCC,
    5: Colorspace.ITU601,
    6: Colorspace.ITU601,
    7: Colorspace.SMPTE240M,
}
_MATRICES |= dict.fromkeys((9, 10), Colorspace.BT2020)
_ONE = Fraction(1)
_SMALLER, _SHOWN = VideoReformatter(), VideoReformatter()  # what they prepare serves the next frame
_WHITE = 203.0  # candela a square metre: white of an ordinary scene (ITU-R BT.2408)
_BRIGHTEST = 1_000.0  # that is told apart


def small(frame: VideoFrame) -> NDArray[np.uint8]:
    """Its luma, uint8 of `SMALL`, each number the mean of what it stands for. Raises FilmRefused as `picture` does."""
    rows, columns = SMALL
    luma: Any = _SMALLER.reformat(
        frame, columns, rows, "gray", src_colorspace=_matrix(frame), interpolation=Interpolation.AREA, threads=1
    ).to_ndarray()
    return cast(NDArray[np.uint8], luma)


def picture(frame: VideoFrame, wide: Fraction, ground: str) -> NDArray[np.uint8]:
    """As displayed: RGB, uint8 [height, width, 3]. wide: how many times wider than high a pixel is; nothing is made smaller by it.
    ground: of `GROUNDS`, or "" for none. Raises FilmRefused for colours that nobody here can read, such as Dolby Vision's own."""
    width, height = _sides(frame, wide)
    bright = frame.color_trc in (ColorTrc.SMPTE2084, ColorTrc.ARIB_STD_B67)
    form = ("rgba64le" if ground else "rgb48le") if bright else ("rgba" if ground else "rgb24")
    shown: Any = _SHOWN.reformat(
        frame,
        width,
        height,
        form,
        src_colorspace=_matrix(frame),
        src_color_range=_range(frame),
        dst_color_range=ColorRange.JPEG,
        threads=1,
    ).to_ndarray()
    alpha = None
    if ground:
        shown, alpha = shown[..., :3], shown[..., 3:]
    if bright:
        shown = _tones(frame.color_trc)[shown >> 4]
        alpha = None if alpha is None else (alpha >> 8).astype(np.uint8)
    if alpha is not None:
        shown = _over(shown, alpha, GROUNDS[ground])
    return np.ascontiguousarray(_upright(shown, _turn(frame)))


def displayed(frame: VideoFrame, wide: Fraction) -> tuple[int, int]:
    """Width and height of its picture."""
    width, height = _sides(frame, wide)
    return (height, width) if _turn(frame)[0] else (width, height)


def _sides(frame: VideoFrame, wide: Fraction) -> tuple[int, int]:
    return max(round(frame.width * max(wide, _ONE)), 1), max(round(frame.height / min(wide, _ONE)), 1)


def _turn(frame: VideoFrame) -> tuple[bool, bool, bool]:
    """Whether rows and columns change places, and whether it is mirrored then from left to right and from top to bottom: by the
    display matrix (ISO/IEC 14496-12, 6.2.2), to the nearest quarter of a turn."""
    for note in cast(Iterable[Any], frame.side_data):
        if note.type.name == "DISPLAYMATRIX" and note.buffer_size >= 36:
            a, b, _, c, d = struct.unpack("5i", bytes(note)[:20])
            return (False, a < 0, d < 0) if abs(a) + abs(d) >= abs(b) + abs(c) else (True, c < 0, b < 0)
    return False, False, False


def _upright(shown: NDArray[np.uint8], turn: tuple[bool, bool, bool]) -> NDArray[np.uint8]:
    across, left, up = turn
    shown = shown.transpose(1, 0, 2) if across else shown
    return shown[:: -1 if up else 1, :: -1 if left else 1]


def _matrix(frame: VideoFrame) -> Colorspace:
    if frame.colorspace not in (*_MATRICES, *_UNTOLD):
        raise FilmRefused("film.colours", {})
    fine = frame.width >= _FINE[0] or frame.height > _FINE[1]
    return _MATRICES.get(frame.colorspace, Colorspace.ITU709 if fine else Colorspace.ITU601)


def _range(frame: VideoFrame) -> ColorRange:
    full = frame.color_range == ColorRange.JPEG or frame.format.name.startswith("yuvj") or frame.format.is_rgb
    return ColorRange.JPEG if full else ColorRange.MPEG


def _over(shown: NDArray[np.uint8], alpha: NDArray[np.uint8], ground: int) -> NDArray[np.uint8]:
    opaque = alpha.astype(np.uint16)
    return ((shown * opaque + ground * (255 - opaque) + 127) // 255).astype(np.uint8)


@cache
def _tones(transfer: int) -> NDArray[np.uint8]:
    """What an ordinary screen shows for each number of 12 bits of a brighter one, each channel by itself: white of an ordinary scene
    at three quarters, what is brighter ever closer (Reinhard's curve), so that nobody in the sun or in the shade is lost. The wider
    colours become paler by it."""
    signal = np.arange(4096) / 4095
    if transfer == ColorTrc.SMPTE2084:
        power = signal ** (32 / 2523)
        light = 10_000 * (np.maximum(power - 3424 / 4096, 0) / (2413 / 128 - 2392 / 128 * power)) ** (16384 / 2610)
    else:  # ARIB STD-B67, on a display of 1,000 candela a square metre
        scene = np.where(signal <= 0.5, signal**2 / 3, (np.exp((signal - 0.55991073) / 0.17883277) + 0.28466892) / 12)
        light = _BRIGHTEST * scene**1.2
    light, most = light / _WHITE, _BRIGHTEST / _WHITE
    light = np.minimum(light * (1 + light / most**2) / (1 + light), 1.0)
    coded = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
    levels: NDArray[np.uint8] = np.rint(255 * coded).astype(np.uint8)
    return levels
