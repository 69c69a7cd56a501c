"""The signed terms of one consent: who, to whom, in which words, and a scope that leaves no dimension unsaid."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Final, Literal

from pydantic import (
    SerializerFunctionWrapHandler,
    ValidationError,
    model_serializer,
    model_validator,
)
from pydantic_core import PydanticCustomError

from consent import terms
from consent.canonical import JsonError, canonical, sha256_hex, strict_loads
from consent.document.fields import (
    ANY,
    FINGERPRINT,
    IDENTIFIER,
    LANGUAGE,
    NONCE,
    SCENE,
    TERRITORY,
    Checked,
    ListOf,
    Matching,
    OneOf,
    Text,
    TimeZone,
    Whole,
    YesNo,
)
from consent.moments import parse_day
from consent.parts import Day, Digest, Moment, Part

CONSENT_TYPE: Final = "likeness-registry/consent"
NONE = "none"
LONGEST_TERM_YEARS = 10
"""A term must end, and ten years is the longest this registry takes: what lasts longer is agreed again."""

SENSITIVE = ("nudity", "simulated_sex", "sexually_explicit", "slurs")
"""Content that nobody is taken to have thought of: each must be either excluded or named as allowed."""

BLANKET = (
    "any and all",
    "any purpose",
    "all purposes",
    "any use",
    "in perpetuity",
    "throughout the universe",
    "now known or hereafter",
)
"""Phrases of blanket grants: with one of them a description is not reasonably specific (rules B1, AB 2602)."""

Names = tuple[str, ...]
NamesOrAny = tuple[str, ...] | Literal["any"]


def _words(values: Iterable[str]) -> OneOf:
    return OneOf(tuple(str(value) for value in values))


class Compensation(Part):
    """What is paid: its basis, whether residuals are due as if in person, and the agreed terms in words."""

    basis: Annotated[str, Checked(_words(("day_equivalent", "per_line", "flat", "unpaid")))]
    residuals: Annotated[bool, Checked(YesNo())]
    terms: Annotated[str, Checked(Text(3, 500))]


class Scope(Part):
    """Every dimension of what is allowed. Words and lists are those of the clearance case; "any" is written out.

    `kind`, `modalities` and `project_ids` are always lists: nobody consents to any use in any project.
    "none" says that a point does not arise (no replica, no deletion event); it never widens anything.
    """

    kind: Annotated[Names, Checked(ListOf(_words(terms.CONSENT_KINDS)))]
    replica_type: Annotated[str, Checked(_words((*terms.REPLICA_TYPES, NONE)))]
    modalities: Annotated[Names, Checked(ListOf(_words(terms.MODALITIES)))]
    project_ids: Annotated[Names, Checked(ListOf(IDENTIFIER))]
    character: Annotated[str, Checked(Text(or_words=(ANY,)))]
    scenes: Annotated[NamesOrAny, Checked(ListOf(SCENE, or_any=True))]
    media: Annotated[NamesOrAny, Checked(ListOf(_words(terms.MEDIA), or_any=True))]
    territories: Annotated[NamesOrAny, Checked(ListOf(TERRITORY, or_any=True))]
    languages: Annotated[NamesOrAny, Checked(ListOf(LANGUAGE, or_any=True))]
    valid_from: Day
    valid_until: Day
    exploitation_after_end: Annotated[str, Checked(_words(("finished_work_only", NONE)))]
    max_uses: Annotated[int | Literal["any"], Checked(Whole(1, 1_000_000, (ANY,)))]
    unit: Annotated[str, Checked(_words((*terms.UNITS, ANY)))]
    alterations_allowed: Annotated[NamesOrAny, Checked(ListOf(_words(terms.ALTERATIONS), or_any=True, or_empty=True))]
    exclusions: Annotated[Names, Checked(ListOf(_words(terms.EXCLUSIONS), or_empty=True))]
    sensitive_content: Annotated[Names, Checked(ListOf(_words(SENSITIVE), or_empty=True))]
    training: Annotated[str, Checked(_words(terms.TRAINING))]
    training_constraint: Annotated[str, Checked(Text(10, 500, (NONE,)))]
    realtime_generation: Annotated[bool, Checked(YesNo())]
    per_use_approval: Annotated[bool, Checked(YesNo())]
    revocable: Annotated[str, Checked(_words(terms.REVOCABLE))]
    notice_days: Annotated[int | Literal["none"], Checked(Whole(1, 365, (NONE,)))]
    strike_behaviour: Annotated[str, Checked(_words(("suspend_all_use", "suspend_new_generation")))]
    survives_death: Annotated[str, Checked(_words(("yes", "no")))]
    delete_on: Annotated[
        str, Checked(Matching(r"\d{4}-\d{2}-\d{2}", "a date such as 2027-12-31", ("picture_delivered", NONE)))
    ]
    description: Annotated[str, Checked(Text(40, 4000))]
    business_reason: Annotated[str, Checked(Text(10, 1000))]
    condition_of_employment: Annotated[bool, Checked(YesNo())]
    represented_by: Annotated[str, Checked(_words(terms.REPRESENTED_BY))]
    separately_signed: Annotated[bool, Checked(YesNo())]
    compensation: Compensation


class Performer(Part):
    """Whose likeness it is: the registry's id for the person, and the name."""

    id: Annotated[str, Checked(IDENTIFIER)]
    name: Annotated[str, Checked(Text())]


class Signer(Part):
    """Who signs, in which role, with which key."""

    role: Annotated[str, Checked(_words(terms.SIGNER_ROLES))]
    name: Annotated[str, Checked(Text())]
    key_fingerprint: Annotated[str, Checked(FINGERPRINT)]


class Counterparty(Part):
    """To whom consent is given."""

    id: Annotated[str, Checked(IDENTIFIER)]
    name: Annotated[str, Checked(Text())]


class TextShown(Part):
    """The plain words that the signer was shown: their language, the edition of the wording, their SHA-256 (UTF-8)."""

    language: Annotated[str, Checked(LANGUAGE)]
    edition: Annotated[str, Checked(Text(1, 40))]
    sha256: Digest


class Replaced(Part):
    """The consent that this one takes the place of."""

    consent_id: Annotated[str, Checked(IDENTIFIER)]
    sha256: Digest


class ConsentDocument(Part):
    """What is signed. `replaces` is null where no earlier document is replaced; no other entry may be null.

    Version 2 names the time zone of its days; version 1 has no such entry, and its days are those of the production.
    """

    type: Literal["likeness-registry/consent"]
    version: Literal[1, 2]
    registry_id: Annotated[str, Checked(IDENTIFIER)]
    consent_id: Annotated[str, Checked(IDENTIFIER)]
    performer: Performer
    signer: Signer
    counterparty: Counterparty
    production_id: Annotated[str, Checked(IDENTIFIER)]
    text: TextShown
    nonce: Annotated[str, Checked(NONCE)]
    created_at: Moment
    replaces: Replaced | None
    time_zone: Annotated[str | None, Checked(TimeZone())] = None
    scope: Scope

    @model_serializer(mode="wrap")
    def _as_signed(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        said: dict[str, Any] = write(self)
        if self.version == 1:
            del said["time_zone"]
        return said

    @model_validator(mode="after")
    def _says_no_two_things(self) -> "ConsentDocument":
        problems = list(contradictions(self))
        if problems:
            raise PydanticCustomError("contradictions", "contradictions", {"problems": problems})
        return self


@dataclass(frozen=True)
class DocumentProblem:
    """One thing that is wrong: where, what, and what would be accepted (in words; may be empty)."""

    path: str
    message: str
    accepted: tuple[str, ...] = ()

    def __str__(self) -> str:
        accepted = f"; accepted: {', '.join(self.accepted)}" if self.accepted else ""
        return f"{self.path}: {self.message}{accepted}"


class DocumentError(ValueError):
    """Not a consent document that can be signed; `problems` lists everything that is wrong."""

    def __init__(self, problems: Iterable[DocumentProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def contradictions(document: ConsentDocument) -> Iterable[DocumentProblem]:
    """Entries that are well formed but cannot hold together."""
    scope = document.scope
    if (document.version == 2) is not (document.time_zone is not None):
        yield DocumentProblem("time_zone", "is stated in version 2 of the document, and in no other")
    start, end = parse_day(scope.valid_from), parse_day(scope.valid_until)
    if end < start:
        yield DocumentProblem("scope.valid_until", "the term ends before it begins")
    if start.year + LONGEST_TERM_YEARS <= date.max.year and end > _years_later(start, LONGEST_TERM_YEARS):
        yield DocumentProblem("scope.valid_until", f"the term is longer than {LONGEST_TERM_YEARS} years")
    if (scope.max_uses == ANY) != (scope.unit == ANY):
        yield DocumentProblem("scope.unit", 'a number of uses has a unit; without a limit both are "any"')
    makes_replica = bool({"create_replica", "use_replica"} & set(scope.kind))
    if makes_replica == (scope.replica_type == NONE):
        yield DocumentProblem("scope.replica_type", 'is stated for creating or using a replica, and "none" otherwise')
    if ("realtime_generation" in scope.kind) != scope.realtime_generation:
        yield DocumentProblem("scope.realtime_generation", "is true exactly if kind names realtime_generation")
    if document.production_id not in scope.project_ids:
        yield DocumentProblem("scope.project_ids", f"does not name the production, {document.production_id}")
    if "train_model" in scope.kind and scope.training == "notAllowed":
        yield DocumentProblem("scope.training", "kind names train_model, so training cannot be notAllowed")
    if scope.training == "allowed" and "training" in scope.exclusions:
        yield DocumentProblem("scope.exclusions", "excludes training, which scope.training allows")
    if (scope.training == "constrained") == (scope.training_constraint == NONE):
        yield DocumentProblem("scope.training_constraint", 'says how training is constrained, and is "none" otherwise')
    for content in SENSITIVE:
        if (content in scope.sensitive_content) == (content in scope.exclusions):
            where = "scope.sensitive_content"
            yield DocumentProblem(where, f"{content} must be named either there or in scope.exclusions")
    if (scope.revocable == "yes_with_notice_days") == (scope.notice_days == NONE):
        yield DocumentProblem(
            "scope.notice_days", 'is the number of days of yes_with_notice_days, and "none" otherwise'
        )
    if scope.delete_on not in ("picture_delivered", NONE):
        yield from _deletion_problems(scope.delete_on, end)
    if len(scope.description.split()) < 6:
        yield DocumentProblem("scope.description", "too short to say specifically what is allowed: at least 6 words")
    for phrase in BLANKET:
        if phrase in " ".join(scope.description.lower().split()):
            yield DocumentProblem("scope.description", f'"{phrase}" is not specific: say what exactly is allowed')
    if document.replaces is not None and document.replaces.consent_id == document.consent_id:
        yield DocumentProblem("replaces.consent_id", "a document cannot replace itself")


def _deletion_problems(delete_on: str, end: date) -> Iterable[DocumentProblem]:
    try:
        if parse_day(delete_on) < end:
            yield DocumentProblem(
                "scope.delete_on", "lies before the end of the term, in which the material may be used"
            )
    except ValueError:
        yield DocumentProblem("scope.delete_on", "is no day of the calendar")


def _accepted_at(path: tuple[int | str, ...]) -> tuple[str, ...]:
    """What the entry at a path accepts, for an entry that is missing."""
    model: Any = ConsentDocument
    for part in path:
        field = getattr(model, "model_fields", {}).get(part)
        if field is None:
            return ()
        model = field.annotation
        for checker in field.metadata:
            accepted = getattr(getattr(checker, "func", None), "accepted", None)
            if accepted is not None:
                return tuple(accepted)
    return tuple(getattr(model, "model_fields", {}))


def _problems(error: ValidationError) -> Iterable[DocumentProblem]:
    for found in error.errors(include_url=False):
        path = ".".join(str(part) for part in found["loc"]) or "document"
        context = found.get("ctx", {})
        if found["type"] == "contradictions":
            yield from context["problems"]
        elif found["type"] == "missing":
            yield DocumentProblem(path, "is not stated", _accepted_at(found["loc"]))
        elif found["type"] == "extra_forbidden":
            yield DocumentProblem(path, "is not known", _accepted_at(found["loc"][:-1]))
        elif "accepted" in context:
            yield DocumentProblem(path, context["problem"], tuple(context["accepted"]))
        else:
            yield DocumentProblem(path, found["msg"])


def parse_document(data: bytes | str | Mapping[str, Any]) -> ConsentDocument:
    """A consent document from JSON text or from a parsed object. Raises `DocumentError` listing all that is wrong."""
    try:
        content = strict_loads(data) if isinstance(data, bytes | str) else dict(data)
    except JsonError as error:
        raise DocumentError([DocumentProblem("document", str(error))]) from error
    try:
        return ConsentDocument.model_validate(content)
    except ValidationError as error:
        raise DocumentError(_problems(error)) from error


def canonical_bytes(document: ConsentDocument) -> bytes:
    """The RFC 8785 bytes of the document: what the signer and the union sign."""
    return canonical(document.model_dump(mode="json"))


def document_digest(document: ConsentDocument) -> str:
    """SHA-256 (hex) of the canonical bytes: the name of exactly these terms."""
    return sha256_hex(canonical_bytes(document))
