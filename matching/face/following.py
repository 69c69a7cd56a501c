"""Which box of one frame is which of the next, by place alone.

A box goes on only where nothing else can: where two come together or part, both end and begin anew, and who is who there is
told by what they look like (`matching.face.appearing`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from matching.face.boxes import Quad, overlap

NEAR = 0.25
"""Overlap of a box with where it is expected, from which it may be the same."""

BESIDE, ALIKE = 0.6, 1.5
"""Or how far its middle may lie off, in sides of the box, and how many times as large as the other it may be."""

LOST = 0.6
"""Seconds after which a box that was not seen again is not waited for."""


@dataclass(eq=False)
class Way:
    """One box over time: (seconds, box), in the order of time."""

    path: list[tuple[float, Quad]] = field(default_factory=list)

    def expected(self, time: float) -> Quad:
        """Where it will be, if it moves on as it did."""
        (now, (x, y, width, height)) = self.path[-1]
        if len(self.path) < 2:
            return x, y, width, height
        before, (left, top, wide, high) = self.path[-2]
        by = min((time - now) / max(now - before, 1e-6), 1.0) / 2  # half of it: movement is rarely even
        across, down = (x + width / 2) - (left + wide / 2), (y + height / 2) - (top + high / 2)
        return x + across * by, y + down * by, width, height


class Following:
    """Told of the boxes of each frame in turn."""

    def __init__(self) -> None:
        self._live: list[Way] = []

    def see(self, time: float, boxes: Sequence[Quad]) -> list[Way]:
        """The way of each box, which ends with it: one that goes on, or one that begins here."""
        self._live = [way for way in self._live if time - way.path[-1][0] <= LOST]
        able = [(way, at) for way in self._live for at, box in enumerate(boxes) if _may_be(way.expected(time), box)]
        ways = []
        for at, box in enumerate(boxes):
            here = [way for way, place in able if place == at]
            alone = len(here) == 1 and sum(way is here[0] for way, _ in able) == 1
            way = here[0] if alone else Way()
            way.path.append((time, box))
            ways.append(way)
        touched = {id(way) for way, _ in able}
        self._live = [way for way in self._live if id(way) not in touched] + ways
        return ways


def _may_be(expected: Quad, box: Quad) -> bool:
    if overlap(expected, box) >= NEAR:
        return True
    side = (min(expected[2:]) + min(box[2:])) / 2
    across = (expected[0] + expected[2] / 2) - (box[0] + box[2] / 2)
    down = (expected[1] + expected[3] / 2) - (box[1] + box[3] / 2)
    sizes = expected[2] * expected[3], box[2] * box[3]
    return (across**2 + down**2) ** 0.5 < BESIDE * side and max(sizes) < ALIKE**2 * min(sizes)
