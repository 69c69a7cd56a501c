"""A new version of a film is searched only where it was changed, says so, and comes to what it would come to anyway."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from matching.known import read, written
from registry.checks.examining import known
from registry.checks.shown import shown
from registry.cli.check import _show
from registry.desk import Desk
from registry.gallery.sealing import Unreadable
from registry.records.tables.checks import Check
from registry.records.tables.jobs import CheckKnown
from registry.serving.app import create_app
from tests.common import squares
from tests.common.films import film
from tests.registry.checks.examining.filmed import (
    SENSE,
    cut_into,
    desk_of,
    outcome,
    queued,
    see_through,
    speak_of_squares,
    the,
    verified,
)  # fmt: skip
from tests.registry.conftest import Verified
from tests.registry.web.conftest import Visitor

FIRST = film("60 red@40", "60 red@40 blue@300", "10 red@200")
SECOND = film("60 red@40", "60 red@40 teal@400", "10 red@200")
"""Half a minute each, and the rest: in the second one, somebody else is seen."""


@pytest.fixture
def desk(tmp_path: Path, clock: Any, fast_hasher: Any) -> Iterator[Desk]:
    yield from desk_of(tmp_path, clock, fast_hasher)


@pytest.fixture(autouse=True)
def worded(monkeypatch: pytest.MonkeyPatch) -> None:
    speak_of_squares(monkeypatch)
    cut_into(monkeypatch, 1)


@pytest.fixture
def make_verified(desk: Desk, people: Any, tmp_path: Path) -> Callable[[str], Verified]:
    return verified(desk, people, tmp_path)


@pytest.fixture
def alice(studio: Any, verified_alice: Any) -> str:
    studio.consent(verified_alice, "alice", modalities=[SENSE])
    return str(verified_alice.id)


@pytest.fixture
def searched(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One for each view that is searched from now on."""
    found: list[int] = []
    search = squares.squares

    def counted(view: Any) -> Any:
        found.append(1)
        return search(view)

    monkeypatch.setattr(squares, "squares", counted)
    return found


def checked(desk: Desk, studio: Any, who: str, content: bytes, version: int = 1, unit: str = "SH900") -> str:
    check = queued(studio, who, content, unit={"id": unit, "version": version})
    see_through(desk, check)
    desk.clock.forward(minutes=1)  # type: ignore[attr-defined]
    return check


def kept(desk: Desk) -> list[CheckKnown]:
    with desk.db.look() as session:
        return list(session.scalars(select(CheckKnown).order_by(CheckKnown.check_id, CheckKnown.number)))


def came_to(desk: Desk, check: str) -> dict[str, Any]:
    """Without what it says of an earlier version."""
    found = outcome(desk, check)
    found["findings"] = {name: part for name, part in found["findings"].items() if name != "known"}
    return found


def told(desk: Desk, check: str) -> Any:
    return (the(desk, check).findings or {}).get("known")


@pytest.mark.parametrize("pieces", [1, 3])
def test_the_next_version_is_searched_where_it_was_changed_and_comes_to_the_same(
    desk: Desk, studio: Any, alice: str, monkeypatch: pytest.MonkeyPatch, searched: list[int], pieces: int
) -> None:
    cut_into(monkeypatch, pieces)
    first = checked(desk, studio, alice, FIRST)
    assert told(desk, first) is None
    del searched[:]
    anew = checked(desk, studio, alice, SECOND, unit="SH901")  # of another unit: nothing is known of it
    of_all = len(searched)
    assert told(desk, anew) is None
    del searched[:]
    second = checked(desk, studio, alice, SECOND, version=2)
    assert told(desk, second)["check"] == anew  # the very same file
    assert searched == []
    del searched[:]
    third = checked(desk, studio, alice, FIRST.replace(b"blue", b"teal"), version=3)
    assert 0 < len(searched) < of_all
    spans = [[0, 30_000], [60_000, 65_000]]
    assert told(desk, third) == {"check": second, "version": 2, "known": 2, "of": 3, "spans": spans}
    assert came_to(desk, second) == came_to(desk, anew)
    assert came_to(desk, second)["state"] == ("decided", "decided", "cleared")


def test_it_is_said_at_every_door(desk: Desk, studio: Any, alice: str, capsys: pytest.CaptureFixture[str]) -> None:
    first = checked(desk, studio, alice, FIRST)
    second = checked(desk, studio, alice, SECOND, version=2)
    view = desk.checks.get(studio.people.petra, second)
    words = (
        f"2 of its 3 half minutes are as in version 1 (check {first}), at 0:00 to 0:30, 1:00 to 1:05: where people are in these was "
        "taken from there. The others were searched anew, and who everybody is was compared anew."
    )
    said = shown(view, {}).known
    assert said is not None
    assert said.words == words
    assert [(one.start_ms, one.end_ms) for one in said.spans] == [(0, 30_000), (60_000, 65_000)]
    assert shown(desk.checks.get(studio.people.petra, first), {}).known is None
    _show(view, shown(view, {}).model_dump())
    assert f"  {words}\n" in capsys.readouterr().out
    petra = Visitor(create_app(desk).test_client()).sign_in("petra")
    assert words in petra.get(f"/checks/{second}").text
    assert "half minute" not in petra.get(f"/checks/{first}").text
    performer = shown(desk.checks.get(studio.people.alice, second), {})
    assert performer.known is None


def test_what_is_decided_again_still_says_it(desk: Desk, studio: Any, alice: str) -> None:
    checked(desk, studio, alice, FIRST)
    second = checked(desk, studio, alice, SECOND, version=2)
    before = told(desk, second)
    desk.strikes.throw(studio.people.ursula, "sag_tvtheatrical_2026", studio.production, "yes")
    desk.redecider.run_due()
    assert the(desk, second).verdict != "cleared"
    assert told(desk, second) == before


def test_what_is_kept_is_sealed_and_serves_its_own_stretch_check_and_production_alone(
    desk: Desk, studio: Any, alice: str
) -> None:
    first, other = checked(desk, studio, alice, FIRST), checked(desk, studio, alice, SECOND, unit="SH901")
    row = next(one for one in kept(desk) if one.check_id == first)
    assert b"\x28\0\0\0\x32\0\0\0" in written(opened(desk, row))  # 40, 50: where Alice is
    with desk.db.look() as session:
        assert b"\x28\0\0\0\x32\0\0\0" not in (session.scalar(select(CheckKnown.content)) or b"")
    asking = Check(
        id="K-NEW", production_id=studio.production, unit_key=the(desk, first).unit_key, file_sha256="0" * 64
    )
    assert desk.known_versions.earlier(asking).check == first
    asking.production_id = "PR-OTHER"
    assert desk.known_versions.earlier(asking).check is None
    asking.production_id, asking.unit_key = studio.production, the(desk, other).unit_key
    with desk.db.look() as session, pytest.raises(Unreadable):
        desk.known_versions._opened(session, row, "PR-OTHER")
    for moved in ({"number": 8}, {"check_id": other, "number": 7}):
        with desk.db.engine.begin() as connection:
            connection.execute(update(CheckKnown).where(CheckKnown.id == row.id).values(**moved))
        with pytest.raises(Unreadable):
            opened(desk, next(one for one in kept(desk) if one.id == row.id))
    assert desk.known_versions.earlier(asking).check == other


def opened(desk: Desk, row: CheckKnown) -> dict[bytes, bytes]:
    with desk.db.look() as session:
        return read(desk.known_versions._opened(session, row, the(desk, row.check_id).production_id))


def test_without_its_key_everything_is_searched_again(desk: Desk, studio: Any, alice: str, searched: list[int]) -> None:
    first = checked(desk, studio, alice, FIRST)
    assert [key.removeprefix("N-") for key in desk.keystore.names("N-")] == [first.removeprefix("K-")]
    desk.keystore.destroy(desk.keystore.names("N-")[0])
    del searched[:]
    second = checked(desk, studio, alice, SECOND, version=2)
    assert the(desk, second).state == "decided"
    assert len(searched) == 3
    assert told(desk, second)["known"] == 0


def test_it_is_gone_after_a_while_and_when_a_later_version_is_cleared(
    desk: Desk, studio: Any, alice: str, clock: Any
) -> None:
    first = checked(desk, studio, alice, FIRST)
    assert desk.known_versions.purge() == 0
    second = checked(desk, studio, alice, SECOND, version=2)
    assert the(desk, first).superseded_by == second
    assert desk.known_versions.purge() == 1
    assert [row.check_id for row in kept(desk)] == [second]
    clock.moment = kept(desk)[0].made_at + known.KEPT - timedelta(seconds=1)
    assert desk.known_versions.purge() == 0
    clock.forward(seconds=1)
    assert desk.known_versions.purge() == 1
    assert kept(desk) == []
    assert desk.keystore.names("N-") == []


def test_of_a_check_that_comes_to_nothing_nothing_is_kept(
    desk: Desk, studio: Any, alice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_into(monkeypatch, 3)
    failed = checked(desk, studio, alice, FIRST + b" damaged")
    assert the(desk, failed).state == "failed"
    cancelled = queued(studio, alice, SECOND)
    desk.examiner.run(cancelled)
    desk.examiner.run(cancelled)
    assert [row.check_id for row in kept(desk)] == [cancelled]
    desk.checks.cancel(studio.people.petra, cancelled)
    assert kept(desk) == []
    desk.known_versions.purge()
    assert desk.keystore.names("N-") == []


def test_of_a_still_picture_nothing_is_kept(desk: Desk, studio: Any, alice: str, tmp_path: Path) -> None:
    checked(desk, studio, alice, squares.drawn(tmp_path / "still.png", squares.RED).read_bytes())
    assert kept(desk) == []
