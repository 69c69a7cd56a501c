"""Every face is found: small, large, many, in pictures of any size."""

import numpy as np
import pytest
from PIL import Image

from matching.face.boxes import overlap
from matching.face.detector import Detector
from matching.face.engines import Engines
from matching.face.looking import look
from matching.face.yunet import TILE


@pytest.fixture(scope="module")
def portrait(people):
    """One face, about 225 of 384 pixels wide."""
    return Image.open(sorted(people.iterdir())[0] / "1.jpg").convert("RGB")


@pytest.fixture(scope="module")
def detector(models) -> Detector:
    return Detector()


def face_width(picture, detector):
    return min(detector.detect(np.asarray(picture))[0].box[2:])


def on_grey(width, height, picture, left, top):
    canvas = Image.new("RGB", (width, height), (110, 115, 120))
    canvas.paste(picture, (left, top))
    return np.asarray(canvas)


@pytest.mark.parametrize("size", [24, 32, 60, 150, 450, 1000])
def test_faces_from_24_pixels_to_close_ups_are_found(portrait, detector, size):
    side = round(384 * size / face_width(portrait, detector))
    found = detector.detect(np.asarray(portrait.resize((side, side), Image.Resampling.BICUBIC)))
    assert len(found) == 1
    assert min(found[0].box[2:]) == pytest.approx(size, rel=0.3)


def test_every_demo_person_is_found_at_24_pixels(people, detector):
    for folder in sorted(people.iterdir()):
        picture = Image.open(folder / "2.jpg").convert("RGB")
        side = round(384 * 24 / face_width(picture, detector))
        small = on_grey(1280, 720, picture.resize((side, side), Image.Resampling.BICUBIC), 700, 300)
        assert len(detector.detect(small)) == 1, folder.name


def test_small_faces_on_every_edge_of_a_tile_are_found_once(portrait, detector):
    small = portrait.resize((70, 70), Image.Resampling.BICUBIC)
    for left in range(TILE - 300, TILE + 20, 40):
        found = detector.detect(on_grey(TILE + 400, 300, small, left, 100))
        assert len(found) == 1, left
        assert left <= found[0].box[0] <= left + 70


def test_no_face_is_no_error(detector):
    for shape in ((1, 1, 3), (5, 900, 3), (40, 40, 3), (700, 700, 3)):
        assert detector.detect(np.zeros(shape, np.uint8)) == []


def test_every_face_of_a_group_has_its_own_place(engines: Engines, scenes):
    seen = look(np.asarray(Image.open(scenes / "four.jpg").convert("RGB")), engines)
    assert [face.ref for face in seen] == ["A1", "A2", "A3", "A4"]
    sizes = [face.box[2] * face.box[3] for face in seen]
    assert sizes == sorted(sizes, reverse=True)
    for one in seen:
        assert all(overlap(one.box, other.box) < 0.1 for other in seen if other is not one)
        x, y, width, height = one.box
        assert all(x < px < x + width and y < py < y + height for px, py in one.landmarks)


def test_pictures_of_places_show_nobody(detector, scenes):
    for path in sorted(scenes.glob("nobody-*.jpg")):
        assert detector.detect(np.asarray(Image.open(path).convert("RGB"))) == []


def test_boxes_overlap_by_intersection_over_union():
    assert overlap((0, 0, 10, 10), (0, 0, 10, 10)) == 1
    assert overlap((0, 0, 10, 10), (5, 0, 10, 10)) == pytest.approx(1 / 3)
    assert overlap((0, 0, 10, 10), (10, 0, 10, 10)) == 0
    assert overlap((0, 0, 0, 0), (0, 0, 0, 0)) == 0


@pytest.mark.data
def test_faces_that_dlib_finds_are_found(data, detector):
    import dlib

    theirs = dlib.get_frontal_face_detector()
    pictures = sorted((data / "faces" / "lfw").glob("A*/*_0001.jpg"))[:20]
    pictures += sorted((data / "generated").rglob("*photo*.jpg"))
    for path in pictures:
        picture = np.asarray(Image.open(path).convert("RGB"))
        boxes = [face.box for face in detector.detect(picture)]
        for place in theirs(picture, 1):
            box = (place.left(), place.top(), place.width(), place.height())
            assert any(overlap(box, other) > 0.3 for other in boxes), path.name
