"""Lists of what no longer counts, and files that say whom to trust."""

from datetime import timedelta
from typing import Any

import pytest

from consent.moments import utc_text
from consent.receipt import (
    Outcome,
    ReceiptError,
)
from consent.trust import (
    TrustError,
    parse_trust,
    stale_entry,
    trust_entry,
    trust_file,
)
from tests.consent.receipts import CONSENT, HOUR, INSTANCE, NOW, STRANGER, checked, handed_out, status


def test_a_signed_status_list_makes_receipts_stale() -> None:
    entry = stale_entry("consent_digest", CONSENT, reason="withdrawn", since=NOW + HOUR)
    assert checked(handed_out(), status=status(entry)).outcome is Outcome.STALE
    assert checked(handed_out(), status=status()).outcome is Outcome.VALID


def test_a_status_list_that_cannot_be_believed_is_no_reason_to_believe_a_receipt() -> None:
    entry = stale_entry("receipt_id", "R-1", reason="superseded", since=NOW)
    with pytest.raises(TrustError, match="altered"):
        status(entry, spoil=lambda paper: {**paper, "stale": []})
    with pytest.raises(TrustError, match="does not name"):
        status(entry, key=STRANGER)
    with pytest.raises(TrustError, match="does not name"):
        status(entry, registry="other")
    with pytest.raises(TrustError, match="out of date"):
        status(entry, now=NOW + timedelta(days=2))


def test_a_status_list_from_before_the_receipt_is_refused() -> None:
    with pytest.raises(ReceiptError, match="older"):
        checked(handed_out(), status=status(issued=NOW - HOUR / 2, now=NOW))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda entry: {**entry, "fingerprint": STRANGER.fingerprint},
        lambda entry: {**entry, "valid_from": "yesterday"},
        lambda entry: {**entry, "colour": "green"},
        lambda entry: {name: part for name, part in entry.items() if name != "registry"},
    ],
)
def test_a_trust_file_that_is_not_clear_is_refused(spoil: Any) -> None:
    entry = trust_entry(registry_id="demo", public=INSTANCE.public, label="Demo", valid_from=NOW)
    with pytest.raises(TrustError):
        parse_trust({"type": "likeness-registry/trust", "version": 1, "keys": [spoil(entry)], "stale": []})
    with pytest.raises(TrustError, match="exactly one"):
        parse_trust(trust_file([entry], [{"reason": "x", "since": utc_text(NOW)}]))
