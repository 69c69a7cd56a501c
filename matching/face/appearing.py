"""One person over one stretch of a shot: what several moments of a face are together, and when two such stretches are one."""

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from matching import moments, shots
from matching.face.boxes import Quad, overlap
from matching.face.findings import Edge, FaceSeen, Quality
from matching.findings import BEAT, Box, Moment

HOLD = 0.25
"""Seconds before and after somebody is seen in which they are said to be there too: about the time between two looks."""

AWAY = 1.0
"""Seconds for which somebody may be out of sight in a shot, in one appearance."""

ONE_PERSON = 0.5
"""Cosine by every encoder from which two stretches of one shot are one person's: strangers are so alike once in 100,000 (the
tails in thresholds.json), and of the evaluation pictures of one person one in a hundred is less like the others."""

FARTHEST = 3.0
"""Sides of the face by which somebody may have moved while nobody saw them."""

SHOWN, OTHERWISE = 3, 3
"""How many moments a reviewer is shown, and how many faces are kept of those that show only when the picture is changed."""

CHANGES = "face.changes"
FULL_SIZE, FULL_SHARPNESS = 64, 60.0


def weight(quality: Quality) -> float:
    """How much one moment's face counts, above 0 to 1: by its size, its sharpness, how much it faces the camera, and how sure
    the detector is of it."""
    facing = math.cos(math.radians(quality.yaw)) * math.cos(math.radians(quality.pitch))
    seen = min(quality.size / FULL_SIZE, 1.0) * min(quality.sharpness / FULL_SHARPNESS, 1.0) ** 0.5
    return float(max(seen * max(facing, 0.0) * quality.score, 0.001))


def appearances(
    path: Sequence[tuple[float, Quad]], faces: Sequence[FaceSeen], start: float, end: float
) -> list[FaceSeen]:
    """What one way of a face through a shot is: one appearance, or several where it becomes somebody else, who all say so.

    path: (seconds, box). faces: its best moments, encoded, each with its time as `start`, in the order of time. start, end: of
    the shot.
    """
    rows = moments.parted([_moment(face) for face in faces if face.vectors])
    borders = [(one[-1].time + other[0].time) / 2 for one, other in pairwise(rows)]
    found = []
    for after, before in zip([start - 1, *borders], [*borders, end + 1], strict=True):
        way = [(time, box) for time, box in path if after < time <= before]
        there = [face for face in faces if after < face.start <= before]
        if way and there:
            span = max(way[0][0] - HOLD, start, after), min(way[-1][0] + HOLD, end, before)
            found.append(_together(there, tuple((time, _whole(box)) for time, box in way), span, bool(borders)))
    return found


def carried_on(before: FaceSeen, after: FaceSeen) -> FaceSeen | None:
    """What two stretches are together, of which one ends before the other begins; None where they are not known to be one
    person in one shot."""
    if not before.track or not after.track:
        return _changed_alike(before, after)
    (last, place), (first, other) = before.track[-1], after.track[0]
    if not 0 < first - last <= AWAY or _cut_between(before, after):
        return None
    going_on = first - last <= 2 * HOLD and overlap(place, other) >= 0.4
    like = moments.alike(before.moments, after.moments)
    if like is None:
        same = going_on
    else:
        same = like >= (moments.CHANGED if going_on and CHANGES not in (before.problem, after.problem) else ONE_PERSON)
    if not same or _distance(place, other) > FARTHEST:
        return None
    return _one(before, after)


def trimmed(face: FaceSeen) -> FaceSeen:
    """An appearance that ends at a seam and does not go on behind it: there until somebody was seen last."""
    start, end = face.start, face.end
    if face.track and face.opening is not None:
        start = max(start, face.track[0][0] - HOLD)
    if face.track and face.closing is not None:
        end = min(end, face.track[-1][0] + HOLD)
    return replace(face, start=start, end=end, opening=None, closing=None)


def with_best_shown(face: FaceSeen, shown: Sequence[FaceSeen]) -> FaceSeen:
    """The face as at the best of these moments, with the best few of them to be shown."""
    beats: dict[int, FaceSeen] = {}
    for one in sorted(shown, key=lambda one: (-weight(one.quality), one.start)):
        beats.setdefault(int(one.start / BEAT), one)
    best = list(beats.values())[:SHOWN]
    first = best[0]
    return replace(
        face, box=first.box, landmarks=first.landmarks, quality=first.quality, crop=first.crop, crop_box=first.crop_box,
        shown=tuple(replace(one, otherwise=()) for one in best),
    )  # fmt: skip


def _together(
    faces: Sequence[FaceSeen], track: tuple[tuple[float, Box], ...], span: tuple[float, float], changes: bool
) -> FaceSeen:
    usable = [face for face in faces if face.vectors] or list(faces)
    kept = moments.best([_moment(face) for face in usable if face.vectors])
    whole = with_best_shown(replace(usable[0], track=track, moments=kept, start=span[0], end=span[1], ref=""), usable)
    problem = whole.shown[0].problem
    return replace(whole, vectors=moments.mean(kept) if kept else {}, problem=problem or (CHANGES if changes else None))


def _one(before: FaceSeen, after: FaceSeen) -> FaceSeen:
    able = [face for face in (*before.shown, *after.shown) if face.vectors] or [*before.shown, *after.shown]
    kept = moments.best([*before.moments, *after.moments])
    whole = replace(
        before,
        start=min(before.start, after.start),
        end=max(before.end, after.end),
        track=(*before.track, *after.track),
        moments=kept,
        vectors=moments.mean(kept) if kept else {},
        otherwise=(*before.otherwise, *after.otherwise)[:OTHERWISE],
        closing=after.closing,
    )
    whole = with_best_shown(whole, able)
    changes = CHANGES in (before.problem, after.problem)
    return replace(whole, problem=whole.shown[0].problem or (CHANGES if changes else None))


def _changed_alike(before: FaceSeen, after: FaceSeen) -> FaceSeen | None:
    """Two faces that show only when the picture is changed back, on both sides of a seam."""
    if before.track or after.track or before.problem != after.problem or _cut_between(before, after):
        return None
    shared = before.vectors.keys() & after.vectors.keys()
    like = all(float(before.vectors[name] @ after.vectors[name]) >= ONE_PERSON for name in shared)
    if overlap(before.box, after.box) < 0.4 or not shared or not like:
        return None
    clearer, other = sorted((before, after), key=lambda one: -weight(one.quality))
    beside = (*clearer.otherwise, replace(other, otherwise=()), *other.otherwise)[:OTHERWISE]
    return replace(
        clearer,
        ref=before.ref,
        start=before.start,
        end=after.end,
        otherwise=beside,
        opening=before.opening,
        closing=after.closing,
    )


def _cut_between(before: FaceSeen, after: FaceSeen) -> bool:
    """Whether the film shows another shot on the other side of a seam; within a shot there is no seam."""
    one, other = before.closing, after.opening
    if one is None or other is None:
        return one is not other
    return cut_at(one, other)


def cut_at(one: Edge, other: Edge) -> bool:
    """Whether a shot begins with the first frame behind a seam."""
    return shots.apart(shots.step(one.small, other.small), one.usual) or shots.flat(one.small) != shots.flat(
        other.small
    )


def _moment(face: FaceSeen) -> Moment:
    return Moment(face.start, weight(face.quality), face.vectors)


def _distance(one: Box, other: Box) -> float:
    across = (one[0] + one[2] / 2) - (other[0] + other[2] / 2)
    down = (one[1] + one[3] / 2) - (other[1] + other[3] / 2)
    return float(math.hypot(across, down) / max(min(one[2:]), min(other[2:]), 1))


def _whole(box: Quad) -> Box:
    x, y, width, height = (round(side) for side in box)
    return x, y, width, height
