"""A leaner look at the frames of a film: faces that stand upright and show as they are.

Beside the look at a still picture it leaves out: the sizes above `PIXELS`, the small picture at twice its size, the quarter turns,
and the turns of faces that are not clear. Those come in turns (`matching.face.lurking`), or once for each face that is followed.
"""

from collections.abc import Sequence

import cv2
import numpy as np

from matching.face import yunet
from matching.face.one_pass import Bgr
from matching.face.yunet import SCORE, Face, Network
from matching.findings import Picture
from matching.reasons import Undecidable

PIXELS = 640 * 400
"""At which most frames are looked at: a face of 24 pixels at 640 x 360 is found."""

WHOLE = 1920 * 1088
"""At which the first frame of a shot, and now and then one, is looked at: smaller faces show there."""


BRIEF = PIXELS // 4
"""At which frames between two such looks are looked at: what is smaller there than the detector sees is seen in these."""


def glance(pictures: Sequence[tuple[Picture, int]], network: Network) -> list[tuple[list[Face], list[Face]]]:
    """Of each picture (RGB uint8 [h, w, 3]) the faces, and what may be one. With each: pixels at which it is looked at, at most.
    Raises Undecidable where the detector fails."""
    try:
        found = network.looks([_reduced(picture, pixels) for picture, pixels in pictures])
    except cv2.error:
        raise Undecidable("engine.failed", engine="yunet") from None
    return [(yunet.faces(rows[rows[:, 14] >= SCORE]), yunet.faces(rows[rows[:, 14] < SCORE])) for rows in found]


def _reduced(picture: Picture, pixels: int) -> tuple[Bgr, float]:
    height, width = picture.shape[:2]
    scale = min(1.0, (pixels / (width * height)) ** 0.5)
    smaller = halved(picture, pixels)
    smaller = yunet.resized(smaller, scale * width / smaller.shape[1])
    return np.asarray(cv2.cvtColor(smaller, cv2.COLOR_RGB2BGR), np.uint8), smaller.shape[1] / width


def halved(picture: Picture, pixels: int) -> Picture:
    """A picture at a half, a quarter, ... of its size, as long as it has so many pixels: four to one takes an eighth of the time that
    any other size does. One with an odd side stays as it is."""
    height, width = picture.shape[:2]
    while width * height >= 4 * pixels and width % 2 == height % 2 == 0:
        width, height = width // 2, height // 2
        picture = np.asarray(cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
    return picture
