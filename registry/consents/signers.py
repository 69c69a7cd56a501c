"""Who could sign on the day of a signature: what the rules say against a paper because of its performer's birth or death.

The rules alone decide it, here as in a clearance; the registry asks them about one paper at a time. So a signature that can
never count is refused when it is handed in, and whoever is concerned is told what a birth date or a death on record means
for papers that were signed before.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from consent.clearance import decide
from consent.document import ConsentDocument, as_case_consent
from registry.core.days import day_in, in_zone
from registry.records.performers import life
from registry.records.tables.performers import Performer

BEARING = frozenset(
    {
        "signer.minor",
        "signer.no-minor",
        "signer.perhaps-minor",
        "signer.grown-up",
        "signer.living",
        "signer.perhaps-dead",
    }
) | frozenset({"death.ends", "death.silent", "death.signature"})
"""The reasons (message ids of the rules) that rest on when somebody was born or died."""


@dataclass(frozen=True)
class Flaw:
    """What the rules say against a paper. verdict: blocked, or needs_approval where a person has to look."""

    verdict: str
    message: str
    words: str


def flaws(
    terms: ConsentDocument, performer: Performer, *, signed_at: datetime, now: datetime, zone: ZoneInfo
) -> tuple[Flaw, ...]:
    """What speaks against a paper that was signed then, by what is on record of its performer's life; strictest first.

    zone: where its days are counted.
    """
    entry = as_case_consent(
        terms,
        person="P1",
        state="given",
        uses_so_far=0,
        countersigned=True,
        authority_on_file=True,
        description_specific="yes",
        signed_at=in_zone(signed_at, zone),
    )
    today = day_in(now, zone)
    case: dict[str, Any] = {
        "check_date": today.isoformat(),
        "checked_at": in_zone(now, zone),
        "production": {"id": terms.production_id, "kind": "series", "commissioner": "other", "time_zone": zone.key},
        "asset": {"media": "image", "stage": "final", "element": "performance"},
        "use": {"project": terms.production_id},
        "persons": [
            {"ref": "P1", "registered": True, "match": "match", "treatment": "replica_employment_based"}
            | life(performer, today)
        ],
        "consents": [entry],
    }
    decision = decide(case)  # reasons come strictest first
    if decision.status != "decided":
        raise RuntimeError("a rule failed on a paper")  # never to be read as "nothing speaks against it"
    reasons = [reason for reason in decision.as_dict()["reasons"] if reason["message"] in BEARING]
    return tuple(dict.fromkeys(Flaw(one["verdict"], one["message"], one["summary"]) for one in reasons))


def barred_by(against: Iterable[Flaw]) -> str | None:
    """What a birth or a death on record makes of a paper, like any other end: terminated or invalidated; None: nothing."""
    barred = [flaw for flaw in against if flaw.verdict == "blocked"]
    if not barred:
        return None
    return "terminated" if all(flaw.message.startswith("death.ends") for flaw in barred) else "invalidated"
