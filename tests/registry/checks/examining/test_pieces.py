"""A check in pieces: as if the file had been looked at as a whole, whoever looked at which of them."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from registry.checks.deciding.people import noted_in
from registry.checks.examining import piecewise
from registry.checks.intake.jobs import DEATHS, PIECE, Lease, LeaseLost
from registry.core.errors import RecordsAltered
from registry.desk import Desk
from registry.gallery.coverage import bump
from registry.ledger.record import record
from registry.records.events import EventKind
from registry.records.tables.jobs import CheckPiece
from tests.common.films import FRAME, film
from tests.common.squares import Squares
from tests.registry.checks.examining.filmed import (
    SENSE,
    STORY,
    cut_into,
    desk_of,
    kinds,
    outcome,
    pieces_of,
    queued,
    see_through,
    speak_of_squares,
    the,
    verified,
)  # fmt: skip
from tests.registry.conftest import Verified


@pytest.fixture
def desk(tmp_path: Path, clock: Any, fast_hasher: Any) -> Iterator[Desk]:
    yield from desk_of(tmp_path, clock, fast_hasher)


@pytest.fixture(autouse=True)
def worded(monkeypatch: pytest.MonkeyPatch) -> None:
    speak_of_squares(monkeypatch)


@pytest.fixture
def cut(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    return lambda pieces: cut_into(monkeypatch, pieces)


@pytest.fixture
def make_verified(desk: Desk, people: Any, tmp_path: Path) -> Callable[[str], Verified]:
    return verified(desk, people, tmp_path)


@pytest.fixture
def alice(studio: Any, verified_alice: Any) -> str:
    studio.consent(verified_alice, "alice", modalities=[SENSE])
    return str(verified_alice.id)


def test_however_it_is_cut_the_same_is_found(desk: Desk, studio: Any, alice: str, cut: Any) -> None:
    came_to = {}
    for pieces in (1, 3, 17, 34):
        cut(pieces)
        check = queued(studio, alice)
        assert see_through(desk, check) == (1 if pieces == 1 else pieces + 2)
        came_to[pieces] = outcome(desk, check)
    assert came_to[1]["state"][0] == "decided"
    found = [(one["start"], one["end"], one["answer"]) for one in noted_in(came_to[1]["findings"])]
    assert found[:3] == [(0.0, 3.0, "match"), (0.0, 3.0, "none"), (3.0, 5.5, "match")]
    assert len(found) == 9
    for pieces in (3, 17, 34):
        assert came_to[pieces] == came_to[1], pieces


def test_a_still_picture_has_no_pieces(desk: Desk, studio: Any, alice: str, cut: Any, tmp_path: Path) -> None:
    from tests.common.squares import RED, drawn

    cut(3)
    check = queued(studio, alice, drawn(tmp_path / "still.png", RED).read_bytes())
    assert see_through(desk, check) == 1
    assert the(desk, check).verdict == "cleared"
    assert not any(kind.startswith("piece") or kind == "check.cut" for _, kind in kinds(desk, check))


def test_nothing_of_a_decided_check_is_kept_in_pieces(desk: Desk, studio: Any, alice: str, cut: Any) -> None:
    cut(3)
    check = queued(studio, alice, film("34 red@40"))
    desk.examiner.run(check)
    desk.examiner.run(check)
    (done, *_others) = pieces_of(desk, check)
    assert (done.state, len(done.content_sha256 or "")) == ("done", 64)
    assert desk.keystore.names("K-") == [check]
    see_through(desk, check)
    assert the(desk, check).state == "decided"
    assert pieces_of(desk, check) == []
    assert desk.keystore.names("K-") == []
    assert list(desk.config.uploads.iterdir()) == []


def test_no_vector_and_no_picture_of_a_piece_can_be_read_beside_the_key(
    desk: Desk, studio: Any, alice: str, cut: Any
) -> None:
    cut(3)
    check = queued(studio, alice)
    desk.examiner.run(check)
    desk.examiner.run(check)
    with desk.db.engine.connect() as connection:
        (sealed,) = connection.exec_driver_sql("SELECT findings FROM check_piece WHERE findings IS NOT NULL").one()
    assert len(sealed) > 500
    assert b"record" not in sealed
    desk.keystore.destroy(check)
    assert see_through(desk, check) == 3 + 2  # those that cannot be opened any more are done again
    assert the(desk, check).state == "decided"


@pytest.mark.parametrize("pieces", [3, 34])
def test_what_is_damaged_somewhere_cannot_be_decided_and_says_from_when_to_when(
    desk: Desk, people: Any, studio: Any, alice: str, cut: Any, pieces: int
) -> None:
    cut(pieces)
    content = film("20 red@40", "1 red@40 damaged", "13 red@40")
    check = queued(studio, alice, content)
    see_through(desk, check)
    row = the(desk, check)
    assert (row.state, row.status, row.verdict, row.receipt) == ("failed", "cannot_decide", None, None)
    view = desk.checks.get(people.petra, check)
    why, where = view.result["reasons"]
    assert (why["message"], why["params"]) == ("picture.damaged", {"name": "story.film"})
    start, end = where["params"]["start_ms"], where["params"]["end_ms"]
    assert where["message"] == "check-stretch"
    assert start <= 20 * FRAME * 1000 < end
    assert (end - start) == (500 if pieces == 34 else 6000)
    assert ":" in where["summary"]
    assert pieces_of(desk, check) == []
    assert list(desk.config.uploads.iterdir()) == []
    desk.piecewise.purge()
    assert desk.keystore.names("K-") == []


def test_a_piece_that_kills_its_workers_makes_the_check_undecidable(
    desk: Desk, people: Any, studio: Any, alice: str, cut: Any, clock: Any
) -> None:
    cut(3)
    check = queued(studio, alice)
    desk.examiner.run(check)
    for _ in range(DEATHS):
        lease = desk.jobs.take(check)
        assert lease == Lease(f"{check}.00000", lease.attempt, PIECE)
        desk.jobs.died(lease)
    assert (the(desk, check).state, the(desk, check).status) == ("failed", "cannot_decide")
    messages = [reason["message"] for reason in desk.checks.get(people.petra, check).result["reasons"]]
    assert messages == ["check-worker-died", "check-stretch"]
    assert desk.jobs.take(check) is None


def test_a_killed_worker_costs_one_piece(desk: Desk, studio: Any, alice: str, cut: Any, clock: Any) -> None:
    cut(17)
    undisturbed, check = queued(studio, alice), queued(studio, alice)
    see_through(desk, undisturbed)
    for _ in range(6):
        desk.examiner.run(check)
    silent = desk.jobs.take(check)
    assert silent.job == f"{check}.00005"
    clock.forward(seconds=desk.jobs.lease_seconds + 1)
    see_through(desk, check)
    assert outcome(desk, check) == outcome(desk, undisturbed)
    done = [subject for subject, kind in kinds(desk, check) if kind == "piece.done"]
    taken = [subject for subject, kind in kinds(desk, check) if kind == "piece.taken_up"]
    assert sorted(done) == [f".{number:05}" for number in range(17)]
    assert sorted(taken) == sorted([*done, ".00005"])


def test_more_than_is_kept_of_a_piece_cannot_be_decided(
    desk: Desk, people: Any, studio: Any, alice: str, cut: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(piecewise, "MOST_BYTES", 100)
    cut(3)
    check = queued(studio, alice, film("20 red@40"))
    see_through(desk, check)
    view = desk.checks.get(people.petra, check)
    assert (view.status, view.result["reasons"][0]["message"]) == ("cannot_decide", "film.too-much-found")
    assert pieces_of(desk, check) == []


def test_a_late_answer_of_a_lost_lease_counts_for_nothing(
    desk: Desk, studio: Any, alice: str, cut: Any, clock: Any
) -> None:
    cut(3)
    check = queued(studio, alice)
    desk.examiner.run(check)
    late = desk.jobs.take(check)
    clock.forward(seconds=desk.jobs.lease_seconds + 1)
    second = desk.jobs.take(check)
    assert (late.job, second.job, second.attempt) == (second.job, late.job, 2)
    assert not desk.examiner.see_through(late)
    assert pieces_of(desk, check)[0].state == "examining"
    assert desk.examiner.see_through(second)
    assert [piece.state for piece in pieces_of(desk, check)] == ["done", "queued", "queued"]
    assert not desk.examiner.see_through(second)  # nor does the same answer twice
    see_through(desk, check)
    assert not desk.examiner.see_through(late)
    assert the(desk, check).state == "decided"


def test_whoever_cut_the_check_holds_it_no_longer(desk: Desk, studio: Any, alice: str, cut: Any) -> None:
    cut(3)
    check = queued(studio, alice)
    planner = desk.jobs.take(check)
    assert desk.examiner.see_through(planner)
    with pytest.raises(LeaseLost):
        desk.jobs.died(planner)
    assert the(desk, check).state == "examining"
    assert desk.jobs.take(check).kind == PIECE


@pytest.mark.attack("D.moved")
@pytest.mark.parametrize("whence", ["another check", "another piece"])
def test_findings_that_were_moved_do_not_open_and_the_piece_is_done_again(
    desk: Desk, studio: Any, alice: str, cut: Any, whence: str
) -> None:
    """An operator gives the stretch that shows somebody the findings of one that shows nobody."""
    cut(3)
    shows, empty = queued(studio, alice), queued(studio, alice, film("34"))
    for check in (shows, empty):
        for _ in range(4):
            desk.examiner.run(check)
    assert {piece.state for piece in (*pieces_of(desk, shows), *pieces_of(desk, empty))} == {"done"}
    source = f"{empty}.00001" if whence == "another check" else f"{shows}.00000"
    with desk.db.engine.begin() as connection:
        one = select(CheckPiece.findings).where(CheckPiece.id == source).scalar_subquery()
        connection.execute(update(CheckPiece).where(CheckPiece.id == f"{shows}.00001").values(findings=one))
    see_through(desk, shows)
    again = [subject for subject, kind in kinds(desk, shows) if kind == "piece.queued"]
    assert again == [".00001"]
    cut(1)
    whole = queued(studio, alice)
    see_through(desk, whole)
    assert outcome(desk, shows) == outcome(desk, whole)


@pytest.mark.attack("D.moved")
@pytest.mark.parametrize(
    "change",
    ["state = 'done'", "ends_at = 99", "number = 5", "nonce = x'00'"],
)
def test_a_piece_that_was_altered_otherwise_is_noticed(
    desk: Desk, studio: Any, alice: str, cut: Any, change: str
) -> None:
    cut(3)
    check = queued(studio, alice)
    desk.examiner.run(check)
    with desk.db.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE check_piece SET {change} WHERE id LIKE '%.00001'")
    with pytest.raises(RecordsAltered):
        desk.examiner.run(check)
    other = queued(studio, alice)
    # it is found when its turn comes, and keeps nobody else waiting
    assert {desk.jobs.next() for _ in range(3)} == {None, Lease(other, 1)}
    assert the(desk, check).state == "examining"


def test_another_encoder_is_no_reason_to_trust_what_the_earlier_saw(
    desk: Desk, studio: Any, alice: str, cut: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut(3)
    check = queued(studio, alice)
    for _ in range(4):
        desk.examiner.run(check)
    piecewise, seen = desk.piecewise, []
    plain = piecewise.take_up
    monkeypatch.setattr(
        piecewise, "take_up", lambda lease, weights: seen.append(weights) or plain(lease, weights | {"new": "f" * 64})
    )
    assert desk.examiner.run(check)
    assert [piece.state for piece in pieces_of(desk, check)] == ["queued"] * 3
    monkeypatch.setattr(piecewise, "take_up", plain)
    see_through(desk, check)
    assert the(desk, check).state == "decided"


def test_somebody_enrolled_between_two_pieces_is_found_in_all_of_them(
    desk: Desk, studio: Any, alice: str, cut: Any, make_verified: Any
) -> None:
    cut(3)
    check = queued(studio, alice, film("17 red@40 green@300", "17 green@300"))
    for _ in range(3):
        desk.examiner.run(check)
    bob = make_verified("bob")
    see_through(desk, check)
    named = {one["answer"] for one in noted_in(the(desk, check).findings)}
    assert named == {"match"}
    assert the(desk, check).versions["gallery"]["size"] == 2
    assert bob.id


def test_a_gallery_that_changes_while_pieces_are_joined_is_asked_again(
    desk: Desk, studio: Any, alice: str, cut: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut(3)
    check = queued(studio, alice)
    for _ in range(4):
        desk.examiner.run(check)
    plain, calls = desk.examiner._decider.decide, []

    def late(lease: Lease, seen: Any) -> None:
        if not calls:
            calls.append(1)
            with desk.db.write() as session:
                bump(session)
                record(session, "system", EventKind.ENCODERS_SWITCHED, "instance")
        plain(lease, seen)

    monkeypatch.setattr(desk.examiner._decider, "decide", late)
    see_through(desk, check)
    assert the(desk, check).state == "decided"


def test_a_medium_that_leaves_time_out_is_not_decided(
    desk: Desk, studio: Any, alice: str, cut: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.common import films

    cut(3)
    plain = films.pieces_of
    monkeypatch.setattr(films, "pieces_of", lambda *of: list(plain(*of))[:-1])
    check = queued(studio, alice)
    see_through(desk, check)
    assert (the(desk, check).state, the(desk, check).status) == ("failed", "cannot_decide")


def test_the_pieces_of_one_film_hold_nobody_else_up(desk: Desk, people: Any, studio: Any, alice: str, cut: Any) -> None:
    cut(17)
    long = queued(studio, alice)
    desk.examiner.run(long)
    other = desk.productions.create(people.quentin, "Short", "Short Ltd", "series")
    from tests.registry.checks.conftest import a_declaration

    mine = desk.checks.register(
        people.quentin, other.id, __import__("io").BytesIO(STORY), "x.film", a_declaration(other.id)
    ).id
    order = [lease.job for lease in (desk.jobs.next() for _ in range(3))]
    assert mine in order
    held = [Lease(f"{long}.00000", 1, PIECE)]
    assert desk.jobs.next(held, most=1) is None  # the last hand is left to somebody else


def test_squares_say_what_is_one() -> None:
    assert Squares(SENSE).records()
