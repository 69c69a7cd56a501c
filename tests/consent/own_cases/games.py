"""Games, background and crafts: cases of our own."""

from typing import Any

from tests.consent.own_cases.shapes import (
    CLOSED,
    FREE,
    GAME,
    TODAY,
    TV,
    TV_2023,
    Json,
    add,
    case,
    nobody,
    person,
    production,
    shot,
    under,
)

RT = {"project": "TV-26", "realtime_generation": True, "content": []}
MINE = {**GAME, "id": "TV-26"}
for multiple, verdict in ((7.5, "cleared"), (7.4, "needs_approval"), (None, "needs_approval")):
    add(
        f"realtime-{multiple}",
        verdict,
        under(
            MINE,
            None,
            {"use": RT, "compensation": {"terms_on_file": True, "multiple_of_scale": multiple}},
            realtime_generation=True,
        ),
    )
add("sensitive-unstated", "needs_approval", under(MINE, None, {"use": {"content": ["slurs"]}}))
add(
    "sensitive-with-other-exclusions",
    "needs_approval",
    under(MINE, None, {"use": {"content": ["slurs"]}}, exclusions=["political"]),
)
for released, sent, verdict in (
    ("2026-09-13", True, "cleared"),
    ("2026-08-24", False, "notify_only"),
    ("2026-08-23", False, "notify_only"),
    ("2026-12-24", False, "cleared"),
):
    add(
        f"report-{released}-{sent}",
        verdict,
        under(MINE, None, {"use": {"released_on": released}, "union": {"usage_report_sent": sent}}),
    )
BACKGROUND = person("B1", "replica_background", role="background")
for made, name in ((TV, "2026"), (TV_2023, "2023")):
    for met, counted, verdict in (
        (True, False, "cleared"),
        (True, True, "blocked"),
        (False, False, "blocked"),
        (None, False, "needs_approval"),
        (True, None, "needs_approval"),
    ):
        facts = {"background_count_met_by_people": met, "replicas_counted": counted}
        add(
            f"counts-{name}-{met}-{counted}",
            verdict,
            under(made, BACKGROUND, {"asset": shot(element="crowd"), "union": facts}),
        )
add(
    "counts-synthetic-crowd",
    "blocked",
    case(TV, [nobody(role="background")], asset=shot(element="crowd"), union={**CLOSED, "replicas_counted": True}),
)
WGA = production("TV-30", "series", "wga_2026")
TAG = production("AN-2", "animation", "tag_2024")


def text(
    made: Json = WGA, element: str = "script", stage: str = "final", used: Json | None = None, **union: Any
) -> Json:
    return {
        "check_date": TODAY,
        "production": made,
        "asset": shot("text", stage, element),
        "persons": [],
        "use": used or {},
        "union": {"craft": "writing", **union},
    }


add("writer-alone", "needs_approval", text(company_consent=False))
add("writer-handed-undisclosed", "notify_only", text(stage="temp", ai_material_disclosed=False))
add("writer-handed-disclosed", "cleared", text(ai_material_disclosed=True))
for element in ("script", "outline"):
    add(f"nobody-wrote-{element}", "needs_approval", text(element=element))
    add(f"nobody-wrote-{element}-draft", "cleared", text(element=element, stage="temp"))
for element in ("script", "outline", "script_input"):
    licence = {
        "check_date": TODAY,
        "production": WGA,
        "asset": shot("scan", "library", element),
        "persons": [],
        "use": {"purpose": "train_model"},
    }
    add(f"licence-{element}", "notify_only", {**licence, "union": {"notice": False}})
    add(f"licence-{element}-told", "cleared", {**licence, "union": {"notice": True}})
add("licence-any-text", "notify_only", text(element="training_data", stage="library", used={"purpose": "train_model"}))
for craft, element in (
    ("background_art", "vfx_environment"),
    ("design", "vfx_environment"),
    (None, "background_art"),
    (None, "character_design"),
    (None, "storyboard"),
):
    for notice, consulted in ((True, True), (True, False), (False, False)):
        union = {"notice": notice, "consultation": consulted, **({"craft": craft} if craft else {})}
        asked = {
            "check_date": TODAY,
            "production": TAG,
            "asset": shot("image", "final", element),
            "persons": [],
            "union": union,
        }
        add(f"guild-{craft}-{element}-{notice}-{consulted}", "cleared" if consulted else "needs_approval", asked)
for craft in ("visual_effects", "music"):
    for consulted in (True, False):
        asked = {
            "check_date": TODAY,
            "production": FREE,
            "asset": shot("video", "final", "vfx_environment"),
            "persons": [],
            "union": {"craft": craft, "notice": True, "consultation": consulted},
        }
        add(f"craft-{craft}-{consulted}", "cleared" if consulted else "needs_approval", asked)
