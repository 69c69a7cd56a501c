"""A signed document and what became of it, as one entry of a clearance case's `consents`."""

from collections.abc import Mapping
from typing import Any

from consent.document.fields import ANY
from consent.document.model import NONE, ConsentDocument

_AS_SIGNED = (
    "modalities",
    "project_ids",
    "character",
    "scenes",
    "media",
    "territories",
    "languages",
    "valid_from",
    "valid_until",
    "exploitation_after_end",
    "max_uses",
    "unit",
    "alterations_allowed",
    "exclusions",
    "training",
    "realtime_generation",
    "per_use_approval",
    "revocable",
    "strike_behaviour",
    "survives_death",
    "description",
    "business_reason",
    "condition_of_employment",
    "represented_by",
    "separately_signed",
)


def as_case_consent(
    document: ConsentDocument,
    *,
    person: str,
    state: str,
    uses_so_far: int,
    countersigned: bool,
    withdrawn_at: str | None = None,
    suspended_from: str | None = None,
    use_approved: bool | None = None,
    authority_on_file: bool | str | None = None,
    description_specific: str | None = None,
    signed_at: str | None = None,
    file_cleared_at: str | None = None,
) -> dict[str, Any]:
    """One entry of `consents` for the person with the reference `person`.

    `countersigned`: every countersignature that is needed is there (true also if none is). Without it a given
    consent is only `requested`; with `withdrawn_at` or `suspended_from` it is `withdrawn` or `suspended`, whatever
    `state` still says. `description_specific` is the union's or counsel's judgement (yes, no); until there
    is one the entry says `unsure`. `use_approved` counts only where the terms ask for approval of each use; null
    there means "not yet". `signed_at` of a refusal is when it was refused. `file_cleared_at`: when the very file that the
    case is about was first cleared under this consent. "any" becomes an absent key, which is how a case says "not
    restricted".
    """
    scope = document.scope.model_dump(mode="json")
    entry: dict[str, Any] = {
        "id": document.consent_id,
        "person": person,
        "state": _state(state, countersigned, withdrawn_at, suspended_from),
        "kind": scope["kind"],
        "signer_role": document.signer.role,
        "description_specific": description_specific or "unsure",
        "uses_so_far": uses_so_far,
    }
    entry |= {name: scope[name] for name in _AS_SIGNED if scope[name] != ANY}
    if scope["replica_type"] != NONE:
        entry["replica_type"] = scope["replica_type"]
    if scope["separately_signed"]:
        entry["location"] = "own_document"
    if scope["delete_on"] == "picture_delivered":
        entry["delete_on"] = "picture_delivered"
    if scope["per_use_approval"]:
        entry["use_approved"] = use_approved
    known: Mapping[str, Any] = {
        "withdrawn_at": withdrawn_at,
        "suspended_from": suspended_from,
        "authority_on_file": authority_on_file,
        "signed_at": signed_at,
        "file_cleared_at": file_cleared_at,
        "replaces": document.replaces.consent_id if document.replaces else None,
        "time_zone": document.time_zone,
    }
    return entry | {name: value for name, value in known.items() if value is not None}


def _state(state: str, countersigned: bool, withdrawn_at: str | None, suspended_from: str | None) -> str:
    if state not in ("given", "renewed"):
        return state
    if withdrawn_at is not None:
        return "withdrawn"
    if suspended_from is not None:
        return "suspended"
    return state if countersigned else "requested"
