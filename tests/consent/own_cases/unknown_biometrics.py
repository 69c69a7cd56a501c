"""What nobody knows of a biometric template: the part of `unknowns.TABLE` that is about it."""

from tests.consent.own_cases.shapes import TODAY, Json, person
from tests.consent.own_cases.signatures import AGREED, ONCE_A_CHILD
from tests.consent.own_cases.templates import IL, template

BIOMETRIC: dict[str, tuple[Json, str]] = {
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
