"""Synthetic performers: cases of our own."""

from tests.consent.own_cases.shapes import (
    ANIMATION,
    CLOSED,
    COMMERCIAL,
    SOUND,
    TV,
    TV_2023,
    add,
    case,
    nobody,
    person,
    shot,
    use,
)

STAGES = ("temp", "final", "capture", "library")
for made, name in ((TV, "2026"), (TV_2023, "2023")):
    for treatment in ("synthetic", "synthetic_with_features"):
        for stage in STAGES:
            add(
                f"synthetic-{name}-{treatment}-{stage}",
                "needs_approval",
                case(made, [nobody(treatment)], asset=shot(stage=stage), union={"notice": False}),
            )
        add(f"synthetic-{name}-{treatment}-closed", "cleared", case(made, [nobody(treatment)], union=CLOSED))
        add(
            f"synthetic-{name}-{treatment}-idea",
            "cleared",
            case(made, [nobody(treatment)], asset=shot(stage="ideation"), union={"notice": False}),
        )
    add(f"synthetic-{name}-open", "needs_approval", case(made, [nobody()], union={**CLOSED, "bargaining": "open"}))
    add(f"synthetic-{name}-unbargained", "needs_approval", case(made, [nobody()], union={"notice": True}))
    add(f"synthetic-{name}-creature", "cleared", case(made, [nobody("synthetic_nonhuman")], union={"notice": False}))
    add(f"synthetic-{name}-recognised", "blocked", case(made, [person("P6", "synthetic")], union=CLOSED))
for treatment in ("synthetic", "synthetic_with_features"):
    for stage in STAGES:
        add(
            f"value-{treatment}-{stage}",
            "needs_approval",
            case(
                TV,
                [nobody(treatment)],
                asset=shot(stage=stage),
                union={**CLOSED, "significant_additional_value": "not_argued"},
            ),
        )
    add(
        f"plan-{treatment}", "needs_approval", case(TV, [nobody(treatment)], union={**CLOSED, "payment_to_plan": False})
    )
    for days in (0, 9, 10, 14, 15, 19, 20, 30):
        add(
            f"clock-{treatment}-{days}",
            "needs_approval",
            case(
                TV,
                [nobody(treatment)],
                union={"notice": True, "bargaining": "open", "business_days_since_notice": days},
            ),
        )
    add(
        f"ad-synthetic-{treatment}-untold",
        "notify_only",
        case(COMMERCIAL, [nobody(treatment)], union={"notice": False, "payment_to_plan": True}),
    )
    add(
        f"ad-synthetic-{treatment}-unpaid",
        "needs_approval",
        case(COMMERCIAL, [nobody(treatment)], union={"notice": True, "payment_to_plan": False}),
    )
    add(
        f"ad-synthetic-{treatment}-unknown",
        "needs_approval",
        case(COMMERCIAL, [nobody(treatment)], union={"notice": True, "payment_to_plan": None}),
    )
    add(
        f"ad-synthetic-{treatment}-settled",
        "cleared",
        case(
            COMMERCIAL, [nobody(treatment)], use=use(territory="US-CA"), union={"notice": True, "payment_to_plan": True}
        ),
    )
add("ad-synthetic-pay-not-relevant", "cleared", case(COMMERCIAL, [nobody()], union={"notice": True}))
add(
    "synthetic-after-2030",
    "needs_approval",
    case(
        TV,
        [nobody()],
        use=use(date="2030-07-01"),
        union={"notice": False, "significant_additional_value": "not_argued", "payment_to_plan": False},
    ),
)
add(
    "synthetic-last-day",
    "needs_approval",
    case(
        TV,
        [nobody()],
        use=use(date="2030-06-30"),
        union={
            "notice": True,
            "business_days_since_notice": 3,
            "significant_additional_value": "not_argued",
            "payment_to_plan": False,
        },
    ),
)
for made, name in ((SOUND, "sound"), (ANIMATION, "animation")):
    for treatment in ("synthetic", "synthetic_nonhuman"):
        for stage in STAGES:
            add(
                f"voice-{name}-{treatment}-{stage}",
                "needs_approval",
                case(
                    made,
                    [nobody(treatment, "voice")],
                    asset=shot("audio", stage, "voice"),
                    union={"notice": True, "bargaining": "open"},
                ),
            )
        add(
            f"voice-{name}-{treatment}-settled",
            "cleared",
            case(
                made,
                [nobody(treatment, "voice")],
                asset=shot("audio", element="voice"),
                union={"notice": True, "bargaining": "agreed"},
            ),
        )
        add(
            f"voice-{name}-{treatment}-silent",
            "cleared",
            case(made, [nobody(treatment, "face")], union={"notice": False}),
        )
add(
    "voice-animation-features",
    "needs_approval",
    case(
        ANIMATION,
        [nobody("synthetic_with_features", "voice")],
        asset=shot("audio", element="voice"),
        union={"notice": False},
    ),
)
