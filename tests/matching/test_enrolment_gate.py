"""A poor reference is refused, with what to re-shoot."""

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageFilter

from matching import examine
from matching.face.detector import Face
from matching.face.enrolment import ADVICE, assess
from matching.face.limits import AGREEMENT
from matching.face.quality import pitch
from matching.findings import Sampling
from matching.references import templates


@pytest.fixture(scope="module")
def good(engines, people):
    """Three portraits of one person, examined."""
    folder = sorted(people.iterdir())[0]
    return [examine(folder / f"{number}.jpg", engines) for number in (1, 2, 3)]


def advice(assessment):
    return [each.message for each in assessment.advice]


def with_quality(examination, **quality):
    (face,) = examination.appearances
    return replace(examination, appearances=(replace(face, quality=replace(face.quality, **quality)),))


def test_good_portraits_are_taken(good):
    for examination in good:
        found = assess(examination)
        assert found.ok
        assert found.advice == ()
        assert found.appearance is examination.appearances[0]


def test_a_film_is_no_reference_however_well_it_shows_somebody(good):
    assert assess(good[0]).ok
    for film in (replace(good[0], media="video"), replace(good[0], sampling=Sampling(48, 12, 0.2, 0.0))):
        found = assess(film)
        assert (found.ok, advice(found), found.appearance) == (False, ["enrol.no-picture"], None)


def test_nobody_or_several_people_are_refused(engines, scenes):
    assert advice(assess(examine(scenes / "nobody-hills.jpg", engines))) == ["enrol.no-face"]
    found = assess(examine(scenes / "four.jpg", engines))
    assert (found.ok, found.appearance) == (False, None)
    assert (found.advice[0].message, found.advice[0].params) == ("enrol.several-faces", {"count": 4})


def test_a_small_and_a_blurred_picture_are_refused(engines, people, save):
    portrait = Image.open(sorted(people.iterdir())[0] / "1.jpg").convert("RGB")
    assert "enrol.too-small" in advice(assess(examine(save("small.png", portrait.resize((110, 110))), engines)))
    blurred = save("blurred.png", portrait.filter(ImageFilter.GaussianBlur(4)))
    assert "enrol.blurred" in advice(assess(examine(blurred, engines)))


@pytest.mark.parametrize(
    ("quality", "message"),
    [
        ({"size": 79}, "enrol.too-small"),
        ({"sharpness": 10.9}, "enrol.blurred"),
        ({"yaw": 36.0}, "enrol.turned"),
        ({"yaw": -36.0}, "enrol.turned"),
        ({"roll": 24.0}, "enrol.tilted"),
        ({"roll": -90.0}, "enrol.tilted"),
        ({"pitch": 26.0}, "enrol.nodding"),
        ({"pitch": -26.0}, "enrol.nodding"),
        ({"score": 0.7}, "enrol.unclear"),
    ],
)
def test_each_limit_refuses_with_its_own_advice(good, quality, message):
    found = assess(with_quality(good[0], **quality))
    assert not found.ok
    assert advice(found) == [message]
    assert set(found.advice[0].params) == set(ADVICE[message])


def test_a_tilted_head_is_refused(engines, people, save):
    portrait = Image.open(sorted(people.iterdir())[0] / "1.jpg").convert("RGB")
    tilted = save("tilted.png", portrait.rotate(40, expand=True, fillcolor=portrait.getpixel((5, 5))))
    assert "enrol.tilted" in advice(assess(examine(tilted, engines)))


@pytest.mark.parametrize(("nose", "degrees"), [(0.563, 0), (0.35, 24), (0.75, -21)])
@pytest.mark.parametrize("roll", [0, 30, 180])
def test_the_nose_rises_where_the_face_looks_up(nose, degrees, roll):
    """Between the eyes, 0, and the mouth, 1, however the head is tilted."""
    points = np.array([[-20, 0], [20, 0], [5, 46 * nose], [-15, 46], [15, 46]])
    turn = np.array(
        [[np.cos(np.radians(roll)), np.sin(np.radians(roll))], [-np.sin(np.radians(roll)), np.cos(np.radians(roll))]]
    )
    face = Face(box=(0, 0, 90, 90), points=(points @ turn).astype(np.float32), score=0.9)
    assert pitch(face) == pytest.approx(degrees, abs=1)


def test_every_portrait_of_the_demo_is_level_and_upright(engines, people):
    for path in sorted(people.glob("*/*.jpg"))[::4]:
        quality = examine(path, engines).appearances[0].quality
        assert abs(quality.pitch) < 20, path
        assert abs(quality.roll) < 15, path


def test_a_face_that_cannot_be_encoded_is_refused(good):
    (face,) = good[0].appearances
    unseen = replace(good[0], appearances=(replace(face, vectors={}, problem="face.not-encodable"),))
    assert advice(assess(unseen)) == ["enrol.not-encodable"]


def test_references_of_one_person_agree(good, engines):
    faces = [examination.appearances[0] for examination in good]
    assert AGREEMENT.of(faces, engines.encoders[0].id) == [None, None, None]
    assert AGREEMENT.of(faces[:1], engines.encoders[0].id) == [None]


def test_somebody_else_among_the_references_is_found(good, engines, people):
    other = examine(sorted(people.iterdir())[1] / "1.jpg", engines).appearances[0]
    faces = [*(examination.appearances[0] for examination in good), other]
    found = AGREEMENT.of(faces, engines.encoders[0].id)
    assert found[:3] == [None, None, None]
    assert found[3].message == "enrol.disagrees"


def test_the_same_picture_twice_adds_nothing(good, engines):
    faces = [good[0].appearances[0], good[1].appearances[0], good[0].appearances[0]]
    found = AGREEMENT.of(faces, engines.encoders[0].id)
    assert found[:2] == [None, None]
    assert found[2].message == "enrol.repeated"


def test_templates_keep_a_row_a_reference(good, engines):
    faces = [examination.appearances[0] for examination in good]
    encoder = engines.encoders[0].id
    rows = templates(faces)[encoder]
    assert rows.shape == (3, engines.encoders[0].dimensions)
    assert np.array_equal(rows[1], faces[1].vectors[encoder])
    partly = [replace(faces[0], vectors={**faces[0].vectors, "other": rows[0]}), *faces[1:]]
    assert set(templates(partly)) == {encoder}
    with pytest.raises(ValueError, match="at least one"):
        templates([])


def test_a_tiny_face_in_the_background_is_no_second_one(good):
    (face,) = good[0].appearances
    tiny = replace(face, ref="A2", vectors={}, problem="face.too-small")
    assert assess(replace(good[0], appearances=(face, tiny))).ok
