"""Shorthand for what most tests of performers begin with."""

from collections.abc import Callable

import pytest

from consent.canonical import to_base64url
from consent.signature import SigningKey, new_key
from registry.performers.enrolment import Enrolment
from registry.permissions import Identity


@pytest.fixture
def release(desk) -> Callable[[Identity, str], None]:
    def sign(who: Identity, performer_id: str) -> None:
        desk.performers.sign_release(who, performer_id, "en", desk.performers.release_text("en").digest)

    return sign


@pytest.fixture
def enrol(desk, people, fake_matching) -> Callable[..., Enrolment]:
    """`enrol("alice")`: three pictures of Alice; `enrol("bob", face="alice")`: of somebody else; signs what it needs."""

    def do(name: str, face: str | None = None, pictures: int = 3, **options: object) -> Enrolment:
        who = getattr(people, name)
        if desk.performers.card(who, who.performer_id).release is None:
            text = desk.performers.release_text("en")
            desk.performers.sign_release(who, who.performer_id, "en", text.digest)
        files = [fake_matching.picture(face or name) for _ in range(pictures)]
        return desk.performers.enrol(who, who.performer_id, files, **options)

    return do


@pytest.fixture
def add_key(desk, people) -> Callable[[str], SigningKey]:
    def do(name: str) -> SigningKey:
        who, key = getattr(people, name), new_key(name)
        desk.performers.add_key(who, who.performer_id, "ed25519", to_base64url(key.public))
        return key

    return do
