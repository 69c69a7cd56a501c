"""The commissioner's guidance: five principles, tools, the uses that are always asked about, and its written answer."""

from consent.clearance.case import Principles, ToolStep, unknown
from consent.clearance.condition import Finding, Words, broken, condition, met
from consent.clearance.facts import Facts
from consent.clearance.needs import CAPTURED
from consent.clearance.standing import Standing

_NO_ANSWERS = Principles.model_construct()


def _approved(facts: Facts) -> bool:
    return facts.approvals.written == "granted"


def _generated(facts: Facts) -> bool:
    """Whether the guidance is touched at all: an authentic record that nothing was generated for is not."""
    asset = facts.asset
    if asset.element is None:
        return False
    if asset.element != "archive_photo":
        return True
    doubtful = asset.detector is not None and asset.provenance is None
    touched_up = asset.source_type == "algorithmicallyEnhanced" and asset.content_changed is False
    authentic = asset.source_type is None or asset.source_type in CAPTURED or touched_up
    return (
        doubtful or not authentic or bool(asset.content_changed) or any(standing.needs for standing in facts.standings)
    )


@condition("case")
def approval_refused(facts: Facts) -> Finding | None:
    """The commissioner refused in writing."""
    return broken("approvals.written") if facts.approvals.written == "refused" else None


@condition("case")
def approval_granted(facts: Facts) -> Finding | None:
    """The commissioner's written approval is on file."""
    return met("approvals.written") if _approved(facts) else None


@condition("case")
def contact_told(facts: Facts) -> Finding | None:
    """The commissioner's contact has to be told about any generative use."""
    if not _generated(facts):
        return None
    told = facts.approvals.disclosed or _approved(facts)
    return met("approvals.disclosed") if told else broken("approvals.disclosed")


@condition("case")
def principle_answered(facts: Facts, *, principle: str, where_possible: bool) -> Finding | None:
    """A principle is answered no, unsure or not at all, or what else is declared contradicts a yes.

    `where_possible`: a no is accepted where no secured alternative exists and the tool's terms were checked.
    """
    if not _generated(facts) or _approved(facts):
        return None
    answer = getattr(facts.case.principles or _NO_ANSWERS, principle)
    if where_possible and answer in ("yes", "no") and _nothing_better(facts):
        return None
    contradicted = _CONTRADICTED.get(principle, _never)(facts)
    if answer == "yes" and not contradicted:
        return None
    return broken(f"principles.{principle}", answer="no" if contradicted else answer or "unanswered")


def _never(_facts: Facts) -> bool:
    return False


def _kept(facts: Facts) -> bool:
    return any(step.retains_or_trains or unknown(step, "retains_or_trains") for step in facts.tool_steps)


def _outside(facts: Facts) -> bool:
    return any(map(_unsecured, facts.tool_steps))


def _unsecured(step: ToolStep) -> bool:
    """Whether a tool is not secured, or nobody knows whether it is."""
    return step.enterprise_secured is False or unknown(step, "enterprise_secured")


# What else in a case says that a principle does not hold, or that nobody knows.
_CONTRADICTED = {"no_store_train": _kept, "secure_environment": _outside}


def _nothing_better(facts: Facts) -> bool:
    """Every unsecured tool has no secured alternative, keeps nothing, and its terms were checked."""
    open_steps = [step for step in facts.tool_steps if not step.enterprise_secured]
    return bool(open_steps) and all(
        step.enterprise_alternative is False and step.retains_or_trains is False and step.terms_checked
        for step in open_steps
    )


@condition("case")
def terms_not_checked(facts: Facts) -> Finding | None:
    """A tool outside the commissioner's agreements is used and nobody checked its terms."""
    if _approved(facts) or not any(_unsecured(step) and not step.terms_checked for step in facts.tool_steps):
        return None
    return broken("asset.tool.terms_checked")


@condition("case")
def stage_asked(facts: Facts, *, stages: Words) -> Finding | None:
    """Generated material is for the final deliverable."""
    if facts.asset.stage not in stages or not _generated(facts) or _approved(facts):
        return None
    return broken("asset.stage", stage=facts.asset.stage)


@condition("case")
def element_asked(facts: Facts, *, elements: Words, stages: Words) -> Finding | None:
    """Such an element is always asked about, at these stages."""
    asset = facts.asset
    if asset.element not in elements or asset.stage not in stages or _approved(facts):
        return None
    return broken("asset.element", element=asset.element)


@condition("case")
def prominence_asked(facts: Facts, *, prominences: Words, stages: Words) -> Finding | None:
    """Something central to the story is generated, or may be."""
    asset = facts.asset
    if not _prominent(facts, prominences) or asset.stage not in stages or _approved(facts):
        return None
    return broken("asset.prominence", prominence=asset.prominence)


def _prominent(facts: Facts, prominences: Words) -> bool:
    return facts.asset.prominence in prominences or unknown(facts.asset, "prominence")


@condition("case")
def passes_for_real(facts: Facts, *, elements: Words) -> Finding | None:
    """Generated content could be taken for real events, people or statements."""
    asset = facts.asset
    if _approved(facts) or not _generated(facts):
        return None
    if asset.element not in elements and not facts.posed:
        return None
    return broken("asset.presented_as", element=asset.element)


@condition("case")
def material_outside_secure_tools(facts: Facts, *, elements: Words) -> Finding | None:
    """The commissioner's own material goes into a tool that is not known to be secured."""
    if facts.asset.element not in elements or _approved(facts):
        return None
    steps = facts.tool_steps
    if steps and all(step.enterprise_secured for step in steps):
        return None
    return broken("asset.tool.enterprise_secured", element=facts.asset.element)


@condition("case")
def sensitive_material(facts: Facts, *, elements: Words) -> Finding | None:
    """Sensitive material goes into a tool, even a secured one, or may be sensitive."""
    asset = facts.asset
    sensitive = asset.sensitive or unknown(asset, "sensitive") or asset.element in elements
    if _approved(facts) or not sensitive:
        return None
    return broken("asset.sensitive", element=asset.element)


@condition("person")
def likeness_asked(facts: Facts, standing: Standing) -> Finding | None:
    """The likeness of real talent is made or a performance significantly altered."""
    if _approved(facts) or (not standing.open and not _exempt_replica(standing)):
        return None
    return broken("approvals.written", standing.person)


@condition("person")
def likeness_unreviewed(facts: Facts, standing: Standing) -> Finding | None:
    """Real talent is replicated with the commissioner's approval, and legal review is missing."""
    if not _approved(facts) or facts.approvals.legal_review == "passed":
        return None
    return broken("approvals.legal_review", standing.person) if standing.open or _exempt_replica(standing) else None


def _exempt_replica(standing: Standing) -> bool:
    return "create_replica" in standing.needs


@condition("person")
def likeness_referenced(facts: Facts, standing: Standing, *, treatments: Words) -> Finding | None:
    """An input refers to a real person's likeness or name."""
    person = standing.person
    if _approved(facts) or not (person.treatment in treatments or person.prompted_by_name):
        return None
    return broken("treatment", person)


@condition("person")
def exception_not_in_guidance(facts: Facts, standing: Standing, *, purposes: Words) -> Finding | None:
    """A likeness without consent leans on a speech exception that the guidance does not know."""
    if facts.use.purpose not in purposes or not any("use_replica" in rule.waives for rule, _ in standing.waived_by):
        return None
    return broken("purpose", standing.person, purpose=facts.use.purpose)


@condition("case")
def prominent_prop_unfinished(facts: Facts, *, elements: Words, prominences: Words) -> Finding | None:
    """A prominent generated prop lacks meaningful human input or legal review."""
    asset = facts.asset
    if asset.stage != "final" or asset.element not in elements or not _prominent(facts, prominences):
        return None
    if asset.human_input == "meaningful" and facts.approvals.legal_review == "passed":
        return None
    return broken("asset.human_input", element=asset.element)
