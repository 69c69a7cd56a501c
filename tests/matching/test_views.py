"""A face is looked at twice; each view is aligned by what another network sees."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from matching.examination import Engines, look
from matching.face import crops
from matching.face.detector import Face
from matching.face.sface import SFace
from matching.face.views import both


class Blind:
    """A detector that sees nothing in the mirror."""

    def glance(self, picture: np.ndarray) -> list[Face]:
        return []


class Lost:
    """A mesh that keeps the points that it was given."""

    def points(self, picture: np.ndarray, box: object, points: np.ndarray) -> np.ndarray:
        return points


def portrait(people: Path) -> np.ndarray:
    return np.array(Image.open(sorted(people.glob("*/1.jpg"))[0]).convert("RGB"))


def test_a_picture_and_its_mirror_image_give_the_same_template(engines: Engines, people: Path) -> None:
    picture = portrait(people)
    (seen,) = look(picture, engines)
    (mirrored,) = look(np.ascontiguousarray(picture[:, ::-1]), engines)
    assert float(seen.vectors[SFace.id] @ mirrored.vectors[SFace.id]) > 0.97


def test_a_face_that_the_mirror_does_not_show_is_aligned_by_its_own_points(engines: Engines, people: Path) -> None:
    picture = portrait(people)
    face = engines.detector.detect(picture)[0]
    x, y, width, height = (round(side) for side in face.box)
    cut = crops.cut(picture, (x, y, width, height))
    first, second = both(*cut, face, Blind(), Lost())
    assert first.shape == second.shape == (112, 112, 3)
    assert np.abs(first[:, ::-1].astype(int) - second).mean() < 10


def test_a_face_outside_its_picture_is_refused(engines: Engines) -> None:
    face = Face(box=(0, 0, 10, 10), points=np.zeros((5, 2), np.float32), score=0.9)
    with pytest.raises(ValueError, match="outside the picture"):
        both(np.empty((0, 0, 3), np.uint8), (50, 50, 0, 0), face, engines.detector, engines.mesh)
