import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.gallery.sealing import Sealed, Unreadable, open_template, seal_template

KEY = bytes(range(32))
BOUND = {"performer_id": "P-ABC", "modality": "face", "encoder": "sface", "weights_sha256": "ab" * 32}
VECTOR = np.linspace(-1, 1, 128, dtype=np.float32)


def test_a_template_comes_back_exactly():
    opened = open_template(KEY, seal_template(KEY, VECTOR, **BOUND), **BOUND)
    assert opened.dtype == np.float32
    assert np.array_equal(opened, VECTOR)


@pytest.mark.parametrize("name", sorted(BOUND))
def test_it_opens_only_as_what_it_was_sealed_as(name):
    sealed = seal_template(KEY, VECTOR, **BOUND)
    with pytest.raises(Unreadable):
        open_template(KEY, sealed, **{**BOUND, name: "another"})


def test_another_key_opens_nothing():
    with pytest.raises(Unreadable):
        open_template(bytes(32), seal_template(KEY, VECTOR, **BOUND), **BOUND)


@given(place=st.integers(0, 127 * 4), flip=st.integers(1, 255))
def test_no_changed_byte_passes(place, flip):
    sealed = seal_template(KEY, VECTOR, **BOUND)
    changed = bytearray(sealed.ciphertext)
    changed[place] ^= flip
    with pytest.raises(Unreadable):
        open_template(KEY, Sealed(sealed.nonce, bytes(changed)), **BOUND)


def test_two_seals_of_one_template_differ():
    one, other = seal_template(KEY, VECTOR, **BOUND), seal_template(KEY, VECTOR, **BOUND)
    assert one.nonce != other.nonce
    assert one.ciphertext != other.ciphertext


def test_nothing_prints_what_is_sealed():
    sealed = seal_template(KEY, VECTOR, **BOUND)
    assert repr(sealed.ciphertext) not in repr(sealed)
    with pytest.raises(Unreadable) as error:
        open_template(bytes(32), sealed, **BOUND)
    assert str(error.value) == "a sealed text cannot be opened"
    assert error.value.__cause__ is None
