"""A signed head says one thing, and one key says it."""

from datetime import UTC, datetime

import pytest

from consent.head import HeadError, read_head, sign_head, verify_head
from consent.ledger import Head
from consent.signature import new_key

KEY = new_key("R-1")
SIGNED = sign_head(KEY, Head(3, "a" * 64), "b" * 64, datetime(2026, 10, 5, 9, tzinfo=UTC))


def test_a_head_is_read_back_as_it_was_signed() -> None:
    head = verify_head(SIGNED, KEY.fingerprint)
    assert (head.registry_id, head.head, head.records, head.at) == (
        *("R-1", Head(3, "a" * 64), "b" * 64),
        "2026-10-05T09:00:00Z",
    )


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("index", 4),
        ("hash", "c" * 64),
        ("records", "c" * 64),
        ("registry_id", "R-2"),
        ("at", "2026-01-01T00:00:00Z"),
    ],
)
def test_it_is_signed_over_everything_that_it_says(name: str, other: object) -> None:
    with pytest.raises(HeadError, match="does not fit"):
        verify_head(SIGNED | {name: other}, KEY.fingerprint)


def test_nobody_else_signs_it() -> None:
    foreign = sign_head(new_key("R-1"), Head(3, "a" * 64), "b" * 64, datetime(2026, 10, 5, 9, tzinfo=UTC))
    with pytest.raises(HeadError, match="another key"):
        verify_head(foreign, KEY.fingerprint)
    with pytest.raises(HeadError, match="another key"):
        verify_head(SIGNED | {"signature": SIGNED["signature"] | {"role": "signer"}}, KEY.fingerprint)


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        [],
        {},
        SIGNED | {"more": 1},
        {**SIGNED, "signature": None},
        SIGNED | {"type": "likeness-registry/status"},
        SIGNED | {"index": -1},
        SIGNED | {"index": True},
        SIGNED | {"hash": "A" * 64},
    ],
)
def test_what_has_another_form_is_no_head(wrong: object) -> None:
    with pytest.raises(HeadError):
        read_head(wrong)
