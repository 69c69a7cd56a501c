"""EdgeFace-S: off by default, known by its sum, and an encoder like the first where its weights are installed."""

from pathlib import Path

import numpy as np
import pytest

from matching import weights
from matching.examination import examine
from matching.face.dlib_opinion import DlibOpinion
from matching.face.edgeface import EdgeFace
from matching.face.engines import Engines
from matching.face.sface import SFace


@pytest.fixture(scope="module")
def both() -> Engines:
    try:
        return Engines([SFace(), EdgeFace()])
    except weights.ModelMissing as missing:
        pytest.skip(f"optional weights are not installed (likeness models fetch edgeface): {missing}")


def test_nobody_gets_it_without_asking(engines: Engines) -> None:
    assert weights.KNOWN["edgeface"].optional
    assert set(engines.weights) == {SFace.id, DlibOpinion.id}


def test_a_face_gets_a_vector_of_each_encoder(both: Engines, people: Path) -> None:
    picture = sorted(people.glob("*/1.jpg"))[0]
    (found,) = examine(picture, both).appearances
    assert {name: vector.shape for name, vector in found.vectors.items()} == {SFace.id: (128,), EdgeFace.id: (512,)}
    for vector in found.vectors.values():
        assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


def test_it_tells_people_apart(both: Engines, people: Path) -> None:
    folders = [folder for folder in sorted(people.iterdir()) if folder.is_dir()][:3]
    first, second = (
        np.stack([examine(folder / f"{number}.jpg", both).appearances[0].vectors[EdgeFace.id] for folder in folders])
        for number in (1, 2)
    )
    scores = first @ second.T
    assert scores.diagonal().min() > scores[~np.eye(len(folders), dtype=bool)].max() + 0.2
