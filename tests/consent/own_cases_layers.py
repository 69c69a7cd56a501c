"""Cases of our own for prohibitions, commissioner, unions, crafts, law and templates. See own_cases.py."""

from typing import Any

from consent import terms
from tests.consent.own_cases import (
    CASES,
    DEAD,
    FILMED,
    FINAL,
    FREE,
    GAME,
    GRANTED,
    KID,
    BY_GUARDIAN,
    MADE,
    NETFLIX,
    OLD,
    TODAY,
    TV,
    TV_2023,
    YES,
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

# --- prohibitions ---
for content in terms.CONTENT:
    add(f"exclude-{content}", "blocked", under(FREE, None, {"use": use(content=[content])}, exclusions=[content]))
add("exclude-other", "cleared", under(FREE, None, {"use": use(content=["medical"])}, exclusions=["political"]))
add("exclude-food-as-product", "blocked", under(FREE, None, {"use": use(content=["food_ad"])}, exclusions=["product_ad"]))
add("exclude-food-only", "cleared", under(FREE, None, {"use": use(content=["product_ad"])}, exclusions=["food_ad"]))
for wide in ("nudity", "simulated_sex"):
    add(f"exclude-explicit-by-{wide}", "blocked", under(FREE, None, {"use": use(content=["sexually_explicit"])}, exclusions=[wide]))
add("exclude-trailer", "blocked", under(FREE, None, {"use": use(medium="trailer")}, exclusions=["trailer"]))
add("exclude-pitch", "blocked", under(FREE, None, {"use": use(purpose="pitch")}, exclusions=["pitch_material"]))
add("exclude-training", "blocked", under(FREE, person("P1", "training_input", **FILMED), {"use": use(purpose="train_model")}, kind=["train_model"], training="allowed", exclusions=["training"]))
add("intimate", "needs_approval", under(FREE, None, {"use": use(content=["sexually_explicit"])}))
TWO = [rider(), rider(id="C-2", exclusions=["political"])]
add("two-consents-disagree", "blocked", case(FREE, None, TWO, use=use(content=["political"])))
add("refusal-beside-consent", "blocked", case(FREE, None, [rider(), rider("P1", state="refused", kind=[], id="C-2")]))
add("refusal-for-another", "cleared", case(FREE, None, [rider(), rider("P1", state="refused", kind=[], id="C-2", project_ids=["OLD"])]))
GENERAL = {k: v for k, v in rider("P1", state="refused", kind=[], id="C-2", signed_at="2026-02-01").items() if k != "project_ids"}
add("general-refusal-then-consent", "needs_approval", case(FREE, None, [rider(signed_at="2026-05-01"), GENERAL]))
add("consent-then-general-refusal", "blocked", case(FREE, None, [rider(signed_at="2026-01-05"), GENERAL]))
PROHIBITED = {"source": "own", "value": "prohibited", "declared_on": "2026-07-01"}
add("preference-after-consent", "blocked", under(FREE, None, {"standing_preference": PROHIBITED}, signed_at="2026-02-01"))
add("preference-undated", "blocked", under(FREE, None, {"standing_preference": {"source": "own", "value": "prohibited"}}, signed_at="2026-08-01"))
add("preference-before-consent", "needs_approval", under(FREE, None, {"standing_preference": PROHIBITED}, signed_at="2026-08-01"))
for value in ("allowed", "allowed_with_terms"):
    add(f"preference-{value}-is-no-consent", "blocked", case(FREE, None, [], standing_preference={"source": "human_consent_registry", "value": value}))
    add(f"preference-{value}-with-consent", "cleared", under(FREE, None, {"standing_preference": {"source": "own", "value": value}}))
add("records-differ-in-language", "blocked", under(FREE, None, {"use": use(language="es")}, languages=["en", "es"], conflicting_record={"id": "C-2", "languages": ["en"]}))
add("records-differ-elsewhere", "cleared", under(FREE, None, {"use": use(language="en")}, languages=["en", "es"], conflicting_record={"id": "C-2", "languages": ["en"]}))
add("records-differ-in-exclusions", "blocked", under(FREE, None, {"use": use(content=["political"])}, conflicting_record={"id": "C-2", "exclusions": ["political"]}))
add("records-differ-unknown", "needs_approval", under(FREE, conflicting_record={"id": "C-2", "fields": ["languages"]}))

# --- people ---
add("match-possible-with-consent", "needs_approval", under(FREE, person(match="possible", score=0.5)))
add("match-possible-filmed", "needs_approval", case(FREE, [person("P9", "none", match="possible", **FILMED)]))
STRANGER = person("EXT", "likeness_of_real_person", registered=False, match="none")
add("stranger", "needs_approval", case(FREE, [STRANGER]))
add("stranger-with-consent", "cleared", case(FREE, [STRANGER], [rider("EXT")]))
add("claimed-performed", "needs_approval", case(TV, [person("P4", "none", claimed_by_production=True, **FILMED)]))
add("claimed-performed-list", "needs_approval", case(TV, [person("P4", "none", claimed_by_production=["performed_as_shown"], **FILMED)]))
add("claimed-by-word", "needs_approval", case(TV, [person("P4", "none", confirmed_by="production", **FILMED)]))
for proof in ("performer", "union", "camera_original", "provenance"):
    add(f"claimed-confirmed-{proof}", "cleared", case(TV, [person("P4", "none", claimed_by_production=True, confirmed_by=proof, **FILMED)]))
add("claimed-exemption", "needs_approval", case(FREE, [person(confirmed_by="production")], MADE, use=use(exemption="impossible_for_human_safety")))
add("claimed-but-consented", "cleared", under(FREE, person(confirmed_by="production")))
add("claimed-minor", "needs_approval", under(FREE, person(claimed_by_production=["minor"])))
add("claimed-not-found", "needs_approval", under(FREE, person(match="none", confirmed_by="production")))
NAMED = {"registered": True, "match": "none", "prompted_by_name": True}
for made, verdict in ((FREE, "needs_approval"), (GAME, "blocked"), (production("AN-1", "animation", "sag_tv_animation_2024"), "blocked")):
    add(f"named-{made['kind']}", verdict, case(made, [person("P6", "synthetic", **NAMED)], asset=shot(stage="ideation")))
for feature in terms.FEATURES:
    for made, name in ((TV, "2026"), (TV_2023, "2023"), (production("AD-1", "commercial", "sag_commercials_2025"), "ad")):
        seen = person("P6", "synthetic_with_features", prompted_by_name=True, features=[feature])
        add(f"feature-{feature}-{name}", "blocked", case(made, [seen], union={"notice": True, "bargaining": "agreed", "payment_to_plan": True}))

# --- speech ---
SPEECH = ("documentary_biographical", "news_report_about_replica", "parody", "satire", "commentary")
STAR = person("P6", "replica_independent")
for purpose in SPEECH:
    add(f"speech-{purpose}", "needs_approval", case(FREE, [STAR], use=use(purpose=purpose)))
    add(f"speech-{purpose}-reviewed", "cleared", case(FREE, [STAR], use=use(purpose=purpose), approvals={"legal_review": "passed"}))
    open_point = "needs_approval" if purpose in SPEECH[:2] else "cleared"
    for made, name in ((TV, "2026"), (TV_2023, "2023")):
        add(f"speech-{purpose}-{name}", open_point, case(made, [STAR], use=use(purpose=purpose), approvals={"legal_review": "passed"}))
    add(f"speech-{purpose}-netflix", "needs_approval", case(NETFLIX, [STAR], use={"purpose": purpose}, principles=FINAL, approvals=GRANTED))
for medium in ("commercial", "audio_commercial", "merchandise"):
    add(f"speech-{medium}", "needs_approval", case(FREE, [STAR], use=use(purpose="parody", medium=medium), approvals={"legal_review": "passed"}))
add("speech-posed-as-real", "blocked", case(FREE, [STAR], use=use(purpose="satire"), asset=shot(presented_as="authentic"), approvals={"legal_review": "passed"}))
add("speech-explicit", "blocked", case(FREE, [STAR], use=use(purpose="satire", content=["sexually_explicit"]), approvals={"legal_review": "passed"}))
add("speech-excluded", "blocked", case(FREE, [STAR], [rider("P6", exclusions=["political"], project_ids=["TV-26"])], use=use(purpose="satire", content=["political"]), approvals={"legal_review": "passed"}))
add("speech-tennessee-open", "needs_approval", case(production("SR-1", "sound_recording", territory="US-TN"), [STAR], use={"purpose": "parody"}))

REFUSED = [rider("P6", state="refused", kind=[])]
for change in ("pitch", "lip_sync_scripted"):
    filmed = [person("P6", "alteration", **FILMED)]
    add(f"aside-{change}", "cleared", case(FREE, filmed, [rider("P6", exclusions=["political"])], use=use(content=["political"], alteration=change)))
add("aside-exempt-alteration", "blocked", case(FREE, [person("P6", "alteration", **FILMED)], [rider("P6", exclusions=["political"])], use=use(content=["political"], alteration="emotion", exemption="as_scripted_performed_recorded")))
add("aside-speech-refused", "cleared", case(FREE, [STAR], REFUSED, use=use(purpose="satire"), approvals={"legal_review": "passed"}))
add("aside-speech-records", "needs_approval", case(FREE, [STAR], [rider("P6", conflicting_record={"id": "C-2", "fields": ["media"]})], use=use(purpose="satire"), approvals={"legal_review": "passed"}))
add("aside-match-refused", "needs_approval", case(FREE, [{**STAR, "match": "possible"}], REFUSED))
add("aside-match-excluded", "needs_approval", case(FREE, [{**STAR, "match": "possible"}], [rider("P6", exclusions=["political"])], use=use(content=["political"])))
add("aside-stranger-refused", "blocked", case(FREE, [STRANGER], [rider("EXT", state="refused", kind=[])]))
add("aside-stranger-excluded", "blocked", case(FREE, [STRANGER], [rider("EXT", exclusions=["political"])], use=use(content=["political"])))
add("aside-double-refused", "blocked", case(FREE, [person("P6", "alteration", **FILMED)], REFUSED, use=use(alteration="face_replacement_on_double")))
LOST = person("P8", "replica_independent", **DEAD)
PASSING = {"asset": shot(prominence="fleeting")}
add("aside-fleeting-holder", "needs_approval", case(FREE, [LOST], [], **PASSING, right_holders=[{"id": "H1", "position": "refuses"}]))
add("aside-fleeting-excluded", "blocked", case(FREE, [LOST], [rider("P8", exclusions=["political"])], **PASSING, use=use(content=["political"])))
add("aside-fleeting-training", "blocked", case(FREE, [LOST], [rider("P8", training="notAllowed")], **PASSING, use=use(purpose="train_model")))
add("aside-long-dead-holder", "blocked", case(FREE, [person("P8", "replica_independent", life="deceased", died="1940-01-01")], right_holders=[{"id": "H1", "position": "refuses"}]))
for place in ("US-IL", "US-TN"):
    local = production("TV-26", "feature", jurisdiction=place)
    for day in ("2024-06-30", "2024-07-01", "2024-12-31", "2025-01-01"):
        covered = day >= ("2024-07-01" if place == "US-TN" else "2025-01-01")
        add(f"stranger-{place}-{day}", "blocked" if covered else "needs_approval", case(local, [STRANGER], use=use(date=day)))
for dates in ({"state": "withdrawn"}, {"state": "expired"}):
    name = dates["state"]
    add(f"undated-{name}", "blocked", under(FREE, **dates))
    for word, verdict in {"finished_work_only": "cleared", "none": "blocked", None: "needs_approval"}.items():
        add(f"undated-{name}-finished-{word}", verdict, under(FREE, None, {"use": use(**OLD)}, exploitation_after_end=word, **dates))

# --- the commissioner ---
def drawn(stage: str = "temp", element: str = "previs", told: bool = True, answers: Json = YES, **more: Any) -> Json:
    extra = {key: more.pop(key) for key in ("approvals", "union") if key in more}
    made = more.pop("made", NETFLIX)
    approvals = {"disclosed": told, "written": "none"}
    return {"check_date": TODAY, "production": made, "asset": shot("image", stage, element, **more), "persons": [], "principles": answers, "approvals": approvals, **extra}


for element in ("moodboard", "storyboard", "previs", "temp_music", "reference_image", "outline"):
    add(f"draft-{element}", "cleared", drawn("ideation", element))
    add(f"draft-{element}-untold", "notify_only", drawn("ideation", element, told=False))
for principle in terms.PRINCIPLES:
    for answer in ("no", "unsure"):
        add(f"principle-{principle}-{answer}", "needs_approval", drawn(answers={**YES, principle: answer}))
    unanswered = {k: v for k, v in YES.items() if k != principle}
    add(f"principle-{principle}-unanswered", "needs_approval", drawn(answers=unanswered))
    add(f"principle-{principle}-approved", "cleared", drawn(answers={**YES, principle: "no"}, approvals=GRANTED))
    add(f"principle-{principle}-house", "needs_approval", drawn(made=FREE, answers={**YES, principle: "no"}))
add("principles-house-untold", "notify_only", drawn(made=FREE, told=False))
add("principles-missing", "needs_approval", {k: v for k, v in drawn().items() if k != "principles"})
KEEPS = {"retains_or_trains": True}
SAFE = {"enterprise_secured": True, "retains_or_trains": False}
BEST = {"enterprise_secured": False, "enterprise_alternative": False, "retains_or_trains": False, "terms_checked": True}
add("tool-keeps", "needs_approval", drawn(tool=KEEPS))
add("tool-keeps-unknown", "needs_approval", drawn(tool={"retains_or_trains": None}))
add("tool-step-unknown", "needs_approval", drawn(tool={"pipeline": [SAFE, {"retains_or_trains": None}]}))
add("tool-pipeline-safe", "cleared", drawn(tool={"pipeline": [SAFE, SAFE]}))
add("tool-nothing-better", "cleared", drawn(tool=BEST, answers={**YES, "secure_environment": "no"}))
add("tool-something-better", "needs_approval", drawn(tool={**BEST, "enterprise_alternative": True}))
add("tool-terms-unchecked", "needs_approval", drawn(tool={**BEST, "terms_checked": False}))
add("tool-terms-checked-on", "cleared", drawn(tool={**BEST, "terms_checked": "2026-10-01"}))
for stage in ("ideation", "temp", "final", "capture", "library"):
    for element in ("personal_data", "training_data", "unreleased_footage"):
        add(f"data-{element}-{stage}", "needs_approval", drawn(stage, element, tool=SAFE, answers=FINAL if stage == "final" else YES))
    for element in ("character_design",):
        add(f"design-{stage}", "cleared" if stage == "ideation" else "needs_approval", drawn(stage, element, answers=YES))
    for prominence in terms.PROMINENCES:
        asked = stage == "final" or (prominence == "key" and stage != "ideation")
        add(f"prominence-{prominence}-{stage}", "needs_approval" if asked else "cleared", drawn(stage, "vfx_environment", prominence=prominence))
for element in ("proprietary_material", "script_input", "unreleased_footage"):
    add(f"owned-{element}-outside", "needs_approval", drawn(element=element, tool={**BEST}))
    add(f"owned-{element}-no-tool", "needs_approval", drawn(element=element))
    if element != "unreleased_footage":
        add(f"owned-{element}-inside", "cleared", drawn(element=element, tool=SAFE))
        add(f"owned-{element}-inside-untold", "notify_only", drawn(element=element, tool=SAFE, told=False))
        add(f"owned-{element}-inside-sensitive", "needs_approval", drawn(element=element, tool=SAFE, sensitive=True))
    add(f"owned-{element}-approved", "cleared", drawn(element=element, approvals=GRANTED))
for element in ("background_signage", "background_video", "prop_document"):
    add(f"prop-{element}-temp", "cleared", drawn("temp", element, prominence="story_relevant"))
    add(f"prop-{element}-incidental", "needs_approval", drawn("final", element, prominence="incidental", answers=FINAL))
    add(f"prop-{element}-incidental-approved", "cleared", drawn("final", element, prominence="incidental", answers=FINAL, approvals=GRANTED))
    for prominence in ("story_relevant", "key"):
        add(f"prop-{element}-{prominence}-machine", "needs_approval", drawn("final", element, prominence=prominence, answers=FINAL, approvals=GRANTED))
        add(f"prop-{element}-{prominence}-human", "cleared", drawn("final", element, prominence=prominence, answers=FINAL, human_input="meaningful", approvals=GRANTED))
add("prop-no-legal", "needs_approval", drawn("final", "prop_document", prominence="key", answers=FINAL, human_input="meaningful", approvals={"disclosed": True, "written": "granted", "legal_review": "none"}))
add("approval-refused", "blocked", drawn(approvals={"disclosed": True, "written": "refused"}))
for element in ("archive_representation", "news_report"):
    add(f"real-{element}-temp", "needs_approval", drawn("temp", element))
add("real-posed", "needs_approval", drawn("temp", "vfx_environment", presented_as="authentic"))
NF = {"use": {"project": "NF-100"}, "principles": FINAL}
REPLICA = [rider("P1", project_ids=["NF-100"])]
add("talent-unapproved", "needs_approval", case(NETFLIX, None, REPLICA, **NF, approvals={"disclosed": True, "written": "none"}))
add("talent-unapproved-temp", "needs_approval", case(NETFLIX, None, REPLICA, use={"project": "NF-100"}, principles=YES, asset=shot(stage="temp"), approvals={"disclosed": True, "written": "none"}))
add("talent-approved", "cleared", case(NETFLIX, None, REPLICA, **NF, approvals=GRANTED))
add("talent-approved-no-consent", "blocked", case(NETFLIX, None, [], **NF, approvals=GRANTED))
add("talent-approved-no-legal", "needs_approval", case(NETFLIX, None, REPLICA, **NF, approvals={"disclosed": True, "written": "granted", "legal_review": "none"}))
for treatment in ("synthetic_with_features", "likeness_of_real_person"):
    far = person("EXT", treatment, registered=False, match="none")
    add(f"reference-{treatment}", "needs_approval", case(NETFLIX, [far], [rider("EXT", project_ids=["NF-100"])], use={}, principles=YES, asset=shot("image", "ideation", "moodboard"), approvals={"disclosed": True, "written": "none"}))
add("reference-by-name", "needs_approval", case(NETFLIX, [nobody("none", prompted_by_name=True)], use={}, principles=YES, asset=shot("image", "ideation", "moodboard"), approvals={"disclosed": True, "written": "none"}))

# --- archive ---
DOC = production("DOC-1", "documentary")
NEWS = production("NEWS-1", "news")
for source in ("trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia", "compositeSynthetic", "algorithmicMedia"):
    for element in ("archive_photo", "archive_representation"):
        add(f"archive-{element}-{source}", "needs_approval", case(DOC, [], asset=shot("image", element=element, source_type=source), use={}))
    add(f"posed-{source}", "needs_approval", case(DOC, [], asset=shot("image", element="vfx_environment", presented_as="authentic", source_type=source), use={}))
    union = production("DOC-1", "feature", territory="EU")
    add(f"posed-eu-{source}", "notify_only", case(union, [], asset=shot("image", element="vfx_environment", presented_as="authentic", source_type=source), use={}))
for source in ("digitalCapture", "negativeFilm", "positiveFilm", "print"):
    add(f"archive-{source}", "cleared", case(DOC, [], asset=shot("image", element="archive_photo", source_type=source), use={}))
add("archive-documented", "cleared", case(DOC, [person("P7", "none", **FILMED)], asset=shot("image", element="archive_photo", provenance="documented"), use={}))
add("archive-detector-but-documented", "cleared", case(NETFLIX, [], asset=shot("image", element="archive_photo", provenance="documented", detector="likely_generated"), use={}))
add("archive-detector", "needs_approval", case(DOC, [], asset=shot("image", element="archive_photo", detector="likely_generated"), use={}))
add("archive-origin-unknown", "needs_approval", case(DOC, [], asset=shot("image", element="archive_photo"), use={}))
add("archive-restored", "cleared", case(DOC, [], asset=shot("image", element="archive_photo", source_type="algorithmicallyEnhanced", content_changed=False), use={}))
add("archive-changed", "needs_approval", case(DOC, [], asset=shot("image", element="archive_photo", source_type="algorithmicallyEnhanced", content_changed=True), use={}))
POSED = shot("image", element="archive_representation", presented_as="recreation")
for made, name in ((DOC, "doc"), (NEWS, "news")):
    add(f"recreation-{name}", "notify_only", case(made, [], asset=POSED, use={}))
    add(f"recreation-{name}-labelled", "cleared", case(made, [], asset=POSED, use={}, disclosure={"present": True, "place": "caption"}))
    add(f"recreation-{name}-metadata", "notify_only", case(made, [], asset=POSED, use={}, disclosure={"present": True, "place": "metadata"}))
add("reenactment-unlabelled", "notify_only", case(DOC, [], asset=shot(element="reenactment"), use={}))
for media in ("image", "video", "audio"):
    add(f"reenactment-{media}", "notify_only", case(DOC, [], asset=shot(media, element="reenactment"), use={}))
add("archive-approved-and-labelled", "cleared", case(DOC, [], asset=shot("image", element="archive_representation", presented_as="authentic", source_type="trainedAlgorithmicMedia"), use={}, approvals={"legal_review": "passed"}, disclosure={"present": True, "place": "caption"}))

# --- disclosure ---
EU = {**TV, "territory": "EU"}
PAID = {"compensation": {"terms_on_file": True}}
for media in ("image", "video", "audio"):
    add(f"eu-{media}", "notify_only", under(EU, None, {"asset": shot(media), "use": use(territory="FR"), **PAID}))
add("eu-worldwide", "notify_only", under(TV, None, {"use": use(territory="worldwide"), **PAID}))
add("eu-temp", "cleared", under(EU, None, {"asset": shot(stage="temp"), "use": use(territory="FR"), **PAID}))
add("eu-day-before", "cleared", under(EU, None, {"use": use(territory="FR", date="2026-08-01"), **PAID}))
add("eu-first-day", "notify_only", under(EU, None, {"use": use(territory="FR", date="2026-08-02"), **PAID}))
add("eu-metadata-only", "notify_only", under(EU, None, {"use": use(territory="FR"), "disclosure": {"present": True, "place": "metadata"}, **PAID}))
for kind in ("documentary", "news", "commercial"):
    plain = production("TV-26", kind, territory="EU")
    add(f"eu-{kind}-credits", "notify_only", under(plain, None, {"use": use(territory="FR"), "disclosure": {"present": True, "place": "credits"}}))
    add(f"eu-{kind}-caption", "cleared", under(plain, None, {"use": use(territory="FR"), "disclosure": {"present": True, "place": "caption"}}))
for change in ("emotion", "pitch", "cosmetic", "wardrobe", "lighting", "timing", "continuity", "noise_reduction", "visual_effects"):
    verdict = "notify_only" if change == "emotion" else "cleared"
    add(f"eu-altered-{change}", verdict, case(EU, [person("P4", "alteration", **FILMED)], [rider("P4", "alter_performance")], use=use(territory="DE", alteration=change)))
for media in ("video", "audio", "image"):
    add(f"eu-archive-{media}", "notify_only", case({**EU, "kind": "feature"}, [], asset=shot(media, element="archive_representation"), use=use(territory="FR")))
for place in ("metadata", "credits"):
    add(f"eu-archive-{place}", "notify_only", case(EU, [], asset=shot("image", element="archive_representation"), use=use(territory="FR"), disclosure={"present": True, "place": place}))
add("eu-archive-first-day", "notify_only", case(EU, [], asset=shot("image", element="archive_representation"), use=use(territory="FR", date="2026-08-02")))
add("eu-archive-day-before", "cleared", case(EU, [], asset=shot("image", element="archive_representation"), use=use(territory="FR", date="2026-08-01")))
AD = production("AD-8", "commercial")


def ad(made: Json = AD, more: Json | None = None, who: Json | None = None, **used: Any) -> Json:
    return case(made, [who or nobody()], use={"project": "AD-8", "medium": "commercial", "territory": "US-NY", "date": TODAY, **used}, **(more or {}))


add("ad-undisclosed", "notify_only", ad())
add("ad-country", "notify_only", ad(territory="US"))
add("ad-elsewhere", "cleared", ad(territory="US-CA"))
add("ad-disclosed", "cleared", ad(more={"disclosure": {"present": True, "place": "on_screen"}}))
for place in ("metadata", "credits"):
    add(f"ad-disclosed-{place}", "notify_only", ad(more={"disclosure": {"present": True, "place": place}}))
add("ad-unknowing", "cleared", ad(more={"knowledge": False}))
add("ad-knowing", "notify_only", ad(more={"knowledge": True}))
add("ad-day-before", "cleared", ad(date="2026-06-08"))
add("ad-first-day", "notify_only", ad(date="2026-06-09"))
add("ad-sound-only", "cleared", ad(more={"asset": shot("audio", element="voice")}))
add("ad-translated", "cleared", ad(alteration="translation"))
add("ad-creature", "cleared", ad(who=nobody("synthetic_nonhuman")))
for kind in ("feature", "series", "documentary", "animation", "game", "sound_recording", "sketch"):
    add(f"ad-for-{kind}", "cleared", ad(production("W-1", kind)))
    for product in ("product_ad", "food_ad"):
        add(f"ad-for-{kind}-selling-{product}", "notify_only", ad(production("W-1", kind), content=[product]))

# --- training and mining ---
FILMED_DATA = person("P2", "training_input", **FILMED)
LIBRARY = {"asset": shot("video", "library", "training_data")}
LICENSED = {"purpose": "train_public_commercial_gai", "recipient": "non_affiliate", "paid": True}
add("train-no-consent", "blocked", case(FREE, [FILMED_DATA], **LIBRARY, use={"purpose": "train_model"}))
add("train-consented", "cleared", case(FREE, [FILMED_DATA], [rider("P2", "train_model", training="allowed")], **LIBRARY, use={"purpose": "train_model"}))
add("train-other-project", "blocked", case(FREE, [FILMED_DATA], [rider("P2", "train_model", training="allowed")], **LIBRARY, use={"purpose": "train_model", "project": "OTHER"}))
for value in ("notAllowed", "constrained"):
    add(f"train-{value}", "blocked", case(FREE, [FILMED_DATA], [rider("P2", "train_model", training=value)], **LIBRARY, use={"purpose": "train_model"}))
    for label in terms.MINING_LABELS:
        asserted = {"asset": shot("video", "temp", "training_data", cawg_training_mining={label: value})}
        add(f"mining-{label}-{value}", "cleared" if label == "cawg.ai_inference" else "blocked", case(FREE, [], **asserted, use={"purpose": "train_model"}))
    for element in ("reference_image", "script_input", "proprietary_material", "unreleased_footage", "personal_data"):
        fed = {"asset": shot("image", "ideation", element, cawg_training_mining={"cawg.ai_inference": value})}
        add(f"inference-{element}-{value}", "blocked", case(FREE, [], **fed, use={}))
add("mining-allowed", "cleared", case(FREE, [], asset=shot("video", "temp", "training_data", cawg_training_mining={"cawg.ai_generative_training": "allowed"}), use={"purpose": "train_model"}))
add("mining-not-training", "cleared", case(FREE, [], asset=shot("video", "temp", "previs", cawg_training_mining={"cawg.ai_training": "notAllowed"}), use={}))
for told, verdict in ((False, "notify_only"), (True, "cleared")):
    add(f"licence-told-{told}", verdict, case(TV, [FILMED_DATA], **LIBRARY, use=LICENSED, union={"notice": told}))
    add(f"licence-no-people-told-{told}", verdict, case(TV, [], **LIBRARY, use=LICENSED, union={"notice": told}))
add("licence-unstated", "blocked", case(TV, [FILMED_DATA], **LIBRARY, use=LICENSED))
add("licence-affiliate", "blocked", case(TV, [FILMED_DATA], **LIBRARY, use={**LICENSED, "recipient": "affiliate"}, union={"notice": True}))
add("licence-affiliate-no-people", "cleared", case(TV, [], **LIBRARY, use={**LICENSED, "recipient": "affiliate"}, union={"notice": False}))
add("licence-netflix", "needs_approval", case({**NETFLIX, "union_agreements": ["sag_tvtheatrical_2026"]}, [], **LIBRARY, use=LICENSED, union={"notice": True}, principles=YES, approvals={"disclosed": True}))
