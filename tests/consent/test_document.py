"""What a consent document must say before it can be signed, and the bytes that are signed."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.document import (
    DocumentError,
    canonical_bytes,
    check_text,
    document_digest,
    parse_document,
    plain_words,
)
from tests.consent.papers import document, scope, scopes


def as_json(**changes: Any) -> dict[str, Any]:
    return {**document().model_dump(mode="json"), **changes}


def problems_of(data: Any) -> dict[str, str]:
    with pytest.raises(DocumentError) as caught:
        parse_document(data)
    return {problem.path: str(problem) for problem in caught.value.problems}


def problems_with(**changes: Any) -> dict[str, str]:
    return problems_of(as_json(scope=scope(**changes)))


@given(scopes())
def test_reading_the_signed_bytes_gives_the_same_document_and_the_same_bytes(some_scope: dict[str, Any]) -> None:
    paper = document(**some_scope)
    data = canonical_bytes(paper)
    assert parse_document(data) == paper
    assert canonical_bytes(parse_document(data)) == data


def test_the_bytes_do_not_depend_on_the_order_or_spacing_of_the_json() -> None:
    turned = dict(reversed(as_json().items()))
    assert canonical_bytes(parse_document(json.dumps(turned, indent=3))) == canonical_bytes(document())


def test_the_signed_bytes_name_everything_that_ties_them_to_their_purpose() -> None:
    said = json.loads(canonical_bytes(document()))
    assert said["type"] == "likeness-registry/consent"
    assert said["version"] == 1
    assert {"registry_id", "counterparty", "production_id", "nonce", "replaces"} <= set(said)
    assert said["signer"]["key_fingerprint"].startswith("SHA256:")
    assert set(said["text"]) == {"language", "edition", "sha256"}


@pytest.mark.parametrize("dimension", sorted(scope()))
def test_a_dimension_that_is_not_stated_cannot_be_signed(dimension: str) -> None:
    left_out = scope()
    del left_out[dimension]
    assert "is not stated" in problems_of(as_json(scope=left_out))[f"scope.{dimension}"]


@pytest.mark.parametrize("dimension", sorted(scope()))
def test_null_never_stands_for_a_dimension(dimension: str) -> None:
    assert any(path.startswith(f"scope.{dimension}") for path in problems_with(**{dimension: None}))


def test_everything_that_is_missing_is_listed_at_once_with_what_is_accepted() -> None:
    found = problems_of(as_json(scope={"kind": []}))
    assert set(found) == {f"scope.{name}" for name in scope()}
    assert "series" in found["scope.media"]
    assert '"any"' in found["scope.media"]


@pytest.mark.parametrize("dimension", ["kind", "modalities", "project_ids", "exclusions", "replica_type"])
def test_nobody_consents_to_any_use_in_any_project(dimension: str) -> None:
    assert f"scope.{dimension}" in problems_with(**{dimension: "any"})


@pytest.mark.parametrize("dimension", ["scenes", "media", "territories", "languages", "alterations_allowed"])
def test_any_is_written_out_and_never_hides_in_a_list(dimension: str) -> None:
    assert document(**{dimension: "any"}).model_dump()["scope"][dimension] == "any"
    assert f"scope.{dimension}" in problems_with(**{dimension: ["any"]})


@pytest.mark.parametrize(
    ("path", "changes"),
    [
        ("scope.valid_until", {"valid_from": "2027-01-02", "valid_until": "2027-01-01"}),
        ("scope.valid_until", {"valid_until": "2036-01-02"}),
        ("scope.valid_until", {"valid_until": "any"}),
        ("scope.valid_until", {"valid_until": "20271231"}),
        ("scope.unit", {"unit": "any"}),
        ("scope.unit", {"max_uses": "any"}),
        ("scope.max_uses", {"max_uses": 0}),
        ("scope.max_uses", {"max_uses": True}),
        ("scope.max_uses", {"max_uses": "5"}),
        ("scope.replica_type", {"replica_type": "none"}),
        ("scope.replica_type", {"kind": ["dub"]}),
        ("scope.realtime_generation", {"realtime_generation": True}),
        ("scope.realtime_generation", {"kind": ["use_replica", "realtime_generation"]}),
        ("scope.project_ids", {"project_ids": ["TV-27"]}),
        ("scope.training", {"kind": ["create_replica", "train_model"]}),
        ("scope.exclusions", {"training": "allowed", "exclusions": [*scope()["exclusions"], "training"]}),
        ("scope.training_constraint", {"training": "constrained"}),
        ("scope.training_constraint", {"training_constraint": "only this production's own model"}),
        ("scope.sensitive_content", {"exclusions": ["nudity", "simulated_sex", "sexually_explicit"]}),
        ("scope.sensitive_content", {"sensitive_content": ["slurs"]}),
        ("scope.notice_days", {"revocable": "yes_with_notice_days"}),
        ("scope.notice_days", {"notice_days": 30}),
        ("scope.delete_on", {"delete_on": "2027-12-30"}),
        ("scope.delete_on", {"delete_on": "2027-13-30"}),
        ("scope.description", {"description": "digital replica"}),
        ("scope.description", {"description": "Aaaaaaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbbbbbbbb"}),
        ("scope.description", {"description": "Any  and all uses of the replica in the picture and its sequels."}),
        ("scope.territories", {"territories": ["UK"]}),
        ("scope.territories", {"territories": ["US", "US"]}),
        ("scope.languages", {"languages": ["english"]}),
        ("scope.media", {"media": []}),
        (
            "scope.compensation.basis",
            {"compensation": {"basis": "exposure", "residuals": True, "terms": "None at all"}},
        ),
        ("scope.colour", {"colour": "green"}),
    ],
)
def test_what_cannot_hold_is_refused_where_it_stands(path: str, changes: dict[str, Any]) -> None:
    assert path in problems_with(**changes)


@pytest.mark.parametrize("trick", ["\n- Training is not allowed.", "\u202e", "\u200b", "\x1b[2K", "\u2028", "e\u0301"])
def test_text_that_could_disguise_what_is_shown_is_refused(trick: str) -> None:
    assert "scope.description" in problems_with(description=scope()["description"] + trick + "end")
    assert "performer.name" in problems_of(as_json(performer={"id": "P-1", "name": f"Alice{trick}Example"}))


@pytest.mark.parametrize(
    "spoilt",
    [
        b'{"type": 1, "type": 2}',
        b'{"version": NaN}',
        b'{"version": 1.0}',
        b'{"version": 1e3}',
        b'{"nonce": "\\ud800"}',
        b"[]",
        b"",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"version": 99999999999999999999}',
    ],
)
def test_json_that_two_readers_could_read_differently_is_refused(spoilt: bytes) -> None:
    assert problems_of(spoilt)


def test_a_document_does_not_replace_itself() -> None:
    own = {"consent_id": "C-17", "sha256": "0" * 64}
    assert "replaces.consent_id" in problems_of(as_json(replaces=own))
    other = {"consent_id": "C-16", "sha256": "0" * 64}
    assert parse_document(as_json(replaces=other)).replaces is not None


@given(scopes(), scopes())
def test_two_scopes_have_one_digest_only_if_they_are_the_same(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert (document_digest(document(**one)) == document_digest(document(**other))) == (one == other)


@given(st.recursive(st.none() | st.booleans() | st.text(), lambda part: st.dictionaries(st.text(), part)))
def test_anything_else_is_an_error_with_a_path_and_no_crash(anything: Any) -> None:
    if isinstance(anything, dict):
        assert problems_of(anything)
    else:
        assert problems_of(json.dumps(anything))


def test_a_document_that_names_a_zone_signs_it_and_says_it() -> None:
    paper = document(time_zone="America/Los_Angeles")
    said = json.loads(canonical_bytes(paper))
    assert (said["version"], said["time_zone"]) == (2, "America/Los_Angeles")
    assert parse_document(canonical_bytes(paper)) == paper
    assert "as days in the time zone America/Los_Angeles" in plain_words(paper)
    assert check_text(paper)


def test_a_document_without_a_zone_has_the_entries_that_the_first_version_always_had() -> None:
    said = json.loads(canonical_bytes(document()))
    about = {"type", "version", "registry_id", "consent_id", "production_id", "text", "nonce", "created_at", "replaces"}
    assert set(said) == about | {"performer", "signer", "counterparty", "scope"}


@pytest.mark.parametrize(
    "changes",
    [
        {"version": 1, "time_zone": "Europe/Berlin"},
        {"version": 2},
        {"version": 2, "time_zone": None},
        {"version": 2, "time_zone": "America"},
        {"version": 2, "time_zone": "../etc/passwd"},
        {"version": 2, "time_zone": "Mars/Olympus"},
        {"version": 2, "time_zone": 3},
    ],
)
def test_a_zone_is_named_in_the_second_version_and_is_one(changes: dict[str, Any]) -> None:
    assert "time_zone" in problems_of(as_json(**changes))
