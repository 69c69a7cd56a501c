"""What every key store promises, whatever its form, and what the folder of keys is besides."""

import stat
import threading
from pathlib import Path
from typing import Any

import pytest

from registry.ports.keys import KeyFolder, KeyMissing, KeyStore
from tests.registry.ports.forms import MemoryKeys


@pytest.fixture(params=["folder", "memory"])
def store(request: Any, tmp_path: Path) -> KeyStore:
    return KeyFolder(tmp_path / "keystore") if request.param == "folder" else MemoryKeys()


@pytest.fixture
def folder(tmp_path: Path) -> KeyFolder:
    return KeyFolder(tmp_path / "keystore")


def test_a_key_is_made_once(store: KeyStore) -> None:
    key = store.get_or_create("P-ABC")
    assert len(key) == 32
    assert store.get_or_create("P-ABC") == store.get("P-ABC") == key


def test_names_have_keys_of_their_own(store: KeyStore) -> None:
    assert store.get_or_create("P-ABC") != store.get_or_create("P-DEF")
    store.get_or_create("V-ABC")
    assert store.names("P-") == ["P-ABC", "P-DEF"]


def test_a_destroyed_key_is_gone_for_good(store: KeyStore) -> None:
    key, version = store.get_or_create("P-ABC"), store.versions("P-")["P-ABC"]
    assert store.versions("P-") == {"P-ABC": version}
    assert store.destroy("P-ABC")
    assert not store.destroy("P-ABC")
    assert (store.names("P-"), store.versions("P-")) == ([], {})
    with pytest.raises(KeyMissing):
        store.get("P-ABC")
    assert store.get_or_create("P-ABC") != key
    assert store.versions("P-")["P-ABC"] != version


def test_a_key_is_read_by_its_owner_only(folder: KeyFolder, tmp_path: Path) -> None:
    folder.get_or_create("P-ABC")
    (file,) = (tmp_path / "keystore").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_damaged_key_is_no_key(folder: KeyFolder, tmp_path: Path) -> None:
    folder.get_or_create("P-ABC")
    (tmp_path / "keystore" / "P-ABC.key").write_bytes(b"short")
    with pytest.raises(KeyMissing):
        folder.get("P-ABC")
    with pytest.raises(KeyMissing):
        folder.get_or_create("P-ABC")
    folder.destroy("P-ABC")
    assert len(folder.get_or_create("P-ABC")) == 32


def test_destroying_takes_what_a_killed_process_left_behind(folder: KeyFolder, tmp_path: Path) -> None:
    folder.get_or_create("P-ABC")
    folder.get_or_create("P-ABCD")
    (tmp_path / "keystore" / ".P-ABC.0011").write_bytes(bytes(32))
    folder.destroy("P-ABC")
    assert [file.name for file in (tmp_path / "keystore").iterdir()] == ["P-ABCD.key"]


@pytest.mark.parametrize("name", ["../P-ABC", "P-ABC/../x", "", "p-abc", "P-ABC\n"])
def test_only_names_of_keys_name_keys(store: KeyStore, name: str) -> None:
    for call in (store.get, store.get_or_create, store.destroy):
        with pytest.raises(ValueError, match="not the name"):
            call(name)


def test_many_at_once_agree_on_one_key(store: KeyStore) -> None:
    keys: list[bytes] = []
    threads = [threading.Thread(target=lambda: keys.append(store.get_or_create("P-ABC"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 8
    assert len(set(keys)) == 1
