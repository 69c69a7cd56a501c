"""Faces of a shot that show only when its pictures are changed back or turned: looked for in turns, a part on each frame.

A still picture is searched in every change at once, which takes as long as two hundred of its frames take to decode. So each frame
of a film is searched in one tone of `matching.face.changes`, the next one in the next, and after all of them for faces that do not
stand upright. When a shot ends before that is through, the rest is done on its last frame: every shot is searched in every way at
least once, and again as often as its frames suffice. What hides for as long as a shot lasts is found as in a still; what hides for
a part of it can be missed in the tones that did not meet it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

import cv2

from matching.face import crops, hidden
from matching.face.boxes import Quad, one_place
from matching.face.changes import FIRST, SHAPES, Change
from matching.face.changes import PIXELS as CHANGED
from matching.face.findings import FaceSeen
from matching.face.glancing import halved
from matching.face.hidden import Shapes
from matching.face.looking import described, led_back
from matching.face.yunet import SCORE, Face
from matching.findings import Box, Picture
from matching.patience import Patience
from matching.reasons import Undecidable

if TYPE_CHECKING:
    from matching.face.engines import Engines

TURNS: tuple[Shapes, ...] = (*({tone: shapes} for tone, shapes in SHAPES.items()), MappingProxyType({}))
"""What is searched in turn; the last, without any tone, is for faces that do not stand upright."""


PLAIN = SCORE
"""Score from which nothing is looked for behind a face that shows as it is, frame by frame: behind those that are doubtful, at the end
of the shot."""

CANDIDATE = 0.6
"""Score from which a place is looked at in detail: a film shows the same place again and again, and chance shows more of them."""

EVERY, AGAIN = 0.2, 0.4
"""Seconds between two frames that are searched, at least, until a shot was searched in every way; and from then on."""

A_PLACE, MOST = 2, 200
"""How many glimpses of one place of a shot are kept, the clearest; and how many places there may be."""


@dataclass(frozen=True, eq=False)
class Looked:
    """One frame of a film that was looked at. time: seconds. faces: what shows in it as it is; doubtful: what else may."""

    time: float
    picture: Picture
    faces: Sequence[Face]
    doubtful: Sequence[Face]


@dataclass(frozen=True, eq=False)
class Glimpse:
    """face, cut: what was seen, in the picture that was looked at. change: which one that was; None: the frame as it is. box: where it
    is in the frame."""

    time: float
    face: Face
    cut: tuple[Picture, Box]
    change: Change | None
    box: Quad


@dataclass(eq=False)
class Lurking:
    """The search of one shot."""

    engines: "Engines"
    patience: Patience
    places: list[list[Glimpse]] = field(default_factory=list)
    done: int = 0
    last: Looked | None = None
    doubtful: Sequence[Quad] = ()

    def due(self, looked: Looked) -> Shapes | None:
        """In what it is the turn of the frame to be searched; None where it follows closely on another."""
        if self.last is not None and looked.time - self.last.time < (EVERY if self.done < len(TURNS) else AGAIN):
            return None
        self.last = looked
        return self._next()

    def seen(self, looked: Looked, shapes: Shapes) -> list[Glimpse]:
        """What shows in a frame so. Any thread may ask. Raises Undecidable as `matching.face.hidden.search` does."""
        try:
            return self._changed(looked, shapes) if shapes else self._askew(looked)
        except cv2.error:
            raise Undecidable("engine.failed", engine="yunet") from None

    def keep(self, glimpses: Sequence[Glimpse]) -> None:
        """Told in the order of turns. Raises Undecidable where there are too many places."""
        for one in glimpses:
            place = next((place for place in self.places if one_place(place[0].box, one.box)), None)
            if place is None:
                place = []
                self.places.append(place)
            place.append(one)
            place.sort(key=lambda glimpse: (-glimpse.face.score, glimpse.time))
            del place[A_PLACE:]
        if len(self.places) > MOST:
            raise Undecidable("picture.too-many-faces", limit=MOST)

    def finish(self, doubtful: Sequence[Quad] = ()) -> list[FaceSeen]:
        """Whatever was found in the shot, after the rest was searched in its last frame: of each place the clearest, with others as
        `otherwise`. doubtful: where that frame shows faces behind which something else may be: it is searched in every way, and
        behind these as well."""
        if doubtful and self.last is not None:
            self.done, self.doubtful = 0, doubtful
        rest = [self._next() for _ in range(self.done, len(TURNS))]
        if self.last is not None:
            for glimpses in self.engines.helpers.map(partial(self.seen, self.last), rest):
                self.keep(glimpses)
        found = [[self._described(one) for one in place] for place in self.places]
        return [replace(place[0], otherwise=tuple(place[1:])) for place in found]

    def _next(self) -> Shapes:
        self.done += 1
        return TURNS[(self.done - 1) % len(TURNS)]

    def _changed(self, looked: Looked, shapes: Shapes) -> list[Glimpse]:
        network = self.engines.detector.network
        faces = [
            replace(face, score=0.0) if any(one_place(face.box, box) for box in self.doubtful) else face
            for face in looked.faces
        ]
        early = any(tone.layer in FIRST for tone in shapes)
        smaller = None if early else halved(looked.picture, CHANGED)
        found = hidden.search(looked.picture, faces, network, self.patience, shapes, PLAIN, CANDIDATE, smaller)
        return [
            Glimpse(
                looked.time, one.face, crops.cut(one.change.picture, _box(one.face)), one.change,
                one.change.led_back(one.face.box),
            )
            for one in found
        ]  # fmt: skip

    def _askew(self, looked: Looked) -> list[Glimpse]:
        found = self.engines.detector.askew(looked.picture, looked.faces, looked.doubtful, self.patience)
        return [Glimpse(looked.time, face, crops.cut(looked.picture, _box(face)), None, face.box) for face in found]

    def _described(self, one: Glimpse) -> FaceSeen:
        (face,) = described([one.face], [one.cut], self.engines)
        if one.change is not None:
            face = led_back(replace(face, problem=face.problem or "face.unclear"), one.change)
        return replace(face, start=one.time, end=one.time)


def _box(face: Face) -> Box:
    x, y, width, height = (round(side) for side in face.box)
    return x, y, width, height
