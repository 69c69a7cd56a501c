"""The case that the attacks on the rules begin with: a replica in a series, under a rider that reaches it. It is cleared."""

import copy
from typing import Any

from consent.clearance import CaseError, decide

Json = dict[str, Any]
TODAY = "2026-11-22"
PRODUCTION = "PR-7K3M9QX2BD"
ALLOWED = ("cleared", "notify_only")


def rider(**changes: Any) -> Json:
    """The rider: a harbour scene, in the United States and Canada, in English, in the series and its trailers."""
    return {
        "id": "C1",
        "person": "P1",
        "state": "given",
        "kind": ["create_replica", "use_replica"],
        "signer_role": "performer",
        "separately_signed": True,
        "description": "Replica shots of the harbour scenes of episode 4.",
        "description_specific": "yes",
        "business_reason": "Harbour closed",
        "signed_at": "2026-09-20",
        "valid_from": "2026-10-01",
        "valid_until": "2028-09-30",
        "project_ids": [PRODUCTION],
        "media": ["series", "trailer"],
        "territories": ["US", "CA"],
        "languages": ["en"],
        "represented_by": "union",
        **changes,
    }


def actor(**changes: Any) -> Json:
    return {
        "ref": "P1",
        "registered": True,
        "match": "match",
        "modalities": ["face"],
        "performed_as_shown": False,
        "treatment": "replica_employment_based",
        "role": "principal",
        "life": "living",
        "minor": False,
        **changes,
    }


def altered(*claims: str, **changes: Any) -> Json:
    """A recorded performance that is changed; `claims`: what rests on the production's word alone."""
    said = {"claimed_by_production": list(claims), "confirmed_by": "production"} if claims else {}
    return actor(treatment="alteration", **said, **changes)


def shot(*consents: Json, who: Json | None = None, use: Json | None = None, **parts: Any) -> Json:
    """The shot: one person, one use; `parts` replace parts of the case, but for those of `production` and `asset`."""
    case: Json = {
        "check_date": TODAY,
        "production": {
            "id": PRODUCTION,
            "kind": "series",
            "commissioner": "other",
            "union_agreements": ["sag_tvtheatrical_2026"],
            "photography_start": "2026-10-01",
            **parts.pop("production", {}),
        },
        "asset": {"media": "video", "stage": "final", "element": "performance", **parts.pop("asset", {})},
        "persons": [who or actor()],
        "consents": [copy.deepcopy(consent) for consent in consents],
        "use": {
            "project": PRODUCTION,
            "territory": "US",
            "language": "en",
            "medium": "series",
            "date": TODAY,
            "content": [],
            **(use or {}),
        },
        "compensation": {"terms_on_file": True},
        **parts,
    }
    return case


def verdict(case: Json) -> str:
    """The verdict; "refused" for what is no case, "cannot_decide" where the rules failed."""
    try:
        decision = decide(case)
    except CaseError:
        return "refused"
    return decision.verdict or decision.status


def rules(case: Json) -> set[str]:
    """The rules that the decision names."""
    return {reason.rule for reason in decide(case).reasons}
