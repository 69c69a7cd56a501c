"""What a check itself says beside the four layers: of file and declaration, of who was found, and of what is on record."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from matching.origin.findings import Origin
from registry.checks.deciding.facts import CheckFacts, PerformerFacts
from registry.checks.deciding.naming import NAMED
from registry.checks.deciding.people import Someone
from registry.core import sentences
from registry.productions.contradictions import Contradiction
from registry.productions.declaration import Declaration
from registry.records.performers import IdentityStanding

UNLICENSED = "check.found-unlicensed"
"""Somebody registered was found who gave this production nothing: a union of theirs is asked for their consent."""


@dataclass(frozen=True)
class DecisionReason:
    """What the check itself says beside the four layers: about file and declaration, identity and coverage.

    ask: performer, union:<id>, production, review or operator. wants: what for, as the id of a text `remedy-...`.
    """

    verdict: str
    message: str
    person: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    ask: str | None = None
    wants: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """In the form of a decision's reasons, in the layer `check`."""
        return {
            "layer": "check",
            "verdict": self.verdict,
            "rule": None,
            "person": self.person,
            "consent": None,
            "clause": None,
            "message": self.message,
            "params": dict(self.params),
            "summary": sentences.reason({"message": self.message, "params": self.params, "person": self.person}),
            "remedy": {"ask": self.ask, "for": self.wants} if self.ask else None,
            "source": None,
        }


def of_contradictions(found: Iterable[Contradiction]) -> list[DecisionReason]:
    """A declaration that would be refused today, or that its file contradicts: nothing rests on it."""
    return [
        DecisionReason(
            "needs_approval",
            "check.contradiction",
            params={"path": path, "reason": text},
            ask="production",
            wants="correct-declaration",
        )
        for path, text in found
    ]


def of_origin(declaration: Declaration, origin: Origin | None) -> list[DecisionReason]:
    """What the file says about its origin and cannot be believed, and what was promised of it and is not there."""
    state = "absent" if origin is None else origin.state
    reasons = []
    if declaration.asset.credentials == "promised" and state not in ("valid", "trusted"):
        params = {"state": state}
        reasons.append(
            DecisionReason(
                "needs_approval", "check.credentials-missing", params=params, ask="production", wants="signed-file"
            )
        )
    elif state in ("invalid", "unreadable"):
        message = f"check.credentials-{state}"
        reasons.append(DecisionReason("needs_approval", message, ask="production", wants="signed-file"))
    if origin is not None and origin.prompts and declaration.names is None:
        reasons.append(
            DecisionReason("needs_approval", "check.prompt-unread", ask="production", wants="names-in-prompt")
        )
    if origin is not None and origin.unread:
        message, wants = "check.prompt-too-long", "shorter-prompt"
        reasons.append(DecisionReason("needs_approval", message, ask="production", wants=wants))
    return reasons


def of_version(taken: int | None) -> list[DecisionReason]:
    """Another file of this unit is cleared, under this version or a later one: see `uses.taken`."""
    if taken is None:
        return []
    params = {"version": taken}
    return [DecisionReason("blocked", "check.version-taken", params=params, ask="production", wants="higher-version")]


def of_person(person: Someone, declaration: Declaration, facts: CheckFacts) -> list[DecisionReason]:
    """What the check says of one person."""
    name, registered = person.pseudonym, facts.performers.get(person.performer or "")
    if person.answer == "cannot_decide":
        return [
            DecisionReason(
                "needs_approval", "check.cannot-decide", name, {"reason": person.found[0].reason or "engine.failed"}
            )
        ]
    if person.answer == "declared":
        known = registered if registered is not None and registered.consents else None
        if not person.sought:
            return _death(person, known)
        if person.looked_for == "not_this_person":
            return [
                DecisionReason("needs_approval", "check.declared-absent", name, ask="production", wants="correct-cast")
            ]
        return [DecisionReason("needs_approval", "check.declared-not-found", name, ask="review", wants="look")]
    if registered is None or person.answer == NAMED:
        return []
    reasons = []
    ask = f"union:{min(registered.unions)}" if registered.unions else "performer"
    if registered.anonymous and person.answer == "match":
        reasons.append(DecisionReason("blocked", UNLICENSED, name, ask=ask, wants="any-consent"))
    elif person.declared is None and person.answer == "match":
        reasons.append(
            DecisionReason("blocked", "check.found-not-declared", name, ask="production", wants="declare-person")
        )
    if person.answer == "possible":
        reasons.append(DecisionReason("needs_approval", "check.possible", name, ask="review", wants="look"))
    if registered.standing is not IdentityStanding.VERIFIED:
        reasons.append(DecisionReason("needs_approval", "identity.unverified", name, ask=ask, wants="confirm-identity"))
    return reasons + _death(person, registered) + _coverage(name, registered, facts)


LARGE = 0.1
"""Share of the picture's shorter side from which on what cannot be recognised is somebody who is shown, and not somebody
who happens to be there: then the production's word for it that nobody can be recognised is not enough."""


def of_unrecognised(
    people: Sequence[Someone], declaration: Declaration, frame: tuple[int, int]
) -> list[DecisionReason]:
    """What the check says of appearances that cannot be recognised. For somebody who was declared and not found, and whom a person
    has confirmed, one large one is accounted for, of a sense for which they were declared."""
    seen = [person.declared for person in people if person.looked_for == "confirm" and person.declared is not None]
    confirmed = Counter[str](modality for entry in seen for modality in entry.modalities)
    reasons = []
    for person in people:
        if person.answer != "not_identifiable":
            continue
        why = {"reason": str(person.found[0].reason)}
        box = person.found[0].box  # what has no place is no small part of anything
        if box is None or min(box[2:]) >= LARGE * min(frame):
            sense = person.found[0].modality
            confirmed[sense] -= 1
            if confirmed[sense] < 0:
                message = "check.not-identifiable-unplaced" if box is None else "check.not-identifiable-large"
                wants = "name-the-face"
                reasons.append(
                    DecisionReason("needs_approval", message, person.pseudonym, why, ask="production", wants=wants)
                )
                continue
        if not declaration.nobody_else_identifiable:
            message, wants = "check.not-identifiable", "cast-attestation"
            reasons.append(
                DecisionReason("needs_approval", message, person.pseudonym, why, ask="production", wants=wants)
            )
    return reasons


def of_nobody_declared(people: Sequence[Someone], declaration: Declaration) -> list[DecisionReason]:
    """A declaration that names nobody and says that nobody can be recognised, of a file with somebody who can be: registered
    or not, the file shows them."""
    says_nobody = declaration.nobody_else_identifiable and not declaration.cast and not declaration.names
    if not says_nobody or not any(person.answer == "none" and person.found for person in people):
        return []
    params = {"path": "nobody_else_identifiable", "reason": "contradiction-somebody-shows"}
    return [
        DecisionReason(
            "needs_approval", "check.contradiction", params=params, ask="production", wants="correct-declaration"
        )
    ]


def _death(person: Someone, registered: PerformerFacts | None) -> list[DecisionReason]:
    """The production says that somebody has died of whom the registry knows no death. Both readings are strict in places
    (the living have not let go of what the dead have; the dead give no more consent), so a union settles it first."""
    told = person.declared
    dead = told is not None and (told.life == "deceased" or told.died is not None)
    if registered is None or not dead or registered.life != "living":
        return []
    ask = f"union:{min(registered.unions)}" if registered.unions else "performer"
    return [
        DecisionReason("needs_approval", "check.death-not-on-record", person.pseudonym, ask=ask, wants="record-death")
    ]


def _coverage(name: str, registered: PerformerFacts, facts: CheckFacts) -> list[DecisionReason]:
    """A union of the performer that has said neither that this work is covered nor that it is not is asked."""
    settled = {facts.union_of[agreement] for agreement in registered.coverage}
    settled |= {facts.union_of[agreement] for agreement, sure in facts.production.agreements.items() if sure}
    asked = registered.unions & (set(facts.union_of.values()) - settled)
    return [
        DecisionReason(
            "needs_approval", "check.coverage-unconfirmed", name, ask=f"union:{union}", wants="confirm-coverage"
        )
        for union in sorted(asked)
    ]
