"""Every view that somebody may have of one picture: with its colours read in each way that viewers know, over several grounds,
with pixels as wide as the file says.

Two views that hardly differ are one. An ordinary picture has one view, and costs nothing more.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from PIL import Image, ImageChops, ImageFilter

from matching.media import lcms
from matching.media.contents import TooMany
from matching.media.lcms import Space
from matching.media.stored import Numbers, of_one_channel, spread

View = tuple[str, Image.Image]
"""What it is, of `child.NAMES`, and RGB."""

APART = 6
"""Levels of 256, mean of a block of 8 x 8 pixels, by which two views differ at least somewhere. A face that draws no more than
that has a sixteenth of a face's contrast."""

_BLOCK = 8
_GROUNDS = ("white", "black", "#808080")
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass
class Gathered:
    """Views that differ from one another. most: how many pixels they may have together."""

    most: int
    views: list[View]

    def add(self, name: str, view: Image.Image, *, always: bool = False) -> None:
        """Keep a view, unless there is one like it. Raises TooMany."""
        if not always and any(alike(view, other) for _, other in self.views):
            return
        self.views.append((name, view))
        if sum(known.width * known.height for _, known in self.views) > self.most:
            raise TooMany


def alike(one: Image.Image, other: Image.Image) -> bool:
    if one.size != other.size:
        return False
    blocks = ImageChops.difference(one, other).reduce(_BLOCK)
    return max(blocks.tobytes()) <= APART


def of(
    readings: Iterable[Numbers], spaces: list[Space | None], aspects: Iterable[float], turn: int, most: int
) -> Gathered:
    """The views of a picture. readings: its numbers, the likeliest first. aspects: width of a pixel divided by its height, where
    it is not square. turn: EXIF's orientation. most: pixels of all views. Raises TooMany, and ValueError for numbers that mean
    no colours."""
    found = Gathered(most, [])
    for stored in readings:
        for name, coloured in _coloured(stored, spaces):
            for ground, view in _grounded(coloured, stored.alpha):
                found.add("shown" if not found.views else ground or name, upright(view, turn))
    for aspect in aspects:
        for _, view in list(found.views):
            wide = aspect if turn < 5 else 1 / aspect
            sides = max(round(view.width * min(wide, 1)), 1), max(round(view.height / max(wide, 1)), 1)
            found.add("shape", view.resize(sides, Image.Resampling.BOX))
    return found


def upright(view: Image.Image, turn: int) -> Image.Image:
    method = _TURNS.get(turn)
    return view if method is None else view.transpose(method)


def _coloured(stored: Numbers, spaces: list[Space | None]) -> Iterator[View]:
    """RGB, in each way in which the numbers are read."""
    if stored.single is not None:
        yield from (("depth", view.convert("RGB")) for view in of_one_channel(stored.single))
        return
    dim = [view.convert("RGB") for view in spread(stored)]
    for space in spaces:
        if space is None and dim:  # nearly black, as it is
            yield from (("depth", view) for view in dim)
        else:
            yield "colours", _read(stored, space)


def _read(stored: Numbers, space: Space | None) -> Image.Image:
    if space is None:
        return stored.upper.convert("RGB")
    if stored.upper.mode != space.mode:  # grey, to be read as colours that are alike
        lower = None if stored.lower is None else stored.lower.convert("RGB")
        stored = replace(stored, upper=stored.upper.convert("RGB"), lower=lower)
    upper = stored.upper.tobytes()
    pixels = upper if stored.lower is None else lcms.interleaved(upper, stored.lower.tobytes())
    shown = space.shown(pixels, 1 if stored.lower is None else 2)
    return Image.frombytes("RGB", stored.upper.size, shown)


def _grounded(opaque: Image.Image, alpha: Image.Image | None) -> Iterator[tuple[str, Image.Image]]:
    """A picture with transparency is seen over white, over black, with its transparency ignored, and over something between
    where that shows what the others hide: a face that shows in one of them must not hide in the others."""
    if alpha is None or alpha.getextrema() == (255, 255):
        yield "", opaque
        return
    white, black, grey = (Image.new("RGB", opaque.size, colour) for colour in ("white", "black", "#808080"))
    for ground in (white, black, grey):
        ground.paste(opaque, mask=alpha)
    yield "", white
    yield "ground", black
    yield "ground", opaque
    if _calmer(grey, white, black):
        yield "ground", grey


def _calmer(middle: Image.Image, *ends: Image.Image) -> bool:
    """Whether somewhere the view over grey has far less fine structure than those over white and over black: in them noise may
    hide what is seen over grey, where it cancels out."""
    least = ImageChops.darker(*(_fineness(view.convert("L")) for view in ends))
    calm = _fineness(middle.convert("L"))
    return max(ImageChops.subtract(least, calm.point(lambda level: 2 * level)).tobytes()) > APART


def _fineness(grey: Image.Image) -> Image.Image:
    """By how much the pixels of each block differ from those around them."""
    return ImageChops.difference(grey, grey.filter(ImageFilter.BoxBlur(1))).reduce(_BLOCK)
