"""The face under review: sealed under a key of its own, without anybody else, gone with the answer or after 14 days."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from matching.face.evidence import cut_out
from registry.checks.examining.worker import Worker
from registry.cli import main
from registry.core import chores
from registry.records.tables.ledger import Notice
from registry.records.tables.reviews import ReviewCrop
from tests.registry.checks.conftest import Inline


@pytest.fixture
def kept(studio: Any, desk: Any, people: Any, verified_alice: Any, shows: Any) -> Any:
    """A review with a picture of the face; a stranger stands beside it."""
    studio.check(shows("alice~0.5", "stranger"), studio.declare())
    (review,) = desk.review_lists.waiting(people.ursula).rows
    review = desk.reviews.get(people.ursula, review.id)
    return review


def test_only_the_face_that_waits_is_kept_and_only_sealed(desk: Any, people: Any, kept: Any) -> None:
    with desk.db.read() as session:
        (crop,) = session.scalars(select(ReviewCrop)).all()
        assert (crop.review_id, crop.ref) == (kept.id, "A1")
        assert not crop.crop.startswith(b"\xff\xd8")
    assert [path.stem for path in desk.config.keystore.glob("W-*")] == [kept.id]
    (face,) = desk.reviews.evidence(people.ursula, kept.id)
    assert face.content.startswith(b"\xff\xd8")


def test_it_goes_with_the_answer(desk: Any, people: Any, kept: Any) -> None:
    desk.reviews.answer(people.ursula, kept.id, "cannot_tell", "too_little_seen")
    assert list(desk.config.keystore.glob("W-*")) == []
    with desk.db.read() as session:
        assert session.scalars(select(ReviewCrop)).all() == []


def test_it_goes_after_fourteen_days_and_the_review_stays(desk: Any, people: Any, kept: Any, clock: Any) -> None:
    clock.forward(days=13, hours=23)
    desk.reviews.purge()
    assert len(desk.reviews.evidence(people.ursula, kept.id)) == 1
    clock.forward(hours=1)
    desk.reviews.purge()
    assert desk.reviews.evidence(people.ursula, kept.id) == ()
    assert list(desk.config.keystore.glob("W-*")) == []
    assert [review.id for review in desk.review_lists.waiting(people.ursula).rows] == [kept.id]


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


def test_a_face_that_was_shown_again_lives_for_fourteen_days_of_its_own_and_its_end_is_told(
    desk: Any, people: Any, studio: Any, verified_alice: Any, shows: Any, show_again: Any, clock: Any
) -> None:
    def asked() -> int:
        with desk.db.read() as session:
            rows = select(func.count()).where(Notice.message == "notice-review-show-again")
            return session.scalar(rows.where(Notice.production_id == studio.production))

    content = shows("alice~0.5")
    check = studio.check(content, studio.declare())
    (review,) = desk.review_lists.waiting(people.ursula).rows
    review = desk.reviews.get(people.ursula, review.id)
    clock.forward(days=14)
    desk.reviews.purge()
    assert (desk.reviews.evidence(people.ursula, review.id), asked()) == ((), 1)
    clock.forward(days=30)
    assert show_again(check, content) == 1
    clock.forward(days=13)
    desk.reviews.purge()
    assert len(desk.reviews.evidence(people.ursula, review.id)) == 1
    clock.forward(days=1)
    desk.reviews.purge()
    desk.reviews.purge()
    assert (desk.reviews.evidence(people.ursula, review.id), asked()) == ((), 2)


def test_where_nothing_is_due_nothing_is_written(desk: Any, kept: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(desk.db, "write", lambda: pytest.fail("it took the database's write lock"))
    assert desk.reviews.purge() == 0
    assert desk.checks.purge() == 0


def test_a_chore_that_fails_keeps_no_other_from_being_done() -> None:
    done = []

    def broken() -> None:
        raise RuntimeError("the first one")

    chores.do((broken, lambda: done.append(1), broken, lambda: done.append(2)))
    assert done == [1, 2]


def test_a_worker_does_every_chore_although_the_first_fails(desk: Any) -> None:
    done = []
    chores = (lambda: 1 / 0, lambda: done.append("purged"))
    worker = Worker(desk.jobs, 60, prompt=[lambda: 1 / 0], housekeeping=chores)
    worker.look_after()
    assert done == ["purged"]
    worker.look_after()
    assert done == ["purged"]  # ten minutes later again


def test_a_single_check_destroys_what_is_due(
    desk: Any, people: Any, kept: Any, studio: Any, shows: Any, clock: Any, tmp_path: Any, monkeypatch: Any
) -> None:
    @contextmanager
    def at_desk() -> Iterator[Any]:
        yield desk

    monkeypatch.setattr("registry.cli.check.at_desk", at_desk)
    monkeypatch.setattr(desk, "hand", lambda: Inline(desk))
    monkeypatch.setattr("registry.cli.checking.begin", lambda: None)
    clock.forward(days=14)
    picture, use = tmp_path / "shot.jpg", tmp_path / "USE.json"
    picture.write_bytes(shows("stranger"))
    use.write_text(json.dumps(studio.declare()), encoding="utf-8")
    arguments = ["check", str(picture), "--use", str(use), "--as", "petra@example.org", "--json"]
    assert CliRunner().invoke(main, arguments).exit_code in (0, 3)
    assert desk.reviews.evidence(people.ursula, kept.id) == ()
