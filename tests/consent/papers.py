"""Consent documents for tests: one that everybody knows, and many that hypothesis makes."""

import string
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from consent import terms
from consent.document import ConsentDocument, new_document
from consent.signature import SigningKey, new_key

WRITTEN = datetime(2026, 11, 22, 10, tzinfo=UTC)
SENSITIVE = ["nudity", "simulated_sex", "sexually_explicit", "slurs"]

ALICE = new_key("Alice")
UNION = new_key("the union")


def scope(**changes: Any) -> dict[str, Any]:
    """Alice's consent: her face, as Mara, in one series, in two countries, five shots."""
    return {
        "kind": ["create_replica", "use_replica"],
        "replica_type": "employment_based",
        "modalities": ["face"],
        "project_ids": ["TV-26"],
        "character": "Mara",
        "scenes": ["s3", "s44"],
        "media": ["series"],
        "territories": ["US", "CA"],
        "languages": ["en"],
        "valid_from": "2026-01-01",
        "valid_until": "2027-12-31",
        "exploitation_after_end": "finished_work_only",
        "max_uses": 5,
        "unit": "shot",
        "alterations_allowed": ["age", "cosmetic"],
        "exclusions": [*SENSITIVE, "political", "product_ad"],
        "sensitive_content": [],
        "training": "notAllowed",
        "training_constraint": "none",
        "realtime_generation": False,
        "per_use_approval": False,
        "revocable": "yes_new_generation",
        "notice_days": "none",
        "strike_behaviour": "suspend_all_use",
        "survives_death": "no",
        "delete_on": "picture_delivered",
        "description": "Mara seen twenty years younger in the flashback of scene 3, as scripted.",
        "business_reason": "The flashback shows Mara at an age that Alice no longer has.",
        "condition_of_employment": False,
        "represented_by": "union",
        "separately_signed": True,
        "compensation": {"basis": "day_equivalent", "residuals": True, "terms": "Scale for each day replaced."},
        **changes,
    }


def document(key: SigningKey = ALICE, time_zone: str | None = None, **changes: Any) -> ConsentDocument:
    """A document over `scope(**changes)`, with the same nonce each time; with a time zone it is of version 2."""
    return new_document(
        registry_id="demo",
        consent_id="C-17",
        performer={"id": "P-1", "name": "Alice Example"},
        signer={"role": "performer", "name": "Alice Example", "key_fingerprint": key.fingerprint},
        counterparty={"id": "NF-100", "name": "Northern Films"},
        production_id="TV-26",
        scope=scope(**changes),
        created_at=WRITTEN,
        time_zone=time_zone,
        nonce=bytes(16),
    )


def _some(words: Any) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from([str(word) for word in words]), min_size=1, max_size=4, unique=True)


def _some_or_any(words: Any) -> st.SearchStrategy[Any]:
    return st.one_of(st.just("any"), _some(words))


_names = st.text(string.ascii_letters + string.digits + "äßñé漢", min_size=1, max_size=12)
_lines = st.text(string.ascii_letters + " äöü", min_size=30, max_size=90).map(
    lambda text: "Allowed here is exactly this and no more: " + "".join(text.split()) + "."
)
_days = st.dates(date(2025, 1, 1), date(2030, 12, 31))


@st.composite
def scopes(draw: st.DrawFn) -> dict[str, Any]:
    """Scopes that can be signed, from the whole vocabulary."""
    start = draw(_days)
    end = start + timedelta(days=draw(st.integers(0, 3600)))
    kind = draw(_some(terms.CONSENT_KINDS))
    sensitive = draw(st.lists(st.sampled_from(SENSITIVE), unique=True))
    training = draw(st.sampled_from(["allowed", "constrained"] + ["notAllowed"] * ("train_model" not in kind)))
    rest = [str(word) for word in terms.EXCLUSIONS if word not in (*SENSITIVE, "training")]
    limited = draw(st.booleans())
    notice = draw(st.booleans())
    replica = bool({"create_replica", "use_replica"} & set(kind))
    return scope(
        kind=kind,
        replica_type=draw(st.sampled_from([str(word) for word in terms.REPLICA_TYPES])) if replica else "none",
        modalities=draw(_some(terms.MODALITIES)),
        project_ids=["TV-26", *draw(st.lists(st.sampled_from(["TV-27", "NF-1"]), unique=True))],
        character=draw(st.one_of(st.just("any"), _names)),
        scenes=draw(st.one_of(st.just("any"), st.lists(_names.filter("any".__ne__), min_size=1, unique=True))),
        media=draw(_some_or_any(terms.MEDIA)),
        territories=draw(_some_or_any(["US", "US-CA", "FR", "EU", "BR", "worldwide"])),
        languages=draw(_some_or_any(["en", "es", "pt-BR", "de", "zh-Hant-TW"])),
        valid_from=start.isoformat(),
        valid_until=end.isoformat(),
        exploitation_after_end=draw(st.sampled_from(["finished_work_only", "none"])),
        max_uses=draw(st.integers(1, 10**6)) if limited else "any",
        unit=draw(st.sampled_from([str(word) for word in terms.UNITS])) if limited else "any",
        alterations_allowed=draw(st.one_of(st.just([]), _some_or_any(terms.ALTERATIONS))),
        exclusions=[
            *(word for word in SENSITIVE if word not in sensitive),
            *draw(st.lists(st.sampled_from(rest), unique=True)),
        ],
        sensitive_content=sensitive,
        training=training,
        training_constraint=draw(_lines) if training == "constrained" else "none",
        realtime_generation="realtime_generation" in kind,
        per_use_approval=draw(st.booleans()),
        revocable="yes_with_notice_days" if notice else draw(st.sampled_from(["no", "yes_new_generation"])),
        notice_days=draw(st.integers(1, 365)) if notice else "none",
        strike_behaviour=draw(st.sampled_from(["suspend_all_use", "suspend_new_generation"])),
        survives_death=draw(st.sampled_from(["yes", "no"])),
        delete_on=draw(st.sampled_from(["picture_delivered", "none", end.isoformat()])),
        description=draw(_lines),
        business_reason=draw(_lines),
        condition_of_employment=draw(st.booleans()),
        represented_by=draw(st.sampled_from(["counsel", "union", "none"])),
        separately_signed=draw(st.booleans()),
    )
