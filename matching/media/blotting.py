"""Making a part of a picture unrecognisable."""

import cv2

from matching.findings import Picture

BLOCKS = 6
"""Somebody is shown as so many blocks a side: enough to see that there is one, far too few to tell whose."""


def blot(picture: Picture, left: int, top: int, right: int, bottom: int) -> None:
    """Leaves a few blocks of what lies between these edges (pixels, cut off at the picture's own)."""
    height, width = picture.shape[:2]
    left, top, right, bottom = max(left, 0), max(top, 0), min(right, width), min(bottom, height)
    if left < right and top < bottom:
        blocks = cv2.resize(picture[top:bottom, left:right], (BLOCKS, BLOCKS), interpolation=cv2.INTER_AREA)
        size = (right - left, bottom - top)
        picture[top:bottom, left:right] = cv2.resize(blocks, size, interpolation=cv2.INTER_NEAREST)
