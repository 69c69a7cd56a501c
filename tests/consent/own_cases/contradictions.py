"""Facts that exclude each other: cases of our own."""

from consent import terms
from tests.consent.own_cases.alterations import CUSTOMARY, SIGNIFICANT
from tests.consent.own_cases.shapes import (
    FILMED,
    FREE,
    KID,
    MADE,
    TV,
    add,
    case,
    nobody,
    person,
    rider,
    shot,
    under,
    use,
)

AS_SCRIPTED = {"exemption": "as_scripted_performed_recorded"}
UNLIKE = (*SIGNIFICANT, "face_replacement_on_double")
ACTOR = person("P4", "none", **FILMED)
for source in terms.SOURCE_TYPES:
    wholly = source in ("algorithmicMedia", "trainedAlgorithmicMedia")
    verdict = "needs_approval" if wholly else "cleared"
    add(f"generated-{source}-performed", verdict, case(TV, [ACTOR], asset=shot(source_type=source)))
    confirmed = {**ACTOR, "claimed_by_production": ["performed_as_shown"], "confirmed_by": "camera_original"}
    add(f"generated-{source}-performed-confirmed", verdict, case(TV, [confirmed], asset=shot(source_type=source)))
    add(f"generated-{source}-replica", "cleared", under(FREE, None, {"asset": shot(source_type=source)}))
WHOLLY = {"asset": shot(source_type="trainedAlgorithmicMedia")}
for treatment in ("processing", "tiling", "alteration"):
    footage = person("P4", treatment)
    consents = [rider("P4", "alter_performance", "create_replica", "use_replica")]
    add(f"generated-yet-{treatment}", "needs_approval", case(FREE, [footage], consents, **WHOLLY))
add("generated-nobody-known", "cleared", case(FREE, [nobody("none", **FILMED)], **WHOLLY))
add("generated-known-by-name", "needs_approval", case(FREE, [{**ACTOR, "match": "none"}], **WHOLLY))
DETECTED = {"detector": "likely_generated"}
add("detected-yet-performed", "needs_approval", case(TV, [ACTOR], asset=shot(**DETECTED)))
add(
    "detected-yet-captured",
    "needs_approval",
    case(TV, [ACTOR], asset=shot(source_type="digitalCapture", **DETECTED)),
)
add("detected-but-documented", "cleared", case(TV, [ACTOR], asset=shot(provenance="documented", **DETECTED)))
for change in terms.ALTERATIONS:
    verdict = "cleared" if change in CUSTOMARY else "needs_approval"
    add(f"change-of-nobody-{change}", verdict, case(FREE, [ACTOR], use=use(alteration=change)))
add(
    "change-of-nobody-tiled",
    "needs_approval",
    case(FREE, [person("B1", "tiling", **FILMED)], use=use(alteration="age")),
)
add("change-without-people", "cleared", case(FREE, [], use=use(alteration="age")))
add(
    "change-of-another",
    "cleared",
    case(FREE, [ACTOR, person()], [rider()], use=use(alteration="age")),
)
for change in UNLIKE:
    add(f"exempt-unlike-{change}", "needs_approval", case(FREE, None, MADE, use=use(alteration=change, **AS_SCRIPTED)))
    add(
        f"exempt-alteration-unlike-{change}",
        "needs_approval",
        case(FREE, [person("P4", "alteration", **FILMED)], use=use(alteration=change, **AS_SCRIPTED)),
    )
    add(
        f"exempt-for-safety-{change}",
        "cleared",
        case(FREE, None, MADE, use=use(alteration=change, exemption="impossible_for_human_safety")),
    )
add("exempt-unlike-unknown", "needs_approval", case(FREE, None, MADE, use=use(alteration=None, **AS_SCRIPTED)))
add("exempt-like-lighting", "cleared", case(FREE, None, MADE, use=use(alteration="lighting", **AS_SCRIPTED)))
add(
    "exempt-unlike-but-consented",
    "cleared",
    under(FREE, None, {"use": use(alteration="emotion", **AS_SCRIPTED)}, alterations_allowed=["emotion"]),
)
add(
    "exempt-unlike-late-script",
    "blocked",
    case(
        FREE,
        None,
        MADE,
        use=use(alteration="emotion", script_date="2026-10-01", performed_on="2026-09-10", **AS_SCRIPTED),
    ),
)
add(
    "exempt-alteration-unnamed",
    "cleared",
    case(FREE, [person("P4", "alteration", **FILMED)], use=use(**AS_SCRIPTED)),
)
add(
    "exempt-alteration-unnamed-excluded",
    "blocked",
    case(
        FREE,
        [person("P4", "alteration", **FILMED)],
        [rider("P4", "alter_performance", exclusions=["political"])],
        use=use(content=["political"], **AS_SCRIPTED),
    ),
)
add(
    "exempt-not-yet-performed",
    "blocked",
    case(FREE, None, MADE, use=use(script_date="2026-11-20", performed_on="2026-11-23", **AS_SCRIPTED)),
)
add(
    "exempt-performed-today",
    "cleared",
    case(FREE, None, MADE, use=use(script_date="2026-11-20", performed_on="2026-11-22", **AS_SCRIPTED)),
)
YOUNGER = (
    *("alteration", "replica_employment_based", "replica_no_scan", "replica_independent", "replica_background"),
    *("synthetic", "synthetic_with_features", "likeness_of_real_person"),
)
PAPER = ("create_replica", "use_replica", "alter_performance")
for treatment in YOUNGER:
    adult = person("P1", treatment, role="background")
    add(
        f"younger-nude-{treatment}",
        "needs_approval",
        case(FREE, [adult], [rider("P1", *PAPER)], use=use(content=["nudity"], alteration="age")),
    )
    add(
        f"older-nude-{treatment}",
        "cleared",
        case(FREE, [adult], [rider("P1", *PAPER)], use=use(content=["nudity"], alteration="age_up")),
    )
for content in ("nudity", "simulated_sex", "sexually_explicit"):
    shown = {"use": use(content=[content], alteration="age")}
    add(f"younger-{content}", "needs_approval", under(FREE, None, shown))
    add(f"age-unknown-{content}", "needs_approval", under(FREE, person(minor=None), {"use": use(content=[content])}))
    by_guardian = {"signer_role": "guardian", "authority_on_file": True}
    add(
        f"age-unknown-{content}-guardian",
        "needs_approval",
        under(FREE, person(minor=None), {"use": use(content=[content])}, **by_guardian),
    )
REVIEWED = {"approvals": {"legal_review": "passed"}}
add("younger-reviewed", "cleared", under(FREE, None, {"use": use(content=["nudity"], alteration="age"), **REVIEWED}))
add(
    "age-unknown-reviewed",
    "needs_approval",
    under(FREE, person(minor=None), {"use": use(content=["nudity"]), **REVIEWED}),
)
add(
    "younger-minor",
    "blocked",
    under(FREE, person("K1", **KID), {"use": use(content=["nudity"], alteration="age"), **REVIEWED}),
)
NEW_WORDS = use(alteration="lip_sync_new_dialogue", **AS_SCRIPTED)
add("exempt-unlike-without-any-paper", "blocked", case(FREE, None, [], use=NEW_WORDS))
add(
    "exempt-unlike-without-creation",
    "blocked",
    case(FREE, None, [rider("P1", "use_replica", media=["game"])], use=NEW_WORDS),
)
add(
    "exempt-unlike-created-elsewhere",
    "blocked",
    case(FREE, None, [rider("P1", "create_replica", media=["game"])], use=NEW_WORDS),
)
NOT_PERFORMED = person("P4", "none")
for source in terms.SOURCE_TYPES:
    captured = source in ("digitalCapture", "computationalCapture", "negativeFilm", "positiveFilm", "print")
    made = "trained" in source.lower() or source in ("algorithmicMedia", "compositeSynthetic")
    record = shot("image", element="archive_photo", source_type=source)
    add(f"record-of-{source}", "blocked" if made else "cleared", case(FREE, [NOT_PERFORMED], asset=record))
    documented = {**record, "element": "performance", "provenance": "documented"}
    add(f"documented-{source}", "blocked" if made else "cleared", case(FREE, [NOT_PERFORMED], asset=documented))
    scene = {**record, "element": "performance"}
    add(f"seen-in-{source}", "cleared" if captured else "blocked", case(FREE, [NOT_PERFORMED], asset=scene))
for more, verdict in (({}, "blocked"), ({"provenance": "documented"}, "cleared")):
    record = shot("image", element="archive_photo", **DETECTED, **more)
    add(f"record-that-a-detector-doubts-{len(more)}", verdict, case(FREE, [NOT_PERFORMED], asset=record))
