"""Names of files as people are shown them, and what the uploads folder keeps."""

import hashlib
import io
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.checks.intake.uploads import LONGEST_NAME, Uploads, clean_name
from registry.core.errors import Conflict, Invalid
from registry.ports.blobs import Folder


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\shots\\SH040.jpg", "SH040.jpg"),
        ("a\x00b\x1b[31m\n.jpg", "ab[31m.jpg"),
        ("innocent\u202egpj.exe", "innocentgpj.exe"),
        ("..", "file"),
        ("", "file"),
        ("/", "file"),
        ("x" * 300 + ".jpeg", "x" * (LONGEST_NAME - 5) + ".jpeg"),
    ],
)
def test_names_lose_folders_and_control_signs(given_name: str, shown: str) -> None:
    assert clean_name(given_name) == shown


@given(st.text(max_size=300))
def test_no_name_can_leave_its_folder_or_its_line(name: str) -> None:
    shown = clean_name(name)
    assert shown
    assert len(shown) <= LONGEST_NAME
    assert shown.isprintable()
    assert not set(shown) & {"/", "\\"}


def test_an_upload_is_hashed_and_deleted(tmp_path: Path) -> None:
    uploads = Uploads(Folder(tmp_path / "uploads"), 1000)
    taken = uploads.take(io.BytesIO(b"picture"))
    assert (taken.sha256, taken.size, uploads.has(taken.name)) == (hashlib.sha256(b"picture").hexdigest(), 7, True)
    with uploads.file(taken.name) as path:
        assert path.read_bytes() == b"picture"
    uploads.delete(taken.name)
    uploads.delete(taken.name)
    assert not uploads.has(taken.name)


def test_what_is_too_large_or_finds_no_room_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="upload-too-large"):
        Uploads(Folder(tmp_path), 3).take(io.BytesIO(b"four"))
    with pytest.raises(Conflict, match="upload-disk-full"):
        Uploads(Folder(tmp_path, 1 << 60), 10).take(io.BytesIO(b"four"))
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Conflict, match="upload-not-stored"):
        Uploads(Folder(tmp_path / "file"), 10).take(io.BytesIO(b"four"))
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_the_sweep_takes_old_files_that_no_check_wants(tmp_path: Path) -> None:
    uploads = Uploads(Folder(tmp_path), 1000)
    wanted, forgotten, fresh = (uploads.take(io.BytesIO(b"x")).name for _ in range(3))
    for name in (wanted, forgotten):
        os.utime(tmp_path / name, (0, 0))
    assert uploads.sweep([wanted]) == 1
    assert [uploads.has(name) for name in (wanted, forgotten, fresh)] == [True, False, True]
