"""The second opinion stands behind one adapter: its unlicensed neighbour is never opened, Pillow's flag never touched."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFile

from matching.face import dlib_opinion
from matching.face.dlib_opinion import DlibOpinion
from matching.weights import ModelAltered, ModelMissing

pytestmark = pytest.mark.slow

PROJECT = Path(__file__).resolve().parents[2]

AUDITED = """
import sys
opened = []
sys.addaudithook(lambda event, details: opened.append(str(details[0])) if event == "open" else None)
sys.path.insert(0, sys.argv[1])
from PIL import ImageFile
from matching import Engines, examine
(face,) = examine(sys.argv[2], Engines(), every_opinion=True).appearances
assert "dlib_resnet_v1" in face.vectors
assert any(name.endswith("face_recognition_resnet_model_v1.dat") for name in opened), opened
assert not any("68_face_landmarks" in name for name in opened), opened
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


def test_no_product_code_imports_the_recipe():
    for path in (PROJECT / "matching").rglob("*.py"):
        lines = path.read_text().splitlines()
        assert not any(line.strip().startswith(("import face_recog", "from face_recog")) for line in lines), path


def test_the_opinion_agrees_with_the_recipe_it_stands_for(people):
    """Same network, same landmarks; only the detector's box differs."""
    import dlib

    from matching.face.detector import Detector

    opinion = DlibOpinion()
    for folder in sorted(people.iterdir())[:3]:
        picture = np.asarray(Image.open(folder / "1.jpg").convert("RGB"))
        ours = opinion.encode(picture, Detector().detect(picture)[0].box)
        place = dlib.get_frontal_face_detector()(picture, 1)[0]
        points = opinion._landmarks(picture, place)
        theirs = np.array(opinion._network.compute_face_descriptor(picture, points))
        assert float(ours @ theirs) / np.linalg.norm(theirs) > 0.99
        assert np.linalg.norm(ours) == pytest.approx(1, abs=1e-5)


def test_altered_or_missing_files_are_not_loaded(monkeypatch):
    monkeypatch.setattr(dlib_opinion, "FILES", dict.fromkeys(dlib_opinion.FILES, "0" * 64))
    with pytest.raises(ModelAltered):
        DlibOpinion()
    monkeypatch.setattr(dlib_opinion.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ModelMissing):
        DlibOpinion()
