"""The second opinion stands behind one adapter: its unlicensed neighbour is never opened, Pillow's flag never touched."""

import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFile

from matching.face import dlib_opinion, recognition
from matching.face.dlib_opinion import DlibOpinion
from matching.weights import ModelAltered, ModelMissing

PROJECT = Path(__file__).resolve().parents[2]

AUDITED = """
import sys
opened = []
sys.addaudithook(lambda event, details: opened.append(str(details[0])) if event == "open" else None)
sys.path.insert(0, sys.argv[1])
from PIL import ImageFile
from matching import examine
from matching.face.engines import Engines
(face,) = examine(sys.argv[2], Engines(), every_opinion=True).appearances
assert "dlib_resnet_v1" in face.vectors
assert any(name.endswith("face_recognition_resnet_model_v1.dat") for name in opened), opened
assert any(name.endswith("face_recognition/api.py") for name in opened), opened
assert not any("68_face_landmarks" in name or "mmod" in name for name in opened), opened
assert ImageFile.LOAD_TRUNCATED_IMAGES is False
assert not {"face_recognition", "face_recognition_models", "pkg_resources"} & set(sys.modules)
print("clean")
"""


def test_examining_never_opens_the_68_point_file_nor_touches_pillows_flag(models, people):
    picture = sorted(people.iterdir())[0] / "1.jpg"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", AUDITED, str(PROJECT), str(picture)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (done.stdout, done.stderr) == ("clean\n", "")
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False


def test_the_library_is_what_is_called(monkeypatch):
    opinion, picture = DlibOpinion(), np.zeros((64, 64, 3), np.uint8)
    calls = []

    def encodings(*arguments, **named):
        calls.append((arguments[1:], named))
        return [np.arange(1.0, 129.0)]

    monkeypatch.setattr(opinion._recognition, "face_encodings", encodings)
    vector = opinion.encode(picture, (10.0, 10.0, 20.0, 20.0))
    assert calls == [(([(11, 29, 31, 10)],), {"model": "small"})]
    assert np.allclose(vector, np.arange(1, 129) / np.linalg.norm(np.arange(1, 129)))


def test_the_vectors_are_those_of_the_networks_asked_directly_to_the_last_bit(people):
    import dlib

    from matching.face.detector import Detector

    opinion = DlibOpinion()
    landmarks, network = (str(dlib_opinion.located(file)) for file in (dlib_opinion.LANDMARKS, dlib_opinion.NETWORK))
    points_of, encode = dlib.shape_predictor(landmarks), dlib.face_recognition_model_v1(network)
    for folder in sorted(people.iterdir())[:3]:
        picture = np.asarray(Image.open(folder / "1.jpg").convert("RGB"))
        x, y, width, height = box = Detector().detect(picture)[0].box
        side = math.sqrt(width * height) * dlib_opinion.SIDE
        middle = x + width / 2 + dlib_opinion.SHIFT_X * side, y + height / 2 + dlib_opinion.SHIFT_Y * side
        corners = [round(at + half) for half in (-side / 2, side / 2) for at in middle]
        asked = encode.compute_face_descriptor(picture, points_of(picture, dlib.rectangle(*corners)))
        vector = np.array(asked, dtype=np.float32)
        unit = np.asarray(vector / float(np.linalg.norm(vector)), dtype=np.float32)
        assert opinion.encode(picture, box).tobytes() == unit.tobytes()


def test_loading_the_library_leaves_nothing_behind_for_others(monkeypatch):
    import dlib

    loaded = []
    monkeypatch.setattr(dlib, "shape_predictor", loaded.append)
    monkeypatch.setattr(dlib, "cnn_face_detection_model_v1", loaded.append)
    monkeypatch.setattr(dlib, "face_recognition_model_v1", loaded.append)
    before = set(sys.modules)
    recognition.load(Path("five-points"), Path("network"))
    assert loaded == ["five-points", "network"]
    assert set(sys.modules) == before
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False


def test_without_the_library_there_is_no_second_opinion(monkeypatch):
    monkeypatch.setattr(recognition, "PACKAGE", "no_such_library")
    with pytest.raises(ModelMissing):
        DlibOpinion()


def test_altered_or_missing_files_are_not_loaded(monkeypatch):
    monkeypatch.setattr(dlib_opinion, "FILES", dict.fromkeys(dlib_opinion.FILES, "0" * 64))
    with pytest.raises(ModelAltered):
        DlibOpinion()
    monkeypatch.setattr(dlib_opinion.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ModelMissing):
        DlibOpinion()
