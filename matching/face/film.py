"""One piece of a film -> everybody in it, each over the stretch in which they are seen.

Frames are read once, one after the other, and nothing is kept of them but what the best moments of each face show. Several are on
their way at a time, and whatever is seen in them is taken in in their order: what is found does not hang on who is done first.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, TypeVar

import cv2
import numpy as np

from matching.face import crops, quality
from matching.face.appearing import AWAY, FULL_SHARPNESS, OTHERWISE, SHOWN, appearances, carried_on, trimmed, weight
from matching.face.boxes import one_place
from matching.face.detector import CLEAR
from matching.face.findings import Edge, FaceSeen
from matching.face.following import Following, Way
from matching.face.glancing import BRIEF, PIXELS, WHOLE, glance
from matching.face.hidden import SCORE
from matching.face.looking import described, glimpsed
from matching.face.lurking import Glimpse, Looked, Lurking
from matching.face.yunet import Face
from matching.findings import BEAT, Box, Picture
from matching.joining import linked
from matching.media.stream import Frame, Piece
from matching.moments import alike
from matching.patience import Patience
from matching.reasons import Undecidable
from matching.shots import SECTION, Cuts
from matching.thresholds import load

if TYPE_CHECKING:
    from matching.face.engines import Engines

AHEAD, SEARCHES, BEATS, ENDINGS = 2, 1, 2, 1
"""How many are left to others while one goes on: frames that are looked at; frames in which is searched for what does not show; beats
whose faces are encoded; shots that ended. Enough to keep two cores busy, few enough for the memory: a frame is kept while it is
looked at or searched."""

WHOLE_EVERY = 20
"""Frames looked at, of which one is looked at in its whole size: about each five seconds, and the first of each shot."""

PLAIN = 0.8
"""Score of its best moment from which a face is what it shows as: one that was narrowed to a third had 0.79."""

HOPELESS = 0.03
"""Weight of a moment that adds nothing to another."""

BETTER = 1.5
"""How many times as much a moment has to weigh as what was encoded, of a face that nobody is found or missed by."""

SHARP = 25.0
"""From here on it is not blur that lets an encoder see too little of a face."""

TINY = 1e-6  # seconds

MOST = 200
"""Faces in one frame, on average over a shot, and ways in one shot for each second: more is nobody's film."""


def seen_in(piece: Piece, engines: "Engines", patience: Patience, *, every_opinion: bool = False) -> list[FaceSeen]:
    """Everybody in a piece of a film, in the order of time. Raises Undecidable as `matching.face.looking.look` does, and as
    reading the frames does."""
    found = list[FaceSeen]()
    shot: _Shot | None = None
    ending = deque[Future[list[FaceSeen]]]()
    with _at_work() as hands:
        for frame, begins, before in _sections(piece.frames):
            patience.check()
            if begins:
                goes_on = before is not None
                if shot is not None:
                    ending.append(hands.ending.submit(shot.ended, frame.start, before))
                    found += [face for faces in _done(ending, ENDINGS) for face in faces]
                shot = None
                if not piece.whole and frame.start > piece.end - TINY:
                    break  # whoever begins here is the next stretch's
                if piece.whole or frame.start > piece.start - TINY:
                    opening = Edge(frame.small, 0.0) if goes_on else None
                    shot = _Shot(engines.within(frame.start), patience, hands, frame.start, opening)
            if shot is not None and frame.picture is not None:
                shot.look(frame, frame.picture)
        if shot is not None:
            ending.append(hands.ending.submit(shot.ended, piece.end if piece.reach is None else piece.reach, None))
        found += [face for faces in _done(ending, 0) for face in faces]
    if every_opinion:
        found = [replace(face, vectors={**face.vectors, **engines.second_opinion(face)}) for face in found]
    found.sort(key=lambda face: (face.start, face.box))
    return [trimmed(face) for face in linked(found, carried_on)] if piece.whole else found


Result = TypeVar("Result")


@dataclass(frozen=True, eq=False)
class _Hands:
    """Threads that work on one piece side by side. No one of them waits for another of its own kind."""

    looking: ThreadPoolExecutor
    searching: ThreadPoolExecutor
    encoding: ThreadPoolExecutor
    ending: ThreadPoolExecutor


@contextmanager
def _at_work() -> Iterator[_Hands]:
    """When it is left, nobody works any more; what was not begun is not begun."""
    kinds = {"looking": 2, "searching": 2, "encoding": 1, "ending": 2}
    pools = {kind: ThreadPoolExecutor(many, thread_name_prefix=kind) for kind, many in kinds.items()}
    try:
        yield _Hands(**pools)
    finally:
        for pool in pools.values():
            pool.shutdown(wait=False, cancel_futures=True)
        for pool in pools.values():
            pool.shutdown()


def _done(jobs: deque[Future[Result]], left: int) -> Iterator[Result]:
    """What comes of all but the last `left` of these jobs, in their order; raises whatever one of them raised."""
    while len(jobs) > left:
        yield jobs.popleft().result()


def _sections(frames: Iterable[Frame]) -> Iterator[tuple[Frame, bool, Edge | None]]:
    """Each frame with whether it is the first of a section, which is a shot or `SECTION` seconds of one; and how the film looks before
    it, where one shot goes on from section to section. Sections end at the same times, wherever the frames begin."""
    cuts, number = Cuts(), 0
    for frame in frames:
        before = None if cuts.last is None else Edge(cuts.last, cuts.usual)
        begins, goes_on = cuts.begins(frame.small), int(frame.start // SECTION) != number
        number = int(frame.start // SECTION)
        yield frame, begins or goes_on, None if begins else before


def _open_at(face: FaceSeen, seam: float, closing: Edge) -> FaceSeen:
    """A face of a section that ends within a shot: if it was seen shortly before the end, it may go on behind."""
    last = face.track[-1][0] if face.track else face.end
    return replace(face, end=seam, closing=closing) if seam - last <= AWAY else face


@dataclass(eq=False)
class _Follow:
    """What is kept of one way: its best moments so far, encoded, and the best of the present beat, not encoded yet."""

    way: Way
    faces: list[FaceSeen] = field(default_factory=list)
    best: tuple[float, FaceSeen, Face] | None = None
    turned: bool | None = None
    known: float = 0.0

    def gains(self, worth: float) -> bool:
        """Whether a moment that weighs so much would be the best of the beat."""
        hopeless = self.known > 0 and worth < HOPELESS
        return not hopeless and (self.best is None or worth > self.best[0])

    def worth_encoding(self, least: Mapping[str, float]) -> bool:
        """Whether the best of the beat says more than is known: a face that is too small or too blurred for anybody to be said to
        be absent by it is encoded once, and again where it shows much better. least: measure -> the least at which few are missed."""
        if self.best is None:
            return False
        worth, seen, _ = self.best
        if all(much >= least[measure] for measure, much in seen.measures.items()):
            return True
        return worth > BETTER * self.known

    def keep(self, face: FaceSeen) -> None:
        """Crops of the best few alone are kept."""
        self.faces.append(face)
        for other in sorted(self.faces, key=lambda one: -weight(one.quality))[SHOWN:]:
            if other.crop is not None:
                at = next(place for place, one in enumerate(self.faces) if one is other)
                self.faces[at] = replace(other, crop=None, crop_box=None)


Seen = tuple[list[Face], list[Face]]
"""The faces of a frame, and what may be one."""


class _Shot:
    """Told of its frames by one thread; by another, or the same, that it ended."""

    def __init__(
        self, engines: "Engines", patience: Patience, hands: _Hands, start: float, opening: Edge | None
    ) -> None:
        self._engines, self._patience, self._hands = engines, patience, hands
        self._start, self._opening = start, opening
        self._following, self._lurking = Following(), Lurking(engines, patience)
        self._follows: dict[int, _Follow] = {}
        self._beat, self._looks = -1, 0
        self._least = _least()
        self._looked = deque[tuple[float, Picture, int]]()
        self._glances = deque[Future[list[Seen]]]()
        self._searches = deque[Future[list[Glimpse]]]()
        self._due = deque[list[_Follow]]()
        self._encodings = deque[Future[list[FaceSeen]]]()

    def look(self, frame: Frame, picture: Picture) -> None:
        """Have a frame looked at; what shows in it is taken in when some more are."""
        pixels = BRIEF
        if self._looks == 0 or frame.closely:
            pixels = WHOLE if self._looks % WHOLE_EVERY == 0 else PIXELS
            self._looks += 1
        self._looked.append((frame.start, picture, pixels))
        network = self._engines.detector.network
        self._glances.append(self._hands.looking.submit(glance, [(picture, pixels)], network))
        self._take_in(AHEAD)

    def _take_in(self, left: int) -> None:
        for ((faces, doubtful),) in _done(self._glances, left):
            time, picture, pixels = self._looked.popleft()
            if len(faces) > MOST:
                raise Undecidable("picture.too-many-faces", limit=MOST)
            beat = int(time / BEAT)
            if beat != self._beat:
                self._encode()
                self._beat = beat
            ways = self._following.see(time, [face.box for face in faces])
            for way, face in zip(ways, faces, strict=True):
                self._better(way, face, time, picture, brief=pixels == BRIEF)
            if pixels != BRIEF:
                looked = Looked(time, picture, faces, doubtful)
                shapes = self._lurking.due(looked)
                if shapes is not None:
                    self._searches.append(self._hands.searching.submit(self._lurking.seen, looked, shapes))
                    self._keep_glimpses(SEARCHES)

    def _keep_glimpses(self, left: int) -> None:
        for glimpses in _done(self._searches, left):
            self._lurking.keep(glimpses)

    def ended(self, end: float, before: Edge | None) -> list[FaceSeen]:
        """Everybody in the shot. before: how the film looks where it ends, if the shot goes on behind."""
        found = self._everybody(end)
        return found if before is None else [_open_at(face, end, before) for face in found]

    def _everybody(self, end: float) -> list[FaceSeen]:
        self._take_in(0)
        self._encode()
        self._keep_encoded(0)
        self._keep_glimpses(0)
        found = list[FaceSeen]()
        for follow in self._follows.values():
            for face in appearances(follow.way.path, follow.faces, self._start, end):
                found.append(face)
        whole = _linked([self._opened(face) for face in found])
        doubtful = [face.track[-1][1] for face in whole if _doubtful(face) and end - face.track[-1][0] <= AWAY]
        hides = [replace(face, start=self._start, end=end) for face in self._lurking.finish(doubtful)]
        for hidden in hides:
            at = _beside(hidden, whole)
            if at is None:
                if hidden.quality.score >= SCORE:
                    whole.append(replace(hidden, opening=self._opening))
            else:
                beside = (*whole[at].otherwise, replace(hidden, otherwise=()), *hidden.otherwise)
                whole[at] = replace(whole[at], otherwise=beside[:OTHERWISE])
        return whole

    def _opened(self, face: FaceSeen) -> FaceSeen:
        """A face that was seen shortly after the seam in which the shot begins may have been there before."""
        if self._opening is None or face.track[0][0] - self._start > AWAY:
            return face
        return replace(face, start=self._start, opening=self._opening)

    def _better(self, way: Way, face: Face, time: float, picture: Picture, *, brief: bool) -> None:
        """Keep the face if it is the best of its way in this beat. brief: whether its points are half as sure."""
        follow = self._follows.setdefault(id(way), _Follow(way))
        sure = 0.5 if brief else 1.0
        if not follow.gains(sure * weight(replace(quality.assess(face, None), sharpness=FULL_SHARPNESS))):
            return  # however sharp it is
        seen = replace(glimpsed(face, crops.cut(picture, _box(face))), start=time, end=time)
        worth = sure * weight(seen.quality)
        if follow.gains(worth):
            follow.best = worth, seen, face

    def _encode(self) -> None:
        """The best of the beat of each way, in the background."""
        due = [follow for follow in self._follows.values() if follow.worth_encoding(self._least)]
        bests = [follow.best for follow in due if follow.best is not None]
        for follow, (worth, _, _) in zip(due, bests, strict=True):
            follow.known = max(worth, follow.known)
        for follow in self._follows.values():
            follow.best = None
        if due:
            self._due.append(due)
            self._encodings.append(self._hands.encoding.submit(self._encoded, due, [best[1:] for best in bests]))
        self._keep_encoded(BEATS)

    def _keep_encoded(self, left: int) -> None:
        for faces in _done(self._encodings, left):
            for follow, face in zip(self._due.popleft(), faces, strict=True):
                follow.keep(face)

    def _encoded(self, due: list[_Follow], bests: list[tuple[FaceSeen, Face]]) -> list[FaceSeen]:
        """Encoded; and once more after a turn, where the encoders see too little of a face as it was told."""
        cuts, faces = list[tuple[Picture, Box]](), list[Face]()
        for seen, face in bests:
            assert seen.crop is not None
            assert seen.crop_box is not None
            cuts.append((seen.crop, seen.crop_box))
            faces.append(face)
        found = described(faces, cuts, self._engines)
        for at, follow in enumerate(due):
            if _too_little(found[at]):
                stands = self._as_it_stands(follow, faces[at], cuts[at])
                if stands is not faces[at]:
                    (found[at],) = described([stands], [cuts[at]], self._engines)
        return [replace(face, start=seen.start, end=seen.end) for face, (seen, _) in zip(found, bests, strict=True)]

    def _as_it_stands(self, follow: _Follow, face: Face, cut: tuple[Picture, Box]) -> Face:
        """The face with its points as they are after a turn, where its way began with one that had to be turned: once it needed
        none, none is looked for."""
        crop, (left, top, wide, _) = cut
        if follow.turned is False or not crop.size:
            return face
        shrink = crop.shape[1] / wide
        corner = np.array([left, top], np.float32)
        x, y, width, height = face.box
        box = ((x - left) * shrink, (y - top) * shrink, width * shrink, height * shrink)
        within = Face(box, (face.points - corner) * np.float32(shrink), face.score)
        try:
            stands = self._engines.detector.as_it_stands(crop, within, self._patience)
        except cv2.error:
            raise Undecidable("engine.failed", engine="yunet") from None
        follow.turned = stands is not within
        if stands is within:
            return face
        x, y, width, height = stands.box
        box = (x / shrink + left, y / shrink + top, width / shrink, height / shrink)
        return Face(box, stands.points / np.float32(shrink) + corner, stands.score)


@cache
def _least() -> Mapping[str, float]:
    """The least measures at which anybody is said to be absent by a face, of any gallery."""
    return load().identifiable(1).least


def _too_little(face: FaceSeen) -> bool:
    """Whether it is no blur that lets the encoders see too little of a face."""
    strength, sharp = face.quality.strength, face.quality.sharpness >= SHARP
    return strength is not None and strength < 1 and sharp and face.quality.score < CLEAR


def _doubtful(face: FaceSeen) -> bool:
    """Whether something else may show where a face does: a negative, or a picture that was narrowed, shows some face as it is."""
    return _too_little(face) or (face.quality.score < PLAIN and face.quality.sharpness >= SHARP)


def _linked(faces: list[FaceSeen]) -> list[FaceSeen]:
    """The stretches of one shot, with those made one that are one person's: each goes on with who is most like it."""
    whole: list[FaceSeen] = []
    for face in sorted(faces, key=lambda face: (face.track[0][0], face.box)):
        able = list(_able(whole, face))
        if able:
            _, at, both = max(able, key=lambda one: one[0])
            whole[at] = both
        else:
            whole.append(face)
    return whole


def _able(whole: list[FaceSeen], face: FaceSeen) -> Iterator[tuple[float, int, FaceSeen]]:
    for at, earlier in enumerate(whole):
        both = carried_on(earlier, face)
        if both is not None:
            like = alike(earlier.moments, face.moments)
            yield (0.0 if like is None else like), at, both


def _beside(hidden: FaceSeen, faces: list[FaceSeen]) -> int | None:
    """Which of the faces was seen where something showed in a change of the picture."""
    for at, face in enumerate(faces):
        if any(one_place(hidden.box, box) for _, box in face.track):
            return at
    return None


def _box(face: Face) -> Box:
    x, y, width, height = (round(side) for side in face.box)
    return x, y, width, height
