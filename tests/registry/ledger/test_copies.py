"""Rows that lists read are copies of decisions: the audit makes them again and names every one that is not the same."""

from typing import Any

import pytest
from sqlalchemy import func, select

from registry.approvals.copied import COPIES
from registry.ledger.layout import UNBOUND
from registry.records.tables.approvals import CheckNeed
from registry.records.tables.checks import CheckReason
from tests.registry.checks.conftest import as_replica, shot
from tests.registry.tampering import alter

OF_NO_CHECK = """INSERT INTO check_reason (check_id, told, position, layer, verdict, message)
    VALUES ('K-NONE', 1, 0, 'check', 'cleared', 'x')"""


@pytest.fixture
def decided(studio: Any, verified_alice: Any, shows: Any) -> Any:
    """Checks that are cleared, refused, that wait for somebody, that failed, and that were decided again."""
    given = studio.consent(verified_alice, "alice")
    studio.check(shows("alice"), shot(studio, verified_alice.id, "SH1"))
    studio.check(b"damaged", studio.declare())
    studio.check(shows("stranger"), studio.declare(as_replica(verified_alice.id)))
    studio.approves = False
    studio.check(shows("alice"), shot(studio, verified_alice.id, "SH2"))
    studio.desk.consents.withdraw(studio.people.alice, given)
    studio.desk.redecider.run_due()
    with studio.desk.db.look() as session:
        assert all(session.scalar(select(func.count()).select_from(table)) for table in (CheckReason, CheckNeed))
    return studio.desk


def test_what_is_copied_is_what_the_decisions_say(decided: Any) -> None:
    assert decided.audit.altered_records() == []


@pytest.mark.parametrize(
    ("change", "table", "what"),
    [
        ("UPDATE check_reason SET verdict = 'cleared'", "check_reason", "altered"),
        ("UPDATE check_reason SET rule = 'another/rule'", "check_reason", "altered"),
        ("UPDATE check_reason SET performer_id = NULL", "check_reason", "altered"),
        ("UPDATE check_reason SET position = position + 100", "check_reason", "missing"),
        ("DELETE FROM check_reason", "check_reason", "missing"),
        ("UPDATE check_need SET kind = 'notice'", "check_need", "altered"),
        ("DELETE FROM check_need", "check_need", "missing"),
        (
            "INSERT INTO check_need SELECT check_id, told, position + 100, production_id, since, kind, verdict, person, "
            "performer_id, fact, consent_id, of_unions FROM check_need",
            "check_need",
            "unknown",
        ),
    ],
)
def test_what_is_altered_missing_or_too_much_is_named(decided: Any, change: str, table: str, what: str) -> None:
    alter(decided, change)
    found = decided.audit.altered_records()
    assert {altered.table for altered in found} == {table}
    assert what in {altered.what for altered in found}
    assert decided.bindings.noticed.read() != []


def test_a_row_of_no_check_is_named(decided: Any) -> None:
    with decided.db.engine.connect() as connection:
        for statement in ("PRAGMA foreign_keys=OFF", OF_NO_CHECK, "PRAGMA foreign_keys=ON"):
            connection.connection.execute(statement)
    assert [(one.table, one.what) for one in decided.audit.altered_records()] == [("check_reason", "unknown")]


def test_every_table_that_is_copied_from_decisions_is_made_again() -> None:
    copied = {place.partition(".")[0] for place, why in UNBOUND.items() if "copied from the check's decision" in why}
    assert {table.__tablename__ for table in COPIES} == copied
