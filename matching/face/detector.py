"""YuNet: every face, from 24 pixels to close-ups that fill the picture."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from matching import weights
from matching.face import crops, turns
from matching.face.boxes import SAME as OVERLAP
from matching.face.boxes import Quad, one_place, overlap
from matching.findings import Picture

# The network sees faces of about 16 to 500 pixels, and sees parts of larger ones as faces. So the picture
# is looked at as it is (large ones at 0.8 of their size, where 800 of 800 faces of 24 pixels were still
# found), in tiles where it is very large, and again at a half, a quarter, ... of that; each look but the
# last leaves the larger faces to the next. Small pictures are also looked at at twice their size.
# A score of 0.6 would lose a face that dlib's detector finds in the evaluation pictures.
SCORE = 0.5
LARGEST, LARGEST_LAST = 200, 400  # pixels, shorter side, at the size of the look; of the last look
TILE, MARGIN = 2560, 256
SMALL_PICTURE, LARGE_PICTURE = 500_000, 1_000_000  # pixels
# A face on its side is seen with low scores and wrong points, if at all. So the picture is also looked at after a
# quarter turn, made smaller to save time, and each face without a clear score after each eighth of a turn.
TURNED_PICTURE = 250_000  # pixels
TURNED_SCORE = 0.7
CLEAR = 0.92  # upright faces of the demo's people have 0.95, upside down 0.86 to 0.91
CUTTING = 96  # pixels, longer side of a face in such a look
GAIN = 0.15  # a face on its side gains 0.3 and more, an upright one in noise up to 0.1
LOOKS = 3


Rows = NDArray[np.float32]
EMPTY = np.empty((0, 15), np.float32)


@dataclass(frozen=True, eq=False)
class Face:
    """box: x, y, width, height (float, pixels). points: float32 [5, 2]. score: 0 to 1."""

    box: Quad
    points: NDArray[np.float32]
    score: float


class Detector:
    """Finds faces. Each thread that uses it gets a network of its own (the library's object is not
    thread-safe).
    """

    def __init__(self) -> None:
        """Raises `ModelMissing` or `ModelAltered`."""
        self.sha256 = weights.KNOWN["yunet"].sha256
        self._model = np.frombuffer(weights.load("yunet"), np.uint8)
        self._local = threading.local()

    def detect(self, picture: Picture) -> list[Face]:
        """All faces of an RGB picture uint8 [h, w, 3], the largest first."""
        bgr = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), dtype=np.uint8)
        height, width = bgr.shape[:2]
        scale = 0.8 if width * height > LARGE_PICTURE else 1.0
        faces = _faces(self._looks(_resized(bgr, scale), scale))
        if width * height <= SMALL_PICTURE:  # may add faces, never replaces what was seen at the true size
            doubled = self._tiles(_resized(bgr, 2.0))
            doubled[:, :14] /= 2
            for face in _faces(_distinct(doubled)):
                if min(face.box[2:]) * 2 <= LARGEST and all(overlap(face.box, other.box) <= OVERLAP for other in faces):
                    faces.append(face)
        faces = [face if face.score >= CLEAR else self._best_turned(picture, face, faces) for face in faces]
        scale = min(1.0, (TURNED_PICTURE / (width * height)) ** 0.5)
        sides = self._turned(bgr, 1, scale)
        if not any(face.score >= CLEAR for face in (*faces, *sides)):  # nobody for sure: time to look closely
            sides += [face for quarters in (1, 2, 3) for face in self._turned(bgr, quarters, 1.0)]
        for face in sides:
            if not any(one_place(face.box, other.box) for other in faces):
                clearer = self._best_turned(picture, face, faces)
                faces += [clearer] if clearer.score >= TURNED_SCORE else []
        return sorted(faces, key=lambda face: -face.box[2] * face.box[3])

    def glance(self, picture: Picture) -> list[Face]:
        """The faces of a small picture (RGB uint8 [h, w, 3]) by one pass at its own size."""
        return _faces(_distinct(self._pass(np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), dtype=np.uint8))))

    def upright(self, picture: Picture) -> list[Face]:
        """The faces of an RGB picture uint8 [h, w, 3] that stand upright, at its own size and smaller ones."""
        return _faces(self._looks(np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), dtype=np.uint8), 1.0))

    def _turned(self, bgr: NDArray[np.uint8], quarters: int, scale: float) -> list[Face]:
        """Faces that are seen when the picture made so many quarter turns anticlockwise, in its own coordinates."""
        sides = bgr.shape[1], bgr.shape[0]
        faces = _faces(self._looks(np.ascontiguousarray(np.rot90(_resized(bgr, scale), quarters)), scale))
        for quarter in reversed(range(quarters)):
            faces = [_turned_back(face, sides[quarter % 2]) for face in faces]
        return faces

    def _best_turned(self, picture: Picture, face: Face, faces: Sequence[Face]) -> Face:
        """The face with the points that fit best. A first look may have seen a part of it: then the whole one is looked at
        again. An upright face that is merely not clear scores as much upside down, with the points of nobody: a turn has to be
        clear, or to bring a lot, and must not end at a clearer one of the `faces`.
        """
        best = face
        for _ in range(LOOKS):
            before, best = best, self._after_turns(picture, best)
            if best is before or best.score >= CLEAR:
                break
        clearer = [other for other in faces if other is not face and other.score >= best.score]
        taken = any(overlap(best.box, other.box) > OVERLAP for other in clearer)
        return best if best.score >= min(CLEAR, face.score + GAIN) and not taken else face

    def _after_turns(self, picture: Picture, face: Face) -> Face:
        """The best that is seen of a face when its surroundings are looked at after each eighth of a turn."""
        x, y, width, height = face.box
        crop, (left, top, wide, _high) = crops.cut(picture, (round(x), round(y), round(width), round(height)))
        if not crop.size:
            return face
        shrink = crop.shape[1] / wide
        within = ((x - left) * shrink, (y - top) * shrink, width * shrink, height * shrink)
        best = face
        for degrees in range(45, 360, 45):
            look, way = turns.turned(crop, within, degrees, 2 * CUTTING, CUTTING / max(*within[2:], 1.0))
            for seen in self.glance(look):
                if seen.score > best.score:
                    there = _led_back(seen, turns.back(way), degrees)
                    moved = Face(
                        box=(
                            there.box[0] / shrink + left,
                            there.box[1] / shrink + top,
                            *_by(there.box[2:], 1 / shrink),
                        ),
                        points=there.points / np.float32(shrink) + np.array([left, top], np.float32),
                        score=there.score,
                    )
                    if overlap(moved.box, face.box) > OVERLAP:
                        best = moved
        return best

    def _tiles(self, bgr: NDArray[np.uint8]) -> Rows:
        """Detections tile by tile. Neighbours share a margin: a box that touches an inner
        edge is cut, and either whole in the neighbour or so large that a smaller scale sees it.
        """
        height, width = bgr.shape[:2]
        found = [EMPTY]
        for top in range(0, max(height - MARGIN, 1), TILE - MARGIN):
            for left in range(0, max(width - MARGIN, 1), TILE - MARGIN):
                bottom, right = min(top + TILE, height), min(left + TILE, width)
                rows = self._pass(bgr[top:bottom, left:right])
                rows[:, [0, 4, 6, 8, 10, 12]] += left
                rows[:, [1, 5, 7, 9, 11, 13]] += top
                cut = np.zeros(len(rows), bool)
                cut |= (left > 0) & (rows[:, 0] < left + 2)
                cut |= (top > 0) & (rows[:, 1] < top + 2)
                cut |= (right < width) & (rows[:, 0] + rows[:, 2] > right - 2)
                cut |= (bottom < height) & (rows[:, 1] + rows[:, 3] > bottom - 2)
                found.append(rows[~cut])
        return np.concatenate(found)

    def _looks(self, picture: NDArray[np.uint8], scale: float) -> Rows:
        """Detections in a picture that was made smaller to `scale`, and at a half, a quarter, ... of that."""
        passes = []
        while True:
            rows = self._tiles(picture)
            last = min(picture.shape[:2]) <= LARGEST_LAST
            kept = rows if last else rows[rows[:, 2:4].min(axis=1) <= LARGEST]
            kept[:, :14] /= scale
            passes.append(kept)
            if last:
                return _distinct(np.concatenate(passes))
            picture, scale = _resized(picture, 0.5), scale / 2

    def _pass(self, bgr: NDArray[np.uint8]) -> Rows:
        """Detections [n, 15]: box, five points, score. A picture under 32 pixels is set on black first."""
        height, width = bgr.shape[:2]
        below, beside = max(32 - height, 0), max(32 - width, 0)
        if below or beside:
            bgr = np.asarray(cv2.copyMakeBorder(bgr, 0, below, 0, beside, cv2.BORDER_CONSTANT), dtype=np.uint8)
        net = self._network()
        net.setInputSize((bgr.shape[1], bgr.shape[0]))
        _, rows = net.detect(bgr)
        return EMPTY.copy() if rows is None else np.asarray(rows, dtype=np.float32)

    def _network(self) -> cv2.FaceDetectorYN:
        if not hasattr(self._local, "net"):
            self._local.net = cv2.FaceDetectorYN.create(
                "onnx", self._model, np.empty(0, np.uint8), (320, 320), SCORE, OVERLAP, 5000
            )
        net: cv2.FaceDetectorYN = self._local.net
        return net


def _turned_back(face: Face, width: int) -> Face:
    """A face after a quarter turn clockwise, which makes the picture `width` pixels wide."""
    x, y, wide, high = face.box
    points = face.points[:, ::-1] * np.array([-1, 1], np.float32) + np.array([width, 0], np.float32)
    return Face((width - y - high, x, high, wide), points, face.score)


def _led_back(face: Face, way: turns.Map, degrees: float) -> Face:
    """A face that was seen in a turned picture, where the map leads it."""
    x, y, width, height = face.box
    middle = turns.moved(np.array([[x + width / 2, y + height / 2]], np.float32), way)[0]
    wide, high = _by(turns.sides(width, height, degrees), float(np.hypot(*way[:, 0])))
    box = (float(middle[0]) - wide / 2, float(middle[1]) - high / 2, wide, high)
    return Face(box, turns.moved(face.points, way), face.score)


def _by(sides: tuple[float, float], scale: float) -> tuple[float, float]:
    return sides[0] * scale, sides[1] * scale


def _resized(bgr: NDArray[np.uint8], scale: float) -> NDArray[np.uint8]:
    if scale == 1.0:
        return bgr
    size = (max(round(bgr.shape[1] * scale), 1), max(round(bgr.shape[0] * scale), 1))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(bgr, size, interpolation=way), dtype=np.uint8)


def _faces(rows: Rows) -> list[Face]:
    return [
        Face(
            box=(float(row[0]), float(row[1]), float(row[2]), float(row[3])),
            points=row[4:14].reshape(5, 2),
            score=float(row[14]),
        )
        for row in rows
    ]


def _distinct(rows: Rows) -> Rows:
    """One row for each face: of rows that overlap, the one with the best score."""
    if not len(rows):
        return rows
    keep = cv2.dnn.NMSBoxes(rows[:, :4].tolist(), rows[:, 14].tolist(), SCORE, OVERLAP)
    kept: Rows = rows[np.asarray(keep, dtype=int).ravel()]
    return kept
