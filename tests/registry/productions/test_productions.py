"""Productions: registered by whoever works for them; an agreement counts once its union has confirmed it."""

from typing import Any

import pytest
from sqlalchemy import event

from registry.core.errors import Invalid, NotFound
from registry.core.permissions import ANONYMOUS, Forbidden
from registry.people.accounts.offices import Office
from tests.registry.conftest import written_down

AGREEMENT = "sag_tvtheatrical_2026"


@pytest.fixture
def made(desk: Any, people: Any) -> Any:
    return desk.productions.create(people.nora, "Night", "Ltd", "series", agreements=[AGREEMENT, AGREEMENT])


def test_whoever_registers_a_production_becomes_its_first_member(desk: Any, people: Any, made: Any) -> None:
    assert people.nora.productions == {made.id}
    assert desk.productions.get(people.nora, made.id).title == "Night"
    assert [row.id for row in desk.productions.list_for(people.nora)] == [made.id]


def test_its_agreement_counts_once_the_union_has_confirmed_it(desk: Any, people: Any, made: Any) -> None:
    [declared] = desk.productions.agreements(people.nora, made.id)
    assert declared.confirmed_at is None
    for other in (people.nora, people.victor, people.ada, people.alice):
        with pytest.raises(Forbidden):
            desk.productions.confirm_agreement(other, made.id, AGREEMENT)
    first = desk.productions.confirm_agreement(people.ursula, made.id, AGREEMENT).confirmed_at
    assert desk.productions.confirm_agreement(people.ursula, made.id, AGREEMENT).confirmed_at == first


def test_the_agreement_s_union_sees_the_production_and_nobody_else_does(desk: Any, people: Any, made: Any) -> None:
    assert [row.id for row in desk.productions.list_for(people.ursula)] == [made.id]
    for other in (people.victor, people.petra, people.alice, people.ada, ANONYMOUS):
        with pytest.raises(NotFound):
            desk.productions.get(other, made.id)
        assert made.id not in [row.id for row in desk.productions.list_for(other)]


def test_what_was_declared_waits_for_the_agreement_s_union_until_it_is_confirmed(
    desk: Any, people: Any, made: Any
) -> None:
    statements: list[str] = []
    event.listen(desk.db.engine, "before_cursor_execute", lambda *sent: statements.append(sent[2]))
    ursula = people.ursula
    statements.clear()
    (only,) = desk.productions.declared_to(ursula, "players-guild")
    asked = len(statements)
    assert (only[0].id, only[1].agreement) == (made.id, AGREEMENT)
    other = desk.productions.create(people.quentin, "Day", "Ltd", "series", agreements=[AGREEMENT])
    statements.clear()
    assert len(desk.productions.declared_to(ursula, "players-guild")) == 2
    assert len(statements) == asked  # however many there are
    desk.productions.confirm_agreement(people.ursula, made.id, AGREEMENT)
    assert [one.id for one, _of in desk.productions.declared_to(people.ursula, "players-guild")] == [other.id]
    for stranger in (people.victor, people.quentin, people.ada):
        with pytest.raises(Forbidden):
            desk.productions.declared_to(stranger, "players-guild")
    written_down(desk, people.accounts["ursula"], Office.MEMBER, other.id)
    assert desk.productions.declared_to(people.ursula, "players-guild") == []  # of one's own, somebody else says so


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", " "),
        ("company", "a\nb"),
        ("kind", "opera"),
        ("commissioner", "somebody"),
        ("jurisdiction", "Atlantis"),
        ("time_zone", "Mars/Olympus"),
        ("agreements", ["wga_2026"]),
    ],
)
def test_a_wrong_field_is_named(desk: Any, people: Any, field: str, value: Any) -> None:
    given = {"title": "Night", "company": "Ltd", "kind": "series"} | {field: value}
    with pytest.raises(Invalid) as told:
        desk.productions.create(people.nora, **given)
    assert field in told.value.fields
    assert desk.productions.list_for(people.nora) == []


def test_nobody_registers_without_signing_in(desk: Any, people: Any) -> None:
    with pytest.raises(Forbidden):
        desk.productions.create(ANONYMOUS, "Night", "Ltd", "series")
