"""An authenticator in software: makes what a browser would hand over, true or spoiled in one part."""

import hashlib
import json
import os
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from consent import passkey
from consent.canonical import to_base64url
from consent.signature import Signature, fingerprint

# The CBOR of {"fmt": "none", "attStmt": {}, "authData": bytes}, up to the length of the bytes.
_NO_ATTESTATION = b"\xa3cfmtdnonegattStmt\xa0hauthData\x59"
PRESENT, VERIFIED, ELIGIBLE, BACKED_UP, KEY = 0x01, 0x04, 0x08, 0x10, 0x40


@dataclass
class Passkey:
    """One credential at one site."""

    rp_id: str = "sign.example.org"
    origin: str = "https://sign.example.org"
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = field(default_factory=lambda: os.urandom(16))
    flags: int = PRESENT | VERIFIED
    count: int = 0

    @property
    def cose(self) -> bytes:
        numbers = self.private.public_key().public_numbers()
        return passkey.cose_key(numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big"))

    @property
    def public(self) -> bytes:
        return passkey.public_key(self.rp_id, self.origin, self.cose)

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.public)

    def client_data(self, kind: str, challenge: bytes, /, **changes: Any) -> bytes:
        said = {"type": kind, "challenge": to_base64url(challenge), "origin": self.origin, "crossOrigin": False}
        return json.dumps({name: part for name, part in (said | changes).items() if part is not None}).encode()

    def data(self, more: bytes = b"", flags: int = 0) -> bytes:
        place = hashlib.sha256(self.rp_id.encode()).digest()
        return place + bytes([self.flags | flags]) + self.count.to_bytes(4, "big") + more

    def assertion(
        self, challenge: bytes, /, *, kind: str = "webauthn.get", **changes: Any
    ) -> tuple[bytes, bytes, bytes]:
        """Authenticator data, client data and signature, as the authenticator hands them over."""
        data, client = self.data(), self.client_data(kind, challenge, **changes)
        return data, client, self.private.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))

    def sign(self, message: bytes, role: str = "signer", **changes: Any) -> Signature:
        """A signature record over canonical bytes."""
        proof = passkey.pack(*self.assertion(passkey.challenge(role, message), **changes))
        return Signature("passkey", role, self.fingerprint, to_base64url(self.public), proof)

    def answer(self, challenge: bytes, /, **changes: Any) -> dict[str, Any]:
        """What `navigator.credentials.get()` gives, as JSON."""
        data, client, signature = self.assertion(challenge, **changes)
        said = {"authenticatorData": data, "clientDataJSON": client, "signature": signature}
        return self._credential({name: to_base64url(part) for name, part in said.items()})

    def registration(self, challenge: bytes, /, **changes: Any) -> dict[str, Any]:
        """What `navigator.credentials.create()` gives, as JSON."""
        attested = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + self.cose
        data = self.data(attested, KEY)
        said = {
            "clientDataJSON": self.client_data("webauthn.create", challenge, **changes),
            "attestationObject": _NO_ATTESTATION + len(data).to_bytes(2, "big") + data,
        }
        return self._credential({name: to_base64url(part) for name, part in said.items()})

    def _credential(self, response: dict[str, str]) -> dict[str, Any]:
        name = to_base64url(self.id)
        return {"id": name, "rawId": name, "type": "public-key", "clientExtensionResults": {}, "response": response}
