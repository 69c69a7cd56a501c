"""The decision of a check: what the rules say of its case, together with what the check itself says. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from consent.verdicts import STRICTNESS, strictest
from matching.senses import FIRST
from registry.checks.deciding.case import Built
from registry.checks.deciding.facts import CheckFacts
from registry.checks.deciding.people import Recognition, Someone
from registry.checks.deciding.reasons import DecisionReason


def combine(decision: Mapping[str, Any], built: Built, facts: CheckFacts) -> dict[str, Any]:
    """The decision on the case together with what the check itself says, and each person with their part.

    The strictest verdict wins. One appearance that cannot be decided makes the status `cannot_decide`, whatever the rest.
    `usable` and `ask` are noted for visibility.project: whether a reason speaks of a consent that still counts, and
    whom a production may be told to ask.
    """
    filed = {entry.id: entry for performer in facts.performers.values() for entry in performer.consents}
    asks = {person.pseudonym: _whom_to_ask(person, facts) for person in built.people}
    reasons = [*(reason.as_dict() for reason in built.reasons), *(dict(reason) for reason in decision["reasons"])]
    for reason in reasons:
        consent = filed.get(str(reason.get("consent")))
        reason["usable"] = consent is not None and consent.counts
        reason["ask"] = asks.get(str(reason.get("person")))
        remedy, union = reason.get("remedy"), facts.union_of.get(str(reason.get("rule")).partition("/")[0])
        if remedy and remedy["ask"] == "union" and union:  # a rule of an agreement: its own union is to be asked
            reason["remedy"] = dict(remedy) | {"ask": f"union:{union}"}
    verdict = decision["verdict"]
    if verdict is None:  # a rule itself failed: no verdict of the layers can be given
        verdict = "needs_approval"
        reasons.append(DecisionReason(verdict, "check.rules-failed", ask="operator", wants="log").as_dict())
    reasons.sort(key=lambda reason: -STRICTNESS[reason["verdict"]])  # stable: each layer keeps its own order
    undecided = any(person.answer == "cannot_decide" for person in built.people)
    return {
        "status": "cannot_decide" if undecided else decision["status"],
        "verdict": strictest([verdict, *(reason.verdict for reason in built.reasons)]),
        "reasons": reasons,
        "duties": [dict(duty) for duty in decision["duties"]],
        "rulesets": dict(decision["rulesets"]),
        "persons": [_person(person, reasons) for person in built.people],
    }


def _person(person: Someone, reasons: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    verdicts = [reason["verdict"] for reason in reasons if reason.get("person") == person.pseudonym]
    return {
        "pseudonym": person.pseudonym,
        "answer": person.answer,
        "error": dict(person.found[0].error) if person.found else {},
        "verdict": strictest(verdicts) or "cleared",
        "boxes": [_place(one) for one in person.found],
    }


def _place(one: Recognition) -> dict[str, Any]:
    """Where in the file somebody is: in the picture, if they have a place in one, and in time, if the file has any; of whom moves,
    where they are when, and of whom comes and goes, such as a speaker, the turns."""
    place: dict[str, Any] = {"ref": one.ref, "box": None if one.box is None else list(one.box)}
    if one.modality != FIRST:
        place["modality"] = one.modality
    if one.path:
        place["path"] = one.places
    if one.turns:
        place["turns"] = [list(turn) for turn in one.turns]
    return place | ({"start": one.start, "end": one.end} if one.end else {})


def _whom_to_ask(person: Someone, facts: CheckFacts) -> str | None:
    registered = facts.performers.get(person.performer or "")
    named = person.declared is not None and (registered is None or person.declared.name is not None)
    if person.answer == "declared" and named:
        return "performer"  # whether the registry knows the name, and as whose member, is not told
    if registered is None:
        return None
    return f"union:{min(registered.unions)}" if registered.unions else "performer"
