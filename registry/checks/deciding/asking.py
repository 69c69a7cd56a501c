"""What a production is told of people who gave it nothing: the same, whoever they are.

A production with no contract with somebody must not learn by asking whether they are registered, refused, prohibit such
uses, are minors, have died, or are unknown here, nor which name belongs to a likeness. So its answer is decided from what it may
know, and from nothing else: everybody registered who is found becomes somebody, and everybody it names becomes a
stranger, before the rules are asked. Nothing that was left out can show in verdict, reasons, duties, size or receipt.

A stranger is judged as strictly as anybody on record could be: as a minor, as somebody dead, and as somebody who prohibits
it. What everybody else sees, and what reviewers are asked, rests on all facts (`judge`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from consent.verdicts import ALLOWED, STRICTNESS
from matching.origin.findings import Origin
from registry.approvals.established import Established
from registry.checks.deciding.case import Built, build
from registry.checks.deciding.combining import combine
from registry.checks.deciding.facts import CheckFacts, PerformerFacts
from registry.checks.deciding.people import Recognition, Someone, performer_of
from registry.checks.deciding.reasons import DecisionReason
from registry.productions.declaration import Declaration
from registry.records.performers import IdentityStanding
from registry.records.visibility import MISSING


class Judged(Protocol):
    """The decision on a case (consent.clearance.Decision)."""

    def as_dict(self) -> dict[str, Any]: ...


Decide = Callable[[Mapping[str, Any]], Judged]


@dataclass(frozen=True)
class KnownIdentities:
    """What a case is built from beside the declaration; see `case.build`."""

    found: Sequence[Recognition]
    facts: CheckFacts
    names: Mapping[str, str]
    established: Established = field(default_factory=Established)
    looked_for: Mapping[str, str] = field(default_factory=dict)
    frame: tuple[int, int] = (0, 0)
    origin: Origin | None = None


def judge(
    decide: Decide,
    declaration: Declaration,
    media: str,
    known: KnownIdentities,
    lost: int = 0,
    noted: Sequence[DecisionReason] = (),
    leaves_out: frozenset[str] = frozenset(),
) -> tuple[Built, dict[str, Any]]:
    """The case with everything in it, and its decision; under `told`, the one that the production is told.

    Status and verdict are those of both, the stricter of the two: what the production learns is what counts.
    `leaves_out`: messages of reasons that are not meant.
    """

    def built(of: KnownIdentities, numbers: Mapping[str, str] | None = None) -> Built:
        made = build(
            declaration, media, of.found, of.facts, of.names, of.established, lost, of.looked_for, noted, of.frame,
            numbers, of.origin,
        )  # fmt: skip
        return replace(made, reasons=tuple(reason for reason in made.reasons if reason.message not in leaves_out))

    own = narrowed(declaration, known)
    narrow = built(own)
    whole = built(known, {person.key: person.pseudonym for person in narrow.people})
    decision = combine(decide(whole.case).as_dict(), whole, known.facts)
    told = _levelled(decide, narrow, combine(decide(narrow.case).as_dict(), narrow, own.facts), decision)
    told["held"] = [person.pseudonym for person in narrow.people if person.performer in known.facts.performers]
    decision |= {"status": told["status"], "verdict": told["verdict"], "told": told, "told_case": narrow.case}
    return whole, decision


def held(facts: CheckFacts, established: Established) -> frozenset[str]:
    """The performers who gave this production something that counts: a consent, or a yes to a use or a fact of it. What it
    may know of them, it knows."""
    papers = {
        performer.id
        for performer in facts.performers.values()
        if any(filed.counts or "file_cleared_at" in filed.entry for filed in performer.consents)
    }
    said = {performer for performer, _fact in established.confirmed} | established.searched
    said |= {performer for performer, yes in established.use_approved.items() if yes}
    return frozenset((papers | said) & facts.performers.keys())


def narrowed(declaration: Declaration, known: KnownIdentities) -> KnownIdentities:
    """What the production may know of what is known."""
    facts = known.facts
    mine = held(facts, known.established)
    found = dict.fromkeys(one.subject for one in known.found if one.subject in facts.performers.keys() - mine)
    stand_ins = {subject: _somebody(f"?{number}", facts) for number, subject in enumerate(found, start=1)}
    # nobody is compared one to one with somebody whom the production declares and holds nothing of: it would learn who they are
    anonymous = [one.unasked(stand_ins[one.subject].id) if one.subject in stand_ins else one for one in known.found]
    names = {name: performer for name, performer in known.names.items() if performer in mine}
    performers = {performer: facts.performers[performer] for performer in facts.performers if performer in mine}
    performers |= {stand_in.id: stand_in for stand_in in stand_ins.values()}
    own = replace(facts, performers=performers)
    established = known.established
    if stand_ins or any(performer_of(entry, names, own) is None for entry in declaration.cast):
        # a stranger's work may be under any agreement that covers somebody's here, and nobody has looked for their heirs
        agreements = dict.fromkeys(facts.covering, True) | facts.production.agreements
        own = replace(own, production=replace(facts.production, agreements=agreements))
        if "search_for_heirs" in established.case:
            established = replace(established, case={**established.case, "search_for_heirs": "none"})
    looked_for = {performer: answer for performer, answer in known.looked_for.items() if performer in mine}
    return KnownIdentities(anonymous, own, names, established, looked_for, known.frame, known.origin)


def _somebody(stand_in: str, facts: CheckFacts) -> PerformerFacts:
    """Somebody registered, of whom no more is said. Whom to ask is a union of the production, whoever it is."""
    unions = {
        facts.union_of[one] for one, sure in facts.production.agreements.items() if sure and one in facts.union_of
    }
    return PerformerFacts(
        stand_in, "", IdentityStanding.VERIFIED, "living", None, None, frozenset(unions), {}, (), anonymous=True
    )


_LIVES: tuple[Mapping[str, Any], ...] = (
    {},
    {"minor": True, "age": None},
    {"life": "deceased", "died": None},
)
_PREFERENCE = {"source": "own", "value": "prohibited"}


def _levelled(decide: Decide, built: Built, told: dict[str, Any], whole: Mapping[str, Any]) -> dict[str, Any]:
    """What the production is told, as strict as it would be whoever the strangers were."""
    strangers = {person.pseudonym for person in built.people if _stranger(person)}
    people: dict[str, str] = {}
    strictest, duties, failed = told["verdict"], list(told["duties"]), False
    for case in _variants(built.case, strangers) if strangers else ():
        decision = decide(case).as_dict()
        failed = failed or decision["verdict"] is None
        strictest = _stricter(strictest, decision["verdict"] or "needs_approval")
        duties += [dict(duty) for duty in decision["duties"] if dict(duty) not in duties]
        for reason in decision["reasons"]:
            if reason.get("person") in strangers:
                people[reason["person"]] = _stricter(people.get(reason["person"], "cleared"), reason["verdict"])
    if strangers and failed:
        strictest = _stricter(strictest, "needs_approval")
    reasons, persons = list(told["reasons"]), []
    for person in told["persons"]:
        level = _stricter(person["verdict"], people.get(person["pseudonym"], "cleared"))
        if level != person["verdict"]:
            reasons.append(_missing(level, person["pseudonym"]))
        persons.append(person | {"verdict": level})
    if whole["verdict"] not in ALLOWED:  # never milder than what all facts come to, even where that shows
        strictest = _stricter(strictest, whole["verdict"])
    if strictest not in {"cleared", *(reason["verdict"] for reason in reasons)}:
        reasons.append(_missing(strictest, None))
    reasons.sort(key=lambda reason: -STRICTNESS[reason["verdict"]])
    status = told["status"] if told["status"] != "decided" else whole["status"]
    return told | {
        "status": status, "verdict": strictest, "reasons": reasons, "persons": persons, "duties": duties,
    }  # fmt: skip


def _stranger(person: Someone) -> bool:
    """Whether somebody is judged for whom the production holds nothing. Whoever is recognised is blocked in any case."""
    return person.answer == "declared" and person.performer is None


def _variants(case: Mapping[str, Any], strangers: Iterable[str]) -> Iterable[dict[str, Any]]:
    """The case as it would be for others: of another age, dead, prohibiting it."""
    refs = sorted(strangers)
    preferences = [*case.get("standing_preferences", ()), *(_PREFERENCE | {"person": ref} for ref in refs)]
    for life in _LIVES:
        persons = [person | life if person["ref"] in refs else person for person in case["persons"]]
        for extra in ({}, {"standing_preferences": preferences}):
            yield {**case, "persons": persons, **extra}


def _stricter(one: str, other: str) -> str:
    return max(one, other, key=STRICTNESS.__getitem__)


def _missing(verdict: str, person: str | None) -> dict[str, Any]:
    reason = DecisionReason(verdict, MISSING, person, ask="performer", wants="consent-missing").as_dict()
    return reason | {"layer": "performer_consent", "usable": False, "ask": "performer"}
