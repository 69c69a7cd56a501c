"""Rectangles of a picture."""

Quad = tuple[float, float, float, float]
"""x, y, width, height in pixels."""

SAME = 0.4
"""Overlap from which two boxes are one face."""


def overlap(one: Quad, other: Quad) -> float:
    """Intersection over union of two boxes (x, y, width, height), 0 to 1."""
    across = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    down = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    shared = max(across, 0) * max(down, 0)
    union = one[2] * one[3] + other[2] * other[3] - shared
    return shared / union if union > 0 else 0.0


def centre_within(one: Quad, other: Quad) -> bool:
    """Whether the middle of one box (x, y, width, height) lies in the other."""
    x, y = one[0] + one[2] / 2, one[1] + one[3] / 2
    return other[0] <= x <= other[0] + other[2] and other[1] <= y <= other[1] + other[3]


def one_place(one: Quad, other: Quad) -> bool:
    """Whether two boxes of different looks are about one face: they overlap, or one's middle lies in the other and their
    sizes are alike."""
    if overlap(one, other) > SAME:
        return True
    sizes = one[2] * one[3], other[2] * other[3]
    return max(sizes) < 4 * min(sizes) and centre_within(one, other)
