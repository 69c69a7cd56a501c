"""One pass of the detector: the same as the library's own, at any size, and nothing is cleared where it fails."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from matching import weights
from matching.face import one_pass
from matching.face.boxes import SAME
from matching.face.one_pass import OnePass, Rows
from matching.reasons import Undecidable

SIZES = (384, 384), (640, 360), (333, 277), (33, 31), (20, 24), (960, 1184)


@pytest.fixture(scope="module")
def once(models: Path) -> OnePass:
    return OnePass(weights.load("yunet"))


def by_the_library(bgr: np.ndarray, score: float) -> Rows:
    height, width = bgr.shape[:2]
    bgr = cv2.copyMakeBorder(bgr, 0, max(32 - height, 0), 0, max(32 - width, 0), cv2.BORDER_CONSTANT)
    model, size = np.frombuffer(weights.load("yunet"), np.uint8), (bgr.shape[1], bgr.shape[0])
    found = cv2.FaceDetectorYN.create("onnx", model, np.empty(0, np.uint8), size, score, SAME, one_pass.MOST)
    _, rows = found.detect(bgr)
    return np.empty((0, 15), np.float32) if rows is None else np.asarray(rows)


@pytest.mark.parametrize("size", SIZES)
def test_it_finds_what_the_library_finds(people: Path, once: OnePass, size: tuple[int, int]) -> None:
    seen = 0
    for person in sorted(people.iterdir())[:6]:
        bgr = cv2.resize(cv2.imread(str(person / "1.jpg")), size, interpolation=cv2.INTER_AREA)
        for score in (0.3, 0.5):
            rows, expected = once(bgr, score), by_the_library(bgr, score)
            assert rows.shape == expected.shape
            assert rows == pytest.approx(expected, abs=0.01)
            seen += len(rows)
    assert seen or min(size) < 40


def test_many_faces_are_told_once_each(people: Path, once: OnePass) -> None:
    faces = [cv2.resize(cv2.imread(str(person / "1.jpg")), (96, 96)) for person in sorted(people.iterdir())[:6]]
    crowd = np.vstack([np.hstack(faces[:3]), np.hstack(faces[3:])])
    rows = once(crowd, 0.5)
    assert len(rows) == 6
    assert rows == pytest.approx(by_the_library(crowd, 0.5), abs=0.01)


def test_a_network_that_fails_or_answers_with_no_number_decides_nothing(
    monkeypatch: pytest.MonkeyPatch, once: OnePass
) -> None:
    grey = np.full((64, 64, 3), 128, np.uint8)
    answer = once._network(np.zeros((1, 3, 64, 64), np.float32))

    def lost(_: Rows) -> list[Rows]:
        return [np.full_like(one, np.nan) for one in answer]

    def broken(_: Rows) -> list[Rows]:
        raise RuntimeError

    for way in (lost, broken):
        monkeypatch.setattr(once, "_network", way)
        with pytest.raises(Undecidable) as told:
            once(grey, 0.5)
        assert told.value.reason == "engine.failed"


def test_another_network_is_not_taken_for_it(models: Path) -> None:
    for model in (b"no network", weights.load("sface")):
        with pytest.raises(Undecidable):
            OnePass(model)
