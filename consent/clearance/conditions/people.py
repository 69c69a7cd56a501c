"""What the people themselves decide: missing consents, claims without proof, names in prompts, minors."""

from consent.clearance.case import Person, unknown
from consent.clearance.condition import Finding, Words, broken, condition, met
from consent.clearance.facts import LIKENESSES, SYNTHETIC, Facts, is_minor, minor_on
from consent.clearance.lifetime import end_of
from consent.clearance.needs import CAPTURED
from consent.clearance.standing import Standing


@condition("absence")
def nothing_on_file(facts: Facts, person: Person, kinds: tuple[str, ...]) -> Finding:
    """No consent of this person is on file. Without one the answer is no."""
    return broken("consents", person, asked=sorted(kinds))


@condition("person")
def consent_covers(facts: Facts, standing: Standing) -> list[Finding]:
    """Consents in scope cover everything that this person's depiction needs."""
    if standing.hits:
        return []
    return [
        Finding(True, standing.person.ref, consent.id, "consents", {"kinds": sorted(consent.kind)})
        for consent in standing.granting
        if end_of(facts, consent) is None  # what its end left is said with it
    ]


@condition("person")
def performed_it(facts: Facts, standing: Standing) -> Finding | None:
    """The person really performed what is shown, or is shown without any generation."""
    person = standing.person
    if standing.needs or person.match == "none" or person.treatment in SYNTHETIC:
        return None
    return met("performed_as_shown", person)


@condition("case")
def nobody_depicted(facts: Facts) -> Finding | None:
    """Nobody who can be recognised is in it."""
    if facts.case.asset is None or any(s.needs or s.person.match != "none" for s in facts.standings):
        return None
    return met("persons", visible=len(facts.standings))


@condition("case")
def nothing_declared(facts: Facts) -> Finding | None:
    """The case names neither an asset nor a template."""
    return broken("asset") if facts.case.asset is None and facts.case.biometric is None else None


# What a consent that covers everything in its own right makes pointless to claim.
_MOOT = frozenset({"exemption", "finished_work", "not_altered"})


@condition("person")
def claim_unconfirmed(facts: Facts, standing: Standing) -> Finding | None:
    """A fact that makes the verdict milder rests on the production's word alone.

    Where consents cover this very use in all its dimensions, that it is exempt, finished or not altered changes nothing.
    """
    person = standing.person
    claim = person.claimed_by_production
    if person.confirmed_by not in (None, "production") or not (claim or person.confirmed_by):
        return None
    if not person.registered and person.match == "none":
        return None
    moot = _MOOT if standing.licensed else frozenset()
    if isinstance(claim, list) and claim:
        claimed = sorted(set(claim) - moot)
        return broken("claimed_by_production", person, facts=claimed) if claimed else None
    lifted = person.performed_as_shown or not standing.needs or person.match == "none"
    leans = bool(standing.waived_by) or facts.finished
    return broken("claimed_by_production", person, facts=[]) if lifted or (leans and not standing.licensed) else None


@condition("person")
def named_in_prompt(facts: Facts, standing: Standing) -> Finding | None:
    """A registered person's name was in the prompt, or may have been, and nobody is recognised in the result."""
    person = standing.person
    named = person.prompted_by_name or unknown(person, "prompted_by_name")
    if not named or person.match != "none" or not person.registered or standing.needs:
        return None
    return broken("prompted_by_name", person)


@condition("person")
def name_needs_consent(facts: Facts, standing: Standing, *, features: Words, recognised: bool) -> Finding | None:
    """The prompt named a performer, and no consent covers it.

    `features`: where any are listed, only together with one of them. `recognised`: only where the result is recognised.
    """
    person = standing.person
    if not person.prompted_by_name or (features and features.isdisjoint(person.features)):
        return None
    if recognised and person.match != "match":
        return None
    if standing.needs and not standing.unlicensed:
        return None
    return broken("prompted_by_name", person, features=sorted(person.features))


@condition("person")
def minor_sexualised(facts: Facts, standing: Standing, *, content: Words, treatments: Words) -> list[Finding]:
    """A minor's likeness is shown in content that no consent can allow."""
    person = standing.person
    if not is_minor(facts, person) or person.treatment not in treatments:
        return []
    return [broken("content", person, content=item) for item in sorted(content & set(facts.use.content))]


@condition("person")
def perhaps_minor_sexualised(
    facts: Facts, standing: Standing, *, content: Words, treatments: Words, younger: Words
) -> list[Finding]:
    """Somebody who may be a minor, or an adult who is made younger (`younger`: the changes that do), is shown in such content.

    That no minor is shown, nor anybody who looks like one, is for legal review.
    """
    person = standing.person
    minor = minor_on(facts, person, facts.case.check_date)
    if person.treatment not in treatments or minor is True:
        return []
    reviewed = facts.approvals.legal_review == "passed"
    if minor is False and (reviewed or facts.use.alteration not in younger):
        return []
    return [broken("content", person, content=item) for item in sorted(content & set(facts.use.content))]


@condition("person")
def explicit_likeness(facts: Facts, standing: Standing, *, content: Words) -> list[Finding]:
    """A real person's generated likeness is shown in intimate content."""
    if standing.person.treatment not in LIKENESSES:
        return []
    asked = content & set(facts.use.content)
    return [broken("content", standing.person, content=item) for item in sorted(asked)]


@condition("case")
def archive_doubted(facts: Facts, *, elements: Words, suspicious: Words) -> list[Finding]:
    """Something stands where an authentic record is expected, and its origin says or suggests that it was generated.

    Approval or legal review, together with a disclosure, settles it.
    """
    asset = facts.asset
    expected = asset.element in elements or facts.posed
    settled = facts.approvals.written == "granted" or facts.approvals.legal_review == "passed"
    if not expected or (settled and facts.disclosure.present):
        return []
    found = []
    if asset.source_type in suspicious:
        found.append(broken("source_type", source_type=asset.source_type))
    if asset.detector == "likely_generated" and asset.provenance is None:
        found.append(broken("detector"))
    if asset.content_changed or unknown(asset, "content_changed"):
        found.append(broken("content_changed"))
    return found


@condition("case")
def archive_unproven(facts: Facts, *, elements: Words) -> Finding | None:
    """A picture is offered as an authentic record and nothing shows where it comes from."""
    asset = facts.asset
    if asset.element not in elements or asset.provenance is not None or asset.source_type in CAPTURED:
        return None
    if asset.source_type is not None or asset.detector is not None:
        return None
    return broken("provenance")
