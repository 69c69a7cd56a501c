"""The statement that carries a receipt over to a master: what it has to say, and what it counts for."""

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from consent.conform import Conform, sign_conform, verify_conform
from consent.moments import utc_text
from consent.receipt import FileSeen, LedgerPlace, Outcome, TimeSpan
from consent.statements import digest_of
from consent.trust import parse_trust, stale_entry, trust_entry, trust_file
from tests.consent.receipts import FILE, HOUR, INSTANCE, NOW, STRANGER, handed_out

MASTER = "9" * 64
RECEIPT = handed_out()
KEYS = [trust_entry(registry_id="demo", public=INSTANCE.public, label="Demo", valid_from=NOW - HOUR)]
LACKING = ("frames", "unseen", "people", "stopped", "declaration")


def statement(key: Any = INSTANCE, **changes: Any) -> dict[str, Any]:
    said: dict[str, Any] = {
        "registry_id": "demo",
        "statement_id": "CF-1",
        "receipt_id": RECEIPT["receipt_id"],
        "receipt_sha256": digest_of(RECEIPT),
        "proxy": FileSeen(**RECEIPT["file"]),
        "master": FileSeen(sha256=MASTER, size=99_999, media="image"),
        "master_receipt": "R-2",
        "bits": 31,
        "agrees": [TimeSpan(start_ms=0, end_ms=0)],
        "differs": [],
        "lacks": [],
        "issued_at": utc_text(NOW),
        "expires_at": RECEIPT["expires_at"],
        "ledger": LedgerPlace(index=42, head="2" * 64),
    }
    paper: dict[str, Any] = json.loads(json.dumps(sign_conform(Conform(**said | changes), key)))
    return paper


def verified(paper: dict[str, Any], receipt: dict[str, Any] = RECEIPT, *stale: Any, **more: Any) -> Any:
    trust = parse_trust(trust_file(KEYS, stale))
    asked = {"now": NOW + HOUR, "file_sha256": MASTER, "offline": True}
    return verify_conform(paper, receipt, trust, **asked | more)


def test_the_master_may_be_used_as_the_proxy_may() -> None:
    found = verified(statement())
    assert (found.outcome, found.message, found.exit_status) == (Outcome.VALID, "verify-conform-carried", 0)
    assert verified(statement(), file_sha256=None).exit_status == 10  # no file was compared
    assert verified(statement(), file_sha256=FILE).outcome is Outcome.FILE_ALTERED  # the proxy has its own receipt


@given(st.sets(st.sampled_from(LACKING), min_size=1), st.booleans())
def test_whatever_it_lacks_it_releases_nothing(lacks: set[str], differs: bool) -> None:
    spans = [TimeSpan(start_ms=0, end_ms=1500)] if differs else []
    found = verified(statement(lacks=sorted(lacks), differs=spans))
    assert (found.releases, found.outcome) == (False, Outcome.FILE_ALTERED)


@pytest.mark.parametrize("said", [{"agrees": []}, {"differs": [TimeSpan(start_ms=0, end_ms=1)]}])
def test_none_is_written_that_carries_over_what_does_not_agree(said: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        statement(**said)


@pytest.mark.parametrize("part", sorted(set(statement()) - {"signature"}))
def test_any_part_that_was_altered_shows(part: str) -> None:
    paper = statement()
    assert verified(paper | {part: None}).outcome is Outcome.RECEIPT_ALTERED
    assert verified({name: value for name, value in paper.items() if name != part}).outcome is Outcome.RECEIPT_ALTERED


def test_it_is_believed_of_a_trusted_registry_alone() -> None:
    assert verified(statement(STRANGER)).outcome is Outcome.KEY_NOT_TRUSTED
    assert verified(statement(registry_id="other")).outcome is Outcome.KEY_NOT_TRUSTED


def test_it_counts_with_its_very_receipt_alone() -> None:
    another = handed_out(receipt_id="R-9")
    found = verified(statement(), another)
    assert (found.outcome, found.message, found.receipt) == (Outcome.RECEIPT_ALTERED, "verify-conform-other", None)
    blocked = handed_out(verdict="blocked")
    assert verified(statement(receipt_sha256=digest_of(blocked)), blocked).exit_status == 1


@pytest.mark.parametrize(("names", "value"), [("receipt_id", "R-1"), ("receipt_id", "R-2"), ("file_sha256", MASTER)])
def test_it_goes_with_either_receipt(names: str, value: str) -> None:
    entry = stale_entry(names, value, reason="withdrawn", since=NOW)
    assert verified(statement(), RECEIPT, entry).outcome is Outcome.STALE


def test_it_lasts_no_longer_than_its_receipt() -> None:
    assert verified(statement(), now=NOW + timedelta(hours=73)).outcome is Outcome.EXPIRED
    short = statement(expires_at=utc_text(NOW + HOUR / 2))
    assert verified(short).outcome is Outcome.EXPIRED
