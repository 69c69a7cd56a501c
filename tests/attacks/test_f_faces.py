"""A picture that shows more than can be looked at is not decided, and holds nobody up."""

import numpy as np
import pytest
from PIL import Image

from matching import Undecidable, examination
from matching.examination import examine
from matching.face import detector, hidden, looking
from matching.face.engines import Engines
from matching.face.looking import look
from matching.patience import Patience
from registry.core.shipped import DEMO_PICTURES


@pytest.fixture(scope="module")
def engines():
    return Engines()


@pytest.fixture(scope="module")
def four():
    return np.asarray(Image.open(DEMO_PICTURES / "scenes/four.jpg").convert("RGB"))


def tiled(side):
    """A picture of 1080p full of one face."""
    portrait = Image.open(sorted((DEMO_PICTURES / "people").iterdir())[0] / "2.jpg").convert("RGB").resize((side, side))
    return np.tile(np.asarray(portrait), (1080 // side, 1920 // side, 1))


@pytest.mark.attack("F.tiny-faces")
def test_thousands_of_tiny_faces_are_refused_before_they_are_looked_at(engines, monkeypatch):
    monkeypatch.setattr(detector.Detector, "_best_turned", lambda *_: pytest.fail("looked at one by one"))
    with pytest.raises(Undecidable) as caught:
        look(tiled(36), engines)
    assert caught.value.reason == "picture.too-many-faces"


@pytest.mark.attack("F.more-than-the-limit")
def test_a_picture_of_more_faces_than_the_limit_is_not_partly_looked_at(engines, four, monkeypatch):
    monkeypatch.setattr(detector, "MOST", 3)
    with pytest.raises(Undecidable) as caught:
        look(four, engines)
    assert (caught.value.reason, caught.value.params) == ("picture.too-many-faces", {"limit": 3})


@pytest.mark.attack("F.hidden-faces")
def test_more_hidden_places_than_the_limit_are_not_partly_looked_at(engines, monkeypatch):
    monkeypatch.setattr(hidden, "MOST", 0)
    portrait = Image.open(sorted((DEMO_PICTURES / "people").iterdir())[0] / "2.jpg").convert("RGB")
    with pytest.raises(Undecidable) as caught:
        look(255 - np.asarray(portrait), engines)
    assert caught.value.reason == "picture.too-many-faces"


@pytest.mark.attack("F.patience")
def test_when_patience_runs_out_nothing_is_decided(engines, four):
    with pytest.raises(Undecidable) as caught:
        look(255 - four, engines, patience=Patience(-1))
    assert caught.value.reason == "picture.takes-too-long"


@pytest.mark.attack("F.patience-for-each-view")
def test_all_views_of_a_file_share_one_patience(engines, tmp_path, monkeypatch):
    """Transparency, profiles and previews make many views of one small file."""
    rng = np.random.default_rng(1)
    Image.fromarray(rng.integers(0, 255, (64, 64, 4)).astype(np.uint8), "RGBA").save(tmp_path / "many.png")
    given = []
    monkeypatch.setattr(looking, "look", lambda *_, patience=None, **__: given.append(patience) or [])
    examine(tmp_path / "many.png", engines)
    assert len(given) > 1
    assert isinstance(given[0], Patience)
    assert len({*map(id, given)}) == 1


@pytest.mark.attack("F.patience-without-faces")
def test_patience_ends_where_there_is_no_face(engines, tmp_path, monkeypatch):
    monkeypatch.setattr(examination, "Patience", lambda: Patience(-1))
    Image.new("RGB", (64, 64)).save(tmp_path / "even.png")
    with pytest.raises(Undecidable) as caught:
        examine(tmp_path / "even.png", engines)
    assert caught.value.reason == "picture.takes-too-long"
