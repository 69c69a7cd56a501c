"""A folder of frames becomes one file: the same frames always the same bytes, with a manifest that anybody can compute."""

import hashlib
import json
import os
import subprocess
import zipfile
from pathlib import Path

import pytest

from registry.cli.files import InputError
from registry.cli.folders import packed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "shot"
    found.mkdir()
    for number in (2, 1, 10):
        (found / f"shot.{number:04}.png").write_bytes(f"frame {number}".encode())
    return found


def test_a_file_stays_as_it_is(folder: Path) -> None:
    path = folder / "shot.0001.png"
    with packed(path, None, None) as found:
        assert found == path
    with pytest.raises(InputError), packed(path, "24", None):
        pass


def test_the_same_frames_give_the_same_file_and_the_manifest_of_sha256sum(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    digests = set()
    for _ in range(2):
        with packed(folder, "24000/1001", None) as found:
            assert found.name == "shot.zip"
            digests.add(hashlib.sha256(found.read_bytes()).hexdigest())
            with zipfile.ZipFile(found) as archive:
                assert json.loads(archive.read("sequence.json")) == {"rate": "24000/1001"}
                assert archive.read("shot.0010.png") == b"frame 10"
        assert not found.exists()
        os.utime(folder / "shot.0001.png", (1, 1))
    assert len(digests) == 1
    names = sorted(path.name for path in folder.iterdir())
    lines = subprocess.run(["sha256sum", *names], cwd=folder, capture_output=True, check=True).stdout
    assert hashlib.sha256(lines).hexdigest() in capsys.readouterr().err


def test_the_rate_of_the_folder_counts_unless_another_is_given(folder: Path) -> None:
    (folder / "sequence.json").write_text('{"rate": "25"}')
    for rate, expected in ((None, "25"), ("12", "12")):
        with packed(folder, rate, None) as found, zipfile.ZipFile(found) as archive:
            assert json.loads(archive.read("sequence.json"))["rate"] == expected


def test_what_cannot_be_packed_is_named_and_leaves_nothing(folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.zip"
    (folder / "link.0001.png").symlink_to("/etc/hostname")
    with pytest.raises(InputError, match=r"link\.0001\.png"), packed(folder, None, kept):
        pass
    assert not kept.exists()
    with pytest.raises(InputError, match="fast"), packed(folder, "fast", None):
        pass
    kept.write_bytes(b"mine")
    with pytest.raises(InputError, match="already"), packed(folder, None, kept):
        pass
    assert kept.read_bytes() == b"mine"
