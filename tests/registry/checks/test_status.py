"""The signed status list is read anew exactly when something that it rests on has changed, whoever changed it."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest

from registry.checks.receipts import status
from registry.desk import Desk
from tests.registry.checks.conftest import AGREEMENT, as_replica, shot
from tests.registry.conftest import THRESHOLDS


@pytest.fixture
def read(monkeypatch: Any) -> list[int]:
    """Grows by one whenever the list is read from the records."""
    times: list[int] = []
    real = status.stale_receipts
    monkeypatch.setattr(status, "stale_receipts", lambda *given: times.append(1) or real(*given))
    return times


@pytest.fixture
def another(unattended: Desk) -> Iterator[Desk]:
    """Another process of the same instance."""
    with closing(Desk(unattended.config, unattended.clock, examine=unattended._examine, thresholds=THRESHOLDS)) as desk:
        yield desk


@pytest.fixture
def handed_out(studio: Any, verified_alice: Any, shows: Any) -> str:
    """The receipt of a check that is cleared."""
    studio.consent(verified_alice, "alice", strike_behaviour="suspend_all_use", max_uses=9)
    cleared = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    assert cleared.verdict == "cleared"
    return str(studio.desk.checks.receipt(studio.people.petra, cleared.id)["receipt_id"])


def listed(desk: Desk) -> set[str]:
    return {entry["receipt_id"] for entry in desk.status.stale_list()["stale"]}


def test_while_nothing_changes_it_is_read_once(unattended: Any, handed_out: str, read: list[int], clock: Any) -> None:
    first = unattended.status.stale_list()
    clock.forward(seconds=30)
    again = unattended.status.stale_list()
    assert (read, again["stale"]) == ([1], first["stale"])
    assert again["issued_at"] > first["issued_at"]


def test_what_it_does_not_rest_on_does_not_make_it_be_read_again(
    studio: Any, unattended: Any, people: Any, handed_out: str, read: list[int]
) -> None:
    listed(unattended)
    unattended.accounts.create(people.ada, "somebody@example.org", "Somebody", "a long enough passphrase, this")
    listed(unattended)
    assert read == [1]


@pytest.mark.usefixtures("behind_one_row")
def test_a_change_in_another_process_shows_in_the_very_next_list(
    unattended: Any, another: Desk, people: Any, handed_out: str
) -> None:
    assert listed(unattended) == listed(another) == set()
    another.strikes.throw(people.ursula, AGREEMENT)
    assert listed(unattended) == {handed_out}
    assert unattended.status.counts(handed_out) is False
    another.marking.run()
    assert listed(unattended) == {handed_out}
    another.redecider.run_due()
    assert listed(unattended) == {handed_out}


def test_a_newer_version_of_the_shot_shows_in_the_very_next_list(
    studio: Any, another: Desk, verified_alice: Any, shows: Any
) -> None:
    studio.consent(verified_alice, "alice", max_uses=9)
    first = studio.check(shows("alice"), shot(studio, verified_alice.id, "SH1"))
    receipt = str(studio.desk.checks.receipt(studio.people.petra, first.id)["receipt_id"])
    assert listed(another) == set()
    assert another.status.counts(receipt) is True
    studio.check(shows("alice"), shot(studio, verified_alice.id, "SH1", version=2))
    assert listed(another) == {receipt}
    assert another.status.counts(receipt) is False


def test_an_enrolment_that_may_change_an_answer_shows_in_the_very_next_list(
    studio: Any, another: Desk, verified_alice: Any, shows: Any, enrol: Any
) -> None:
    studio.consent(verified_alice, "alice", max_uses=9)
    view = studio.check(shows("alice", "stranger"), shot(studio, verified_alice.id, "SH1"))
    issued = studio.desk.checks.receipt(studio.people.petra, view.id)["receipt_id"]
    assert listed(another) == set()
    enrol("bob")
    assert listed(another) == {issued}


def test_a_receipt_leaves_the_list_with_the_end_of_its_period(
    unattended: Any, people: Any, handed_out: str, read: list[int], clock: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(status, "PROVEN_FOR", timedelta(days=30))
    unattended.strikes.throw(people.ursula, AGREEMENT)
    assert listed(unattended) == {handed_out}
    clock.forward(days=4)
    assert listed(unattended) == set()
    assert read == [1]
