"""Every face that shows as it is, from 24 pixels to close-ups that fill the picture, upright or not."""

from collections.abc import Sequence
from functools import partial

import cv2
import numpy as np

from matching.face import crops, turns, yunet
from matching.face.boxes import SAME as OVERLAP
from matching.face.boxes import one_place, overlap
from matching.face.one_pass import Bgr, Rows
from matching.face.yunet import LARGEST, SCORE, Face, Network
from matching.findings import Picture
from matching.patience import Patience
from matching.reasons import Undecidable

# The picture is looked at as it is (large ones at 0.8 of their size, where 800 of 800 faces of 24 pixels were still
# found); small pictures also at twice their size.
SMALL_PICTURE, LARGE_PICTURE = 500_000, 1_000_000  # pixels
# A face on its side is seen with low scores and wrong points, if at all. So the picture is also looked at after each
# quarter turn, made smaller to save time, and each face without a clear score after each eighth of a turn.
TURNED_PICTURE, TURNED_SHARE = 284_000, 11  # pixels (in one size if as broad as films are); or of so many pixels one
TURNED_SCORE = 0.7
CLEAR = 0.92  # upright faces of the demo's people have 0.95, upside down 0.86 to 0.91
CUTTING = 96  # pixels, longer side of a face in such a look
ASKEW = 4  # places of a film's frame that are looked at after each eighth of a turn
GAIN = 0.15  # a face on its side gains 0.3 and more, an upright one in noise up to 0.1
LOOKS = 3
MOST, MOST_DOUBTFUL = 1000, 4000
"""Faces of one picture that are looked at, one by one, and what may be one when the picture is turned: of 190 faces each took
0.08 s of a processor. The evaluation pictures show up to 25."""


class Detector:
    """Finds faces; one object may serve several threads."""

    def __init__(self) -> None:
        """Raises `ModelMissing` or `ModelAltered`."""
        self.network = Network()

    def detect(self, picture: Picture, patience: Patience | None = None) -> list[Face]:
        """All faces of an RGB picture uint8 [h, w, 3], the largest first.

        Raises Undecidable for a picture of more than `MOST` faces, or for which the patience does not suffice.
        """
        patience = patience or Patience()
        bgr = _bgr(picture)
        faces, sides = self._at_once(bgr)
        if len(faces) > MOST or len(sides) > MOST_DOUBTFUL:
            raise Undecidable("picture.too-many-faces", limit=MOST)
        clear = [face for face in faces if face.score >= CLEAR]
        sides = [side for side in sides if not _at(side, clear)]  # what a clear face looks like upside down
        look = partial(self._best_turned, picture, faces=tuple(faces), patience=patience)
        faces = list(self.network.side_by_side.map(lambda face: face if face.score >= CLEAR else look(face), faces))
        if not any(face.score >= CLEAR for face in (*faces, *sides)):  # nobody for sure: time to look closely
            sides += self._turned(bgr, 1.0)
        faces = self._with_sides(picture, faces, sides, patience)
        return sorted(faces, key=lambda face: -face.box[2] * face.box[3])

    def askew(
        self, picture: Picture, faces: Sequence[Face], doubtful: Sequence[Face], patience: Patience
    ) -> list[Face]:
        """Which faces of a picture do not stand upright, beside `faces`, which a glance saw, or instead of them. doubtful: what
        else it may have seen. At most `ASKEW` places are looked at, the likeliest. Raises as `detect` does."""
        bgr = _bgr(picture)
        sides = [*doubtful, *self._turned(bgr, min(1.0, (TURNED_PICTURE / (bgr.shape[0] * bgr.shape[1])) ** 0.5))]
        clear = [face for face in faces if face.score >= CLEAR]
        open_ones = sorted((side for side in sides if not _at(side, clear)), key=lambda side: -side.score)[:ASKEW]
        found = self._with_sides(picture, list(faces), open_ones, patience)
        return [face for face in found if not any(face is other for other in faces)]

    def as_it_stands(self, crop: Picture, face: Face, patience: Patience) -> Face:
        """A face of a crop, told upright or turned by what the crop shows after each eighth of a turn, where it is not clear."""
        return face if face.score >= CLEAR else self._best_turned(crop, face, (), patience)

    def glance(self, picture: Picture) -> list[Face]:
        """The faces of a small picture (RGB uint8 [h, w, 3]) by one pass at its own size."""
        return yunet.faces(yunet.distinct(self.network.glance(_bgr(picture))))

    def _at_once(self, bgr: Bgr) -> tuple[list[Face], list[Face]]:
        """The faces of the picture as it is; and what may be one that does not stand upright: doubtful ones, and those that
        show after a quarter turn, a half, or three quarters."""
        height, width = bgr.shape[:2]
        scale = 0.8 if width * height > LARGE_PICTURE else 1.0
        reduced = min(1.0, (max(TURNED_PICTURE, width * height / TURNED_SHARE) / (width * height)) ** 0.5)
        plain, *turned = self.network.looks([(yunet.resized(bgr, scale), scale), *_quarters(bgr, reduced)])
        faces, doubtful = yunet.faces(plain[plain[:, 14] >= SCORE]), yunet.faces(plain[plain[:, 14] < SCORE])
        if width * height <= SMALL_PICTURE:  # may add faces, never replaces what was seen at the true size
            doubled = self.network.tiles(yunet.resized(bgr, 2.0))
            doubled[:, :14] /= 2
            for face in yunet.faces(doubled):
                if min(face.box[2:]) * 2 <= LARGEST and all(overlap(face.box, other.box) <= OVERLAP for other in faces):
                    faces.append(face)
        return faces, doubtful + _turned_back(turned, width, height)

    def _with_sides(self, picture: Picture, faces: list[Face], sides: Sequence[Face], patience: Patience) -> list[Face]:
        """The faces, and those among `sides` that turn out to be one."""
        for face in sorted(sides, key=lambda face: -face.score):
            if any(other.score >= CLEAR for other in _at(face, faces)):  # found meanwhile
                continue
            clearer = self._best_turned(picture, face, faces, patience)
            there = [*_at(face, faces), *_at(clearer, faces)]
            known = max((other.score for other in there), default=0.0)
            if clearer.score >= (min(CLEAR, known + GAIN) if there else TURNED_SCORE) and known < CLEAR:
                faces = [other for other in faces if other not in there] + [clearer]
        return faces

    def _turned(self, bgr: Bgr, scale: float) -> list[Face]:
        """Faces that are seen when the picture made a quarter turn, a half, or three quarters."""
        height, width = bgr.shape[:2]
        return _turned_back(self.network.looks(_quarters(bgr, scale)), width, height)

    def _best_turned(self, picture: Picture, face: Face, faces: Sequence[Face], patience: Patience) -> Face:
        """The face with the points that fit best. A first look may have seen a part of it: then the whole one is looked at
        again. An upright face that is merely not clear scores as much upside down, with the points of nobody: a turn has to be
        clear, or to bring a lot, and must not end at a clearer one of the `faces`.
        """
        best = face
        for _ in range(LOOKS):
            patience.check()
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


def _at(face: Face, faces: Sequence[Face]) -> list[Face]:
    """The faces that are seen where this one is."""
    return [other for other in faces if one_place(face.box, other.box)]


def _bgr(picture: Picture) -> Bgr:
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), dtype=np.uint8)


def _quarters(bgr: Bgr, scale: float) -> list[tuple[Bgr, float]]:
    """A picture made smaller after one, two and three quarter turns anticlockwise."""
    smaller = yunet.resized(bgr, scale)
    return [(np.ascontiguousarray(np.rot90(smaller, quarters)), scale) for quarters in (1, 2, 3)]


def _turned_back(turned: Sequence[Rows], width: int, height: int) -> list[Face]:
    """Faces that were seen after one, two and three quarter turns, in a picture so wide and high."""
    found = []
    for quarters, rows in enumerate(turned, start=1):
        seen = yunet.faces(rows)
        for quarter in reversed(range(quarters)):
            seen = [_quarter_back(face, (width, height)[quarter % 2]) for face in seen]
        found += seen
    return found


def _quarter_back(face: Face, width: int) -> Face:
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
