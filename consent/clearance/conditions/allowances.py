"""Allowances: what waives a consent, and what keeps its absence from being more than a question for a person."""

from consent.clearance.allowed import AS_SCRIPTED, as_scripted, script_is_older
from consent.clearance.case import Person, unknown
from consent.clearance.condition import Finding, Words, broken, condition, met
from consent.clearance.facts import LIKENESSES, Facts, dead_longer, is_altered, is_deceased

_NEVER_ALTERED: frozenset[str] = frozenset()


@condition("allowance")
def customary_alteration(facts: Facts, person: Person, *, alterations: Words) -> Finding | None:
    """The recorded performance is changed as post-production always did."""
    if person.treatment not in ("alteration", "processing") or is_altered(facts, person, alterations):
        return None
    return met("alteration", person, alteration=facts.use.alteration or "none")


@condition("allowance")
def as_scripted_alteration(facts: Facts, person: Person, *, alterations: Words) -> Finding | None:
    """The recorded performance is brought to the script, by one of these changes, and the script is older than it."""
    if person.treatment != "alteration" or facts.use.alteration not in alterations or not script_is_older(facts):
        return None
    return met("alteration", person, alteration=facts.use.alteration)


@condition("allowance")
def exempted(facts: Facts, person: Person, *, exemptions: Words, unlike: Words) -> Finding | None:
    """The use is exempted by name: as scripted (by a script older than the performance), for safety, unrecognisable.

    `unlike`: changes by which a performance is not as scripted, performed or recorded.
    """
    asked = facts.use.exemption
    if asked not in exemptions:
        return None
    if asked == AS_SCRIPTED and (not script_is_older(facts) or _unlike(facts, unlike)):
        return None
    if asked == "unrecognisable" and person.match == "match":
        return None
    return met("exemption", person, exemption=asked)


def _unlike(facts: Facts, changes: Words) -> bool:
    """Whether such a change is made, or nobody knows which one is."""
    change = facts.use.alteration
    return change in changes or unknown(facts.use, "alteration")


@condition("allowance")
def exemption_contradicted(facts: Facts, person: Person, *, unlike: Words) -> Finding | None:
    """The use is exempt as scripted, performed or recorded, and what is changed speaks against that."""
    if not as_scripted(facts) or not _unlike(facts, unlike):
        return None
    return broken("exemption", person, alteration=facts.use.alteration or "unstated")


@condition("allowance")
def possibly_somebody_else(facts: Facts, person: Person) -> Finding | None:
    """The match is possible, not certain: a person has to look."""
    return broken("match", person) if person.match == "possible" else None


@condition("allowance")
def not_in_the_registry(facts: Facts, person: Person) -> Finding | None:
    """The person is not in the registry, so there is no record to test."""
    return broken("registered", person) if not person.registered and person.match == "none" else None


@condition("allowance")
def double_behind_a_face(facts: Facts, person: Person, *, alteration: str) -> Finding | None:
    """Somebody else's face is put on a filmed double."""
    if person.treatment != "alteration" or facts.use.alteration != alteration:
        return None
    return broken("alteration", person)


@condition("allowance")
def speech_unreviewed(facts: Facts, person: Person, *, purposes: Words, no_speech_in: Words) -> Finding | None:
    """The use claims to be protected speech and no lawyer has agreed, or it is an advertisement."""
    if not _speech(facts, person, purposes) or _reviewed_speech(facts, no_speech_in):
        return None
    return broken("purpose", person, purpose=facts.use.purpose)


@condition("allowance")
def speech_reviewed(facts: Facts, person: Person, *, purposes: Words, no_speech_in: Words) -> Finding | None:
    """The use is protected speech, and legal review agreed."""
    if not _speech(facts, person, purposes) or not _reviewed_speech(facts, no_speech_in):
        return None
    return met("purpose", person, purpose=facts.use.purpose)


def _speech(facts: Facts, person: Person, purposes: Words) -> bool:
    """The exception ends where the replica passes for authentic, and never reaches explicit content."""
    if facts.use.purpose not in purposes or person.treatment not in LIKENESSES:
        return False
    return not facts.posed and "sexually_explicit" not in facts.use.content


def _reviewed_speech(facts: Facts, no_speech_in: Words) -> bool:
    return facts.approvals.legal_review == "passed" and facts.use.medium not in no_speech_in


@condition("allowance")
def fleeting_and_dead(facts: Facts, person: Person, *, prominences: Words) -> Finding | None:
    """A dead person is seen only in passing."""
    if not is_deceased(person) or facts.asset.prominence not in prominences:
        return None
    return broken("prominence", person, prominence=facts.asset.prominence)


@condition("allowance")
def long_dead(facts: Facts, person: Person, *, years: int) -> Finding | None:
    """The person died so long ago that no statute asks for heirs any more."""
    if not dead_longer(facts, person, years):
        return None
    return broken("died", person, years=years)


@condition("allowance")
def footage_licensed_after_notice(facts: Facts, person: Person, *, purpose: str, affiliate: str) -> Finding | None:
    """Recorded performances are licensed for pay to train a public system: the union's notice rule governs."""
    use = facts.use
    if use.purpose != purpose or not use.paid or use.recipient in (None, affiliate) or not person.performed_as_shown:
        return None
    if facts.union.notice is None:
        return None
    return met("union", person, recipient=use.recipient)
