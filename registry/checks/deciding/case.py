"""The clearance case of one check, from three sources kept apart: the file, the registry, and the production's word.

Pure: declaration, findings and facts go in; a case, the source of every fact in it, and what the check itself has to
say come out. What rests on the production's word alone and would lift a verdict for a registered person is marked as
claimed, so that the rules answer `needs_approval` until somebody else confirms it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from consent.clearance.facts import ADULT
from consent.spans import joined
from matching.origin.findings import Origin
from registry.approvals.established import Established
from registry.approvals.kinds import BY_FILE
from registry.checks.deciding.builder import CaseBuilder
from registry.checks.deciding.declared_origin import ORIGINAL, put_origin
from registry.checks.deciding.facts import CheckFacts, PerformerFacts
from registry.checks.deciding.naming import NAMED, named_person, prompted
from registry.checks.deciding.people import NAME_ONLY, Recognition, Someone, people_in
from registry.checks.deciding.reasons import DecisionReason, of_nobody_declared, of_person, of_unrecognised
from registry.checks.deciding.together import of_other_voices
from registry.core.days import in_zone
from registry.productions.contradictions import NOT_PERFORMED
from registry.productions.declaration import Declaration
from registry.productions.declaration import Shown as Declared
from registry.records.performers import IdentityStanding

UNALTERED = ("none", "processing", "tiling")


@dataclass(frozen=True)
class Built:
    """A case with the source of each fact (path -> file, registry, union or production), the people behind its
    pseudonyms, and the check's own reasons."""

    case: dict[str, Any]
    sources: dict[str, str]
    people: tuple[Someone, ...]
    reasons: tuple[DecisionReason, ...]


def build(
    declaration: Declaration,
    media: str,
    found: Sequence[Recognition],
    facts: CheckFacts,
    names: Mapping[str, str],
    established: Established | None = None,
    lost: int = 0,
    looked_for: Mapping[str, str] | None = None,
    noted: Sequence[DecisionReason] = (),
    frame: tuple[int, int] = (0, 0),
    numbers: Mapping[str, str] | None = None,
    origin: Origin | None = None,
) -> Built:
    """The case of one check.

    `names`: declared name -> performer id, where exactly one registered performer bears it. `lost`: registered
    performers whose templates cannot be read at the moment. `looked_for`: performer -> what a person answered who looked
    for them. `noted`: what the check has to say of its own already. `frame`: width and height of the picture; where they
    are not known nobody counts as a small part of it. `numbers`: see `people_in`. `origin`: what the file says about its own.
    """
    said = established or Established()
    people = people_in(declaration, found, facts, names, looked_for or {}, numbers)
    builder = CaseBuilder()
    builder.put("check_date", facts.today.isoformat(), "registry")
    builder.put("checked_at", in_zone(facts.at, facts.production.zone), "registry")
    _put_production(builder, declaration, facts)
    _put_declared(builder, declaration, media, facts)
    put_origin(builder, declaration, origin)
    for person in people:
        if person.answer not in ("cannot_decide", "not_identifiable"):
            _put_person(builder, person, declaration, facts, said, names, origin)
    for part, content in said.case.items():
        if content not in ({}, None):
            builder.merge(part, content, "union" if part == "union" else "registry")
    builder.sources |= {path: source for path, source in said.sources.items() if path in builder.sources}
    _put_preferences(builder, people, said)
    if "lines" not in builder.case["use"] and any(one.get("unit") == "line" for one in builder.case["consents"]):
        builder.merge(
            "use", {"lines": None}, "production"
        )  # a consent counts lines, and nobody has said how many there are
    if "approvals" not in builder.case:
        # no record is an answer too, and the production's own word would be none
        builder.merge("approvals", {"disclosed": False, "written": "none", "legal_review": "none"}, "registry")
    reasons = [*noted, *(reason for person in people for reason in of_person(person, declaration, facts))]
    reasons += of_unrecognised(people, declaration, frame)
    reasons += of_nobody_declared(people, declaration)
    reasons += of_other_voices(people, said.confirmed.keys())
    if lost and any(one.answer == "none" for one in found):
        reasons.append(
            DecisionReason(
                "needs_approval", "check.coverage-lost", params={"people": lost}, ask="operator", wants="new-references"
            )
        )
    return Built(builder.case, builder.sources, people, tuple(reasons))


def _put_production(builder: CaseBuilder, declaration: Declaration, facts: CheckFacts) -> None:
    production = facts.production
    agreements = set(production.agreements)
    for performer in facts.performers.values():
        agreements |= {agreement for agreement, covered in performer.coverage.items() if covered}
    builder.merge("production", {"id": production.id, "kind": production.kind}, "registry")
    builder.merge("production", {"commissioner": production.commissioner}, "registry")
    builder.merge("production", {"time_zone": production.zone.key}, "registry")
    # A declared agreement only ever adds rules, so it counts before its union has confirmed it.
    confirmed = all(production.agreements.get(agreement, True) for agreement in agreements)
    builder.merge("production", {"union_agreements": sorted(agreements)}, "union" if confirmed else "production")
    if production.photography_start is not None:
        builder.merge("production", {"photography_start": production.photography_start.isoformat()}, "registry")
    if production.jurisdiction is not None:
        builder.merge("production", {"jurisdiction": production.jurisdiction}, "registry")


def _put_declared(builder: CaseBuilder, declaration: Declaration, media: str, facts: CheckFacts) -> None:
    said = declaration.model_dump(mode="json", exclude_unset=True)
    builder.merge("asset", {"media": media}, "file")
    builder.merge("asset", {key: value for key, value in said["asset"].items() if key != "credentials"}, "production")
    if declaration.asset.stage == "library" and _made(declaration):
        # finished work is delivered like any other: that it lies in a library is the production's word, and ends no duty
        builder.merge("asset", {"stage": "final"}, "registry")
    if declaration.principles is not None:
        builder.merge("principles", said["principles"], "production")
    else:
        builder.merge("principles", dict.fromkeys(_PRINCIPLES, "unsure"), "production")  # asked, and not answered
    builder.merge("use", {"project": facts.production.id}, "registry")
    # null is a use without a change; in a case it would read as a change that nobody knows
    use = {key: value for key, value in said["use"].items() if key != "alteration" or value is not None}
    if declaration.use.date is not None and declaration.use.date < facts.today.isoformat():
        del use["date"]  # what is checked today is used today at the earliest, and not while a term still ran
    builder.merge("use", use, "production")
    made, seen = declaration.use.generated_on, facts.first_seen
    if made is not None and seen is not None and made > seen.isoformat():
        builder.merge("use", {"generated_on": seen.isoformat()}, "registry")  # this very file was here before that day
    builder.merge("disclosure", said.get("disclosure") or {"present": False}, "production")
    for part in ("union", "session", "transfer"):
        if said.get(part):
            builder.merge(part, said[part], "production")
    for part in ("knowledge", "rule_packs"):
        if said.get(part) is not None:
            builder.put(part, said[part], "production")
    builder.put("persons", [], "file")
    builder.put("consents", [], "registry")


def _made(declaration: Declaration) -> bool:
    """Whether somebody in the file was generated or altered, by what is declared."""
    shown = {declaration.others.treatment, *(entry.treatment for entry in declaration.cast)}
    return not shown.isdisjoint(NOT_PERFORMED | {"alteration"})


_PRINCIPLES = (
    "no_third_party_replication",
    "no_store_train",
    "secure_environment",
    "temporary_only",
    "no_unconsented_replacement",
)


def _put_person(
    builder: CaseBuilder,
    person: Someone,
    declaration: Declaration,
    facts: CheckFacts,
    said: Established,
    names: Mapping[str, str],
    origin: Origin | None,
) -> None:
    registered = facts.performers.get(person.performer or "")
    if person.answer == NAMED:
        _put_name(builder, person, registered, said)
        return
    if person.answer == "declared" and (registered is None or not registered.consents):
        registered = STRANGER
    shown: Declared = person.declared or declaration.others
    told = person.declared.modalities if person.declared else []
    # whatever was declared, this is what was found
    found = [modality for modality in dict.fromkeys(one.modality for one in person.found) if modality not in told]
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
    times = joined(span for one in person.found if one.end for span in one.spans)
    if times:
        entry["spans"] = [{"start_ms": start, "end_ms": end} for start, end in times]
        sources["spans"] = "file"
    if person.declared is not None:
        word = person.declared.model_dump(mode="json", exclude_unset=True)
        extra = {key: word[key] for key in _OF_PERSON if word.get(key) is not None}
        if prompted(declaration, names, person.performer, person.declared.name) or set(told) <= NAME_ONLY:
            extra["prompted_by_name"] = True
        entry |= extra
        sources |= dict.fromkeys(extra, "production")
    if registered is not None:
        known = {} if registered is STRANGER else on_record(registered, entry)
        entry |= known
        sources |= dict.fromkeys(known, "registry")
        claimed = _claimed(shown, declaration)
        confirmed = {fact: said.confirmed.get((registered.id, fact)) for fact in claimed}
        if origin is not None and origin.camera_original:
            proven = {fact for fact in claimed if fact in BY_FILE and (registered.id, fact) not in said.denied}
            confirmed |= {fact: confirmed[fact] or ORIGINAL for fact in proven}
        alone = [fact for fact, by in confirmed.items() if not by]  # what others have confirmed is no claim any more
        if claimed:
            entry["claimed_by_production"] = alone or claimed
            entry["confirmed_by"] = "production" if alone else next(by for by in confirmed.values() if by)
            by_file = entry["confirmed_by"] == ORIGINAL and not said.confirmed
            sources |= {"claimed_by_production": "production", "confirmed_by": "file" if by_file else "registry"}
        _put_consents(builder, person, registered, said)
    builder.add("persons", entry, sources)


def _put_name(builder: CaseBuilder, person: Someone, registered: PerformerFacts | None, said: Established) -> None:
    entry, consented = named_person(person.pseudonym, registered)
    sources = dict.fromkeys(entry, "production")
    if registered is not None and consented:
        known = on_record(registered, entry)
        entry |= known
        sources |= dict.fromkeys(known, "registry")
        _put_consents(builder, person, registered, said)
    builder.add("persons", entry, sources)


_OF_PERSON = ("features", "prompted_by_name", "minor", "age", "life", "died")


def on_record(registered: PerformerFacts, told: Mapping[str, Any]) -> dict[str, Any]:
    """What the registry knows of somebody, which no declaration overrides: whether they live, and whether they are of age.

    Without a birth date on record the union that verified them saw an adult; that they are a minor all the same, the
    production may say, because nothing becomes milder by it (a guardian's authority rests on the record alone).
    """
    day = {
        name: None if on is None else on.isoformat()
        for name, on in (("died", registered.died), ("born", registered.born))
    }
    known: dict[str, Any] = {"life": registered.life, **day}
    if registered.minor is not None:
        return known | {"minor": registered.minor, "age": None}
    said = bool(told.get("minor")) or (told.get("age") or ADULT) < ADULT
    return known | {"minor": said, "age": None}


STRANGER = PerformerFacts("", "", IdentityStanding.UNVERIFIED, "living", None, None, frozenset(), {}, ())
"""Somebody declared, not found, and of whom this production has no paper: known here or not, they are judged like a
registered performer who gave no consent, by what is declared of them. Who is registered and who is not, who lives and who
does not, must not be told apart by asking for names."""


def _claimed(shown: Declared, declaration: Declaration) -> list[str]:
    """Facts that lift a verdict and that only the production states (promise 2).

    Each is always stated where it is declared. Whether a consent on file reaches this very use, so that the claim changes
    nothing, is for the rules to say: that there is some consent says nothing about this use.
    """
    claims = {
        "performed_as_shown": shown.performed_as_shown,
        "not_altered": shown.treatment in (*UNALTERED, "alteration"),
        "exemption": declaration.use.exemption is not None,
        "finished_work": declaration.use.new_generation is False,
    }
    return [claim for claim, made in claims.items() if made]


def _put_consents(builder: CaseBuilder, person: Someone, registered: PerformerFacts, said: Established) -> None:
    for filed in registered.consents:
        entry = dict(filed.entry) | {"person": person.pseudonym}
        if "use_approved" in entry:
            # a no reads like no answer yet: the production is not told that somebody refused, and neither clears
            entry["use_approved"] = said.use_approved.get(registered.id) or None
        if entry["description_specific"] == "unsure":  # a union's judgement stands; where there is none, counsel's
            entry["description_specific"] = said.described.get(filed.id, "unsure")
        builder.add("consents", entry, dict.fromkeys(entry, "registry"))
    # every signed document states its pay; who has no consent that counts lacks more than terms of pay, and that is said
    on_file = any(filed.counts or "file_cleared_at" in filed.entry for filed in registered.consents)
    earlier = builder.case.get("compensation", {}).get("terms_on_file", False)
    builder.merge("compensation", {"terms_on_file": on_file or earlier}, "registry")


def _put_preferences(builder: CaseBuilder, people: Sequence[Someone], said: Established) -> None:
    pseudonyms = {person.performer: person.pseudonym for person in people if person.answer != "cannot_decide"}
    found = [
        dict(preference) | {"person": pseudonyms[preference["person"]]}
        for preference in said.preferences
        if preference["person"] in pseudonyms
    ]
    if found:
        builder.put("standing_preferences", found, "registry")
