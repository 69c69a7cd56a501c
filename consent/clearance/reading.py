"""Reads a case: bytes to JSON to facts, and an error that names the place and the accepted values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NoReturn, get_args

from pydantic import BaseModel, ValidationError

from consent.clearance.case import Case

MAX_BYTES = 4_000_000


class CaseError(ValueError):
    """A case that cannot be read. `path` says where ("$.persons[0].match"), `accepted` what would be."""

    def __init__(self, path: str, message: str, accepted: tuple[str, ...] = ()) -> None:
        super().__init__(path, message, accepted)
        self.path, self.message, self.accepted = path, message, accepted

    def __str__(self) -> str:
        known = f" (accepted: {', '.join(self.accepted)})" if self.accepted else ""
        return f"{self.path}: {self.message}{known}"


def parse_case(data: object) -> Case:
    """The facts of one case, from decoded JSON. Raises CaseError."""
    if not isinstance(data, Mapping):
        raise CaseError("$", "a case is a JSON object")
    try:
        return Case.model_validate(data)
    except ValidationError as error:
        raise _readable(error) from None
    except RecursionError:
        raise CaseError("$", "nested too deeply") from None


def read_json(raw: bytes) -> Any:
    """JSON as it should be: UTF-8, no duplicate keys, no NaN, bounded in size and depth. Raises CaseError."""
    if len(raw) > MAX_BYTES:
        raise CaseError("$", f"larger than {MAX_BYTES:,} bytes")
    try:
        return json.loads(raw.decode("utf-8"), object_pairs_hook=_object, parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise CaseError("$", f"not UTF-8 (byte {error.start})") from None
    except json.JSONDecodeError as error:
        raise CaseError("$", f"not JSON: {error.msg} (line {error.lineno}, column {error.colno})") from None
    except RecursionError:
        raise CaseError("$", "nested too deeply") from None
    except CaseError:
        raise
    except ValueError as error:
        raise CaseError("$", f"not JSON that can be read: {str(error)[:200]}") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise CaseError("$", f"the key {key[:60]!r} is there twice in one object")
        found[key] = value
    return found


def _no_constant(name: str) -> NoReturn:
    raise CaseError("$", f"{name} is not a number in JSON")


def _readable(error: ValidationError) -> CaseError:
    problems = error.errors(include_url=False, include_input=False)
    first = min(problems, key=lambda problem: _path(problem["loc"]))
    kind, path = first["type"], _path(first["loc"])
    context: dict[str, Any] = first.get("ctx") or {}
    if kind == "impossible":
        return CaseError(context["path"], first["msg"])
    if kind == "extra_forbidden":
        return CaseError(path, "unknown key", _keys_around(first["loc"]))
    if kind == "literal_error":
        accepted = context["expected"].replace(" or ", ", ").replace("'", "").split(", ")
        return CaseError(path, "unknown value", tuple(accepted))
    if kind == "missing":
        return CaseError(path, "this key is needed")
    return CaseError(path, first["msg"].removeprefix("Value error, "))


def _path(location: tuple[int | str, ...]) -> str:
    path = "$"
    for step in location:
        path += f"[{step}]" if isinstance(step, int) else f".{step[:80]}"
    return path


def _keys_around(location: tuple[int | str, ...]) -> tuple[str, ...]:
    """The keys that the object at this place may have."""
    model: type[BaseModel] = Case
    for step in location[:-1]:
        if isinstance(step, str) and step in model.model_fields:
            found = _model_in(model.model_fields[step].annotation)
            model = found or model
    return tuple(sorted(model.model_fields))


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in get_args(annotation):
        found = _model_in(part)
        if found is not None:
            return found
    return None
