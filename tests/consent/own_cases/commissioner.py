"""The commissioner: cases of our own."""

from typing import Any

from consent import terms
from tests.consent.own_cases.shapes import (
    FINAL,
    FREE,
    GRANTED,
    NETFLIX,
    TODAY,
    YES,
    Json,
    add,
    case,
    nobody,
    person,
    rider,
    shot,
)


def drawn(stage: str = "temp", element: str = "previs", told: bool = True, answers: Json = YES, **more: Any) -> Json:
    extra = {key: more.pop(key) for key in ("approvals", "union") if key in more}
    made = more.pop("made", NETFLIX)
    approvals = {"disclosed": told, "written": "none"}
    return {
        "check_date": TODAY,
        "production": made,
        "asset": shot("image", stage, element, **more),
        "persons": [],
        "principles": answers,
        "approvals": approvals,
        **extra,
    }


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
ENHANCED = {"source_type": "algorithmicallyEnhanced"}
for changed, verdict in (({"content_changed": False}, "cleared"), ({"content_changed": True}, "needs_approval")):
    add(f"archive-enhanced-{verdict}", verdict, drawn("final", "archive_photo", answers=FINAL, **ENHANCED, **changed))
add("archive-enhanced-unknown", "needs_approval", drawn("final", "archive_photo", answers=FINAL, **ENHANCED))
KEEPS = {"retains_or_trains": True}
SAFE = {"enterprise_secured": True, "retains_or_trains": False}
BEST = {"enterprise_secured": False, "enterprise_alternative": False, "retains_or_trains": False, "terms_checked": True}
add("tool-keeps", "needs_approval", drawn(tool=KEEPS))
add("tool-keeps-unknown", "needs_approval", drawn(tool={"retains_or_trains": None}))
add("tool-step-unknown", "needs_approval", drawn(tool={"pipeline": [SAFE, {"retains_or_trains": None}]}))
add("tool-pipeline-safe", "cleared", drawn(tool={"pipeline": [SAFE, SAFE]}))
add("tool-nothing-better", "cleared", drawn(tool=BEST, answers={**YES, "secure_environment": "no"}))
for principle in terms.PRINCIPLES:
    verdict = "cleared" if principle == "secure_environment" else "needs_approval"
    add(f"tool-nothing-better-{principle}-no", verdict, drawn(tool=BEST, answers={**YES, principle: "no"}))
    add(
        f"tool-nothing-better-{principle}-unsure",
        "needs_approval",
        drawn(tool=BEST, answers={**YES, principle: "unsure"}),
    )
add(
    "tool-nothing-better-unanswered",
    "needs_approval",
    drawn(tool=BEST, answers={k: v for k, v in YES.items() if k != "secure_environment"}),
)
add("tool-something-better", "needs_approval", drawn(tool={**BEST, "enterprise_alternative": True}))
add("tool-terms-unchecked", "needs_approval", drawn(tool={**BEST, "terms_checked": False}))
add("tool-terms-checked-on", "cleared", drawn(tool={**BEST, "terms_checked": "2026-10-01"}))
for stage in ("ideation", "temp", "final", "capture", "library"):
    for element in ("personal_data", "training_data", "unreleased_footage"):
        add(
            f"data-{element}-{stage}",
            "needs_approval",
            drawn(stage, element, tool=SAFE, answers=FINAL if stage == "final" else YES),
        )
    for element in ("character_design",):
        add(
            f"design-{stage}",
            "cleared" if stage == "ideation" else "needs_approval",
            drawn(stage, element, answers=YES),
        )
    for prominence in terms.PROMINENCES:
        asked = stage == "final" or (prominence == "key" and stage != "ideation")
        add(
            f"prominence-{prominence}-{stage}",
            "needs_approval" if asked else "cleared",
            drawn(stage, "vfx_environment", prominence=prominence),
        )
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
    add(
        f"prop-{element}-incidental-approved",
        "cleared",
        drawn("final", element, prominence="incidental", answers=FINAL, approvals=GRANTED),
    )
    for prominence in ("story_relevant", "key"):
        add(
            f"prop-{element}-{prominence}-machine",
            "needs_approval",
            drawn("final", element, prominence=prominence, answers=FINAL, approvals=GRANTED),
        )
        add(
            f"prop-{element}-{prominence}-human",
            "cleared",
            drawn("final", element, prominence=prominence, answers=FINAL, human_input="meaningful", approvals=GRANTED),
        )
add(
    "prop-no-legal",
    "needs_approval",
    drawn(
        "final",
        "prop_document",
        prominence="key",
        answers=FINAL,
        human_input="meaningful",
        approvals={"disclosed": True, "written": "granted", "legal_review": "none"},
    ),
)
add("approval-refused", "blocked", drawn(approvals={"disclosed": True, "written": "refused"}))
for element in ("archive_representation", "news_report"):
    add(f"real-{element}-temp", "needs_approval", drawn("temp", element))
add("real-posed", "needs_approval", drawn("temp", "vfx_environment", presented_as="authentic"))
NF = {"use": {"project": "NF-100"}, "principles": FINAL}
REPLICA = [rider("P1", project_ids=["NF-100"])]
add(
    "talent-unapproved",
    "needs_approval",
    case(NETFLIX, None, REPLICA, **NF, approvals={"disclosed": True, "written": "none"}),
)
add(
    "talent-unapproved-temp",
    "needs_approval",
    case(
        NETFLIX,
        None,
        REPLICA,
        use={"project": "NF-100"},
        principles=YES,
        asset=shot(stage="temp"),
        approvals={"disclosed": True, "written": "none"},
    ),
)
add("talent-approved", "cleared", case(NETFLIX, None, REPLICA, **NF, approvals=GRANTED))
add("talent-approved-no-consent", "blocked", case(NETFLIX, None, [], **NF, approvals=GRANTED))
add(
    "talent-approved-no-legal",
    "needs_approval",
    case(NETFLIX, None, REPLICA, **NF, approvals={"disclosed": True, "written": "granted", "legal_review": "none"}),
)
for treatment in ("synthetic_with_features", "likeness_of_real_person"):
    far = person("EXT", treatment, registered=False, match="none")
    add(
        f"reference-{treatment}",
        "needs_approval",
        case(
            NETFLIX,
            [far],
            [rider("EXT", project_ids=["NF-100"])],
            use={},
            principles=YES,
            asset=shot("image", "ideation", "moodboard"),
            approvals={"disclosed": True, "written": "none"},
        ),
    )
add(
    "reference-by-name",
    "needs_approval",
    case(
        NETFLIX,
        [nobody("none", prompted_by_name=True)],
        use={},
        principles=YES,
        asset=shot("image", "ideation", "moodboard"),
        approvals={"disclosed": True, "written": "none"},
    ),
)
