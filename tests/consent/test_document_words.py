"""The plain words say exactly what is signed: each dimension has a sentence, and the digest ties them together."""

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

import consent.texts
from consent import terms
from consent.document import DocumentError, check_text, parse_document, plain_sections, plain_words, text_digest
from consent.document.words import WORDING
from consent.texts import text_ids
from tests.consent.papers import SENSITIVE, document, scope, scopes

# For each dimension another value; where the terms would contradict themselves, what goes with it.
OTHER: dict[str, dict[str, Any]] = {
    "kind": {"kind": ["use_replica"]},
    "replica_type": {"replica_type": "background"},
    "modalities": {"modalities": ["face", "voice"]},
    "project_ids": {"project_ids": ["TV-26", "TV-27"]},
    "character": {"character": "any"},
    "scenes": {"scenes": ["s3"]},
    "media": {"media": "any"},
    "territories": {"territories": ["US"]},
    "languages": {"languages": ["en", "es"]},
    "valid_from": {"valid_from": "2026-01-02"},
    "valid_until": {"valid_until": "2027-12-30"},
    "exploitation_after_end": {"exploitation_after_end": "none"},
    "max_uses": {"max_uses": 6},
    "unit": {"unit": "line"},
    "alterations_allowed": {"alterations_allowed": []},
    "exclusions": {"exclusions": SENSITIVE},
    "sensitive_content": {"sensitive_content": ["slurs"], "exclusions": SENSITIVE[:3]},
    "training": {"training": "allowed"},
    "training_constraint": {"training": "constrained", "training_constraint": "Only a model of this production."},
    "realtime_generation": {"realtime_generation": True, "kind": ["use_replica", "realtime_generation"]},
    "per_use_approval": {"per_use_approval": True},
    "revocable": {"revocable": "no"},
    "notice_days": {"revocable": "yes_with_notice_days", "notice_days": 30},
    "strike_behaviour": {"strike_behaviour": "suspend_new_generation"},
    "survives_death": {"survives_death": "yes"},
    "delete_on": {"delete_on": "2028-06-30"},
    "description": {"description": "Mara seen thirty years younger in the flashback of scene 3, as scripted."},
    "business_reason": {"business_reason": "The flashback cannot be shot on location."},
    "condition_of_employment": {"condition_of_employment": True},
    "represented_by": {"represented_by": "counsel"},
    "separately_signed": {"separately_signed": False},
    "compensation": {"compensation": {**scope()["compensation"], "residuals": False}},
}
# Dimensions that only change together with another one: the sentence of the dimension itself must still be new.
CHANGED_LINES = {"realtime_generation": 2, "sensitive_content": 2}


@pytest.mark.parametrize("dimension", sorted(scope()))
def test_another_value_of_any_dimension_reads_differently(dimension: str) -> None:
    before, after = plain_words(document()).splitlines(), plain_words(document(**OTHER[dimension])).splitlines()
    assert len(set(after) - set(before)) >= CHANGED_LINES.get(dimension, 1)


@given(scopes(), scopes())
def test_two_scopes_read_the_same_only_if_they_are_the_same(one: dict[str, Any], other: dict[str, Any]) -> None:
    first, second = document(**one), document(**other)
    assert (plain_words(first) == plain_words(second)) == (first.scope == second.scope)


@given(scopes())
def test_every_sentence_is_there_and_filled_in(some_scope: dict[str, Any]) -> None:
    for section in plain_sections(document(**some_scope)):
        assert section.heading
        for sentence in section.sentences:
            assert not re.search(r"[{}]|document-", sentence.replace(some_scope["description"], ""))


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("kind", terms.CONSENT_KINDS),
        ("replica_type", terms.REPLICA_TYPES),
        ("modality", terms.MODALITIES),
        ("alteration", terms.ALTERATIONS),
        ("content", terms.EXCLUSIONS),
        ("medium", terms.MEDIA),
        ("unit", terms.UNITS),
        ("training", terms.TRAINING),
        ("revocable", terms.REVOCABLE),
        ("represented", terms.REPRESENTED_BY),
        ("signer", terms.SIGNER_ROLES),
    ],
)
def test_every_word_of_the_vocabulary_has_its_plain_words(field: str, values: tuple[str, ...]) -> None:
    assert {f"document-{field}-{value}" for value in values} <= text_ids()


def test_the_digest_of_the_words_is_signed() -> None:
    assert document().text.sha256 == text_digest(plain_words(document()))


def test_terms_that_differ_from_the_words_signed_are_found() -> None:
    changed = document().model_dump(mode="json")
    changed["scope"]["max_uses"] = 500
    with pytest.raises(DocumentError, match="does not say what the scope says"):
        check_text(parse_document(changed))


def test_a_text_of_another_edition_is_checked_by_its_digest_alone() -> None:
    old = document().model_dump(mode="json")
    kept = "What was shown years ago.\n"
    old["text"] = {"language": "en", "edition": "0/cldr1", "sha256": text_digest(kept)}
    paper = parse_document(old)
    assert check_text(paper, kept) is False
    with pytest.raises(DocumentError, match="is needed"):
        check_text(paper)
    with pytest.raises(DocumentError, match="not the one that was signed"):
        check_text(paper, kept + " ")


def test_nobody_signs_a_text_in_a_language_that_has_no_catalogue() -> None:
    with pytest.raises(DocumentError, match=r"text\.language"):
        plain_words(document(), "tlh")


def test_the_wording_changes_only_with_its_number() -> None:
    # If this fails, a sentence of the English catalogue changed: raise WORDING, then write the new digest here.
    # Documents signed under the old number are from then on checked by the text that was kept with them. (A new sentence
    # that no earlier document can contain changes the digest alone.)
    catalogue = (Path(consent.texts.__file__).parent / "en.ftl").read_text(encoding="utf-8")
    section = catalogue.split("### consent documents\n")[1].split("\n###")[0].strip()
    assert (WORDING, text_digest(section)) == (1, "d97ca92d0bc0d1e041c8813f6ae7d20d78f8c393efc61c50d1352684aa74e28e")
