"""The parts that signed papers are made of: closed records and checked kinds of text."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

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


Moment = Annotated[str, AfterValidator(_moment)]
"""UTC in whole seconds, kept as the text that was signed: 2026-11-22T10:00:00Z."""

Day = Annotated[str, AfterValidator(_day)]
"""A date, kept as the text that was signed: 2026-11-22."""

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""A SHA-256 as 64 lower-case hexadecimal digits."""


def first_problem(error: ValidationError) -> str:
    """The first thing that is wrong, with its path and without the value."""
    problem = error.errors(include_url=False, include_input=False)[0]
    path = ".".join(str(part) for part in problem["loc"])
    return f"{path or 'the document'}: {problem['msg']}"
