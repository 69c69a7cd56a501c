"""The chain behind one decision: which rules were tried, and what came of each, as its viewer may know it.

A performer sees what was asked about themselves, a union what was asked about its members and under its agreements.
Whoever makes or approves the file sees the chain of a poorer case: no consents, no preferences, nothing that the
registry knows of people beyond what the result already says. What is not in that case cannot show in its chain. Where
it comes out harsher than the real decision did, somebody's consent made the difference, and that link is left out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from consent.clearance import Rule, Step, explain, shipped
from registry.records.visibility import Viewer

CONSENT_LAYER = "performer_consent"
TRIED = ("broken", "met", "silent", "not_in_force")
OF_PERSON = ("ref", "match", "modalities", "treatment", "role", "features", "prompted_by_name", "performed_as_shown")
"""What production and file say of a person; the rest of a case's person comes from the registry."""
OF_CASE = (
    *("check_date", "checked_at", "rule_packs", "production", "asset", "principles", "use", "approvals", "union"),
    *("disclosure", "knowledge", "session", "transfer", "right_holders"),
)
"""What the production has said itself or was told, and what is no secret, such as a strike. Whatever else a case has or will
have speaks of somebody's consents, wishes or pay, and stays out."""


@dataclass(frozen=True)
class Link:
    """One rule that was tried: broken (it bites), met (touched and satisfied), silent (what it looks for is not there)
    or not_in_force. about: pseudonyms and consents that it looked at; day: the one on which it is not in force."""

    rule: Rule
    outcome: str
    about: tuple[str, ...] = ()
    day: str | None = None


def chain(
    case: Mapping[str, Any], reasons: Iterable[Mapping[str, Any]], viewer: Viewer, own: frozenset[str]
) -> list[Link]:
    """The links that a viewer may see, those that bite first.

    `case`: the stored case. `reasons`: those of the decision as projected for this viewer. `own`: the pseudonyms of the
    people whose part they may see whole. Raises `CaseError` for a case that is no longer understood.
    """
    if viewer.role.makes_it:
        shown = {str(reason["rule"]): str(reason["verdict"]) for reason in reasons if reason.get("rule")}
        return _in_order(_for_makers(explain(for_makers(case))[1], shown))
    return _in_order(_link(step) for step in explain(case)[1] if _concerns(step, own, union=viewer.role == "union"))


def for_makers(case: Mapping[str, Any]) -> dict[str, Any]:
    """As much of the case as whoever makes or approves the file may know."""
    people = [
        {key: person[key] for key in OF_PERSON if key in person} | {"registered": person["match"] != "none"}
        for person in case.get("persons", ())
    ]
    return {key: case[key] for key in OF_CASE if key in case} | {"persons": people, "consents": []}


def _for_makers(steps: Sequence[Step], shown: Mapping[str, str]) -> Iterable[Link]:
    known = _rules()
    for name, verdict in shown.items():
        if name in known:
            yield Link(known[name], "met" if verdict == "cleared" else "broken")
    for step in steps:
        rule = known[step.rule]
        open_to_them = rule.layer != CONSENT_LAYER and rule.condition.subject in ("case", "person")
        if open_to_them and step.rule not in shown and step.outcome != "broken":
            yield _link(step)


def _concerns(step: Step, own: frozenset[str], *, union: bool) -> bool:
    of_case = not step.about and _rules()[step.rule].condition.subject == "case"
    return bool(own & set(step.about)) or (union and of_case and _rules()[step.rule].layer == "union")


def _link(step: Step) -> Link:
    dated = step.outcome == "not_in_force"
    return Link(_rules()[step.rule], step.outcome, () if dated else step.about, step.about[0] if dated else None)


def _in_order(links: Iterable[Link]) -> list[Link]:
    tried = {_place(link): link for link in links if link.outcome in TRIED}
    return [tried[place] for place in sorted(tried)]


def _place(link: Link) -> tuple[int, str, tuple[str, ...]]:
    return TRIED.index(link.outcome), link.rule.name, link.about


def _rules() -> dict[str, Rule]:
    return {rule.name: rule for ruleset in shipped() for rule in ruleset.rules}
