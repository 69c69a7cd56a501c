"""Small films, made with PyAV: each frame shows its own number, so that whoever decodes it knows which one it is."""

import os
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

BITS = 12
"""Of a frame's number, each a block across the upper half: white for 1, black for 0."""


def numbered(number: int, width: int = 192, height: int = 108) -> NDArray[np.uint8]:
    """RGB. Above: the number in blocks. Below: red, green and blue, and a grey that grows with the number."""
    picture = np.zeros((height, width, 3), np.uint8)
    step = width // BITS
    for bit in range(BITS):
        picture[: height // 2, bit * step : (bit + 1) * step] = 255 * (number >> (BITS - 1 - bit) & 1)
    for part, colour in enumerate(((200, 30, 30), (30, 200, 30), (30, 30, 200), (number * 5 % 256,) * 3)):
        picture[height // 2 :, part * width // 4 : (part + 1) * width // 4] = colour
    return picture


def number_of(picture: NDArray[np.uint8]) -> int:
    """Which frame it is that a decoded picture shows."""
    height, width = picture.shape[:2]
    step = width / BITS
    row = picture[height // 4, [int((bit + 0.5) * step) for bit in range(BITS)]].mean(axis=1)
    return sum(int(level > 127) << (BITS - 1 - bit) for bit, level in enumerate(row))


def add_film(
    container: Any,
    codec: str = "libx264",
    *,
    rate: int = 24,
    size: tuple[int, int] = (192, 108),
    form: str = "yuv420p",
    options: Mapping[str, str] = {},
    **settings: Any,
) -> Any:
    stream = container.add_stream(codec, rate=rate)
    stream.width, stream.height = size
    stream.pix_fmt = form
    stream.options = {
        **({"preset": "ultrafast", "x264-params": "log-level=none"} if codec == "libx264" else {}),
        **options,
    }
    for name, value in settings.items():
        setattr(stream.codec_context, name, value)
    return stream


def frame_of(picture: NDArray[np.uint8], at: int, base: Fraction, form: str = "rgb24") -> av.VideoFrame:
    frame = av.VideoFrame.from_ndarray(picture, form)
    frame.pts, frame.time_base = at, base
    return frame


def clip(
    path: Path,
    codec: str = "libx264",
    *,
    frames: int = 24,
    rate: int = 24,
    draw: Callable[..., NDArray[np.uint8]] = numbered,
    container: Mapping[str, str] = {},
    change: Callable[[Any], None] | None = None,
    times: Callable[[int], int] = lambda number: number,
    size: tuple[int, int] = (192, 108),
    **settings: Any,
) -> Path:
    """A film of so many frames. times: when a frame is shown, in frames. change: what else happens to the stream before it begins."""
    with av.open(str(path), "w", options=dict(container)) as output:
        stream = add_film(output, codec, rate=rate, size=size, **settings)
        if change is not None:
            change(stream)
        for number in range(frames):
            output.mux(stream.encode(frame_of(draw(number, *size), times(number), Fraction(1, rate))))
        output.mux(stream.encode())
    # SVT-AV1 makes whoever calls it as root a real-time thread: all that it starts from then on (browsers!) would stop the others
    os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
    return path
