"""Floor terms: the widest that a union accepts in one dimension of a consent. A member may tighten it, nobody loosen."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError

from consent.clearance.languages import speaks
from consent.clearance.places import granted
from consent.document.fields import ANY
from consent.document.model import DocumentError, DocumentProblem, Scope

Comparison = Callable[[Any, Any], bool]


def _subset(value: Any, floor: Any) -> bool:
    return floor == ANY or (value != ANY and set(value) <= set(floor))


def _superset(value: Any, floor: Any) -> bool:
    return set(value) >= set(floor)


def _within_places(value: Any, floor: Any) -> bool:
    return floor == ANY or (value != ANY and all(granted(one, floor) for one in value))


def _within_languages(value: Any, floor: Any) -> bool:
    return floor == ANY or (value != ANY and all(speaks(one, floor) for one in value))


def _at_most(value: Any, floor: Any) -> bool:
    return floor == ANY or (value != ANY and bool(value <= floor))


def _at_least(value: Any, floor: Any) -> bool:
    return bool(value >= floor)


def _ranked(*narrowest_first: Any) -> Comparison:
    """Values in an order, from the one that gives least to the one that gives most."""
    return lambda value, floor: narrowest_first.index(value) <= narrowest_first.index(floor)


DIMENSIONS: Mapping[str, Comparison] = {
    "kind": _subset,
    "modalities": _subset,
    "scenes": _subset,
    "media": _subset,
    "territories": _within_places,
    "languages": _within_languages,
    "valid_from": _at_least,
    "valid_until": _at_most,
    "exploitation_after_end": _ranked("none", "finished_work_only"),
    "max_uses": _at_most,
    "alterations_allowed": _subset,
    "exclusions": _superset,
    "sensitive_content": _subset,
    "training": _ranked("notAllowed", "constrained", "allowed"),
    "realtime_generation": _ranked(False, True),
    "per_use_approval": _ranked(True, False),
    "strike_behaviour": _ranked("suspend_all_use", "suspend_new_generation"),
    "survives_death": _ranked("no", "yes"),
    "condition_of_employment": _ranked(False, True),
}
"""The dimensions of a scope that can be wider and narrower, each with the question "is this no wider than that?".

Days compare as their texts (ISO 8601). "any" is the widest of a list and of a count; of exclusions, more is narrower;
that a use needs the performer's approval, that a strike suspends everything, is narrower than that it does not.
"""


def within(dimension: str, value: Any, floor: Any) -> bool:
    """Whether `value` is no wider than `floor` in one of `DIMENSIONS`. Both are values of that dimension of a scope."""
    return DIMENSIONS[dimension](value, floor)


def parse_floor(dimension: str, value: object) -> Any:
    """A floor as JSON, once it is a value that the dimension of a scope can have. Raises `DocumentError`."""
    if dimension not in DIMENSIONS:
        raise DocumentError([DocumentProblem("dimension", "has no wider and narrower", tuple(sorted(DIMENSIONS)))])
    field = Scope.model_fields[dimension]
    checked: Any = Annotated[field.annotation, *field.metadata]
    adapter: TypeAdapter[Any] = TypeAdapter(checked)
    try:
        return adapter.dump_python(adapter.validate_python(value), mode="json")
    except ValidationError as error:
        found = error.errors(include_url=False)[0]
        context = found.get("ctx", {})
        problem = DocumentProblem(
            f"scope.{dimension}", context.get("problem", found["msg"]), tuple(context.get("accepted", ()))
        )
        raise DocumentError([problem]) from error
