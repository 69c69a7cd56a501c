"""What a viewer may learn. One place projects decisions and consents for performer, union and production.

A production learns the least that lets it act: pseudonyms, where in its own file, what is missing and whom to ask;
never that somebody refused, withdrew or prefers not to, never another company's consent. A performer sees their own
part. A union sees its members' parts, with names.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from consent.verdicts import STRICTNESS, strictest
from registry.core import sentences
from registry.core.permissions import Identity, On, acts_for_performer, in_production, the_performer, union_concerned
from registry.records.events import EventKind


class Role(StrEnum):
    """As whom somebody looks at a check."""

    PERFORMER = "performer"
    UNION = "union"
    PRODUCTION = "production"
    COMMISSIONER = "commissioner"
    COUNSEL = "counsel"

    @property
    def makes_it(self) -> bool:
        """Whether they see the file and the declaration whole, and people by pseudonym: whoever makes or approves it."""
        return self in (Role.PRODUCTION, Role.COMMISSIONER, Role.COUNSEL)


@dataclass(frozen=True)
class Viewer:
    """Who looks: `performers` whose parts may be seen (own, represented, or the union's members), with names or not."""

    role: Role
    performers: frozenset[str] = frozenset()


# What a production sees in place of a state: whatever ended a consent looks alike, and so does every unanswered request.
FOR_PRODUCTION = {
    "given": "given",
    "signed": "signed",
    "requested": "requested",
    "deferred": "requested",
    "refused": "requested",
}
ENDED = "ended"
UNFINISHED = "signed"
"""What a consent is shown as that was given, and for which a union has to countersign since: it does not count until then."""
CONSENT_WAITS, CONSENT_COUNTS_AGAIN = "consent.waits", "consent.counts_again"
"""Lines of a consent's history that follow from what happened to others: a union has to countersign it now; it no longer has to."""
_KINDS_FOR_PRODUCTION = frozenset(
    {
        *(
            EventKind.CONSENT_DRAFTED,
            EventKind.CONSENT_SIGNED,
            EventKind.CONSENT_COUNTERSIGNED,
            EventKind.CONSENT_GIVEN,
        ),
        *(CONSENT_WAITS, CONSENT_COUNTS_AGAIN),  # it is told of each as a state, too
    }
)
MISSING = "consent.missing"
"""What a production is told instead of a reason that speaks of somebody's consents and what became of them."""

_OF_CONSENT = "performer_consent"
# Reasons of the consent layer that say nothing about what somebody agreed to or not.
_NEUTRAL = frozenset(
    {
        *("ask.exempt", "claim.unconfirmed", "contradiction.alteration", "contradiction.generated"),
        *("named", "named.alone", "named.feature", "nobody", "performed"),
    }
)
# Reasons that compare the use with the words of a consent that this production was given and that still counts: it
# holds that paper, so it may read where the use leaves it. Everything else reads "no consent that allows this use".
_OWN_TERMS = frozenset(
    {
        *(f"scope.{what}" for what in ("alteration", "alteration-unnamed", "background", "character", "count")),
        *(f"scope.{what}" for what in ("count-unknown", "kind", "language", "language-unnamed", "medium", "modality")),
        *(f"scope.{what}" for what in ("no-scan", "pitch", "project", "realtime", "replica-type", "scene", "silent")),
        *(f"scope.{what}" for what in ("territory", "unnamed", "use-pending")),
        *(f"scope.{what}" for what in ("part-unknown", "realtime-unknown", "training-reserved")),
        *(f"term.{what}" for what in ("ended", "finished-work-ended", "finished-work-open", "not-begun")),
        *(f"term.{what}" for what in ("begins-later", "making-undated")),
        *(f"form.{what}" for what in ("business-reason", "hidden", "perhaps-vague", "unknown", "unsigned", "vague")),
        "prohibited.content",
        "prohibited.training",
        "union.sensitive",
        "union.script-date",
    }
)


OWED_TO_UNIONS = frozenset(
    {
        *("union.bargaining", "union.business_days_since_notice", "union.notice", "union.payment_to_plan"),
        "union.significant_additional_value",
    }
)
"""Clauses of what a production owes unions for a synthetic performer, who is nobody's member: every union that sees the check
is told of them."""


def shared_with_unions(reason: Mapping[str, Any], registered: Collection[str]) -> bool:
    """Whether every union that sees a check is told a reason. registered: the pseudonyms of registered people."""
    person, layer = reason.get("person"), reason.get("layer")
    if not person:
        return layer in ("union", "check")
    return layer == "union" and person not in registered and reason.get("clause") in OWED_TO_UNIONS


def for_production_only(who: Identity, on: On) -> bool:
    """Whether the viewer stands on the production's side of a record, and on no other."""
    return in_production(who, on) and not (
        the_performer(who, on) or acts_for_performer(who, on) or union_concerned(who, on)
    )


def contestable(decided: Mapping[str, Any]) -> frozenset[str]:
    """The people about whom a production hears what reviewers do: who shows in its file, and whoever gave it something. That
    somebody looks for a person of whom it holds nothing would tell that there is somebody to look for."""
    told = decided.get("told", decided)
    shown = {person["pseudonym"] for person in told["persons"] if person["boxes"]}
    return frozenset(shown | set(told.get("held", ())))


def shown_state(state: str, *, ended: bool, narrow: bool) -> str:
    """A consent's state as it is shown; `ended`: its term is over; `narrow`: to the production alone."""
    if narrow:
        return ENDED if ended else FOR_PRODUCTION.get(state, ENDED)
    return "expired" if ended and state in ("given", UNFINISHED) else state


def shown_kinds(narrow: bool) -> Callable[[str], bool]:
    """Which events of a consent's history are shown."""
    return (lambda kind: kind in _KINDS_FOR_PRODUCTION) if narrow else (lambda kind: True)


def project(decided: Mapping[str, Any], viewer: Viewer, people: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    """A decision as this viewer may see it.

    `decided` is the stored decision with the findings beside it: status, verdict, reasons, duties, rulesets, persons
    (pseudonym, answer, error, verdict, boxes); under `told`, what the production is told (registry.checks.deciding.asking).
    `people`: pseudonym -> (performer id, name) of registered people.
    The keys are the same for everybody and for every outcome; what a viewer may not know is empty or left out whole.
    """
    if viewer.role.makes_it:
        return _for_production(decided.get("told", decided))
    own = {alias: name for alias, (performer, name) in people.items() if performer in viewer.performers}
    named = viewer.role is Role.UNION
    shared = [
        _plain(reason, whole=True) for reason in decided["reasons"] if named and shared_with_unions(reason, people)
    ]
    theirs = [person["verdict"] for person in decided["persons"] if person["pseudonym"] in own]
    return {
        "status": decided["status"],
        "verdict": strictest([*theirs, *(reason["verdict"] for reason in shared)]),
        "persons": [
            {
                **{key: person[key] for key in ("pseudonym", "answer", "error", "verdict")},
                "name": own[person["pseudonym"]] if named else None,
                "boxes": [],  # where in an unreleased picture somebody is, only its makers see
                "reasons": [
                    _plain(reason, whole=True)
                    for reason in decided["reasons"]
                    if reason.get("person") == person["pseudonym"]
                ],
            }
            for person in decided["persons"]
            if person["pseudonym"] in own
        ],
        "reasons": shared,
        "duties": [dict(duty) for duty in decided["duties"]] if named else [],
        "rulesets": dict(decided["rulesets"]),
    }


def _for_production(decided: Mapping[str, Any]) -> dict[str, Any]:
    reasons = [_for_company(reason) for reason in decided["reasons"]]
    return {
        "status": decided["status"],
        "verdict": decided["verdict"],
        "persons": [
            {
                **{key: person[key] for key in ("pseudonym", "answer", "error", "verdict")},
                "name": None,
                "boxes": list(person["boxes"]),
                "reasons": _once([reason for reason in reasons if reason["person"] == person["pseudonym"]]),
            }
            for person in decided["persons"]
        ],
        "reasons": _once([reason for reason in reasons if not reason["person"]]),
        "duties": [dict(duty) for duty in decided["duties"]],
        "rulesets": dict(decided["rulesets"]),
    }


def _for_company(reason: Mapping[str, Any]) -> dict[str, Any]:
    """One reason for a production. A reason of the consent layer keeps its words only where it speaks of the scope of a
    consent that this production was given and that still counts (`usable`, noted when it was decided)."""
    message = str(reason["message"])
    speaks_of_consent = reason["layer"] == _OF_CONSENT or message.startswith("identity.")
    if not speaks_of_consent or reason["verdict"] == "cleared" or message in _NEUTRAL:
        return _plain(reason, whole=False)
    if reason.get("usable") and message in _OWN_TERMS:
        return _plain(reason, whole=False)
    ask = reason.get("ask")
    return {
        "layer": _OF_CONSENT,
        "verdict": reason["verdict"],
        "rule": None,
        "person": reason.get("person"),
        "clause": None,
        "message": MISSING,
        "params": {},
        "summary": sentences.reason({"message": MISSING}),
        "remedy": {"ask": ask, "for": "consent-missing"} if ask else None,
        "source": None,
    }


def _plain(reason: Mapping[str, Any], *, whole: bool) -> dict[str, Any]:
    keys = ("layer", "verdict", "rule", "person", "clause", "message", "params", "summary", "remedy", "source")
    shown = {key: reason.get(key) for key in keys} | {"summary": sentences.reason(reason)}
    return shown | ({"consent": reason.get("consent")} if whole else {})


def _once(reasons: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The reasons without repetitions. "No consent" is said once, and only where nothing at least as strict is said of
    this production's own consent: that one more paper was refused or withdrawn would show in it."""
    seen: list[dict[str, Any]] = []
    for reason in reasons:
        if reason["message"] != MISSING and reason not in seen:
            seen.append(reason)
    missing = [reason for reason in reasons if reason["message"] == MISSING]
    most = strictest(reason["verdict"] for reason in missing)
    said = strictest(reason["verdict"] for reason in seen if reason["layer"] == _OF_CONSENT)
    if most is None or (said is not None and STRICTNESS[said] >= STRICTNESS[most]):
        return seen
    told = [next(reason for reason in missing if reason["verdict"] == most), *seen]
    return sorted(told, key=lambda reason: (-STRICTNESS[reason["verdict"]], reason["layer"] != "check"))
