import stat
import threading

import pytest

from registry.gallery.keystore import KeyMissing, KeyStore


@pytest.fixture
def store(tmp_path) -> KeyStore:
    return KeyStore(tmp_path / "keystore")


def test_a_key_is_made_once_and_read_by_its_owner_only(store, tmp_path):
    key = store.get_or_create("P-ABC")
    assert len(key) == 32
    assert store.get_or_create("P-ABC") == store.get("P-ABC") == key
    (file,) = (tmp_path / "keystore").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_performers_have_keys_of_their_own(store):
    assert store.get_or_create("P-ABC") != store.get_or_create("P-DEF")


def test_a_destroyed_key_is_gone_for_good(store, tmp_path):
    key = store.get_or_create("P-ABC")
    assert store.destroy("P-ABC")
    assert not store.destroy("P-ABC")
    with pytest.raises(KeyMissing):
        store.get("P-ABC")
    assert store.get_or_create("P-ABC") != key


def test_a_damaged_key_is_no_key(store, tmp_path):
    store.get_or_create("P-ABC")
    (tmp_path / "keystore" / "P-ABC.key").write_bytes(b"short")
    with pytest.raises(KeyMissing):
        store.get("P-ABC")
    with pytest.raises(KeyMissing):
        store.get_or_create("P-ABC")
    store.destroy("P-ABC")
    assert len(store.get_or_create("P-ABC")) == 32


def test_destroying_takes_what_a_killed_process_left_behind(store, tmp_path):
    store.get_or_create("P-ABC")
    store.get_or_create("P-ABCD")
    (tmp_path / "keystore" / ".P-ABC.0011").write_bytes(bytes(32))
    store.destroy("P-ABC")
    assert [file.name for file in (tmp_path / "keystore").iterdir()] == ["P-ABCD.key"]


@pytest.mark.parametrize("name", ["../P-ABC", "P-ABC/../x", "", "p-abc", "P-ABC\n"])
def test_only_ids_name_files(store, name):
    for call in (store.get, store.get_or_create, store.destroy):
        with pytest.raises(ValueError, match="not the id"):
            call(name)


def test_many_at_once_agree_on_one_key(store):
    keys = []
    threads = [threading.Thread(target=lambda: keys.append(store.get_or_create("P-ABC"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 8
    assert len(set(keys)) == 1
