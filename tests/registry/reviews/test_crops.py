"""The face under review: sealed under a key of its own, without anybody else, gone with the answer or after 14 days."""

from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest
from sqlalchemy import select

from registry.checks.preview import cut_out
from registry.reviews.models import Review


@pytest.fixture
def kept(studio: Any, desk: Any, people: Any, verified_alice: Any, shows: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A review with a picture of the face; a stranger stands beside it."""
    plain = desk.eyes.examine

    def with_pixels(path: Any, encoders: Any) -> Any:
        found = plain(path, encoders)
        pixels = np.full((64, 64, 3), 128, np.uint8)
        faces = tuple(replace(face, crop=pixels, crop_box=face.box) for face in found.appearances)
        return replace(found, appearances=faces)

    monkeypatch.setitem(desk.__dict__, "eyes", replace(desk.eyes, examine=with_pixels))
    studio.check(shows("alice~0.5", "stranger"), studio.declare())
    (review,) = desk.reviews.waiting(people.ursula)
    return review


def test_only_the_face_that_waits_is_kept_and_only_sealed(desk: Any, people: Any, kept: Any) -> None:
    with desk.db.read() as session:
        (review,) = session.scalars(select(Review)).all()
        assert review.crop is not None
        assert not review.crop.startswith(b"\xff\xd8")
    assert [path.stem for path in desk.config.keystore.glob("W-*")] == [kept.id]
    assert desk.reviews.crop(people.ursula, kept.id).startswith(b"\xff\xd8")


def test_it_goes_with_the_answer(desk: Any, people: Any, kept: Any) -> None:
    desk.reviews.answer(people.ursula, kept.id, "cannot_tell", "too_little_seen")
    assert list(desk.config.keystore.glob("W-*")) == []
    with desk.db.read() as session:
        assert session.get_one(Review, kept.id).crop is None


def test_it_goes_after_fourteen_days_and_the_review_stays(desk: Any, people: Any, kept: Any, clock: Any) -> None:
    clock.forward(days=13, hours=23)
    desk.reviews.purge()
    assert desk.reviews.crop(people.ursula, kept.id) is not None
    clock.forward(hours=1)
    desk.reviews.purge()
    assert desk.reviews.crop(people.ursula, kept.id) is None
    assert list(desk.config.keystore.glob("W-*")) == []
    assert [review.id for review in desk.reviews.waiting(people.ursula)] == [kept.id]


def test_a_key_that_a_failed_transaction_left_behind_is_destroyed(desk: Any, people: Any, kept: Any) -> None:
    desk.keystore.get_or_create("W-2222222222")
    desk.reviews.purge()
    assert [path.stem for path in desk.config.keystore.glob("W-*")] == [kept.id]


def test_everybody_else_in_the_cutting_is_unrecognisable(fake_matching: Any) -> None:
    (face,) = fake_matching.examine(fake_matching.picture("alice")).appearances
    noise = np.random.default_rng(0).integers(0, 255, (400, 400, 3), np.uint8)
    face = replace(face, crop=noise, crop_box=(0, 0, 400, 400))
    shown = cv2.imdecode(np.frombuffer(cut_out(face, [(250, 250, 100, 100)]), np.uint8), cv2.IMREAD_COLOR)
    own, other = shown[:150, :150].astype(float), shown[260:340, 260:340].astype(float)
    assert own.std() > 30
    assert other.std() < own.std() / 2
