"""The shapes that our own cases are built from: productions, people, riders, shots, uses.

`CASES` maps an id to (case, verdict). Ids are speaking; loops cover every word of a list that a rule carries.
"""

from typing import Any

Json = dict[str, Any]
CASES: dict[str, tuple[Json, str]] = {}
TODAY = "2026-11-22"
YES = {
    "no_third_party_replication": "yes",
    "no_store_train": "yes",
    "secure_environment": "yes",
    "temporary_only": "yes",
    "no_unconsented_replacement": "yes",
}
FINAL = {**YES, "temporary_only": "no"}
GRANTED = {"disclosed": True, "written": "granted", "legal_review": "passed"}


def add(name: str, verdict: str, case: Json) -> None:
    assert name not in CASES, name
    CASES[name] = (case, verdict)


def production(name: str = "TV-26", kind: str = "series", *agreements: str, **more: Any) -> Json:
    return {"id": name, "kind": kind, "commissioner": "other", "union_agreements": list(agreements), **more}


TV = production("TV-26", "series", "sag_tvtheatrical_2026", photography_start="2026-09-01")
TV_2023 = production("TV-26", "series", "sag_tvtheatrical_2023", photography_start="2025-03-01")
GAME = production("GAME-1", "game", "sag_interactive_2025")
FREE = production("TV-26", "series")
NETFLIX = {"id": "NF-100", "kind": "series", "commissioner": "netflix"}


def person(ref: str = "P1", treatment: str = "replica_employment_based", **more: Any) -> Json:
    return {
        "ref": ref,
        "registered": True,
        "match": "match",
        "modalities": ["face"],
        "performed_as_shown": False,
        "treatment": treatment,
        "role": "principal",
        "life": "living",
        "minor": False,
        **more,
    }


def nobody(treatment: str = "synthetic", *modalities: str, **more: Any) -> Json:
    shown = list(modalities or ("face",))
    return person("NONE", treatment, registered=False, match="none", modalities=shown, **more)


def rider(ref: str = "P1", *kinds: str, **more: Any) -> Json:
    return {
        "id": f"C-{ref}",
        "person": ref,
        "state": "given",
        "kind": list(kinds or ("create_replica", "use_replica")),
        "signer_role": "performer",
        "separately_signed": True,
        "description": "as listed",
        "description_specific": "yes",
        "valid_from": "2026-01-01",
        "valid_until": "2027-12-31",
        "project_ids": ["TV-26"],
        **more,
    }


def shot(media: str = "video", stage: str = "final", element: str = "performance", **more: Any) -> Json:
    return {"media": media, "stage": stage, "element": element, **more}


def use(**more: Any) -> Json:
    return {
        "project": "TV-26",
        "territory": "US",
        "language": "en",
        "medium": "series",
        "date": TODAY,
        "content": [],
        **more,
    }


def case(made: Json = TV, persons: list[Json] | None = None, consents: list[Json] | None = None, **more: Any) -> Json:
    return {
        "check_date": TODAY,
        "production": made,
        "asset": shot(),
        "persons": [person()] if persons is None else persons,
        "consents": [] if consents is None else consents,
        "use": use(),
        **more,
    }


def under(made: Json = TV, who: Json | None = None, more: Json | None = None, **scope: Any) -> Json:
    """One replica under one consent with these terms."""
    someone = who or person()
    return case(made, [someone], [rider(someone["ref"], **scope)], **(more or {}))


PAID = {"compensation": {"terms_on_file": True}}
COMMERCIAL = production("TV-26", "commercial", "sag_commercials_2025")
SOUND = production("TV-26", "sound_recording", "sag_sound_recordings_2024")
ANIMATION = production("TV-26", "animation", "sag_tv_animation_2024")
FILMED = {"performed_as_shown": True}
MADE = [rider("P1", "create_replica")]
OLD = {"new_generation": False, "generated_on": "2026-03-01"}
KID = {"minor": True, "age": 12}
BY_GUARDIAN = {"signer_role": "guardian", "authority_on_file": True}
DEAD = {"life": "deceased", "died": "2025-04-01"}
CLOSED = {"notice": True, "bargaining": "agreed", "significant_additional_value": "agreed", "payment_to_plan": True}
