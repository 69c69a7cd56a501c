"""The clearance case: the facts known on one day about one asset, one declared use, its people and their consents.

An absent key means "not relevant to this case"; inside a consent an absent scope key means "not restricted", and `null`
or "silent" that the paper says nothing about it. The two are kept apart with `stated`.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from consent import terms

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})")
_PLACE = r"^(worldwide|EU|[A-Z]{2}(-[A-Z0-9]{1,3})?)$"
_LANGUAGE = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$"  # BCP 47; "any" has its form, too


def _day(value: object) -> object:
    if isinstance(value, str) and _DAY.fullmatch(value):
        return date.fromisoformat(value)
    if value is None:
        return None
    raise ValueError("an ISO date is needed, such as 2026-11-22")


def _instant(value: object) -> object:
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        return datetime.fromisoformat(value)
    if isinstance(value, str) and _DAY.fullmatch(value):
        return date.fromisoformat(value)
    if value is None:
        return None
    raise ValueError("an ISO date or a timestamp with its offset is needed, such as 2026-11-22T10:00:00Z")


def _silence(value: object) -> object:
    return None if value == terms.SILENT else value


def _silent_schema(schema: dict[str, Any]) -> None:
    """Publishes that a dimension of the scope may also be null or "silent"."""
    schema.pop("default", None)
    schema.setdefault("anyOf", []).append({"const": terms.SILENT})


Text = Annotated[str, Field(min_length=1, max_length=300)]
LongText = Annotated[str, Field(max_length=20_000)]
Count = Annotated[int, Field(ge=0, le=1_000_000_000)]
Hours = Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False)]
Place = Annotated[str, Field(pattern=_PLACE)]
Language = Annotated[str, Field(pattern=_LANGUAGE, max_length=35)]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
_EVENT_SCHEMA = {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]}
# An event counts from the moment it happens; a bare day counts from its beginning.
Instant = Annotated[date | datetime, BeforeValidator(_instant), WithJsonSchema(_EVENT_SCHEMA)]
Silent = BeforeValidator(_silence)
_SCOPE = Field(default=None, json_schema_extra=_silent_schema)


class Fact(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def stated(fact: Fact, key: str) -> bool:
    """Whether the case writes this key at all (null counts as written)."""
    return key in fact.model_fields_set


class Production(Fact):
    id: Text
    kind: terms.ProductionKind
    commissioner: terms.Commissioner
    union_agreements: list[terms.UnionAgreement] = []
    photography_start: Day | None = None
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


class Person(Fact):
    ref: Text
    registered: bool
    match: terms.Match
    score: Annotated[float, Field(ge=-1, le=1, allow_inf_nan=False)] | None = None
    modalities: list[terms.Modality] = []
    performed_as_shown: bool | None = None
    treatment: terms.Treatment = "none"
    features: list[terms.Feature] = []
    role: terms.Role | None = None
    life: terms.Life | None = None
    died: Day | None = None
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
    signed_at: Instant | None = None
    description: LongText | None = None
    description_specific: terms.Answer | None = None
    business_reason: LongText | None = None
    condition_of_employment: bool | None = None
    represented_by: terms.RepresentedBy | None = None
    replica_type: Annotated[terms.ReplicaType | None, Silent] = _SCOPE
    modalities: Annotated[list[terms.Modality] | None, Silent] = _SCOPE
    project_ids: Annotated[list[Text] | None, Silent] = _SCOPE
    character: Annotated[Text | None, Silent] = _SCOPE
    scenes: Annotated[list[Text] | None, Silent] = _SCOPE
    media: Annotated[list[terms.Medium] | None, Silent] = _SCOPE
    territories: Annotated[list[Place] | None, Silent] = _SCOPE
    languages: Annotated[list[Language] | None, Silent] = _SCOPE
    valid_from: Day | None = None
    valid_until: Day | None = None
    exploitation_after_end: Annotated[terms.Exploitation | None, Silent] = _SCOPE
    max_uses: Annotated[Count | None, Silent] = _SCOPE
    unit: terms.Unit | None = None
    uses_so_far: Count | None = None
    alterations_allowed: Annotated[list[terms.Alteration] | None, Silent] = _SCOPE
    exclusions: Annotated[list[terms.Exclusion] | None, Silent] = _SCOPE
    training: Annotated[terms.Training | None, Silent] = _SCOPE
    contract_reserves_training: bool | None = None
    realtime_generation: Annotated[bool | None, Silent] = _SCOPE
    per_use_approval: Annotated[bool | None, Silent] = _SCOPE
    use_approved: bool | None = None
    revocable: Annotated[terms.Revocable | None, Silent] = _SCOPE
    withdrawn_at: Instant | None = None
    suspended_from: Instant | None = None
    survives_death: terms.SurvivesDeath | None = None
    delete_on: terms.DeleteOn | None = None


class ConflictingRecord(ConsentTerms):
    id: Text
    fields: list[Text] = []  # differing fields whose other value is not known


class Consent(ConsentTerms):
    person: Text
    state: terms.ConsentState
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


class Case(Fact):
    check_date: Day
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
