"""What many tests begin with, made once by each test process and copied for each test: see `people` in conftest.py."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from consent.canonical import to_base64url
from consent.signature import SigningKey, new_key
from registry.desk import Desk


@dataclass(frozen=True)
class Prepared:
    """Where an instance lies that tests begin with, the pictures of its people, their accounts, and what each stage made."""

    home: Path
    pictures: Path
    accounts: dict[str, str]
    made: dict[str, Any]


@dataclass(frozen=True)
class Verified:
    """A performer with templates, a key and a confirmed identity."""

    id: str
    key: SigningKey


def verified(desk: Desk, people: Any, matching: Any, keep_pictures: bool, name: str) -> Verified:
    """The performer once the release is signed, three pictures are enrolled, and a key is added and confirmed by Ursula."""
    who = people.__getattr__(name)
    performer_id = who.performer_id
    text = desk.performers.release_text("en")
    desk.performers.sign_release(who, performer_id, "en", text.digest)
    pictures = [matching.picture(name) for _ in range(3)]
    enrolment = desk.performers.enrol(who, performer_id, pictures, keep_pictures=keep_pictures)
    assert enrolment.accepted, enrolment
    key = new_key(name)
    desk.performers.add_key(who, performer_id, "ed25519", to_base64url(key.public))
    desk.performers.verify(people.ursula, performer_id, name.title(), key.fingerprint, "met in person")
    return Verified(performer_id, key)


STAGES: dict[str, Callable[[Desk, Any, Any, bool], Any]] = {
    "verified_alice": partial(verified, name="alice"),
    "verified_bob": partial(verified, name="bob"),
}
"""Fixtures that many tests begin with, in the order in which an instance is prepared with those that a test asks for: from the desk,
its people, what looks at pictures, and whether performers keep theirs."""
