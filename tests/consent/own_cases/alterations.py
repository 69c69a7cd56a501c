"""Alterations and exemptions: cases of our own."""

from tests.consent.own_cases.shapes import (
    FILMED,
    FREE,
    GAME,
    MADE,
    TV,
    TV_2023,
    add,
    case,
    person,
    rider,
    under,
    use,
)

CUSTOMARY = ("cosmetic", "wardrobe", "lighting", "timing", "continuity", "pitch", "noise_reduction", "visual_effects")
SIGNIFICANT = ("age", "age_up", "body", "emotion", "translation", "lip_sync_new_dialogue", "behaviour_intoxicated")
for change in CUSTOMARY:
    add(f"alter-{change}", "cleared", case(FREE, [person("P4", "alteration", **FILMED)], use=use(alteration=change)))
    add(
        f"alter-replica-{change}", "cleared", under(FREE, None, {"use": use(alteration=change)}, alterations_allowed=[])
    )
for change in SIGNIFICANT:
    add(f"alter-{change}", "blocked", case(FREE, [person("P4", "alteration", **FILMED)], use=use(alteration=change)))
    add(
        f"alter-replica-{change}",
        "blocked",
        under(FREE, None, {"use": use(alteration=change)}, alterations_allowed=["wardrobe"]),
    )
    agreed = [rider("P4", "alter_performance", alterations_allowed=[change])]
    add(
        f"alter-{change}-agreed",
        "cleared",
        case(FREE, [person("P4", "alteration", **FILMED)], agreed, use=use(alteration=change)),
    )
add("alter-redub", "cleared", case(TV, [person("P4", "alteration", **FILMED)], use=use(alteration="lip_sync_redub")))
add(
    "alter-to-script",
    "cleared",
    case(FREE, [person("P4", "alteration", **FILMED)], use=use(alteration="lip_sync_scripted")),
)
LATE_SCRIPT = {"script_date": "2026-10-01", "performed_on": "2026-09-10"}
OLD_SCRIPT = {"script_date": "2026-08-01", "performed_on": "2026-09-10"}
add(
    "alter-to-late-script",
    "blocked",
    case(FREE, [person("P4", "alteration", **FILMED)], use=use(alteration="lip_sync_scripted", **LATE_SCRIPT)),
)
add(
    "alter-unnamed",
    "needs_approval",
    case(FREE, [person("P4", "alteration", **FILMED)], [rider("P4", "alter_performance", alterations_allowed=["age"])]),
)
add("alter-unnamed-no-consent", "blocked", case(FREE, [person("P4", "alteration", **FILMED)]))
add("alter-silent", "needs_approval", under(FREE, None, {"use": use(alteration="age")}, alterations_allowed=None))
add(
    "alter-age-covers-age-up",
    "cleared",
    under(FREE, None, {"use": use(alteration="age_up")}, alterations_allowed=["age"]),
)
add(
    "alter-kind-of-replica",
    "blocked",
    case(FREE, [person("P4", "alteration", **FILMED)], [rider("P4")], use=use(alteration="emotion")),
)
add(
    "alter-dub-kind",
    "cleared",
    case(FREE, [person("P4", "alteration", **FILMED)], [rider("P4", "dub")], use=use(alteration="translation")),
)
add(
    "alter-double",
    "needs_approval",
    case(TV, [person("S1", "alteration", role="stunt", **FILMED)], use=use(alteration="face_replacement_on_double")),
)
add(
    "alter-processing",
    "cleared",
    case(GAME, [person("P2", "processing", modalities=["voice"], **FILMED)], use={"alteration": "pitch"}),
)
add(
    "alter-processing-too-far",
    "blocked",
    case(FREE, [person("P2", "processing", **FILMED)], use=use(alteration="emotion")),
)
add("undeclared-replica", "blocked", case(FREE, [person("P3", "none")]))
add("tiling-without-agreement", "cleared", case(FREE, [person("B1", "tiling", role="background", **FILMED)]))
add("tiling-2023", "needs_approval", case(TV_2023, [person("B1", "tiling", role="background", **FILMED)]))
for exemption in ("as_scripted_performed_recorded", "impossible_for_human_safety"):
    add(f"exempt-{exemption}", "cleared", case(FREE, None, MADE, use=use(exemption=exemption)))
    add(f"exempt-{exemption}-not-created", "blocked", case(FREE, None, [], use=use(exemption=exemption)))
add(
    "exempt-unrecognisable",
    "cleared",
    case(FREE, [person(match="none", modalities=[])], MADE, use=use(exemption="unrecognisable")),
)
add("exempt-unrecognisable-but-matched", "blocked", case(FREE, None, MADE, use=use(exemption="unrecognisable")))
add(
    "exempt-old-script",
    "cleared",
    case(TV, None, MADE, use=use(exemption="as_scripted_performed_recorded", **OLD_SCRIPT)),
)
add(
    "exempt-late-script",
    "blocked",
    case(TV, None, MADE, use=use(exemption="as_scripted_performed_recorded", **LATE_SCRIPT)),
)
add(
    "exempt-half-dated",
    "blocked",
    case(TV, None, MADE, use=use(exemption="as_scripted_performed_recorded", script_date="2026-08-01")),
)
add("exempt-undated-2026", "needs_approval", case(TV, None, MADE, use=use(exemption="as_scripted_performed_recorded")))
add(
    "exempt-alteration",
    "needs_approval",
    case(
        FREE,
        [person("P4", "alteration", **FILMED)],
        use=use(alteration="emotion", exemption="as_scripted_performed_recorded"),
    ),
)
add(
    "exempt-other-picture",
    "blocked",
    case(FREE, None, MADE, use=use(project="TV-27", exemption="impossible_for_human_safety")),
)
add(
    "exempt-but-excluded",
    "blocked",
    case(
        FREE,
        None,
        [rider("P1", "create_replica", exclusions=["political"])],
        use=use(content=["political"], exemption="impossible_for_human_safety"),
    ),
)
