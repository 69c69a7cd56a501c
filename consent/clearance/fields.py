"""The kinds of value that a case holds: days, instants, zones, places, languages, counts, and what a paper leaves unsaid."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from consent import terms
from consent.moments import is_zone

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


def _moment(value: object) -> object:
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        return datetime.fromisoformat(value)
    if value is None:
        return None
    raise ValueError("a timestamp with its offset is needed, such as 2026-11-22T10:00:00Z")


def _instant(value: object) -> object:
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        return datetime.fromisoformat(value)
    if isinstance(value, str) and _DAY.fullmatch(value):
        return date.fromisoformat(value)
    if value is None:
        return None
    raise ValueError("an ISO date or a timestamp with its offset is needed, such as 2026-11-22T10:00:00Z")


def _zone(value: object) -> object:
    if value is None or is_zone(value):
        return value
    raise ValueError("an IANA time zone is needed, such as America/Los_Angeles")


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
_MOMENT_SCHEMA = {"type": "string", "format": "date-time"}
Moment = Annotated[datetime, BeforeValidator(_moment), WithJsonSchema(_MOMENT_SCHEMA)]
_EVENT_SCHEMA = {"anyOf": [{"type": "string", "format": "date"}, _MOMENT_SCHEMA]}
# An event counts from the moment it happens; a bare day counts from its beginning.
Instant = Annotated[date | datetime, BeforeValidator(_instant), WithJsonSchema(_EVENT_SCHEMA)]
Zone = Annotated[str, Field(max_length=64, examples=["America/Los_Angeles"]), BeforeValidator(_zone)]
Silent = BeforeValidator(_silence)
SCOPE: Any = Field(default=None, json_schema_extra=_silent_schema)
