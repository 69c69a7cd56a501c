"""Browsers and their authenticators: what they are asked for, and what their answers prove (the WebAuthn ceremonies).

One algorithm is asked for, ES256, which every authenticator knows: a signature has to be checked with nothing but a few lines
of standard cryptography, decades later (consent.passkey). User verification is always asked for, and always looked for.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from consent import passkey
from consent.canonical import from_base64url, strict_mapping
from registry.core.errors import Invalid
from registry.core.places import Places

log = logging.getLogger(__name__)
Answer = TypeVar("Answer")
NAME = "Likeness Registry"
MILLISECONDS = 5 * 60_000
"""How long a browser waits for somebody to touch, look or type."""
LONGEST_ID = 1023


@dataclass(frozen=True)
class Made:
    """A passkey that was just made. cose: its public key, in COSE's one spelling."""

    credential_id: bytes
    cose: bytes
    sign_count: int
    backup_eligible: bool
    backed_up: bool


@dataclass(frozen=True)
class Used:
    """A passkey that was just used to sign in."""

    sign_count: int
    backed_up: bool


def creation(
    rp_id: str, user: str, handle: bytes, challenge: bytes, *, exclude: Iterable[bytes] = (), discoverable: bool
) -> dict[str, Any]:
    """What a browser is asked for to make a passkey: the options, as JSON. user: the name that its owner sees; handle: 1 to 64
    bytes that tell its owner from others at this host; exclude: credential ids of which no second one is made on the same
    authenticator; discoverable: whether it has to be found without a name."""
    from webauthn import generate_registration_options
    from webauthn.helpers import options_to_json_dict
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        PublicKeyCredentialDescriptor,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    resident = ResidentKeyRequirement.REQUIRED if discoverable else ResidentKeyRequirement.PREFERRED
    options = generate_registration_options(
        rp_id=rp_id,
        rp_name=NAME,
        user_name=user,
        user_id=handle,
        challenge=challenge,
        timeout=MILLISECONDS,
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in exclude],
        supported_pub_key_algs=_algorithms(),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=resident, user_verification=UserVerificationRequirement.REQUIRED
        ),
    )
    return options_to_json_dict(options)


def made(credential: object, challenge: bytes, rp_id: str, origin: str) -> Made:
    """The passkey that a browser made when it was asked with this challenge. Raises `Invalid`."""

    def read(said: dict[str, Any]) -> Made:
        from webauthn import verify_registration_response
        from webauthn.helpers import decode_credential_public_key
        from webauthn.helpers.decode_credential_public_key import DecodedEC2PublicKey
        from webauthn.helpers.structs import CredentialDeviceType

        found = verify_registration_response(
            credential=said,
            expected_challenge=challenge,
            expected_rp_id=rp_id,
            expected_origin=origin,
            require_user_verification=True,
            supported_pub_key_algs=_algorithms(),
        )
        key = decode_credential_public_key(found.credential_public_key)
        if not isinstance(key, DecodedEC2PublicKey) or len(found.credential_id) > LONGEST_ID:
            raise passkey.PasskeyError("a key of another kind than was asked for")
        cose = passkey.cose_key(key.x, key.y)
        passkey.public_key(rp_id, origin, cose)  # a point of its curve, at a place that fits
        eligible = found.credential_device_type is CredentialDeviceType.MULTI_DEVICE
        return Made(found.credential_id, cose, found.sign_count, eligible, found.credential_backed_up)

    return _read(credential, read)


def request(rp_id: str, challenge: bytes) -> dict[str, Any]:
    """What a browser is asked for to sign in, without a name: the options, as JSON."""
    from webauthn import generate_authentication_options
    from webauthn.helpers import options_to_json_dict
    from webauthn.helpers.structs import UserVerificationRequirement

    options = generate_authentication_options(
        rp_id=rp_id, challenge=challenge, timeout=MILLISECONDS, user_verification=UserVerificationRequirement.REQUIRED
    )
    return options_to_json_dict(options)


def used(credential: object, challenge: bytes, places: Places, cose: bytes, sign_count: int) -> Used:
    """What the use of a sign-in passkey proves. Raises `Invalid`."""

    def read(said: dict[str, Any]) -> Used:
        from webauthn import verify_authentication_response

        found = verify_authentication_response(
            credential=said,
            expected_challenge=challenge,
            expected_rp_id=places.host,
            expected_origin=places.pages,
            credential_public_key=cose,
            credential_current_sign_count=sign_count,
            require_user_verification=True,
        )
        return Used(found.new_sign_count, found.credential_backed_up)

    return _read(credential, read)


def _algorithms() -> list[Any]:
    from webauthn.helpers.cose import COSEAlgorithmIdentifier

    return [COSEAlgorithmIdentifier.ECDSA_SHA_256]


def _read(credential: object, read: Callable[[dict[str, Any]], Answer]) -> Answer:
    """Whatever goes wrong with what a browser sent is its fault, and said to be."""
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        if not isinstance(credential, dict) or not isinstance(credential.get("response"), Mapping):
            raise passkey.PasskeyError("not what a browser hands over")
        client = strict_mapping(from_base64url(str(credential["response"].get("clientDataJSON"))))
        if client.get("crossOrigin", False) is not False or "topOrigin" in client:
            raise passkey.PasskeyError("made inside a page of another site")
        return read(credential)
    except (WebAuthnException, passkey.PasskeyError) as error:
        raise Invalid("passkey-refused", problem=str(error)) from error
    except Exception as error:  # the libraries below raise whatever comes
        log.warning("a passkey's answer could not be read: %s", type(error).__name__)
        raise Invalid("passkey-refused", problem="it could not be read") from error
