"""What lists read of consents and of decisions is filled for those that were there before."""

from typing import Any

from sqlalchemy import select, text

from registry.records import schema
from registry.records.tables.approvals import CheckNeed
from registry.records.tables.consents import Consent
from tests.registry.checks.conftest import as_replica
from tests.registry.checks.conftest import shows as shows  # the fixtures
from tests.registry.checks.conftest import studio as studio


def rows(desk: Any) -> tuple[list[Any], list[Any]]:
    with desk.db.look() as session:
        consents = select(Consent.id, Consent.ends_at, Consent.barred).order_by(Consent.id)
        needs = select(*CheckNeed.__table__.columns).order_by(*CheckNeed.__table__.primary_key)
        return [*session.execute(consents)], [*session.execute(needs)]


def test_older_rows_are_filled_as_the_newest_program_writes_them(
    studio: Any, people: Any, verified_alice: Any, verified_bob: Any, shows: Any, clock: Any
) -> None:
    desk = studio.desk
    studio.consent(verified_alice, "alice", per_use_approval=True)
    studio.draft(verified_alice.id)
    studio.consent(verified_bob, "bob")
    studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    filmed = as_replica(verified_bob.id, treatment="none", performed_as_shown=True)
    studio.check(shows("bob"), studio.declare(filmed, use=studio.declare()["use"] | {"alteration": None}))
    synthetic = {"treatment": "synthetic", "role": "principal", "performed_as_shown": False}
    studio.check(shows("stranger"), studio.declare(others=synthetic))
    studio.approves = False
    studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    desk.lives.record(people.ursula, verified_bob.id, "death", clock().date(), "a certificate")
    before = rows(desk)
    assert [barred for _id, _ends, barred in before[0] if barred] == ["terminated"]
    kinds = {need.kind for need in before[1]}
    assert kinds >= {"use_approval", "confirmation", "notice", "payment_to_plan", "written"}, kinds
    revisions = schema.revisions()
    with desk.db.engine.begin() as connection:  # these tests make the tables without taking the steps
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        connection.execute(text("INSERT INTO alembic_version VALUES (:newest)"), {"newest": revisions[-1]})
    schema.downgrade(desk.db, revisions[revisions.index("0027_list_rows") - 1])
    schema.upgrade(desk.db)
    assert rows(desk) == before
