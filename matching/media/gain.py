"""Gain maps: a second picture in the file that says how much brighter each place of the first is on a better display
(ISO 21496-1, Ultra HDR; and Apple's)."""

import re
import struct
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageMath

from matching.media.contents import XMP
from matching.media.jpeg import Jpeg

LARGEST = (
    4_000_000  # pixels at which the brighter picture is looked at; a map has a quarter or a sixteenth of its picture's
)
LEAST = 3.0
"""Stops by which the map's darkest and brightest place differ at least in what is looked at, however few the file claims."""

_GAMMA = 2.2
_APPLE = b"urn:com:apple:photo:2020:aux:hdrgainmap"
_APPLE_STOPS = 3.0
_ADOBE = rb"hdrgm:%s\s*(?:=\s*[\"']|>)\s*(?:<rdf:Seq>\s*<rdf:li>)?\s*([-+0-9.eE]+)"


@dataclass(frozen=True)
class Gain:
    """least, most: stops where the map is 0 and 255. gamma: of the map. before, after: added to the picture's light before the
    gain, taken away behind it."""

    least: float
    most: float
    gamma: float = 1.0
    before: float = 0.0
    after: float = 0.0


def of(contents: Jpeg) -> Gain | None:
    """What a picture says about itself if it is a gain map; None if it is an ordinary one."""
    if len(contents.says.get("gain", b"")) > _HEAD:
        return _iso(contents.says["gain"])
    for note in contents.of(XMP):
        if b"hdrgm:GainMapMax" in note:
            return _adobe(note)
        if _APPLE in note:
            return Gain(0.0, _APPLE_STOPS)
    return None


_HEAD = 5  # bytes of versions and flags; the first picture's part has nothing behind its versions


def _iso(content: bytes) -> Gain:
    """ISO 21496-1, C.2: fractions of 32 bits, perhaps over one denominator. Of several channels the first."""
    together = content[4] & 8
    numbers = struct.unpack_from(f">{7 + 1 if together else 14}i", content, _HEAD)
    if together:
        values = [number / (numbers[0] or 1) for number in numbers[1:]]
    else:
        values = [numbers[place] / (numbers[place + 1] or 1) for place in range(0, 14, 2)]
    _, _, least, most, gamma, before, after = values
    return Gain(least, most, gamma, before, after)


def _adobe(note: bytes) -> Gain:
    def number(name: bytes, default: float) -> float:
        found = re.search(_ADOBE % name, note)
        return float(found.group(1)) if found else default

    offset = 1 / 64
    return Gain(
        number(b"GainMapMin", 0.0),
        number(b"GainMapMax", 1.0),
        number(b"Gamma", 1.0),
        number(b"OffsetSDR", offset),
        number(b"OffsetHDR", offset),
    )


def applied(picture: Image.Image, its_map: Image.Image, gain: Gain) -> Image.Image:
    """The picture as a display with room for all of the gain shows it, with its brightest place at 255. Raises ValueError for
    numbers that mean no gain."""
    middle, half = (gain.most + gain.least) / 2, max(gain.most - gain.least, LEAST) / 2
    least, most = middle - half, middle + half
    if not (
        gain.gamma > 0 and abs(least) <= 32 and abs(most) <= 32 and abs(gain.before) <= 16 and abs(gain.after) <= 16
    ):
        raise ValueError("no gain")
    small = picture.reduce(max(round((picture.width * picture.height / LARGEST) ** 0.5), 1))
    fitted = its_map.convert("RGB").resize(small.size, Image.Resampling.BILINEAR)
    peak = 2.0**most * (1 + gain.before)

    def brighter(numbers: Any) -> Any:
        stops = least + (most - least) * (numbers["map"] / 255.0) ** (1 / gain.gamma)
        light = ((numbers["base"] / 255.0) ** _GAMMA + gain.before) * 2.0**stops - gain.after
        return numbers["max"](light / peak, 0.0) ** (1 / _GAMMA) * 255.0

    bands = [
        ImageMath.lambda_eval(brighter, base=base.convert("F"), map=map_.convert("F")).convert("L")
        for base, map_ in zip(small.split(), fitted.split(), strict=True)
    ]
    return Image.merge("RGB", bands)
