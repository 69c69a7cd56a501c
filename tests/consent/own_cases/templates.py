"""Templates, and the optional bill: cases of our own."""

from typing import Any

from tests.consent.own_cases.shapes import (
    BY_GUARDIAN,
    CLOSED,
    COMMERCIAL,
    DEAD,
    FREE,
    KID,
    PAID,
    TODAY,
    TV,
    TV_2023,
    Json,
    add,
    case,
    nobody,
    person,
    rider,
    under,
    use,
)


def template(**facts: Any) -> Json:
    on = facts.pop("on", TODAY)
    more = facts.pop("more", {})
    return {"check_date": on, "persons": [person("P5", "none")], "biometric": facts, **more}


IL = {"resident": "US-IL", "notice_given": True, "written_release": True, "retention_policy_public": True}
for modality in ("face_geometry", "voiceprint", "fingerprint", "palm", "iris"):
    for action in ("enrol", "match", "reuse"):
        add(
            f"bipa-{modality}-{action}",
            "blocked",
            template(action=action, modalities=[modality], **{**IL, "notice_given": False}),
        )
add(
    "bipa-release-missing",
    "blocked",
    template(
        action="enrol", modalities=["voiceprint"], resident="US-IL", notice_given=True, retention_policy_public=True
    ),
)
add(
    "bipa-policy",
    "blocked",
    template(action="enrol", modalities=["voiceprint"], **{**IL, "retention_policy_public": False}),
)
add("bipa-electronic-first-day", "cleared", template(action="enrol", signature="electronic", on="2024-08-02", **IL))
for action in ("enrol", "match", "reuse"):
    add(
        f"bipa-electronic-early-{action}",
        "blocked",
        template(action=action, signature="electronic", on="2024-08-01", **IL),
    )
add("bipa-ink-early", "cleared", template(action="enrol", signature="ink", on="2024-08-01", **IL))
add("bipa-three-years", "cleared", template(action="retain", last_interaction="2023-11-22", **IL))
add("bipa-beyond-three-years", "blocked", template(action="retain", last_interaction="2023-11-21", **IL))
add("bipa-leap-day", "cleared", template(action="retain", last_interaction="2024-02-29", on="2027-03-01", **IL))
add("bipa-purpose-ended", "blocked", template(action="retain", purpose_ended=True, last_interaction=TODAY, **IL))
add(
    "bipa-deleted",
    "cleared",
    template(action="retain", purpose_ended=True, template="deleted", template_consent="withdrawn", **IL),
)
add("bipa-sold", "blocked", template(action="transfer", for_payment=True, disclosure_consent=True, **IL))
add("bipa-disclosed", "blocked", template(action="transfer", **IL))
add("bipa-disclosure-agreed", "cleared", template(action="transfer", disclosure_consent=True, **IL))
for action in ("enrol", "match", "reuse", "transfer"):
    add(f"gdpr-{action}", "blocked", template(action=action, resident="DE", written_release=True))
    add(f"gdpr-{action}-given", "cleared", template(action=action, resident="DE", template_consent="given"))
    add(f"elsewhere-{action}", "needs_approval", template(action=action, resident="BR"))
GIVEN = {"consents": [rider("P5", "biometric_template")]}
add("gdpr-by-consent", "cleared", template(action="enrol", resident="EU", more=GIVEN))
add(
    "gdpr-withdrawn-kept",
    "blocked",
    template(action="retain", resident="DE", template_consent="withdrawn", template="kept"),
)
add(
    "gdpr-withdrawn-deleted",
    "cleared",
    template(action="retain", resident="DE", template_consent="withdrawn", template="deleted"),
)
add("template-overdue", "blocked", template(action="retain", delete_due="2026-11-21", template="kept"))
add("template-due-today", "needs_approval", {**template(action="enrol", delete_due=TODAY)})
add(
    "template-overdue-deleted",
    "cleared",
    template(action="retain", delete_due="2026-11-21", template="deleted", template_consent="withdrawn"),
)
for resident, verdict in (("US-IL", "cleared"), ("US-NY", "cleared"), ("DE", "blocked")):
    handed_on = template(action="transfer", modalities=["face_geometry"], resident=resident, disclosure_consent=True)
    add(f"template-handed-on-{resident}", verdict, handed_on)
add("template-handed-on-unasked", "needs_approval", template(action="transfer", resident="US-NY"))
add("template-disclosure-is-no-reuse", "needs_approval", template(action="reuse", disclosure_consent=True))
PACK = {"rule_packs": ["no_fakes_bill_2026"]}
for years, verdict in (("2035-12-31", "cleared"), ("2036-01-01", "notify_only")):
    add(f"bill-adult-{years}", verdict, under(FREE, None, PACK, valid_until=years))
for years, verdict in (("2030-12-31", "cleared"), ("2031-01-01", "notify_only")):
    add(f"bill-minor-{years}", verdict, under(FREE, person("K1", **KID), PACK, valid_until=years, **BY_GUARDIAN))
add("bill-grown-up", "needs_approval", under(FREE, person("K1", age=18), PACK, **BY_GUARDIAN))
add("bill-not-named", "cleared", under(FREE, valid_until="2046-01-01"))
for made, name in ((TV, "2026"), (TV_2023, "2023"), (COMMERCIAL, "ad")):
    add(
        f"session-{name}-edge",
        "blocked",
        under(made, None, {"session": {"notice_hours": 47.95, "engaged_hours_before": 504}}),
    )
    quiet = person("P6", "synthetic_with_features", match="none", prompted_by_name=True, features=["eyes"])
    add(f"feature-unrecognised-{name}", "needs_approval", case(made, [quiet], use=use(territory="US-CA"), union=CLOSED))
for day in ("2030-06-30", "2030-07-01"):
    add(
        f"clock-{day}",
        "needs_approval",
        case(TV, [nobody()], use=use(date=day), union={"notice": True, "business_days_since_notice": 3}),
    )
add("nothing-declared", "needs_approval", {"check_date": TODAY})
add(
    "dead-estate-fine",
    "cleared",
    under(TV, person("P8", "replica_independent", **DEAD), PAID, signer_role="estate", authority_on_file=True),
)
