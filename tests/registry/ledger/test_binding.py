"""A session under watch: what it reads was proven, what it changes is bound, and there is no other way to change it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, text, update

from registry.core.database import UNPROVEN, Database
from registry.core.errors import RecordsAltered
from registry.ledger.binding import watch_of
from registry.ledger.changing import UnboundChange
from registry.ledger.record import record
from registry.records.events import EventKind
from registry.records.tables.accounts import Account
from registry.records.tables.approvals import StandingPreference
from registry.records.tables.ledger import Event, LedgerHead
from registry.records.tables.performers import Performer
from registry.records.tables.unions import Union, UnionMembership
from tests.registry.tampering import alter, chain, written

AT = datetime(2026, 10, 5, tzinfo=UTC)


def a_union(id: str = "crew", name: str = "Crew") -> Union:
    return Union(id=id, name=name, contact="", calendar="US", created_at=AT)


def found(desk: Any, statement: Any) -> tuple[str, str]:
    """What is wrong where a statement is about to read."""
    with pytest.raises(RecordsAltered) as caught, desk.db.read() as session:
        session.execute(statement).all()
    return caught.value.table, caught.value.what


def test_a_row_that_was_altered_taken_away_or_invented_is_found_where_it_is_read(desk, people):
    alice = select(Performer).where(Performer.id == people.alice.performer_id)
    members = select(UnionMembership.union_id).where(UnionMembership.performer_id == people.alice.performer_id)
    with desk.db.read() as session:
        assert session.scalars(members).all() == ["players-guild"]
    alter(desk, "UPDATE performer SET life = 'deceased'")
    assert found(desk, alice) == ("performer", "altered")
    alter(desk, "UPDATE performer SET life = 'living'")
    with desk.db.read() as session:
        assert session.scalars(alice).one().life == "living"
    alter(desk, "UPDATE union_membership SET id = id + 100")
    assert found(desk, members) == ("union_membership", "missing")
    alter(desk, "UPDATE union_membership SET id = id - 100")
    alter(desk, "INSERT INTO union_membership (id, union_id, performer_id, claimed_at) "
                f"SELECT 900, 'stage-alliance', '{people.alice.performer_id}', min(claimed_at) FROM union_membership")  # fmt: skip
    assert found(desk, members) == ("union_membership", "unknown")
    alter(desk, "DELETE FROM union_membership")
    assert found(desk, members) == ("union_membership", "missing")


def test_what_is_not_read_by_what_it_is_looked_up_by_is_compared_as_a_whole(desk, people):
    named = select(Performer.id).where(Performer.name == "Alice")
    with desk.db.read() as session:
        assert session.scalars(named).all() == [people.alice.performer_id]
    alter(desk, "UPDATE performer SET name = 'Alice' WHERE name = 'Bob'")
    assert found(desk, named) == ("performer", "altered")
    with desk.db.look() as session:
        assert len(session.scalars(named).all()) == 2  # whoever only looks is not kept back


def test_a_value_that_means_the_same_to_python_is_another_value(desk, people):
    with written(desk) as session:
        session.get_one(Account, people.accounts["nora"]).is_administrator = True
    alter(desk, "UPDATE account SET is_administrator = 2 WHERE name = 'Nora'")
    assert found(desk, select(Account).where(Account.email == "nora@example.org")) == ("account", "altered")


def test_a_transaction_proves_by_what_it_has_changed_itself(desk, people):
    alice = people.alice.performer_id
    with written(desk) as session:
        for value in ("prohibited", "allowed"):
            row = StandingPreference(
                id=f"SP-{value}",
                performer_id=alice,
                source="own",
                value=value,
                declared_on=AT,
                recorded_by="A",
                recorded_at=AT,
            )
            session.add(row)
            session.flush()
        mine = select(StandingPreference).where(StandingPreference.performer_id == alice)
        assert len(session.scalars(mine).all()) == 2
        session.execute(update(StandingPreference).where(StandingPreference.id == row.id).values(modality="voice"))
        session.execute(delete(StandingPreference).where(StandingPreference.value == "prohibited"))
        assert [row.modality for row in session.scalars(mine)] == ["voice"]
        row.performer_id = people.bob.performer_id
        session.flush()
        assert session.scalars(mine).all() == []
    with desk.db.read() as session:
        of_bob = select(StandingPreference.id).where(StandingPreference.performer_id == people.bob.performer_id)
        assert session.scalars(of_bob).all() == ["SP-allowed"]
    assert desk.audit.altered_records() == []


@pytest.mark.parametrize(
    "act",
    [
        lambda session, id: setattr(session.get_one(Account, id), "locale", "de"),
        lambda session, id: session.execute(update(Account).where(Account.id == id).values(locale="de")),
        lambda session, id: session.execute(update(Account).values(locale="de")),
        lambda session, id: session.execute(delete(Account).where(Account.id == id)),
        lambda session, id: session.merge(Account(id=id, locale="de")),
    ],
)
def test_no_change_covers_up_another_one(desk, people, act):
    alter(desk, "UPDATE account SET is_administrator = 1 WHERE name = 'Nora'")
    with pytest.raises(RecordsAltered), written(desk) as session:
        act(session, people.accounts["nora"])
    with pytest.raises(RecordsAltered):
        desk.accounts.identity(people.accounts["nora"])


def test_a_key_that_becomes_free_behind_the_back_is_not_given_out_again(desk, people):
    alter(desk, "DELETE FROM union_membership WHERE id = (SELECT max(id) FROM union_membership)")
    with pytest.raises(RecordsAltered) as caught, written(desk) as session:
        session.add(UnionMembership(union_id="stage-alliance", performer_id=people.alice.performer_id, claimed_at=AT))
    assert (caught.value.table, caught.value.what) == ("union_membership", "missing")


@pytest.mark.parametrize(
    "act",
    [
        lambda session: session.execute(text("UPDATE union_ SET contact = 'x'")),
        lambda session: session.connection().execute(update(Union).values(contact="x")),
        lambda session: session.connection().exec_driver_sql("DELETE FROM union_"),
        lambda session: session.execute(insert(UnionMembership).values(union_id="crew")),
    ],
)
def test_there_is_no_other_way_to_change_a_record(desk, people, act):
    with written(desk) as session:
        session.scalars(select(Union)).all()
        with pytest.raises(UnboundChange):
            act(session)


def test_many_rows_are_bound_at_once(desk):
    with written(desk) as session:
        rows = [{"id": f"u{number}", "name": f"U{number}", "contact": "", "calendar": "US", "created_at": AT}
                for number in range(20)]  # fmt: skip
        session.execute(insert(Union), rows)
        session.execute(update(Union).where(Union.id.in_(["u1", "u2"])).values(contact="x"))
        session.execute(delete(Union).where(Union.id == "u3"))
    with desk.db.read() as session:
        assert len(session.scalars(select(Union)).all()) == 19
    assert desk.audit.altered_records() == []


def test_the_last_event_of_a_transaction_names_the_root_and_the_head_is_signed(desk, people):
    with written(desk) as session:
        session.add(a_union())
    with desk.db.look() as session:
        last = session.scalars(select(Event).order_by(Event.index.desc()).limit(1)).one()
        head = session.scalars(select(LedgerHead)).one()
    assert (last.kind, last.subject, last.details["rows"]) == ("records.bound", "records", 1)
    assert set(last.details) == {"root", "rows"}  # nothing by which anybody could guess at a record
    assert head.signed["records"] == last.details["root"]
    assert (
        (head.signed["index"], head.signed["hash"]) == (last.index, last.hash) == (chain(desk).index, chain(desk).hash)
    )


def test_what_is_not_bound_changes_without_an_event_and_everything_else_with_one(desk, people):
    before = chain(desk).index
    with desk.db.write() as session:
        session.get_one(Account, people.accounts["alice"]).failed_attempts = 3
    assert chain(desk).index == before
    with desk.db.write() as session:
        session.get_one(Account, people.accounts["alice"]).locale = "de"  # no event of its own, and bound all the same
    assert chain(desk).index == before + 1
    assert desk.audit.altered_records() == []


def test_what_failed_is_not_bound(desk, people):
    before = chain(desk)

    def fail() -> None:
        with written(desk) as session:
            session.add(a_union())
            session.flush()
            raise RuntimeError("power failure")

    with pytest.raises(RuntimeError):
        fail()
    assert chain(desk) == before
    with written(desk) as session:
        session.add(a_union())
    assert desk.audit.altered_records() == []


def test_a_trigger_that_writes_along_is_found_before_anything_is_written(desk, people):
    alter(desk, "CREATE TRIGGER along AFTER INSERT ON union_ BEGIN UPDATE account SET is_administrator = 1; END")
    with pytest.raises(RecordsAltered) as caught, written(desk) as session:
        session.add(a_union())
    assert (caught.value.table, caught.value.key) == ("schema", "along")
    assert ("schema", "along") in [(one.table, one.key) for one in desk.audit.altered_records()]


def test_a_key_that_no_longer_holds_shows_in_the_audit(desk, people):
    alter(desk, "DROP INDEX ix_union_membership_union_id")
    assert [one.table for one in desk.audit.altered_records()] == ["schema"]


def test_a_caller_who_proves_a_table_in_another_way_says_which(desk, people):
    alter(desk, "UPDATE performer SET life = 'deceased'")
    with desk.db.read() as session:
        rows = session.scalars(select(Performer), execution_options={UNPROVEN: {"performer"}}).all()
        assert len(rows) == 2
        watch = watch_of(session)
        with pytest.raises(RecordsAltered):
            watch.prove(watch.tables["performer"], "performer", [(rows[0].id,)])


def test_what_was_found_is_noted_once_for_the_operator_and_is_over_when_somebody_has_looked(desk, people):
    bob = people.bob.performer_id
    alter(desk, "UPDATE performer SET life = 'deceased' WHERE name = 'Bob'")
    for _ in range(3):
        found(desk, select(Performer))
    (noted,) = desk.bindings.noticed.read()
    assert (noted["table"], noted["key"], noted["what"]) == ("performer", bob, "altered")
    assert [str(one) for one in desk.audit.altered_records()] == [f"performer {bob}: altered"]
    assert desk.bindings.noticed.read()
    alter(desk, "UPDATE performer SET life = 'living' WHERE name = 'Bob'")
    assert desk.audit.altered_records() == []
    assert desk.bindings.noticed.read() == []


def test_what_an_audit_finds_is_noted_too(desk, people):
    alter(desk, "UPDATE performer SET life = 'deceased' WHERE name = 'Bob'")
    assert desk.bindings.noticed.read() == []
    assert len(desk.audit.altered_records()) == 1
    assert [noted["table"] for noted in desk.bindings.noticed.read()] == ["performer"]
    with pytest.raises(RecordsAltered):
        desk.status.stale_list()


def test_a_database_without_a_guard_can_only_be_looked_at(desk, people):
    bare = Database(desk.config.url)
    with bare.look() as session:
        assert len(session.scalars(select(Performer)).all()) == 2
    for opened in (bare.read, bare.write):
        with pytest.raises(RuntimeError, match="without a guard"), opened():
            pass
    bare.close()


def test_an_event_alone_is_signed_too(desk, people):
    with desk.db.write() as session:
        record(session, "system", EventKind.INSTANCE_CREATED, "instance")
    assert desk.audit.verify() == chain(desk)
