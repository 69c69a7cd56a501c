"""The small picture on the result's page: strangers are unrecognisable in it, and it goes with its receipt."""

import base64
from typing import Any

import cv2
import numpy as np
import pytest

from matching.findings import Examination, Picture
from matching.media.blotting import BLOCKS
from registry.checks.examining.looking import Eyes
from registry.checks.examining.preview import LONGEST, preview
from registry.records.tables.checks import Check
from tests.registry.checks.conftest import as_replica
from tests.registry.tampering import written

PREVIEW = base64.b64encode(b"preview").decode()


@pytest.fixture
def noise() -> Examination:
    """What was seen of a picture of 1000 x 800 pixels of noise, in which every detail that is left shows."""
    pixels = np.random.default_rng(1).integers(0, 256, (100, 125, 3), dtype=np.uint8)
    return of(np.asarray(cv2.resize(pixels, (1000, 800), interpolation=cv2.INTER_NEAREST), np.uint8))


def of(view: Picture | None) -> Examination:
    return Examination("0" * 64, 1, "image", "PNG", 1000, 800, (), {}, view=view)


def pixels_of(shown: str) -> Any:
    return cv2.imdecode(np.frombuffer(base64.b64decode(shown), np.uint8), cv2.IMREAD_COLOR).astype(np.int32)


def test_it_is_small_and_a_stranger_s_face_is_a_few_blocks(noise: Examination) -> None:
    shown = pixels_of(preview(noise, [(100, 100, 200, 200)]))
    assert max(shown.shape[:2]) == LONGEST
    scale = LONGEST / 1000
    inside = shown[int(100 * scale) : int(300 * scale), int(100 * scale) : int(300 * scale)]
    outside = shown[int(400 * scale) : int(600 * scale), int(400 * scale) : int(600 * scale)]
    assert inside.std() < outside.std() / 2
    steps = (np.abs(np.diff(inside.mean(axis=2), axis=1)).mean(axis=0) > 3).sum()
    assert steps <= 3 * BLOCKS


@pytest.mark.parametrize(
    ("box", "seen"),
    [((-50, -50, 200, 200), (0, 0, 150, 150)), ((900, 700, 400, 400), (900, 700, 100, 100))],
)
def test_a_face_over_the_edge_is_blotted_out_too(noise: Examination, box: Any, seen: Any) -> None:
    left, top, wide, high = (round(side * LONGEST / 1000) for side in seen)
    bare, blotted = (pixels_of(preview(noise, boxes))[top : top + high, left : left + wide] for boxes in ([], [box]))
    assert blotted.std() < bare.std() / 2


def test_a_face_outside_the_picture_changes_nothing(noise: Examination) -> None:
    assert preview(noise, [(2000, 2000, 10, 10)]) == preview(noise, [])


def test_the_view_that_was_examined_stays_as_it_was(noise: Examination) -> None:
    before = noise.view.copy()
    preview(noise, [(100, 100, 200, 200)])
    assert np.array_equal(noise.view, before)


def test_what_shows_nothing_has_no_preview() -> None:
    assert preview(of(None), []) is None


def test_only_faces_that_are_nobody_of_the_registry_are_blotted_out(
    studio: Any, verified_alice: Any, shows: Any, fake_matching: Any
) -> None:
    asked: list[list[Any]] = []

    def picture(_examination: Examination, strangers: list[Any]) -> str:
        asked.append(strangers)
        return PREVIEW

    studio.desk.examiner._eyes = lambda: Eyes(fake_matching.examine, picture=picture)
    view = studio.check(shows("alice", "stranger", "stranger unread=1"), studio.declare(as_replica(verified_alice.id)))
    by_answer = {
        person["answer"]: tuple(person["boxes"][0]["box"]) for person in view.result["persons"] if person["boxes"]
    }
    assert sorted(map(tuple, asked[0])) == sorted([by_answer["none"], by_answer["cannot_decide"]])
    assert view.preview == PREVIEW


def test_it_goes_when_the_receipt_has_expired(
    studio: Any, verified_alice: Any, shows: Any, fake_matching: Any, clock: Any
) -> None:
    studio.desk.examiner._eyes = lambda: Eyes(fake_matching.examine, picture=lambda _path, _boxes: PREVIEW)
    view = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    studio.desk.checks.purge()
    assert studio.desk.checks.get(studio.people.petra, view.id).preview == PREVIEW
    clock.forward(hours=73)
    studio.desk.checks.purge()
    with studio.desk.db.read() as session:
        assert session.get_one(Check, view.id).preview is None


@pytest.fixture
def kept(studio: Any, verified_alice: Any, shows: Any, fake_matching: Any) -> str:
    """A check of which a picture is kept."""
    studio.desk.examiner._eyes = lambda: Eyes(fake_matching.examine, picture=lambda _path, _boxes: PREVIEW)
    return str(studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id))).id)


def stored(studio: Any, check: str) -> str | None:
    with studio.desk.db.look() as session:
        return session.get_one(Check, check).preview


def keys(studio: Any) -> list[str]:
    return list(studio.desk.keystore.names("I-"))


def test_it_is_sealed_under_a_key_of_the_check_s_own(studio: Any, kept: str) -> None:
    sealed = stored(studio, kept)
    assert sealed is not None
    assert PREVIEW not in str(base64.b64decode(sealed.removeprefix("sealed:")))
    assert keys(studio) == ["I-" + kept.removeprefix("K-")]
    assert studio.desk.checks.get(studio.people.petra, kept).preview == PREVIEW
    studio.desk.keystore.destroy(*keys(studio))
    assert studio.desk.checks.get(studio.people.petra, kept).preview is None  # as from an old backup
    assert studio.desk.checks.picture(studio.people.petra, kept) is None


def test_its_key_goes_with_it_and_not_before(studio: Any, kept: str, clock: Any) -> None:
    studio.desk.checks.purge()
    assert len(keys(studio)) == 1
    clock.forward(hours=73)
    studio.desk.checks.purge()
    assert (keys(studio), stored(studio, kept)) == ([], None)


def test_moved_to_another_check_it_does_not_open(studio: Any, kept: str, verified_alice: Any, shows: Any) -> None:
    other = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id))).id
    with written(studio.desk) as session:
        session.get_one(Check, other).preview = session.get_one(Check, kept).preview
    assert studio.desk.checks.get(studio.people.petra, other).preview is None


def test_one_that_an_earlier_program_left_in_clear_is_never_shown_and_dropped(studio: Any, kept: str) -> None:
    with written(studio.desk) as session:
        session.get_one(Check, kept).preview = base64.b64encode(b"a picture").decode()
    assert studio.desk.checks.get(studio.people.petra, kept).preview is None
    assert studio.desk.checks.picture(studio.people.petra, kept) is None
    studio.desk.checks.purge()
    assert stored(studio, kept) is None
