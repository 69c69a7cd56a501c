"""Prohibitions: cases of our own."""

from consent import terms
from tests.consent.own_cases.shapes import (
    FILMED,
    FREE,
    TODAY,
    add,
    case,
    person,
    rider,
    shot,
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

# --- a refusal reaches what it was about, in every dimension ---
REFUSED = {"state": "refused", "id": "C-2", "signed_at": "2026-06-01"}
PLACE = {"territory": "US", "language": "en", "medium": "series", "character": "Mara", "scene": "s3"}
ELSEWHERE = {
    "kind": ["alter_performance"],
    "modalities": ["voice"],
    "project_ids": ["TV-27"],
    "character": "Vera",
    "scenes": ["s9"],
    "media": ["commercial"],
    "territories": ["BR"],
    "languages": ["es"],
    "replica_type": "independently_created",
    "valid_until": "2026-11-21",
    "valid_from": "2026-11-23",
}
HERE = {
    "kind": ["use_replica"],
    "modalities": ["voice", "face"],
    "project_ids": ["TV-26", "TV-27"],
    "character": "Mara",
    "scenes": ["s3", "s9"],
    "media": ["series", "commercial"],
    "territories": ["US-CA"],
    "languages": ["en-GB"],
    "replica_type": "employment_based",
    "valid_until": TODAY,
    "valid_from": TODAY,
}
SIGNED = rider(signed_at="2026-02-01")
for clause, other in ELSEWHERE.items():
    for where, value, verdict in (("elsewhere", other, "cleared"), ("here", HERE[clause], "blocked")):
        refusal = rider(**{**REFUSED, clause: value})
        add(f"refusal-{clause}-{where}", verdict, case(FREE, None, [SIGNED, refusal], use=use(**PLACE)))
    silent = rider(**{**REFUSED, clause: None if clause != "kind" else []})
    add(f"refusal-{clause}-unsaid", "blocked", case(FREE, None, [SIGNED, silent], use=use(**PLACE)))
for key, clause in (("territory", "territories"), ("language", "languages"), ("medium", "media")):
    refusal = rider(**{**REFUSED, clause: ELSEWHERE[clause]})
    unknown = {k: v for k, v in use(**PLACE).items() if k != key}
    add(f"refusal-{clause}-not-asked", "blocked", case(FREE, None, [SIGNED, refusal], use=unknown))
add(
    "refusal-in-a-worldwide-use",
    "blocked",
    case(
        FREE,
        None,
        [SIGNED, rider(**{**REFUSED, "territories": ["BR"]})],
        use=use(**{**PLACE, "territory": "worldwide"}),
    ),
)
ACTED = person("P4", "alteration", performed_as_shown=True)
MAY = rider("P4", "alter_performance", signed_at="2026-02-01", alterations_allowed=["age", "emotion"])
for changes, verdict in ((["age"], "cleared"), (["emotion"], "blocked"), ([], "blocked"), (None, "blocked")):
    refusal = rider("P4", "alter_performance", **{**REFUSED, "alterations_allowed": changes})
    add(f"refusal-of-changes-{changes}", verdict, case(FREE, [ACTED], [MAY, refusal], use=use(alteration="emotion")))
add(
    "refusal-of-changes-of-a-replica",
    "blocked",
    case(FREE, None, [SIGNED, rider(**{**REFUSED, "alterations_allowed": ["age"]})], use=use(alteration="emotion")),
)
add(
    "refusal-of-a-dub",
    "blocked",
    case(
        FREE,
        [ACTED],
        [
            rider("P4", "alter_performance", "dub", signed_at="2026-02-01", alterations_allowed=["translation"]),
            rider("P4", "dub", **REFUSED),
        ],
        use=use(alteration="translation"),
    ),
)

# --- what comes after a prohibition ---
DRAFT = {"state": "refused", "id": "C-2", "signed_at": "2026-06-01"}
for signed, verdict in (
    ("2026-05-31", "blocked"),
    ("2026-06-01", "blocked"),
    ("2026-06-02", "needs_approval"),
    ("2026-06-01T20:00:00Z", "blocked"),
    (None, "blocked"),
):
    dated = {"signed_at": signed} if signed else {}
    add(f"draft-refused-then-signed-{signed}", verdict, case(FREE, None, [rider(**dated), rider(**DRAFT)]))
at_ten = {**DRAFT, "signed_at": "2026-06-01T10:00:00Z"}
add(
    "draft-refused-and-signed-that-day",
    "needs_approval",
    case(FREE, None, [rider(signed_at="2026-06-01T11:00:00Z"), rider(**at_ten)]),
)
LATER = rider(signed_at="2026-06-02")
add("draft-refused-undated", "blocked", case(FREE, None, [LATER, rider(state="refused", id="C-2")]))
add("draft-refused-then-replaced", "cleared", case(FREE, None, [{**LATER, "replaces": "C-2"}, rider(**DRAFT)]))
add(
    "draft-refused-another-replaced", "needs_approval", case(FREE, None, [{**LATER, "replaces": "C-3"}, rider(**DRAFT)])
)
half = rider("P1", "create_replica", signed_at="2026-06-02", replaces="C-2", id="C-3")
add(
    "draft-refused-then-half-replaced",
    "needs_approval",
    case(FREE, None, [rider("P1", "use_replica", signed_at="2026-06-02"), half, rider(**DRAFT)]),
)
add(
    "draft-refused-then-half-signed",
    "blocked",
    case(
        FREE,
        None,
        [
            rider("P1", "use_replica", signed_at="2026-06-02"),
            rider("P1", "create_replica", signed_at="2026-05-01", id="C-3"),
            rider(**DRAFT),
        ],
    ),
)
add(
    "draft-refused-then-signed-for-all",
    "blocked",
    case(FREE, None, [{k: v for k, v in LATER.items() if k != "project_ids"}, rider(**DRAFT)]),
)
add(
    "draft-refused-then-signed-elsewhere",
    "blocked",
    case(
        FREE,
        None,
        [rider(signed_at="2026-02-01"), rider(**DRAFT), rider(signed_at="2026-06-02", media=["game"], id="C-3")],
    ),
)
add(
    "draft-refused-then-signed-and-withdrawn",
    "blocked",
    case(
        FREE,
        None,
        [
            rider(signed_at="2026-02-01"),
            rider(**DRAFT),
            rider(signed_at="2026-06-02", state="withdrawn", withdrawn_at="2026-07-01", id="C-3"),
        ],
    ),
)
add(
    "preference-then-a-paper-for-something-else",
    "blocked",
    case(
        FREE,
        None,
        [rider(signed_at="2026-02-01"), rider(signed_at="2026-08-01", media=["game"], id="C-2")],
        standing_preference=PROHIBITED,
    ),
)
add(
    "preference-of-another",
    "cleared",
    under(FREE, None, {"standing_preferences": [{**PROHIBITED, "person": "P2"}]}, signed_at="2026-02-01"),
)

# --- an exclusion reaches what its paper was about, and outlives it ---
for clause, other in ELSEWHERE.items():
    if clause not in ("valid_from", "valid_until"):
        for where, value, verdict in (("elsewhere", other, "cleared"), ("here", HERE[clause], "blocked")):
            paper = rider(exclusions=["political"], id="C-2", **{clause: value})
            drunk = use(content=["political"], **PLACE)
            add(f"exclusion-{clause}-{where}", verdict, case(FREE, None, [rider(), paper], use=drunk))
OLD_PAPER = {"id": "C-2", "signed_at": "2024-12-01", "exclusions": ["alcohol"]}
NEW = rider(signed_at="2026-09-20")
DRINKS = use(content=["alcohol"])
for name, state, verdict in (
    ("expired", {"state": "expired", "valid_until": "2026-01-01"}, "needs_approval"),
    ("past-its-term", {"valid_from": "2025-01-01", "valid_until": "2026-01-01"}, "needs_approval"),
    ("terminated", {"state": "terminated"}, "needs_approval"),
    ("withdrawn", {"state": "withdrawn", "withdrawn_at": "2026-01-01"}, "needs_approval"),
    ("withdrawn-since", {"state": "given", "withdrawn_at": "2026-01-01"}, "needs_approval"),
    ("running", {"state": "given"}, "blocked"),
    ("suspended", {"state": "suspended"}, "blocked"),
    ("unknown", {"state": "unknown"}, "blocked"),
    ("invalidated", {"state": "invalidated"}, "blocked"),
    ("requested", {"state": "requested"}, "cleared"),
    ("deferred", {"state": "deferred"}, "cleared"),
):
    paper = rider(**{**OLD_PAPER, **state})
    add(f"exclusion-by-{name}", verdict, case(FREE, None, [NEW, paper], use=DRINKS))
    add(f"exclusion-by-{name}-replaced", "cleared", case(FREE, None, [{**NEW, "replaces": "C-2"}, paper], use=DRINKS))
ENDED = {"state": "expired", "valid_until": "2026-01-01"}
add(
    "exclusion-by-expired-then-older-paper",
    "blocked",
    case(FREE, None, [rider(signed_at="2024-11-01"), rider(**{**OLD_PAPER, **ENDED})], use=DRINKS),
)
add(
    "exclusion-by-expired-and-no-new-paper",
    "blocked",
    case(
        FREE,
        None,
        [rider("P1", "create_replica"), rider(**{**OLD_PAPER, **ENDED})],
        use={**DRINKS, "exemption": "impossible_for_human_safety"},
    ),
)
for asked, excluded in (
    ("food_ad", "product_ad"),
    ("sexually_explicit", "nudity"),
    ("sexually_explicit", "simulated_sex"),
):
    paper = rider(**{**OLD_PAPER, **ENDED, "exclusions": [excluded]})
    add(
        f"exclusion-by-expired-{asked}-in-{excluded}",
        "needs_approval",
        case(FREE, None, [NEW, paper], use=use(content=[asked])),
    )
add(
    "exclusion-by-expired-beside-speech",
    "needs_approval",
    case(
        FREE,
        None,
        [NEW, rider(**{**OLD_PAPER, **ENDED})],
        use={**DRINKS, "purpose": "satire"},
        approvals={"legal_review": "passed"},
    ),
)
SERIES = {"media": ["series"], "id": "C-2"}
add(
    "exclusion-of-trailers-by-a-series-paper",
    "blocked",
    case(FREE, None, [rider(), rider(exclusions=["trailer"], **SERIES)], use=use(medium="trailer")),
)
add(
    "exclusion-of-pitches-by-a-paper-for-one-project",
    "blocked",
    case(
        FREE,
        None,
        [rider(project_ids=["TV-26", "NEW"]), rider(exclusions=["pitch_material"], **SERIES)],
        use=use(purpose="pitch", project="NEW"),
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
