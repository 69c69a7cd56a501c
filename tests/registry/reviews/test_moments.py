"""What a reviewer is shown of somebody in a film: their best moments, each without whoever was beside them then."""

from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest

from matching.face.evidence import APART, moments
from matching.face.findings import FaceSeen
from matching.findings import everybody_else

SIDE = 200


@pytest.fixture
def face(fake_matching: Any) -> FaceSeen:
    """There from 0 to 3 s, shown at 1 and 2 s, with noise for pixels."""
    (found,) = fake_matching.examine(fake_matching.picture("alice")).appearances
    noise = np.random.default_rng(0).integers(0, 255, (SIDE, SIDE, 3), np.uint8)
    first, second = (
        replace(found, crop=noise, crop_box=(0, 0, SIDE, SIDE), start=time, end=time) for time in (1.0, 2.0)
    )
    track = ((0.0, (0, 0, 50, 50)), (1.0, (10, 10, 50, 50)), (2.0, (60, 60, 50, 50)))
    return replace(first, ref="A1", start=0.0, end=3.0, track=track, shown=(first, second))


def pictures(shown: bytes | None) -> tuple[Any, Any]:
    assert shown is not None
    strip = cv2.imdecode(np.frombuffer(shown, np.uint8), cv2.IMREAD_COLOR).astype(float)
    assert strip.shape == (SIDE, 2 * SIDE + APART, 3)
    return strip[:, :SIDE], strip[:, SIDE + APART :]


def test_the_best_moments_stand_side_by_side(face: FaceSeen) -> None:
    for picture in pictures(moments(face, lambda _moment: [])):
        assert picture.std() > 30


def test_whoever_passes_is_blotted_out_where_they_are_at_that_moment(face: FaceSeen) -> None:
    passing = replace(
        face, ref="A2", start=0.5, end=2.5, track=((1.0, (120, 120, 40, 40)), (2.0, (20, 120, 40, 40))), shown=()
    )
    first, second = pictures(moments(face, everybody_else([face, passing], face)))
    left, right = (slice(125, 155), slice(25, 55)), (slice(125, 155), slice(125, 155))
    assert first[right].std() < first[left].std() / 2
    assert second[left].std() < second[right].std() / 2


def test_whoever_is_gone_by_then_hides_nothing(face: FaceSeen) -> None:
    gone = replace(face, ref="A2", start=0.0, end=0.5, track=((0.0, (120, 120, 40, 40)),), shown=())
    assert gone.placed(1.0) is None
    assert everybody_else([face, gone], face)(1.0) == []


def test_where_somebody_is_is_the_nearest_that_was_seen(face: FaceSeen) -> None:
    assert [face.placed(time) for time in (0.2, 0.9, 3.0)] == [place for _time, place in face.track]
    assert face.moment == 1.0
