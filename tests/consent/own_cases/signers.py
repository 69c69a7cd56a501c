"""Form, signers, minors and the dead: cases of our own."""

from tests.consent.own_cases.shapes import (
    BY_GUARDIAN,
    DEAD,
    FREE,
    KID,
    TV,
    TV_2023,
    add,
    case,
    person,
    production,
    rider,
    shot,
    under,
    use,
)

AGREED = {
    "tv-2023": TV_2023,
    "tv-2026": TV,
    "commercials": production("TV-26", "commercial", "sag_commercials_2025"),
    "interactive": production("TV-26", "game", "sag_interactive_2025"),
    "sound": production("TV-26", "sound_recording", "sag_sound_recordings_2024"),
    "animation": production("TV-26", "animation", "sag_tv_animation_2024"),
    "none": FREE,
}
for name, made in AGREED.items():
    add(f"form-{name}-unsigned", "blocked", under(made, separately_signed=False))
    add(f"form-{name}-voucher", "blocked", under(made, location="background_voucher"))
    add(f"form-{name}-terms", "blocked", under(made, location="standard_terms"))
    add(f"form-{name}-vague", "needs_approval" if name == "none" else "blocked", under(made, description_specific="no"))
    add(f"form-{name}-fine", "cleared", under(made, None, {"compensation": {"terms_on_file": True}}))
add("form-initialled", "cleared", under(TV, separately_signed=False, initialled=True, location="own_document"))
add("form-unsure", "needs_approval", under(TV, description_specific="unsure"))
no_form = {k: v for k, v in rider().items() if k != "separately_signed"}
add("form-unknown", "needs_approval", case(FREE, None, [no_form]))
unjudged = {k: v for k, v in rider().items() if k != "description_specific"}
add("form-unjudged", "needs_approval", case(FREE, None, [unjudged]))
unsigned = {k: v for k, v in rider().items() if k != "signer_role"}
add("signer-unknown", "needs_approval", case(FREE, None, [unsigned]))
for place in ("US-CA", "US-NY", "US-IL"):
    local = production("TV-26", "series", jurisdiction=place, photography_start="2026-09-01")
    add(f"void-{place}", "blocked", under(local, description_specific="no", represented_by="none"))
    add(
        f"void-{place}-counsel",
        "needs_approval",
        under(local, description_specific="no", represented_by="counsel", initialled=True),
    )
    add(f"void-{place}-union", "needs_approval", under(local, description_specific="no", represented_by="union"))
    first = production("TV-26", "series", jurisdiction=place, photography_start="2025-01-01")
    early = production("TV-26", "series", jurisdiction=place, photography_start="2024-12-31")
    add(f"void-{place}-first-day", "blocked", under(first, description_specific="no", represented_by="none"))
    add(f"void-{place}-before", "needs_approval", under(early, description_specific="no", represented_by="none"))
    for begun, day in ((first, "first-day"), (early, "before"), (local, "now")):
        for advised in ("none", "counsel", "union"):
            add(
                f"void-{place}-excused-{day}-{advised}",
                "needs_approval",
                under(
                    begun,
                    None,
                    {"use": use(exemption="as_scripted_performed_recorded")},
                    description_specific="no",
                    represented_by=advised,
                ),
            )
    add(
        f"void-{place}-exempt-for-safety",
        "blocked",
        under(
            local,
            None,
            {"use": use(exemption="impossible_for_human_safety")},
            description_specific="no",
            represented_by="none",
        ),
    )
add("minor-guardian", "cleared", under(TV, person("K1", **KID), **BY_GUARDIAN))
add("minor-alone", "blocked", under(TV, person("K1", **KID)))
add("minor-by-age", "blocked", under(FREE, person("K1", age=17)))
add("adult-by-age", "cleared", under(FREE, person("K1", age=18)))
add("minor-unknown", "needs_approval", under(FREE, person("K1", minor=None)))
add("minor-grown-up", "needs_approval", under(FREE, person("K1", age=19), **BY_GUARDIAN))
add(
    "minor-guardian-no-authority",
    "blocked",
    under(FREE, person("K1", **KID), signer_role="guardian", authority_on_file=False),
)
add("minor-guardian-authority-unknown", "needs_approval", under(FREE, person("K1", **KID), signer_role="guardian"))
add("minor-california", "blocked", under(production("TV-26", "series", jurisdiction="US-CA"), person("K1", **KID)))
for content in ("nudity", "simulated_sex", "sexually_explicit"):
    for made, name in ((TV, "tv"), (FREE, "free")):
        add(
            f"minor-{content}-{name}",
            "blocked",
            under(made, person("K1", **KID), {"use": use(content=[content])}, **BY_GUARDIAN),
        )
for treatment in (
    "alteration",
    "replica_employment_based",
    "replica_no_scan",
    "replica_independent",
    "replica_background",
    "synthetic",
    "synthetic_with_features",
    "likeness_of_real_person",
):
    kid = person("K1", treatment, role="background", **KID)
    paper = rider("K1", "create_replica", "use_replica", "alter_performance", **BY_GUARDIAN)
    add(
        f"minor-nude-{treatment}",
        "blocked",
        case(TV, [kid], [paper], use=use(content=["nudity"]), union={"notice": True, "bargaining": "agreed"}),
    )
for signer in ("guardian", "authorised_representative", "manager", "estate", "union"):
    dead = {"life": "deceased", "died": "2020-01-01"} if signer in ("estate", "union") else {}
    who = person("P8", **(KID if signer == "guardian" else dead))
    searched = {"search_for_heirs": "documented"}
    add(f"authority-{signer}", "cleared", under(FREE, who, searched, signer_role=signer, authority_on_file=True))
    add(f"authority-{signer}-no", "blocked", under(FREE, who, searched, signer_role=signer, authority_on_file=False))
    add(f"authority-{signer}-unknown", "needs_approval", under(FREE, who, searched, signer_role=signer))
for signer in ("estate", "union"):
    add(
        f"living-{signer}",
        "blocked",
        under(FREE, None, {"search_for_heirs": "documented"}, signer_role=signer, authority_on_file=True),
    )
ESTATE = {"signer_role": "estate", "authority_on_file": True}
add(
    "dead-union-without-search", "blocked", under(TV, person("P8", **DEAD), signer_role="union", authority_on_file=True)
)
add(
    "dead-half-share",
    "needs_approval",
    under(FREE, person("P8", **DEAD), signer_role="estate", authority_on_file="half_share"),
)
HEIRS = [{"id": "H1", "position": "consents"}, {"id": "H2", "position": "refuses"}]
add("dead-heir-refuses", "blocked", under(FREE, person("P8", **DEAD), {"right_holders": HEIRS}, **ESTATE))
add("dead-heirs-agree", "cleared", under(FREE, person("P8", **DEAD), {"right_holders": HEIRS[:1]}, **ESTATE))
add("dead-survives", "cleared", under(FREE, person("P8", **DEAD), survives_death="yes"))
add("dead-survives-not", "blocked", under(FREE, person("P8", **DEAD), survives_death="no"))
add("dead-silent", "needs_approval", under(FREE, person("P8", **DEAD)))
add(
    "dead-signed-after-death",
    "blocked",
    under(FREE, person("P8", **DEAD), survives_death="yes", signed_at="2025-05-01"),
)
for place, _since in (("US-CA", None), ("US-NY", None), ("US-IL", None), ("US-TN", None)):
    local = production("TV-26", "feature", jurisdiction=place)
    add(f"dead-{place}", "blocked", case(local, [person("P8", "replica_independent", **DEAD)]))
    add(f"living-{place}", "blocked", case(local, [person("P9", "replica_independent")]))
    stranger = person("EXT", "likeness_of_real_person", registered=False, match="none")
    living = "blocked" if place in ("US-IL", "US-TN") else "needs_approval"
    add(f"stranger-{place}", living, case(local, [stranger]))
    add(f"stranger-dead-{place}", "blocked", case(local, [{**stranger, **DEAD}]))
    for day in ("2024-06-30", "2024-07-01", "2024-12-31", "2025-01-01", "2025-12-10", "2025-12-11"):
        verdict = {
            "US-CA": "blocked" if day >= "2025-01-01" else "needs_approval",
            "US-NY": "blocked" if day >= "2025-12-11" else "needs_approval",
            "US-IL": "blocked" if day >= "2025-01-01" else "needs_approval",
            "US-TN": "blocked" if day >= "2024-07-01" else "needs_approval",
        }[place]
        add(
            f"stranger-dead-{place}-{day}",
            verdict,
            case(local, [{**stranger, **DEAD, "died": "2020-01-01"}], use=use(date=day)),
        )
    for modality in ("face", "voice", "name", "movement"):
        shown = "blocked" if place != "US-TN" or modality != "movement" else "needs_approval"
        add(f"stranger-dead-{place}-{modality}", shown, case(local, [{**stranger, **DEAD, "modalities": [modality]}]))
        heard = living if modality != "movement" else ("blocked" if place == "US-IL" else "needs_approval")
        add(f"stranger-{place}-{modality}", heard, case(local, [{**stranger, "modalities": [modality]}]))
    for media in ("image", "audio"):
        seen = "needs_approval" if place == "US-CA" and media == "image" else "blocked"
        add(f"stranger-dead-{place}-{media}", seen, case(local, [{**stranger, **DEAD}], asset=shot(media)))
add(
    "dead-seventy-years",
    "blocked",
    case(FREE, [person("P8", "replica_independent", life="deceased", died="1956-11-22")]),
)
add(
    "dead-beyond-seventy-years",
    "needs_approval",
    case(FREE, [person("P8", "replica_independent", life="deceased", died="1956-11-21")]),
)
CALIFORNIA = production("TV-26", "series", jurisdiction="US-CA")
for place in ("US-CA", "US-NY", "US-IL", "US-TN"):
    local = production("TV-26", "series", jurisdiction=place)
    for died, verdict in (("1956-11-22", "blocked"), ("1956-11-21", "needs_approval")):
        gone = {"life": "deceased", "died": died}
        add(f"dead-{place}-{died}", verdict, case(local, [person("P8", "replica_independent", **gone)]))
        add(f"dead-stranger-{place}-{died}", verdict, case(local, [{**stranger, **gone}]))
add("dead-california-undated", "blocked", case(CALIFORNIA, [person("P8", "replica_independent", life="deceased")]))
add(
    "dead-beyond-seventy-years-union",
    "needs_approval",
    case(TV, [person("P8", "replica_independent", life="deceased", died="1940-01-01")]),
)
for prominence in ("fleeting", "incidental"):
    add(
        f"dead-{prominence}",
        "needs_approval",
        case(TV, [person("P8", "replica_independent", **DEAD)], asset=shot(prominence=prominence)),
    )
