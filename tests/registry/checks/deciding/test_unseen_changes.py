"""What changes for a performer or a union, and is none of a production's business, shows it nothing: no new receipt."""

from typing import Any

import pytest

from registry.checks.deciding.decider import decision_digest
from registry.records.tables.checks import Check
from tests.registry.checks.conftest import as_replica


@pytest.mark.parametrize("meanwhile", [None, "bob"])
def test_a_refusal_in_place_of_a_silence_changes_nothing_that_the_production_sees(
    studio: Any, verified_alice: Any, shows: Any, people: Any, make_verified: Any, meanwhile: str | None
) -> None:
    consent = studio.draft(verified_alice.id)
    view = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    if meanwhile is not None:  # somebody is enrolled, and the receipt is outdated by that alone
        make_verified(meanwhile)
    before = page(studio, view.id)
    studio.desk.consents.refuse(people.alice, consent)
    studio.desk.redecider.run_due()
    assert page(studio, view.id) == before
    assert "refused" in str(studio.desk.checks.get(people.ursula, view.id).result)


def test_the_same_decision_has_another_digest_each_time(studio: Any, verified_alice: Any, shows: Any) -> None:
    """Else a production could guess at the reasons that it is not shown and compare digests."""
    declaration = studio.declare(as_replica(verified_alice.id))
    digests = set()
    for _ in range(2):
        view = studio.check(shows("alice"), declaration)
        with studio.desk.db.read() as session:
            check = session.get_one(Check, view.id)
        assert check.receipt["decision_sha256"] == decision_digest(check.decision)
        digests.add(check.receipt["decision_sha256"])
    assert len(digests) == 2


def page(studio: Any, check_id: str) -> tuple[Any, ...]:
    """Everything of a check that its production can get at."""
    petra, desk = studio.people.petra, studio.desk
    notices = [
        (notice.message, notice.params) for notice in desk.notices.about(petra, production_id=studio.production).rows
    ]
    return desk.checks.get(petra, check_id), desk.checks.receipt(petra, check_id), notices
