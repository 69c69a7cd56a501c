"""Prohibitions: cases of our own."""

from consent import terms
from tests.consent.own_cases.shapes import (
    FILMED,
    FREE,
    add,
    case,
    person,
    rider,
    under,
    use,
)

for content in terms.CONTENT:
    add(f"exclude-{content}", "blocked", under(FREE, None, {"use": use(content=[content])}, exclusions=[content]))
add("exclude-other", "cleared", under(FREE, None, {"use": use(content=["medical"])}, exclusions=["political"]))
add(
    "exclude-food-as-product",
    "blocked",
    under(FREE, None, {"use": use(content=["food_ad"])}, exclusions=["product_ad"]),
)
add("exclude-food-only", "cleared", under(FREE, None, {"use": use(content=["product_ad"])}, exclusions=["food_ad"]))
for wide in ("nudity", "simulated_sex"):
    add(
        f"exclude-explicit-by-{wide}",
        "blocked",
        under(FREE, None, {"use": use(content=["sexually_explicit"])}, exclusions=[wide]),
    )
add("exclude-trailer", "blocked", under(FREE, None, {"use": use(medium="trailer")}, exclusions=["trailer"]))
add("exclude-pitch", "blocked", under(FREE, None, {"use": use(purpose="pitch")}, exclusions=["pitch_material"]))
add(
    "exclude-training",
    "blocked",
    under(
        FREE,
        person("P1", "training_input", **FILMED),
        {"use": use(purpose="train_model")},
        kind=["train_model"],
        training="allowed",
        exclusions=["training"],
    ),
)
add("intimate", "needs_approval", under(FREE, None, {"use": use(content=["sexually_explicit"])}))
TWO = [rider(), rider(id="C-2", exclusions=["political"])]
add("two-consents-disagree", "blocked", case(FREE, None, TWO, use=use(content=["political"])))
add("refusal-beside-consent", "blocked", case(FREE, None, [rider(), rider("P1", state="refused", kind=[], id="C-2")]))
add(
    "refusal-for-another",
    "cleared",
    case(FREE, None, [rider(), rider("P1", state="refused", kind=[], id="C-2", project_ids=["OLD"])]),
)
GENERAL = {
    k: v
    for k, v in rider("P1", state="refused", kind=[], id="C-2", signed_at="2026-02-01").items()
    if k != "project_ids"
}
add("general-refusal-then-consent", "needs_approval", case(FREE, None, [rider(signed_at="2026-05-01"), GENERAL]))
add("consent-then-general-refusal", "blocked", case(FREE, None, [rider(signed_at="2026-01-05"), GENERAL]))
PROHIBITED = {"source": "own", "value": "prohibited", "declared_on": "2026-07-01"}
add(
    "preference-after-consent",
    "blocked",
    under(FREE, None, {"standing_preference": PROHIBITED}, signed_at="2026-02-01"),
)
add(
    "preference-undated",
    "blocked",
    under(FREE, None, {"standing_preference": {"source": "own", "value": "prohibited"}}, signed_at="2026-08-01"),
)
add(
    "preference-before-consent",
    "needs_approval",
    under(FREE, None, {"standing_preference": PROHIBITED}, signed_at="2026-08-01"),
)
for value in ("allowed", "allowed_with_terms"):
    add(
        f"preference-{value}-is-no-consent",
        "blocked",
        case(FREE, None, [], standing_preference={"source": "human_consent_registry", "value": value}),
    )
    add(
        f"preference-{value}-with-consent",
        "cleared",
        under(FREE, None, {"standing_preference": {"source": "own", "value": value}}),
    )
add(
    "records-differ-in-language",
    "blocked",
    under(
        FREE,
        None,
        {"use": use(language="es")},
        languages=["en", "es"],
        conflicting_record={"id": "C-2", "languages": ["en"]},
    ),
)
add(
    "records-differ-elsewhere",
    "cleared",
    under(
        FREE,
        None,
        {"use": use(language="en")},
        languages=["en", "es"],
        conflicting_record={"id": "C-2", "languages": ["en"]},
    ),
)
add(
    "records-differ-in-exclusions",
    "blocked",
    under(
        FREE, None, {"use": use(content=["political"])}, conflicting_record={"id": "C-2", "exclusions": ["political"]}
    ),
)
add("records-differ-unknown", "needs_approval", under(FREE, conflicting_record={"id": "C-2", "fields": ["languages"]}))
