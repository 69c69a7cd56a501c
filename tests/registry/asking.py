"""Everything that a production can ask about somebody, and everything that somebody can be: for every pair, the answer.

The production holds nothing of the person asked about. `answer` gives whatever it is told: the projected decision, the exit
status, and the signed receipt, under a clock, ids and salts that are the same for everybody.
"""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from consent.clearance import decide
from consent.document import as_case_consent, document_digest, new_document
from consent.ledger import Head
from consent.signature import new_key
from registry.approvals.established import Established
from registry.checks.deciding.asking import KnownIdentities, judge
from registry.checks.deciding.facts import CheckFacts, PerformerFacts, ProductionFacts
from registry.checks.deciding.people import Recognition
from registry.checks.receipts.receipt import GalleryUsed, signed_receipt
from registry.consents.records import Filed
from registry.productions.declaration import Declaration, parse_declaration
from registry.records.performers import IdentityStanding
from registry.records.visibility import Role, Viewer, project
from tests.registry.checks.conftest import a_declaration, a_scope

PRODUCTION, PERSON, NAME = "PR-ONE", "P-ALICE", "Alice Example"
AGREEMENT, UNION, OTHER, OTHER_UNION = "sag_tvtheatrical_2026", "players-guild", "sag_commercials_2025", "ad-guild"
AT = datetime(2026, 10, 5, 9, tzinfo=UTC)
KEY, REGISTRY = new_key(), new_key("R-1")

Json = dict[str, Any]


def _paper(state: str, **scope: Any) -> Filed:
    document = new_document(
        registry_id="R-1", consent_id="C-1", performer={"id": PERSON, "name": NAME},
        signer={"role": "performer", "name": NAME, "key_fingerprint": KEY.fingerprint},
        counterparty={"id": PRODUCTION, "name": "Ltd"}, production_id=PRODUCTION, scope=a_scope(PRODUCTION, **scope),
        created_at=datetime(2026, 1, 1, tzinfo=UTC), nonce=bytes(16),
    )  # fmt: skip
    ended = "2026-02-01T00:00:00Z"
    entry = as_case_consent(
        document, person="", state=state, uses_so_far=0, countersigned=state != "requested",
        withdrawn_at=ended if state == "withdrawn" else None, suspended_from=ended if state == "suspended" else None,
        description_specific="yes",
    )  # fmt: skip
    return Filed("C-1", document_digest(document), state, PRODUCTION, True, document, entry)


def _person(*consents: Filed, **changes: Any) -> PerformerFacts:
    known: Json = {
        "id": PERSON, "name": NAME, "standing": IdentityStanding.VERIFIED, "life": "living", "died": None, "minor": None,
        "unions": frozenset({UNION}), "coverage": {}, "consents": consents, "born": None,
    }  # fmt: skip
    return PerformerFacts(**known | changes)


_PROHIBITS = {"person": PERSON, "source": "own", "value": "prohibited", "declared_on": "2026-01-01T00:00:00Z"}

STATES: dict[str, tuple[PerformerFacts | None, tuple[Json, ...]]] = {
    "registered": (_person(), ()),
    "unverified": (_person(standing=IdentityStanding.UNVERIFIED, unions=frozenset()), ()),
    "disputed": (_person(standing=IdentityStanding.DISPUTED), ()),
    "asked": (_person(_paper("requested")), ()),
    "refused": (_person(_paper("refused")), ()),
    "refused it all": (_person(_paper("refused", media=["series", "commercial", "game"], languages=["en", "es"])), ()),
    "withdrawn": (_person(_paper("withdrawn")), ()),
    "prohibits": (_person(), (_PROHIBITS,)),
    "minor": (_person(minor=True, born=date(2012, 1, 1)), ()),
    "minor, refused": (_person(_paper("refused"), minor=True, born=date(2012, 1, 1)), ()),
    "dead": (_person(life="deceased", died=date(2020, 1, 1)), ()),
    "long dead": (_person(life="deceased", died=date(1940, 1, 1)), ()),
    "dead, refused": (_person(_paper("refused"), life="deceased", died=date(2020, 1, 1)), ()),
    "another union": (_person(unions=frozenset({OTHER_UNION})), ()),
    "covered": (_person(coverage={OTHER: True}), ()),
    "unknown": (None, ()),
}
"""What somebody may be, of whom the production holds nothing: what the registry knows, and their standing preferences."""


def _entry(whom: Json, treatment: str, **changes: Any) -> Json:
    made = treatment not in ("none", "processing", "tiling", "alteration")
    entry = {"modalities": ["face"], "treatment": treatment, "role": "principal", "performed_as_shown": not made}
    more = {"features": ["nose"]} if treatment == "synthetic_with_features" else {}
    return entry | whom | more | changes


BY_NAME, BY_ID = {"name": NAME}, {"performer": PERSON}
TREATMENTS = (
    "none", "processing", "tiling", "alteration", "replica_employment_based", "replica_no_scan", "replica_independent",
    "replica_background", "synthetic_with_features", "training_input", "likeness_of_real_person",
)  # fmt: skip
ALTERATIONS = (
    None, "cosmetic", "lighting", "age", "body", "translation", "lip_sync_scripted", "lip_sync_redub",
    "lip_sync_new_dialogue", "face_replacement_on_double",
)  # fmt: skip
ASSETS: tuple[Json, ...] = (
    {"stage": "final", "element": "performance"},
    {"stage": "temp", "element": "performance"},
    {"stage": "final", "element": "performance", "prominence": "fleeting"},
    {"stage": "ideation", "element": "moodboard"},
    {"stage": "capture", "element": "replica_creation"},
    {"stage": "final", "element": "archive_photo", "presented_as": "authentic"},
)
USES: tuple[Json, ...] = (
    {},
    {"medium": "commercial", "content": ["product_ad"]},
    {"content": ["sexually_explicit"]},
    {"exemption": "impossible_for_human_safety"},
    {"purpose": "parody"},
    {"new_generation": False},
    {"territory": None},
)
WHOLE = {"named": (BY_NAME, ()), "by id": (BY_ID, ())}
"""How somebody is spoken of where the file does not show them."""

SEEN = {"found": None, "found, named": BY_NAME, "found, by id": BY_ID}
"""How somebody is spoken of whom the file shows."""


def declarations(whom: Json | None, treatments: Iterator[str] | tuple[str, ...] = TREATMENTS) -> Iterator[Declaration]:
    """Every declaration that can be made of somebody spoken of so; those that exclude themselves are left out."""
    for treatment in treatments:
        for alteration in ALTERATIONS:
            for asset in ASSETS:
                for use in USES:
                    declared = declaration(whom, treatment, alteration, asset, use)
                    if declared is not None:
                        yield declared


def declaration(
    whom: Json | None, treatment: str, alteration: str | None = None, asset: Json = ASSETS[0], use: Json = USES[0]
) -> Declaration | None:
    """One declaration; None where it contradicts itself."""
    cast = [] if whom is None else [_entry(whom, treatment)]
    content = a_declaration(PRODUCTION, *cast, asset=dict(asset))
    content["use"] |= {"alteration": alteration} | use
    if asset["stage"] != "final":
        content["principles"]["temporary_only"] = "yes"
    try:
        return parse_declaration(content)
    except Exception:  # contradicts itself: refused for everybody before anybody is looked up
        return None


def facts(person: PerformerFacts | None) -> CheckFacts:
    return CheckFacts(
        AT,
        date(2026, 10, 5),
        ProductionFacts(PRODUCTION, "series", "other", {AGREEMENT: True}, None, None, ZoneInfo("UTC")),
        {} if person is None else {PERSON: person},
        {AGREEMENT: UNION, OTHER: OTHER_UNION},
        covering=frozenset({OTHER}),
    )


def answer(
    declared: Declaration, state: str, found: str | None = None, *, ask: Callable[..., Any] = decide, reviewed: str = ""
) -> Json:
    """What the production is told. `found`: as what the file shows them (match, possible); None: not at all. `reviewed`: what
    a reviewer answered who looked for them."""
    person, preferences = STATES[state]
    faces = [Recognition("A1", (1, 2, 30, 40), found, PERSON)] if found and person else []
    if found and person is None:
        faces = [Recognition("A1", (1, 2, 30, 40), "none")]
    known = KnownIdentities(
        faces, facts(person), {NAME: PERSON} if person else {}, Established(preferences=preferences),
        {PERSON: reviewed} if reviewed and person else {},
    )  # fmt: skip
    _built, decision = judge(ask, declared, "image", known)
    shown = project(decision, Viewer(Role.PRODUCTION), {})
    receipt = signed_receipt(
        REGISTRY, receipt_id="RC-1", media="image", file=("0" * 64, 1), declaration=declared,
        declaration_sha256=declared.sha256, decision_sha256="0" * 64, shown=shown, consents=[], models={},
        thresholds="t", gallery=GalleryUsed(size=1, digest="0" * 64, generation=1, lost=0),
        ledger=Head(1, "0" * 64), issued_at=AT, lifetime=timedelta(hours=72),
    )  # fmt: skip
    return {"shown": shown, "receipt": receipt, "bytes": len(json.dumps([shown, receipt]))}


def whole_verdict(declared: Declaration, state: str, found: str | None = None) -> str:
    """What all facts come to, for those who may know them."""
    person, preferences = STATES[state]
    faces = [Recognition("A1", (1, 2, 30, 40), found, PERSON)] if found and person else []
    known = KnownIdentities(
        faces, facts(person), {NAME: PERSON} if person else {}, Established(preferences=preferences)
    )
    from registry.checks.deciding.case import build
    from registry.checks.deciding.combining import combine

    built = build(declared, "image", known.found, known.facts, known.names, known.established)
    return str(combine(decide(built.case).as_dict(), built, known.facts)["verdict"])
