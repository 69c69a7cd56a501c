"""Signatures by passkey: for this paper, in this role, at this site, by somebody who was verified; and for nothing else."""

import json
from dataclasses import replace
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from hypothesis import given, settings
from hypothesis import strategies as st

from consent import passkey
from consent.canonical import canonical, from_base64url, to_base64url
from consent.passkey import PasskeyError
from consent.signature import Signature, SignatureError, fingerprint, parse_signature, verify
from tests.common.passkeys import BACKED_UP, ELIGIBLE, PRESENT, VERIFIED, Passkey

KEY = Passkey()
PAPER = canonical({"type": "likeness-registry/consent", "nonce": "one"})
SIGNED = KEY.sign(PAPER)
ORDER = passkey._ORDER


def parts(signature: Signature) -> list[bytes]:
    return [from_base64url(part) for part in signature.signature.split(".")]


def packed(found: list[bytes]) -> str:
    return ".".join(to_base64url(part) for part in found)


@given(st.binary(max_size=300), st.sampled_from(["signer", "countersigner"]))
def test_a_passkeys_signature_holds_over_the_bytes_and_in_the_role_it_was_made_for(message: bytes, role: str) -> None:
    signature = KEY.sign(message, role)
    verify(parse_signature(json.loads(json.dumps(signature.as_dict()))), message)
    with pytest.raises(SignatureError, match="something else than this document"):
        verify(signature, message + b" ")
    with pytest.raises(SignatureError, match="in this role"):
        verify(replace(signature, role="instance"), message)


@settings(max_examples=100)
@given(st.integers(0, 2), st.data())
def test_any_flipped_bit_of_a_part_is_found(which: int, data: st.DataObject) -> None:
    found = parts(SIGNED)
    bit = data.draw(st.integers(0, 8 * len(found[which]) - 1))
    spoiled = bytearray(found[which])
    spoiled[bit // 8] ^= 1 << bit % 8
    found[which] = bytes(spoiled)
    with pytest.raises(SignatureError):
        verify(replace(SIGNED, signature=packed(found)), PAPER)


@settings(max_examples=100)
@given(st.integers(0, 8 * len(KEY.public) - 1))
def test_any_flipped_bit_of_the_key_is_found_even_where_its_fingerprint_follows(bit: int) -> None:
    spoiled = bytearray(KEY.public)
    spoiled[bit // 8] ^= 1 << bit % 8
    public = bytes(spoiled)
    with pytest.raises(SignatureError):
        verify(replace(SIGNED, public_key=to_base64url(public), fingerprint=fingerprint(public)), PAPER)


@given(st.text(max_size=80))
def test_no_other_text_is_taken_for_a_signature(proof: str) -> None:
    with pytest.raises(SignatureError):
        verify(replace(SIGNED, signature=proof), PAPER)


def test_a_signature_has_one_spelling() -> None:
    found = parts(SIGNED)
    r, s = decode_dss_signature(found[2])
    assert s <= ORDER // 2
    high = encode_dss_signature(r, ORDER - s)  # holds for ECDSA, too: anybody can make it of the other
    with pytest.raises(SignatureError, match="one spelling"):
        verify(replace(SIGNED, signature=packed([*found[:2], high])), PAPER)
    assert passkey.pack(*found[:2], high) == SIGNED.signature
    for longer in (found[2] + b"\0", found[2][:-1]):
        with pytest.raises(SignatureError):
            verify(replace(SIGNED, signature=packed([*found[:2], longer])), PAPER)
    with pytest.raises(SignatureError, match="base64url"):
        verify(replace(SIGNED, signature=SIGNED.signature + "="), PAPER)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": "webauthn.create"}, "not made to sign"),
        ({"origin": "https://example.org"}, "on another site"),
        ({"origin": "https://sign.example.org:8443"}, "on another site"),
        ({"origin": "https://sign.example.org/"}, "on another site"),
        ({"origin": None}, "on another site"),
        ({"crossOrigin": True}, "inside a page of another site"),
        ({"crossOrigin": 0}, "inside a page of another site"),
        ({"topOrigin": "https://example.org"}, "inside a page of another site"),
        ({"challenge": to_base64url(bytes(32))}, "something else"),
        ({"challenge": [1]}, "something else"),
    ],
)
def test_an_assertion_that_was_made_otherwise_is_refused(changes: dict[str, object], said: str) -> None:
    with pytest.raises(SignatureError, match=said):
        verify(KEY.sign(PAPER, **changes), PAPER)


def test_a_browser_may_say_more_and_may_leave_out_that_it_was_no_frame() -> None:
    verify(KEY.sign(PAPER, crossOrigin=None, other_keys_can_be_added_here="do not compare"), PAPER)


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (VERIFIED, "nobody was present"),
        (PRESENT, "did not verify who signed"),
        (PRESENT | VERIFIED | BACKED_UP, "contradicts itself"),
        (PRESENT | VERIFIED | 0x40, "37 bytes"),
        (PRESENT | VERIFIED | 0x80, "37 bytes"),
    ],
)
def test_an_authenticator_that_did_not_verify_is_refused(flags: int, said: str) -> None:
    careless = replace(KEY, flags=flags)
    with pytest.raises(SignatureError, match=said):
        verify(careless.sign(PAPER), PAPER)


def test_what_follows_the_authenticators_data_is_refused() -> None:
    class Longer(Passkey):
        def data(self, more: bytes = b"", flags: int = 0) -> bytes:
            return super().data(b"\xa0")

    with pytest.raises(SignatureError, match="37 bytes"):
        verify(Longer(private=KEY.private).sign(PAPER), PAPER)


def test_the_key_of_another_site_signs_nothing_here() -> None:
    """The same key, used at the registry's own host to sign in: neither its place nor its fingerprint fits."""
    elsewhere = replace(KEY, rp_id="example.org", origin="https://example.org")
    assert elsewhere.fingerprint != KEY.fingerprint
    proof = elsewhere.sign(PAPER)
    with pytest.raises(SignatureError, match="fingerprint"):
        verify(replace(proof, fingerprint=KEY.fingerprint), PAPER)
    with pytest.raises(SignatureError, match="on another site"):
        verify(replace(SIGNED, signature=proof.signature), PAPER)
    lying = passkey.pack(*elsewhere.assertion(passkey.challenge("signer", PAPER), origin=KEY.origin))
    with pytest.raises(SignatureError, match="another relying party"):
        verify(replace(SIGNED, signature=lying), PAPER)


def test_a_plain_challenge_is_no_signature() -> None:
    """Neither the bytes themselves, nor their bare digest, nor what a sign-in asks for."""
    for wanted in (sha256(PAPER).digest(), bytes(32), sha256(passkey.DOMAIN + b"signer" + PAPER).digest()):
        with pytest.raises(SignatureError, match="something else"):
            verify(replace(SIGNED, signature=passkey.pack(*KEY.assertion(wanted))), PAPER)


def test_the_kinds_of_signature_are_no_substitute_for_each_other() -> None:
    with pytest.raises(SignatureError):
        verify(replace(SIGNED, kind="ed25519"), PAPER)


@pytest.mark.parametrize(
    "changes",
    [
        {"rp_id": "example.org"},
        {"rp_id": "SIGN.example.org"},
        {"origin": "http://sign.example.org"},
        {"origin": "https://sign.example.org/page"},
        {"origin": "https://sign.example.org@evil.example"},
        {"origin": "https://evil.sign.example.org"},
        {"version": 2},
        {"version": True},
        {"type": "likeness-registry/consent"},
        {"key": "AAAA"},
        {"key": to_base64url(passkey.cose_key(bytes(32), bytes(32)))},
        {"key": to_base64url(KEY.cose + b"\0")},
        {"key": to_base64url(KEY.cose[:-1])},
        {"key": 7},
        {"more": "than that"},
    ],
)
def test_a_public_key_of_another_form_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(PasskeyError):
        passkey.read_public_key(canonical(json.loads(KEY.public) | changes))


def test_a_public_key_has_one_spelling_and_a_length() -> None:
    passkey.read_public_key(KEY.public)
    with pytest.raises(PasskeyError):
        passkey.read_public_key(json.dumps(json.loads(KEY.public)).encode())
    with pytest.raises(PasskeyError, match="384"):
        passkey.public_key(
            "a" * 60 + ".example.org", "https://" + "a" * 60 + ".example.org" + ":" + "1" * 300, KEY.cose
        )
    local = passkey.public_key("sign.localhost", "http://sign.localhost:8000", KEY.cose)
    assert passkey.read_public_key(local).rp_id == "sign.localhost"


def test_what_the_authenticator_says_of_itself_is_answered() -> None:
    synced = replace(KEY, flags=PRESENT | VERIFIED | ELIGIBLE | BACKED_UP, count=7)
    proof = synced.sign(PAPER).signature
    assert passkey.verify_assertion(KEY.public, proof, "signer", PAPER) == (7, True, True)


def test_parts_are_three_and_of_a_size() -> None:
    with pytest.raises(SignatureError, match="three parts"):
        verify(replace(SIGNED, signature=SIGNED.signature + ".AAAA"), PAPER)
    with pytest.raises(SignatureError, match="too long"):
        verify(KEY.sign(PAPER, more="x" * 4096), PAPER)
    with pytest.raises(PasskeyError, match="32 bytes"):
        passkey.cose_key(bytes(31), bytes(33))
