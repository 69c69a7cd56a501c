"""Training and mining: cases of our own."""

from consent import terms
from tests.consent.own_cases.shapes import (
    FILMED,
    FREE,
    NETFLIX,
    TV,
    YES,
    add,
    case,
    person,
    rider,
    shot,
    under,
    use,
)

FILMED_DATA = person("P2", "training_input", **FILMED)
LIBRARY = {"asset": shot("video", "library", "training_data")}
LICENSED = {"purpose": "train_public_commercial_gai", "recipient": "non_affiliate", "paid": True}
add("train-no-consent", "blocked", case(FREE, [FILMED_DATA], **LIBRARY, use={"purpose": "train_model"}))
add(
    "train-consented",
    "cleared",
    case(
        FREE, [FILMED_DATA], [rider("P2", "train_model", training="allowed")], **LIBRARY, use={"purpose": "train_model"}
    ),
)
add(
    "train-other-project",
    "blocked",
    case(
        FREE,
        [FILMED_DATA],
        [rider("P2", "train_model", training="allowed")],
        **LIBRARY,
        use={"purpose": "train_model", "project": "OTHER"},
    ),
)
for value in ("notAllowed", "constrained"):
    add(
        f"train-{value}",
        "blocked",
        case(
            FREE, [FILMED_DATA], [rider("P2", "train_model", training=value)], **LIBRARY, use={"purpose": "train_model"}
        ),
    )
    for label in terms.MINING_LABELS:
        asserted = {"asset": shot("video", "temp", "training_data", cawg_training_mining={label: value})}
        add(
            f"mining-{label}-{value}",
            "cleared" if label == "cawg.ai_inference" else "blocked",
            case(FREE, [], **asserted, use={"purpose": "train_model"}),
        )
    for element in ("reference_image", "script_input", "proprietary_material", "unreleased_footage", "personal_data"):
        fed = {"asset": shot("image", "ideation", element, cawg_training_mining={"cawg.ai_inference": value})}
        add(f"inference-{element}-{value}", "blocked", case(FREE, [], **fed, use={}))
add(
    "mining-allowed",
    "cleared",
    case(
        FREE,
        [],
        asset=shot("video", "temp", "training_data", cawg_training_mining={"cawg.ai_generative_training": "allowed"}),
        use={"purpose": "train_model"},
    ),
)
add(
    "mining-not-training",
    "cleared",
    case(
        FREE, [], asset=shot("video", "temp", "previs", cawg_training_mining={"cawg.ai_training": "notAllowed"}), use={}
    ),
)
for told, verdict in ((False, "notify_only"), (True, "cleared")):
    add(f"licence-told-{told}", verdict, case(TV, [FILMED_DATA], **LIBRARY, use=LICENSED, union={"notice": told}))
    add(f"licence-no-people-told-{told}", verdict, case(TV, [], **LIBRARY, use=LICENSED, union={"notice": told}))
add("licence-unstated", "blocked", case(TV, [FILMED_DATA], **LIBRARY, use=LICENSED))
add(
    "licence-affiliate",
    "blocked",
    case(TV, [FILMED_DATA], **LIBRARY, use={**LICENSED, "recipient": "affiliate"}, union={"notice": True}),
)
add(
    "licence-affiliate-no-people",
    "cleared",
    case(TV, [], **LIBRARY, use={**LICENSED, "recipient": "affiliate"}, union={"notice": False}),
)
add(
    "licence-netflix",
    "needs_approval",
    case(
        {**NETFLIX, "union_agreements": ["sag_tvtheatrical_2026"]},
        [],
        **LIBRARY,
        use=LICENSED,
        union={"notice": True},
        principles=YES,
        approvals={"disclosed": True},
    ),
)
for clause in ({"exclusions": ["training"]}, {"training": "notAllowed"}):
    for project, verdict in (("TV-26", "blocked"), ("TV-1", "cleared")):
        word = next(iter(clause))
        add(
            f"training-forbidden-by-{word}-in-a-replica-paper-{project}",
            verdict,
            case(
                FREE,
                [person("P1", "training_input", performed_as_shown=True)],
                [rider("P1", "train_model", training="allowed"), rider(id="C-2", project_ids=[project], **clause)],
                use=use(purpose="train_model"),
            ),
        )
for state in ("requested", "deferred", "refused"):
    add(
        f"training-forbidden-by-a-{state}-paper",
        "cleared",
        case(
            FREE,
            [person("P1", "training_input", performed_as_shown=True)],
            [
                rider("P1", "train_model", training="allowed"),
                rider(id="C-2", training="notAllowed", state=state),
            ],
            use=use(purpose="train_model"),
        ),
    )
add(
    "training-forbidden-then-replaced",
    "cleared",
    case(
        FREE,
        [person("P1", "training_input", performed_as_shown=True)],
        [
            rider("P1", "train_model", training="allowed", replaces="C-2"),
            rider(id="C-2", training="notAllowed"),
        ],
        use=use(purpose="train_model"),
    ),
)
add(
    "training-forbidden-where-a-replica-is-training-data",
    "blocked",
    under(FREE, None, {"asset": shot("video", "library", "training_data")}, training="notAllowed"),
)
