"""Frames of a production's own formats: OpenEXR, with light as numbers, and DPX (SMPTE ST 268-1)."""

from typing import Any

import av
import av.error
import numpy as np
from av.video.codeccontext import VideoCodecContext
from numpy.typing import NDArray
from PIL import Image

from matching.media import views
from matching.media.drawn.drawing import FrameLimits, check_sides
from matching.media.look import WHOLE, Refused
from matching.media.stored import Numbers

FORMS = ("EXR", "DPX")

_DAMAGED = Refused("picture.damaged", {})
_EXR, _TILED, _LONG_NAMES = b"\x76\x2f\x31\x01", 0x200, 0x400
_SQUARE = b"\0\0\x80\x3f"  # 1.0
_CHANNELS = {"R", "G", "B", "A", "Y"}
_HEADS = 1 << 16  # bytes before the picture of a DPX
_DIRECTIONS = {b"SDPX": "big", b"XPDS": "little"}


def ways(content: bytes, form: str, limits: FrameLimits) -> list[Image.Image]:
    """Every way in which somebody may see a frame, RGB. Raises Refused."""
    if form == "EXR":
        _check_exr(content, limits)
    else:
        _check_dpx(content, limits)
    frame = _decoded(content, form.lower(), limits)
    readings = []
    for numbers in _levels(frame):
        alpha = Image.fromarray(numbers[..., 3]) if numbers.shape[2] == 4 else None
        opaque = alpha is None or alpha.getextrema() == (255, 255)
        readings.append(Numbers(Image.fromarray(numbers[..., :3]), alpha=None if opaque else alpha))
    return [view for _, view in views.of(readings, [None], (), 1, WHOLE * limits.pixels).views]


def _decoded(content: bytes, codec: str, limits: FrameLimits) -> Any:
    context: Any = VideoCodecContext.create(codec, "r")
    context.options = {"err_detect": "explode", "max_pixels": str(limits.pixels)}
    context.thread_count = 1
    try:
        frames = [*context.decode(av.Packet(content)), *context.decode(None)]
    except (av.error.FFmpegError, ValueError) as error:
        raise _DAMAGED from error
    if len(frames) != 1 or frames[0].is_corrupt:
        raise _DAMAGED
    return frames[0]


def _levels(frame: Any) -> list[NDArray[np.uint8]]:
    """With 8 bits: numbers of light as sRGB has them; and where some are brighter than white, all of them once more, toned down
    (Reinhard's curve)."""
    alpha = any(part.is_alpha for part in frame.format.components)
    if "f" not in frame.format.name.removeprefix("gbr"):
        shown: NDArray[np.uint8] = frame.reformat(format="rgba" if alpha else "rgb24").to_ndarray()
        return [shown]
    light = np.nan_to_num(np.asarray(frame.to_ndarray(), np.float32), nan=0.0, posinf=65504.0, neginf=0.0)
    light = np.maximum(light if light.ndim == 3 else np.repeat(light[..., None], 3, axis=2), 0.0)
    found = [light]
    if float(light[..., :3].max()) > 1.0:
        found.append(np.concatenate([light[..., :3] / (1 + light[..., :3]), light[..., 3:]], axis=2))
    return [_coded(one) for one in found]


def _coded(light: NDArray[np.float32]) -> NDArray[np.uint8]:
    clipped = np.minimum(light, 1.0)
    colours = clipped[..., :3]
    colours = np.where(colours <= 0.0031308, colours * 12.92, 1.055 * colours ** (1 / 2.4) - 0.055)
    levels: NDArray[np.uint8] = np.rint(255 * np.concatenate([colours, clipped[..., 3:]], axis=2)).astype(np.uint8)
    return levels


def _check_exr(content: bytes, limits: FrameLimits) -> None:
    """Raises Refused for what shows more than one picture: parts, layers, more than is within its frame."""
    flags = int.from_bytes(content[4:8], "little")
    if content[:4] != _EXR or flags & 0xFF != 2 or flags & ~(0xFF | _TILED | _LONG_NAMES):
        raise _DAMAGED
    told, place = dict[bytes, bytes](), 8
    while content[place : place + 1] not in (b"\0", b""):
        name, kind_at = content[place:].split(b"\0", 1)[0], content.find(b"\0", place) + 1
        size_at = content.find(b"\0", kind_at) + 1
        size = int.from_bytes(content[size_at : size_at + 4], "little")
        if not kind_at or not size_at or name in told or size > len(content):
            raise _DAMAGED
        told[name] = content[size_at + 4 : size_at + 4 + size]
        place = size_at + 4 + size
    window, shown = told.get(b"dataWindow", b""), told.get(b"displayWindow", b"")
    if len(window) != 16 or window != shown or b"preview" in told:
        raise _DAMAGED
    left, top, right, bottom = np.frombuffer(window, "<i4").tolist()
    check_sides(right - left + 1, bottom - top + 1, limits)
    if not _channels(told.get(b"channels", b"")) <= _CHANNELS or told.get(b"pixelAspectRatio", _SQUARE) != _SQUARE:
        raise _DAMAGED
    _check_chunks(content, place + 1, tiled=bool(flags & _TILED))


def _check_chunks(content: bytes, table: int, *, tiled: bool) -> None:
    """Raises Refused unless its chunks, whose places the table tells, follow each other to the end of the file."""
    places = [_number(content, table, 8)]
    while table + 8 * len(places) < min(places):
        places.append(_number(content, table + 8 * len(places), 8))
    reached = table + 8 * len(places)
    for place in sorted(places):
        head = 20 if tiled else 8
        if place != reached:
            raise _DAMAGED
        reached = place + head + _number(content, place + head - 4, 4)
    if reached != len(content):
        raise _DAMAGED


def _number(content: bytes, place: int, length: int) -> int:
    part = content[place : place + length]
    if len(part) < length:
        raise _DAMAGED
    return int.from_bytes(part, "little")


def _channels(listed: bytes) -> set[str]:
    found, place = set[str](), 0
    while listed[place : place + 1] not in (b"\0", b""):
        end = listed.index(b"\0", place)
        found.add(listed[place:end].decode("latin-1"))
        place = end + 17
    return found


def _check_dpx(content: bytes, limits: FrameLimits) -> None:
    """Raises Refused for what shows more than one picture."""
    order: Any = _DIRECTIONS.get(content[:4])
    if order is None or len(content) < 2048:
        raise _DAMAGED

    def number(place: int, length: int = 4) -> int:
        return int.from_bytes(content[place : place + length], order)

    if number(16) != len(content) or number(4) > _HEADS or number(770, 2) != 1:
        raise _DAMAGED
    check_sides(number(772), number(776), limits)
