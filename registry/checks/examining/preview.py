"""Pictures for people: the small one on a result's page, and one face for a reviewer. Whoever is not meant is made
unrecognisable."""

import base64
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matching.findings import Appearance, Picture

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
        _blot(picture, x - wide // 4, y - high // 4, x + wide + wide // 4, y + high + high // 4)
    scale = min(1.0, LONGEST / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    _, data = cv2.imencode(".jpg", cv2.cvtColor(small, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, 80])
    return base64.b64encode(data.tobytes()).decode("ascii")


def cut_out(face: "Appearance", others: Iterable[Box]) -> bytes | None:
    """One face with its surroundings as a JPEG; None where its pixels were not kept.

    `others`: the boxes of everybody else, in pixels of the whole picture; what of them is in the cutting is blotted out.
    """
    import cv2
    import numpy as np

    if face.crop is None or face.crop_box is None or not face.crop.size:
        return None
    picture = np.array(face.crop)
    left, top, wide, high = face.crop_box
    across, down = picture.shape[1] / wide, picture.shape[0] / high  # they differ for a face that was seen narrowed
    for x, y, width, height in others:
        _blot(
            picture,
            *(round((x - width / 4 - left) * across), round((y - height / 4 - top) * down)),
            *(round((x + 1.25 * width - left) * across), round((y + 1.25 * height - top) * down)),
        )
    _, data = cv2.imencode(".jpg", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, 90])
    return data.tobytes()


def _blot(picture: "Picture", left: int, top: int, right: int, bottom: int) -> None:
    """Leaves a few blocks of what lies between these edges (pixels, cut off at the picture's own)."""
    import cv2

    height, width = picture.shape[:2]
    left, top, right, bottom = max(left, 0), max(top, 0), min(right, width), min(bottom, height)
    if left < right and top < bottom:
        blocks = cv2.resize(picture[top:bottom, left:right], (BLOCKS, BLOCKS), interpolation=cv2.INTER_AREA)
        size = (right - left, bottom - top)
        picture[top:bottom, left:right] = cv2.resize(blocks, size, interpolation=cv2.INTER_NEAREST)
