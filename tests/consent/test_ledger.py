"""The chain of events: whatever is altered, removed, added or moved is found, at its place and by its name."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.canonical import JsonError
from consent.ledger import EMPTY, GENESIS, Head, LedgerError, entry_hash, verify_chain


@dataclass(frozen=True)
class Event:
    index: int
    at: str
    actor: str
    kind: str
    subject: str
    details: Mapping[str, Any]
    previous: str
    hash: str


def chained(facts: list[dict[str, Any]]) -> list[Event]:
    chain: list[Event] = []
    for index, details in enumerate(facts):
        previous = chain[-1].hash if chain else GENESIS
        event = {
            "index": index,
            "at": f"2026-11-22T10:00:{index:02}Z",
            "actor": "alice",
            "kind": "consent.given",
            "subject": f"C-{index}",
            "details": details,
        }
        chain.append(Event(**event, previous=previous, hash=entry_hash(previous, event)))
    return chain


def head_of(chain: list[Event]) -> Head:
    return Head(chain[-1].index, chain[-1].hash) if chain else EMPTY


def fault(chain: list[Event], expected: Head | None = None) -> tuple[int, str]:
    with pytest.raises(LedgerError) as caught:
        verify_chain(chain, expected)
    return caught.value.index, caught.value.what


facts = st.lists(st.dictionaries(st.text(max_size=5), st.integers(0, 9) | st.text(max_size=5)), min_size=2, max_size=8)


@given(facts)
def test_an_untouched_chain_holds_and_so_does_every_earlier_head(some: list[dict[str, Any]]) -> None:
    chain = chained(some)
    assert verify_chain(chain) == head_of(chain)
    for length in range(len(chain) + 1):
        assert verify_chain(chain, head_of(chain[:length])) == head_of(chain)


@given(facts, st.data())
def test_any_changed_field_is_found_at_its_entry(some: list[dict[str, Any]], data: st.DataObject) -> None:
    chain = chained(some)
    at = data.draw(st.integers(0, len(chain) - 1))
    field = data.draw(st.sampled_from(["at", "actor", "kind", "subject", "previous", "hash", "details"]))
    other: Any = {"else": 1} if field == "details" else "else"
    changed = [*chain[:at], replace(chain[at], **{field: other}), *chain[at + 1 :]]
    assert fault(changed) == (at, "altered")


@given(facts, st.data())
def test_a_removed_entry_is_found_as_a_gap(some: list[dict[str, Any]], data: st.DataObject) -> None:
    chain = chained(some)
    at = data.draw(st.integers(0, len(chain) - 1))
    left = chain[:at] + chain[at + 1 :]
    what = "gap" if at < len(chain) - 1 else "truncated"
    assert fault(left, head_of(chain)) == (at, what)


@given(facts, st.data())
def test_two_entries_that_changed_places_are_found(some: list[dict[str, Any]], data: st.DataObject) -> None:
    chain = chained(some)
    one, other = sorted(data.draw(st.lists(st.integers(0, len(chain) - 1), min_size=2, max_size=2, unique=True)))
    chain[one], chain[other] = chain[other], chain[one]
    assert fault(chain) == (one, "reordered")


@given(facts, st.data())
def test_a_repeated_entry_is_found(some: list[dict[str, Any]], data: st.DataObject) -> None:
    chain = chained(some)
    at = data.draw(st.integers(0, len(chain) - 1))
    assert fault([*chain[: at + 1], *chain[at:]]) == (at + 1, "reordered")


@given(facts, st.data())
def test_a_chain_written_anew_is_found_against_a_head_that_was_kept(
    some: list[dict[str, Any]], data: st.DataObject
) -> None:
    chain = chained(some)
    at = data.draw(st.integers(0, len(chain) - 1))
    forged = chained([*some[:at], {"forged": True}, *some[at + 1 :]])
    assert verify_chain(forged) == head_of(forged)
    assert fault(forged, head_of(chain)) == (len(chain) - 1, "rewritten")


def test_an_entry_taken_from_another_chain_does_not_link() -> None:
    ours, theirs = chained([{"a": 1}, {"b": 2}]), chained([{"a": 9}, {"b": 2}])
    assert fault([ours[0], theirs[1]]) == (1, "unlinked")


def test_the_end_cut_off_shows_only_against_a_kept_head() -> None:
    chain = chained([{}, {}, {}])
    assert verify_chain(chain[:2]) == head_of(chain[:2])
    assert fault(chain[:2], head_of(chain)) == (2, "truncated")
    assert fault([], head_of(chain)) == (0, "truncated")


def test_anyone_can_compute_an_entrys_hash_with_sha256_alone() -> None:
    written = (
        '{"actor":"alice","at":"2026-11-22T10:00:00Z","details":{},"index":0,"kind":"consent.given",'
        f'"previous":"{hashlib.sha256(b"likeness-registry/ledger/1").hexdigest()}","subject":"C-0"}}'
    )
    assert chained([{}])[0].hash == hashlib.sha256(written.encode()).hexdigest()


def test_a_break_names_its_place() -> None:
    with pytest.raises(LedgerError, match="entry 1: gap"):
        verify_chain([chained([{}, {}, {}])[place] for place in (0, 2)])


def test_an_empty_ledger_is_a_ledger() -> None:
    assert verify_chain([]) == EMPTY


def test_what_json_cannot_say_exactly_does_not_get_in_and_is_found_inside() -> None:
    with pytest.raises(JsonError):
        entry_hash(GENESIS, {"index": 0, "details": {"score": 0.5}})
    chain = chained([{}])
    assert fault([replace(chain[0], details={"score": 0.5})]) == (0, "altered")
