"""Promise 1: whatever fails, the answer is "cannot decide", never a clearance, and nothing half-written stays."""

import errno
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from matching.reasons import Undecidable
from matching.weights import ModelAltered, ModelMissing
from registry.checks.examining.examination import Eyes
from registry.checks.viewed import exit_status
from registry.core.errors import Conflict, Invalid
from tests.registry.checks.conftest import as_replica


def _raising(problem: BaseException) -> Callable[[Path], Any]:
    def examine(_path: Path, _encoders: Any) -> Any:
        raise problem

    return examine


@pytest.mark.parametrize(
    "problem",
    [
        ModelMissing("sface", Path("models")),
        ModelAltered("sface", Path("models/sface.onnx")),
        Undecidable("decoder.timeout", name="x", seconds=30),
        Undecidable("gallery.too-large", subjects=2, limit=1),
        RuntimeError("a secret that must not be logged"),
        MemoryError(),
        KeyError("vectors"),
    ],
    ids=lambda problem: type(problem).__name__,
)
def test_an_examination_that_fails_cannot_be_decided(
    studio: Any, verified_alice: Any, shows: Any, problem: BaseException, caplog: pytest.LogCaptureFixture
) -> None:
    studio.consent(verified_alice, "alice")
    studio.desk.examiner._eyes = lambda: Eyes(_raising(problem))
    view = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    assert (view.state, view.status, view.verdict, exit_status(view)) == ("failed", "cannot_decide", None, 4)
    assert not view.has_receipt
    assert "secret" not in caplog.text
    assert list(studio.desk.config.uploads.iterdir()) == []


def test_rules_that_fail_cannot_decide(studio: Any, verified_alice: Any, shows: Any) -> None:
    studio.consent(verified_alice, "alice")

    def broken(_case: Any) -> Any:
        raise ZeroDivisionError

    studio.desk.examiner._decider._decide = broken
    view = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    assert (view.state, exit_status(view)) == ("failed", 4)


def test_an_instance_without_its_key_decides_nothing(studio: Any, verified_alice: Any, shows: Any) -> None:
    studio.consent(verified_alice, "alice")
    studio.desk.config.signing_key.write_text("{}")
    view = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    assert (view.state, exit_status(view)) == ("failed", 4)


def test_a_file_that_changed_under_examination_is_not_decided_on(
    studio: Any, verified_alice: Any, shows: Any, fake_matching: Any
) -> None:
    studio.consent(verified_alice, "alice")
    studio.desk.examiner._eyes = lambda: Eyes(lambda path, _: replace(fake_matching.examine(path), sha256="0" * 64))
    view = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    assert (view.state, view.result["reasons"][0]["message"]) == ("failed", "check-file-changed")


def test_a_gallery_that_changed_meanwhile_is_asked_again(
    studio: Any, verified_alice: Any, make_verified: Any, shows: Any, fake_matching: Any
) -> None:
    """Bob is enrolled after the faces were compared: the decision must know him."""
    content, times = shows("bob"), []
    compare = studio.desk.examiner._compare

    def slow(*arguments: Any) -> Any:
        seen = compare(*arguments)
        times.append(1)
        if len(times) == 1:
            make_verified("bob")
        return seen

    studio.desk.examiner._compare = slow
    view = studio.check(content, studio.declare())
    assert len(times) == 2
    assert [person["answer"] for person in view.result["persons"]] == ["match"]
    assert view.verdict == "blocked"


def test_a_gallery_that_never_rests_is_not_decided_on(studio: Any, verified_alice: Any, shows: Any) -> None:
    compare = studio.desk.examiner._compare

    def late(*arguments: Any) -> Any:
        seen = compare(*arguments)
        return replace(seen, gallery=replace(seen.gallery, generation=seen.gallery.generation - 1))

    studio.desk.examiner._compare = late
    view = studio.check(shows("alice"), studio.declare())
    assert (view.state, view.result["reasons"][0]["message"]) == ("failed", "check-gallery-restless")


def test_references_that_cannot_be_read_are_no_silent_none(
    studio: Any, verified_alice: Any, verified_bob: Any, shows: Any
) -> None:
    studio.desk.keystore.destroy(verified_bob.id)
    view = studio.check(shows("stranger"), studio.declare())
    assert view.verdict == "needs_approval"
    assert "check.coverage-lost" in str(view.result)


class FullDisk(io.BytesIO):
    def read(self, size: int | None = -1) -> bytes:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_leaves_nothing_behind(studio: Any) -> None:
    with pytest.raises(Conflict) as told:
        studio.desk.checks.register(studio.people.petra, studio.production, FullDisk(), "x.jpg", studio.declare())
    assert told.value.message_id == "upload-disk-full"
    assert list(studio.desk.config.uploads.iterdir()) == []


def test_a_file_over_the_limit_is_refused(studio: Any) -> None:
    studio.desk.uploads._limit = 10
    with pytest.raises(Invalid) as told:
        studio.desk.checks.register(
            studio.people.petra, studio.production, io.BytesIO(b"x" * 11), "x.jpg", studio.declare()
        )
    assert told.value.message_id == "upload-too-large"
    assert list(studio.desk.config.uploads.iterdir()) == []


def test_a_film_that_sounds_cannot_be_decided_while_nobody_listens(
    studio: Any, fake_matching: Any, verified_alice: Any, shows: Any
) -> None:
    studio.desk.examiner._eyes = lambda: Eyes(lambda path, _: replace(fake_matching.examine(path), sounds=True))
    view = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    assert (view.status, exit_status(view)) == ("cannot_decide", 4)
    assert view.result["reasons"][0]["message"] == "film.sound-unheard"
