"""What waits for whom, and who may read which answers."""

from typing import Any

import pytest

from registry.core.errors import NotFound
from registry.core.paging import PageRequest
from tests.registry.checks.conftest import as_replica


def kinds(desk: Any, who: Any) -> set[str]:
    return {one.kind for one in desk.waiting_lists.page(who).rows}


def test_each_sees_what_waits_for_their_own_answer(
    desk: Any, studio: Any, offices: Any, environment: Any, shows: Any, verified_alice: Any
) -> None:
    view = studio.check(shows("stranger"), environment())
    (one,) = desk.waiting_lists.page(offices.cora).rows
    assert (one.kind, one.check_id, one.answers) == ("written", view.id, ("granted", "refused"))
    assert kinds(desk, offices.nora) == kinds(desk, offices.quentin) == kinds(desk, offices.victor) == set()
    desk.approvals.give(offices.cora, one.kind, "granted", check_id=one.check_id)
    assert desk.waiting_lists.page(offices.cora).rows == ()


def test_a_claim_waits_for_the_performer_and_their_union_by_fact(
    desk: Any, studio: Any, people: Any, verified_alice: Any, shows: Any
) -> None:
    performed = as_replica(verified_alice.id, treatment="none", performed_as_shown=True)
    view = studio.check(shows("alice"), studio.declare(performed, use=studio.declare()["use"] | {"alteration": None}))
    for who in (people.alice, people.ursula):
        found = [one for one in desk.waiting_lists.page(who).rows if one.kind == "confirmation"]
        assert {one.fact for one in found} == {"performed_as_shown", "not_altered"}
        for one in found:
            assert (one.check_id, one.performer_id, one.person) == (view.id, verified_alice.id, "P1")
    assert "confirmation" not in kinds(desk, people.petra) | kinds(desk, people.bob)


def test_a_use_that_asks_for_the_performer_waits_for_the_performer_alone(
    desk: Any, studio: Any, people: Any, verified_alice: Any, shows: Any
) -> None:
    studio.consent(verified_alice, "alice", per_use_approval=True)
    studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    assert kinds(desk, people.alice) == {"use_approval"}
    assert kinds(desk, people.petra) == kinds(desk, people.bob) == set()


def test_a_synthetic_performer_waits_for_notice_then_for_the_union(
    desk: Any, studio: Any, people: Any, verified_alice: Any, shows: Any, clock: Any
) -> None:
    synthetic = {"treatment": "synthetic", "role": "principal", "performed_as_shown": False}
    view = studio.check(shows("stranger"), studio.declare(others=synthetic))
    assert "notice" in kinds(desk, people.petra)
    desk.approvals.give(people.petra, "notice", "sent", check_id=view.id, union_id="players-guild")
    assert "notice" not in kinds(desk, people.petra)
    assert "bargaining" in kinds(desk, people.ursula)
    assert kinds(desk, people.victor) == set()


def test_answers_are_read_by_whom_they_concern(
    desk: Any, studio: Any, offices: Any, verified_alice: Any, shows: Any, clock: Any
) -> None:
    studio.consent(verified_alice, "alice", per_use_approval=True)
    view = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    desk.approvals.give(offices.alice, "use_approval", "refused", check_id=view.id, performer_id=verified_alice.id)
    read = desk.approval_reader.list_for
    assert [one.kind for one in read(offices.petra, view.id)] == ["disclosed"]
    assert [one.kind for one in read(offices.cora, view.id)] == ["disclosed"]
    assert [one.answer for one in read(offices.alice, view.id)] == ["refused"]
    clock.forward(minutes=1)
    desk.approvals.give(offices.alice, "use_approval", "approved", check_id=view.id, performer_id=verified_alice.id)
    told = read(offices.petra, view.id)[-1]
    assert (told.answer, told.person, told.by) == ("approved", "P1", "")
    assert [one.counts for one in read(offices.alice, view.id)] == [False, True]
    with pytest.raises(NotFound):
        read(offices.quentin, view.id)


@pytest.mark.attack("C1.searched")
def test_searching_what_waits_finds_what_a_row_shows_and_nothing_that_it_hides(
    desk: Any, studio: Any, offices: Any, people: Any, verified_alice: Any, shows: Any
) -> None:
    studio.consent(verified_alice, "alice", per_use_approval=True)
    studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    performed = as_replica(verified_alice.id, treatment="none", performed_as_shown=True)
    studio.check(shows("alice"), studio.declare(performed, use=studio.declare()["use"] | {"alteration": None}))
    synthetic = {"treatment": "synthetic", "role": "principal", "performed_as_shown": False}
    studio.check(shows("stranger"), studio.declare(others=synthetic))
    viewers = {name: getattr(offices, name) for name in ("alice", "ursula", "victor", "petra", "cora", "quentin")}
    rows = {name: desk.waiting_for.page(who, size=200).rows for name, who in viewers.items()}
    words = {"P1"} | {text for some in rows.values() for row in some for text in _shown(row)}
    assert "Alice" in words
    assert any(row.shot for row in rows["petra"])
    for name, who in viewers.items():
        for word in words:
            shown = {row.key for row in rows[name] if any(word.lower() in text.lower() for text in _shown(row))}
            found = desk.waiting_for.page(who, PageRequest(search=word), size=200)
            assert {row.key for row in found.rows} == shown, (name, word)
            assert found.count == len(shown)


def _shown(row: Any) -> list[str]:
    texts = (row.production, row.company, row.person, row.shot, row.of if row.kind == "answer" else row.key)
    return [text for text in texts if text]
