"""Counter-proposals: other terms than those that were asked for, and taking them up."""

from dataclasses import asdict
from typing import Annotated, Any, Literal

from pydantic import Field

from consent.parts import Day, Part
from registry.api.door import JSON, body, endpoint, who
from registry.approvals.counters import LONGEST, Counter
from registry.core.permissions import Permission
from registry.web.door import desk

Words = Literal["any"] | list[str]
Said = Annotated[str, Field(max_length=LONGEST)]


class OtherConsentTerms(Part):
    """Terms of a consent that would be other ones, written as its scope writes them; of the pay its wording."""

    media: Words | None = None
    territories: Words | None = None
    languages: Words | None = None
    valid_from: Day | None = None
    valid_until: Day | None = None
    max_uses: Literal["any"] | int | None = None
    per_use_approval: bool | None = None
    alterations_allowed: Words | None = None
    training: str | None = None
    compensation: str | None = None


class OtherUseTerms(Part):
    """Terms of a use that would be other ones, written as the declaration writes them; null: none."""

    medium: str | None = None
    territory: str | None = None
    language: str | None = None
    character: str | None = None
    scene: str | None = None
    alteration: str | None = None


class ToConsent(Part):
    """proposed: the terms that would be other ones, and no others; text: why, for whoever asked."""

    proposed: OtherConsentTerms
    text: Said = ""


class ToUse(Part):
    """The same of the use of a check."""

    proposed: OtherUseTerms
    text: Said = ""


class ProposedTerm(Part):
    """One term, as it was asked for and as it would be."""

    term: str
    asked: Any
    proposed: Any


class CounterProposed(Part):
    """A counter-proposal. union: which union made it; None: the performer's side. person: the pseudonym in the check, for whoever
    makes it. led_to: the consent or the draft that came of it."""

    id: str
    consent: str | None
    check: str | None
    union: str | None
    person: str | None
    differences: list[ProposedTerm]
    text: str
    made_at: str
    open: bool
    led_to: str | None


class TakenUp(Part):
    """What was made of a counter-proposal: a request for another consent, or a draft of another declaration."""

    kind: Literal["consent", "draft"]
    id: str


Made = tuple[CounterProposed, int, dict[str, str]]


@endpoint("GET", "/consents/<consent_id>/counter-proposals", Permission.CONSENT_READ, {200: list[CounterProposed]})
def list_consent_counters(consent_id: str) -> list[CounterProposed]:
    """What was proposed in the place of a consent that is asked for, the oldest first."""
    return [_shown(one) for one in desk().counters.of_consent(who(), consent_id)]


@endpoint(
    "POST",
    "/consents/<consent_id>/counter-proposals",
    Permission.CONSENT_READ,
    {201: CounterProposed},
    {JSON: ToConsent},
    conflicts=True,
)
def propose_to_consent(consent_id: str) -> Made:
    """Propose other terms of a consent, as who is asked for it; it stays asked for as it was."""
    desk().counters.require_of_consent(who(), consent_id)  # before anything is said of what was sent
    said = body(ToConsent)
    proposed = said.proposed.model_dump(exclude_unset=True)
    made = desk().counters.to_consent(who(), consent_id, proposed, said.text)
    return _made(desk().counters.of_consent(who(), consent_id), made)


@endpoint("GET", "/checks/<check_id>/counter-proposals", Permission.CHECK_READ, {200: list[CounterProposed]})
def list_use_counters(check_id: str) -> list[CounterProposed]:
    """What was proposed in the place of a declared use, the oldest first: all of it for its makers, else one's own side's."""
    return [_shown(one) for one in desk().counters.of_check(who(), check_id)]


@endpoint(
    "POST",
    "/checks/<check_id>/counter-proposals",
    Permission.CHECK_READ,
    {201: CounterProposed},
    {JSON: ToUse},
    conflicts=True,
)
def propose_to_use(check_id: str) -> Made:
    """Propose other terms of the use that was declared for a check, as whose answer it needs."""
    desk().counters.require_of_use(who(), check_id)
    said = body(ToUse)
    made = desk().counters.to_use(who(), check_id, said.proposed.model_dump(exclude_unset=True), said.text)
    return _made(desk().counters.of_check(who(), check_id), made)


@endpoint(
    "POST",
    "/counter-proposals/<counter_id>/take-up",
    Permission.PRODUCTION_DECLARE,
    {201: TakenUp},
    conflicts=True,
)
def take_up_counter(counter_id: str) -> tuple[TakenUp, int, dict[str, str]]:
    """Ask again, on the terms that were proposed; whoever is asked answers anew."""
    kind, made = desk().counters.take_up(who(), counter_id)
    return TakenUp.model_validate({"kind": kind, "id": made}), 201, {}


def _made(counters: list[Counter], made: str) -> Made:
    return next(_shown(one) for one in counters if one.id == made), 201, {}


def _shown(one: Counter) -> CounterProposed:
    return CounterProposed(
        id=one.id,
        consent=one.consent_id,
        check=one.check_id,
        union=one.union_id,
        person=one.person,
        differences=[ProposedTerm(**asdict(found)) for found in one.differences],
        text=one.text,
        made_at=one.made_at.isoformat(),
        open=one.open,
        led_to=one.led_to,
    )
