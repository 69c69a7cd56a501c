"""What the page of the instance's state says of the models: hashed once, and again as soon as a file is another."""

import os
import shutil
from pathlib import Path

import pytest

from matching import weights
from registry.health import models as module
from registry.health.models import models


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    known = weights.KNOWN["yunet"]
    shutil.copy(weights.folder() / known.file, tmp_path / known.file)
    monkeypatch.setenv("LIKENESS_MODELS", str(tmp_path))
    monkeypatch.setattr(module, "_VERIFIED", {})
    return tmp_path


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of what was hashed, in order."""
    names, load = [], weights.load

    def counted(name: str) -> bytes:
        names.append(name)
        return load(name)

    monkeypatch.setattr(weights, "load", counted)
    return names


def state(name: str = "yunet") -> str:
    return next(one.state for one in models() if one.name == name)


def test_a_file_that_stayed_the_same_is_hashed_once(folder: Path, hashed: list[str]) -> None:
    assert [state(), state(), state()] == ["verified"] * 3
    assert hashed.count("yunet") == 1
    assert state("sface") == "missing"
    assert hashed.count("sface") == 4, "what is not as it should be is looked at each time"


@pytest.mark.attack("D.model_swapped_behind_its_date")
def test_another_file_of_the_same_size_and_date_is_seen(folder: Path, hashed: list[str]) -> None:
    assert state() == "verified"
    file = folder / weights.KNOWN["yunet"].file
    before, data = file.stat(), bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_mtime_ns == before.st_mtime_ns
    assert [state(), state()] == ["altered"] * 2
    file.unlink()
    assert state() == "missing"


def test_where_a_file_cannot_be_asked_about_nothing_is_remembered(
    folder: Path, hashed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert state() == "verified"
    monkeypatch.setattr(module, "_files", lambda: None)
    assert [state(), state()] == ["verified"] * 2
    assert hashed.count("yunet") == 3
