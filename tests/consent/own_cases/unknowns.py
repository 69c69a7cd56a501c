"""What nobody knows: for each key that may be null, a cleared case that reads it, and the same with null.

`TABLE`: path -> (the cleared case, the verdict with null). `MEANT`: paths at which null is an answer, and which.
`WORDS`: (path, word) -> (the cleared case, the verdict with that word), for the words of a list that say "we do not know".
"""

import copy
from typing import Any

from consent import terms
from tests.consent.own_cases.agreements import struck
from tests.consent.own_cases.commissioner import BEST, SAFE, drawn
from tests.consent.own_cases.disclosure import ad
from tests.consent.own_cases.shapes import (
    BY_GUARDIAN,
    CLOSED,
    DEAD,
    FILMED,
    FINAL,
    FREE,
    GAME,
    GRANTED,
    KID,
    MADE,
    NETFLIX,
    OLD,
    TODAY,
    TV,
    TV_2023,
    Json,
    add,
    case,
    nobody,
    person,
    production,
    rider,
    shot,
    under,
    use,
)
from tests.consent.own_cases.signatures import AGREED, ONCE_A_CHILD
from tests.consent.own_cases.templates import IL, template

MINE = {**GAME, "id": "TV-26"}
BACKGROUND = person("B1", "replica_background", role="background")
DOC = production("DOC-1", "documentary")
WGA = production("TV-30", "series", "wga_2026")
ELSEWHERE = {"territory": "US", "jurisdiction": "US"}
ACTED = person("P4", "alteration", **FILMED)
TRAINED = person("P2", "training_input", **FILMED)
TO_TRAIN = {"asset": shot("video", "library", "training_data"), "use": use(purpose="train_model")}
ENDED = {"state": "withdrawn", "withdrawn_at": "2026-11-01"}
ONLY_THIS = {"exploitation_after_end": "finished_work_only"}
ESTATE = {"signer_role": "estate", "authority_on_file": True, "signed_at": "2026-02-01"}
FULL = {**use(), "character": "Mara", "scene": "s1"}
SCOPE: Json = {
    "modalities": ["face"],
    "project_ids": ["TV-26"],
    "character": "Mara",
    "scenes": ["s1"],
    "media": ["series"],
    "territories": ["US"],
    "languages": ["en"],
    "replica_type": "employment_based",
}
EVERYWHERE = under(FREE, None, {"use": FULL}, **SCOPE)
GONE = person("P8", **DEAD)
STRUCK_OVER = under(TV, None, {"union": {"strike": {"active": False, "ended": "2026-11-01"}}})
PAPER = {"signed_at": "2026-06-01", "state": "refused", "id": "C-2"}
LICENCE = {"asset": shot("video", "library", "training_data"), "union": {"notice": False}}
TALKS = {"use": {"project": "TV-26", "realtime_generation": True}, "compensation": {"multiple_of_scale": 8.0}}
EU = {**TV, "territory": "EU"}
IN_FRANCE = {"use": use(territory="FR"), "compensation": {"terms_on_file": True}}
PAID = {"compensation": {"terms_on_file": True, "at_least_day_rate": True}}

TABLE: dict[str, tuple[Json, str]] = {
    "production.photography_start": (under(TV_2023), "needs_approval"),
    "production.time_zone": (
        under({**FREE, "time_zone": "Asia/Tokyo"}, state="withdrawn", withdrawn_at="2026-11-23T04:00:00Z"),
        "blocked",
    ),
    "production.jurisdiction": (under({**FREE, **ELSEWHERE}), "notify_only"),
    "production.territory": (
        under({**FREE, **ELSEWHERE}, None, {"use": {"project": "TV-26"}}, territories=["US"]),
        "needs_approval",
    ),
    "asset.prominence": (
        drawn("final", "prop_document", prominence="incidental", answers=FINAL, approvals=GRANTED),
        "needs_approval",
    ),
    "asset.presented_as": (
        case(
            DOC,
            [],
            asset=shot("image", element="vfx_environment", presented_as="recreation", source_type="compositeSynthetic"),
        ),
        "needs_approval",
    ),
    "asset.source_type": (
        case(DOC, [], asset=shot("image", element="archive_photo", source_type="print")),
        "needs_approval",
    ),
    "asset.provenance": (
        case(DOC, [], asset=shot("image", element="archive_photo", provenance="documented")),
        "needs_approval",
    ),
    "asset.human_input": (
        drawn(
            "final",
            "prop_document",
            prominence="key",
            human_input="meaningful",
            answers=FINAL,
            approvals=GRANTED,
        ),
        "needs_approval",
    ),
    "asset.content_changed": (
        case(
            DOC,
            [],
            asset=shot("image", element="archive_photo", source_type="algorithmicallyEnhanced", content_changed=False),
        ),
        "needs_approval",
    ),
    "asset.sensitive": (drawn(element="script_input", tool=SAFE, sensitive=False), "needs_approval"),
    "asset.tool.enterprise_secured": (drawn(tool=SAFE), "needs_approval"),
    "asset.tool.enterprise_alternative": (drawn(tool=BEST), "needs_approval"),
    "asset.tool.retains_or_trains": (drawn(tool=SAFE), "needs_approval"),
    "asset.tool.terms_checked": (drawn(tool=BEST), "needs_approval"),
    **{f"principles.{principle}": (drawn(), "needs_approval") for principle in terms.PRINCIPLES},
    "persons.performed_as_shown": (case(TV, [person("P4", "none", **FILMED)]), "blocked"),
    "persons.role": (under(FREE, BACKGROUND, replica_type="background"), "needs_approval"),
    "persons.life": (under(FREE), "needs_approval"),
    "persons.died": (under(FREE, GONE, **ESTATE), "needs_approval"),
    "persons.minor": (under(FREE), "needs_approval"),
    "persons.prompted_by_name": (
        case(FREE, [person("P6", "synthetic", match="none", prompted_by_name=False)]),
        "needs_approval",
    ),
    "persons.confirmed_by": (
        case(TV, [person("P4", "none", claimed_by_production=True, confirmed_by="union", **FILMED)]),
        "needs_approval",
    ),
    "consents.signer_role": (under(FREE), "needs_approval"),
    "consents.authority_on_file": (under(FREE, person("K1", **KID), **BY_GUARDIAN), "needs_approval"),
    "consents.separately_signed": (under(FREE), "needs_approval"),
    "consents.initialled": (
        case(FREE, None, [{k: v for k, v in rider(initialled=True).items() if k != "separately_signed"}]),
        "needs_approval",
    ),
    "consents.location": (under(FREE, location="own_document"), "needs_approval"),
    "consents.signed_at": (under(FREE, signed_at="2026-02-01"), "needs_approval"),
    "consents.description": (under(FREE), "needs_approval"),
    "consents.description_specific": (under(FREE), "needs_approval"),
    "consents.business_reason": (
        under(TV, None, {"asset": shot("scan", "capture", "replica_creation")}, business_reason="stunt"),
        "blocked",
    ),
    **{f"consents.{clause}": (EVERYWHERE, "needs_approval") for clause in SCOPE},
    "consents.valid_from": (under(FREE), "needs_approval"),
    "consents.valid_until": (under(FREE), "needs_approval"),
    "consents.exploitation_after_end": (
        under(FREE, None, {"use": use(**OLD)}, **ENDED, **ONLY_THIS),
        "needs_approval",
    ),
    "consents.max_uses": (under(FREE, max_uses=4, unit="shot", uses_so_far=3), "needs_approval"),
    "consents.unit": (under(FREE, None, {"use": use(lines=2)}, max_uses=4, unit="shot", uses_so_far=3), "blocked"),
    "consents.uses_so_far": (under(FREE, max_uses=4, unit="shot", uses_so_far=3), "needs_approval"),
    "consents.alterations_allowed": (
        under(FREE, None, {"use": use(alteration="age")}, alterations_allowed=["age"]),
        "needs_approval",
    ),
    "consents.exclusions": (
        under(FREE, None, {"use": use(content=["medical"])}, exclusions=["political"]),
        "needs_approval",
    ),
    "consents.training": (
        case(FREE, [TRAINED], [rider("P2", "train_model", training="allowed")], **TO_TRAIN),
        "needs_approval",
    ),
    "consents.contract_reserves_training": (
        case(
            FREE,
            [TRAINED],
            [rider("P2", "train_model", training="allowed", contract_reserves_training=False)],
            **TO_TRAIN,
        ),
        "needs_approval",
    ),
    "consents.realtime_generation": (
        under(FREE, None, {"use": use(realtime_generation=True)}, realtime_generation=True),
        "blocked",
    ),
    "consents.per_use_approval": (under(FREE, per_use_approval=False), "needs_approval"),
    "consents.use_approved": (under(FREE, per_use_approval=True, use_approved=True), "needs_approval"),
    "consents.revocable": (
        under(FREE, None, {"use": use(**OLD)}, revocable="yes_new_generation", **ENDED),
        "needs_approval",
    ),
    "consents.strike_behaviour": (
        under(
            FREE,
            None,
            {"use": use(**OLD)},
            state="suspended",
            suspended_from="2026-11-10",
            strike_behaviour="suspend_new_generation",
        ),
        "needs_approval",
    ),
    "consents.withdrawn_at": (
        under(FREE, None, {"use": use(date="2026-11-09")}, state="withdrawn", withdrawn_at="2026-11-10"),
        "blocked",
    ),
    "consents.suspended_from": (
        under(FREE, None, {"use": use(date="2026-11-09")}, state="suspended", suspended_from="2026-11-10"),
        "blocked",
    ),
    "consents.survives_death": (under(FREE, GONE, survives_death="yes"), "needs_approval"),
    "consents.replaces": (
        case(FREE, None, [rider(signed_at="2026-06-02", replaces="C-2"), rider(**PAPER)]),
        "needs_approval",
    ),
    "consents.file_cleared_at": (under(FREE, file_cleared_at="2026-10-20", **ENDED, **ONLY_THIS), "blocked"),
    **{
        f"use.{key}": (EVERYWHERE, "needs_approval")
        for key in ("project", "territory", "language", "character", "scene", "medium")
    },
    "use.lines": (
        under(FREE, None, {"use": use(lines=1)}, max_uses=4, unit="line", uses_so_far=3),
        "needs_approval",
    ),
    "use.alteration": (
        under(FREE, None, {"use": use(alteration="age")}, alterations_allowed=["age"]),
        "needs_approval",
    ),
    "use.exemption": (case(FREE, None, MADE, use=use(exemption="impossible_for_human_safety")), "blocked"),
    **{
        f"use.{key}": (
            case(
                FREE,
                None,
                MADE,
                use=use(
                    exemption="as_scripted_performed_recorded", script_date="2026-08-01", performed_on="2026-09-10"
                ),
            ),
            "blocked",
        )
        for key in ("script_date", "performed_on")
    },
    "use.new_generation": (under(FREE, None, {"use": use(**OLD)}, **ENDED, **ONLY_THIS), "blocked"),
    "use.generated_on": (under(FREE, None, {"use": use(**OLD)}, **ENDED, **ONLY_THIS), "needs_approval"),
    "use.realtime_generation": (under(FREE, None, {"use": use(realtime_generation=False)}), "needs_approval"),
    "use.recipient": (
        case(TV, [], **LICENCE, use={"purpose": "train_public_commercial_gai", "recipient": "affiliate", "paid": True}),
        "notify_only",
    ),
    "use.paid": (
        case(
            TV,
            [],
            **LICENCE,
            use={"purpose": "train_public_commercial_gai", "recipient": "non_affiliate", "paid": False},
        ),
        "notify_only",
    ),
    "use.released_on": (
        under(MINE, None, {"use": use(released_on="2026-12-24"), "union": {"usage_report_sent": False}}),
        "notify_only",
    ),
    "use.matches_work": (ad(production("W-1", "feature"), matches_work=True), "needs_approval"),
    "approvals.disclosed": (drawn(), "notify_only"),
    "approvals.written": (drawn("final", "vfx_environment", answers=FINAL, approvals=GRANTED), "needs_approval"),
    "approvals.legal_review": (
        case(
            NETFLIX,
            None,
            [rider(project_ids=["NF-100"])],
            use={},
            principles=FINAL,
            approvals=GRANTED,
        ),
        "needs_approval",
    ),
    "union.notice": (case(TV, [nobody()], union=CLOSED), "needs_approval"),
    "union.bargaining": (case(TV, [nobody()], union=CLOSED), "needs_approval"),
    "union.payment_to_plan": (case(TV, [nobody()], union=CLOSED), "needs_approval"),
    "union.significant_additional_value": (case(TV, [nobody()], union=CLOSED), "needs_approval"),
    "union.consultation": (
        {**drawn(made=FREE), "union": {"craft": "music", "notice": True, "consultation": True}},
        "needs_approval",
    ),
    **{
        f"union.{key}": (
            under(
                TV,
                BACKGROUND,
                {
                    "asset": shot(element="crowd"),
                    "union": {"background_count_met_by_people": True, "replicas_counted": False},
                },
            ),
            "needs_approval",
        )
        for key in ("background_count_met_by_people", "replicas_counted")
    },
    "union.usage_report_sent": (
        under(MINE, None, {"use": use(released_on="2026-09-13"), "union": {"usage_report_sent": True}}),
        "notify_only",
    ),
    **{
        f"union.{key}": (
            {
                "check_date": TODAY,
                "production": WGA,
                "asset": shot("text", "temp", "script"),
                "union": {"craft": "writing", key: known},
            },
            verdict,
        )
        for key, known, verdict in (
            ("ai_material_disclosed", True, "notify_only"),
            ("company_consent", True, "needs_approval"),
            ("required_by_company", False, "needs_approval"),
        )
    },
    "union.strike.agreement": (struck(agreement="sag_interactive_2025", against_producer=True), "blocked"),
    "union.strike.active": (STRUCK_OVER, "needs_approval"),
    "union.strike.ended": (STRUCK_OVER, "needs_approval"),
    "union.strike.against_producer": (struck(against_producer=False), "needs_approval"),
    "union.strike.performer_may_refuse": (struck(performer_may_refuse="no"), "needs_approval"),
    "compensation.terms_on_file": (under(TV, None, PAID), "needs_approval"),
    "compensation.at_least_day_rate": (under(TV, person("P6", "replica_independent"), PAID), "needs_approval"),
    "compensation.multiple_of_scale": (under(MINE, None, TALKS, realtime_generation=True), "needs_approval"),
    "disclosure.present": (under(EU, None, {**IN_FRANCE, "disclosure": {"present": True}}), "notify_only"),
    "disclosure.place": (
        under(EU, None, {**IN_FRANCE, "disclosure": {"present": True, "place": "on_screen"}}),
        "notify_only",
    ),
    "knowledge": (ad(more={"knowledge": False}), "notify_only"),
    "session.notice_hours": (under(TV, None, {"session": {"notice_hours": 48}}), "blocked"),
    "session.engaged_hours_before": (
        under(TV, None, {"session": {"notice_hours": 22, "engaged_hours_before": 22}}),
        "blocked",
    ),
    "transfer.requested": (under(TV, None, {"transfer": {"requested": False}}), "needs_approval"),
    **{
        f"transfer.{key}": (
            under(
                TV,
                None,
                {"transfer": {"requested": True, "union_approved": True, "transferee_undertaking": True}},
            ),
            "needs_approval",
        )
        for key in ("union_approved", "transferee_undertaking")
    },
    "search_for_heirs": (
        under(FREE, GONE, {"search_for_heirs": "documented"}, **{**ESTATE, "signer_role": "union"}),
        "blocked",
    ),
    "standing_preference.person": (
        under(FREE, None, {"standing_preference": {"value": "prohibited", "person": "P2"}}),
        "blocked",
    ),
    "standing_preference.modality": (
        under(FREE, None, {"standing_preference": {"value": "prohibited", "modality": "voice"}}),
        "blocked",
    ),
    "biometric.resident": (template(action="enrol", resident="BR", **AGREED), "blocked"),
    "biometric.notice_given": (template(action="match", **IL), "blocked"),
    "biometric.written_release": (template(action="match", **IL), "blocked"),
    "biometric.retention_policy_public": (template(action="enrol", **IL), "blocked"),
    "biometric.purpose_ended": (template(action="retain", purpose_ended=False, **IL), "needs_approval"),
    "biometric.last_interaction": (template(action="retain", last_interaction=TODAY, **IL), "needs_approval"),
    "biometric.delete_due": (template(action="retain", delete_due="2026-12-31"), "needs_approval"),
    "biometric.disclosure_consent": (template(action="transfer", disclosure_consent=True, **IL), "blocked"),
    "biometric.for_payment": (
        template(action="transfer", disclosure_consent=True, for_payment=False, **IL),
        "needs_approval",
    ),
    "biometric.signature": (template(action="enrol", signature="ink", on="2024-08-01", **IL), "blocked"),
    "biometric.template": (
        template(action="retain", resident="DE", template="deleted", template_consent="withdrawn"),
        "blocked",
    ),
    "biometric.template_consent": (template(action="match", resident="DE", template_consent="given"), "blocked"),
    "biometric.signer_role": (
        template(
            action="match", signer_role="guardian", more={"persons": [person("P5", "none", minor=True)]}, **AGREED
        ),
        "needs_approval",
    ),
    "biometric.signed_at": (
        template(
            action="match",
            signer_role="performer",
            signed_at="2026-10-10",
            more={"persons": [person("P5", "none", **ONCE_A_CHILD)]},
            **AGREED,
        ),
        "needs_approval",
    ),
}
MEANT = {
    "checked_at": "only the day of the check is known",
    "asset.detector": "no detector said anything",
    "persons.score": "a match is judged before the case",
    "persons.born": "`minor` says what is known: the union saw an adult",
    "persons.age": "`minor` says what is known",
    "persons.claimed_by_production": "nothing is claimed",
    "consents.id": "the consent has no name here",
    "consents.condition_of_employment": "recorded for people; no rule turns on it",
    "consents.represented_by": "asked only of a description that is not specific, which is never cleared",
    "consents.delete_on": "no event is agreed; the day is `biometric.delete_due`",
    "consents.time_zone": "the paper names no zone; its days are the production's",
    "use.date": "the use is now",
    "use.purpose": "no special purpose",
    "union.craft": "no craft is touched",
    "union.business_days_since_notice": "a clock to show; `notice` and `bargaining` decide",
    "standing_preference.source": "a prohibition counts whoever recorded it",
    "standing_preference.declared_on": "an undated prohibition is answered by nothing",
    "biometric.purpose": "no purpose clears a scan of those kinds; null does not either (scan-palm-None)",
}

SILENT = (
    *SCOPE,
    *("exploitation_after_end", "max_uses", "alterations_allowed", "exclusions", "training", "realtime_generation"),
    *("per_use_approval", "revocable", "strike_behaviour", "survives_death"),
)
WORDS: dict[tuple[str, str], tuple[Json, str]] = {
    **{(f"consents.{clause}", "silent"): TABLE[f"consents.{clause}"] for clause in SILENT},
    **{(f"principles.{principle}", "unsure"): (drawn(), "needs_approval") for principle in terms.PRINCIPLES},
    ("consents.description_specific", "unsure"): (under(FREE), "needs_approval"),
    ("consents.state", "unknown"): (under(FREE), "blocked"),
    ("consents.state", "requested"): (under(FREE), "blocked"),
    ("consents.state", "deferred"): (under(FREE), "blocked"),
    ("consents.training", "constrained"): (TABLE["consents.training"][0], "blocked"),
    ("consents.authority_on_file", "half_share"): (TABLE["consents.authority_on_file"][0], "needs_approval"),
    ("persons.match", "possible"): (under(FREE), "needs_approval"),
    ("union.strike.performer_may_refuse", "unclear"): (struck(performer_may_refuse="no"), "needs_approval"),
    ("union.bargaining", "open"): (case(TV, [nobody()], union=CLOSED), "needs_approval"),
    ("union.significant_additional_value", "not_argued"): (case(TV, [nobody()], union=CLOSED), "needs_approval"),
    ("approvals.written", "none"): TABLE["approvals.written"],
    ("approvals.legal_review", "none"): TABLE["approvals.legal_review"],
    ("search_for_heirs", "none"): TABLE["search_for_heirs"],
}


def with_value(known: Json, path: str, value: Any) -> Json:
    """The case with another value at a path; of a list, in its first entry. Raises KeyError where nothing stands there."""
    changed = copy.deepcopy(known)
    *steps, key = path.split(".")
    place: Any = changed
    for step in steps:
        place = place[step][0] if isinstance(place[step], list) else place[step]
    place[key]
    place[key] = value
    return changed


for path, (known, verdict) in TABLE.items():
    add(f"unknown-{path}-known", "cleared", known)
    add(f"unknown-{path}", verdict, with_value(known, path, None))
for (path, word), (known, verdict) in WORDS.items():
    add(f"unknown-{path}-{word}", verdict, with_value(known, path, word))
