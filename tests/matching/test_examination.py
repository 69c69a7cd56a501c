"""What is said of one picture: places, qualities and vectors, in displayed pixels."""

import hashlib

import numpy as np
import pytest
from PIL import Image, ImageFilter

from matching import Undecidable, examine
from matching.face.boxes import overlap
from matching.face.dlib_opinion import DlibOpinion
from matching.face.engines import Engines


def portrait(people, person=0, number=1):
    return Image.open(sorted(people.iterdir())[person] / f"{number}.jpg").convert("RGB")


def cosine(one, other, encoder):
    return float(one.vectors[encoder] @ other.vectors[encoder])


def only(path, engines, **options):
    (face,) = examine(path, engines, **options).appearances
    return face


def test_an_examination_names_its_file_and_its_models(engines, people):
    path = sorted(people.iterdir())[0] / "1.jpg"
    found = examine(path, engines)
    assert found.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (found.size, found.media, found.format) == (path.stat().st_size, "image", "JPEG")
    assert (found.width, found.height) == Image.open(path).size
    assert set(found.encoders) == {encoder.id for encoder in engines.encoders} | {DlibOpinion.id}
    (face,) = found.appearances
    assert (face.ref, face.modality, face.start, face.end) == ("A1", "face", 0.0, 0.0)
    assert face.problem is None


def test_vectors_have_length_one_and_tell_people_apart(engines, people):
    encoder = engines.encoders[0].id
    first, again, other = (
        only(sorted(people.iterdir())[person] / name, engines)
        for person, name in ((0, "1.jpg"), (0, "2.jpg"), (1, "1.jpg"))
    )
    for face in (first, again, other):
        assert face.vectors[encoder].dtype == np.float32
        assert np.linalg.norm(face.vectors[encoder]) == pytest.approx(1, abs=1e-5)
    assert cosine(first, again, encoder) > 0.6 > 0.4 > cosine(first, other, encoder)


def test_vectors_and_pixels_are_not_printed(engines, people):
    face = only(sorted(people.iterdir())[0] / "1.jpg", engines)
    assert "vectors" not in repr(face)
    assert "crop=" not in repr(face)


def test_a_rotated_photograph_is_examined_as_displayed(engines, people, save):
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = save("turned.png", portrait(people).transpose(Image.Transpose.ROTATE_90), exif=exif)
    face, plain = only(turned, engines), only(save("plain.png", portrait(people)), engines)
    assert face.box == plain.box
    assert cosine(face, plain, engines.encoders[0].id) > 0.99


def test_a_face_under_full_transparency_does_not_hide(engines, people, save):
    hidden = portrait(people).convert("RGBA")
    hidden.putalpha(0)
    assert only(save("hidden.png", hidden), engines).quality.size > 100


def test_a_face_drawn_by_transparency_alone_does_not_hide(engines, people, save):
    grey = portrait(people).convert("L")
    drawn = Image.new("RGBA", grey.size, "white")
    drawn.putalpha(grey)
    assert only(save("drawn.png", drawn), engines).quality.size > 100


def test_a_face_behind_a_face_is_seen_too(engines, people, save):
    """Over white one person shows, without the transparency another."""
    front, behind = (np.asarray(portrait(people, person), dtype=float) for person in (0, 1))
    alpha = 0.2
    shown = 255 * (1 - alpha) + alpha * behind
    layered = Image.fromarray(np.dstack([behind, np.full(behind.shape[:2], 255 * alpha)]).astype(np.uint8), "RGBA")
    assert shown.min() > 200  # the person is almost washed out over white
    seen = examine(save("layered.png", layered), engines).appearances
    plain = only(save("plain.png", portrait(people, 1)), engines)
    assert any(cosine(face, plain, engines.encoders[0].id) > 0.95 for face in seen)
    assert front.shape == behind.shape


def test_partial_transparency_does_not_double_a_face(engines, people, save):
    half = portrait(people).convert("RGBA")
    half.putalpha(250)
    assert len(examine(save("half.png", half), engines).appearances) == 1


def test_a_dark_16_bit_picture_shows_its_face(engines, people, save):
    deep = np.asarray(portrait(people).convert("L"), dtype=np.uint16) * 4
    assert only(save("deep.png", Image.fromarray(deep)), engines).quality.size > 100


def test_blur_size_and_turn_show_in_the_quality(engines, people, save):
    sharp = only(save("sharp.png", portrait(people)), engines)
    blurred = only(save("blurred.png", portrait(people).filter(ImageFilter.GaussianBlur(6))), engines)
    small = only(save("small.png", portrait(people).resize((96, 96))), engines)
    mirrored = only(save("mirrored.png", portrait(people, 5).transpose(Image.Transpose.FLIP_LEFT_RIGHT)), engines)
    assert blurred.quality.sharpness < sharp.quality.sharpness / 2
    assert small.quality.size == pytest.approx(sharp.quality.size / 4, abs=6)
    assert mirrored.quality.yaw == pytest.approx(-only(save("b.png", portrait(people, 5)), engines).quality.yaw, abs=6)


def test_one_face_that_cannot_be_encoded_does_not_silence_the_others(engines, scenes, monkeypatch):
    encoder = type(engines.encoders[0])
    encode, calls = encoder.read, []

    def fails_on_the_second(self, faces):
        calls.append(len(faces))
        if len(calls) == 1 or (len(faces) == 1 and len(calls) == 3):
            raise ValueError("no usable vector")
        return encode(self, faces)

    monkeypatch.setattr(encoder, "read", fails_on_the_second)
    problems = [face.problem for face in examine(scenes / "four.jpg", engines).appearances]
    assert problems == [None, "face.not-encodable", None, None]


def test_a_broken_detector_means_cannot_decide(engines, people, monkeypatch):
    import cv2

    def breaks(*_picture):
        raise cv2.error("broken")

    monkeypatch.setattr(engines.detector, "detect", breaks)
    with pytest.raises(Undecidable) as caught:
        examine(sorted(people.iterdir())[0] / "1.jpg", engines)
    assert caught.value.reason == "engine.failed"


def test_the_second_opinion_is_asked_for_every_face_only_on_request(engines: Engines, people):
    path = sorted(people.iterdir())[0] / "1.jpg"
    assert DlibOpinion.id not in only(path, engines).vectors
    asked = only(path, engines, every_opinion=True).vectors[DlibOpinion.id]
    later = engines.second_opinion(only(path, engines))[DlibOpinion.id]
    assert np.allclose(asked, later)


@pytest.fixture
def crowd(people, scenes):
    """Six people in a landscape, each about 12 pixels wide."""
    scene = Image.open(scenes / "nobody-hills.jpg").convert("RGB")
    for number in range(6):
        scene.paste(portrait(people, number, 2).resize((21, 21), Image.Resampling.LANCZOS), (150 + 180 * number, 360))
    return scene


def test_a_face_that_is_too_small_to_tell_is_listed(engines, crowd, save):
    seen = examine(save("crowd.png", crowd), engines, every_opinion=True).appearances
    tiny = [face for face in seen if face.quality.size < 16]
    assert len(tiny) >= 3
    assert {(face.problem, bool(face.vectors)) for face in tiny} == {("face.too-small", False)}


def test_a_face_that_is_too_small_is_listed_once_whatever_the_transparency(engines, crowd, save):
    half = crowd.convert("RGBA")
    half.putalpha(254)
    tiny = [face for face in examine(save("half.png", half), engines).appearances if face.problem == "face.too-small"]
    assert tiny
    assert all(overlap(one.box, other.box) < 0.4 for one in tiny for other in tiny if one is not other)


def test_the_second_picture_of_a_cameras_file_is_examined_too(engines, people, save):
    nobody = Image.new("RGB", (384, 384), (110, 115, 120))
    path = save("a.jpg", nobody, format="MPO", save_all=True, append_images=[portrait(people)])
    plain = only(save("plain.png", portrait(people)), engines)
    assert cosine(only(path, engines), plain, engines.encoders[0].id) > 0.95


def test_two_pictures_of_one_scene_in_a_file_show_its_people_once(engines, people, save):
    same = [portrait(people)]
    assert (
        len(
            examine(
                save("a.jpg", portrait(people), format="MPO", save_all=True, append_images=same), engines
            ).appearances
        )
        == 1
    )
