"""A rule and a ruleset, as they stand in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from consent import terms
from consent.clearance.condition import Condition


@dataclass(frozen=True, slots=True)
class Rule:
    ruleset: str
    id: str
    clause: str
    trust: str
    layer: terms.Layer
    condition: Condition
    params: Mapping[str, Any]
    verdict: terms.Verdict
    message: str
    source: str
    met: str | None = None
    remedy: tuple[str, str] | None = None
    duty: tuple[str, str] | None = None
    waives: frozenset[str] = frozenset()
    about: frozenset[str] = frozenset()
    final: bool = False
    sets_aside: str = "nothing"
    always: bool = False
    judged_on: str = "use"
    since: date | None = None
    until: date | None = None

    @property
    def name(self) -> str:
        return f"{self.ruleset}/{self.id}"

    def in_force(self, on: date) -> bool:
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True)
class Ruleset:
    id: str
    version: str
    title: str
    kind: str
    source: str
    trust: str
    gate: Condition
    gate_params: Mapping[str, Any]
    rules: tuple[Rule, ...] = field(default=())
