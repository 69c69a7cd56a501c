"""Counter-proposals: other terms, seen term by term, and asked for anew."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import func, select

from registry.approvals import counters as module
from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.permissions import Forbidden
from registry.records.tables.consents import Consent
from registry.records.tables.productions import Declaration
from tests.registry.checks.conftest import as_replica, shows, studio

__all__ = ["shows", "studio"]


@pytest.fixture
def asked(studio: Any, verified_alice: Any) -> str:
    return studio.draft(verified_alice.id)


@pytest.fixture
def use(studio: Any, verified_alice: Any, shows: Any) -> Any:
    studio.consent(verified_alice, "alice", per_use_approval=True)
    return studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))


def test_only_what_would_be_another_is_kept_beside_what_was_asked(desk: Any, people: Any, asked: str) -> None:
    proposed = {"media": ["series"], "territories": ["US"], "max_uses": 2, "per_use_approval": True}
    desk.counters.to_consent(people.alice, asked, proposed, "Two shots, and I see each.")
    (one,) = desk.counters.of_consent(people.petra, asked)
    told = {found.term: (found.asked, found.proposed) for found in one.differences}
    assert told == {"territories": (["US", "CA"], ["US"]), "max_uses": (5, 2), "per_use_approval": (False, True)}
    assert (one.text, one.open) == ("Two shots, and I see each.", True)


def test_taken_up_it_is_a_new_request_on_those_terms_that_waits_for_signature(
    desk: Any, people: Any, studio: Any, asked: str, verified_alice: Any
) -> None:
    counter = desk.counters.to_consent(people.alice, asked, {"max_uses": 2})
    kind, made = desk.counters.take_up(people.petra, counter)
    view = desk.consents.get(people.alice, made)
    assert (kind, view.state, view.scope["max_uses"]) == ("consent", "requested", 2)
    assert desk.consents.get(people.alice, asked).state == "requested"
    studio.signed(made, verified_alice.key, "alice")
    studio.countersigned(made)
    assert desk.consents.get(people.alice, asked).state == "superseded"
    with pytest.raises(Conflict):
        desk.counters.take_up(people.petra, counter)


def test_a_union_that_has_to_countersign_proposes_too(desk: Any, people: Any, asked: str) -> None:
    desk.counters.to_consent(people.ursula, asked, {"valid_until": "2026-12-31"})
    (one,) = desk.counters.of_consent(people.petra, asked)
    assert one.union_id in (None, "players-guild")


def test_other_terms_of_a_use_become_a_draft(desk: Any, people: Any, use: Any) -> None:
    counter = desk.counters.to_use(people.alice, use.id, {"territory": "CA", "alteration": "cosmetic"})
    (one,) = desk.counters.of_check(people.petra, use.id)
    assert one.person == "P1"
    assert [(found.term, found.proposed) for found in one.differences] == [
        ("territory", "CA"),
        ("alteration", "cosmetic"),
    ]
    kind, draft = desk.counters.take_up(people.petra, counter)
    answers = desk.drafts.get(people.petra, draft).draft
    assert (kind, answers["use.territory"], answers["use.alteration"]) == ("draft", "CA", "cosmetic")


@pytest.mark.parametrize(
    "proposed",
    [
        {"max_uses": 5}, {"project_ids": ["PR-OTHER"]}, {"media": ["no such medium"]}, {"max_uses": 0},
        {"valid_until": "2020-01-01"}, {"training": "constrained"}, {"unit": "day"}, {"compensation": None},
    ],
)  # fmt: skip
def test_what_changes_nothing_or_cannot_be_written_is_refused(
    desk: Any, people: Any, asked: str, proposed: Any
) -> None:
    with pytest.raises(Invalid):
        desk.counters.to_consent(people.alice, asked, proposed)


@pytest.mark.parametrize(("asked_for", "proposed"), [(("any", "any"), (2, "shot")), ((5, "shot"), ("any", "any"))])
def test_a_number_of_uses_is_proposed_with_what_it_counts(
    desk: Any, people: Any, studio: Any, verified_alice: Any, asked_for: Any, proposed: Any
) -> None:
    uses, unit = asked_for
    consent = studio.draft(verified_alice.id, max_uses=uses, unit=unit)
    made = desk.counters.to_consent(people.alice, consent, {"max_uses": proposed[0]})
    (one,) = desk.counters.of_consent(people.alice, consent)
    assert [(found.term, found.proposed) for found in one.differences] == list(
        zip(("max_uses", "unit"), proposed, strict=True)
    )
    _kind, again = desk.counters.take_up(people.petra, made)
    scope = desk.consents.get(people.alice, again).scope
    assert (scope["max_uses"], scope["unit"]) == proposed


@pytest.mark.attack("E.counter_by_others")
def test_nobody_who_is_not_asked_proposes_reads_or_takes_up(desk: Any, people: Any, asked: str, use: Any) -> None:
    for name in ("bob", "victor", "petra", "quentin", "nora"):
        who = getattr(people, name)
        with pytest.raises(NotFound):
            desk.counters.to_consent(who, asked, {"max_uses": 2})
        with pytest.raises(NotFound):
            desk.counters.to_use(who, use.id, {"territory": "CA"})
    counter = desk.counters.to_use(people.alice, use.id, {"territory": "CA"})
    for name in ("alice", "bob", "victor", "quentin", "ursula"):
        with pytest.raises((NotFound, Forbidden)):
            desk.counters.take_up(getattr(people, name), counter)
    for name in ("bob", "quentin", "victor"):
        with pytest.raises(NotFound):
            desk.counters.of_check(getattr(people, name), use.id)


@pytest.mark.attack("E.counter_answers")
def test_a_counter_proposal_clears_nothing(desk: Any, people: Any, use: Any) -> None:
    counter = desk.counters.to_use(people.alice, use.id, {"territory": "CA"})
    desk.counters.take_up(people.petra, counter)
    desk.redecider.run_due()
    assert desk.checks.get(people.petra, use.id).verdict == use.verdict != "cleared"


def _there(desk: Any) -> tuple[Any, Any]:
    with desk.db.read() as session:
        return session.scalar(select(func.count(Consent.id))), session.scalar(select(func.count(Declaration.id)))


def test_what_cannot_be_recorded_as_taken_up_asks_for_nothing(
    desk: Any, people: Any, asked: str, use: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [
        desk.counters.to_consent(people.alice, asked, {"max_uses": 2}),
        desk.counters.to_use(people.alice, use.id, {"territory": "CA"}),
    ]
    before = _there(desk)

    def fails(*_given: Any, **_named: Any) -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(module, "record", fails)
        for counter in made:
            with pytest.raises(OSError, match="disk"):
                desk.counters.take_up(people.petra, counter)
    assert _there(desk) == before
    assert [desk.counters.take_up(people.petra, counter)[0] for counter in made] == ["consent", "draft"]


@pytest.mark.attack("E.counter_twice")
def test_taken_up_by_many_at_once_it_is_asked_for_once(desk: Any, people: Any, asked: str) -> None:
    counter, before = desk.counters.to_consent(people.alice, asked, {"max_uses": 2}), _there(desk)

    def take(_number: int) -> bool:
        try:
            desk.counters.take_up(people.petra, counter)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(take, range(4))) == 1
    assert _there(desk) == (before[0] + 1, before[1])
