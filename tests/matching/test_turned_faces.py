"""Whoever lies down, or hangs upside down, is found and known like anybody else."""

import numpy as np
import pytest
from PIL import Image

from matching.face import turns
from matching.face.detector import Detector
from matching.face.engines import Engines
from matching.face.looking import look

POINTS = np.array([[30, 30], [60, 32], [45, 45], [35, 60], [55, 61]], np.float32)


@pytest.mark.parametrize("degrees", [45, 90, 135, 180, 270])
def test_a_turned_face_is_encoded_like_the_upright_one(engines: Engines, people, degrees):
    for folder in sorted(people.iterdir())[:2]:
        picture = Image.open(folder / "2.jpg").convert("RGB")
        (upright,) = look(np.asarray(picture), engines, every_opinion=True)
        turned = np.asarray(picture.rotate(degrees, expand=True, fillcolor=(128, 128, 128)))
        best = look(turned, engines, every_opinion=True)[0]
        alike = {name: float(vector @ upright.vectors[name]) for name, vector in best.vectors.items()}
        assert alike.keys() == upright.vectors.keys()
        assert min(alike.values()) > 0.8, folder.name


@pytest.mark.parametrize(
    ("portrait", "noise"),
    [("emeka-halloran/1", 35), ("anselm-pryce/2", 35), ("anselm-pryce/3", 35), ("rafiq-sandanal/2", 50)],
)
def test_an_upright_face_that_is_not_clear_is_not_read_upside_down(people, portrait: str, noise: int):
    picture = np.asarray(Image.open(people / f"{portrait}.jpg").convert("RGB"), float)
    grainy = np.clip(picture + np.random.default_rng(1).normal(0, noise, picture.shape), 0, 255).astype(np.uint8)
    assert abs(turns.roll(Detector().detect(grainy)[0].points)) < 30


def test_a_face_on_its_side_is_found_beside_upright_ones(people):
    scene = Image.new("RGB", (1280, 720), (110, 115, 120))
    one, other = (
        Image.open(folder / "2.jpg").convert("RGB").resize((200, 200)) for folder in sorted(people.iterdir())[:2]
    )
    scene.paste(one, (100, 200))
    scene.paste(other.transpose(Image.Transpose.ROTATE_90), (800, 200))
    found = Detector().detect(np.asarray(scene))
    assert sorted(face.box[0] > 640 for face in found) == [False, True]
    rolls = {face.box[0] > 640: turns.roll(face.points) for face in found}
    assert abs(rolls[False]) < 15
    assert abs(rolls[True] + 90) < 15


@pytest.mark.parametrize("degrees", [-170, -90, -40, 30, 90, 179])
def test_a_tilted_face_is_turned_upright_with_its_points(degrees):
    crop = np.zeros((100, 100, 3), np.uint8)
    for x, y in POINTS.astype(int):
        crop[y, x] = 255
    tilted, way = turns.turned(crop, (0, 0, 100, 100), -degrees, 100, 1.0)
    points = turns.moved(POINTS, way)
    assert turns.roll(points) == pytest.approx(turns.roll(POINTS) + degrees, abs=0.1)
    _, _, again = turns.upright(tilted, (0, 0, 100, 100), points)
    assert turns.roll(again) == pytest.approx(0, abs=0.1)


def test_a_face_that_is_nearly_upright_is_left_as_it_is():
    crop = np.zeros((100, 100, 3), np.uint8)
    assert turns.upright(crop, (0, 0, 50, 50), POINTS)[0] is crop


def test_points_that_span_no_face_have_no_roll():
    assert turns.roll(np.zeros((5, 2), np.float32)) == 0
    assert turns.roll(np.full((5, 2), np.nan, np.float32)) == 0


@pytest.mark.parametrize("degrees", [90, 180])
def test_a_small_turned_face_that_is_alone_is_found(people, degrees):
    scene = Image.new("RGB", (1280, 720), (110, 115, 120))
    portrait = Image.open(sorted(people.iterdir())[0] / "2.jpg").convert("RGB").resize((60, 60))
    scene.paste(portrait.rotate(degrees), (700, 300))
    (face,) = Detector().detect(np.asarray(scene))
    assert abs(abs(turns.roll(face.points)) - degrees) < 15
