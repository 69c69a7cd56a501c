"""What a receipt tells of a file's own origin, and by which version."""

import json
from typing import Any

import pytest

from consent.receipt import OriginSeen, Outcome, PersonSeen, ReceiptError, TimeSpan, sign_receipt
from consent.signature import signed
from tests.consent.receipts import INSTANCE, checked, receipt


def timed_persons(*spans: tuple[int, int]) -> list[PersonSeen]:
    return [PersonSeen(pseudonym="P1", answer="match", spans=[TimeSpan(start_ms=a, end_ms=b) for a, b in spans])]


SAID = OriginSeen(state="trusted", signer="ACME", source_types=["digitalCapture"])


@pytest.mark.parametrize(
    ("changes", "spans"),
    [
        ({}, False),
        ({"timed": True, "persons": timed_persons((0, 1500))}, True),
        ({"timed": True, "persons": []}, False),
    ],
)
def test_what_a_file_says_of_its_origin_raises_the_version(changes: dict[str, Any], spans: bool) -> None:
    paper = sign_receipt(receipt(origin=SAID, **changes), INSTANCE)
    assert (paper["version"], paper["origin"]["signer"]) == (4, "ACME")
    assert any("spans" in person for person in paper["persons"]) is spans
    assert checked(json.loads(json.dumps(paper))).outcome is Outcome.VALID
    paper["origin"]["signer"] = "ANOTHER"
    assert checked(paper).outcome is Outcome.RECEIPT_ALTERED


@pytest.mark.parametrize("timed", [False, True])
def test_receipts_that_said_it_before_version_4_still_verify(timed: bool) -> None:
    how = {"timed": True, "persons": timed_persons((0, 1500))} if timed else {}
    content = sign_receipt(receipt(**how), INSTANCE) | {"origin": SAID.model_dump(mode="json")}
    del content["signature"]
    found = checked(signed(content, INSTANCE))
    assert (found.outcome, found.receipt and found.receipt.version) == (Outcome.VALID, 3 if timed else 2)
    assert found.receipt is not None
    assert found.receipt.origin == SAID


def test_version_4_without_an_origin_is_none() -> None:
    content = receipt().model_dump(mode="json", exclude={"persons": {"__all__": {"spans"}}}) | {"version": 4}
    with pytest.raises(ReceiptError, match="version 4"):
        checked(signed(content, INSTANCE))
