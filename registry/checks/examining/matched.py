"""What a reviewer is shown of a file that shows frames of an earlier one: the moments that agree best, nobody in them recognisable."""

import base64
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from matching.reasons import Undecidable
from registry.checks.examining.looking import Eyes
from registry.ports.blobs import Gone

if TYPE_CHECKING:
    from matching.findings import Examination, Picture

log = logging.getLogger(__name__)

_APART = 8
"""Pixels between two moments."""


def matched(
    eyes: Eyes,
    examination: "Examination",
    moments: Sequence[float],
    stills: "Callable[[Sequence[float]], list[Picture]]",
) -> bytes | None:
    """A JPEG with the frames of a film at these moments beside each other; None where there are none to be shown. stills: decodes
    them."""
    try:
        pictures = stills(moments) if moments and examination.media == "video" else []
    except (Undecidable, Gone) as problem:  # then the file's first picture is shown
        log.warning("moments of a copy cannot be shown: %s", type(problem).__name__)
        return None
    shown = [
        base64.b64decode(small)
        for at, picture in zip(moments, pictures, strict=bool(pictures))
        if (small := eyes.picture(replace(examination, view=picture, view_at=at), _there(examination, at))) is not None
    ]
    return _beside(shown) if shown else None


def _there(examination: "Examination", at: float) -> list[tuple[int, int, int, int]]:
    return [place for one in examination.appearances if (place := one.placed(at)) is not None]


def _beside(shown: Sequence[bytes]) -> bytes:
    import cv2
    import numpy as np

    pictures = [np.asarray(cv2.imdecode(np.frombuffer(one, np.uint8), cv2.IMREAD_COLOR)) for one in shown]
    gap = np.full((pictures[0].shape[0], _APART, 3), 128, np.uint8)
    row = [part for picture in pictures for part in (gap, picture)][1:]
    _, data = cv2.imencode(".jpg", np.hstack(row), [cv2.IMWRITE_JPEG_QUALITY, 85])
    return data.tobytes()
