"""What a production declares cannot stretch a consent, nor tell it who is registered."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from consent.document import as_case_consent, document_digest, new_document
from registry.approvals.established import Established
from registry.checks.deciding.case import Recognition
from registry.consents.records import Filed
from registry.productions.declaration import DeclarationError, parse_declaration
from registry.records.visibility import Role, Viewer, project
from tests.registry.checks.conftest import a_declaration, a_scope, as_replica
from tests.registry.checks.deciding.test_case import APPROVED, FACTS, PERFORMER, PRODUCTION, about, built

NOBODY_KNOWN = Recognition("A1", (1, 2, 30, 40), "none")


def given(**scope: Any) -> Filed:
    document = new_document(
        registry_id="R-ONE",
        consent_id="C-ONE",
        performer={"id": PERFORMER, "name": "Alice"},
        signer={"role": "performer", "name": "Alice", "key_fingerprint": f"SHA256:{'A' * 43}"},
        counterparty={"id": PRODUCTION, "name": "Long Night Ltd"},
        production_id=PRODUCTION,
        scope=a_scope(PRODUCTION, **scope),
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        language="en",
    )
    entry = as_case_consent(
        document,
        person="",
        state="given",
        uses_so_far=0,
        countersigned=True,
        withdrawn_at=None,
        suspended_from=None,
        authority_on_file=None,
        description_specific="yes",
        signed_at="2026-01-01",
    )
    return Filed("C-ONE", document_digest(document), "given", PRODUCTION, True, document, entry)


def verdict(consent: Filed, cast: dict[str, Any] | None = None, **use: Any) -> str:
    declared = a_declaration(
        PRODUCTION, as_replica(PERFORMER, **(cast or {})), use=a_declaration(PRODUCTION)["use"] | use
    )
    said = Established(APPROVED)
    return str(built(declared, facts=about(consents=(consent,)), said=said)[1]["verdict"])


def test_a_face_that_was_found_needs_a_consent_for_the_face_whatever_was_declared() -> None:
    assert verdict(given()) == "cleared"
    assert verdict(given(modalities=["voice"]), {"modalities": ["voice"]}) == "blocked"
    assert verdict(given(modalities=["voice", "face"]), {"modalities": ["voice"]}) == "cleared"


def test_an_ended_consent_does_not_run_again_because_the_use_is_dated_back() -> None:
    assert verdict(given(valid_until="2026-09-01")) == "blocked"
    assert verdict(given(valid_until="2026-09-01"), date="2026-06-01") == "blocked"


def test_that_work_was_finished_before_the_end_is_the_productions_word_alone() -> None:
    assert verdict(given(valid_until="2026-09-01"), new_generation=False) == "needs_approval"
    assert verdict(given(valid_until="2026-09-01"), new_generation=False, generated_on="2026-06-01") == "needs_approval"
    assert verdict(given(), new_generation=False) == "cleared"


def test_a_use_has_at_least_one_line() -> None:
    declared = a_declaration(PRODUCTION, as_replica(PERFORMER))
    with pytest.raises(DeclarationError, match=r"use\.lines"):
        parse_declaration(declared | {"use": declared["use"] | {"lines": 0}})


@pytest.mark.parametrize("performed", [True, False])
@pytest.mark.parametrize("treatment", ["none", "replica_employment_based", "synthetic", "alteration", "tiling"])
def test_a_production_cannot_ask_by_name_who_is_registered(treatment: str, performed: bool) -> None:
    named = as_replica("", treatment=treatment, performed_as_shown=performed) | {"name": "Alice"}
    del named["performer"]
    declared = a_declaration(PRODUCTION, named)
    shown = [
        project(built(declared, NOBODY_KNOWN, facts=facts)[1], Viewer(Role.PRODUCTION), {})
        for facts in (FACTS, replace(FACTS, performers={}))
    ]
    assert shown[0] == shown[1]
