"""Within the child: a small copy of a film for players that cannot play the film itself, frame by frame at the same times."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from io import BytesIO
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from matching.media.film.container import FilmRefused
from matching.media.medium import RATE

WIDEST = 640
"""Columns and rows that it has at most."""

_TICK = Fraction(1, 1000)  # of the clock of a WebM file
_MOST = 400_000_000  # bytes
_PART = 1 << 20
_SETTINGS = {"deadline": "realtime", "cpu-used": "8", "auto-alt-ref": "0", "lag-in-frames": "0", "g": "48"}
_BITS = 1_200_000  # a second

Timed = tuple[float, NDArray[np.uint8]]
"""When a frame begins, in seconds, and its picture."""


def webm(
    shown: Iterable[Timed], heard: Iterable[NDArray[np.float32]] | None, size: tuple[int, int], rate: Fraction
) -> Iterator[bytes]:
    """VP8 and Opus, libvpx's and libopus's. shown: every frame. heard: blocks of samples, float32 [channels, n], of which the last
    channel is the mean. size: width and height of the film. Raises FilmRefused where it would be too large."""
    target = BytesIO()
    with av.open(target, "w", format="webm") as output:
        film: Any = output.add_stream("libvpx", rate=rate or 25, options=_SETTINGS)
        film.width, film.height = smaller(*size)
        film.pix_fmt, film.bit_rate, film.codec_context.time_base = "yuv420p", _BITS, _TICK
        sound: Any = None
        if heard is not None:
            sound = output.add_stream("libopus", rate=RATE)
            sound.codec_context.layout = "mono"
        blocks, told = iter(heard or ()), 0
        for at, picture in shown:
            while sound is not None and told <= at * RATE:
                block = next(blocks, None)
                if block is None:
                    break
                output.mux(sound.encode(_samples(block[-1:], told)))
                told += block.shape[1]
            frame = av.VideoFrame.from_ndarray(picture, "rgb24").reformat(film.width, film.height, "yuv420p")
            frame.pts, frame.time_base = round(at / _TICK), _TICK
            output.mux(film.encode(frame))
            if target.tell() > _MOST:
                raise FilmRefused("film.too-long", {"limit": 1})
        for block in blocks:
            output.mux(sound.encode(_samples(block[-1:], told)))
            told += block.shape[1]
        output.mux(film.encode())
        if sound is not None:
            output.mux(sound.encode())
    content = target.getbuffer()
    for place in range(0, len(content), _PART):
        yield bytes(content[place : place + _PART])


def smaller(width: int, height: int) -> tuple[int, int]:
    """The sides of the copy: even, and in the film's shape."""
    scale = min(1.0, WIDEST / max(width, height))
    return max(round(width * scale / 2) * 2, 2), max(round(height * scale / 2) * 2, 2)


def _samples(block: NDArray[np.float32], at: int) -> av.AudioFrame:
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block), "flt", "mono")
    frame.sample_rate, frame.pts, frame.time_base = RATE, at, Fraction(1, RATE)
    return frame
