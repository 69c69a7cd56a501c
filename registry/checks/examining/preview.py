"""The small picture on a result's page. Whoever is not meant is made unrecognisable."""

import base64
from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matching.findings import Box, Examination

LONGEST = 640


def preview(examination: "Examination", strangers: "Collection[Box]") -> str | None:
    """A JPEG of at most 640 pixels a side as base64, of what was seen when the file was examined; None where it shows nothing.
    `strangers`: boxes in displayed pixels.

    They are blotted out with a margin before the picture is made smaller, so that no pixel of them is left.
    """
    if examination.view is None:
        return None
    import cv2
    import numpy as np

    from matching.media.blotting import blot

    picture = np.array(examination.view)
    height, width = picture.shape[:2]
    for x, y, wide, high in strangers:
        blot(picture, x - wide // 4, y - high // 4, x + wide + wide // 4, y + high + high // 4)
    scale = min(1.0, LONGEST / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    _, data = cv2.imencode(".jpg", cv2.cvtColor(small, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, 80])
    return base64.b64encode(data.tobytes()).decode("ascii")
