"""A second network finds the five points of a face again, and is not believed where it has lost the face."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from matching.face.detector import Face
from matching.face.engines import Engines
from matching.face.mesh import Mesh, mirrored


def seen(engines: Engines, people: Path) -> list[tuple[np.ndarray, Face]]:
    pictures = [np.array(Image.open(path).convert("RGB")) for path in sorted(people.glob("*/1.jpg"))]
    return [(picture, engines.detector.detect(picture)[0]) for picture in pictures]


def test_both_networks_see_the_points_of_a_face_at_the_same_places(engines: Engines, people: Path) -> None:
    for picture, face in seen(engines, people):
        found = engines.mesh.points(picture, face.box, face.points)
        off = np.linalg.norm(found - face.points, axis=1) / min(face.box[2:])
        assert 0 < off.max() < 0.12  # found anew, a few per cent of the face away


def test_a_mirrored_face_has_mirrored_points(engines: Engines, people: Path) -> None:
    picture, face = seen(engines, people)[0]
    width = picture.shape[1]
    mirror = np.ascontiguousarray(picture[:, ::-1])
    x, y, wide, high = face.box
    there = engines.mesh.points(mirror, (width - x - wide, y, wide, high), mirrored(face.points, width))
    here = engines.mesh.points(picture, face.box, face.points)
    assert np.linalg.norm(mirrored(there, width) - here, axis=1).max() < 0.05 * wide
    assert np.allclose(mirrored(mirrored(face.points, width), width), face.points, atol=1e-3)


def test_far_from_what_the_detector_saw_it_is_not_believed(engines: Engines, people: Path) -> None:
    picture, face = seen(engines, people)[0]
    elsewhere = face.points + np.float32(0.25 * face.box[2])
    assert np.array_equal(engines.mesh.points(picture, face.box, elsewhere), elsewhere)


def test_points_that_span_no_face_are_refused(models: Path) -> None:
    with pytest.raises(ValueError, match="do not span a face"):
        Mesh().points(np.zeros((50, 50, 3), np.uint8), (0, 0, 50, 50), np.zeros((5, 2), np.float32))
