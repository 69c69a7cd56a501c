"""Matches, claims, names and speech: cases of our own."""

from consent import terms
from tests.consent.own_cases.shapes import (
    DEAD,
    FILMED,
    FINAL,
    FREE,
    GAME,
    GRANTED,
    MADE,
    NETFLIX,
    OLD,
    TV,
    TV_2023,
    add,
    case,
    person,
    production,
    rider,
    shot,
    under,
    use,
)

add("match-possible-with-consent", "needs_approval", under(FREE, person(match="possible", score=0.5)))
add("match-possible-filmed", "needs_approval", case(FREE, [person("P9", "none", match="possible", **FILMED)]))
STRANGER = person("EXT", "likeness_of_real_person", registered=False, match="none")
add("stranger", "needs_approval", case(FREE, [STRANGER]))
add("stranger-with-consent", "cleared", case(FREE, [STRANGER], [rider("EXT")]))
add("claimed-performed", "needs_approval", case(TV, [person("P4", "none", claimed_by_production=True, **FILMED)]))
add(
    "claimed-performed-list",
    "needs_approval",
    case(TV, [person("P4", "none", claimed_by_production=["performed_as_shown"], **FILMED)]),
)
add("claimed-by-word", "needs_approval", case(TV, [person("P4", "none", confirmed_by="production", **FILMED)]))
for proof in ("performer", "union", "camera_original", "provenance"):
    add(
        f"claimed-confirmed-{proof}",
        "cleared",
        case(TV, [person("P4", "none", claimed_by_production=True, confirmed_by=proof, **FILMED)]),
    )
add(
    "claimed-exemption",
    "needs_approval",
    case(FREE, [person(confirmed_by="production")], MADE, use=use(exemption="impossible_for_human_safety")),
)
add("claimed-but-consented", "cleared", under(FREE, person(confirmed_by="production")))
add("claimed-minor", "needs_approval", under(FREE, person(claimed_by_production=["minor"])))
add("claimed-not-found", "needs_approval", under(FREE, person(match="none", confirmed_by="production")))
NAMED = {"registered": True, "match": "none", "prompted_by_name": True}
for made, verdict in (
    (FREE, "needs_approval"),
    (GAME, "blocked"),
    (production("AN-1", "animation", "sag_tv_animation_2024"), "blocked"),
):
    add(
        f"named-{made['kind']}", verdict, case(made, [person("P6", "synthetic", **NAMED)], asset=shot(stage="ideation"))
    )
for feature in terms.FEATURES:
    for made, name in (
        (TV, "2026"),
        (TV_2023, "2023"),
        (production("AD-1", "commercial", "sag_commercials_2025"), "ad"),
    ):
        seen = person("P6", "synthetic_with_features", prompted_by_name=True, features=[feature])
        add(
            f"feature-{feature}-{name}",
            "blocked",
            case(made, [seen], union={"notice": True, "bargaining": "agreed", "payment_to_plan": True}),
        )
SPEECH = ("documentary_biographical", "news_report_about_replica", "parody", "satire", "commentary")
STAR = person("P6", "replica_independent")
for purpose in SPEECH:
    add(f"speech-{purpose}", "needs_approval", case(FREE, [STAR], use=use(purpose=purpose)))
    add(
        f"speech-{purpose}-reviewed",
        "cleared",
        case(FREE, [STAR], use=use(purpose=purpose), approvals={"legal_review": "passed"}),
    )
    open_point = "needs_approval" if purpose in SPEECH[:2] else "cleared"
    for made, name in ((TV, "2026"), (TV_2023, "2023")):
        add(
            f"speech-{purpose}-{name}",
            open_point,
            case(made, [STAR], use=use(purpose=purpose), approvals={"legal_review": "passed"}),
        )
    add(
        f"speech-{purpose}-netflix",
        "needs_approval",
        case(NETFLIX, [STAR], use={"purpose": purpose}, principles=FINAL, approvals=GRANTED),
    )
for medium in ("commercial", "audio_commercial", "merchandise"):
    add(
        f"speech-{medium}",
        "needs_approval",
        case(FREE, [STAR], use=use(purpose="parody", medium=medium), approvals={"legal_review": "passed"}),
    )
add(
    "speech-posed-as-real",
    "blocked",
    case(
        FREE,
        [STAR],
        use=use(purpose="satire"),
        asset=shot(presented_as="authentic"),
        approvals={"legal_review": "passed"},
    ),
)
add(
    "speech-explicit",
    "blocked",
    case(FREE, [STAR], use=use(purpose="satire", content=["sexually_explicit"]), approvals={"legal_review": "passed"}),
)
add(
    "speech-excluded",
    "blocked",
    case(
        FREE,
        [STAR],
        [rider("P6", exclusions=["political"], project_ids=["TV-26"])],
        use=use(purpose="satire", content=["political"]),
        approvals={"legal_review": "passed"},
    ),
)
add(
    "speech-tennessee-open",
    "needs_approval",
    case(production("SR-1", "sound_recording", territory="US-TN"), [STAR], use={"purpose": "parody"}),
)
REFUSED = [rider("P6", state="refused", kind=[])]
for change in ("pitch", "lip_sync_scripted"):
    filmed = [person("P6", "alteration", **FILMED)]
    add(
        f"aside-{change}",
        "cleared",
        case(
            FREE,
            filmed,
            [rider("P6", "alter_performance", exclusions=["political"])],
            use=use(content=["political"], alteration=change),
        ),
    )
add(
    "aside-exempt-alteration",
    "blocked",
    case(
        FREE,
        [person("P6", "alteration", **FILMED)],
        [rider("P6", "alter_performance", exclusions=["political"])],
        use=use(content=["political"], alteration="emotion", exemption="as_scripted_performed_recorded"),
    ),
)
add(
    "aside-speech-refused",
    "cleared",
    case(FREE, [STAR], REFUSED, use=use(purpose="satire"), approvals={"legal_review": "passed"}),
)
add(
    "aside-speech-records",
    "needs_approval",
    case(
        FREE,
        [STAR],
        [rider("P6", conflicting_record={"id": "C-2", "fields": ["media"]})],
        use=use(purpose="satire"),
        approvals={"legal_review": "passed"},
    ),
)
add("aside-match-refused", "needs_approval", case(FREE, [{**STAR, "match": "possible"}], REFUSED))
add(
    "aside-match-excluded",
    "needs_approval",
    case(
        FREE, [{**STAR, "match": "possible"}], [rider("P6", exclusions=["political"])], use=use(content=["political"])
    ),
)
add("aside-stranger-refused", "blocked", case(FREE, [STRANGER], [rider("EXT", state="refused", kind=[])]))
add(
    "aside-stranger-excluded",
    "blocked",
    case(FREE, [STRANGER], [rider("EXT", exclusions=["political"])], use=use(content=["political"])),
)
add(
    "aside-double-refused",
    "blocked",
    case(FREE, [person("P6", "alteration", **FILMED)], REFUSED, use=use(alteration="face_replacement_on_double")),
)
LOST = person("P8", "replica_independent", **DEAD)
PASSING = {"asset": shot(prominence="fleeting")}
add(
    "aside-fleeting-holder",
    "needs_approval",
    case(FREE, [LOST], [], **PASSING, right_holders=[{"id": "H1", "position": "refuses"}]),
)
add(
    "aside-fleeting-excluded",
    "blocked",
    case(FREE, [LOST], [rider("P8", exclusions=["political"])], **PASSING, use=use(content=["political"])),
)
add(
    "aside-fleeting-training",
    "blocked",
    case(FREE, [LOST], [rider("P8", training="notAllowed")], **PASSING, use=use(purpose="train_model")),
)
add(
    "aside-long-dead-holder",
    "blocked",
    case(
        FREE,
        [person("P8", "replica_independent", life="deceased", died="1940-01-01")],
        right_holders=[{"id": "H1", "position": "refuses"}],
    ),
)
for place in ("US-IL", "US-TN"):
    local = production("TV-26", "feature", jurisdiction=place)
    for day in ("2024-06-30", "2024-07-01", "2024-12-31", "2025-01-01"):
        covered = day >= ("2024-07-01" if place == "US-TN" else "2025-01-01")
        add(
            f"stranger-{place}-{day}",
            "blocked" if covered else "needs_approval",
            case(local, [STRANGER], use=use(date=day)),
        )
for dates in ({"state": "withdrawn"}, {"state": "expired"}):
    name = dates["state"]
    add(f"undated-{name}", "blocked", under(FREE, **dates))
    for word, verdict in {"finished_work_only": "cleared", "none": "blocked", None: "needs_approval"}.items():
        add(
            f"undated-{name}-finished-{word}",
            verdict,
            under(FREE, None, {"use": use(**OLD)}, exploitation_after_end=word, **dates),
        )
SAID = {"claimed_by_production": True}
FINISHED = {"use": use(new_generation=False)}
add("claimed-of-a-stranger", "cleared", case(FREE, [{**STRANGER, **SAID}], [rider("EXT")]))
add("claimed-finished-but-running", "cleared", under(FREE, person(**SAID), FINISHED))
add(
    "claimed-finished-and-ended",
    "needs_approval",
    under(FREE, person(**SAID), FINISHED, valid_until="2026-11-21", exploitation_after_end="finished_work_only"),
)
add("claimed-nothing-of-a-vague-paper", "needs_approval", under(FREE, person(**SAID), description_specific="unsure"))
CLAIMS = (
    "exemption",
    "finished_work",
    "not_altered",
    "performed_as_shown",
    "treatment",
    "minor",
    "life",
    "union_coverage",
)
for claim in CLAIMS:
    moot = claim in ("exemption", "finished_work", "not_altered")
    named = person(claimed_by_production=[claim])
    add(f"claimed-{claim}-though-licensed", "cleared" if moot else "needs_approval", under(FREE, named))
    add(
        f"claimed-{claim}-though-excluded",
        "blocked",
        under(FREE, named, {"use": use(content=["political"])}, exclusions=["political"]),
    )
    add(f"claimed-{claim}-with-a-vague-paper", "needs_approval", under(FREE, named, description_specific="unsure"))
