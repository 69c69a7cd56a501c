"""Receipts: what a relying party learns from one, in which order doubts count, and that nothing altered passes."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.canonical import JsonError, from_base64url, strict_mapping
from consent.moments import end_of_day, parse_day, parse_utc, utc_text
from consent.receipt import (
    Declared,
    Outcome,
    PersonSeen,
    ReceiptError,
    TimeSpan,
    Verification,
    pseudonym,
    sign_receipt,
)
from consent.signature import sign, signed, unsigned_bytes
from consent.texts import say
from consent.trust import (
    Trust,
    parse_trust,
    stale_entry,
    trust_entry,
    trust_file,
)
from tests.consent.receipts import (
    CONSENT,
    FILE,
    HOUR,
    INSTANCE,
    NOW,
    STRANGER,
    checked,
    handed_out,
    older,
    receipt,
    status,
    trust,
)

HANDED_OUT = handed_out()


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict) and value:
        return [found for name, part in value.items() for found in paths(part, (*path, name))]
    if isinstance(value, list) and value:
        return [found for place, part in enumerate(value) for found in paths(part, (*path, place))]
    return [path]


def changed(paper: dict[str, Any], path: tuple[Any, ...]) -> dict[str, Any]:
    copy: dict[str, Any] = json.loads(json.dumps(paper))
    place: Any = copy
    for step in path[:-1]:
        place = place[step]
    old = place[path[-1]]
    other = "y" if isinstance(old, str) and old.startswith("x") else "x"
    place[path[-1]] = old + 1 if isinstance(old, int) else (other + old[1:] if isinstance(old, str) else other)
    return copy


def test_a_fresh_receipt_for_its_file_is_valid_and_releases() -> None:
    found = checked(handed_out())
    assert (found.outcome, found.releases) == (Outcome.VALID, True)
    assert found.receipt == receipt()


@pytest.mark.parametrize("path", paths(handed_out()), ids=lambda path: ".".join(map(str, path)))
def test_any_altered_entry_is_found_before_anything_else(path: tuple[Any, ...]) -> None:
    # Also without trust in the key, for another file and long after: nothing else in it may be believed.
    found = checked(
        changed(handed_out(), path), trust=trust(registry="other"), file_sha256="0" * 64, now=NOW + timedelta(days=9)
    )
    assert found.outcome is Outcome.RECEIPT_ALTERED
    assert found.receipt is None


@given(st.data())
def test_whatever_is_done_to_its_text_only_the_same_content_is_valid(data: st.DataObject) -> None:
    text = bytearray(json.dumps(HANDED_OUT).encode())
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text) - 1))
        text[at : at + data.draw(st.integers(0, 2))] = data.draw(st.binary(max_size=2))
    try:
        paper = strict_mapping(bytes(text))
    except JsonError:
        return
    assert (checked(paper).outcome is Outcome.VALID) == (paper == HANDED_OUT)


@pytest.mark.parametrize("name", sorted(handed_out()))
def test_any_entry_left_out_or_added_is_found(name: str) -> None:
    paper = handed_out()
    assert checked({**paper, "added": name}).outcome is Outcome.RECEIPT_ALTERED
    del paper[name]
    assert checked(paper).outcome is Outcome.RECEIPT_ALTERED


def test_a_signers_signature_is_not_an_instances() -> None:
    paper = handed_out()
    paper["signature"]["role"] = "signer"
    assert checked(paper).outcome is Outcome.RECEIPT_ALTERED


@pytest.mark.parametrize(
    "whom",
    [
        trust(registry="another registry"),
        trust(since=NOW + timedelta(seconds=1)),
        parse_trust(trust_file([])),
        parse_trust(
            trust_file(
                [
                    trust_entry(
                        registry_id="demo",
                        public=INSTANCE.public,
                        label="retired",
                        valid_from=NOW - HOUR,
                        valid_until=NOW,
                    )
                ]
            )
        ),
    ],
)
def test_a_key_counts_only_for_its_registry_and_its_time(whom: Trust) -> None:
    assert checked(handed_out(), trust=whom).outcome is Outcome.KEY_NOT_TRUSTED


def test_a_receipt_signed_by_a_stranger_is_not_trusted() -> None:
    assert checked(sign_receipt(receipt(), STRANGER)).outcome is Outcome.KEY_NOT_TRUSTED
    assert checked(signed({"type": "nonsense"}, STRANGER)).outcome is Outcome.KEY_NOT_TRUSTED


def test_a_form_that_this_program_does_not_know_is_no_verdict() -> None:
    newer = {**receipt().model_dump(mode="json"), "version": 4}
    with pytest.raises(ReceiptError, match="version"):
        checked(signed(newer, INSTANCE))


def test_another_file_is_found_whatever_else_is_wrong() -> None:
    late = {"now": NOW + timedelta(days=9), "trust": trust(stale_entry("receipt_id", "R-1", reason="x", since=NOW))}
    assert checked(handed_out(), file_sha256="0" * 64, **late).outcome is Outcome.FILE_ALTERED
    assert checked(handed_out(), **late).outcome is Outcome.STALE


def test_without_the_file_a_receipt_releases_nothing() -> None:
    found = checked(handed_out(), file_sha256=None)
    assert (found.outcome, found.file_compared, found.releases) == (Outcome.VALID, False, False)


@pytest.mark.parametrize(
    ("names", "value"), [("receipt_id", "R-1"), ("file_sha256", FILE), ("consent_digest", CONSENT)]
)
def test_what_was_revoked_or_superseded_is_stale_from_then_on(names: str, value: str) -> None:
    entry = stale_entry(names, value, reason="withdrawn", since=NOW + HOUR)
    assert checked(handed_out(), trust=trust(entry)).outcome is Outcome.STALE
    assert checked(handed_out(), trust=trust(entry), now=NOW + HOUR / 2).outcome is Outcome.VALID
    other = {names: "R-2" if names == "receipt_id" else "9" * 64, "reason": "x", "since": utc_text(NOW)}
    assert checked(handed_out(), trust=trust(other)).outcome is Outcome.VALID


@pytest.mark.parametrize(
    ("hours", "outcome"),
    [(-1, Outcome.EXPIRED), (0, Outcome.VALID), (71, Outcome.VALID), (72, Outcome.EXPIRED), (9999, Outcome.EXPIRED)],
)
def test_a_receipt_lives_for_72_hours(hours: int, outcome: Outcome) -> None:
    assert checked(handed_out(), now=NOW + hours * HOUR).outcome is outcome


@given(st.lists(st.integers(-100, 1000), max_size=4), st.integers(1, 200))
def test_a_receipt_never_outlives_a_consent_that_it_rests_on(ends: list[int], lifetime: int) -> None:
    made = receipt(consents=[(CONSENT, NOW + end * HOUR) for end in ends], lifetime=lifetime * HOUR)
    due = min([lifetime, *ends])
    assert parse_utc(made.expires_at) == NOW + max(due, 0) * HOUR


def test_a_term_ends_with_its_last_day_in_the_productions_time_zone() -> None:
    end = end_of_day(parse_day("2026-03-08"), ZoneInfo("America/Los_Angeles"))
    assert utc_text(end) == "2026-03-09T07:00:00Z"


@pytest.mark.parametrize(
    ("status", "verdict", "duties", "releases"),
    [
        ("decided", "cleared", [], True),
        ("decided", "notify_only", [{"kind": "notify", "done": True}], True),
        ("decided", "notify_only", [{"kind": "notify", "done": False}], False),
        ("decided", "notify_only", [{"kind": "notify", "done": True}, {"kind": "notify"}], False),
        ("decided", "needs_approval", [], False),
        ("decided", "blocked", [], False),
        ("cannot_decide", "cleared", [], False),
    ],
)
def test_a_valid_receipt_releases_only_what_was_cleared(
    status: str, verdict: str, duties: list[dict[str, Any]], releases: bool
) -> None:
    found = checked(handed_out(status=status, verdict=verdict, duties=duties))
    assert (found.outcome, found.releases) == (Outcome.VALID, releases)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (checked(HANDED_OUT), "valid until 2026-11-25T10:00:00Z"),
        (checked(changed(HANDED_OUT, ("verdict",))), "altered"),
        (checked(sign_receipt(receipt(), STRANGER)), STRANGER.fingerprint),
        (checked(signed({"type": "nonsense"}, STRANGER)), STRANGER.fingerprint),
        (checked(HANDED_OUT, file_sha256="0" * 64), "not the file that was checked"),
        (checked(HANDED_OUT, now=NOW + 80 * HOUR), "expired on 2026-11-25T10:00:00Z"),
        (checked(HANDED_OUT, now=NOW - HOUR), "in the future, on 2026-11-22T10:00:00Z"),
        (
            checked(HANDED_OUT, trust=trust(stale_entry("receipt_id", "R-1", reason="withdrawn", since=NOW))),
            "has not been valid since 2026-11-22T10:00:00Z: withdrawn",
        ),
    ],
    ids=lambda value: type(value).__name__,  # the words hold a fresh key's fingerprint: other ones in each process
)
def test_every_finding_is_said_in_full(found: Verification, words: str) -> None:
    said = say(found.message, **found.params)
    assert words in said
    assert "{" not in said
    believed = found.outcome not in (Outcome.RECEIPT_ALTERED, Outcome.KEY_NOT_TRUSTED)
    assert (found.receipt is not None, found.file_compared) == (believed, believed)


def release(**how: Any) -> tuple[int, bool, tuple[str, ...]]:
    """Exit status, whether it releases, and what was not looked at."""
    found = checked(how.pop("paper", HANDED_OUT), **how)
    return found.exit_status, found.releases, found.lacks


def mood_board() -> dict[str, Any]:
    return handed_out(declared=Declared(stage="ideation", element="moodboard", unit="MOOD-1", unit_version=1))


def test_nothing_is_released_before_everything_was_looked_at() -> None:
    known = status()
    assert release(status=known) == (0, True, ())
    assert release(offline=True) == (0, True, ())
    assert release(offline=False) == (10, False, ("status",))
    assert release(offline=False, file_sha256=None) == (10, False, ("file", "status"))


def test_a_receipt_for_a_mood_board_is_none_for_the_finished_film() -> None:
    assert release(paper=mood_board()) == (10, False, ("use",))
    assert release(paper=mood_board(), declaration_sha256="b" * 64) == (0, True, ())
    assert checked(mood_board(), declaration_sha256="a" * 64).outcome is Outcome.OTHER_USE
    assert release(declaration_sha256="a" * 64)[:2] == (11, False)
    assert checked(HANDED_OUT, file_sha256="0" * 64, declaration_sha256="a" * 64).outcome is Outcome.FILE_ALTERED


def test_a_receipt_of_the_first_version_still_verifies_and_says_nothing_of_what_was_declared() -> None:
    paper = sign_receipt(older(receipt()), INSTANCE)
    assert "declared" not in paper
    found = checked(paper)
    assert (found.outcome, found.receipt and found.receipt.declared) == (Outcome.VALID, None)
    assert release(paper=paper) == (10, False, ("use",))
    assert release(paper=paper, declaration_sha256="b" * 64) == (0, True, ())


STORED = Path(__file__).parent / "stored"


@pytest.mark.parametrize("version", [1, 2])
def test_receipts_that_were_handed_out_before_there_was_time_still_verify(version: int) -> None:
    """Signed by the program of that version, with a key that is gone."""
    paper = json.loads((STORED / f"receipt-{version}.json").read_text(encoding="utf-8"))
    public = from_base64url(paper["signature"]["public_key"])
    signer = trust_entry(registry_id="demo", public=public, label="Demo", valid_from=NOW - HOUR)
    found = checked(paper, trust=parse_trust(trust_file([signer], [])))
    assert (found.outcome, found.receipt and found.receipt.version) == (Outcome.VALID, version)
    assert found.receipt is not None
    assert found.receipt.persons[0].spans is None


def test_not_a_signed_byte_of_a_picture_s_receipt_has_changed() -> None:
    stored = json.loads((STORED / "receipt-2.json").read_text(encoding="utf-8"))
    assert unsigned_bytes(HANDED_OUT) == unsigned_bytes(stored)
    assert unsigned_bytes(sign_receipt(older(receipt()), INSTANCE)) == unsigned_bytes(
        json.loads((STORED / "receipt-1.json").read_text(encoding="utf-8"))
    )


def timed_persons(*spans: tuple[int, int]) -> list[PersonSeen]:
    return [PersonSeen(pseudonym="P1", answer="match", spans=[TimeSpan(start_ms=a, end_ms=b) for a, b in spans])]


def test_of_a_medium_with_time_the_receipt_says_when_each_person_is_in_it() -> None:
    paper = sign_receipt(receipt(timed=True, persons=timed_persons((0, 1500), (2000, 2001))), INSTANCE)
    assert (paper["version"], paper["persons"][0]["spans"][1]) == (3, {"start_ms": 2000, "end_ms": 2001})
    found = checked(json.loads(json.dumps(paper)))
    assert (found.outcome, found.releases) == (Outcome.VALID, True)
    paper["persons"][0]["spans"][1]["end_ms"] = 2002
    assert checked(paper).outcome is Outcome.RECEIPT_ALTERED


@pytest.mark.parametrize(
    "changes",
    [
        {"timed": True},
        {"persons": timed_persons((0, 1))},
        {"timed": True, "persons": [*timed_persons((0, 1)), PersonSeen(pseudonym="P2", answer="none")]},
    ],
)
def test_spans_are_neither_left_out_of_the_third_version_nor_put_into_another(changes: dict[str, Any]) -> None:
    with pytest.raises(ReceiptError, match="version 3"):
        receipt(**changes)


@pytest.mark.parametrize("spoil", [{"version": 1}, {"version": 2, "declared": None}])
def test_what_was_declared_is_neither_left_out_of_the_new_version_nor_put_into_the_old(spoil: dict[str, Any]) -> None:
    content = receipt().model_dump(mode="json") | spoil
    with pytest.raises(ReceiptError, match="declared"):
        checked(signed(content, INSTANCE))


@pytest.mark.parametrize(
    ("changes", "exit_status"),
    [
        ({"verdict": "blocked"}, 1),
        ({"verdict": "needs_approval"}, 3),
        ({"verdict": "notify_only", "duties": [{"kind": "notify"}]}, 3),
        ({"status": "cannot_decide"}, 4),
        ({"status": "cannot_decide", "verdict": "blocked"}, 4),
    ],
)
def test_a_valid_receipt_that_releases_nothing_ends_with_the_checks_own_status(
    changes: dict[str, Any], exit_status: int
) -> None:
    found = checked(handed_out(**changes))
    assert (found.outcome, found.exit_status, found.releases) == (Outcome.VALID, exit_status, False)


@given(
    st.sampled_from(["cleared", "notify_only", "needs_approval", "blocked"]),
    st.sampled_from(["decided", "cannot_decide"]),
    st.booleans(), st.booleans(), st.sampled_from([None, "b" * 64, "a" * 64]), st.integers(-3, 80),
    st.sampled_from(["final", "ideation"]),
)  # fmt: skip
def test_the_exit_status_is_0_exactly_where_it_releases(
    verdict: str, decided: str, file: bool, offline: bool, use: str | None, hours: int, stage: str
) -> None:
    declared = Declared(stage=stage, element="performance", unit="U", unit_version=1)
    found = checked(
        handed_out(verdict=verdict, status=decided, declared=declared),
        file_sha256=FILE if file else None, offline=offline, declaration_sha256=use, now=NOW + hours * HOUR,
    )  # fmt: skip
    assert (found.exit_status == 0) == found.releases
    if found.releases:
        assert (verdict in ("cleared", "notify_only"), decided, file, offline) == (True, "decided", True, True)
        assert use == "b" * 64 or stage == "final"
        assert 0 <= hours < 72


def test_a_receipt_names_nobody() -> None:
    one, other = pseudonym(b"1" * 16, "P-1"), pseudonym(b"2" * 16, "P-1")
    assert one != other
    assert one == pseudonym(b"1" * 16, "P-1")
    assert "P-1" not in json.dumps(handed_out())
    with pytest.raises(ValueError, match="16"):
        pseudonym(b"", "P-1")


def test_what_does_not_fit_a_receipt_is_refused_when_it_is_made() -> None:
    with pytest.raises(ReceiptError, match="verdict"):
        receipt(verdict="fine")
    with pytest.raises(JsonError):
        sign_receipt(receipt(reasons=[{"params": {"multiple": 7.5}}]), INSTANCE)


def test_a_signature_over_other_bytes_does_not_serve() -> None:
    paper = handed_out()
    paper["signature"] = sign(INSTANCE, b"{}", "instance").as_dict()
    assert checked(paper).outcome is Outcome.RECEIPT_ALTERED
