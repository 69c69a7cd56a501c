"""The small picture on a result's page: every face that is nobody of the registry is made unrecognisable."""

import base64
from pathlib import Path

LONGEST = 640
BLOCKS = 6
"""A face is shown as so many blocks a side: enough to see that there is one, far too few to tell whose."""

Box = tuple[int, int, int, int]


def preview(path: Path, strangers: list[Box]) -> str:
    """A JPEG of at most 640 pixels a side as base64. `strangers`: boxes in displayed pixels.

    Faces are blotted out with a margin before the picture is made smaller, so that no pixel of them is left. Raises
    `Undecidable` where the file cannot be decoded.
    """
    import cv2
    import numpy as np

    from matching.media.picture import decode

    picture = np.array(decode(path).views[0])
    height, width = picture.shape[:2]
    for x, y, wide, high in strangers:
        left, top = max(0, x - wide // 4), max(0, y - high // 4)
        right, bottom = min(width, x + wide + wide // 4), min(height, y + high + high // 4)
        if left < right and top < bottom:
            face = picture[top:bottom, left:right]
            blocks = cv2.resize(face, (BLOCKS, BLOCKS), interpolation=cv2.INTER_AREA)
            size = (right - left, bottom - top)
            picture[top:bottom, left:right] = cv2.resize(blocks, size, interpolation=cv2.INTER_NEAREST)
    scale = min(1.0, LONGEST / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    _, data = cv2.imencode(".jpg", cv2.cvtColor(small, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, 80])
    return base64.b64encode(data.tobytes()).decode("ascii")
