"""The clearance case: the facts known on one day about one asset, one declared use, its people and their consents.

An absent key means "not relevant to this case"; inside a consent an absent scope key means "not restricted", and `null`
or "silent" that the paper says nothing about it. The two are kept apart with `stated`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Annotated, Literal, LiteralString

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from consent import terms
from consent.clearance.fields import (
    SCOPE,
    Count,
    Day,
    Hours,
    Instant,
    Language,
    LongText,
    Moment,
    Place,
    Silent,
    Text,
    Zone,
)
from consent.clearance.when import Clock


class Fact(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def stated(fact: Fact, key: str) -> bool:
    """Whether the case writes this key at all (null counts as written)."""
    return key in fact.model_fields_set


def unknown(fact: Fact, key: str) -> bool:
    """Whether the case writes down that nobody knows: null, not silence."""
    return stated(fact, key) and getattr(fact, key) is None


class Production(Fact):
    id: Text
    kind: terms.ProductionKind
    commissioner: terms.Commissioner
    union_agreements: list[terms.UnionAgreement] = []
    photography_start: Day | None = None
    time_zone: Annotated[Zone | None, Field(description="the zone in which the days of this case are whole days")] = (
        None
    )
    jurisdiction: Place | None = None
    territory: Place | None = None


class ToolStep(Fact):
    enterprise_secured: bool | None = None
    enterprise_alternative: bool | None = None
    retains_or_trains: bool | None = None
    terms_checked: Day | bool | None = None


class Tool(ToolStep):
    pipeline: Annotated[list[ToolStep], Field(max_length=200)] = []


class Asset(Fact):
    media: terms.AssetMedia
    stage: terms.Stage
    element: terms.Element
    prominence: terms.Prominence | None = None
    presented_as: terms.PresentedAs | None = None
    source_type: terms.SourceType | None = None
    manifest_actions: Annotated[list[Text], Field(max_length=500)] = []
    detector: terms.Detector | None = None
    provenance: terms.Provenance | None = None
    human_input: terms.HumanInput | None = None
    content_changed: bool | None = None
    sensitive: bool | None = None
    cawg_training_mining: dict[terms.MiningLabel, terms.Training] = {}
    tool: Tool | None = None


class Principles(Fact):
    no_third_party_replication: terms.Answer | None = None
    no_store_train: terms.Answer | None = None
    secure_environment: terms.Answer | None = None
    temporary_only: terms.Answer | None = None
    no_unconsented_replacement: terms.Answer | None = None


class TimeSpan(Fact):
    start_ms: Count
    end_ms: Count


class Person(Fact):
    ref: Text
    registered: bool
    match: terms.Match
    score: Annotated[float, Field(ge=-1, le=1, allow_inf_nan=False)] | None = None
    modalities: list[terms.Modality] = []
    spans: Annotated[
        list[TimeSpan],
        Field(description="when they are in a file that has time; no rule reads it, whoever reviews does"),
    ] = []
    performed_as_shown: bool | None = None
    treatment: terms.Treatment = "none"
    features: list[terms.Feature] = []
    role: terms.Role | None = None
    life: terms.Life | None = None
    died: Day | None = None
    born: Annotated[Day | None, Field(description="tells whether a signature was a minor's on the day it was made")] = (
        None
    )
    minor: bool | None = False
    age: Annotated[int, Field(ge=0, le=150)] | None = None
    prompted_by_name: bool | None = None
    claimed_by_production: bool | list[terms.ClaimedFact] | None = None
    confirmed_by: terms.ConfirmedBy | None = None


class ConsentTerms(Fact):
    """What a consent says; also what a second record of the same consent may say differently."""

    id: Text | None = None
    state: terms.ConsentState | None = None
    kind: list[terms.ConsentKind] = []
    signer_role: terms.SignerRole | None = None
    authority_on_file: Annotated[bool | Literal["half_share"], Field(union_mode="left_to_right")] | None = None
    separately_signed: bool | None = None
    initialled: bool | None = None
    location: terms.Location | None = None
    signed_at: Annotated[Instant | None, Field(description="when it was signed; of a refusal, when it was refused")] = (
        None
    )
    description: LongText | None = None
    description_specific: terms.Answer | None = None
    business_reason: LongText | None = None
    condition_of_employment: bool | None = None
    represented_by: terms.RepresentedBy | None = None
    replica_type: Annotated[terms.ReplicaType | None, Silent] = SCOPE
    modalities: Annotated[list[terms.Modality] | None, Silent] = SCOPE
    project_ids: Annotated[list[Text] | None, Silent] = SCOPE
    character: Annotated[Text | None, Silent] = SCOPE
    scenes: Annotated[list[Text] | None, Silent] = SCOPE
    media: Annotated[list[terms.Medium] | None, Silent] = SCOPE
    territories: Annotated[list[Place] | None, Silent] = SCOPE
    languages: Annotated[list[Language] | None, Silent] = SCOPE
    valid_from: Day | None = None
    valid_until: Day | None = None
    exploitation_after_end: Annotated[terms.Exploitation | None, Silent] = SCOPE
    max_uses: Annotated[Count | None, Silent] = SCOPE
    unit: terms.Unit | None = None
    uses_so_far: Count | None = None
    alterations_allowed: Annotated[list[terms.Alteration] | None, Silent] = SCOPE
    exclusions: Annotated[list[terms.Exclusion] | None, Silent] = SCOPE
    training: Annotated[terms.Training | None, Silent] = SCOPE
    contract_reserves_training: bool | None = None
    realtime_generation: Annotated[bool | None, Silent] = SCOPE
    per_use_approval: Annotated[bool | None, Silent] = SCOPE
    use_approved: bool | None = None
    revocable: Annotated[terms.Revocable | None, Silent] = SCOPE
    strike_behaviour: Annotated[terms.StrikeBehaviour | None, Silent] = SCOPE
    withdrawn_at: Instant | None = None
    suspended_from: Instant | None = None
    survives_death: terms.SurvivesDeath | None = None
    delete_on: terms.DeleteOn | None = None
    time_zone: Annotated[Zone | None, Field(description="the zone that the paper names for its own days")] = None


class ConflictingRecord(ConsentTerms):
    id: Text
    fields: list[Text] = []  # differing fields whose other value is not known


class Consent(ConsentTerms):
    """`replaces`: the id of the record whose place the signed words take. `file_cleared_at`: when the registry first
    cleared this very file under this consent, which shows that it was made before whatever ended the consent later."""

    person: Text
    state: terms.ConsentState
    replaces: Text | None = None
    file_cleared_at: Instant | None = None
    conflicting_record: ConflictingRecord | None = None


class Use(Fact):
    project: Text | None = None
    territory: Place | None = None
    language: Language | None = None
    date: Instant | None = None
    character: Text | None = None
    scene: Text | None = None
    lines: Count | None = None
    medium: terms.Medium | None = None
    content: list[terms.Content] = []
    alteration: terms.Alteration | None = None
    exemption: terms.Exemption | None = None
    script_date: Instant | None = None
    performed_on: Instant | None = None
    new_generation: bool | None = None
    generated_on: Instant | None = None
    realtime_generation: bool | None = None
    purpose: terms.Purpose | None = None
    recipient: Text | None = None
    paid: bool | None = None
    released_on: Day | None = None
    matches_work: Annotated[
        bool | None, Field(description="an advertisement for a work shows its people as the work itself does")
    ] = None


class Approvals(Fact):
    disclosed: bool | None = None
    written: terms.WrittenApproval | None = None
    legal_review: terms.LegalReview | None = None


class Strike(Fact):
    agreement: terms.UnionAgreement | None = None
    active: bool | None = None
    ended: Instant | None = None
    against_producer: bool | None = None
    performer_may_refuse: terms.MayRefuse | None = None


class Union(Fact):
    craft: terms.Craft | None = None
    notice: bool | None = None
    consultation: bool | None = None
    payment_to_plan: bool | None = None
    background_count_met_by_people: bool | None = None
    replicas_counted: bool | None = None
    usage_report_sent: bool | None = None
    ai_material_disclosed: bool | None = None
    company_consent: bool | None = None
    required_by_company: bool | None = None
    business_days_since_notice: Count | None = None
    bargaining: terms.Bargaining | None = None
    significant_additional_value: terms.AdditionalValue | None = None
    strike: Strike | None = None


class Compensation(Fact):
    terms_on_file: bool | None = None
    at_least_day_rate: bool | None = None
    multiple_of_scale: Hours | None = None


class Disclosure(Fact):
    present: bool | None = None
    place: terms.DisclosurePlace | None = None


class Session(Fact):
    notice_hours: Hours | None = None
    engaged_hours_before: Hours | None = None


class Transfer(Fact):
    requested: bool | None = None
    union_approved: bool | None = None
    transferee_undertaking: bool | None = None


class RightHolder(Fact):
    id: Text
    position: terms.HolderPosition


class StandingPreference(Fact):
    """Of whom (`person`, as in persons[].ref; absent: of everybody in the case) and of what (absent: every modality)."""

    person: Text | None = None
    modality: terms.Modality | None = None
    source: terms.PreferenceSource | None = None
    value: terms.PreferenceValue
    declared_on: Instant | None = None


class Biometric(Fact):
    action: terms.BiometricAction
    modalities: list[terms.BiometricModality] = []
    resident: Place | None = None
    notice_given: bool | None = None
    written_release: bool | None = None
    purpose_ended: bool | None = None
    retention_policy_public: bool | None = None
    disclosure_consent: bool | None = None
    for_payment: bool | None = None
    signature: terms.ReleaseSignature | None = None
    purpose: terms.BiometricPurpose | None = None
    last_interaction: Day | None = None
    delete_due: Day | None = None
    template: terms.Template | None = None
    template_consent: terms.TemplateConsent | None = None
    signer_role: Annotated[terms.SignerRole | None, Field(description="who signed the release or the consent")] = None
    signed_at: Instant | None = None


class Case(Fact):
    """`checked_at`: the instant of the check, where more than its day is known."""

    check_date: Day
    checked_at: Moment | None = None
    rule_packs: list[terms.RulePack] = []
    production: Production | None = None
    asset: Asset | None = None
    principles: Principles | None = None
    persons: Annotated[list[Person], Field(max_length=2_000)] = []
    consents: Annotated[list[Consent], Field(max_length=5_000)] = []
    use: Use | None = None
    approvals: Approvals | None = None
    union: Union | None = None
    compensation: Compensation | None = None
    disclosure: Disclosure | None = None
    knowledge: bool | None = None
    session: Session | None = None
    transfer: Transfer | None = None
    right_holders: Annotated[list[RightHolder], Field(max_length=500)] = []
    search_for_heirs: terms.HeirSearch | None = None
    standing_preference: StandingPreference | None = None
    standing_preferences: Annotated[list[StandingPreference], Field(max_length=2_000)] = []
    biometric: Biometric | None = None

    @model_validator(mode="after")
    def _can_be_true(self) -> Case:
        for path, problem in _impossible(self):
            raise PydanticCustomError("impossible", problem, {"path": path})
        return self


def _impossible(case: Case) -> Iterator[tuple[str, LiteralString]]:
    """Where a case says what cannot be: two people or papers under one name, or what is still to come."""
    yield from _named_twice("persons", "ref", [person.ref for person in case.persons])
    named = [(consent.person, consent.id) if consent.id else None for consent in case.consents]
    yield from _named_twice("consents", "id", named)
    for place, person in enumerate(case.persons):
        for key in ("born", "died"):
            if (day := getattr(person, key)) is not None and day > case.check_date:
                yield f"$.persons[{place}].{key}", "this day is still to come: it lies after check_date"
        if person.born and person.died and person.died < person.born:
            yield f"$.persons[{place}].died", "this day lies before the birth"
    if case.checked_at is not None and not _on(case.checked_at, case.check_date, case.production):
        yield "$.checked_at", "this instant does not lie on check_date"


def _named_twice(part: str, key: str, names: Sequence[object]) -> Iterator[tuple[str, LiteralString]]:
    for place, name in enumerate(names):
        if name is not None and name in names[:place]:
            yield f"$.{part}[{place}].{key}", "another one has this name already; each needs a name of its own"


def _on(instant: datetime, day: date, production: Production | None) -> bool:
    """Whether an instant lies on a day: in the production's zone, or without one anywhere on earth."""
    clock = Clock(production.time_zone if production else None)
    return clock.first(day) <= instant < clock.last(day)
