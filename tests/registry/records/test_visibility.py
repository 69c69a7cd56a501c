"""What a production learns: never that somebody refused or withdrew; what performer and union see instead."""

import json
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consent.clearance import decide
from consent.document import as_case_consent, document_digest, new_document
from consent.signature import new_key
from registry.checks.deciding.case import Recognition, build
from registry.checks.deciding.combining import combine
from registry.checks.deciding.facts import CheckFacts, PerformerFacts, ProductionFacts
from registry.checks.deciding.known_error import in_words
from registry.consents.records import Filed
from registry.productions.declaration import parse_declaration
from registry.records.performers import IdentityStanding
from registry.records.visibility import Role, Viewer, project, shown_state
from tests.common.examples import examples
from tests.registry.checks.conftest import a_declaration, a_scope, as_replica

AGREEMENT, UNION, PRODUCTION, PERFORMER = "sag_tvtheatrical_2026", "players-guild", "PR-ONE", "P-ALICE"
ENDED = ("refused", "withdrawn", "terminated", "invalidated", "suspended")
REPLICAS = ("replica_employment_based", "replica_no_scan", "replica_independent", "replica_background")
KEY = new_key()


def filed(state: str, number: int = 1, **scope: Any) -> Filed:
    """A consent of Alice to this production in that state."""
    document = new_document(
        registry_id="R-1",
        consent_id=f"C-{number}",
        performer={"id": PERFORMER, "name": "Alice"},
        signer={"role": "performer", "name": "Alice", "key_fingerprint": KEY.fingerprint},
        counterparty={"id": PRODUCTION, "name": "Ltd"},
        production_id=PRODUCTION,
        scope=a_scope(PRODUCTION, **scope),
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        nonce=bytes(16),
    )
    entry = as_case_consent(
        document,
        person="",
        state=state,
        uses_so_far=0,
        countersigned=True,
        withdrawn_at="2026-02-01T00:00:00Z" if state == "withdrawn" else None,
        suspended_from="2026-02-01T00:00:00Z" if state == "suspended" else None,
        description_specific="yes",
    )
    return Filed(f"C-{number}", document_digest(document), state, PRODUCTION, True, document, entry)


def decided(
    consents: tuple[Filed, ...] = (), standing: IdentityStanding = IdentityStanding.VERIFIED, **declared: Any
) -> tuple[dict[str, Any], dict[str, tuple[str, str]]]:
    """The decision on a picture of Alice, and the people behind its pseudonyms."""
    cast = as_replica(PERFORMER, **declared.pop("cast", {}))
    alice = PerformerFacts(
        PERFORMER, "Alice", standing, "living", None, None, frozenset({UNION}), {AGREEMENT: True}, consents
    )
    facts = CheckFacts(
        datetime(2026, 10, 5, 9, tzinfo=UTC),
        date(2026, 10, 5),
        ProductionFacts(PRODUCTION, "series", "other", {AGREEMENT: True}, None, None, ZoneInfo("UTC")),
        {PERFORMER: alice},
        {AGREEMENT: UNION},
    )
    face = Recognition("A1", (1, 2, 30, 40), "match", PERFORMER, in_words("known-error-match", one_in=1000, gallery=10))
    declaration = parse_declaration(a_declaration(PRODUCTION, cast, **declared))
    built = build(declaration, "image", [face], facts, {})
    people = {person.pseudonym: (PERFORMER, "Alice") for person in built.people}
    return combine(decide(built.case).as_dict(), built, facts), people


def for_production(*arguments: Any, **declared: Any) -> dict[str, Any]:
    return project(decided(*arguments, **declared)[0], Viewer(Role.PRODUCTION), {})


use_changes = st.fixed_dictionaries(
    {},
    optional={
        "language": st.sampled_from(["en", "es"]),
        "territory": st.sampled_from(["US", "FR", "US-NY"]),
        "medium": st.sampled_from(["series", "game", "commercial"]),
        "content": st.sampled_from([[], ["political"], ["nudity"]]),
    },
)


@settings(max_examples=examples(60), deadline=None)
@given(
    state=st.sampled_from(ENDED),
    treatment=st.sampled_from(REPLICAS),
    changes=use_changes,
    stage=st.sampled_from(["final", "temp"]),
    twice=st.booleans(),
)
def test_a_consent_that_was_refused_or_ended_reads_like_none_at_all(
    state: str, treatment: str, changes: dict[str, Any], stage: str, twice: bool
) -> None:
    declared: dict[str, Any] = {
        "cast": {"treatment": treatment},
        "use": a_declaration(PRODUCTION)["use"] | changes,
        "asset": {"stage": stage, "element": "performance"},
    }
    consents = (filed(state), filed("refused", 2)) if twice else (filed(state),)
    absent = for_production((), **{**declared, "cast": dict(declared["cast"])})
    assert for_production(consents, **declared) == absent
    assert absent["verdict"] == "blocked"


@pytest.mark.parametrize("state", ENDED)
@pytest.mark.parametrize("change", [{"language": "es"}, {"territory": "FR"}, {"content": ["nudity"]}])
def test_beside_a_consent_of_one_s_own_a_refused_one_does_not_show(state: str, change: dict[str, Any]) -> None:
    use = a_declaration(PRODUCTION)["use"] | change
    alone = for_production((filed("given"),), use=use)
    assert for_production((filed("given"), filed(state, 2)), use=use) == alone
    assert alone["verdict"] == "blocked"


@pytest.mark.parametrize("standing", [IdentityStanding.UNVERIFIED, IdentityStanding.DISPUTED])
def test_nobody_learns_from_a_check_that_an_identity_is_open(standing: IdentityStanding) -> None:
    view = json.dumps(for_production((), standing))
    assert "identity" not in view
    assert "disput" not in view


def test_names_ids_and_consents_stay_inside() -> None:
    view = json.dumps(for_production((filed("given"),)))
    for secret in ("Alice", PERFORMER, "C-1"):
        assert secret not in view


def test_the_keys_are_the_same_for_everybody_and_every_outcome() -> None:
    for consents in ((), (filed("given"),), (filed("refused"),)):
        decision, people = decided(consents)
        shapes = [
            project(decision, viewer, people)
            for viewer in (
                Viewer(Role.PRODUCTION),
                Viewer(Role.PERFORMER, frozenset({PERFORMER})),
                Viewer(Role.UNION, frozenset({PERFORMER})),
            )
        ]
        assert len({tuple(shape) for shape in shapes}) == 1
        assert len({tuple(shape["persons"][0]) for shape in shapes}) == 1


def test_performer_and_union_read_what_the_production_does_not() -> None:
    decision, people = decided((filed("refused"),))
    for role in (Role.PERFORMER, Role.UNION):
        view = project(decision, Viewer(role, frozenset({PERFORMER})), people)
        assert "prohibited.refused" in json.dumps(view)
        assert view["persons"][0]["boxes"] == []


def test_somebody_else_s_part_is_not_shown() -> None:
    decision, people = decided((filed("given"),))
    view = project(decision, Viewer(Role.PERFORMER, frozenset({"P-BOB"})), people)
    assert view["persons"] == []
    assert view["verdict"] is None


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("requested", "requested"),
        ("deferred", "requested"),
        ("refused", "requested"),
        ("given", "given"),
        ("withdrawn", "ended"),
        ("suspended", "ended"),
        ("terminated", "ended"),
        ("superseded", "ended"),
        ("some state of tomorrow", "ended"),
    ],
)
def test_a_production_sees_only_whether_it_may_use_a_consent(state: str, shown: str) -> None:
    assert shown_state(state, ended=False, narrow=True) == shown
    assert shown_state(state, ended=True, narrow=True) == "ended"
    assert shown_state(state, ended=False, narrow=False) == state
