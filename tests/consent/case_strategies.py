"""Arbitrary well-formed cases, drawn from the published shape of a case."""

from collections.abc import Sequence
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from hypothesis import strategies as st
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from consent.clearance import Case

DATES = ("2020-01-01", "2024-12-31", "2025-01-01", "2026-06-30", "2026-07-01", "2026-08-02", "2026-11-22", "2031-01-01")
INSTANTS = (*DATES, "2026-11-22T10:00:00Z", "2026-11-22T23:59:59+02:00", "2026-11-23T04:00:00Z")
ZONES = ("America/Los_Angeles", "Europe/Berlin", "Asia/Tokyo")  # 10:00 UTC is the same day in each of them
PLACES = ("US", "US-CA", "US-NY", "US-IL", "US-TN", "EU", "FR", "BR", "worldwide")
LANGUAGES = ("en", "en-US", "es", "es-419", "es-MX", "any")
NAMES = ("A", "B", "TV-26")
_PLACED = {"territory", "jurisdiction", "territories", "resident"}


def cases() -> st.SearchStrategy[dict[str, Any]]:
    return model(Case).map(possible)


def possible(case: dict[str, Any]) -> dict[str, Any]:
    """The case without what cannot be: two things of one name, a birth or a death to come, an instant of another day."""
    for part, keys in (("persons", ("ref",)), ("consents", ("id", "person"))):
        if part in case:
            named = {tuple(entry[key] for key in keys): entry for entry in case[part] if entry.get(keys[0])}
            case[part] = [*named.values(), *(entry for entry in case[part] if not entry.get(keys[0]))]
    for person in case.get("persons", ()):
        for key in ("born", "died"):
            if (person.get(key) or "") > case["check_date"]:
                del person[key]
        if (person.get("born") or "") > (person.get("died") or "9999"):
            del person["died"]
    if case.get("checked_at"):
        case["checked_at"] = f"{case['check_date']}T10:00:00Z"
    return case


def model(shape: type[BaseModel]) -> st.SearchStrategy[dict[str, Any]]:
    needed, optional = {}, {}
    for name, info in shape.model_fields.items():
        (needed if info.is_required() else optional)[name] = value(name, info.annotation, info)
    return st.fixed_dictionaries(needed, optional=optional)


def value(name: str, kind: Any, info: FieldInfo | None = None) -> st.SearchStrategy[Any]:
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return value(name, parts[0], info)
    if origin is Literal:
        return st.sampled_from(parts)
    if origin in (Union, UnionType):
        return _either(name, parts)
    if origin is list:
        return st.lists(value(name, parts[0]), max_size=3)
    if origin is dict:
        return st.dictionaries(value(name, parts[0]), value(name, parts[1]), max_size=2)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return model(kind)
    return _plain(name, kind)


def _either(name: str, parts: Sequence[Any]) -> st.SearchStrategy[Any]:
    if datetime in parts and date in parts:
        return st.sampled_from(INSTANTS) | (st.none() if NoneType in parts else st.nothing())
    return st.one_of([value(name, part) for part in parts])


def _plain(name: str, kind: Any) -> st.SearchStrategy[Any]:
    if kind is NoneType:
        return st.none()
    if kind is bool:
        return st.booleans()
    if kind is int:
        return st.integers(0, 40)
    if kind is float:
        return st.floats(0, 1, allow_nan=False) if name == "score" else st.floats(0, 100, allow_nan=False)
    if kind is datetime:
        return st.just("10:00")  # of the day of the check
    if kind is date:
        return st.sampled_from(DATES)
    if name in _PLACED:
        return st.sampled_from(PLACES)
    if name == "time_zone":
        return st.sampled_from(ZONES)
    if name in ("language", "languages"):
        return st.sampled_from(LANGUAGES)
    return st.sampled_from(NAMES)
