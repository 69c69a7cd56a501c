"""Named conditions: the pure predicates that the rules in the data files call by name.

A condition looks at the facts and answers with a `Finding`: broken (the rule bites), met (the rule was touched and is
satisfied) or None (the rule has nothing to say). Its keyword-only arguments are the parameters that a data file must
give; lists carry the closed vocabulary that their words come from.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, TypeVar

from consent.clearance.case import Consent, Person

Subject = Literal["gate", "case", "person", "consent", "absence", "prohibition", "allowance"]
Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class Finding:
    """One answer of a condition. `clause` names the key of the case or the consent that it turned on."""

    met: bool = False
    person: str | None = None
    consent: str | None = None
    clause: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)


class Ask(NamedTuple):
    """What one consent is asked for: this person, this kind of consent, this modality (None: none is recognisable)."""

    person: Person
    kind: str
    modality: str | None


def broken(clause: str | None = None, person: Person | None = None, **params: Any) -> Finding:
    return Finding(False, person.ref if person else None, None, clause, params)


def met(clause: str | None = None, person: Person | None = None, **params: Any) -> Finding:
    return Finding(True, person.ref if person else None, None, clause, params)


def outside(consent: Consent, clause: str, **params: Any) -> Finding:
    """A consent that does not reach the ask."""
    return Finding(False, consent.person, consent.id, clause, params)


Answer = Finding | Iterable[Finding] | bool | None


@dataclass(frozen=True, slots=True)
class Condition:
    name: str
    subject: Subject
    function: Callable[..., Answer]
    use_only: bool

    @property
    def summary(self) -> str:
        """What the condition looks for, in one sentence; the docstring goes on to its parameters."""
        text = " ".join((self.function.__doc__ or "").split())
        return re.split(r"[.;] `", text)[0].rstrip(".") + "."

    @property
    def parameters(self) -> dict[str, Any]:
        """Name and annotation of each parameter that a data file gives."""
        code = self.function.__code__
        names = code.co_varnames[code.co_argcount : code.co_argcount + code.co_kwonlyargcount]
        return {name: self.function.__annotations__[name] for name in names}


CONDITIONS: dict[str, Condition] = {}
F = TypeVar("F", bound=Callable[..., Answer])


def condition(subject: Subject, *, use_only: bool = False) -> Callable[[F], F]:
    """Registers a predicate under its own name. `use_only`: creating a replica alone does not ask for it."""

    def register(function: F) -> F:
        name = function.__name__
        if name in CONDITIONS:
            raise ValueError(f"two conditions are called {name}")
        CONDITIONS[name] = Condition(name, subject, function, use_only)
        return function

    return register
