"""The numbers of a picture as its file stores them: colours, the lower halves of 16 bits, transparency."""

import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import cast

from PIL import Image, ImageChops, ImageCms, ImageMath

from matching.media.contents import Contents
from matching.media.jpeg import Jpeg

FEW, ROUNDS, DIM = 500, 8, 64
_FACE = 8  # pixels: what is smaller is nobody's face
_PART = (
    4  # how many times more may be spread than some program shows, before what that program shows is another picture
)


@dataclass
class Numbers:
    """upper: the numbers, or the upper bytes of such as have two; mode L, RGB or CMYK. lower: the lower bytes. alpha: what
    some programs take for transparency; mode L. single: numbers of 32 bits, which have no brightness of their own."""

    upper: Image.Image
    lower: Image.Image | None = None
    alpha: Image.Image | None = None
    single: Image.Image | None = None


def numbers(picture: Image.Image, data: bytes, contents: Contents) -> Numbers:
    """The numbers of a picture that was opened and not loaded."""
    lower, rawmode = _lower(picture, data), _rawmodes(picture)[0] if _rawmodes(picture) else ""
    picture.load()
    if picture.mode in ("I", "F"):
        return Numbers(picture.convert("L"), single=picture)
    if picture.mode.startswith("I;16"):
        words = picture.tobytes()
        high, low = (words[0::2], words[1::2]) if picture.mode == "I;16B" else (words[1::2], words[0::2])
        upper, lower = (Image.frombytes("L", picture.size, half) for half in (high, low))
        return Numbers(upper, lower, _keyed([upper], [lower], contents))
    if lower is not None and picture.mode == "RGB" and "tRNS" in contents.says:
        return Numbers(picture, lower, _keyed(picture.split(), lower.split(), contents))
    if picture.mode == "LAB":
        lab = ImageCms.buildTransform(ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB"), "LAB", "RGB")
        return Numbers(cast(Image.Image, ImageCms.applyTransform(picture, lab)))
    alpha = _unnamed(picture, rawmode, data, contents)
    if alpha is None and picture.has_transparency_data:
        grey = picture.mode in ("LA", "La")
        layered = picture.convert("LA" if grey else "RGBA")
        alpha, picture = layered.getchannel("A"), layered.convert("L" if grey else "RGB")
    elif picture.mode not in ("L", "RGB", "CMYK"):
        picture = picture.convert("L" if picture.mode == "1" else "RGB")
    if lower is not None and lower.mode != picture.mode:
        lower = lower.convert(picture.mode)
    return Numbers(picture, lower, alpha)


def otherwise(read: Numbers, parts: Jpeg) -> Numbers | None:
    """How other programs may read a JPEG that is unclear about its colours: where it does not say whether ink is stored as ink
    or as its absence, and where two of its parts contradict each other. `read` is libjpeg's reading."""
    adobe, ids = parts.says.get("adobe"), bytes(parts.components)
    if read.upper.mode == "CMYK":
        return None if adobe else replace(read, upper=ImageChops.invert(read.upper))
    apart = {"jfif" in parts.says or None, adobe != b"\0" if adobe else None, False if ids == b"RGB" else None}
    if read.upper.mode != "RGB" or not apart >= {True, False}:
        return None
    if "jfif" in parts.says or adobe == b"\1":  # read as brightness and two colours, which may be three colours
        return replace(read, upper=Image.merge("RGB", read.upper.convert("YCbCr").split()))
    return replace(read, upper=Image.merge("YCbCr", read.upper.split()).convert("RGB"))


def _unnamed(picture: Image.Image, rawmode: str, data: bytes, contents: Contents) -> Image.Image | None:
    """A fourth number of each pixel of which the file does not say what it is: some programs take it for transparency."""
    if picture.format == "TIFF" and "X" in rawmode:
        alpha = _with_fourth(picture, data).getchannel("A")
        low, high = alpha.getextrema()
        return None if low == high else alpha
    if picture.format != "BMP" or not contents.coded or not ("X" in rawmode or rawmode == "BGR;15"):
        return None
    start, length = contents.coded[0]
    if rawmode == "BGR;15":  # the bit that 15 leave of 16; rows are filled up to four bytes
        row = -(-picture.width // 2) * 4
        rows = (data[place + 1 : place + 2 * picture.width : 2] for place in range(start, start + length, row))
        fourth = b"".join(rows).translate(bytes(255 * (byte >> 7) for byte in range(256)))
    else:
        fourth = data[start + rawmode.index("X") : start + length : 4]
    if fourth.count(fourth[:1]) == len(fourth):
        return None
    alpha = Image.frombytes("L", picture.size, fourth)
    return alpha if data[25] & 0x80 and data[14] != 12 else alpha.transpose(Image.Transpose.FLIP_TOP_BOTTOM)


def _keyed(upper: Sequence[Image.Image], lower: Sequence[Image.Image], contents: Contents) -> Image.Image | None:
    """The transparency of a PNG of 16 bits of which one colour is transparent: nothing that is merely near it."""
    key = contents.says.get("tRNS", b"")
    if len(key) != 2 * len(upper):
        return None
    same = [
        half.point(lambda level, wanted=wanted: 255 * (level == wanted))
        for halves, place in ((upper, 0), (lower, 1))
        for half, wanted in zip(halves, key[place::2], strict=True)
    ]
    clear = same[0]
    for other in same[1:]:
        clear = ImageChops.darker(clear, other)
    return ImageChops.invert(clear)


def _rawmodes(picture: Image.Image) -> list[str]:
    tiles = picture.tile  # type: ignore[attr-defined]  # of a picture that was opened and not loaded
    modes = [tile.args if isinstance(tile.args, str) else tile.args[0] for tile in tiles]
    return [mode for mode in modes if isinstance(mode, str)]


def _lower(picture: Image.Image, data: bytes) -> Image.Image | None:
    """The lower 8 bits of a picture in colours of 16 bits, of which Pillow reads the upper 8; None for every other picture.

    They are what Pillow reads when it is told that the bytes of each number stand the other way round; of grey with
    transparency, that each pixel's four bytes are four colours.
    """
    modes = _rawmodes(picture)
    if picture.mode.startswith("I") or not modes or not all(mode[-3:-1] == "16" and "a" not in mode for mode in modes):
        return None
    swapped = {"B": "L", "L": "B", "N": "B" if sys.byteorder == "little" else "L"}
    others = ["RGBA" if mode == "LA;16B" else mode[:-1] + swapped[mode[-1]] for mode in modes]
    other = _read_as(Image.open(BytesIO(data), formats=(str(picture.format),)), others)
    return Image.merge("RGBA", [other.getchannel("G")] * 4) if "RGBA" in others else other


def spread(deep: Numbers) -> list[Image.Image]:
    """Grey or colours of 16 bits whose upper bytes hardly differ, as a picture of 8: nearly darkest to nearly brightest value
    spread over 0 to 255, all colours alike; nothing for every other picture. If that cuts off more than single pixels, the upper
    bytes follow."""
    if deep.lower is None or _range(towered(deep.upper)) > DIM:
        return []
    both = ImageMath.lambda_eval(
        lambda bytes_: bytes_["upper"] * 256 + bytes_["lower"],
        upper=towered(deep.upper),
        lower=towered(deep.lower),
    )
    (tower, cut), (width, height) = _stretched(both), deep.upper.size
    bands = [tower.crop((0, place * height, width, (place + 1) * height)) for place in range(tower.height // height)]
    return [Image.merge(deep.upper.mode, bands), *([deep.upper] if cut else [])]


def of_one_channel(picture: Image.Image) -> Iterator[Image.Image]:
    """Grey pictures of one whose numbers have 32 bits: nearly all of them spread, all where that cuts off more than single
    pixels, and what programs take for black to white where that is a small part of them."""
    deep = picture.convert("F")
    grey, cut = _stretched(deep)
    yield grey
    low, high = _extremes(deep)
    if cut:
        yield _levelled(deep, low, high).convert("L")
    for white in (1.0, 255.0, 65_535.0):
        if white * _PART < high - low:
            yield _levelled(deep, 0.0, white).convert("L")


def towered(picture: Image.Image) -> Image.Image:
    """The bands of a picture as one grey picture, one below the other."""
    bands = picture.split()
    tower = Image.new("L", (picture.width, picture.height * len(bands)))
    for place, band in enumerate(bands):
        tower.paste(band, (0, place * picture.height))
    return tower


def _range(picture: Image.Image) -> int:
    low, high = _inner(picture.histogram())
    return high - low


def _stretched(picture: Image.Image) -> tuple[Image.Image, bool]:
    """A picture of more than 8 bits, nearly darkest to nearly brightest value spread over 0 to 255, and whether what is left
    out is more than single pixels.

    Files with 10 or 12 used bits in 16 are common; cut to the upper 8 they would be black, and every face
    missed. A few very bright pixels would have the same effect, so one in `FEW` is left out at each end.
    Raises ValueError for values that are no brightness.
    """
    deep = picture.convert("F")
    low, high = _extremes(deep)
    for _ in range(ROUNDS):
        if high <= low:
            break
        below, above = _inner(deep.histogram(extrema=(low, high)))
        step = (high - low) / 255
        low, high = low + below * step, low + (above + 1) * step
        if above - below > DIM:
            break
    levels = _levelled(deep, low, high)
    beyond = ImageMath.lambda_eval(lambda here: ((here["level"] > 256) + (here["level"] < -1)) * 255, level=levels)
    cut = min(deep.size) >= _FACE and max(beyond.convert("L").reduce(_FACE).tobytes()) == 255
    return levels.convert("L"), cut


def _extremes(deep: Image.Image) -> tuple[float, float]:
    low, high = cast("tuple[float, float]", deep.getextrema())
    if not (math.isfinite(low) and math.isfinite(high)):
        raise ValueError("values that are no brightness")
    return low, high


def _levelled(deep: Image.Image, low: float, high: float) -> Image.Image:
    scale = 255.0 / (high - low) if high > low else 0.0
    return deep.point(lambda value: value * scale + (-low * scale))


def _inner(counts: list[int]) -> tuple[int, int]:
    """The lowest and the highest of 256 levels without the most extreme pixels, one in `FEW` at each end."""
    most = sum(counts) // FEW
    below = next(place for place in range(256) if sum(counts[: place + 1]) > most)
    above = next(place for place in reversed(range(256)) if sum(counts[place:]) > most)
    return below, above


def _with_fourth(picture: Image.Image, data: bytes) -> Image.Image:
    """The picture with the number of each pixel that Pillow leaves out."""
    other = Image.open(BytesIO(data), formats=(str(picture.format),))
    modes = [mode.replace("X", "A", 1) for mode in _rawmodes(other)]
    other._mode = "RGBA"
    return _read_as(other, modes)


def _read_as(picture: Image.Image, modes: Sequence[str]) -> Image.Image:
    """A picture that was opened and not loaded, its data unpacked in these ways."""
    picture.tile = [  # type: ignore[attr-defined]
        tile._replace(args=mode if isinstance(tile.args, str) else (mode, *tile.args[1:]))
        for tile, mode in zip(picture.tile, modes, strict=True)  # type: ignore[attr-defined]
    ]
    picture.load()
    return picture
