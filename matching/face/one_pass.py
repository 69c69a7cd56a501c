"""One pass of YuNet over a picture: its network, and what its answers mean.

The network answers for each cell of 8, 16 and 32 pixels whether a face has its middle there, and where. (Wu, Peng, Yu: "YuNet: a tiny
millisecond-level face detector", Machine Intelligence Research 20, 2023.) OpenCV's `FaceDetectorYN` finds the same, to a thousandth of a
pixel, for three times the processor time.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from matching.face.boxes import SAME as OVERLAP
from matching.networks import OnnxNetwork
from matching.reasons import Undecidable

Bgr = NDArray[np.uint8]
"""Pixels blue, green, red, uint8 [height, width, 3]."""

Rows = NDArray[np.float32]
"""Detections [n, 15]: box (x, y, width, height), five points, score."""

CELLS = 8, 16, 32
"""Pixels of a cell's side. A picture is made as large as whole cells of the last, by black on the right and below."""

MOST = 5000
"""Detections that are compared with each other, the best."""

FIXED, OPEN = (bytes.fromhex(dims) for dims in ("0a03088005" * 2, "0a03120168" + "0a03120177"))
"""Height and width of the network's input as its file has them, 640 each, and as names, "h" and "w", which stand for any (`Dimension` in
onnx.proto: field 1 is a number, field 2 a name)."""


class OnePass:
    """Looks at a picture once. One object may serve several threads."""

    def __init__(self, model: bytes) -> None:
        """model: the verified bytes of YuNet. Raises `Undecidable` where it does not load."""
        try:
            if model.count(FIXED) != 1:
                raise ValueError
            self._network = OnnxNetwork(model.replace(FIXED, OPEN))
        except Exception:  # onnxruntime raises kinds of its own, and whatever it is, nobody was looked for
            raise Undecidable("engine.failed", engine="yunet") from None

    def __call__(self, bgr: Bgr, score: float) -> Rows:
        """Detections of at least that score, the best first, each face once. Raises `Undecidable` where the network fails."""
        height, width = bgr.shape[:2]
        high, wide = (-(-side // CELLS[-1]) * CELLS[-1] for side in (height, width))
        pixels = np.zeros((1, 3, high, wide), np.float32)
        for plane, colour in zip(pixels[0], cv2.split(bgr), strict=True):
            plane[:height, :width] = colour
        try:
            answers = self._network(pixels)
        except Exception:  # as above
            raise Undecidable("engine.failed", engine="yunet") from None
        levels = [_told(cell, wide // cell, answers[at::3], score) for at, cell in enumerate(CELLS)]
        return _best(np.concatenate(levels), score)


def _told(cell: int, columns: int, answers: Sequence[Rows], least: float) -> Rows:
    """What the cells of one size say, row by row. answers: how sure it is that it is a face, and that it is in this cell, 0 to 1, both
    [1, cells, 1]; its box [1, cells, 4]; its points [1, cells, 10]. Raises `Undecidable` for what is no number."""
    face, there, box, points = (answer[0] for answer in answers)
    scores = np.sqrt(np.clip(face[:, 0], 0, 1) * np.clip(there[:, 0], 0, 1))
    if not np.isfinite(scores).all():
        raise Undecidable("engine.failed", engine="yunet")
    cells = np.flatnonzero(scores >= least)
    if not cells.size:
        return np.empty((0, 15), np.float32)
    corner = np.stack([cells % columns, cells // columns], axis=1).astype(np.float32)
    sides = np.exp(box[cells, 2:]) * cell
    return np.concatenate(
        [
            (box[cells, :2] + corner) * cell - sides / 2,
            sides,
            (points[cells] + np.tile(corner, 5)) * cell,
            scores[cells, None],
        ],
        axis=1,
        dtype=np.float32,
    )


def _best(rows: Rows, least: float) -> Rows:
    """Of rows whose boxes, in whole pixels, overlap, the one with the best score."""
    if len(rows) < 2:
        return rows
    boxes = rows[:, :4].astype(int).tolist()
    keep = cv2.dnn.NMSBoxes(boxes, rows[:, 14].tolist(), least, OVERLAP, top_k=MOST)
    kept: Rows = rows[np.asarray(keep, dtype=int).ravel()]
    return kept
