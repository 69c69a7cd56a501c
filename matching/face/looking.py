"""One picture -> every face in it, described."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

from matching.face import crops, hidden, quality, views
from matching.face.boxes import Quad, overlap
from matching.face.changes import Change
from matching.face.encoder import Encoded, Encoder
from matching.face.findings import FaceSeen
from matching.face.views import Views
from matching.face.yunet import Face
from matching.findings import Box, Picture, Vector
from matching.patience import Patience
from matching.reasons import Undecidable

if TYPE_CHECKING:
    from matching.face.engines import Engines

SMALLEST = 16
"""Shorter side in pixels under which a face is listed and no more: neither detector nor encoder was measured there.

It needs no better score than others: in 7 photographs without people, whole and cut into 163 pieces at 1 to 0.12 of their size,
and in the demo's scenery, nothing under 16 pixels was taken for a face; of 519 faces in 400 pictures of LFW 20 were so small,
19 of them heads in one crowd.
"""

SAME_PLACE, SAME_FACE = 0.4, 0.9
"""Overlap of boxes and cosine of vectors from which two views of a transparent picture show one face there,
and not one face behind another."""


def look_over(
    pictures: Sequence[Picture], engines: "Engines", patience: Patience, *, every_opinion: bool = False
) -> list[FaceSeen]:
    """Every face of one scene, the largest first, each once. pictures: what somebody may see of the scene, the first as most
    people do; all places are told in its pixels. Raises as `look` does."""
    seen: list[FaceSeen] = []
    for view in pictures:
        patience.check()
        found_here = look(view, engines, every_opinion=every_opinion, patience=patience)
        faces = [_placed(found, view, pictures[0]) for found in found_here]
        seen += [found for found in faces if not any(_same(found, other) for other in seen)]
    seen.sort(key=lambda found: -found.box[2] * found.box[3])
    return seen


def look(
    picture: Picture, engines: "Engines", *, every_opinion: bool = False, patience: Patience | None = None
) -> list[FaceSeen]:
    """Every face of one picture (RGB uint8 [h, w, 3]), the largest first, called A1, A2, ...

    Wherever no face shows clearly, changed pictures are looked at too (`matching.face.hidden`). A face that is seen there alone
    is encoded from there, with both opinions, and has the problem "face.unclear" unless it has a graver one; where a face
    shows in the picture as it is, it is kept beside it.

    Raises Undecidable for a picture that shows more than can be looked at, or for longer than the patience suffices.
    """
    patience = patience or Patience()
    try:
        faces = engines.detector.detect(picture, patience)
        hides = hidden.search(picture, faces, engines.detector.network, patience)
    except cv2.error:
        raise Undecidable("engine.failed", engine="yunet") from None
    seen = _described(picture, faces, engines, every_opinion)
    for one in hides:
        (found,) = (led_back(found, one.change) for found in _described(one.change.picture, [one.face], engines, True))
        if one.behind is None:
            seen.append(replace(found, problem=found.problem or "face.unclear"))
        else:
            place = faces.index(one.behind)
            seen[place] = replace(seen[place], otherwise=(*seen[place].otherwise, found))
    if hides:
        seen.sort(key=lambda found: -found.box[2] * found.box[3])
    return [replace(found, ref=f"A{number}") for number, found in enumerate(seen, start=1)]


def led_back(found: FaceSeen, change: Change) -> FaceSeen:
    """A face of a changed picture, in the coordinates of the picture as it is; its crop stays as it was seen."""
    box = change.led_back(found.box)
    return replace(
        found,
        box=_whole(box),
        landmarks=tuple((float(x), float(y)) for x, y in change.back(np.array(found.landmarks, np.float32))),
        quality=replace(found.quality, size=round(min(box[2:]))),
        crop_box=None if found.crop_box is None else _whole(change.led_back(found.crop_box)),
    )


def _placed(found: FaceSeen, view: Picture, first: Picture) -> FaceSeen:
    """A face of one view in the coordinates of the first, which may have other sides; its crop stays as it was seen."""
    if view.shape == first.shape:
        return found
    across, down = first.shape[1] / view.shape[1], first.shape[0] / view.shape[0]

    def moved(box: Box) -> Box:
        return _whole((box[0] * across, box[1] * down, box[2] * across, box[3] * down))

    return replace(
        found,
        box=moved(found.box),
        landmarks=tuple((x * across, y * down) for x, y in found.landmarks),
        crop_box=None if found.crop_box is None else moved(found.crop_box),
    )


def _described(picture: Picture, faces: Sequence[Face], engines: "Engines", every_opinion: bool) -> list[FaceSeen]:
    return described(
        faces, [crops.cut(picture, _whole(face.box)) for face in faces], engines, every_opinion=every_opinion
    )


def described(
    faces: Sequence[Face], cuts: Sequence[tuple[Picture, Box]], engines: "Engines", *, every_opinion: bool = False
) -> list[FaceSeen]:
    """Faces of a picture, encoded from what was cut out around each (`matching.face.crops.cut`)."""
    aligned = list(engines.helpers.map(partial(_aligned, engines), faces, cuts))
    seen = [glimpsed(face, cut, usable=both is not None) for face, cut, both in zip(faces, cuts, aligned, strict=True)]
    usable = [both for both in aligned if both is not None]
    encoding = engines.helpers.submit(lambda: list(_encoded(usable, engines.encoders)))
    opinions = [engines.second_opinion(found) if every_opinion and not found.problem else {} for found in seen]
    encoded = iter(encoding.result())
    return [
        _with_vectors(found, {} if both is None else next(encoded), opinion)
        for found, both, opinion in zip(seen, aligned, opinions, strict=True)
    ]


def _tiny(face: Face) -> bool:
    return min(face.box[2:]) < SMALLEST


def _whole(box: Quad) -> Box:
    x, y, width, height = (round(side) for side in box)
    return x, y, width, height


def _aligned(engines: "Engines", face: Face, cut: tuple[Picture, Box]) -> Views | None:
    if _tiny(face):
        return None
    try:
        return views.both(*cut, face, engines.detector, engines.mesh)
    except (ValueError, cv2.error):
        return None


def _encoded(aligned: list[Views], encoders: Sequence[Encoder]) -> Iterator[dict[str, Encoded]]:
    """What each encoder makes of each face; nothing at all for a face that one of them cannot encode."""
    try:
        columns = {encoder.id: encoder.read(aligned) for encoder in encoders} if aligned else {}
    except (ValueError, cv2.error):
        if len(aligned) > 1:  # one bad face must not silence the others
            for both in aligned:
                yield from _encoded([both], encoders)
            return
        columns = {}
    for row in range(len(aligned)):
        yield {name: read[row] for name, read in columns.items()}


def glimpsed(face: Face, cut: tuple[Picture, Box], *, usable: bool = True) -> FaceSeen:
    """A face with its quality, not encoded yet. usable: whether it can be aligned, and so has a sharpness. A face of which
    nothing can be shown has none either."""
    crop, crop_box = cut
    view: tuple[Picture, NDArray[np.bool_]] | tuple[None] = (None,)
    if usable and not _tiny(face):
        try:
            view = views.shown(*cut, face)
        except (ValueError, cv2.error):
            view = (None,)
    return FaceSeen(
        box=_whole(face.box),
        landmarks=tuple((float(point[0]), float(point[1])) for point in face.points),
        quality=quality.assess(face, *view),
        vectors={},
        problem="face.too-small" if _tiny(face) else None,
        crop=crop,
        crop_box=crop_box,
    )


def _with_vectors(seen: FaceSeen, encoded: dict[str, Encoded], opinion: Mapping[str, Vector]) -> FaceSeen:
    vectors = {name: one.vector for name, one in encoded.items()} | dict(opinion)
    problem = seen.problem or (None if encoded else "face.not-encodable")
    strength = min((one.strength for one in encoded.values() if one.strength is not None), default=None)
    return replace(seen, vectors=vectors, problem=problem, quality=replace(seen.quality, strength=strength))


def _same(one: FaceSeen, other: FaceSeen) -> bool:
    """Whether two views show one face at one place, or something there that is too small to tell whose it is."""
    if overlap(one.box, other.box) < SAME_PLACE:
        return False
    if one.problem == other.problem == "face.too-small":
        return True
    shared = one.vectors.keys() & other.vectors.keys()
    return bool(shared) and all(float(one.vectors[name] @ other.vectors[name]) >= SAME_FACE for name in shared)
