"""One face for a reviewer: of a film, its best moments side by side."""

from collections.abc import Callable, Collection, Iterable

import cv2
import numpy as np

from matching.face.findings import FaceSeen
from matching.findings import Appearance, Box, Picture
from matching.media.blotting import blot

APART = 8
"""Pixels between two moments."""


def moments(face: Appearance, others: Callable[[float], Collection[Box]]) -> bytes | None:
    """The best moments of a face as one JPEG, the best first; of a still picture there is one. None where no pixels were kept.

    others: the boxes of everybody else at a moment (`cut_out`)."""
    shown = (face.shown or (face,)) if isinstance(face, FaceSeen) else ()
    found = [cut for one in shown if (cut := _cut(one, others(one.start))) is not None]
    if not found:
        return None
    height = max(picture.shape[0] for picture in found)
    strip: list[Picture] = []
    for picture in found:
        width = max(1, round(picture.shape[1] * height / picture.shape[0]))
        strip += [np.full((height, APART, 3), 128, np.uint8), np.array(cv2.resize(picture, (width, height)), np.uint8)]
    return _jpeg(found[0] if len(found) == 1 else np.hstack(strip[1:]))


def cut_out(face: Appearance, others: Iterable[Box]) -> bytes | None:
    """One face with its surroundings as a JPEG; None where its pixels were not kept.

    `others`: the boxes of everybody else, in pixels of the whole picture; what of them is in the cutting is blotted out.
    """
    picture = _cut(face, others)
    return None if picture is None else _jpeg(picture)


def _cut(face: Appearance, others: Iterable[Box]) -> Picture | None:
    if not isinstance(face, FaceSeen) or face.crop is None or face.crop_box is None or not face.crop.size:
        return None
    picture = np.array(face.crop)
    left, top, wide, high = face.crop_box
    across, down = picture.shape[1] / wide, picture.shape[0] / high  # they differ for a face that was seen narrowed
    for x, y, width, height in others:
        blot(
            picture,
            *(round((x - width / 4 - left) * across), round((y - height / 4 - top) * down)),
            *(round((x + 1.25 * width - left) * across), round((y + 1.25 * height - top) * down)),
        )
    return picture


def _jpeg(picture: Picture) -> bytes:
    _, data = cv2.imencode(".jpg", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, 90])
    return data.tobytes()
