"""Cases of our own for union agreements, crafts and templates. See own_cases.py."""

from typing import Any

from tests.consent.own_cases import (
    BY_GUARDIAN,
    CASES,
    DEAD,
    FILMED,
    FREE,
    GAME,
    KID,
    OLD,
    TODAY,
    TV,
    TV_2023,
    Json,
    add,
    case,
    nobody,
    person,
    production,
    rider,
    shot,
    under,
    use,
)

__all__ = ["CASES"]

PAID = {"compensation": {"terms_on_file": True}}
COMMERCIAL = production("TV-26", "commercial", "sag_commercials_2025")
SOUND = production("TV-26", "sound_recording", "sag_sound_recordings_2024")
ANIMATION = production("TV-26", "animation", "sag_tv_animation_2024")

# --- notice, pay, terms ---
for made, name in ((TV, "2026"), (TV_2023, "2023"), (COMMERCIAL, "ad")):
    for notice, engaged, verdict in ((48, 504, "cleared"), (47, 504, "blocked"), (47, None, "blocked"), (22, 22, "cleared"), (21, 22, "blocked"), (47.5, 48, "blocked"), (None, 504, "blocked")):
        session = {"notice_hours": notice, "engaged_hours_before": engaged}
        add(f"session-{name}-{notice}-{engaged}", verdict, under(made, None, {"session": session, "asset": shot("scan", "capture", "replica_creation")}))
add("session-game", "cleared", under({**GAME, "id": "TV-26"}, None, {"session": {"notice_hours": 20, "engaged_hours_before": 504}}))
for made, name in ((TV, "2026"), (TV_2023, "2023"), (COMMERCIAL, "ad"), ({**GAME, "id": "TV-26"}, "game"), (SOUND, "sound"), (production("TV-26", "series", "verdi_bffs_genai_2025"), "verdi")):
    day = {"use": use(date="2026-06-30")} if name == "verdi" else {}
    add(f"pay-terms-{name}", "needs_approval", under(made, None, {"compensation": {"terms_on_file": False}, **day}))
LOW = {"compensation": {"terms_on_file": True, "at_least_day_rate": False}}
add("pay-independent-2026", "needs_approval", under(TV, person("P6", "replica_independent"), LOW))
add("pay-independent-2023", "cleared", under(TV_2023, person("P6", "replica_independent"), LOW))
for treatment in ("replica_employment_based", "replica_no_scan", "replica_background"):
    for made, name in ((TV, "2026"), (TV_2023, "2023")):
        who = person("P6", treatment, role="background")
        add(f"pay-elsewhere-{treatment}-{name}", "needs_approval", under(made, who, {**LOW, "use": use(project="TV-27")}, project_ids=["TV-27"]))
        add(f"pay-here-{treatment}-{name}", "cleared", under(made, who, LOW))
TERMS = {
    "tv-2023": ("sag_tvtheatrical_2023", "2023-11-09", "2026-06-30", True),
    "tv-2026": ("sag_tvtheatrical_2026", "2026-07-01", "2030-06-30", False),
    "ad": ("sag_commercials_2025", "2025-04-01", None, False),
    "game": ("sag_interactive_2025", "2025-07-01", "2028-10-31", False),
    "sound": ("sag_sound_recordings_2024", "2024-01-01", "2026-12-31", False),
    "wga": ("wga_2026", "2026-05-02", "2030-05-01", False),
    "verdi": ("verdi_bffs_genai_2025", "2025-03-01", None, False),
}


def shifted(day: str, days: int) -> str:
    from datetime import date, timedelta

    return (date.fromisoformat(day) + timedelta(days)).isoformat()


for name, (agreement, since, until, by_photography) in TERMS.items():
    edges = [(since, "cleared"), (shifted(since, -1), "needs_approval")]
    if until:
        edges += [(until, "cleared"), (shifted(until, 1), "needs_approval")]
    for day, verdict in edges:
        made = production("TV-26", "web", agreement, **({"photography_start": day} if by_photography else {}))
        add(f"term-{name}-{day}", verdict, case(made, [], asset=shot(element="vfx_environment"), use=use(date=TODAY if by_photography else day)))
VERDI = production("TV-26", "series", "verdi_bffs_genai_2025")
add("verdi-first-term", "cleared", under(VERDI, None, {"use": use(date="2026-06-30")}))
add("verdi-after-first-term", "needs_approval", under(VERDI, None, {"use": use(date="2026-07-01")}))
add("verdi-other-production", "blocked", under(VERDI, None, {"use": use(project="TV-27", date="2026-06-01")}))
add("verdi-customary", "cleared", case(VERDI, [person("P4", "alteration", **FILMED)], use=use(alteration="pitch")))

# --- items of 2026 ---
add("dub-granted", "cleared", under(TV, None, {"use": use(language="es", alteration="translation")}, languages=["en", "es"]))
add("dub-not-granted", "blocked", under(TV, None, {"use": use(language="es", alteration="translation")}, languages=["en"]))
add("dub-unnamed-2026", "needs_approval", under(TV, None, {"use": use(language="es", alteration="translation")}))
add("dub-unnamed-2023", "cleared", under(TV_2023, None, {"use": use(language="es", alteration="translation")}))
SCANNED = {"asset": None, "use": None, "persons": []}
for modality in ("fingerprint", "palm", "iris", "face_geometry"):
    for purpose in ("unrelated_to_picture", "clearance", None):
        scan = {"action": "reuse", "modalities": [modality], "purpose": purpose, "written_release": True}
        verdict = "blocked" if modality != "face_geometry" and purpose else "cleared"
        add(f"scan-{modality}-{purpose}", verdict, {"check_date": TODAY, "production": TV, "biometric": scan})
for role in ("replica_employment_based", "replica_background"):
    who = person("P1", role, role="background")
    for reason, verdict in ((None, "blocked"), (" ", "blocked"), ("stunt replacement", "cleared")):
        add(f"reason-{role}-{reason}", verdict, under(TV, who, {"asset": shot("scan", "capture", "replica_creation")}, business_reason=reason))
add("reason-2023", "cleared", under(TV_2023, None, {"asset": shot("scan", "capture", "replica_creation")}, business_reason=None))
add("reason-independent", "cleared", under(TV, person("P6", "replica_independent"), business_reason=None))
add("transfer-complete", "cleared", under(TV, None, {"transfer": {"requested": True, "union_approved": True, "transferee_undertaking": True}}))
add("transfer-no-undertaking", "needs_approval", under(TV, None, {"transfer": {"requested": True, "union_approved": True, "transferee_undertaking": False}}))
add("transfer-not-asked", "cleared", under(TV, None, {"transfer": {"requested": False}}))


def struck(made: Json = TV, agreement: str | None = "sag_tvtheatrical_2026", used: Json | None = None, **strike: Any) -> Json:
    facts = {"active": True, **({"agreement": agreement} if agreement else {}), **strike}
    return under(made, None, {"use": use(**(used or {})), "union": {"strike": facts}})


add("strike", "blocked", struck(against_producer=True))
add("strike-may-refuse", "blocked", struck(performer_may_refuse="yes"))
add("strike-unclear", "needs_approval", struck(performer_may_refuse="unclear"))
add("strike-may-not-refuse", "cleared", struck(performer_may_refuse="no"))
add("strike-against-others", "cleared", struck(against_producer=False))
add("strike-against-whom", "needs_approval", struck())
add("strike-elsewhere", "cleared", struck(agreement="sag_interactive_2025", against_producer=True))
add("strike-any-agreement", "blocked", struck(agreement=None, against_producer=True))
add("strike-finished", "needs_approval", struck(used=OLD, against_producer=True))
add("strike-finished-lawful", "cleared", struck(used=OLD, against_producer=False))
add("strike-2023", "needs_approval", struck(TV_2023, "sag_tvtheatrical_2023", against_producer=True))
add("strike-2023-unclear", "needs_approval", struck(TV_2023, "sag_tvtheatrical_2023"))
add("strike-2023-finished", "needs_approval", struck(TV_2023, "sag_tvtheatrical_2023", used=OLD, against_producer=True))
add("strike-game-not-suspended", "cleared", struck({**GAME, "id": "TV-26"}, "sag_interactive_2025", against_producer=True))
OVER = {"active": False, "ended": "2026-11-01"}
add("strike-over-made-during", "needs_approval", under(TV, None, {"use": use(generated_on="2026-10-20"), "union": {"strike": OVER}}))
add("strike-nobody-replicated", "cleared", case(TV, [person("P4", "none", **FILMED)], union={"strike": {"active": True, "against_producer": True}}))

# --- synthetics ---
CLOSED = {"notice": True, "bargaining": "agreed", "significant_additional_value": "agreed", "payment_to_plan": True}
STAGES = ("temp", "final", "capture", "library")
for made, name in ((TV, "2026"), (TV_2023, "2023")):
    for treatment in ("synthetic", "synthetic_with_features"):
        for stage in STAGES:
            add(f"synthetic-{name}-{treatment}-{stage}", "needs_approval", case(made, [nobody(treatment)], asset=shot(stage=stage), union={"notice": False}))
        add(f"synthetic-{name}-{treatment}-closed", "cleared", case(made, [nobody(treatment)], union=CLOSED))
        add(f"synthetic-{name}-{treatment}-idea", "cleared", case(made, [nobody(treatment)], asset=shot(stage="ideation"), union={"notice": False}))
    add(f"synthetic-{name}-open", "needs_approval", case(made, [nobody()], union={**CLOSED, "bargaining": "open"}))
    add(f"synthetic-{name}-unbargained", "needs_approval", case(made, [nobody()], union={"notice": True}))
    add(f"synthetic-{name}-creature", "cleared", case(made, [nobody("synthetic_nonhuman")], union={"notice": False}))
    add(f"synthetic-{name}-recognised", "blocked", case(made, [person("P6", "synthetic")], union=CLOSED))
for treatment in ("synthetic", "synthetic_with_features"):
    for stage in STAGES:
        add(f"value-{treatment}-{stage}", "needs_approval", case(TV, [nobody(treatment)], asset=shot(stage=stage), union={**CLOSED, "significant_additional_value": "not_argued"}))
    add(f"plan-{treatment}", "needs_approval", case(TV, [nobody(treatment)], union={**CLOSED, "payment_to_plan": False}))
    for days in (0, 9, 10, 14, 15, 19, 20, 30):
        add(f"clock-{treatment}-{days}", "needs_approval", case(TV, [nobody(treatment)], union={"notice": True, "bargaining": "open", "business_days_since_notice": days}))
    add(f"ad-synthetic-{treatment}-untold", "needs_approval", case(COMMERCIAL, [nobody(treatment)], union={"notice": False, "payment_to_plan": True}))
    add(f"ad-synthetic-{treatment}-unpaid", "needs_approval", case(COMMERCIAL, [nobody(treatment)], union={"notice": True, "payment_to_plan": False}))
    add(f"ad-synthetic-{treatment}-unstated", "needs_approval", case(COMMERCIAL, [nobody(treatment)], union={"notice": True}))
    add(f"ad-synthetic-{treatment}-settled", "cleared", case(COMMERCIAL, [nobody(treatment)], use=use(territory="US-CA"), union={"notice": True, "payment_to_plan": True}))
far = "2030-07-01"
add("synthetic-after-2030", "needs_approval", case(TV, [nobody()], use=use(date=far), union={"notice": False, "significant_additional_value": "not_argued", "payment_to_plan": False}))
add("synthetic-last-day", "needs_approval", case(TV, [nobody()], use=use(date="2030-06-30"), union={"notice": True, "business_days_since_notice": 3, "significant_additional_value": "not_argued", "payment_to_plan": False}))
for made, name in ((SOUND, "sound"), (ANIMATION, "animation")):
    for treatment in ("synthetic", "synthetic_nonhuman"):
        for stage in STAGES:
            add(f"voice-{name}-{treatment}-{stage}", "needs_approval", case(made, [nobody(treatment, "voice")], asset=shot("audio", stage, "voice"), union={"notice": True, "bargaining": "open"}))
        add(f"voice-{name}-{treatment}-settled", "cleared", case(made, [nobody(treatment, "voice")], asset=shot("audio", element="voice"), union={"notice": True, "bargaining": "agreed"}))
        add(f"voice-{name}-{treatment}-silent", "cleared", case(made, [nobody(treatment, "face")], union={"notice": False}))
add("voice-animation-features", "needs_approval", case(ANIMATION, [nobody("synthetic_with_features", "voice")], asset=shot("audio", element="voice"), union={"notice": False}))

# --- games ---
RT = {"project": "TV-26", "realtime_generation": True, "content": []}
MINE = {**GAME, "id": "TV-26"}
for multiple, verdict in ((7.5, "cleared"), (7.4, "needs_approval"), (None, "needs_approval")):
    add(f"realtime-{multiple}", verdict, under(MINE, None, {"use": RT, "compensation": {"terms_on_file": True, "multiple_of_scale": multiple}}, realtime_generation=True))
add("sensitive-unstated", "needs_approval", under(MINE, None, {"use": {"content": ["slurs"]}}))
add("sensitive-with-other-exclusions", "needs_approval", under(MINE, None, {"use": {"content": ["slurs"]}}, exclusions=["political"]))
for released, sent, verdict in (("2026-09-13", True, "cleared"), ("2026-08-24", False, "notify_only"), ("2026-08-23", False, "notify_only"), ("2026-12-24", False, "cleared")):
    add(f"report-{released}-{sent}", verdict, under(MINE, None, {"use": {"released_on": released}, "union": {"usage_report_sent": sent}}))

# --- background ---
BACKGROUND = person("B1", "replica_background", role="background")
for made, name in ((TV, "2026"), (TV_2023, "2023")):
    for met, counted, verdict in ((True, False, "cleared"), (True, True, "blocked"), (False, False, "blocked"), (None, False, "needs_approval"), (True, None, "needs_approval")):
        facts = {"background_count_met_by_people": met, "replicas_counted": counted}
        add(f"counts-{name}-{met}-{counted}", verdict, under(made, BACKGROUND, {"asset": shot(element="crowd"), "union": facts}))
add("counts-synthetic-crowd", "blocked", case(TV, [nobody(role="background")], asset=shot(element="crowd"), union={**CLOSED, "replicas_counted": True}))

# --- crafts ---
WGA = production("TV-30", "series", "wga_2026")
TAG = production("AN-2", "animation", "tag_2024")


def text(made: Json = WGA, element: str = "script", stage: str = "final", used: Json | None = None, **union: Any) -> Json:
    return {"check_date": TODAY, "production": made, "asset": shot("text", stage, element), "persons": [], "use": used or {}, "union": {"craft": "writing", **union}}


add("writer-alone", "needs_approval", text(company_consent=False))
add("writer-handed-undisclosed", "notify_only", text(stage="temp", ai_material_disclosed=False))
add("writer-handed-disclosed", "cleared", text(ai_material_disclosed=True))
for element in ("script", "outline"):
    add(f"nobody-wrote-{element}", "needs_approval", text(element=element))
    add(f"nobody-wrote-{element}-draft", "cleared", text(element=element, stage="temp"))
for element in ("script", "outline", "script_input"):
    licence = {"check_date": TODAY, "production": WGA, "asset": shot("scan", "library", element), "persons": [], "use": {"purpose": "train_model"}}
    add(f"licence-{element}", "notify_only", {**licence, "union": {"notice": False}})
    add(f"licence-{element}-told", "cleared", {**licence, "union": {"notice": True}})
add("licence-any-text", "notify_only", text(element="training_data", stage="library", used={"purpose": "train_model"}))
for craft, element in (("background_art", "vfx_environment"), ("design", "vfx_environment"), (None, "background_art"), (None, "character_design"), (None, "storyboard")):
    for notice, consulted in ((True, True), (True, False), (False, False)):
        union = {"notice": notice, "consultation": consulted, **({"craft": craft} if craft else {})}
        asked = {"check_date": TODAY, "production": TAG, "asset": shot("image", "final", element), "persons": [], "union": union}
        add(f"guild-{craft}-{element}-{notice}-{consulted}", "cleared" if consulted else "needs_approval", asked)
for craft in ("visual_effects", "music"):
    for consulted in (True, False):
        asked = {"check_date": TODAY, "production": FREE, "asset": shot("video", "final", "vfx_environment"), "persons": [], "union": {"craft": craft, "notice": True, "consultation": consulted}}
        add(f"craft-{craft}-{consulted}", "cleared" if consulted else "needs_approval", asked)

# --- templates ---
def template(**facts: Any) -> Json:
    on = facts.pop("on", TODAY)
    more = facts.pop("more", {})
    return {"check_date": on, "persons": [person("P5", "none")], "biometric": facts, **more}


IL = {"resident": "US-IL", "notice_given": True, "written_release": True, "retention_policy_public": True}
for modality in ("face_geometry", "voiceprint", "fingerprint", "palm", "iris"):
    for action in ("enrol", "match", "reuse"):
        add(f"bipa-{modality}-{action}", "blocked", template(action=action, modalities=[modality], **{**IL, "notice_given": False}))
add("bipa-release-missing", "blocked", template(action="enrol", modalities=["voiceprint"], resident="US-IL", notice_given=True, retention_policy_public=True))
add("bipa-policy", "blocked", template(action="enrol", modalities=["voiceprint"], **{**IL, "retention_policy_public": False}))
add("bipa-electronic-first-day", "cleared", template(action="enrol", signature="electronic", on="2024-08-02", **IL))
for action in ("enrol", "match", "reuse"):
    add(f"bipa-electronic-early-{action}", "blocked", template(action=action, signature="electronic", on="2024-08-01", **IL))
add("bipa-ink-early", "cleared", template(action="enrol", signature="ink", on="2024-08-01", **IL))
add("bipa-three-years", "cleared", template(action="retain", last_interaction="2023-11-22", **IL))
add("bipa-beyond-three-years", "blocked", template(action="retain", last_interaction="2023-11-21", **IL))
add("bipa-leap-day", "cleared", template(action="retain", last_interaction="2024-02-29", on="2027-03-01", **IL))
add("bipa-purpose-ended", "blocked", template(action="retain", purpose_ended=True, last_interaction=TODAY, **IL))
add("bipa-deleted", "cleared", template(action="retain", purpose_ended=True, template="deleted", template_consent="withdrawn", **IL))
add("bipa-sold", "blocked", template(action="transfer", for_payment=True, disclosure_consent=True, **IL))
add("bipa-disclosed", "blocked", template(action="transfer", **IL))
add("bipa-disclosure-agreed", "cleared", template(action="transfer", disclosure_consent=True, **IL))
for action in ("enrol", "match", "reuse", "transfer"):
    add(f"gdpr-{action}", "blocked", template(action=action, resident="DE", written_release=True))
    add(f"gdpr-{action}-given", "cleared", template(action=action, resident="DE", template_consent="given"))
    add(f"elsewhere-{action}", "needs_approval", template(action=action, resident="BR"))
GIVEN = {"consents": [rider("P5", "biometric_template")]}
add("gdpr-by-consent", "cleared", template(action="enrol", resident="EU", more=GIVEN))
add("gdpr-withdrawn-kept", "blocked", template(action="retain", resident="DE", template_consent="withdrawn", template="kept"))
add("gdpr-withdrawn-deleted", "cleared", template(action="retain", resident="DE", template_consent="withdrawn", template="deleted"))
add("template-overdue", "blocked", template(action="retain", delete_due="2026-11-21", template="kept"))
add("template-due-today", "needs_approval", {**template(action="enrol", delete_due=TODAY)})
add("template-overdue-deleted", "cleared", template(action="retain", delete_due="2026-11-21", template="deleted", template_consent="withdrawn"))

# --- the bill ---
PACK = {"rule_packs": ["no_fakes_bill_2026"]}
for years, verdict in (("2035-12-31", "cleared"), ("2036-01-01", "notify_only")):
    add(f"bill-adult-{years}", verdict, under(FREE, None, PACK, valid_until=years))
for years, verdict in (("2030-12-31", "cleared"), ("2031-01-01", "notify_only")):
    add(f"bill-minor-{years}", verdict, under(FREE, person("K1", **KID), PACK, valid_until=years, **BY_GUARDIAN))
add("bill-grown-up", "needs_approval", under(FREE, person("K1", age=18), PACK, **BY_GUARDIAN))
add("bill-not-named", "cleared", under(FREE, valid_until="2046-01-01"))
for made, name in ((TV, "2026"), (TV_2023, "2023"), (COMMERCIAL, "ad")):
    add(f"session-{name}-edge", "blocked", under(made, None, {"session": {"notice_hours": 47.95, "engaged_hours_before": 504}}))
    quiet = person("P6", "synthetic_with_features", match="none", prompted_by_name=True, features=["eyes"])
    add(f"feature-unrecognised-{name}", "needs_approval", case(made, [quiet], use=use(territory="US-CA"), union=CLOSED))
for day in ("2030-06-30", "2030-07-01"):
    add(f"clock-{day}", "needs_approval", case(TV, [nobody()], use=use(date=day), union={"notice": True, "business_days_since_notice": 3}))
add("nothing-declared", "needs_approval", {"check_date": TODAY})
add("dead-estate-fine", "cleared", under(TV, person("P8", "replica_independent", **DEAD), PAID, signer_role="estate", authority_on_file=True))
