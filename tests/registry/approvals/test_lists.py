"""What the list of what waits says is what the decisions ask for, less what was answered: for every viewer."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from consent.verdicts import NOT_CLEARED
from registry.approvals.answers import counting, on_record
from registry.approvals.kinds import KINDS
from registry.approvals.waiting import needs
from registry.core import texts
from registry.core.paging import PageRequest
from registry.core.permissions import On, Permission, allowed
from registry.records import productions
from registry.records.checks import people_of, viewer_of
from registry.records.performers import member_unions
from registry.records.tables.checks import Check
from tests.registry.checks.conftest import as_replica

NAMES = ("alice", "bob", "ursula", "victor", "petra", "quentin", "ada", "nora", "cora", "lena")


def derived(desk: Any, who: Any) -> Iterator[tuple[Any, ...]]:
    """The same, from the decisions themselves."""
    with desk.db.look() as session:
        rows = select(Check).where(
            Check.state == "decided", Check.verdict.in_(NOT_CLEARED), Check.superseded_by.is_(None)
        )
        for check in session.scalars(rows):
            viewer, decision = viewer_of(session, who, check), check.decision
            if viewer is None:
                continue
            people, unions = people_of(session, check.id), productions.unions(session, check.production_id)
            said = on_record(session, check.production_id, check.declaration_sha256, check.file_sha256)
            given = {
                (
                    one.kind, one.performer_id, one.union_id if "union" in KINDS[one.kind].bound_to else None,
                    one.params.get("fact"),
                )
                for one in counting(said, desk.clock())
            }  # fmt: skip
            for need in needs(decision.get("told", decision) if viewer.role.makes_it else decision):
                permission = KINDS[need.kind].permission
                performer, name = people.get(need.person or "", (None, None))
                own = unions & who.unions if permission is Permission.APPROVAL_UNION else unions
                for union in sorted(own) if "union" in KINDS[need.kind].bound_to else [None]:
                    of = member_unions(session, performer) if permission is Permission.FACT_CONFIRM else {union}
                    on = On(performer, frozenset(of - {None}), check.production_id)
                    if (need.kind, performer, union, need.fact) not in given and allowed(who, permission, on):
                        told = None if viewer.role.makes_it else name
                        yield check.id, need.kind, need.verdict, need.person, told, union, need.fact, need.consent


def listed(desk: Any, who: Any) -> list[tuple[Any, ...]]:
    return [
        (one.check_id, one.kind, one.verdict, one.person, one.name, one.union_id, one.fact, one.consent_id)
        for one in desk.waiting_lists.page(who, size=1000).rows
    ]


@pytest.fixture
def asked(studio: Any, offices: Any, environment: Any, shows: Any, verified_alice: Any, verified_bob: Any) -> list[Any]:
    """Checks that wait for each kind of side."""
    studio.consent(verified_alice, "alice", per_use_approval=True)
    performed = as_replica(verified_bob.id, treatment="none", performed_as_shown=True)
    synthetic = {"treatment": "synthetic", "role": "principal", "performed_as_shown": False}
    return [
        studio.check(shows("stranger"), environment()),
        studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id))),
        studio.check(shows("bob"), studio.declare(performed, use=studio.declare()["use"] | {"alteration": None})),
        studio.check(shows("stranger"), studio.declare(others=synthetic)),
        studio.check(shows("alice~0.5"), studio.declare(as_replica(verified_alice.id))),
    ]


def assert_same(desk: Any, people: Any) -> int:
    found = 0
    for name in NAMES:
        who = people.__getattr__(name)
        assert sorted(listed(desk, who), key=str) == sorted(derived(desk, who), key=str), name
        found += len(listed(desk, who))
    return found


def test_every_viewer_is_told_what_the_decisions_ask_of_them(
    desk: Any, offices: Any, asked: list[Any], clock: Any, verified_alice: Any
) -> None:
    assert assert_same(desk, offices) >= 8
    synthetic = asked[3].id
    desk.approvals.give(offices.petra, "notice", "sent", check_id=synthetic, union_id="players-guild")
    desk.approvals.give(offices.cora, "written", "refused", check_id=asked[0].id)
    desk.approvals.give(offices.alice, "use_approval", "approved", check_id=asked[1].id, performer_id=verified_alice.id)
    assert_same(desk, offices)
    clock.forward(days=400)  # what was answered for a time waits again
    assert_same(desk, offices)


def test_an_agent_and_a_second_union_see_no_more(
    desk: Any, offices: Any, asked: list[Any], verified_alice: Any
) -> None:
    claim = desk.representations.claim(
        offices.alice, offices.accounts["nora"], verified_alice.id, "manager", "a contract"
    )
    offices.accept("nora")
    desk.representations.confirm(offices.ursula, claim.id)
    desk.accounts.grant_union(offices.ursula, offices.accounts["victor"], "players-guild")
    offices.accept("victor")
    assert listed(desk, offices.nora)
    assert_same(desk, offices)


def test_the_list_is_searched_filtered_and_paged(desk: Any, offices: Any, asked: list[Any]) -> None:
    page = desk.waiting_lists.page
    everything = listed(desk, offices.ursula)
    seen, one = [], page(offices.ursula, size=1)
    while True:
        seen += [(row.check_id, row.kind, row.fact) for row in one.rows]
        if one.next is None:
            break
        one = page(offices.ursula, PageRequest(one.next), size=1)
    assert sorted(seen, key=str) == sorted(((row[0], row[1], row[6]) for row in everything), key=str)
    assert one.count == len(everything)
    kinds = {row.kind for row in page(offices.ursula, PageRequest(chosen={"kind": "confirmation"})).rows}
    assert kinds == {"confirmation"}
    assert {row.name for row in page(offices.ursula, PageRequest(search="bob")).rows} == {"Bob"}
    assert page(offices.petra, PageRequest(search="bob")).count == 0  # whoever makes it knows nobody by name here


def test_every_kind_of_answer_has_its_words():
    """A kind without them would break the page of whoever is to answer it."""
    named = [f"approval-{kind}" for kind in KINDS] + [f"approval-{kind}-help" for kind in KINDS]
    words = {word for kind in KINDS.values() for word in kind.answers}
    wanted = [*named, *(f"give-{word}" for word in words), *(f"gave-{word}" for word in words)]
    assert [name for name in wanted if not texts.CATALOGUE.has(name)] == []
