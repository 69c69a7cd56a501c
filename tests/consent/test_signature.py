"""Signatures: by the right key, in the right part, over exactly these bytes."""

import json
import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.canonical import from_base64url, to_base64url
from consent.document import DocumentError, SignedConsent, parse_signed, plain_words, sign_consent, verify_consent
from consent.document.model import canonical_bytes
from consent.keyfile import KeyFileError, PassphraseNeeded, read_key, read_public, write_key
from consent.signature import (
    _SMALL_ORDER,
    SignatureError,
    check_public_key,
    fingerprint,
    new_key,
    parse_signature,
    sign,
    verify,
)
from tests.consent.papers import ALICE, UNION, document

PRIME = 2**255 - 19


def consent(**changes: Any) -> SignedConsent:
    paper = document(**changes)
    return SignedConsent(paper, plain_words(paper))


@given(st.binary(max_size=200))
def test_a_signature_holds_over_the_bytes_it_was_made_for_and_no_others(message: bytes) -> None:
    signature = sign(ALICE, message, "signer")
    verify(parse_signature(json.loads(json.dumps(signature.as_dict()))), message)
    with pytest.raises(SignatureError):
        verify(signature, message + b" ")


@given(st.integers(0, 511))
def test_any_flipped_bit_of_a_signature_is_found(bit: int) -> None:
    signature = sign(ALICE, b"terms", "signer")
    raw = bytearray(from_base64url(signature.signature))
    raw[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SignatureError):
        verify(replace(signature, signature=to_base64url(bytes(raw))), b"terms")


def test_a_fingerprint_is_the_public_keys_own() -> None:
    assert fingerprint(bytes(32)) == "SHA256:Zmh6rfhivXdsj8GLjp-OIAiXFIVu4jOzkCpZHQ1fKSU"
    signature = sign(ALICE, b"terms", "signer")
    with pytest.raises(SignatureError, match="fingerprint"):
        verify(replace(signature, fingerprint=UNION.fingerprint), b"terms")


@pytest.mark.parametrize(
    ("entry", "value"),
    [
        ("kind", "rsa"),
        ("role", "witness"),
        ("fingerprint", "SHA256:\x1b[2K"),
        ("signature", 7),
        ("extra", "entry"),
    ],
)
def test_a_record_of_another_form_is_refused(entry: str, value: Any) -> None:
    with pytest.raises(SignatureError):
        parse_signature({**sign(ALICE, b"terms", "signer").as_dict(), entry: value})


def test_an_unknown_kind_never_verifies() -> None:
    with pytest.raises(SignatureError, match="kind"):
        verify(replace(sign(ALICE, b"terms", "signer"), kind="webauthn-2"), b"terms")


def test_a_second_spelling_of_the_same_signature_is_refused() -> None:
    signature = sign(ALICE, b"terms", "signer")
    for spelling in (signature.signature + "==", signature.signature[:-1] + "\n", signature.signature + "A"):
        with pytest.raises(SignatureError):
            verify(replace(signature, signature=spelling), b"terms")


def _order_divides_eight(encoded: bytes) -> bool:
    """Whether a point of the twisted Edwards curve, times eight, is the neutral element (RFC 8032, section 5.1)."""
    d = -121665 * pow(121666, -1, PRIME) % PRIME
    y = int.from_bytes(encoded, "little") % 2**255 % PRIME
    square = (y * y - 1) * pow(d * y * y + 1, -1, PRIME) % PRIME
    x = pow(square, (PRIME + 3) // 8, PRIME)
    if x * x % PRIME != square:
        x = x * pow(2, (PRIME - 1) // 4, PRIME) % PRIME
    assert x * x % PRIME == square
    for _ in range(3):
        common = d * x * x * y * y % PRIME
        x, y = 2 * x * y * pow(1 + common, -1, PRIME) % PRIME, (y * y + x * x) * pow(1 - common, -1, PRIME) % PRIME
    return (x, y) == (0, 1)


@pytest.mark.parametrize("point", sorted(_SMALL_ORDER))
def test_a_key_under_which_one_signature_fits_many_messages_is_refused(point: bytes) -> None:
    assert _order_divides_eight(point)
    for key in (point, point[:31] + bytes([point[31] | 0x80])):
        with pytest.raises(SignatureError, match="small order"):
            check_public_key(key)


def test_an_honest_key_is_not_of_small_order() -> None:
    assert not _order_divides_eight(ALICE.public)
    check_public_key(ALICE.public)


def test_a_consent_is_signed_and_countersigned_over_the_same_bytes() -> None:
    both = sign_consent(sign_consent(consent(), ALICE), UNION, "countersigner")
    proof = verify_consent(both.document, both.signatures, text=both.text)
    assert (proof.signer, proof.countersigners) == (ALICE.fingerprint, (UNION.fingerprint,))
    assert proof.text_rewritten
    for signature in both.signatures:
        verify(signature, canonical_bytes(both.document))


def test_only_the_key_that_the_document_names_signs_it() -> None:
    with pytest.raises(SignatureError, match="names the signer's key"):
        sign_consent(consent(), UNION)
    forged = sign(UNION, canonical_bytes(document()), "signer")
    with pytest.raises(SignatureError, match="names the signer's key"):
        verify_consent(document(), [forged])


def test_the_signer_cannot_countersign_their_own_consent() -> None:
    with pytest.raises(SignatureError, match="another key"):
        sign_consent(consent(), ALICE, "countersigner")
    own = [sign(ALICE, canonical_bytes(document()), role) for role in ("signer", "countersigner")]
    with pytest.raises(SignatureError, match="another key"):
        verify_consent(document(), own)


def test_a_countersignature_alone_is_not_a_consent() -> None:
    countersigned = sign_consent(consent(), UNION, "countersigner")
    with pytest.raises(SignatureError, match="missing"):
        verify_consent(countersigned.document, countersigned.signatures)


def test_signatures_do_not_move_to_other_terms() -> None:
    signed = sign_consent(consent(), ALICE)
    with pytest.raises(SignatureError, match="does not fit"):
        verify_consent(document(max_uses=500), signed.signatures)


def test_nobody_signs_words_that_do_not_say_the_terms() -> None:
    false_words = plain_words(document(max_uses=1))
    with pytest.raises(DocumentError, match="not the one that was signed"):
        sign_consent(SignedConsent(document(), false_words), ALICE)


def test_a_signed_consent_reads_back_as_it_was_written() -> None:
    signed = sign_consent(consent(), ALICE)
    assert parse_signed(json.dumps(signed.as_dict())) == signed
    assert parse_signed(canonical_bytes(document())) == consent()


@pytest.mark.parametrize("passphrase", [None, "correct horse"])
def test_a_key_file_gives_the_key_back_to_its_owner_alone(tmp_path: Path, passphrase: str | None) -> None:
    path = tmp_path / "alice.key"
    write_key(path, ALICE, passphrase)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_public(path) == (ALICE.public, "Alice")
    again = read_key(path, passphrase)
    verify(sign(again, b"terms", "signer"), b"terms")
    assert again.fingerprint == ALICE.fingerprint


def test_a_key_file_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "alice.key"
    write_key(path, ALICE)
    before = path.read_bytes()
    with pytest.raises(KeyFileError, match="never overwritten"):
        write_key(path, new_key())
    assert path.read_bytes() == before


def test_a_sealed_key_needs_its_passphrase_and_does_not_lie_open_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "alice.key"
    write_key(path, ALICE, "correct horse")
    secret = ALICE.private.private_bytes_raw()
    assert to_base64url(secret) not in path.read_text()
    with pytest.raises(PassphraseNeeded):
        read_key(path)
    with pytest.raises(KeyFileError, match="wrong passphrase"):
        read_key(path, "wrong horse")


def test_no_error_and_no_repr_shows_key_material(tmp_path: Path) -> None:
    secret = to_base64url(ALICE.private.private_bytes_raw())
    assert secret not in repr(ALICE)
    path = tmp_path / "alice.key"
    write_key(path, ALICE)
    good = path.read_text()
    for damaged in (
        good.replace(secret, secret[:-2]),
        good.replace(secret, secret + "="),
        good.replace('"version":1', '"version":2'),
        good[:-5],
        good.replace(to_base64url(ALICE.public), to_base64url(UNION.public)),
    ):
        path.write_text(damaged)
        with pytest.raises(KeyFileError) as caught:
            read_key(path)
        chain: BaseException | None = caught.value
        while chain is not None:
            assert secret[:20] not in str(chain)
            chain = chain.__cause__
