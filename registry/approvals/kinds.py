"""What can be approved, confirmed or told: who may say it, with which answers, and what it is bound to."""

from dataclasses import dataclass

from registry.permissions import Permission


@dataclass(frozen=True)
class Kind:
    """One kind of answer.

    `bound_to` names what must stay the same for the answer to hold: `declaration`, `file`, `performer`, `union`. A
    changed file or declaration has another digest, so an answer bound to the old one no longer applies.
    `answers`: the accepted words; the first one is the yes. `lifts`: True where the answer can make a verdict milder,
    so that it must never come from the production itself.
    """

    permission: Permission
    answers: tuple[str, ...]
    bound_to: tuple[str, ...]
    lifts: bool = True
    params: tuple[str, ...] = ()
    days: int | None = None  # until it expires; none: as long as what it is bound to stays the same


ONE_ASSET = ("declaration", "file")

KINDS: dict[str, Kind] = {
    # the commissioner and counsel
    "written": Kind(Permission.APPROVAL_COMMISSION, ("granted", "refused"), ONE_ASSET, days=180),
    "legal_review": Kind(Permission.APPROVAL_LEGAL, ("passed", "refused"), ONE_ASSET, days=180),
    # told by the production; the time of telling is what starts a clock
    "disclosed": Kind(Permission.APPROVAL_TELL, ("told",), ("declaration",), lifts=False),
    "notice": Kind(Permission.APPROVAL_TELL, ("sent",), ("declaration", "union"), lifts=False),
    "usage_report": Kind(Permission.APPROVAL_TELL, ("sent",), ("declaration", "union"), lifts=False),
    "disclosure": Kind(Permission.APPROVAL_TELL, ("placed",), ("declaration",), lifts=False, params=("place", "text")),
    "ai_material_disclosed": Kind(Permission.APPROVAL_TELL, ("told",), ("declaration",), lifts=False),
    # what only the union can say
    "bargaining": Kind(Permission.APPROVAL_UNION, ("agreed", "open"), ("declaration", "union")),
    "significant_additional_value": Kind(Permission.APPROVAL_UNION, ("agreed", "not_argued"), ("declaration", "union")),
    "consultation": Kind(Permission.APPROVAL_UNION, ("done", "open"), ("declaration", "union")),
    "payment_to_plan": Kind(Permission.APPROVAL_UNION, ("paid", "open"), ("declaration", "union")),
    "background_count": Kind(Permission.APPROVAL_UNION, ("met_by_people", "not_met"), ("declaration", "union")),
    "company_consent": Kind(Permission.APPROVAL_UNION, ("given", "not_given"), ("declaration", "union")),
    "transfer": Kind(Permission.APPROVAL_UNION, ("approved", "refused"), ("declaration", "union"), days=365),
    # the performer, for one use under a consent that asks for it
    "use_approval": Kind(Permission.APPROVAL_PERFORMER, ("approved", "refused"), ("declaration", "file", "performer")),
    # what a production claims, confirmed by somebody else
    "confirmation": Kind(
        Permission.FACT_CONFIRM, ("confirmed", "denied"), ("declaration", "file", "performer"), params=("fact",)
    ),
    "camera_original": Kind(Permission.FACT_CONFIRM, ("confirmed", "denied"), ("file", "performer")),
}

CONFIRMABLE = ("performed_as_shown", "exemption", "not_altered", "minor", "unrecognisable", "description_specific")
"""Facts that lift a verdict for a matched person and therefore need a second source."""
