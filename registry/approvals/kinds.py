"""What can be approved, confirmed or told: who may say it, with which answers, and what it is bound to."""

from dataclasses import dataclass

from consent import terms
from registry.core.permissions import Permission


@dataclass(frozen=True)
class ApprovalKind:
    """One kind of answer.

    `bound_to` names what must stay the same for the answer to hold: `declaration`, `file`, `performer`, `union`. A
    changed file or declaration has another digest, so an answer bound to the old one no longer applies.
    `answers`: the accepted words; the first one is the yes. `lifts`: True where the answer can make a verdict milder,
    so that it must never come from the production itself. `clauses`: the parts of a case that it fills, so that a
    decision whose reasons turn on one of them waits for it.
    """

    permission: Permission
    answers: tuple[str, ...]
    bound_to: tuple[str, ...]
    lifts: bool = True
    params: tuple[str, ...] = ()
    days: int | None = None  # until it expires; none: as long as what it is bound to stays the same
    clauses: tuple[str, ...] = ()

    @property
    def yes(self) -> str:
        return self.answers[0]


ONE_ASSET = ("declaration", "file")
OF_UNION = ("declaration", "union")
OF_PERSON = ("declaration", "file", "performer")

KINDS: dict[str, ApprovalKind] = {
    # the commissioner and counsel
    "written": ApprovalKind(Permission.APPROVAL_COMMISSION, ("granted", "refused"), ONE_ASSET, days=180),
    "legal_review": ApprovalKind(Permission.APPROVAL_LEGAL, ("passed", "refused"), ONE_ASSET, days=180),
    "description_specific": ApprovalKind(
        Permission.APPROVAL_LEGAL, ("yes", "no"), ("performer",), params=("consent",),
        clauses=("description", "description_specific"),
    ),
    # told by the production; the time of telling is what starts a clock
    "disclosed": ApprovalKind(
        Permission.APPROVAL_TELL, ("told",), ("declaration",), lifts=False, clauses=("approvals.disclosed",)
    ),
    "notice": ApprovalKind(Permission.APPROVAL_TELL, ("sent",), OF_UNION, lifts=False, clauses=("union.notice",)),
    "usage_report": ApprovalKind(
        Permission.APPROVAL_TELL, ("sent",), OF_UNION, lifts=False, clauses=("union.usage_report_sent",)
    ),
    "disclosure": ApprovalKind(
        Permission.APPROVAL_TELL, ("placed",), ("declaration",), lifts=False, params=("place", "text"),
        clauses=("disclosure", "disclosure.present", "disclosure.place"),
    ),
    "ai_material_disclosed": ApprovalKind(
        Permission.APPROVAL_TELL, ("told",), ("declaration",), lifts=False, clauses=("union.ai_material_disclosed",)
    ),
    # what only the union can say
    "bargaining": ApprovalKind(
        Permission.APPROVAL_UNION, ("agreed", "open"), OF_UNION,
        clauses=("union.bargaining", "union.business_days_since_notice"),
    ),
    "significant_additional_value": ApprovalKind(
        Permission.APPROVAL_UNION, ("agreed", "not_argued"), OF_UNION, clauses=("union.significant_additional_value",)
    ),
    "consultation": ApprovalKind(Permission.APPROVAL_UNION, ("done", "open"), OF_UNION, clauses=("union.consultation",)),
    "payment_to_plan": ApprovalKind(Permission.APPROVAL_UNION, ("paid", "open"), OF_UNION, clauses=("union.payment_to_plan",)),
    "background_count": ApprovalKind(
        Permission.APPROVAL_UNION, ("met_by_people", "not_met"), OF_UNION,
        clauses=("union.background_count_met_by_people",),
    ),
    "company_consent": ApprovalKind(
        Permission.APPROVAL_UNION, ("given", "not_given"), OF_UNION, clauses=("union.company_consent",)
    ),
    "transfer": ApprovalKind(
        Permission.APPROVAL_UNION, ("approved", "refused"), OF_UNION, days=365, clauses=("transfer",)
    ),
    "search_for_heirs": ApprovalKind(
        Permission.APPROVAL_UNION, ("documented", "none"), ("performer", "union"), clauses=("search_for_heirs",)
    ),
    # the performer, for one use under a consent that asks for it
    "use_approval": ApprovalKind(
        Permission.APPROVAL_PERFORMER, ("approved", "refused"), OF_PERSON,
        clauses=("per_use_approval", "use_approved"),
    ),
    # what a production claims, confirmed by somebody else
    "confirmation": ApprovalKind(
        Permission.FACT_CONFIRM, ("confirmed", "denied"), OF_PERSON, params=("fact",),
        clauses=("claimed_by_production",),
    ),
    "camera_original": ApprovalKind(Permission.FACT_CONFIRM, ("confirmed", "denied"), ("file", "performer")),
    "provenance": ApprovalKind(Permission.FACT_CONFIRM, ("confirmed", "denied"), ("file", "performer")),
}  # fmt: skip

CONFIRMABLE = ("performed_as_shown", "exemption", "not_altered", "finished_work")
"""Facts that lift a verdict for a matched person and therefore need a second source (see checks/case.py)."""

BY_FILE = ("performed_as_shown", "not_altered")
"""What a camera original, or valid provenance of this very file, proves: what is shown was filmed, and not changed."""

PARAMS: dict[str, tuple[str, ...] | None] = {
    "place": terms.DISCLOSURE_PLACES,
    "fact": CONFIRMABLE,
    "text": None,
    "consent": None,
}
"""The accepted words of each parameter; None: a line of text."""

SIDES: dict[Permission, str] = {
    Permission.APPROVAL_COMMISSION: "commissioner",
    Permission.APPROVAL_LEGAL: "counsel",
    Permission.APPROVAL_TELL: "production",
    Permission.APPROVAL_UNION: "union",
    Permission.APPROVAL_PERFORMER: "performer",
}
"""On whose side somebody stands who gives an answer of that kind; a fact is confirmed by performer or union."""
