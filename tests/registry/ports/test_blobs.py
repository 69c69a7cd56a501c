"""What every store of files promises, whatever its form."""

import hashlib
import io
import os
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.ports.blobs import Blobs, Folder, Gone, NoRoom, TooLarge
from tests.registry.ports.forms import MemoryBlobs


@pytest.fixture(params=["folder", "memory"])
def blobs(request: Any, tmp_path: Path) -> Blobs:
    return Folder(tmp_path / "files") if request.param == "folder" else MemoryBlobs()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(content=st.binary(max_size=3000))
def test_what_is_taken_is_given_back(blobs: Blobs, content: bytes) -> None:
    stored = blobs.take(io.BytesIO(content), 3000)
    assert (stored.sha256, stored.size) == (hashlib.sha256(content).hexdigest(), len(content))
    assert stored.name in set(blobs.names())
    with blobs.file(stored.name) as path:
        assert path.read_bytes() == content
    blobs.delete(stored.name)
    blobs.delete(stored.name)
    assert not blobs.has(stored.name)
    with pytest.raises(Gone), blobs.file(stored.name):
        pass


def test_the_same_file_twice_is_two(blobs: Blobs) -> None:
    one, other = (blobs.take(io.BytesIO(b"x"), 10).name for _ in range(2))
    blobs.delete(one)
    assert (blobs.has(one), blobs.has(other)) == (False, True)


def test_of_what_is_too_large_nothing_stays(blobs: Blobs) -> None:
    with pytest.raises(TooLarge):
        blobs.take(io.BytesIO(b"x" * 11), 10)
    assert list(blobs.names()) == []
    assert blobs.take(io.BytesIO(b"x" * 10), 10).size == 10


def test_of_a_stream_that_breaks_nothing_stays(blobs: Blobs) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell():
                raise EOFError
            return super().read(3)

    with pytest.raises(EOFError):
        blobs.take(Broken(b"abcdef"), 100)
    assert list(blobs.names()) == []


@pytest.mark.parametrize("full", [lambda folder: Folder(folder, keep_free=1 << 60), lambda _folder: MemoryBlobs(2)])
def test_a_full_store_takes_nothing(tmp_path: Path, full: Any) -> None:
    store = full(tmp_path / "files")
    assert not store.room(3)
    with pytest.raises(NoRoom):
        store.take(io.BytesIO(b"abc"), 10)
    assert list(store.names()) == []


def test_young_files_are_told_from_old_ones(blobs: Blobs) -> None:
    name = blobs.take(io.BytesIO(b"x"), 10).name
    assert list(blobs.names(older_than_seconds=3600)) == []
    assert list(blobs.names()) == [name]


def test_a_folder_is_its_owners_alone(tmp_path: Path) -> None:
    name = Folder(tmp_path / "files").take(io.BytesIO(b"x"), 10).name
    assert stat.S_IMODE((tmp_path / "files").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "files" / name).stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["../secret", "a/b", os.sep])
def test_a_name_with_a_folder_in_it_is_none_of_a_folders(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="name"):
        Folder(tmp_path).has(name)
