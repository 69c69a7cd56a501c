"""The parts that signed papers are made of: closed records and checked kinds of text."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, WithJsonSchema

from consent.moments import parse_day, parse_utc


class Part(BaseModel):
    """A record that cannot change, takes no unknown entry and converts nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def _moment(text: str) -> str:
    parse_utc(text)
    return text


def _day(text: str) -> str:
    parse_day(text)
    return text


Moment = Annotated[str, AfterValidator(_moment), WithJsonSchema({"type": "string", "format": "date-time"})]
"""UTC in whole seconds, kept as the text that was signed: 2026-11-22T10:00:00Z."""

Day = Annotated[str, AfterValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
"""A date, kept as the text that was signed: 2026-11-22."""

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""A SHA-256 as 64 lower-case hexadecimal digits."""


def published(name: str, title: str, model: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a record, under a name of its own, for those who write or read it elsewhere."""
    heading = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:likeness-registry:schema:{name}",
        "title": title,
    }
    return heading | {key: part for key, part in model.model_json_schema().items() if key != "title"}


def first_problem(error: ValidationError) -> str:
    """The first thing that is wrong, with its path and without the value."""
    problem = error.errors(include_url=False, include_input=False)[0]
    path = ".".join(str(part) for part in problem["loc"])
    return f"{path or 'the document'}: {problem['msg']}"
