"""The reach of a consent: cases of our own."""

from tests.consent.own_cases.shapes import (
    FREE,
    GAME,
    TV,
    TV_2023,
    add,
    case,
    person,
    rider,
    shot,
    under,
    use,
)

SCOPE = {
    "character": ({"character": "Mara"}, "Mara", "Vera"),
    "scenes": ({"scenes": ["s1", "s2"]}, "s2", "s3"),
    "media": ({"media": ["series", "trailer"]}, "trailer", "game"),
    "territories": ({"territories": ["US", "CA"]}, "CA", "BR"),
    "languages": ({"languages": ["en"]}, "en-GB", "es"),
}
KEYS = {
    "character": "character",
    "scenes": "scene",
    "media": "medium",
    "territories": "territory",
    "languages": "language",
}
for clause, (granted, inside, outside) in SCOPE.items():
    key = KEYS[clause]
    add(f"scope-{clause}-inside", "cleared", under(FREE, None, {"use": use(**{key: inside})}, **granted))
    add(f"scope-{clause}-outside", "blocked", under(FREE, None, {"use": use(**{key: outside})}, **granted))
    add(f"scope-{clause}-silent", "needs_approval", under(FREE, None, {"use": use(**{key: inside})}, **{clause: None}))
    add(
        f"scope-{clause}-silent-word",
        "needs_approval",
        under(FREE, None, {"use": use(**{key: inside})}, **{clause: "silent"}),
    )
    if key != "territory":
        add(f"scope-{clause}-unnamed", "needs_approval", under(FREE, None, {"use": use(**{key: None})}, **granted))
    without = {k: v for k, v in use().items() if k != key}
    add(f"scope-{clause}-not-relevant", "cleared", under(FREE, None, {"use": without}, **granted))
add(
    "scope-territory-state-in-country",
    "cleared",
    under(FREE, None, {"use": use(territory="US-CA")}, territories=["US"]),
)
add(
    "scope-territory-country-not-in-state",
    "blocked",
    under(FREE, None, {"use": use(territory="US")}, territories=["US-CA"]),
)
add(
    "scope-territory-worldwide-asked",
    "blocked",
    under(FREE, None, {"use": use(territory="worldwide")}, territories=["US", "EU"]),
)
add(
    "scope-territory-worldwide-granted",
    "cleared",
    under(FREE, None, {"use": use(territory="BR")}, territories=["worldwide"]),
)
add("scope-territory-eu-not-uk", "blocked", under(FREE, None, {"use": use(territory="GB")}, territories=["EU"]))
add(
    "scope-territory-of-production",
    "blocked",
    under({**FREE, "territory": "BR"}, None, {"use": {"project": "TV-26"}}, territories=["US"]),
)
add("scope-language-any", "cleared", under(FREE, None, {"use": use(language="es")}, languages=["any"]))
add("scope-language-region-only", "blocked", under(FREE, None, {"use": use(language="en")}, languages=["en-GB"]))
add("scope-project-other", "blocked", under(FREE, None, {"use": use(project="TV-27")}))
add(
    "scope-project-several", "cleared", under(FREE, None, {"use": use(project="TV-27")}, project_ids=["TV-26", "TV-27"])
)
add("scope-project-silent", "needs_approval", under(FREE, project_ids=None))
add(
    "scope-modality-movement",
    "blocked",
    under(FREE, person(modalities=["face", "movement"]), modalities=["face", "body"]),
)
add("scope-modality-silent", "needs_approval", under(FREE, modalities=None))
add(
    "scope-modality-by-two-consents",
    "cleared",
    case(
        FREE,
        [person(modalities=["face", "voice"])],
        [rider(modalities=["face"]), rider(modalities=["voice"], id="C-2")],
    ),
)
add("scope-kind-create-only", "blocked", case(FREE, None, [rider("P1", "create_replica")]))
add("scope-kind-use-only", "blocked", case(FREE, None, [rider("P1", "use_replica")]))
add(
    "scope-kind-by-two-consents",
    "cleared",
    case(FREE, None, [rider("P1", "create_replica"), rider("P1", "use_replica", id="C-2")]),
)
add(
    "scope-kind-to-create",
    "cleared",
    case(FREE, None, [rider("P1", "create_replica")], asset=shot("scan", "capture", "replica_creation")),
)
add("scope-count-last", "cleared", under(FREE, max_uses=5, unit="shot", uses_so_far=4))
add(
    "scope-count-lines-over",
    "blocked",
    under(FREE, None, {"use": use(lines=3)}, max_uses=4, unit="line", uses_so_far=2),
)
add(
    "scope-count-lines-last",
    "cleared",
    under(FREE, None, {"use": use(lines=2)}, max_uses=4, unit="line", uses_so_far=2),
)
add("scope-count-unknown", "needs_approval", under(FREE, max_uses=4, unit="shot", uses_so_far=None))
for stage in ("ideation", "temp"):
    add(
        f"scope-count-{stage}-not-counted",
        "cleared",
        under(FREE, None, {"asset": shot(stage=stage)}, max_uses=4, unit="shot", uses_so_far=4),
    )
add(
    "scope-realtime-not-named",
    "blocked",
    under(
        GAME,
        None,
        {"use": {"realtime_generation": True, "content": []}, "compensation": {"multiple_of_scale": 8}},
        project_ids=["GAME-1"],
    ),
)
add(
    "scope-realtime-as-kind",
    "cleared",
    case(
        FREE,
        None,
        [rider("P1", "create_replica", "use_replica", "realtime_generation")],
        use=use(realtime_generation=True),
    ),
)
add("scope-use-refused", "blocked", under(FREE, per_use_approval=True, use_approved=False))
add("scope-use-approved", "cleared", under(FREE, per_use_approval=True, use_approved=True))
add("scope-pitch", "needs_approval", under(FREE, None, {"use": use(purpose="pitch")}))
add("scope-pitch-material", "needs_approval", under(FREE, None, {"asset": shot("video", "temp", "pitch_material")}))
add("scope-pitch-for-another", "blocked", under(FREE, None, {"use": use(purpose="pitch", project="NEW")}))
add(
    "scope-pitch-named",
    "cleared",
    under(FREE, None, {"use": use(purpose="pitch", project="NEW")}, project_ids=["TV-26", "NEW"]),
)
TYPES = {
    "replica_employment_based": "employment_based",
    "replica_no_scan": "employment_based_no_scan",
    "replica_independent": "independently_created",
    "synthetic_with_features": "independently_created",
    "likeness_of_real_person": "independently_created",
}
for treatment, kind in TYPES.items():
    add(f"type-{treatment}-right", "cleared", under(FREE, person(treatment=treatment), replica_type=kind))
    other = "background" if kind != "background" else "employment_based"
    add(f"type-{treatment}-wrong", "blocked", under(FREE, person(treatment=treatment), replica_type=other))
add("type-silent", "needs_approval", under(FREE, replica_type="silent"))
add(
    "type-background",
    "cleared",
    under(FREE, person("B1", "replica_background", role="background"), replica_type="background"),
)
add(
    "type-background-wrong",
    "blocked",
    under(FREE, person("B1", "replica_background", role="background"), replica_type="employment_based"),
)
add("type-background-speaks", "blocked", under(FREE, person("B1", "replica_background"), replica_type="background"))
add("type-background-speaks-untyped", "needs_approval", under(FREE, person("B1", "replica_background")))
add(
    "type-footage-like-scan-2026",
    "cleared",
    under(TV, person(treatment="replica_no_scan"), replica_type="employment_based"),
)
add(
    "type-footage-unlike-scan-2023",
    "needs_approval",
    under(TV_2023, person(treatment="replica_no_scan"), replica_type="employment_based"),
)
SCAN = {"asset": shot("scan", "capture", "replica_creation")}
for clause in ("max_uses", "per_use_approval", "character", "scenes"):
    add(f"making-by-a-paper-silent-on-{clause}", "cleared", under(FREE, None, SCAN, **{clause: None}))
for clause in ("media", "territories", "languages"):
    verdict = "needs_approval"
    add(f"making-by-a-paper-silent-on-{clause}", verdict, under(FREE, None, SCAN, **{clause: None}))
for key in ("character", "scene"):
    add(
        f"making-for-an-unknown-{key}",
        "cleared",
        under(FREE, None, {**SCAN, "use": use(**{key: None})}, character="Mara", scenes=["s1"]),
    )
add(
    "made-for-the-finished-work",
    "blocked",
    case(FREE, None, [rider("P1", "create_replica")], asset=shot(element="replica_creation")),
)
for stage in ("ideation", "temp", "library"):
    add(
        f"made-at-the-stage-{stage}",
        "cleared",
        case(FREE, None, [rider("P1", "create_replica")], asset=shot(stage=stage, element="replica_creation")),
    )
add("captured-and-shown", "blocked", case(FREE, None, [rider("P1", "create_replica")], asset=shot(stage="capture")))
LANGUAGES = (("es-419", "es-MX"), ("no", "nb"), ("iw", "he"), ("zh-Hant", "zh-TW"))
for granted, asked in LANGUAGES:
    add(
        f"language-{granted}-holds-{asked}",
        "cleared",
        under(FREE, None, {"use": use(language=asked)}, languages=[granted]),
    )
