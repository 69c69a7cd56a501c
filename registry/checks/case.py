"""The clearance case of one check, from three sources kept apart: the file, the registry, and the production's word.

Pure: declaration, findings and facts go in; a case, the source of every fact in it, and what the check itself has to
say come out. What rests on the production's word alone and would lift a verdict for a registered person is marked as
claimed, so that the rules answer `needs_approval` until somebody else confirms it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from registry.checks.facts import Facts, PerformerFacts
from registry.checks.naming import NAMED, named_person, prompted
from registry.checks.people import Face, Someone, people_in
from registry.checks.sheet import Sheet
from registry.declaration import Declaration
from registry.declaration import Shown as Declared
from registry.performers.records import Standing
from registry.texts import say

UNALTERED = ("none", "processing", "tiling")


@dataclass(frozen=True)
class Reason:
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
        words = {"person": self.person or "", "why": self.params.get("reason", "")} | dict(self.params)
        return {
            "layer": "check",
            "verdict": self.verdict,
            "rule": None,
            "person": self.person,
            "consent": None,
            "clause": None,
            "message": self.message,
            "params": dict(self.params),
            "summary": say(f"reason-{self.message}", **words),
            "remedy": {"ask": self.ask, "for": self.wants} if self.ask else None,
            "source": None,
        }


@dataclass(frozen=True)
class Established:
    """What others than the production have said about this declaration and file: the records of the ways to a yes.

    case: parts of the case (`approvals`, `union`, ...) that such records fill. confirmed: (performer, claimed fact) ->
    who confirmed it (`performer`, `union`, `camera_original`, `provenance`). use_approved: performer -> their yes or no
    to this one use. preferences: as `standing_preferences` of a case, `person` being a performer. described: consent ->
    counsel's judgement of its description (yes, no). sources: path of a fact -> who said it, where that is neither the
    registry nor, in `union`, a union. ends: when the first of these answers runs out.
    """

    case: Mapping[str, Any] = field(default_factory=dict)
    confirmed: Mapping[tuple[str, str], str] = field(default_factory=dict)
    use_approved: Mapping[str, bool] = field(default_factory=dict)
    preferences: Sequence[Mapping[str, Any]] = ()
    described: Mapping[str, str] = field(default_factory=dict)
    ends: datetime | None = None
    sources: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Built:
    """A case with the source of each fact (path -> file, registry, union or production), the people behind its
    pseudonyms, and the check's own reasons."""

    case: dict[str, Any]
    sources: dict[str, str]
    people: tuple[Someone, ...]
    reasons: tuple[Reason, ...]


def build(
    declaration: Declaration,
    media: str,
    faces: Sequence[Face],
    facts: Facts,
    names: Mapping[str, str],
    established: Established | None = None,
    lost: int = 0,
    looked_for: Mapping[str, str] | None = None,
    frame: tuple[int, int] = (0, 0),
) -> Built:
    """The case of one check.

    `names`: declared name -> performer id, where exactly one registered performer bears it. `lost`: registered
    performers whose templates cannot be read at the moment. `looked_for`: performer -> what a person answered who looked
    for them. `frame`: width and height of the picture; where they are not known no face counts as a small part of it.
    """
    said = established or Established()
    people = people_in(declaration, faces, facts, names, looked_for or {})
    sheet = Sheet()
    sheet.put("check_date", facts.today.isoformat(), "registry")
    _put_production(sheet, declaration, facts)
    _put_declared(sheet, declaration, media, facts)
    for person in people:
        if person.answer not in ("cannot_decide", "not_identifiable"):
            _put_person(sheet, person, declaration, facts, said, names)
    for part, content in said.case.items():
        if content not in ({}, None):
            sheet.merge(part, content, "union" if part == "union" else "registry")
    sheet.sources |= {path: source for path, source in said.sources.items() if path in sheet.sources}
    _put_preferences(sheet, people, said)
    if "approvals" not in sheet.case:
        # no record is an answer too, and the production's own word would be none
        sheet.merge("approvals", {"disclosed": False, "written": "none", "legal_review": "none"}, "registry")
    reasons = [reason for person in people for reason in _about(person, declaration, facts)]
    reasons += _unrecognised(people, declaration, frame)
    if lost and any(face.answer == "none" for face in faces):
        reasons.append(
            Reason(
                "needs_approval", "check.coverage-lost", params={"people": lost}, ask="operator", wants="new-references"
            )
        )
    return Built(sheet.case, sheet.sources, people, tuple(reasons))


def _put_production(sheet: Sheet, declaration: Declaration, facts: Facts) -> None:
    production = facts.production
    agreements = set(production.agreements)
    for performer in facts.performers.values():
        agreements |= {agreement for agreement, covered in performer.coverage.items() if covered}
    sheet.merge("production", {"id": production.id, "kind": production.kind}, "registry")
    sheet.merge("production", {"commissioner": production.commissioner}, "registry")
    # A declared agreement only ever adds rules, so it counts before its union has confirmed it.
    confirmed = all(production.agreements.get(agreement, True) for agreement in agreements)
    sheet.merge("production", {"union_agreements": sorted(agreements)}, "union" if confirmed else "production")
    if production.photography_start is not None:
        sheet.merge("production", {"photography_start": production.photography_start.isoformat()}, "registry")
    if production.jurisdiction is not None:
        sheet.merge("production", {"jurisdiction": production.jurisdiction}, "registry")


def _put_declared(sheet: Sheet, declaration: Declaration, media: str, facts: Facts) -> None:
    said = declaration.model_dump(mode="json", exclude_unset=True)
    sheet.merge("asset", {"media": media}, "file")
    sheet.merge("asset", said["asset"], "production")
    if "principles" in said:
        sheet.merge("principles", said["principles"], "production")
    else:
        sheet.merge("principles", dict.fromkeys(_PRINCIPLES, "unsure"), "production")  # asked, and not answered
    sheet.merge("use", {"project": facts.production.id, "date": facts.today.isoformat()}, "registry")
    # null is a use without a change; in a case it would read as a change that nobody knows
    use = {key: value for key, value in said["use"].items() if key != "alteration" or value is not None}
    if declaration.use.date is not None and declaration.use.date < facts.today.isoformat():
        del use["date"]  # what is checked today is used today at the earliest, and not while a term still ran
    sheet.merge("use", use, "production")
    sheet.merge("disclosure", said.get("disclosure") or {"present": False}, "production")
    for part in ("union", "session", "transfer"):
        if said.get(part):
            sheet.merge(part, said[part], "production")
    for part in ("knowledge", "rule_packs"):
        if said.get(part) is not None:
            sheet.put(part, said[part], "production")
    sheet.put("persons", [], "file")
    sheet.put("consents", [], "registry")


_PRINCIPLES = (
    "no_third_party_replication",
    "no_store_train",
    "secure_environment",
    "temporary_only",
    "no_unconsented_replacement",
)


def _put_person(
    sheet: Sheet,
    person: Someone,
    declaration: Declaration,
    facts: Facts,
    said: Established,
    names: Mapping[str, str],
) -> None:
    registered = facts.performers.get(person.performer or "")
    if person.answer == NAMED:
        _put_name(sheet, person, registered, said)
        return
    if registered is None and person.answer == "declared":
        registered = STRANGER
    shown: Declared = person.declared or declaration.others
    told = person.declared.modalities if person.declared else []
    found = ["face"] if person.faces and "face" not in told else []  # whatever was declared, a face was found
    entry: dict[str, Any] = {
        "ref": person.pseudonym,
        "registered": registered is not None,
        "match": "none" if person.answer == "declared" else person.answer,
        "modalities": [*told, *found],
        "performed_as_shown": shown.performed_as_shown,
        "treatment": shown.treatment,
        "role": shown.role,
    }
    sources = dict.fromkeys(entry, "production") | {"ref": "registry", "registered": "registry", "match": "file"}
    if person.declared is not None:
        word = person.declared.model_dump(mode="json", exclude_unset=True)
        extra = {key: word[key] for key in _OF_PERSON if word.get(key) is not None}
        if prompted(declaration, names, person.performer, person.declared.name):
            extra["prompted_by_name"] = True
        entry |= extra
        sources |= dict.fromkeys(extra, "production")
    if registered is not None:
        known = _on_record(registered, entry)
        entry |= known
        sources |= dict.fromkeys(known, "registry")
        claimed = _claimed(shown, declaration, registered, facts.today)
        confirmed = {fact: said.confirmed.get((registered.id, fact)) for fact in claimed}
        if claimed:
            by = next((who for who in confirmed.values() if who), None)
            entry["claimed_by_production"] = claimed
            entry["confirmed_by"] = by if by and all(confirmed.values()) else "production"
            sources |= {"claimed_by_production": "production", "confirmed_by": "registry"}
        _put_consents(sheet, person, registered, said)
    sheet.add("persons", entry, sources)


def _put_name(sheet: Sheet, person: Someone, registered: PerformerFacts | None, said: Established) -> None:
    entry, consented = named_person(person.pseudonym, registered)
    sources = dict.fromkeys(entry, "production")
    if registered is not None and consented:
        known = _on_record(registered, entry)
        entry |= known
        sources |= dict.fromkeys(known, "registry")
        _put_consents(sheet, person, registered, said)
    sheet.add("persons", entry, sources)


_OF_PERSON = ("features", "prompted_by_name", "minor", "age", "life", "died")


def _on_record(registered: PerformerFacts, told: Mapping[str, Any]) -> dict[str, Any]:
    """Life and age as the registry has them. Saying that somebody is a minor or dead only makes a verdict stricter, so
    that word of the production stands; saying the opposite does not."""
    known: dict[str, Any] = {}
    if registered.life == "deceased" or told.get("life") != "deceased":
        known["life"] = registered.life
    if registered.died is not None:
        known["died"] = registered.died.isoformat()
    if not told.get("minor"):
        known["minor"] = bool(registered.minor)
    return known


STRANGER = PerformerFacts("", "", Standing.UNVERIFIED, "living", None, None, frozenset(), {}, ())
"""Somebody declared, not found and not known here. They are judged like a registered performer who gave no consent: who is
registered and who is not must not be told apart by asking for names."""


def _claimed(shown: Declared, declaration: Declaration, registered: PerformerFacts, today: date) -> list[str]:
    """Facts that lift a verdict and that only the production states (promise 2).

    An alteration without a consent to alter can only be allowed as a customary one, which is the production's word too. So
    is finished work, where nothing but that is still allowed because no consent runs today.
    """
    claims = []
    if shown.performed_as_shown:
        claims.append("performed_as_shown")
    may_alter = any("alter_performance" in filed.document.scope.kind for filed in registered.consents if filed.counts)
    if shown.treatment in UNALTERED or (shown.treatment == "alteration" and not may_alter):
        claims.append("not_altered")
    if declaration.use.exemption is not None:
        claims.append("exemption")
    day = today.isoformat()
    runs = any(
        filed.counts and filed.document.scope.valid_from <= day <= filed.document.scope.valid_until
        for filed in registered.consents
    )
    if declaration.use.new_generation is False and not runs:
        claims.append("finished_work")
    return claims


def _put_consents(sheet: Sheet, person: Someone, registered: PerformerFacts, said: Established) -> None:
    for filed in registered.consents:
        entry = dict(filed.entry) | {"person": person.pseudonym}
        if "use_approved" in entry:
            # a no reads like no answer yet: the production is not told that somebody refused, and neither clears
            entry["use_approved"] = said.use_approved.get(registered.id) or None
        if entry["description_specific"] == "unsure":  # a union's judgement stands; where there is none, counsel's
            entry["description_specific"] = said.described.get(filed.id, "unsure")
        sheet.add("consents", entry, dict.fromkeys(entry, "registry"))
    # every signed document states its pay; who has no consent that counts lacks more than terms of pay, and that is said
    on_file = any(filed.counts for filed in registered.consents)
    earlier = sheet.case.get("compensation", {}).get("terms_on_file", False)
    sheet.merge("compensation", {"terms_on_file": on_file or earlier}, "registry")


def _put_preferences(sheet: Sheet, people: Sequence[Someone], said: Established) -> None:
    pseudonyms = {person.performer: person.pseudonym for person in people if person.answer != "cannot_decide"}
    found = [
        dict(preference) | {"person": pseudonyms[preference["person"]]}
        for preference in said.preferences
        if preference["person"] in pseudonyms
    ]
    if found:
        sheet.put("standing_preferences", found, "registry")


def _about(person: Someone, declaration: Declaration, facts: Facts) -> list[Reason]:
    """What the check says of one person."""
    name, registered = person.pseudonym, facts.performers.get(person.performer or "")
    if person.answer == "cannot_decide":
        return [
            Reason("needs_approval", "check.cannot-decide", name, {"reason": person.faces[0].reason or "engine.failed"})
        ]
    if person.answer == "declared":
        if not person.sought:
            return []
        if person.looked_for == "not_this_person":
            return [Reason("needs_approval", "check.declared-absent", name, ask="production", wants="correct-cast")]
        return [Reason("needs_approval", "check.declared-not-found", name, ask="review", wants="look")]
    if registered is None or person.answer == NAMED:
        return []
    reasons = []
    if person.declared is None and person.answer == "match":
        reasons.append(Reason("blocked", "check.found-not-declared", name, ask="production", wants="declare-person"))
    if person.answer == "possible":
        reasons.append(Reason("needs_approval", "check.possible", name, ask="review", wants="look"))
    if registered.standing is not Standing.VERIFIED:
        unions = sorted(registered.unions)
        ask = f"union:{unions[0]}" if unions else "performer"
        reasons.append(Reason("needs_approval", "identity.unverified", name, ask=ask, wants="confirm-identity"))
    return reasons + _coverage(name, registered, facts)


LARGE = 0.1
"""Share of the picture's shorter side from which on a face that cannot be recognised is somebody who is shown, and not somebody
who happens to be there: then the production's word for it that nobody can be recognised is not enough."""


def _unrecognised(people: Sequence[Someone], declaration: Declaration, frame: tuple[int, int]) -> list[Reason]:
    """What the check says of faces that cannot be recognised. For somebody who was declared and not found, and whom a person
    has confirmed, one large face is accounted for."""
    confirmed = sum(person.looked_for == "confirm" for person in people)
    reasons = []
    for person in people:
        if person.answer != "not_identifiable":
            continue
        why = {"reason": str(person.faces[0].reason)}
        if min(person.faces[0].box[2:]) >= LARGE * min(frame):
            confirmed -= 1
            if confirmed < 0:
                message, wants = "check.not-identifiable-large", "name-the-face"
                reasons.append(Reason("needs_approval", message, person.pseudonym, why, ask="production", wants=wants))
                continue
        if not declaration.nobody_else_identifiable:
            message, wants = "check.not-identifiable", "cast-attestation"
            reasons.append(Reason("needs_approval", message, person.pseudonym, why, ask="production", wants=wants))
    return reasons


def _coverage(name: str, registered: PerformerFacts, facts: Facts) -> list[Reason]:
    """A union of the performer that has said neither that this work is covered nor that it is not is asked."""
    settled = {facts.union_of[agreement] for agreement in registered.coverage}
    settled |= {facts.union_of[agreement] for agreement, sure in facts.production.agreements.items() if sure}
    asked = registered.unions & (set(facts.union_of.values()) - settled)
    return [
        Reason("needs_approval", "check.coverage-unconfirmed", name, ask=f"union:{union}", wants="confirm-coverage")
        for union in sorted(asked)
    ]
