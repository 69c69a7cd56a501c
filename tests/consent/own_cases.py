"""Cases of our own, built from a few shapes: what the situations around the decided cases lead to.

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
    return {"project": "TV-26", "territory": "US", "language": "en", "medium": "series", "date": TODAY, "content": [], **more}


def case(
    made: Json = TV, persons: list[Json] | None = None, consents: list[Json] | None = None, **more: Any
) -> Json:
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


# --- scope: the edge on both sides ---
SCOPE = {
    "character": ({"character": "Mara"}, "Mara", "Vera"),
    "scenes": ({"scenes": ["s1", "s2"]}, "s2", "s3"),
    "media": ({"media": ["series", "trailer"]}, "trailer", "game"),
    "territories": ({"territories": ["US", "CA"]}, "CA", "BR"),
    "languages": ({"languages": ["en"]}, "en-GB", "es"),
}
KEYS = {"character": "character", "scenes": "scene", "media": "medium", "territories": "territory", "languages": "language"}
for clause, (granted, inside, outside) in SCOPE.items():
    key = KEYS[clause]
    add(f"scope-{clause}-inside", "cleared", under(FREE, None, {"use": use(**{key: inside})}, **granted))
    add(f"scope-{clause}-outside", "blocked", under(FREE, None, {"use": use(**{key: outside})}, **granted))
    add(f"scope-{clause}-silent", "needs_approval", under(FREE, None, {"use": use(**{key: inside})}, **{clause: None}))
    add(f"scope-{clause}-silent-word", "needs_approval", under(FREE, None, {"use": use(**{key: inside})}, **{clause: "silent"}))
    if key != "territory":
        add(f"scope-{clause}-unnamed", "needs_approval", under(FREE, None, {"use": use(**{key: None})}, **granted))
    without = {k: v for k, v in use().items() if k != key}
    add(f"scope-{clause}-not-relevant", "cleared", under(FREE, None, {"use": without}, **granted))
add("scope-territory-state-in-country", "cleared", under(FREE, None, {"use": use(territory="US-CA")}, territories=["US"]))
add("scope-territory-country-not-in-state", "blocked", under(FREE, None, {"use": use(territory="US")}, territories=["US-CA"]))
add("scope-territory-worldwide-asked", "blocked", under(FREE, None, {"use": use(territory="worldwide")}, territories=["US", "EU"]))
add("scope-territory-worldwide-granted", "cleared", under(FREE, None, {"use": use(territory="BR")}, territories=["worldwide"]))
add("scope-territory-eu-not-uk", "blocked", under(FREE, None, {"use": use(territory="GB")}, territories=["EU"]))
add("scope-territory-of-production", "blocked", under({**FREE, "territory": "BR"}, None, {"use": {"project": "TV-26"}}, territories=["US"]))
add("scope-language-any", "cleared", under(FREE, None, {"use": use(language="es")}, languages=["any"]))
add("scope-language-region-only", "blocked", under(FREE, None, {"use": use(language="en")}, languages=["en-GB"]))
add("scope-project-other", "blocked", under(FREE, None, {"use": use(project="TV-27")}))
add("scope-project-several", "cleared", under(FREE, None, {"use": use(project="TV-27")}, project_ids=["TV-26", "TV-27"]))
add("scope-project-silent", "needs_approval", under(FREE, project_ids=None))
add("scope-modality-movement", "blocked", under(FREE, person(modalities=["face", "movement"]), modalities=["face", "body"]))
add("scope-modality-silent", "needs_approval", under(FREE, modalities=None))
add(
    "scope-modality-by-two-consents",
    "cleared",
    case(FREE, [person(modalities=["face", "voice"])], [rider(modalities=["face"]), rider(modalities=["voice"], id="C-2")]),
)
add("scope-kind-create-only", "blocked", case(FREE, None, [rider("P1", "create_replica")]))
add("scope-kind-use-only", "blocked", case(FREE, None, [rider("P1", "use_replica")]))
add(
    "scope-kind-by-two-consents",
    "cleared",
    case(FREE, None, [rider("P1", "create_replica"), rider("P1", "use_replica", id="C-2")]),
)
add("scope-kind-to-create", "cleared", case(FREE, None, [rider("P1", "create_replica")], asset=shot("scan", "capture", "replica_creation")))
add("scope-count-last", "cleared", under(FREE, max_uses=5, unit="shot", uses_so_far=4))
add("scope-count-lines-over", "blocked", under(FREE, None, {"use": use(lines=3)}, max_uses=4, unit="line", uses_so_far=2))
add("scope-count-lines-last", "cleared", under(FREE, None, {"use": use(lines=2)}, max_uses=4, unit="line", uses_so_far=2))
add("scope-count-unknown", "needs_approval", under(FREE, max_uses=4, unit="shot", uses_so_far=None))
for stage in ("ideation", "temp"):
    add(f"scope-count-{stage}-not-counted", "cleared", under(FREE, None, {"asset": shot(stage=stage)}, max_uses=4, unit="shot", uses_so_far=4))
add("scope-realtime-not-named", "blocked", under(GAME, None, {"use": {"realtime_generation": True, "content": []}, "compensation": {"multiple_of_scale": 8}}, project_ids=["GAME-1"]))
add("scope-realtime-as-kind", "cleared", case(FREE, None, [rider("P1", "create_replica", "use_replica", "realtime_generation")], use=use(realtime_generation=True)))
add("scope-use-refused", "blocked", under(FREE, per_use_approval=True, use_approved=False))
add("scope-use-approved", "cleared", under(FREE, per_use_approval=True, use_approved=True))
add("scope-pitch", "needs_approval", under(FREE, None, {"use": use(purpose="pitch")}))
add("scope-pitch-material", "needs_approval", under(FREE, None, {"asset": shot("video", "temp", "pitch_material")}))
add("scope-pitch-for-another", "blocked", under(FREE, None, {"use": use(purpose="pitch", project="NEW")}))
add("scope-pitch-named", "cleared", under(FREE, None, {"use": use(purpose="pitch", project="NEW")}, project_ids=["TV-26", "NEW"]))
TYPES = {
    "replica_employment_based": "employment_based",
    "replica_no_scan": "employment_based_no_scan",
    "replica_independent": "independently_created",
    "synthetic_with_features": "independently_created",
    "likeness_of_real_person": "independently_created",
}
for treatment, kind in TYPES.items():
    add(f"type-{treatment}-right", "cleared", under(FREE, person(treatment=treatment), replica_type=kind))
    other = "background" if kind != "background" else "employment_based"
    add(f"type-{treatment}-wrong", "blocked", under(FREE, person(treatment=treatment), replica_type=other))
add("type-silent", "needs_approval", under(FREE, replica_type="silent"))
add("type-background", "cleared", under(FREE, person("B1", "replica_background", role="background"), replica_type="background"))
add("type-background-wrong", "blocked", under(FREE, person("B1", "replica_background", role="background"), replica_type="employment_based"))
add("type-background-speaks", "blocked", under(FREE, person("B1", "replica_background"), replica_type="background"))
add("type-background-speaks-untyped", "needs_approval", under(FREE, person("B1", "replica_background")))
add("type-footage-like-scan-2026", "cleared", under(TV, person(treatment="replica_no_scan"), replica_type="employment_based"))
add("type-footage-unlike-scan-2023", "needs_approval", under(TV_2023, person(treatment="replica_no_scan"), replica_type="employment_based"))

# --- alterations ---
CUSTOMARY = ("cosmetic", "wardrobe", "lighting", "timing", "continuity", "pitch", "noise_reduction", "visual_effects")
SIGNIFICANT = ("age", "age_up", "body", "emotion", "translation", "lip_sync_new_dialogue", "behaviour_intoxicated")
FILMED = {"performed_as_shown": True}
for change in CUSTOMARY:
    add(f"alter-{change}", "cleared", case(FREE, [person("P4", "alteration", **FILMED)], use=use(alteration=change)))
    add(f"alter-replica-{change}", "cleared", under(FREE, None, {"use": use(alteration=change)}, alterations_allowed=[]))
for change in SIGNIFICANT:
    add(f"alter-{change}", "blocked", case(FREE, [person("P4", "alteration", **FILMED)], use=use(alteration=change)))
    add(f"alter-replica-{change}", "blocked", under(FREE, None, {"use": use(alteration=change)}, alterations_allowed=["wardrobe"]))
    agreed = [rider("P4", "alter_performance", alterations_allowed=[change])]
    add(f"alter-{change}-agreed", "cleared", case(FREE, [person("P4", "alteration", **FILMED)], agreed, use=use(alteration=change)))
add("alter-redub", "cleared", case(TV, [person("P4", "alteration", **FILMED)], use=use(alteration="lip_sync_redub")))
add("alter-to-script", "cleared", case(FREE, [person("P4", "alteration", **FILMED)], use=use(alteration="lip_sync_scripted")))
LATE_SCRIPT = {"script_date": "2026-10-01", "performed_on": "2026-09-10"}
OLD_SCRIPT = {"script_date": "2026-08-01", "performed_on": "2026-09-10"}
add("alter-to-late-script", "blocked", case(FREE, [person("P4", "alteration", **FILMED)], use=use(alteration="lip_sync_scripted", **LATE_SCRIPT)))
add("alter-unnamed", "needs_approval", case(FREE, [person("P4", "alteration", **FILMED)], [rider("P4", "alter_performance", alterations_allowed=["age"])]))
add("alter-unnamed-no-consent", "blocked", case(FREE, [person("P4", "alteration", **FILMED)]))
add("alter-silent", "needs_approval", under(FREE, None, {"use": use(alteration="age")}, alterations_allowed=None))
add("alter-age-covers-age-up", "cleared", under(FREE, None, {"use": use(alteration="age_up")}, alterations_allowed=["age"]))
add("alter-kind-of-replica", "blocked", case(FREE, [person("P4", "alteration", **FILMED)], [rider("P4")], use=use(alteration="emotion")))
add("alter-dub-kind", "cleared", case(FREE, [person("P4", "alteration", **FILMED)], [rider("P4", "dub")], use=use(alteration="translation")))
add("alter-double", "needs_approval", case(TV, [person("S1", "alteration", role="stunt", **FILMED)], use=use(alteration="face_replacement_on_double")))
add("alter-processing", "cleared", case(GAME, [person("P2", "processing", modalities=["voice"], **FILMED)], use={"alteration": "pitch"}))
add("alter-processing-too-far", "blocked", case(FREE, [person("P2", "processing", **FILMED)], use=use(alteration="emotion")))
add("undeclared-replica", "blocked", case(FREE, [person("P3", "none")]))
add("tiling-without-agreement", "cleared", case(FREE, [person("B1", "tiling", role="background", **FILMED)]))
add("tiling-2023", "needs_approval", case(TV_2023, [person("B1", "tiling", role="background", **FILMED)]))

# --- exemptions ---
MADE = [rider("P1", "create_replica")]
for exemption in ("as_scripted_performed_recorded", "impossible_for_human_safety"):
    add(f"exempt-{exemption}", "cleared", case(FREE, None, MADE, use=use(exemption=exemption)))
    add(f"exempt-{exemption}-not-created", "blocked", case(FREE, None, [], use=use(exemption=exemption)))
add("exempt-unrecognisable", "cleared", case(FREE, [person(match="none", modalities=[])], MADE, use=use(exemption="unrecognisable")))
add("exempt-unrecognisable-but-matched", "blocked", case(FREE, None, MADE, use=use(exemption="unrecognisable")))
add("exempt-old-script", "cleared", case(TV, None, MADE, use=use(exemption="as_scripted_performed_recorded", **OLD_SCRIPT)))
add("exempt-late-script", "blocked", case(TV, None, MADE, use=use(exemption="as_scripted_performed_recorded", **LATE_SCRIPT)))
add("exempt-half-dated", "blocked", case(TV, None, MADE, use=use(exemption="as_scripted_performed_recorded", script_date="2026-08-01")))
add("exempt-undated-2026", "needs_approval", case(TV, None, MADE, use=use(exemption="as_scripted_performed_recorded")))
add("exempt-alteration", "cleared", case(FREE, [person("P4", "alteration", **FILMED)], use=use(alteration="emotion", exemption="as_scripted_performed_recorded")))
add("exempt-other-picture", "blocked", case(FREE, None, MADE, use=use(project="TV-27", exemption="impossible_for_human_safety")))
add("exempt-but-excluded", "blocked", case(FREE, None, [rider("P1", "create_replica", exclusions=["political"])], use=use(content=["political"], exemption="impossible_for_human_safety")))

# --- state, term, finished work ---
for state in ("requested", "deferred", "refused", "invalidated", "unknown"):
    add(f"state-{state}", "blocked", under(FREE, state=state))
add("state-renewed", "cleared", under(FREE, state="renewed"))
OLD = {"new_generation": False, "generated_on": "2026-03-01"}
ENDS = {"withdrawn": {"withdrawn_at": "2026-11-01"}, "expired": {"valid_until": "2026-10-31"}, "terminated": {}}
for state, dates in ENDS.items():
    add(f"end-{state}-new", "blocked", under(FREE, state=state, **dates))
    for word, verdict in {"finished_work_only": "cleared", "none": "blocked", None: "needs_approval"}.items():
        add(f"end-{state}-finished-{word}", verdict, under(FREE, None, {"use": use(**OLD)}, state=state, exploitation_after_end=word, **dates))
    add(f"end-{state}-finished-unstated", "needs_approval", under(FREE, None, {"use": use(**OLD)}, state=state, **dates))
    late = {"new_generation": False, "generated_on": "2026-11-05"}
    if state != "terminated":
        add(f"end-{state}-made-late", "blocked", under(FREE, None, {"use": use(**late)}, state=state, exploitation_after_end="finished_work_only", **dates))
add("end-withdrawn-only-new", "cleared", under(FREE, None, {"use": use(**OLD)}, state="withdrawn", withdrawn_at="2026-11-01", revocable="yes_new_generation"))
add("end-by-date", "blocked", under(FREE, valid_until="2026-11-21"))
add("end-last-day", "cleared", under(FREE, valid_until=TODAY))
add("end-finished-by-date", "cleared", under(FREE, None, {"use": use(**OLD)}, valid_until="2026-11-21", exploitation_after_end="finished_work_only"))
add("begin-first-day", "cleared", under(FREE, valid_from=TODAY))
add("begin-tomorrow", "blocked", under(FREE, valid_from="2026-11-23"))
add("begin-generated-before", "blocked", under(FREE, None, {"use": use(generated_on="2025-12-31")}))
add("term-silent", "needs_approval", under(FREE, valid_until=None))
add("signed-after", "blocked", under(FREE, signed_at="2026-11-23"))
add("signed-after-generation", "blocked", under(FREE, None, {"use": use(generated_on="2026-06-01")}, signed_at="2026-07-01"))
add("signed-same-day", "cleared", under(FREE, signed_at=TODAY))
add("suspended", "blocked", under(FREE, state="suspended", suspended_from="2026-11-10"))
add("suspended-finished", "cleared", under(GAME, None, {"use": {"project": "GAME-1", **OLD}}, state="suspended", suspended_from="2026-11-10", project_ids=["GAME-1"]))
add("suspended-finished-undated", "blocked", under(GAME, None, {"use": {"project": "GAME-1", "new_generation": False}}, state="suspended", suspended_from="2026-11-10", project_ids=["GAME-1"]))
for tv, name in ((TV, "2026"), (TV_2023, "2023")):
    add(f"suspended-finished-tv-{name}", "needs_approval", under(tv, None, {"use": use(**OLD)}, state="suspended", suspended_from="2026-11-10"))
add("instant-before-withdrawal", "cleared", under(FREE, None, {"use": use(new_generation=False, generated_on="2026-11-01T09:00:00Z")}, state="withdrawn", withdrawn_at="2026-11-01T10:00:00Z", exploitation_after_end="finished_work_only"))
add("instant-after-withdrawal", "blocked", under(FREE, None, {"use": use(new_generation=False, generated_on="2026-11-01T11:00:00Z")}, state="withdrawn", withdrawn_at="2026-11-01T10:00:00Z", exploitation_after_end="finished_work_only"))

# --- form and signer ---
AGREED = {
    "tv-2023": TV_2023,
    "tv-2026": TV,
    "commercials": production("TV-26", "commercial", "sag_commercials_2025"),
    "interactive": production("TV-26", "game", "sag_interactive_2025"),
    "sound": production("TV-26", "sound_recording", "sag_sound_recordings_2024"),
    "animation": production("TV-26", "animation", "sag_tv_animation_2024"),
    "none": FREE,
}
for name, made in AGREED.items():
    add(f"form-{name}-unsigned", "blocked", under(made, separately_signed=False))
    add(f"form-{name}-voucher", "blocked", under(made, location="background_voucher"))
    add(f"form-{name}-terms", "blocked", under(made, location="standard_terms"))
    add(f"form-{name}-vague", "needs_approval" if name == "none" else "blocked", under(made, description_specific="no"))
    add(f"form-{name}-fine", "cleared", under(made, None, {"compensation": {"terms_on_file": True}}))
add("form-initialled", "cleared", under(TV, separately_signed=False, initialled=True, location="own_document"))
add("form-unsure", "needs_approval", under(TV, description_specific="unsure"))
no_form = {k: v for k, v in rider().items() if k != "separately_signed"}
add("form-unknown", "needs_approval", case(FREE, None, [no_form]))
unjudged = {k: v for k, v in rider().items() if k != "description_specific"}
add("form-unjudged", "needs_approval", case(FREE, None, [unjudged]))
unsigned = {k: v for k, v in rider().items() if k != "signer_role"}
add("signer-unknown", "needs_approval", case(FREE, None, [unsigned]))
for place in ("US-CA", "US-NY", "US-IL"):
    local = production("TV-26", "series", jurisdiction=place, photography_start="2026-09-01")
    add(f"void-{place}", "blocked", under(local, description_specific="no", represented_by="none"))
    add(f"void-{place}-counsel", "needs_approval", under(local, description_specific="no", represented_by="counsel", initialled=True))
    add(f"void-{place}-union", "needs_approval", under(local, description_specific="no", represented_by="union"))
    first = production("TV-26", "series", jurisdiction=place, photography_start="2025-01-01")
    early = production("TV-26", "series", jurisdiction=place, photography_start="2024-12-31")
    add(f"void-{place}-first-day", "blocked", under(first, description_specific="no", represented_by="none"))
    add(f"void-{place}-before", "needs_approval", under(early, description_specific="no", represented_by="none"))
KID = {"minor": True, "age": 12}
BY_GUARDIAN = {"signer_role": "guardian", "authority_on_file": True}
add("minor-guardian", "cleared", under(TV, person("K1", **KID), **BY_GUARDIAN))
add("minor-alone", "blocked", under(TV, person("K1", **KID)))
add("minor-by-age", "blocked", under(FREE, person("K1", age=17)))
add("adult-by-age", "cleared", under(FREE, person("K1", age=18)))
add("minor-unknown", "needs_approval", under(FREE, person("K1", minor=None)))
add("minor-grown-up", "needs_approval", under(FREE, person("K1", age=19), **BY_GUARDIAN))
add("minor-guardian-no-authority", "blocked", under(FREE, person("K1", **KID), signer_role="guardian", authority_on_file=False))
add("minor-guardian-authority-unknown", "needs_approval", under(FREE, person("K1", **KID), signer_role="guardian"))
add("minor-california", "blocked", under(production("TV-26", "series", jurisdiction="US-CA"), person("K1", **KID)))
for content in ("nudity", "simulated_sex", "sexually_explicit"):
    for made, name in ((TV, "tv"), (FREE, "free")):
        add(f"minor-{content}-{name}", "blocked", under(made, person("K1", **KID), {"use": use(content=[content])}, **BY_GUARDIAN))
for treatment in ("alteration", "replica_employment_based", "replica_no_scan", "replica_independent", "replica_background", "synthetic", "synthetic_with_features", "likeness_of_real_person"):
    kid = person("K1", treatment, role="background", **KID)
    paper = rider("K1", "create_replica", "use_replica", "alter_performance", **BY_GUARDIAN)
    add(f"minor-nude-{treatment}", "blocked", case(TV, [kid], [paper], use=use(content=["nudity"]), union={"notice": True, "bargaining": "agreed"}))
for signer in ("guardian", "authorised_representative", "manager", "estate", "union"):
    dead = {"life": "deceased", "died": "2020-01-01"} if signer in ("estate", "union") else {}
    who = person("P8", **(KID if signer == "guardian" else dead))
    searched = {"search_for_heirs": "documented"}
    add(f"authority-{signer}", "cleared", under(FREE, who, searched, signer_role=signer, authority_on_file=True))
    add(f"authority-{signer}-no", "blocked", under(FREE, who, searched, signer_role=signer, authority_on_file=False))
    add(f"authority-{signer}-unknown", "needs_approval", under(FREE, who, searched, signer_role=signer))
for signer in ("estate", "union"):
    add(f"living-{signer}", "blocked", under(FREE, None, {"search_for_heirs": "documented"}, signer_role=signer, authority_on_file=True))
DEAD = {"life": "deceased", "died": "2025-04-01"}
ESTATE = {"signer_role": "estate", "authority_on_file": True}
add("dead-union-without-search", "blocked", under(TV, person("P8", **DEAD), signer_role="union", authority_on_file=True))
add("dead-half-share", "needs_approval", under(FREE, person("P8", **DEAD), signer_role="estate", authority_on_file="half_share"))
HEIRS = [{"id": "H1", "position": "consents"}, {"id": "H2", "position": "refuses"}]
add("dead-heir-refuses", "blocked", under(FREE, person("P8", **DEAD), {"right_holders": HEIRS}, **ESTATE))
add("dead-heirs-agree", "cleared", under(FREE, person("P8", **DEAD), {"right_holders": HEIRS[:1]}, **ESTATE))
add("dead-survives", "cleared", under(FREE, person("P8", **DEAD), survives_death="yes"))
add("dead-survives-not", "blocked", under(FREE, person("P8", **DEAD), survives_death="no"))
add("dead-silent", "needs_approval", under(FREE, person("P8", **DEAD)))
add("dead-signed-after-death", "blocked", under(FREE, person("P8", **DEAD), survives_death="yes", signed_at="2025-05-01"))
for place, since in (("US-CA", None), ("US-NY", None), ("US-IL", None), ("US-TN", None)):
    local = production("TV-26", "feature", jurisdiction=place)
    add(f"dead-{place}", "blocked", case(local, [person("P8", "replica_independent", **DEAD)]))
    add(f"living-{place}", "blocked", case(local, [person("P9", "replica_independent")]))
    stranger = person("EXT", "likeness_of_real_person", registered=False, match="none")
    living = "blocked" if place in ("US-IL", "US-TN") else "needs_approval"
    add(f"stranger-{place}", living, case(local, [stranger]))
    add(f"stranger-dead-{place}", "blocked", case(local, [{**stranger, **DEAD}]))
    for day in ("2024-06-30", "2024-07-01", "2024-12-31", "2025-01-01", "2025-12-10", "2025-12-11"):
        verdict = {
            "US-CA": "blocked" if day >= "2025-01-01" else "needs_approval",
            "US-NY": "blocked" if day >= "2025-12-11" else "needs_approval",
            "US-IL": "blocked" if day >= "2025-01-01" else "needs_approval",
            "US-TN": "blocked" if day >= "2024-07-01" else "needs_approval",
        }[place]
        add(f"stranger-dead-{place}-{day}", verdict, case(local, [{**stranger, **DEAD, "died": "2020-01-01"}], use=use(date=day)))
    for modality in ("face", "voice", "name", "movement"):
        shown = "blocked" if place != "US-TN" or modality != "movement" else "needs_approval"
        add(f"stranger-dead-{place}-{modality}", shown, case(local, [{**stranger, **DEAD, "modalities": [modality]}]))
        heard = living if modality != "movement" else ("blocked" if place == "US-IL" else "needs_approval")
        add(f"stranger-{place}-{modality}", heard, case(local, [{**stranger, "modalities": [modality]}]))
    for media in ("image", "audio"):
        seen = "needs_approval" if place == "US-CA" and media == "image" else "blocked"
        add(f"stranger-dead-{place}-{media}", seen, case(local, [{**stranger, **DEAD}], asset=shot(media)))
add("dead-seventy-years", "blocked", case(FREE, [person("P8", "replica_independent", life="deceased", died="1956-11-22")]))
add("dead-beyond-seventy-years", "needs_approval", case(FREE, [person("P8", "replica_independent", life="deceased", died="1956-11-21")]))
add("dead-beyond-seventy-years-union", "blocked", case(TV, [person("P8", "replica_independent", life="deceased", died="1940-01-01")]))
for prominence in ("fleeting", "incidental"):
    add(f"dead-{prominence}", "needs_approval", case(TV, [person("P8", "replica_independent", **DEAD)], asset=shot(prominence=prominence)))
