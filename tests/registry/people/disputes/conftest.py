"""A dispute: Bob, whom the Stage Alliance knows, claims the face of Alice, whom the Players' Guild knows."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from registry.records.tables.performers import Dispute
from tests.registry.conftest import add_key, enrol

__all__ = ["add_key", "enrol"]


@pytest.fixture
def another(desk, people) -> Callable[[str, str | None], str]:
    """`another("nora2", "players-guild")`: somebody more who speaks for that union; None: as neutral. Answers the account."""

    def make(name: str, union: str | None = None) -> str:
        made = desk.accounts.create(people.ada, f"{name}@example.org", name.title()).id
        people.accounts[name] = made
        if union is None:
            desk.neutrals.appoint(people.ada, made)
        else:
            desk.accounts.grant_union(people.ursula if union == "players-guild" else people.victor, made, union)
        return made

    return make


@pytest.fixture
def dispute(desk, people, verified_alice, enrol, another) -> str:
    """Its id. Una speaks for Alice's guild, Viola for Bob's alliance, Nel from outside; none has a part in it."""
    another("una", "players-guild")
    another("viola", "stage-alliance")
    another("nel")
    desk.unions.end_membership(people.bob, people.bob.performer_id, "players-guild")
    desk.unions.claim_membership(people.bob, people.bob.performer_id, "stage-alliance")
    desk.unions.confirm_membership(people.victor, people.bob.performer_id, "stage-alliance")
    assert enrol("bob", face="alice").accepted
    with desk.db.read() as session:
        return session.scalars(select(Dispute)).one().id
