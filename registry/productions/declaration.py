"""USE.json: what a production says that it wants to do with one file. Closed; its digest binds every answer to it.

The words are those of the clearance case. What the file, the registry or a union establishes is not asked here,
because a production cannot clear itself: media and provenance come from the file, project, agreements and birth dates
from the registry, approvals and union answers from those who gave them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any

from pydantic import AfterValidator, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from consent import terms
from consent.canonical import JsonError, canonical, sha256_hex, strict_loads
from consent.document.fields import LANGUAGE, SCENE, TERRITORY, Text
from consent.parts import Day, Part, published
from registry.core.errors import Invalid
from registry.core.texts import say
from registry.productions.contradictions import contradictions

Line = Annotated[str, AfterValidator(Text())]
Place = Annotated[str, AfterValidator(TERRITORY)]
Tongue = Annotated[str, AfterValidator(LANGUAGE)]
Scene = Annotated[str, AfterValidator(SCENE)]
Identifier = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$")]
Count = Annotated[int, Field(ge=0, le=1_000_000)]


class Unit(Part):
    """The shot, line or asset that this file is a version of. All versions of one unit are one use."""

    id: Identifier
    version: Annotated[int, Field(ge=1, le=1_000_000)]


class ToolStep(Part):
    """One generative tool and its terms. `retains_or_trains`: null where nobody knows."""

    enterprise_secured: bool | None = None
    enterprise_alternative: bool | None = None
    retains_or_trains: bool | None
    terms_checked: bool | None = None


class Tool(ToolStep):
    """The tool that generates, with the further steps of its pipeline."""

    pipeline: list[ToolStep] | None = None


class Asset(Part):
    """What the file is to the production."""

    stage: terms.Stage
    element: terms.Element
    prominence: terms.Prominence | None = None
    presented_as: terms.PresentedAs | None = None
    source_type: terms.SourceType | None = None
    human_input: terms.HumanInput | None = None
    content_changed: bool | None = None
    sensitive: bool | None = None
    credentials: terms.Credentials | None = None  # where they are promised and not there, the file is not let through
    tool: Tool | None = None


class Principles(Part):
    """The five principles, each answered."""

    no_third_party_replication: terms.Answer
    no_store_train: terms.Answer
    secure_environment: terms.Answer
    temporary_only: terms.Answer
    no_unconsented_replacement: terms.Answer


class Shown(Part):
    """What is said of people in the file: how they were made, in which role, and whether they performed it so."""

    treatment: terms.Treatment
    role: terms.Role
    performed_as_shown: bool


class Cast(Shown):
    """A person whom the production knows to be in the file: by registry id or by name, exactly one of the two."""

    performer: Identifier | None = None
    name: Line | None = None
    modalities: Annotated[list[terms.Modality], Field(min_length=1)]
    features: list[terms.Feature] | None = None
    prompted_by_name: bool | None = None
    minor: bool | None = None
    age: Annotated[int, Field(ge=0, le=130)] | None = None
    life: terms.Life | None = None
    died: Day | None = None

    @model_validator(mode="after")
    def _named_once(self) -> "Cast":
        if (self.performer is None) == (self.name is None):
            raise PydanticCustomError("cast", "give either performer (the registry's id) or name")
        return self


class Named(Part):
    """A real person's name in what generation starts from, or in the credits: a use even where nothing that is found shows it."""

    name: Line
    where: terms.NamedIn


class Use(Part):
    """Where and how it will be shown. null says "none": silence could hide a dimension that a consent restricts."""

    medium: terms.Medium
    territory: Place
    language: Tongue
    content: list[terms.Content]
    character: Line | None
    scene: Scene | None
    alteration: terms.Alteration | None
    exemption: terms.Exemption | None = None
    date: Day | None = None  # of the use; without one the day of the check
    lines: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    script_date: Day | None = None
    performed_on: Day | None = None
    new_generation: bool | None = None
    generated_on: Day | None = None
    realtime_generation: bool | None = None
    purpose: terms.Purpose | None = None
    recipient: Line | None = None
    paid: bool | None = None
    released_on: Day | None = None


class Craft(Part):
    """Union-covered work that the use touches. What only a union can say is not asked here."""

    craft: terms.Craft | None = None
    replicas_counted: bool | None = None
    required_by_company: bool | None = None


class Disclosure(Part):
    """Whether the audience is told, and where."""

    present: bool
    place: terms.DisclosurePlace | None = None


class Session(Part):
    """How long before a capture session its notice was given, and the engagement began; whole hours."""

    notice_hours: Count | None = None
    engaged_hours_before: Count | None = None


class Transfer(Part):
    """Whether a replica is to be handed to another company, which has undertaken to keep the terms."""

    requested: bool
    transferee_undertaking: bool | None = None


class Declaration(Part):
    """One file's declared use."""

    production: Identifier
    unit: Unit
    asset: Asset
    principles: Principles | None = None  # left out, each counts as unsure
    use: Use
    cast: list[Cast]
    others: Shown  # of everybody in the file whom `cast` does not name
    nobody_else_identifiable: bool | None = None  # the cast attests it of findings too faint to be anybody's
    union: Craft | None = None
    disclosure: Disclosure | None = None
    knowledge: bool | None = None
    session: Session | None = None
    transfer: Transfer | None = None
    rule_packs: list[terms.RulePack] | None = None
    names: list[Named] | None = None  # whether a name is registered is never answered

    def canonical(self) -> bytes:
        """The RFC 8785 bytes, without what was left out: equal declarations have equal bytes."""
        return canonical(self.model_dump(mode="json", exclude_unset=True))

    @property
    def sha256(self) -> str:
        """The name of exactly this declaration: SHA-256 (hex) of its canonical bytes."""
        return sha256_hex(self.canonical())


@dataclass(frozen=True)
class DeclarationProblem:
    """One thing that is wrong: where (`cast.0.treatment`), what, and what would be accepted; `text`: the id of what is
    said of it beside the field."""

    path: str
    message: str
    accepted: tuple[str, ...] = ()
    text: str = "declaration-field-wrong"

    def __str__(self) -> str:
        accepted = f" (accepted: {', '.join(self.accepted)})" if self.accepted else ""
        return f"{self.path}: {self.message}{accepted}"


class DeclarationError(Invalid):
    """Not a declaration; `problems` lists everything that is wrong with it."""

    def __init__(self, problems: Iterable[DeclarationProblem]) -> None:
        self.problems = tuple(problems)
        fields = {problem.path: problem.text for problem in self.problems}
        super().__init__("declaration-invalid", fields, problem="; ".join(str(problem) for problem in self.problems))


def parse_declaration(data: bytes | str | Mapping[str, Any]) -> Declaration:
    """A declaration that somebody makes, from JSON text or a parsed object.

    Raises `DeclarationError` naming each path and what it takes, or what it contradicts.
    """
    declared = read_declaration(data)
    refuse(contradictions(declared))
    return declared


def refuse(found: Iterable[tuple[str, str]]) -> None:
    """Raises `DeclarationError` for contradictions (path, text id), if there are any."""
    problems = [DeclarationProblem(path, say(text), text=text) for path, text in found]
    if problems:
        raise DeclarationError(problems)


def read_declaration(data: bytes | str | Mapping[str, Any]) -> Declaration:
    """A declaration that was made: what is on record is read even where it would be refused today.

    Raises `DeclarationError` for what has not the form of one.
    """
    try:
        content = strict_loads(data) if isinstance(data, bytes | str) else dict(data)
        return Declaration.model_validate_json(canonical(content))
    except JsonError as error:
        raise DeclarationError([DeclarationProblem("declaration", str(error))]) from error
    except ValidationError as error:
        raise DeclarationError(_problems(error)) from error


def declaration_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of USE.json."""
    return published("declaration", "Declaration of use (USE.json)", Declaration)


def _problems(error: ValidationError) -> Iterable[DeclarationProblem]:
    for found in error.errors(include_url=False, include_input=False):
        path = ".".join(str(part) for part in found["loc"]) or "declaration"
        if found["type"] == "missing":
            yield DeclarationProblem(path, "is missing", _accepted(found["loc"]))
        elif found["type"] == "extra_forbidden":
            yield DeclarationProblem(path, "is not known here", _accepted(found["loc"][:-1]))
        elif found["type"] == "literal_error":
            yield DeclarationProblem(path, "is not one of the accepted words", _accepted(found["loc"]))
        elif found["type"] == "string_pattern_mismatch":
            yield DeclarationProblem(path, "is no id of this registry", ("up to 64 letters, digits and . _ : -",))
        else:
            yield DeclarationProblem(path, found["msg"], tuple(found.get("ctx", {}).get("accepted", ())))


@cache
def _schema() -> dict[str, Any]:
    return Declaration.model_json_schema()


def _accepted(path: tuple[int | str, ...]) -> tuple[str, ...]:
    """What the declaration takes at a path: the words of a closed list, or the keys of an object."""
    schema = _schema()
    found: dict[str, Any] = schema
    for part in path:
        found = _resolved(schema, found)
        found = found.get("items", {}) if isinstance(part, int) else found.get("properties", {}).get(part, {})
    found = _resolved(schema, found)
    if found.get("type") == "array":
        found = _resolved(schema, found.get("items", {}))
    words = found.get("enum") or ([found["const"]] if "const" in found else found.get("properties", ()))
    return tuple(str(word) for word in words)


def _resolved(schema: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    """The part that a reference or an "or null" stands for."""
    for choice in part.get("anyOf", ()):
        if choice.get("type") != "null":
            part = choice
    if "$ref" in part:
        return dict(schema["$defs"][part["$ref"].rsplit("/", 1)[-1]])
    return part
