"""Faces that show only when a picture is changed back, whatever else shows in it as it is.

First all of the picture is looked at in every change, small; then each place where there may be a face, in detail and in
some more ways, as somebody does who turns what they hold in their hands.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from matching.face import yunet
from matching.face.boxes import Quad, one_place
from matching.face.changes import FIRST, SHAPES, Change, Layer, Shape, Tone, changes
from matching.face.detector import CLEAR
from matching.face.one_pass import Bgr
from matching.face.yunet import Face, Network
from matching.findings import Picture
from matching.patience import Patience
from matching.reasons import Undecidable

CANDIDATE = 0.4
"""Score from which a place is looked at in detail: 315 photographs without people, and parts of them, show about one each."""

SCORE = 0.85
"""Least score, in detail, of a face where the picture as it is shows none: of 300 pictures of LFW none had such a one."""

AGAIN = 0.7
"""Least score of a face where the picture as it is shows one that is not clear; it counts only if it is like somebody."""

MOST = 200
"""Places of one picture that are looked at in detail."""

A_PLACE = 2  # changes in which one place is looked at
CUTTING, SIDE = 128, 256  # pixels: the longer side of a face in detail, and of what is looked at around it
HALF_TURN = np.diag([-1.0, -1.0])
VARIANTS = (HALF_TURN, np.diag([0.77, 1.0]), np.diag([1.0, 0.77]))

Shapes = Mapping[Tone, tuple[Shape, ...]]
Point = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Hidden:
    """face: what shows best in `change`, of all changes, at this place. behind: the face of the picture as it is that is seen
    there too, less clearly or wrongly; None where there is none."""

    change: Change
    face: Face
    behind: Face | None


def search(
    picture: Picture,
    faces: Sequence[Face],
    network: Network,
    patience: Patience | None = None,
    shapes: Shapes = SHAPES,
    clear: float = CLEAR,
    candidate: float = CANDIDATE,
    smaller: Picture | None = None,
) -> list[Hidden]:
    """What shows in changes of a picture (RGB uint8 [h, w, 3]) that shows `faces` as it is. shapes: in which changes. clear: score from
    which a face shows clearly; candidate: from which a place is looked at in detail. smaller: the picture at a smaller size, from which its
    changes are made; places are looked at in detail in the picture itself.

    Nothing is looked for where a face shows clearly. Raises Undecidable where more than `MOST` places would have to be looked
    at, or for which the patience does not suffice.
    """
    patience = patience or Patience()
    looks = list(changes(picture, shapes) if smaller is None else _from_smaller(picture, smaller, shapes))
    seen = network.glances((_bgr(change.picture) for change in looks), candidate)
    places = _places(
        [(change, face) for change, rows in zip(looks, seen, strict=True) for face in yunet.faces(rows)], faces, clear
    )
    if len(places) > MOST:
        raise Undecidable("picture.too-many-faces", limit=MOST)

    def closely(place: tuple[Change, Face]) -> tuple[Change, Face]:
        patience.check()
        return _in_detail(picture, *place, network)

    found: list[Hidden] = []
    for change, face in sorted(network.side_by_side.map(closely, places), key=lambda one: -one[1].score):
        box = change.led_back(face.box)
        behind = max((other for other in faces if one_place(box, other.box)), key=_score, default=None)
        known = any(one_place(box, one.change.led_back(one.face.box)) for one in found)
        if not known and face.score >= (SCORE if behind is None else AGAIN):
            found.append(Hidden(change, face, behind))
    return found


def _from_smaller(picture: Picture, smaller: Picture, shapes: Shapes) -> Iterator[Change]:
    """Changes of the smaller picture, with the maps that lead there from the picture itself."""
    scale = np.diag([smaller.shape[1] / picture.shape[1], smaller.shape[0] / picture.shape[0]])
    for change in changes(smaller, shapes):
        yield replace(change, way=np.hstack([change.way[:, :2] @ scale, change.way[:, 2:]]))


def _places(seen: Sequence[tuple[Change, Face]], faces: Sequence[Face], clear: float) -> list[tuple[Change, Face]]:
    """What is worth to be looked at in detail: at one place the best few, and none where a face shows clearly as it is."""
    kept: list[tuple[Quad, Change, Face]] = []
    for change, face in sorted(seen, key=lambda one: -one[1].score):
        box = change.led_back(face.box)
        there = max((other.score for other in faces if one_place(box, other.box)), default=0.0)
        if there < clear and sum(one_place(box, other) for other, _, _ in kept) < A_PLACE:
            kept.append((box, change, face))
    return [(change, face) for _, change, face in kept]


def _in_detail(picture: Picture, change: Change, face: Face, network: Network) -> tuple[Change, Face]:
    """The best that is seen of a face when its surroundings are looked at larger, more smoothly, turned and drawn out."""
    scale = CUTTING / max(face.box[2:])
    x, y, width, height = face.box
    middle = change.back(np.array([[x + width / 2, y + height / 2]], np.float32))[0].astype(np.float64)
    linear = change.way[:, :2] * scale
    expected = (SIDE - width * scale) / 2, (SIDE - height * scale) / 2, width * scale, height * scale

    def seen(variant: Shape, finer: bool) -> tuple[Change, Face]:
        look = _square(picture, change.tone, variant @ linear, middle, finer)
        able = [
            one for one in yunet.faces(network.glance(_bgr(look.picture), CANDIDATE)) if one_place(one.box, expected)
        ]
        return look, max(able, key=_score, default=Face(expected, face.points, 0.0))

    finer, best = max(((finer, seen(np.eye(2), finer)) for finer in (False, True)), key=lambda tried: tried[1][1].score)
    if best[1].score == 0.0:
        return best
    return max([best, *(seen(variant, finer) for variant in VARIANTS)], key=lambda tried: tried[1].score)


def _score(face: Face) -> float:
    return face.score


def _square(picture: Picture, tone: Tone, linear: Shape, middle: Point, finer: bool) -> Change:
    """A square of `SIDE` pixels around a point of the picture, drawn out and turned like `linear`, in a tone; `finer`: in what
    suits a detail better than a whole picture."""
    corners = (np.array([[-1, -1], [1, -1], [-1, 1], [1, 1]]) * SIDE / 2) @ np.linalg.inv(linear).T + middle
    height, width = picture.shape[:2]
    left, top = np.clip(np.floor(corners.min(axis=0)).astype(int) - 1, 0, [width - 1, height - 1])
    right, bottom = np.clip(np.ceil(corners.max(axis=0)).astype(int) + 1, [left + 1, top + 1], [width, height])
    layer: Layer = picture[top:bottom, left:right]
    if tone.layer in FIRST:
        layer = tone.layer(np.ascontiguousarray(layer))
    size = [
        max(round(side * min(1.0, float(np.linalg.norm(linear[:, axis])))), 1)
        for axis, side in enumerate((right - left, bottom - top))
    ]
    layer = np.asarray(cv2.resize(layer, size, interpolation=cv2.INTER_AREA), np.uint8)
    whole = np.hstack([linear, (SIDE / 2 - linear @ middle)[:, None]])
    steps = np.diag([(right - left) / size[0], (bottom - top) / size[1]])
    way = np.hstack([linear @ steps, (whole[:, 2] + linear @ [left, top])[:, None]])
    layer = np.asarray(cv2.warpAffine(layer, way, (SIDE, SIDE), borderMode=cv2.BORDER_REPLICATE), np.uint8)
    layer = layer if tone.layer in FIRST else tone.layer(layer)
    return Change(tone.finer(layer) if finer else tone.shown(layer), whole, tone, linear)


def _bgr(picture: Picture) -> Bgr:
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), np.uint8)
