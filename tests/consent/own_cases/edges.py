"""Where single words and keys decide: cases of our own."""

from tests.consent.own_cases.shapes import FREE, KID, PAID, TV, add, case, person, rider, shot, under, use

NOWHERE = {"use": {"project": "TV-26"}}
add("edge-silent-territory-not-asked", "cleared", under(FREE, None, NOWHERE, territories=None))
UNSEEN = {key: value for key, value in person().items() if key != "modalities"}
add("edge-silent-modality-not-asked", "cleared", under(FREE, UNSEEN, NOWHERE, modalities=None))
add("edge-modality-not-asked", "cleared", under(FREE, UNSEEN, NOWHERE, modalities=["voice"]))
add("edge-recognised-by-nothing", "needs_approval", under(FREE, person(modalities=[]), NOWHERE, modalities=["voice"]))
add("edge-recognised-by-nothing-said", "needs_approval", under(FREE, person(modalities=[]), NOWHERE, modalities=None))
add("edge-masked", "cleared", under(FREE, person(match="none", modalities=[]), NOWHERE, modalities=["voice"]))
add("edge-training-is-no-replica", "blocked", case(FREE, None, [rider("P1", "train_model", training="allowed")]))
add(
    "edge-scan-speaks-no-language",
    "cleared",
    under(
        TV,
        None,
        {"asset": shot("scan", "capture", "replica_creation"), "use": use(language="es", alteration="translation")},
    ),
)
LAST = {"max_uses": 4, "uses_so_far": 3}
add("edge-count-lines-unstated", "cleared", under(FREE, unit="line", **LAST))
add("edge-count-lines-of-a-shot", "cleared", under(FREE, None, {"use": use(lines=3)}, unit="shot", **LAST))
add("edge-count-none-so-far", "cleared", under(FREE, max_uses=1, unit="shot"))
add("edge-count-none-granted", "blocked", under(FREE, max_uses=0, unit="shot"))
add(
    "edge-preference-of-another-modality",
    "cleared",
    under(
        FREE,
        None,
        {"standing_preferences": [{"source": "own", "value": "prohibited", "person": "P1", "modality": "voice"}]},
    ),
)
add(
    "edge-preference-of-this-modality",
    "blocked",
    under(
        FREE,
        None,
        {"standing_preferences": [{"source": "own", "value": "prohibited", "person": "P1", "modality": "face"}]},
    ),
)
PROHIBITED = {"standing_preference": {"source": "own", "value": "prohibited", "declared_on": "2026-07-01"}}
add("edge-preference-then-general-paper", "blocked", under(FREE, None, PROHIBITED, project_ids=["TV-1"]))
add(
    "edge-preference-then-a-paper-for-all",
    "blocked",
    case(
        FREE,
        None,
        [{k: v for k, v in rider(signed_at="2026-08-01").items() if k != "project_ids"}],
        **PROHIBITED,
    ),
)
add(
    "edge-preference-then-a-refused-paper",
    "blocked",
    under(FREE, None, PROHIBITED, state="expired", signed_at="2026-08-01", valid_until="2026-09-01"),
)
add("edge-training-clause-is-about-training", "cleared", under(FREE, training="notAllowed"))
add(
    "edge-counsel-signed-only",
    "needs_approval",
    under({**FREE, "jurisdiction": "US-CA"}, description_specific="no", represented_by="counsel"),
)
add(
    "edge-released-today",
    "notify_only",
    under(
        {**FREE, "union_agreements": ["sag_interactive_2025"]},
        None,
        {"use": use(released_on="2026-11-22"), "union": {"usage_report_sent": False}, **PAID},
    ),
)
add(
    "edge-counts-of-a-show-without-a-crowd",
    "cleared",
    under(TV, None, {"union": {"background_count_met_by_people": False}, **PAID}),
)
add(
    "edge-counts-by-replicas-in-a-scene",
    "blocked",
    under(
        TV,
        person("B1", "replica_background", role="background"),
        {"union": {"background_count_met_by_people": False}, **PAID},
    ),
)
add(
    "edge-minor-customary",
    "cleared",
    case(TV, [person("K1", "alteration", performed_as_shown=True, **KID)], use=use(alteration="pitch")),
)
EU_SHOWN = {**FREE, "territory": "EU"}
HELMET = {"use": use(territory="FR", exemption="unrecognisable")}
add("edge-masked-in-the-eu", "cleared", under(EU_SHOWN, person(match="none"), HELMET))
add("edge-masked-but-known-in-the-eu", "notify_only", under(EU_SHOWN, None, HELMET))
