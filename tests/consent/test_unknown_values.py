"""What nobody knows never clears: each key that may be null, and each word that means "we do not know", is looked at.

That none of them clears is tried with the other attacks (tests/attacks/test_a_unknowns.py).
"""

from collections.abc import Iterator
from types import NoneType
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from consent import terms
from consent.clearance import Case
from tests.consent.own_cases.unknowns import MEANT, TABLE, WORDS

UNKNOWING = {"unsure", "unclear", "unknown", "silent", "possible", "open", "requested", "deferred"}


def nullable(shape: type[BaseModel] = Case, prefix: str = "") -> Iterator[str]:
    """The path of every key of a case that may be null."""
    for name, info in shape.model_fields.items():
        part = _model_in(info.annotation)
        if part is None and _takes_none(info.annotation):
            yield f"{prefix}{name}"
        elif part is not None and name not in ("pipeline", "conflicting_record", "standing_preferences"):
            yield from nullable(part, f"{prefix}{name}.")  # those three are lists or copies of another part


def _model_in(kind: Any) -> type[BaseModel] | None:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return kind
    return next(filter(None, map(_model_in, get_args(kind))), None)


def _takes_none(kind: Any) -> bool:
    if get_origin(kind) in (list, dict):
        return False
    return kind is NoneType or any(map(_takes_none, get_args(kind)))


def test_each_key_that_may_be_null_is_looked_at() -> None:
    assert sorted({*TABLE, *MEANT}) == sorted(nullable())
    assert not set(TABLE) & set(MEANT)


def test_each_word_for_not_knowing_is_looked_at() -> None:
    vocabulary = {word for alias in vars(terms).values() if get_origin(alias) is not None for word in get_args(alias)}
    assert {word for _, word in WORDS} >= UNKNOWING & vocabulary
