"""Uses are counted at clearance: versions of a unit once, temporary material never, the last use only once."""

from collections import Counter
from typing import Any

from sqlalchemy import select

from registry.records.events import EventKind
from registry.records.tables.consents import ConsentUse
from registry.records.tables.ledger import Event
from tests.registry.checks.conftest import race, shot


def held_units(desk: Any) -> list[str]:
    with desk.db.read() as session:
        rows = session.scalars(select(ConsentUse.unit_key).where(ConsentUse.released_at.is_(None)))
        return sorted(key.rsplit("/", 1)[1] for key in rows)


def test_versions_of_one_unit_are_one_use(studio: Any, verified_alice: Any, shows: Any) -> None:
    studio.consent(verified_alice, "alice", max_uses=1)
    views = [studio.check(shows("alice"), shot(studio, verified_alice.id, "SH1", version)) for version in (1, 2, 3)]
    assert [view.verdict for view in views] == ["cleared"] * 3
    assert held_units(studio.desk) == ["SH1"]
    assert studio.check(shows("alice"), shot(studio, verified_alice.id, "SH2")).verdict == "blocked"


def test_a_later_version_supersedes_the_receipt_of_an_earlier_one(studio: Any, verified_alice: Any, shows: Any) -> None:
    studio.consent(verified_alice, "alice")
    first = studio.check(shows("alice"), shot(studio, verified_alice.id, "SH1", 1))
    second = studio.check(shows("alice"), shot(studio, verified_alice.id, "SH1", 2))
    again = studio.desk.checks.get(studio.people.petra, first.id)
    assert (again.superseded, second.superseded) == (True, False)


def test_temporary_material_is_not_counted(studio: Any, verified_alice: Any, shows: Any) -> None:
    studio.consent(verified_alice, "alice", max_uses=1)
    temporary = shot(studio, verified_alice.id, "SH1", asset={"stage": "temp", "element": "performance"})
    assert studio.check(shows("alice"), temporary).verdict == "cleared"
    assert held_units(studio.desk) == []


def test_what_is_not_cleared_is_not_counted(studio: Any, verified_alice: Any, shows: Any) -> None:
    studio.consent(verified_alice, "alice")
    studio.check(shows("alice", "alice"), shot(studio, verified_alice.id, "SH1"))
    assert held_units(studio.desk) == []


def test_a_reservation_is_released_when_a_later_version_rests_on_another_consent(
    studio: Any, verified_alice: Any, shows: Any, people: Any
) -> None:
    old = studio.consent(verified_alice, "alice")
    studio.check(shows("alice"), shot(studio, verified_alice.id, "SH1", 1))
    studio.desk.consents.withdraw(people.alice, old)
    new = studio.consent(verified_alice, "alice", description="Mara is shown as a young girl in the hallway again.")
    view = studio.check(shows("alice"), shot(studio, verified_alice.id, "SH1", 2))
    with studio.desk.db.read() as session:
        rows = {row.consent_id: row.released_at for row in session.scalars(select(ConsentUse))}
    assert view.verdict == "cleared"
    assert rows[old] is not None
    assert rows[new] is None


def test_twenty_checks_racing_for_the_last_use_clear_exactly_one(
    studio: Any, verified_alice: Any, shows: Any, desk: Any
) -> None:
    studio.consent(verified_alice, "alice", max_uses=1)
    ended = race(studio, verified_alice.id, [shows("alice") for _ in range(20)])
    assert sorted(check.verdict or "" for check in ended) == ["blocked"] * 19 + ["cleared"]
    assert len(held_units(desk)) == 1
    with desk.db.read() as session:
        counted = session.scalars(select(Event).where(Event.kind == EventKind.USE_COUNTED)).all()
    assert len(counted) == 1


def test_where_a_consent_counts_lines_each_line_is_a_use(studio: Any, verified_alice: Any, shows: Any) -> None:
    studio.consent(verified_alice, "alice", max_uses=10, unit="line")

    def spoken(unit: str, version: int, lines: int) -> str:
        declared = shot(studio, verified_alice.id, unit, version)
        view = studio.check(shows("alice"), declared | {"use": declared["use"] | {"lines": lines}})
        return str(view.verdict)

    assert spoken("SH1", 1, 6) == "cleared"
    assert spoken("SH2", 1, 6) == "blocked"
    assert spoken("SH1", 2, 3) == "cleared"  # the same unit, now shorter
    assert spoken("SH2", 2, 6) == "cleared"
    assert list(miscounted(studio.desk)) == []


def miscounted(desk: Any) -> list[str]:
    """Consents of which the records count another number of uses than the ledger."""
    told: Counter[str] = Counter()
    with desk.db.read() as session:
        rows = select(ConsentUse.consent_id, ConsentUse.amount).where(ConsentUse.released_at.is_(None))
        for consent, amount in session.execute(rows):
            told[consent] -= amount
        for kind, step in ((EventKind.USE_COUNTED, 1), (EventKind.USE_RELEASED, -1)):
            for event in session.scalars(select(Event).where(Event.kind == kind)):
                told[event.subject] += step * event.details["amount"]
    return sorted(consent for consent, difference in told.items() if difference)
