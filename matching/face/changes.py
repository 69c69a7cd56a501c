"""A picture as somebody sees it who changes it back: brightened, as a negative, at half its width, smoothed.

People and players know a face in a picture that is nearly black, inverted, dithered, or stored wider than it is shown. The
detector overlooks it there, or finds it with points that lie wrongly, and then it looks like a stranger.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from matching.face.boxes import Quad
from matching.findings import Picture

LARGEST = 500_000  # pixels at which a changed picture is looked at: a picture of nobody takes 1.4 times as long with it, not 1.8
SCORE = 0.8
"""Least score of a face that shows only in a changed picture. In 91 pieces of photographs without people, changed in these
ways, the best false face had 0.75."""

BETTER = 0.035
"""By how much, at least, a face must score better than at the same place of the picture as it is, to be taken for what is
really there."""

NARROW = 128  # levels of 256: a picture with fewer is spread over all, one with more is made even
SHARE = 0.5  # per cent of the pixels that may be left out at either end
SIGMA = 2.0  # pixels: hides dither, noise and scan lines, and keeps a face of 100 pixels
SPECKLES = 5  # pixels: a median of so many removes single black and white ones, which smoothing only spreads


@dataclass(frozen=True, eq=False)
class Change:
    """picture: the changed one. across, down: its pixels for one pixel of the picture as it is."""

    picture: Picture
    across: float
    down: float

    def led_back(self, box: Quad) -> Quad:
        """Where a box (x, y, width, height) of the changed picture lies in the picture as it is."""
        return box[0] / self.across, box[1] / self.down, box[2] / self.across, box[3] / self.down


def changes(picture: Picture) -> Iterator[Change]:
    """A picture (RGB uint8 [h, w, 3]) in every way in which it is worth another look."""
    whole = _sized(picture, 1.0, 1.0)
    bright, narrow = _bright(whole.picture)
    yield _with(whole, bright)
    yield _with(whole, 255 - (bright if narrow else whole.picture))
    yield _with(whole, _smooth(whole.picture))
    speckless = _sized(
        np.asarray(cv2.medianBlur(picture, SPECKLES), np.uint8), 1.0, 1.0
    )  # smaller, they are grey already
    yield _with(speckless, _smooth(speckless.picture))
    yield _sized(picture, 0.5, 1.0)
    yield _sized(picture, 1.0, 0.5)


def _bright(picture: Picture) -> tuple[Picture, bool]:
    """With few levels: these spread over all, channels alike. With more: each level as frequent as the next, so that what is
    dark beside something bright shows too."""
    low, high = np.percentile(picture, (SHARE, 100 - SHARE))
    if high - low < NARROW:
        levels = (np.arange(256) - low) * (255 / max(high - low, 1.0))
        return np.asarray(cv2.LUT(picture, np.clip(levels, 0, 255).astype(np.uint8)), np.uint8), True
    layers = cv2.cvtColor(picture, cv2.COLOR_RGB2YCrCb)
    layers[..., 0] = cv2.equalizeHist(layers[..., 0])
    return np.asarray(cv2.cvtColor(layers, cv2.COLOR_YCrCb2RGB), np.uint8), False


def _smooth(picture: Picture) -> Picture:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), SIGMA), np.uint8)


def _sized(picture: Picture, across: float, down: float) -> Change:
    height, width = picture.shape[:2]
    shrink = min(1.0, (LARGEST / (width * height * across * down)) ** 0.5)
    size = max(round(width * across * shrink), 1), max(round(height * down * shrink), 1)
    changed = picture if size == (width, height) else cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return Change(np.asarray(changed, np.uint8), size[0] / width, size[1] / height)


def _with(change: Change, picture: Picture) -> Change:
    return Change(np.ascontiguousarray(picture), change.across, change.down)
