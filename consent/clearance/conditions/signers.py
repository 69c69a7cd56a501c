"""Who signed a consent, with what authority, and what the signer could give on the day of the signature."""

from consent.clearance.case import Consent, unknown
from consent.clearance.condition import Ask, Finding, Words, condition, outside
from consent.clearance.facts import Facts, is_deceased, minor_on


@condition("consent")
def signer_unknown(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """Nothing says who signed."""
    return outside(consent, "signer_role") if consent.signer_role is None else None


def _minor_at_signing(facts: Facts, ask: Ask, consent: Consent) -> bool | None:
    """Whether a minor's likeness was signed away, on the day of the signature; None: nobody knows."""
    return minor_on(facts, ask.person, consent.signed_at or facts.case.check_date)


@condition("consent")
def minor_without_guardian(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """The person was a minor when somebody other than the guardian signed; coming of age does not heal that."""
    if consent.signer_role in ("guardian", None) or not _minor_at_signing(facts, ask, consent):
        return None
    if is_deceased(ask.person) and not _in_life(facts, ask, consent):
        return None
    return outside(consent, "signer_role", signer=consent.signer_role)


@condition("consent")
def perhaps_minor(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """Nobody knows whether the person was a minor at the signature, and no guardian signed."""
    if consent.signer_role == "guardian" or _minor_at_signing(facts, ask, consent) is not None:
        return None
    if is_deceased(ask.person) and not _in_life(facts, ask, consent):
        return None
    return outside(consent, "signer_role", signer=consent.signer_role)


@condition("consent")
def guardian_of_adult(facts: Facts, ask: Ask, consent: Consent, *, at_signing: bool) -> Finding | None:
    """A guardian signed for a person who is an adult now, or has died; `at_signing`: who was an adult already then."""
    if consent.signer_role != "guardian":
        return None
    dated = consent.signed_at is not None and (ask.person.born is not None or ask.person.age is not None)
    adult_then = dated and _minor_at_signing(facts, ask, consent) is False
    still_minor = minor_on(facts, ask.person, facts.case.check_date) is True and not is_deceased(ask.person)
    if adult_then is not at_signing or (still_minor and not at_signing):
        return None
    return outside(consent, "signer_role", signer="guardian")


@condition("consent")
def signer_only_for_the_dead(facts: Facts, ask: Ask, consent: Consent, *, signers: Words) -> Finding | None:
    """An estate or the union signed for a person who was living then; a later death does not heal that."""
    if consent.signer_role not in signers or (is_deceased(ask.person) and not _in_life(facts, ask, consent)):
        return None
    return outside(consent, "signer_role", signer=consent.signer_role)


@condition("consent")
def union_before_search(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """The union signed for a dead performer and no search for a representative is documented."""
    if consent.signer_role != "union" or facts.case.search_for_heirs == "documented":
        return None
    return outside(consent, "search_for_heirs")


@condition("consent")
def no_authority(facts: Facts, ask: Ask, consent: Consent, *, signers: Words) -> Finding | None:
    """Somebody signed for the performer and has no authority to."""
    if consent.signer_role not in signers or consent.authority_on_file is not False:
        return None
    return outside(consent, "authority_on_file", signer=consent.signer_role)


@condition("consent")
def authority_unknown(facts: Facts, ask: Ask, consent: Consent, *, signers: Words) -> Finding | None:
    """Somebody signed for the performer and no authority is on file."""
    if consent.signer_role not in signers or consent.authority_on_file is not None:
        return None
    return outside(consent, "authority_on_file", signer=consent.signer_role)


@condition("consent")
def authority_shared(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """The signer holds a share of the rights and nothing says that it is enough."""
    if consent.authority_on_file != "half_share":
        return None
    return outside(consent, "authority_on_file", signer=consent.signer_role)


@condition("consent")
def does_not_survive_death(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """The performer signed in life, and the consent ends with death."""
    if not _of_a_lifetime(facts, ask, consent) or consent.survives_death != "no":
        return None
    return outside(consent, "survives_death", died=ask.person.died)


@condition("consent")
def silent_on_death(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """The performer signed in life, and the consent does not say what death means."""
    if not _of_a_lifetime(facts, ask, consent) or consent.survives_death in ("yes", "no"):
        return None
    return outside(consent, "survives_death", died=ask.person.died)


def _of_a_lifetime(facts: Facts, ask: Ask, consent: Consent) -> bool:
    if not is_deceased(ask.person) or consent.signer_role not in ("performer", "authorised_representative", "manager"):
        return False
    return consent.signer_role == "performer" or _in_life(facts, ask, consent)


def _in_life(facts: Facts, ask: Ask, consent: Consent) -> bool:
    """Whether it was signed, or may have been, before the day of the death, as far as both are known."""
    died, signed = ask.person.died, consent.signed_at
    return died is not None and signed is not None and facts.clock.days(signed)[0] < died


@condition("consent")
def signed_by_the_dead(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """The performer's own signature is dated after the death."""
    died, signed = ask.person.died, consent.signed_at
    if consent.signer_role != "performer" or died is None or signed is None or facts.clock.days(signed)[0] <= died:
        return None
    return outside(consent, "signed_at", died=died, signed=facts.clock.day(signed))


@condition("consent")
def perhaps_dead(facts: Facts, ask: Ask, consent: Consent) -> Finding | None:
    """Nobody knows whether the person still lives, or when a dead one died, and so who could sign."""
    person = ask.person
    when = person.life == "deceased" and unknown(person, "died")
    if not when and not (unknown(person, "life") and person.died is None):
        return None
    return outside(consent, "signer_role", signer=consent.signer_role)
