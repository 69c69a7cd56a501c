"""What a draft says so far, and the rules that speak to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from consent.clearance import Rule, parse_case, shipped
from consent.clearance.facts import Facts
from registry.productions.contradictions import STAGE_OF

Answers = Mapping[str, Any]
"""Path -> text, or a list of texts; as a form sends them. Nothing answered: no key, or an empty text."""

PEOPLE = 6


@dataclass(frozen=True)
class Maker:
    """What the registry knows of the production that declares."""

    id: str
    kind: str
    commissioner: str
    agreements: tuple[str, ...]
    jurisdiction: str | None
    today: str


class Known:
    """What was answered so far, by one production."""

    def __init__(self, answers: Answers, maker: Maker) -> None:
        self.answers, self.maker = answers, maker

    def get(self, path: str) -> Any:
        return self.answers.get(path) or None

    @property
    def element(self) -> str | None:
        element: str | None = self.get("asset.element")
        return element

    @property
    def stage(self) -> str | None:
        stage: str | None = STAGE_OF.get(self.element or "") or self.get("asset.stage")
        return stage

    @property
    def somebody(self) -> bool:
        return bool(self.get("people") == "somebody")

    @cached_property
    def cast(self) -> list[int]:
        """The rows of the cast that name somebody."""
        return [row for row in range(PEOPLE) if self.somebody and self.get(f"cast.{row}.who")]

    @cached_property
    def treatments(self) -> frozenset[str]:
        said = [self.get(f"cast.{row}.treatment") for row in self.cast] + [self.get("others.treatment")]
        return frozenset(treatment for treatment in said if treatment)

    @cached_property
    def rules(self) -> list[Rule]:
        """The rules that speak to this use, as far as it is known, in the order of their sources."""
        facts = Facts(parse_case(self._case()))
        speaking = (one for one in shipped() if one.gate.function(facts, **one.gate_params))
        return [rule for ruleset in speaking for rule in ruleset.rules]

    def _case(self) -> dict[str, Any]:
        maker = self.maker
        production: dict[str, Any] = {"id": maker.id, "kind": maker.kind, "commissioner": maker.commissioner}
        production |= {"union_agreements": list(maker.agreements)}
        if maker.jurisdiction:
            production["jurisdiction"] = maker.jurisdiction
        return {"check_date": maker.today, "production": production, "principles": {}}
