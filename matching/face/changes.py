"""A picture as somebody sees it who changes it back: brightened, as a negative, one colour alone, narrower, turned.

People and players know a face in a picture that is nearly black, inverted, dithered, or stored wider than it is shown. The
detector overlooks it there, or finds it with points that lie wrongly, and then it looks like a stranger.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import cv2
import numpy as np
from numpy.typing import NDArray

from matching.face import turns
from matching.face.boxes import Quad
from matching.findings import Picture

Layer = NDArray[np.uint8]
"""What of a picture is looked at: its colours [h, w, 3], or one grey plane [h, w]."""

Shape = NDArray[np.float64]
"""How a picture is drawn out, sheared or turned: 2 x 2, applied to points (x, y)."""

PIXELS = 120_000
"""Of a picture at which its changed versions are looked at: 462 x 260. Two dozen looks then take about as long as the picture
itself does, and a face of an eighth of its height still has more than 30 pixels: at 400 x 225 some of the demo's people are lost."""

# Contrast is evened out in so many tiles across and down; steeper than so many times the even one it does not get.
TILES, CLIP = 16, 20.0
CLIP_CHROMA = 10.0  # colours vary less, and their noise more
SHARE = 0.5  # per cent of the pixels that may be left out at either end
SOFT = 1.0  # pixels of the small picture: hides what dither, dots, noise and scan lines leave of themselves in it
SMOOTH = 2.0  # pixels of a detail, in which a face has about 128
SHEAR = 0.8
NARROW_BAR, WIDE_BAR = 5, 13  # pixels of the small picture, and of a detail: bars that are narrower are bridged
BAR = 30  # levels by which a bar is darker or brighter than what is beside it


@dataclass(frozen=True)
class Tone:
    """Which layer of a picture is looked at, whether its contrast is evened out, and whether as a negative.

    clip: how steep the contrast may become, where it is evened out; 0 where it is not. soft: whether it is smoothed.
    """

    layer: Callable[[Picture], Layer]
    clip: float = 0.0
    negative: bool = False
    soft: bool = False

    def shown(self, layer: Layer) -> Picture:
        """The layer, as it is looked at."""
        if self.clip:
            layer = np.asarray(cv2.createCLAHE(self.clip, (TILES, TILES)).apply(layer), np.uint8)
        if self.soft:
            layer = np.asarray(cv2.GaussianBlur(layer, (0, 0), SOFT), np.uint8)
        return _finished(layer, self.negative)

    def finer(self, layer: Layer) -> Picture:
        """The layer of a detail with the levels of its middle spread over all, which does not tear apart what belongs
        together as evening out does; where contrast is left as it is, smoothed."""
        if isinstance(self.layer, Bridged):
            layer = self.layer.filled(layer)
        if not self.clip:
            return self.shown(np.asarray(cv2.GaussianBlur(layer, (0, 0), SMOOTH), np.uint8))
        height, width = layer.shape[:2]
        middle = layer[height // 4 : height - height // 4, width // 4 : width - width // 4]
        low, high = np.percentile(middle, (SHARE, 100 - SHARE))
        levels = np.clip((np.arange(256) - low) * (255 / max(high - low, 1.0)), 0, 255).astype(np.uint8)
        return _finished(np.asarray(cv2.LUT(layer, levels), np.uint8), self.negative)


def _finished(layer: Layer, negative: bool) -> Picture:
    whole = layer if layer.ndim == 3 else cv2.cvtColor(layer, cv2.COLOR_GRAY2RGB)
    return np.asarray(255 - whole if negative else whole, np.uint8)


def colours(picture: Picture) -> Layer:
    return picture


def grey(picture: Picture) -> Layer:
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)


def one(colour: int) -> Callable[[Picture], Layer]:
    return lambda picture: np.ascontiguousarray(picture[..., colour])


def chroma(axis: int) -> Callable[[Picture], Layer]:
    return lambda picture: np.ascontiguousarray(cv2.cvtColor(picture, cv2.COLOR_RGB2YCrCb)[..., axis])


SPECKLES = 5  # pixels: a median of so many removes single black and white ones, which smoothing only spreads


def speckless(picture: Picture) -> Layer:
    return np.asarray(cv2.medianBlur(grey(picture), SPECKLES), np.uint8)


FOLD = np.abs(np.arange(256) * 2 - 255).astype(np.uint8)


def folded(picture: Picture) -> Layer:
    """How far each grey is from the middle one: the same in a negative, and so in what is a negative in stripes."""
    return np.asarray(cv2.LUT(grey(picture), FOLD), np.uint8)


@dataclass(frozen=True)
class Bridged:
    """Without bars before it, as of a fence, a blind or a grating: each is bridged by what lies beside it. axis: across which
    they are narrow (0: down, 1: across). bright: whether they are brighter than the picture, or darker."""

    axis: int
    bright: bool

    def __call__(self, picture: Picture, width: int = NARROW_BAR) -> Layer:
        way = cv2.MORPH_OPEN if self.bright else cv2.MORPH_CLOSE
        line = np.ones((1, width) if self.axis else (width, 1), np.uint8)
        return np.asarray(cv2.morphologyEx(picture, way, line, borderType=cv2.BORDER_REPLICATE), np.uint8)

    def filled(self, picture: Picture) -> Layer:
        """A detail with what a bar may hide drawn anew from both its sides (A. Telea, 2004)."""
        bars = cv2.absdiff(self(picture, WIDE_BAR), picture).max(axis=2) > BAR
        edges = np.ones((1, 3) if self.axis else (3, 1), np.uint8)
        return np.asarray(
            cv2.inpaint(picture, cv2.dilate(bars.astype(np.uint8), edges), 3, cv2.INPAINT_TELEA), np.uint8
        )


FIRST = (folded, speckless)
"""Layers that are taken before a picture is made smaller: stripes and speckles would mix to grey."""

PLAIN, SOFTER, NEGATIVE = Tone(colours), Tone(colours, soft=True), Tone(colours, negative=True)
EVEN, EVEN_NEGATIVE = Tone(grey, CLIP), Tone(grey, CLIP, negative=True)

UPRIGHT = np.eye(2)
NARROW, NARROWER = np.diag([0.5, 1.0]), np.diag([0.25, 1.0])
LOW, LOWER = np.diag([1.0, 0.5]), np.diag([1.0, 0.25])
QUARTER, THREE_QUARTERS = np.array([[0.0, 1.0], [-1.0, 0.0]]), np.array([[0.0, -1.0], [1.0, 0.0]])
# A picture that leans is larger by its empty corners: made smaller, it costs no more than another.
LEANING, LEANING_BACK = (0.75 * np.array([[1.0, lean], [0.0, 1.0]]) for lean in (SHEAR, -SHEAR))

SHAPES: Mapping[Tone, tuple[Shape, ...]] = MappingProxyType(
    {
        PLAIN: (NARROW, NARROWER, LOW, LOWER, LEANING, LEANING_BACK),
        SOFTER: (UPRIGHT,),
        Tone(speckless, soft=True): (UPRIGHT,),
        NEGATIVE: (UPRIGHT, QUARTER, THREE_QUARTERS, NARROW, NARROWER),
        EVEN: (UPRIGHT, NARROW, NARROWER),
        EVEN_NEGATIVE: (UPRIGHT,),
        **{Tone(one(colour), CLIP): (UPRIGHT,) for colour in (0, 2)},
        **{Tone(chroma(axis), CLIP_CHROMA, negative): (UPRIGHT,) for axis in (1, 2) for negative in (False, True)},
        Tone(folded, CLIP, negative=True): (UPRIGHT,),
        **{Tone(Bridged(axis, bright)): (UPRIGHT,) for axis in (0, 1) for bright in (False, True)},
    }
)
"""In which shapes each tone of a picture is worth another look: the ways that hide a face from a detector and not from people
(docs/error.md says what each brought)."""


@dataclass(frozen=True, eq=False)
class Change:
    """picture: the changed one. way: the map that leads there from the picture as it is. tone, shape: how it was changed."""

    picture: Picture
    way: turns.Map
    tone: Tone
    shape: Shape

    def led_back(self, box: Quad) -> Quad:
        """Where a box (x, y, width, height) of the changed picture lies in the picture as it is: what holds all of it."""
        x, y, width, height = box
        corners = np.array([[x, y], [x + width, y], [x, y + height], [x + width, y + height]], np.float32)
        there = self.back(corners)
        left, top = (float(edge) for edge in there.min(axis=0))
        right, bottom = (float(edge) for edge in there.max(axis=0))
        return left, top, right - left, bottom - top

    def back(self, points: turns.Points) -> turns.Points:
        """Where points (x, y) of the changed picture lie in the picture as it is."""
        return turns.moved(points, turns.back(self.way))


def changes(picture: Picture, shapes: Mapping[Tone, tuple[Shape, ...]] = SHAPES) -> Iterator[Change]:
    """A picture (RGB uint8 [h, w, 3]) in every way in which it is worth another look, smaller than it is; or in these alone."""
    height, width = picture.shape[:2]
    shrink = min(1.0, (PIXELS / (width * height)) ** 0.5)
    size = max(round(width * shrink), 1), max(round(height * shrink), 1)
    small = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
    scale = np.diag([size[0] / width, size[1] / height])
    coloured = bool(cv2.absdiff(small[..., 0], small[..., 2]).any() or cv2.absdiff(small[..., 0], small[..., 1]).any())
    for tone, drawn in shapes.items():
        if tone.layer in FIRST:
            layer = np.asarray(cv2.resize(tone.layer(picture), size, interpolation=cv2.INTER_AREA), np.uint8)
        elif coloured or tone.layer in (colours, grey) or isinstance(tone.layer, Bridged):
            layer = tone.layer(small)
        else:
            continue
        shown = tone.shown(layer)
        for shape in drawn:
            shaped, way = _shaped(shown, shape)
            yield Change(shaped, np.hstack([way[:, :2] @ scale, way[:, 2:]]), tone, shape)


def _shaped(picture: Picture, shape: Shape) -> tuple[Picture, turns.Map]:
    """All of a picture in another shape, and the map that leads there."""
    height, width = picture.shape[:2]
    if not shape[0, 1] and not shape[1, 0]:
        size = max(round(width * shape[0, 0]), 1), max(round(height * shape[1, 1]), 1)
        scaled = picture if size == (width, height) else cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
        return np.asarray(scaled, np.uint8), np.hstack([np.diag([size[0] / width, size[1] / height]), np.zeros((2, 1))])
    corners = np.array([[0, 0], [width, 0], [0, height], [width, height]]) @ shape.T
    least, most = corners.min(axis=0), corners.max(axis=0)
    way = np.hstack([shape, -least[:, None]])
    size = max(round(most[0] - least[0]), 1), max(round(most[1] - least[1]), 1)
    return np.asarray(cv2.warpAffine(picture, way, size, flags=cv2.INTER_LINEAR), np.uint8), way
