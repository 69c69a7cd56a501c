"""A face that shows only when the picture is changed back is found, and never taken for nobody's."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
from PIL import Image

from matching.face import changes, enrolment
from matching.face.engines import Engines
from matching.face.looking import look
from matching.face.sface import SFace
from matching.findings import Examination
from matching.gallery import Gallery
from matching.index import CANNOT_DECIDE, MATCH, POSSIBLE, answer
from matching.thresholds import load


def dark(picture):
    return picture // 40


def flat(picture):
    return (picture // 30 + 100).astype(np.uint8)


def negative(picture):
    return 255 - picture


def dark_between_bars(picture):
    barred = picture // 40
    barred[:60] = 255
    return barred


def dithered(picture):
    return np.asarray(Image.fromarray(picture).convert("1").convert("RGB"))


def noisy(picture):
    return np.clip(picture + np.random.default_rng(3).normal(0, 60, picture.shape), 0, 255).astype(np.uint8)


def speckled(picture):
    speckles, chance = picture.copy(), np.random.default_rng(3).random(picture.shape[:2])
    speckles[chance < 0.2], speckles[chance > 0.8] = 0, 255
    return speckles


def lined(picture):
    lines = picture.copy()
    lines[::3] = 0
    return lines


def wide(picture):
    return cv2.resize(picture, None, fx=3, fy=1)


def anamorphic(picture):
    return cv2.resize(picture, None, fx=2, fy=1)


def tall(picture):
    return cv2.resize(picture, None, fx=1, fy=2)


HIDING = [dark, flat, negative, dark_between_bars, dithered, noisy, speckled, lined, wide, anamorphic, tall]


@pytest.fixture(scope="module")
def gallery(engines: Engines, people):
    def template(folder):
        picture = np.asarray(Image.open(folder / "1.jpg").convert("RGB"))
        (face,) = look(picture, engines, every_opinion=True)
        return {name: vector[None] for name, vector in face.vectors.items()}

    return Gallery([(folder.name, template(folder)) for folder in sorted(people.iterdir())], generation=1)


@pytest.fixture(scope="module")
def scene(people, scenes):
    """The first person in a landscape of 1280 x 720."""
    picture = Image.open(scenes / "nobody-hills.jpg").convert("RGB")
    picture.paste(Image.open(sorted(people.iterdir())[0] / "2.jpg").convert("RGB").resize((300, 300)), (500, 200))
    return np.asarray(picture)


@pytest.mark.parametrize("hide", HIDING)
def test_somebody_in_a_changed_picture_is_found_and_never_answered_with_nobody(
    engines: Engines, gallery, scene, people, hide
):
    seen = look(hide(scene), engines)
    found = answer(seen, gallery, load(), engines.second_opinion)
    assert {MATCH, POSSIBLE, CANNOT_DECIDE} & {each.answer for each in found}
    best = [each.candidates[0].subject for each in found if each.candidates]
    assert best == [sorted(people.iterdir())[0].name]


@pytest.mark.parametrize("hide", [dark, negative, wide, tall])
def test_a_face_of_a_changed_picture_lies_where_the_picture_has_it(engines: Engines, scene, hide):
    (plain,) = look(scene, engines)
    across, down = (np.array(hide(scene).shape[:2]) / scene.shape[:2])[::-1]
    seen = look(hide(scene), engines)
    hidden = [face for face in seen if face.problem == "face.unclear"] + [
        one for face in seen for one in face.otherwise
    ]
    best = max(hidden, key=lambda face: face.quality.score)
    expected = np.array(plain.box) * [across, down, across, down]
    assert np.abs(np.array(best.box) - expected).max() < 0.15 * expected[2:].max()
    assert (
        np.abs(np.array(best.landmarks) - np.array(plain.landmarks) * [across, down]).max() < 0.1 * expected[2:].max()
    )


def test_an_unknown_face_that_shows_only_in_a_changed_picture_cannot_be_decided(engines: Engines, gallery, scene):
    (face,) = look(dark(scene), engines)
    stranger = replace(face, vectors={SFace.id: np.eye(128, dtype=np.float32)[0]})
    (found,) = answer([stranger], gallery, load())
    assert (found.answer, found.reason) == (CANNOT_DECIDE, "face.unclear")


@pytest.mark.parametrize("hide", [negative, dark, flat, dithered, wide])
def test_somebody_in_a_changed_part_of_a_picture_is_found_beside_a_clear_face(
    engines: Engines, gallery, people, scenes, hide
):
    picture = Image.open(scenes / "nobody-hills.jpg").convert("RGB")
    picture.paste(Image.open(scenes.parent / "strangers/stranger-1/1.jpg").convert("RGB").resize((400, 400)), (20, 300))
    portrait = Image.open(sorted(people.iterdir())[0] / "2.jpg").convert("RGB").resize((220, 220))
    picture.paste(Image.fromarray(hide(np.asarray(portrait))), (500, 200))
    found = answer(look(np.asarray(picture), engines), gallery, load(), engines.second_opinion)
    best = [each.candidates[0].subject for each in found if each.candidates]
    assert best == [sorted(people.iterdir())[0].name]


def test_where_everybody_shows_clearly_nobody_else_is_seen(engines: Engines, scenes):
    seen = look(np.asarray(Image.open(scenes / "four.jpg").convert("RGB")), engines)
    assert len(seen) == 4
    assert {face.problem for face in seen} == {None}
    assert {face.otherwise for face in seen} == {()}


def test_pictures_of_places_show_nobody_however_they_are_changed(engines: Engines, scenes):
    for path in sorted(scenes.glob("nobody-*.jpg")):
        assert look(np.asarray(Image.open(path).convert("RGB")), engines) == []


@pytest.mark.parametrize("shape", [(1, 1, 3), (5, 900, 3), (900, 2, 3), (40, 40, 3)])
def test_pictures_of_any_shape_can_be_changed(shape):
    for change in changes.changes(np.zeros(shape, np.uint8)):
        assert change.picture.size
        assert change.picture.dtype == np.uint8


def test_a_large_picture_is_looked_at_smaller():
    for change in changes.changes(np.zeros((3000, 4000, 3), np.uint8)):
        assert change.picture.shape[0] * change.picture.shape[1] <= changes.PIXELS * 1.02


def test_what_a_change_shows_is_led_back_to_its_place():
    picture = np.random.default_rng(0).integers(0, 255, (300, 400, 3)).astype(np.uint8)
    every = list(changes.changes(picture))
    assert len(every) == sum(len(shapes) for shapes in changes.SHAPES.values())
    for change in every:
        x, y = change.way[:, :2] @ [265, 130] + change.way[:, 2]
        assert 0 <= x <= change.picture.shape[1] + 1
        assert 0 <= y <= change.picture.shape[0] + 1
        (back,) = change.back(np.array([[x, y]], np.float32))
        assert np.abs(back - [265, 130]).max() < 0.01
        left, top, width, height = change.led_back((x - 1, y - 1, 2, 2))
        assert left <= 265 <= left + width
        assert top <= 130 <= top + height


def test_a_picture_without_colours_is_not_looked_at_colour_by_colour():
    lone = np.repeat(np.random.default_rng(0).integers(0, 255, (90, 120, 1)).astype(np.uint8), 3, axis=2)
    assert {change.tone.layer for change in changes.changes(lone)} == {
        changes.colours, changes.grey, changes.folded, changes.speckless,
        *(changes.Bridged(axis, bright) for axis in (0, 1) for bright in (False, True)),
    }  # fmt: skip


def test_a_face_of_a_changed_picture_is_no_reference(engines: Engines, scene):
    (face,) = look(dark(scene), engines)
    seen = Examination("0" * 64, 1, "image", "PNG", 1280, 720, (face,), engines.weights)
    assert "enrol.unclear" in [advice.message for advice in enrolment.assess(seen).advice]
