"""One face for a reviewer."""

from collections.abc import Iterable

import cv2
import numpy as np

from matching.face.findings import FaceSeen
from matching.findings import Appearance, Box
from matching.media.blotting import blot


def cut_out(face: Appearance, others: Iterable[Box]) -> bytes | None:
    """One face with its surroundings as a JPEG; None where its pixels were not kept.

    `others`: the boxes of everybody else, in pixels of the whole picture; what of them is in the cutting is blotted out.
    """
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
    _, data = cv2.imencode(".jpg", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, 90])
    return data.tobytes()
