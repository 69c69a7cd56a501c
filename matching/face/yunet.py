"""YuNet itself: passes over pictures of any size, two side by side."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from matching import weights
from matching.face.boxes import SAME as OVERLAP
from matching.face.boxes import Quad
from matching.face.one_pass import Bgr, OnePass, Rows

# The network sees faces of about 16 to 500 pixels, and sees parts of larger ones as faces. So a picture is looked at
# in tiles where it is very large, and again at a half, a quarter, ... of its size; each look but the last leaves the
# larger faces to the next. A score of 0.6 would lose a face that dlib's detector finds in the evaluation pictures.
SCORE = 0.5
DOUBTFUL = (
    0.3  # from here on something may be a face that does not stand upright: 63 pictures of nobody show two in three
)
LARGEST, LARGEST_LAST = 200, 400  # pixels, shorter side, at the size of the look; of the last look
TILE, MARGIN = 2560, 256

EMPTY = np.empty((0, 15), np.float32)


@dataclass(frozen=True, eq=False)
class Face:
    """box: x, y, width, height (float, pixels). points: float32 [5, 2]. score: 0 to 1."""

    box: Quad
    points: NDArray[np.float32]
    score: float


@dataclass(frozen=True, eq=False)
class _Part:
    """A tile of one size of a picture: what is looked at in one pass, and which of its detections stand for themselves."""

    pixels: Bgr
    left: int
    top: int
    open: tuple[bool, bool, bool, bool]  # whether the picture goes on beyond the left, upper, right and lower edge
    scale: float
    largest: float


class Network:
    """The detector's network. One object may serve several threads."""

    def __init__(self) -> None:
        """Raises `ModelMissing` or `ModelAltered`."""
        self.sha256 = weights.KNOWN["yunet"].sha256
        self._pass = OnePass(weights.load("yunet"))
        # two passes at a time, each on one core: two cores at a single pass are in each other's way
        self.side_by_side = ThreadPoolExecutor(2, thread_name_prefix="yunet")

    def glance(self, bgr: Bgr, score: float = SCORE) -> Rows:
        """Detections of at least that score by one pass. Raises `Undecidable` where it fails."""
        return self._pass(bgr, score)

    def glances(self, pictures: Iterable[Bgr], score: float) -> list[Rows]:
        """One pass over each of several pictures."""
        return list(self.side_by_side.map(lambda bgr: self.glance(bgr, score), pictures))

    def looks(self, pictures: Sequence[tuple[Bgr, float]]) -> list[Rows]:
        """The faces of each of several pictures that were made smaller to `scale`, also at a half, a quarter, ... of that, in
        the coordinates of the whole size; doubtful ones too."""
        parts = [list(_sizes(bgr, scale)) for bgr, scale in pictures]
        found = iter(self._seen(part for group in parts for part in group))
        return [distinct(np.concatenate([next(found) for _ in group])) for group in parts]

    def tiles(self, bgr: Bgr) -> Rows:
        """The faces of a picture at its own size alone, without doubtful ones."""
        rows = distinct(np.concatenate([EMPTY, *self._seen(_tiles(bgr, 1.0, np.inf))]))
        return np.asarray(rows[rows[:, 14] >= SCORE])

    def _seen(self, parts: Iterable[_Part]) -> Iterator[Rows]:
        return self.side_by_side.map(self._part, parts)

    def _part(self, part: _Part) -> Rows:
        """Neighbouring tiles share a margin: a box that touches an inner edge is cut, and either whole in the neighbour or so
        large that a smaller scale sees it."""
        rows = self.glance(part.pixels, DOUBTFUL)
        height, width = part.pixels.shape[:2]
        left, top, right, bottom = part.open
        whole = np.ones(len(rows), bool)
        whole &= ~(left & (rows[:, 0] < 2))
        whole &= ~(top & (rows[:, 1] < 2))
        whole &= ~(right & (rows[:, 0] + rows[:, 2] > width - 2))
        whole &= ~(bottom & (rows[:, 1] + rows[:, 3] > height - 2))
        rows[:, [0, 4, 6, 8, 10, 12]] += part.left
        rows[:, [1, 5, 7, 9, 11, 13]] += part.top
        rows = rows[whole & (rows[:, 2:4].min(axis=1) <= part.largest)]
        rows[:, :14] /= part.scale
        return np.asarray(rows, np.float32)


def _sizes(bgr: Bgr, scale: float) -> Iterator[_Part]:
    while True:
        last = min(bgr.shape[:2]) <= LARGEST_LAST
        yield from _tiles(bgr, scale, np.inf if last else LARGEST)
        if last:
            return
        bgr, scale = resized(bgr, 0.5), scale / 2


def _tiles(bgr: Bgr, scale: float, largest: float) -> Iterator[_Part]:
    height, width = bgr.shape[:2]
    for top in range(0, max(height - MARGIN, 1), TILE - MARGIN):
        for left in range(0, max(width - MARGIN, 1), TILE - MARGIN):
            bottom, right = min(top + TILE, height), min(left + TILE, width)
            inner = (left > 0, top > 0, right < width, bottom < height)
            yield _Part(bgr[top:bottom, left:right], left, top, inner, scale, largest)


def resized(bgr: Bgr, scale: float) -> Bgr:
    """The picture made larger or smaller, as good as it can be."""
    if scale == 1.0:
        return bgr
    size = (max(round(bgr.shape[1] * scale), 1), max(round(bgr.shape[0] * scale), 1))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(bgr, size, interpolation=way), dtype=np.uint8)


def faces(rows: Rows) -> list[Face]:
    """Detections as faces."""
    return [
        Face(
            box=(float(row[0]), float(row[1]), float(row[2]), float(row[3])),
            points=row[4:14].reshape(5, 2),
            score=float(row[14]),
        )
        for row in rows
    ]


def distinct(rows: Rows) -> Rows:
    """One row for each face: of rows that overlap, the one with the best score."""
    if not len(rows):
        return rows
    keep = cv2.dnn.NMSBoxes(rows[:, :4].tolist(), rows[:, 14].tolist(), 0.0, OVERLAP)
    kept: Rows = rows[np.asarray(keep, dtype=int).ravel()]
    return kept
