"""Which encoders can be used here is known from the verified files, by the ids that records carry."""

import shutil
from pathlib import Path

import pytest

from matching import encoders
from matching.encoders import DLIB, EDGEFACE, SFACE
from matching.face import dlib_opinion, installed
from matching.thresholds import load
from matching.weights import KNOWN, ModelAltered, ModelMissing


@pytest.fixture
def only_needed(models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A models folder of the test's own, without the optional weights."""
    for known in KNOWN.values():
        if not known.optional:
            shutil.copy(models / known.file, tmp_path)
    monkeypatch.setenv("LIKENESS_MODELS", str(tmp_path))
    return tmp_path


def test_optional_weights_are_available_once_their_file_is_here(only_needed):
    assert installed.available() == {SFACE}
    (only_needed / KNOWN["edgeface"].file).write_bytes(b"some other network")
    assert installed.available() == {SFACE, EDGEFACE}
    for use in (installed.load, installed.digests):
        with pytest.raises(ModelAltered):
            use([EDGEFACE])


def test_what_is_not_here_is_named(only_needed):
    for use in (installed.load, installed.digests):
        for encoder, name in ((EDGEFACE, "edgeface"), ("unheard_of", "unheard_of")):
            with pytest.raises(ModelMissing) as caught:
                use([SFACE, encoder])
            assert caught.value.params["model"] == name


def test_the_usual_encoders_are_those_that_the_thresholds_hold_for(models):
    calibrated = load()
    assert calibrated.default == encoders.DEFAULT == {SFACE, DLIB}
    assert installed.digests(encoders.DEFAULT) == {name: calibrated.encoders[name] for name in encoders.DEFAULT}


def test_a_second_opinion_is_not_loaded_with_those_who_look_at_every_face(models):
    assert [encoder.id for encoder in installed.load(encoders.DEFAULT)] == [SFACE]


def test_nothing_is_looked_at_when_a_second_opinion_in_force_is_missing(models, monkeypatch):
    monkeypatch.setattr(dlib_opinion.importlib.util, "find_spec", lambda _name: None)
    assert [encoder.id for encoder in installed.load([SFACE])] == [SFACE]
    with pytest.raises(ModelMissing) as caught:
        installed.load([SFACE, DLIB])
    assert caught.value.params["model"] == "dlib"
