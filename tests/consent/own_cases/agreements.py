"""Union agreements: terms, notice, pay, strikes: cases of our own."""

from datetime import date, timedelta
from typing import Any

from tests.consent.own_cases.shapes import (
    COMMERCIAL,
    FILMED,
    GAME,
    OLD,
    SOUND,
    TODAY,
    TV,
    TV_2023,
    Json,
    add,
    case,
    person,
    production,
    shot,
    under,
    use,
)

for made, name in ((TV, "2026"), (TV_2023, "2023"), (COMMERCIAL, "ad")):
    for notice, engaged, verdict in (
        (48, 504, "cleared"),
        (47, 504, "blocked"),
        (47, None, "blocked"),
        (22, 22, "cleared"),
        (21, 22, "blocked"),
        (47.5, 48, "blocked"),
        (None, 504, "blocked"),
    ):
        session = {"notice_hours": notice, "engaged_hours_before": engaged}
        add(
            f"session-{name}-{notice}-{engaged}",
            verdict,
            under(made, None, {"session": session, "asset": shot("scan", "capture", "replica_creation")}),
        )
add(
    "session-game",
    "cleared",
    under({**GAME, "id": "TV-26"}, None, {"session": {"notice_hours": 20, "engaged_hours_before": 504}}),
)
for made, name in (
    (TV, "2026"),
    (TV_2023, "2023"),
    (COMMERCIAL, "ad"),
    ({**GAME, "id": "TV-26"}, "game"),
    (SOUND, "sound"),
    (production("TV-26", "series", "verdi_bffs_genai_2025"), "verdi"),
):
    day = {"use": use(date="2026-06-30")} if name == "verdi" else {}
    add(f"pay-terms-{name}", "needs_approval", under(made, None, {"compensation": {"terms_on_file": False}, **day}))
LOW = {"compensation": {"terms_on_file": True, "at_least_day_rate": False}}
add("pay-independent-2026", "needs_approval", under(TV, person("P6", "replica_independent"), LOW))
add("pay-independent-2023", "cleared", under(TV_2023, person("P6", "replica_independent"), LOW))
for treatment in ("replica_employment_based", "replica_no_scan", "replica_background"):
    for made, name in ((TV, "2026"), (TV_2023, "2023")):
        who = person("P6", treatment, role="background")
        add(
            f"pay-elsewhere-{treatment}-{name}",
            "needs_approval",
            under(made, who, {**LOW, "use": use(project="TV-27")}, project_ids=["TV-27"]),
        )
        add(f"pay-here-{treatment}-{name}", "cleared", under(made, who, LOW))
TERMS = {
    "tv-2023": ("sag_tvtheatrical_2023", "2023-11-09", "2026-06-30", True),
    "tv-2026": ("sag_tvtheatrical_2026", "2026-07-01", "2030-06-30", False),
    "ad": ("sag_commercials_2025", "2025-04-01", None, False),
    "game": ("sag_interactive_2025", "2025-07-01", "2028-10-31", False),
    "sound": ("sag_sound_recordings_2024", "2024-01-01", "2026-12-31", False),
    "wga": ("wga_2026", "2026-05-02", "2030-05-01", False),
    "verdi": ("verdi_bffs_genai_2025", "2025-03-01", None, False),
}


def shifted(day: str, days: int) -> str:

    return (date.fromisoformat(day) + timedelta(days)).isoformat()


for name, (agreement, since, until, by_photography) in TERMS.items():
    edges = [(since, "cleared"), (shifted(since, -1), "needs_approval")]
    if until:
        edges += [(until, "cleared"), (shifted(until, 1), "needs_approval")]
    for day, verdict in edges:
        made = production("TV-26", "web", agreement, **({"photography_start": day} if by_photography else {}))
        add(
            f"term-{name}-{day}",
            verdict,
            case(made, [], asset=shot(element="vfx_environment"), use=use(date=TODAY if by_photography else day)),
        )
VERDI = production("TV-26", "series", "verdi_bffs_genai_2025")
add("verdi-first-term", "cleared", under(VERDI, None, {"use": use(date="2026-06-30")}))
add("verdi-after-first-term", "needs_approval", under(VERDI, None, {"use": use(date="2026-07-01")}))
add("verdi-other-production", "blocked", under(VERDI, None, {"use": use(project="TV-27", date="2026-06-01")}))
add("verdi-customary", "cleared", case(VERDI, [person("P4", "alteration", **FILMED)], use=use(alteration="pitch")))
add(
    "dub-granted",
    "cleared",
    under(TV, None, {"use": use(language="es", alteration="translation")}, languages=["en", "es"]),
)
add(
    "dub-not-granted",
    "blocked",
    under(TV, None, {"use": use(language="es", alteration="translation")}, languages=["en"]),
)
ALTERED = {"alterations_allowed": ["age"], "languages": ["es"]}
DUBS = {"kind": ["create_replica", "use_replica", "dub"], **ALTERED}
for change in ("translation", "lip_sync_redub"):
    spanish = {"use": use(language="es", alteration=change)}
    add(f"dub-granted-as-kind-{change}", "cleared", under(TV, None, spanish, **DUBS))
    add(f"dub-not-among-changes-{change}", "blocked", under(TV, None, spanish, **ALTERED))
add(
    "dub-kind-is-no-other-change",
    "blocked",
    under(
        TV,
        None,
        {"use": use(alteration="body")},
        **DUBS,
    ),
)
add("dub-unnamed-2026", "needs_approval", under(TV, None, {"use": use(language="es", alteration="translation")}))
for begun, signed, verdict in (
    ("2027-07-01", None, "blocked"),
    ("2027-07-01", "2027-07-01", "blocked"),
    ("2027-07-01", "2027-06-30", "needs_approval"),
    ("2027-06-30", "2027-07-01", "needs_approval"),
):
    add(
        f"dub-unnamed-photography-{begun}-signed-{signed}",
        verdict,
        under(
            {**TV, "photography_start": begun},
            None,
            {"check_date": "2027-08-01", "use": use(language="es", alteration="translation", date="2027-08-01")},
            **({"signed_at": signed} if signed else {}),
        ),
    )
add("dub-unnamed-2023", "cleared", under(TV_2023, None, {"use": use(language="es", alteration="translation")}))
SCANNED = {"asset": None, "use": None, "persons": []}
for modality in ("fingerprint", "palm", "iris", "face_geometry"):
    for purpose in ("unrelated_to_picture", "clearance", None):
        scan = {"action": "reuse", "modalities": [modality], "purpose": purpose, "written_release": True}
        verdict = "cleared" if modality == "face_geometry" else "blocked" if purpose else "needs_approval"
        add(f"scan-{modality}-{purpose}", verdict, {"check_date": TODAY, "production": TV, "biometric": scan})
for role in ("replica_employment_based", "replica_background"):
    who = person("P1", role, role="background")
    for reason, verdict in ((None, "blocked"), (" ", "blocked"), ("stunt replacement", "cleared")):
        add(
            f"reason-{role}-{reason}",
            verdict,
            under(TV, who, {"asset": shot("scan", "capture", "replica_creation")}, business_reason=reason),
        )
add(
    "reason-2023",
    "cleared",
    under(TV_2023, None, {"asset": shot("scan", "capture", "replica_creation")}, business_reason=None),
)
add("reason-independent", "cleared", under(TV, person("P6", "replica_independent"), business_reason=None))
add(
    "transfer-complete",
    "cleared",
    under(TV, None, {"transfer": {"requested": True, "union_approved": True, "transferee_undertaking": True}}),
)
add(
    "transfer-no-undertaking",
    "needs_approval",
    under(TV, None, {"transfer": {"requested": True, "union_approved": True, "transferee_undertaking": False}}),
)
add("transfer-not-asked", "cleared", under(TV, None, {"transfer": {"requested": False}}))


def struck(
    made: Json = TV, agreement: str | None = "sag_tvtheatrical_2026", used: Json | None = None, **strike: Any
) -> Json:
    facts = {"active": True, **({"agreement": agreement} if agreement else {}), **strike}
    return under(made, None, {"use": use(**(used or {})), "union": {"strike": facts}})


add("strike", "blocked", struck(against_producer=True))
add("strike-may-refuse", "blocked", struck(performer_may_refuse="yes"))
add("strike-unclear", "needs_approval", struck(performer_may_refuse="unclear"))
add("strike-may-not-refuse", "cleared", struck(performer_may_refuse="no"))
add("strike-against-others", "cleared", struck(against_producer=False))
add("strike-against-whom", "needs_approval", struck())
add(
    "strike-elsewhere-unclear",
    "needs_approval",
    struck(agreement="sag_interactive_2025", performer_may_refuse="unclear"),
)
add("strike-elsewhere-may-refuse", "blocked", struck(agreement="sag_interactive_2025", performer_may_refuse="yes"))
add("strike-elsewhere-whomever", "cleared", struck(agreement="sag_interactive_2025"))
for unclear, verdict in (("unclear", "needs_approval"), ("no", "cleared"), ("yes", "cleared")):
    add(
        f"strike-game-may-refuse-{unclear}",
        verdict,
        struck({**GAME, "id": "TV-26"}, "sag_interactive_2025", performer_may_refuse=unclear),
    )
add("strike-elsewhere", "cleared", struck(agreement="sag_interactive_2025", against_producer=True))
add("strike-any-agreement", "blocked", struck(agreement=None, against_producer=True))
SAFE = {"exemption": "impossible_for_human_safety"}
add("strike-exempted-use", "cleared", struck(used=SAFE, performer_may_refuse="yes"))
add(
    "strike-exempted-making",
    "blocked",
    under(
        TV,
        None,
        {
            "asset": shot("scan", "capture", "replica_creation"),
            "use": use(**SAFE),
            "union": {"strike": {"active": True, "performer_may_refuse": "yes"}},
        },
    ),
)
add("strike-finished", "needs_approval", struck(used=OLD, against_producer=True))
add("strike-finished-lawful", "cleared", struck(used=OLD, against_producer=False))
add("strike-2023", "needs_approval", struck(TV_2023, "sag_tvtheatrical_2023", against_producer=True))
add("strike-2023-unclear", "needs_approval", struck(TV_2023, "sag_tvtheatrical_2023"))
add("strike-2023-finished", "needs_approval", struck(TV_2023, "sag_tvtheatrical_2023", used=OLD, against_producer=True))
add(
    "strike-game-not-suspended",
    "cleared",
    struck({**GAME, "id": "TV-26"}, "sag_interactive_2025", against_producer=True),
)
OVER = {"active": False, "ended": "2026-11-01"}
for made, ended, verdict in (
    ({"generated_on": "2026-11-01"}, "2026-11-01", "cleared"),
    ({"generated_on": "2026-10-31"}, "2026-11-01", "needs_approval"),
    ({"generated_on": "2026-11-22"}, "2026-11-22T10:00:00Z", "needs_approval"),
    ({"generated_on": "2026-11-22T11:00:00Z"}, "2026-11-22T10:00:00Z", "cleared"),
    ({"generated_on": "2026-11-22T09:00:00Z"}, "2026-11-22T10:00:00Z", "needs_approval"),
    ({}, "2026-11-22T10:00:00Z", "cleared"),
    ({}, "2026-11-24T10:00:00Z", "needs_approval"),
    ({"date": "2026-11-21"}, "2026-11-22", "needs_approval"),
    ({"date": "2026-12-24"}, "2026-11-22", "cleared"),
):
    add(
        f"strike-over-{ended}-made-{next(iter(made.values()), 'undated')}",
        verdict,
        under(TV, None, {"use": use(**made), "union": {"strike": {"active": False, "ended": ended}}}),
    )
add(
    "strike-over-elsewhere",
    "cleared",
    under(
        TV,
        None,
        {
            "use": use(generated_on="2026-10-31"),
            "union": {"strike": {"active": False, "ended": "2026-11-01", "agreement": "wga_2026"}},
        },
    ),
)
add(
    "strike-over-nobody-replicated",
    "cleared",
    case(TV, [person("P4", "none", **FILMED)], union={"strike": {"active": False, "ended": "2026-12-01"}}),
)
add(
    "scripted-lips-undated-2026",
    "needs_approval",
    case(TV, [person("P4", "alteration", **FILMED)], use=use(alteration="lip_sync_scripted")),
)
add(
    "scripted-lips-dated-2026",
    "cleared",
    case(
        TV,
        [person("P4", "alteration", **FILMED)],
        use=use(alteration="lip_sync_scripted", script_date="2026-08-01", performed_on="2026-09-10"),
    ),
)
add(
    "strike-over-made-during",
    "needs_approval",
    under(TV, None, {"use": use(generated_on="2026-10-20"), "union": {"strike": OVER}}),
)
add(
    "strike-nobody-replicated",
    "cleared",
    case(TV, [person("P4", "none", **FILMED)], union={"strike": {"active": True, "against_producer": True}}),
)
