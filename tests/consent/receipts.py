"""A receipt that tests start from."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from consent.ledger import Head
from consent.receipt import (
    Declared,
    FileSeen,
    GallerySeen,
    PersonSeen,
    Receipt,
    Verification,
    Versions,
    build_receipt,
    pseudonym,
    sign_receipt,
    verify_receipt,
)
from consent.signature import new_key
from consent.trust import StatusList, Trust, parse_status, parse_trust, sign_status, trust_entry, trust_file

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
INSTANCE, STRANGER = new_key("instance"), new_key("stranger")
FILE, CONSENT = "a" * 64, "d" * 64


def older(paper: Receipt) -> Receipt:
    """The same as the first version of this program wrote it: without what was declared."""
    content = paper.model_dump(mode="json") | {"version": 1}
    del content["declared"]
    return Receipt.model_validate(content)


def receipt(**changes: Any) -> Receipt:
    facts: dict[str, Any] = {
        "registry_id": "demo",
        "receipt_id": "R-1",
        "file": FileSeen(sha256=FILE, size=1234, media="image"),
        "declaration_sha256": "b" * 64,
        "declared": Declared(stage="final", element="performance", unit="SC12-040", unit_version=3),
        "decision_sha256": "c" * 64,
        "status": "decided",
        "verdict": "cleared",
        "reasons": [{"layer": "performer_consent", "message": "scope.covered", "params": {}}],
        "duties": [],
        "persons": [PersonSeen(pseudonym=pseudonym(bytes(16), "P-1"), answer="match")],
        "consents": [(CONSENT, NOW + timedelta(days=300))],
        "versions": Versions(rulesets={"x": "1"}, models={"sface": "e" * 64}, thresholds="t-1", software="0.1.0"),
        "gallery": GallerySeen(size=12, digest="f" * 64, generation=3),
        "ledger": Head(41, "1" * 64),
        "issued_at": NOW,
    }
    return build_receipt(**{**facts, **changes})


def handed_out(**changes: Any) -> dict[str, Any]:
    paper: dict[str, Any] = json.loads(json.dumps(sign_receipt(receipt(**changes), INSTANCE)))
    return paper


def trust(*stale: dict[str, str], registry: str = "demo", since: datetime = NOW - HOUR) -> Trust:
    entry = trust_entry(registry_id=registry, public=INSTANCE.public, label="Demo", valid_from=since)
    return parse_trust(trust_file([entry], stale))


def checked(paper: dict[str, Any], **how: Any) -> Verification:
    given = {"now": NOW + HOUR, "file_sha256": FILE, "offline": "status" not in how, **how}
    return verify_receipt(paper, given.pop("trust", None) or trust(), **given)


def status(*stale: dict[str, str], key: Any = INSTANCE, issued: datetime = NOW + HOUR, **how: Any) -> StatusList:
    paper = sign_status(
        key,
        registry_id=how.get("registry", "demo"),
        issued_at=issued,
        next_update=issued + timedelta(days=1),
        stale=stale,
    )
    return parse_status(how.get("spoil", dict)(paper), trust(), now=how.get("now", NOW + HOUR))
