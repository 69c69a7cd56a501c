"""SFace by the drawn network: the vectors that the file itself gives, and none where it fails."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from matching import onnx_file, weights
from matching.face import sface
from matching.face.alignment import SIDE
from matching.face.sface import SFace
from matching.reasons import Undecidable


@pytest.fixture(scope="module")
def encoder(models: Path) -> SFace:
    return SFace()


@pytest.fixture(scope="module")
def crops(people: Path) -> np.ndarray:
    pictures = [cv2.imread(str(person / "1.jpg")) for person in sorted(people.iterdir())[:6]]
    return np.asarray(cv2.dnn.blobFromImages(pictures, 1.0, (SIDE, SIDE)))


def test_it_answers_what_the_file_itself_does(encoder: SFace, crops: np.ndarray) -> None:
    """The thresholds were derived from the network of the file as it is."""
    net = cv2.dnn.readNetFromONNX(np.frombuffer(weights.load("sface"), np.uint8))
    for one in crops:
        net.setInput(one[None])
        assert encoder._forward(one[None]) == pytest.approx(net.forward(), abs=1e-5)


def test_faces_are_encoded_alone_as_they_are_together(encoder: SFace, crops: np.ndarray) -> None:
    together = encoder._forward(crops)
    assert together.shape == (len(crops), sface.DIMENSIONS)
    assert np.concatenate([encoder._forward(one[None]) for one in crops]) == pytest.approx(together, abs=1e-5)


def test_no_vector_comes_of_what_the_network_cannot_read(encoder: SFace) -> None:
    with pytest.raises(ValueError, match="no usable vector"):
        encoder._forward(np.zeros((1, 3, 32, 32), np.float32))


def test_another_network_is_not_taken_for_it(monkeypatch: pytest.MonkeyPatch, models: Path) -> None:
    other = weights.load("yunet")
    monkeypatch.setattr(weights, "load", lambda _: other)
    with pytest.raises(Undecidable) as told:
        SFace()
    assert told.value.reason == "engine.failed"


@pytest.mark.parametrize("content", [b"", b"no model", b"\x3a\x05\x00", b"\x08\x06"])
def test_what_is_no_model_holds_no_weights(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"no weights|too early"):
        onnx_file.weights(content)


def test_half_a_file_holds_no_weights(models: Path) -> None:
    with pytest.raises(ValueError, match="too early"):
        onnx_file.weights(weights.load("sface")[: 1 << 20])
