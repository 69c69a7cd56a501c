"""A signed consent that its union can no longer countersign lapses: it neither waits for ever nor is given by an ending."""

from typing import Any

import pytest
from sqlalchemy import update

from registry.consents import lapsing
from registry.core.errors import Conflict
from registry.records.tables.unions import UnionMembership
from tests.registry.checks.conftest import AGREEMENT, as_replica, shows, studio
from tests.registry.tampering import written

__all__ = ["shows", "studio"]

GUILD = "players-guild"


@pytest.fixture
def signed(studio: Any, verified_alice: Any) -> str:
    """A consent that Alice has signed and that her union has not countersigned."""
    drafted = studio.draft(verified_alice.id)
    studio.signed(drafted, verified_alice.key, "alice")
    return str(drafted)


def told(desk: Any, who: Any, consent: str, **whom: str) -> list[str]:
    rows = desk.notices.about(who, **whom).rows
    return [one.message for one in rows if one.params.get("consent") == consent]


@pytest.mark.attack("E.offices")
@pytest.mark.parametrize("name", ["alice", "ursula"])
def test_a_membership_that_ends_gives_nothing_and_leaves_nothing_waiting(
    studio: Any, people: Any, verified_alice: Any, shows: Any, signed: str, name: str
) -> None:
    desk, alice = studio.desk, verified_alice.id
    unsigned, given = studio.draft(alice), studio.consent(verified_alice, "alice")
    assert desk.lapses.without(alice, GUILD) == 1
    desk.unions.end_membership(getattr(people, name), alice, GUILD)
    assert [desk.consents.get(people.alice, one).state for one in (signed, unsigned, given)] == [
        "lapsed", "requested", "given",
    ]  # fmt: skip
    view = desk.consents.get(people.petra, signed)
    assert (view.state, desk.consents.history(people.petra, signed)[-1].kind) == ("ended", "consent.signed")
    assert desk.consents.history(people.alice, signed)[-1].kind == "consent.lapsed"
    assert told(desk, people.alice, signed, performer_id=alice)[0] == "notice-consent-lapsed"
    assert told(desk, people.petra, signed, production_id=studio.production) == ["notice-consent-ask-again"]
    rows = {row.id: row.state for row in desk.consent_lists.page(people.alice).rows}
    assert rows[signed] == "lapsed"
    assert signed not in [row.id for row in desk.waiting_for.page(people.ursula).rows]
    for act in (desk.consents.refuse, desk.consents.withdraw):
        with pytest.raises(Conflict):
            act(people.alice, signed)
    desk.consents.confirm_coverage(people.ursula, alice, studio.production, AGREEMENT, False)
    assert desk.consents.get(people.alice, signed).state == "lapsed"


def test_what_lapsed_is_no_paper_of_a_check(
    studio: Any, people: Any, verified_alice: Any, shows: Any, signed: str
) -> None:
    studio.desk.unions.end_membership(people.alice, verified_alice.id, GUILD)
    checked = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    assert checked.verdict == "blocked"


def test_work_that_the_union_said_is_covered_goes_on_waiting_for_it(
    studio: Any, people: Any, verified_alice: Any, signed: str
) -> None:
    desk, alice = studio.desk, verified_alice.id
    desk.consents.confirm_coverage(people.ursula, alice, studio.production, AGREEMENT, True)
    assert desk.lapses.without(alice, GUILD) == 0
    desk.unions.end_membership(people.alice, alice, GUILD)
    assert desk.consents.get(people.alice, signed).missing_countersigners == (GUILD,)
    studio.countersigned(signed)
    assert desk.consents.get(people.alice, signed).state == "given"


@pytest.mark.attack("E.offices")
def test_nobody_s_word_on_something_else_gives_what_lost_its_countersigner(
    studio: Any, people: Any, verified_alice: Any, signed: str
) -> None:
    """The agreement of another union, said of the same work, in the moment before the registry notices."""
    desk = studio.desk
    with written(desk) as session:
        session.execute(update(UnionMembership).values(ended_at=desk.clock()))
    desk.consents.confirm_coverage(people.ursula, verified_alice.id, studio.production, AGREEMENT, False)
    assert desk.consents.get(people.alice, signed).state == "requested"
    assert desk.lapses.due() == 1
    assert desk.consents.get(people.alice, signed).state == "lapsed"
    assert desk.consents.history(people.alice, signed)[-1].actor == lapsing.SYSTEM
    assert desk.lapses.due() == 0


def test_the_operator_hears_of_consents_that_wait_for_a_union_without_anybody(
    studio: Any, people: Any, signed: str
) -> None:
    desk = studio.desk
    with desk.db.look() as session:
        assert lapsing.unattended(session) == []
    desk.offers.lay_down(people.ursula, "union", GUILD, last=True)
    with desk.db.look() as session:
        assert lapsing.unattended(session) == [signed]
    assert desk.consents.get(people.alice, signed).state == "requested", "the next representative can countersign"
    assert desk.lapses.due() == 0
