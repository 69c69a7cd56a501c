"""The signing host as its page's script uses it, and passkeys in software."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask

from consent import passkey
from consent.canonical import from_base64url
from registry.desk import Desk
from tests.common.passkeys import Passkey
from tests.registry.checks.conftest import Studio
from tests.registry.conftest import Clock, People, Verified
from tests.registry.web.conftest import Visitor

SIGNING = "http://sign.localhost:8000"
PAGES = "http://localhost:8000"


def device(**changes: Any) -> Passkey:
    return Passkey("sign.localhost", SIGNING, **changes)


class SigningHost:
    """The signing page's script: opens a request by its secret, and sends what an authenticator made."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()

    def post(self, path: str, content: object, base: str = SIGNING) -> Any:
        return self.client.post(path, json=content, base_url=base, headers={"Sec-Fetch-Site": "same-origin"})

    def shows(self, secret: str) -> dict[str, Any]:
        answer = self.post("/sign/request", {"id": secret})
        assert answer.status_code == 200, answer.text
        return dict(answer.json)

    def challenge(self, secret: str) -> bytes:
        shown = self.shows(secret)
        if "options" in shown:
            return from_base64url(shown["options"]["challenge"])
        return passkey.challenge(shown["role"], shown["document"].encode())

    def signs(self, secret: str, key: Passkey, **changes: Any) -> Any:
        return self.sends(secret, key.answer(self.challenge(secret), **changes))

    def makes(self, secret: str, key: Passkey, **changes: Any) -> Any:
        return self.sends(secret, key.registration(self.challenge(secret), **changes))

    def sends(self, secret: str, credential: object) -> Any:
        return self.post("/sign/answer", {"id": secret, "credential": credential})


@pytest.fixture
def signing(app: Flask) -> SigningHost:
    return SigningHost(app)


def led(answer: Any) -> str:
    """The secret of the request that the pages lead to."""
    assert answer.status_code == 303, answer.text
    found = urlsplit(answer.headers["Location"])
    assert f"{found.scheme}://{found.netloc}{found.path}" == f"{SIGNING}/sign"
    assert len(from_base64url(found.fragment)) == 32
    return found.fragment


@pytest.fixture
def enrolled(
    visit: Callable[[str], Visitor], signing: SigningHost, desk: Desk, people: People, clock: Clock,
    verified_alice: Verified,
) -> Callable[..., Passkey]:  # fmt: skip
    """`enrolled("alice")`: a signing passkey of hers, confirmed; `enrolled("ursula")`: one of her union."""

    def enrol(name: str, confirmed: bool = True, **changes: Any) -> Passkey:
        clock.forward(minutes=1)
        key = device(**changes)
        whose = "/unions/players-guild" if name == "ursula" else f"/performers/{getattr(people, name).performer_id}"
        secret = led(visit(name).post(f"{whose}/passkeys", {"label": f"{name}'s phone"}))
        assert signing.makes(secret, key).status_code == 200
        if name == "alice" and confirmed:
            desk.performers.verify(people.ursula, verified_alice.id, "Alice", key.fingerprint, "met in person")
        return key

    return enrol


@pytest.fixture
def asked(studio: Studio, verified_alice: Verified, enrolled: Callable[..., Passkey]) -> tuple[Passkey, str]:
    """Alice's passkey, and a consent that waits for it."""
    key = enrolled("alice")
    return key, studio.draft(verified_alice.id)


def to_sign(visit: Callable[[str], Visitor], consent: str, name: str = "alice") -> str:
    return led(visit(name).post(f"/consents/{consent}/passkey/signature"))
