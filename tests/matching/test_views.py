"""A face is looked at twice; each view is aligned by what another network sees."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFilter

from matching.face import crops, quality
from matching.face.alignment import REFERENCE, align, within
from matching.face.detector import Face
from matching.face.engines import Engines
from matching.face.looking import look
from matching.face.sface import SFace
from matching.face.views import both, shown


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


def test_the_edge_of_a_picture_does_not_make_a_blurred_face_look_sharp(engines: Engines, people: Path) -> None:
    """Seen in whole or cut by the edge, upright or lying: a blurred face is as blurred."""
    portrait = Image.open(sorted(people.glob("*/1.jpg"))[0]).convert("RGB").filter(ImageFilter.GaussianBlur(8))
    (whole,) = look(np.asarray(portrait), engines)
    x, y, width, height = whole.box
    cuts = [(x + width // 6, 0, 384, 384), (0, 0, 384, y + height - height // 12), (0, y + height // 6, 384, 384)]
    for cut in cuts:
        for degrees in (0, 90):
            picture = portrait.crop(cut).rotate(degrees, expand=True)
            for seen in look(np.asarray(picture), engines):
                assert seen.quality.sharpness < 10, (cut, degrees)


def test_a_sharp_face_at_the_edge_is_still_sharp(engines: Engines, people: Path) -> None:
    picture = portrait(people)
    (whole,) = look(picture, engines)
    (cut,) = look(picture[:, whole.box[0] + whole.box[2] // 6 :], engines)
    assert cut.quality.sharpness > whole.quality.sharpness / 2


def test_a_face_inside_is_as_sharp_as_its_whole_view(engines: Engines, people: Path) -> None:
    picture = portrait(people)
    face = engines.detector.detect(picture)[0]
    x, y, width, height = (round(side) for side in face.box)
    cut = crops.cut(picture, (x, y, width, height))
    view, whole = shown(*cut, face)
    assert whole.all()
    assert quality.assess(face, view, whole) == quality.assess(face, view)


def test_a_face_of_which_nearly_nothing_is_shown_is_not_sharp() -> None:
    view = np.random.default_rng(1).integers(0, 255, (112, 112, 3), dtype=np.uint8)
    sliver = np.zeros((112, 112), bool)
    sliver[:, :12] = True
    assert quality.sharpness(view, sliver) == 0
    sliver[:, :40] = True
    assert quality.sharpness(view, sliver) > 50


@pytest.mark.parametrize(
    "shift", [(0.0, 0.0), (7.5, -3.0), (-30.0, 0.0), (-22.0, 0.0), (0.0, 41.0), (66.0, 66.0), (-12.0, 9.0)]
)
@pytest.mark.parametrize("degrees", [0, 15, -20])
def test_a_view_told_whole_shows_its_picture_everywhere(shift: tuple[float, float], degrees: float) -> None:
    """What is told at once is what a white picture shows when it is aligned."""
    middle, turn = np.array([80.0, 80.0]), np.deg2rad(degrees)
    way = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    points = np.asarray((REFERENCE - 56) * 1.1 @ way.T + middle + shift, np.float32)
    white = np.full((160, 170), 255, np.uint8)
    if within(points, white):
        assert (align(white, points) == 255).all()
    else:
        wider = np.full((156, 166), 255, np.uint8)
        assert (align(wider, points - 2) < 255).any()
