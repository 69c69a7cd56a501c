"""What is known of one person from several moments: of what they show together, and of where they stop being one person.

One excellent moment is not enough for a name, and one bad one spoils nothing: each counts by its quality and by how much it
agrees with the others.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from matching.findings import Moment, Vector

LIGHTEST = 0.25
"""Least weight of a moment beside the best one's 1.0: none outweighs the rest together."""

AGREES = 0.35
"""Cosine to the others from which a moment counts. Below it, it shows the same person badly, or another."""

CHANGED = 0.45
"""Cosine between what comes before and what comes after, below which a finding has become somebody else: in 20 tracks of real
films no moment was less than 0.65 like the first three."""

SURE = 2
"""Moments on each side that have to say so: one bad moment changes nobody."""

MOST = 60
"""Moments that are kept of one finding, the best."""

Cosines = NDArray[np.float32]


def mean(moments: Sequence[Moment]) -> dict[str, Vector]:
    """Encoder id -> the unit vector that the moments show together, for the encoders that all of them have.

    A weighted mean around the moment that the others agree with most. ValueError without moments.
    """
    if not moments:
        raise ValueError("nothing was seen at any moment")
    shared = sorted(set.intersection(*(set(one.vectors) for one in moments)))
    if not shared:
        return {}
    cosines = _cosines(moments, moments, shared)
    weights = np.clip([one.weight for one in moments], LIGHTEST, 1.0)
    middle = int(np.argmax((cosines - np.diag(np.diag(cosines))) @ weights))  # nobody bears out themselves
    heard = weights * np.where(cosines[middle] >= AGREES, cosines[middle], 0.0)
    return {name: _unit(sum(w * one.vectors[name] for w, one in zip(heard, moments, strict=True))) for name in shared}


def best(moments: Sequence[Moment], most: int = MOST) -> tuple[Moment, ...]:
    """The best of them, in the order of time; at one beat the better one."""
    beats: dict[int, Moment] = {}
    for one in moments:
        other = beats.get(one.beat)
        if other is None or (one.weight, -one.time) > (other.weight, -other.time):
            beats[one.beat] = one
    kept = sorted(beats.values(), key=lambda one: (-one.weight, one.time))[:most]
    return tuple(sorted(kept, key=lambda one: one.time))


def alike(one: Sequence[Moment], other: Sequence[Moment]) -> float | None:
    """The lowest cosine, over the encoders, of what two rows of moments show; None where it cannot be told."""
    if not one or not other:
        return None
    first, second = mean(one), mean(other)
    shared = first.keys() & second.keys()
    return min((float(first[name] @ second[name]) for name in shared), default=None)


def parted(moments: Sequence[Moment]) -> list[tuple[Moment, ...]]:
    """The moments, in the order of time, as rows that each show one person; a single row where nobody changes.

    Where the first row that is sure of somebody ends and another begins that is nothing like them, the finding has become
    somebody else: another swam into the same place, or one was changed into another. What lies between, and is like
    neither, goes with the nearer side.
    """
    rows: list[tuple[Moment, ...]] = []
    rest = tuple(moments)
    while len(rest) >= 2 * SURE:
        anchor = mean(rest[: SURE + 1] if len(rest) > 2 * SURE else rest[:SURE])
        unlike = [_like(anchor, one) < CHANGED for one in rest]
        place = next((at for at in range(SURE, len(rest) - SURE + 1) if all(unlike[at : at + SURE])), None)
        if place is None or not _changed(rest[:place], rest[place:]):
            break
        rows.append(rest[:place])
        rest = rest[place:]
    return [*rows, rest] if rest else rows


def _changed(before: Sequence[Moment], after: Sequence[Moment]) -> bool:
    """Whether the moments after a change agree with each other and not with those before."""
    new = after[: SURE + 1]
    towards = alike(before, new)
    inner = [_like(mean([one for one in new if one is not other]), other) for other in new]
    return towards is not None and towards < CHANGED and max(inner) >= AGREES


def _like(vectors: Mapping[str, Vector], moment: Moment) -> float:
    """The highest cosine over the encoders: what one of them still knows is no other person."""
    return max((float(vector @ moment.vectors[name]) for name, vector in vectors.items()), default=1.0)


def _cosines(rows: Sequence[Moment], columns: Sequence[Moment], shared: Sequence[str]) -> Cosines:
    """Mean over the encoders, [rows, columns]."""
    each = [
        np.stack([one.vectors[n] for one in rows]) @ np.stack([one.vectors[n] for one in columns]).T for n in shared
    ]
    return np.asarray(np.mean(each, axis=0), np.float32)


def _unit(vector: NDArray[np.float32]) -> Vector:
    return np.asarray(vector / np.linalg.norm(vector), np.float32)
