"""A record that was changed behind the ledger's back clears nothing, and is found."""

from typing import Any

import pytest
from sqlalchemy import text

from registry.audit.service import Audit
from tests.registry.checks.conftest import shot

pytestmark = pytest.mark.slow


def alter(desk: Any, statement: str) -> None:
    with desk.db.engine.execution_options(write=True).begin() as connection:
        connection.execute(text(statement))


@pytest.fixture
def given(studio: Any, verified_alice: Any) -> str:
    return str(studio.consent(verified_alice, "alice"))


def test_untouched_records_say_what_the_ledger_says(studio: Any, given: str, verified_alice: Any, shows: Any) -> None:
    studio.check(shows("alice"), shot(studio, verified_alice.id, "SH1"))
    desk = studio.desk
    assert Audit(desk.db).altered_records() == []
    desk.consents.withdraw(studio.people.alice, given)
    desk.performers.forget(studio.people.alice, verified_alice.id)
    assert Audit(desk.db).altered_records() == []


def test_a_withdrawal_cannot_be_undone_in_the_database(
    studio: Any,
    given: str,
    verified_alice: Any,
    shows: Any,
) -> None:
    studio.desk.consents.withdraw(studio.people.alice, given)
    alter(studio.desk, "UPDATE consent SET state = 'given', withdrawn_at = NULL, withdrawn_by = NULL")
    assert studio.check(shows("alice"), shot(studio, verified_alice.id, "SH1")).verdict == "blocked"
    assert Audit(studio.desk.db).altered_records() == [given]


def test_a_revoked_key_cannot_be_restored_in_the_database(
    studio: Any,
    given: str,
    verified_alice: Any,
    shows: Any,
) -> None:
    fingerprint = verified_alice.key.fingerprint
    studio.desk.performers.revoke_key(studio.people.alice, verified_alice.id, fingerprint)
    alter(studio.desk, "UPDATE performer_key SET revoked_at = NULL")
    assert studio.check(shows("alice"), shot(studio, verified_alice.id, "SH1")).verdict == "blocked"
    assert Audit(studio.desk.db).altered_records() == [fingerprint]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM template",
        "UPDATE template SET ciphertext = nonce",
        "DELETE FROM consent_use",
        "UPDATE consent SET document = replace(document, '\"US\"', '\"BR\"')",
    ],
)
def test_what_protects_cannot_be_taken_away_unseen(
    studio: Any,
    given: str,
    verified_alice: Any,
    shows: Any,
    statement: str,
) -> None:
    studio.check(shows("alice"), shot(studio, verified_alice.id, "SH1"))
    alter(studio.desk, statement)
    expected = verified_alice.id if "template" in statement else given
    assert Audit(studio.desk.db).altered_records() == [expected]
