"""The decision: a verdict, the reasons that it rests on, the duties that follow, and the rulesets it was made by."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from consent import terms
from consent.clearance.condition import Finding
from consent.clearance.rule import Rule
from consent.texts import DEFAULT_LANGUAGE, say
from consent.verdicts import STRICTNESS, Exit, answer, exit_status

_LAYER: Mapping[str, int] = {layer: rank for rank, layer in enumerate(terms.LAYERS)}


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule that kept the verdict from being cleared, or that a cleared verdict rests on."""

    layer: str
    verdict: str
    rule: str
    person: str | None
    consent: str | None
    clause: str | None
    message: str
    params: Mapping[str, Any]
    remedy: tuple[str, str] | None
    source: str

    @classmethod
    def of(cls, rule: Rule, finding: Finding) -> Reason:
        return cls(
            layer=rule.layer,
            verdict="cleared" if finding.met else rule.verdict,
            rule=rule.name,
            person=finding.person,
            consent=finding.consent,
            clause=finding.clause,
            message=(rule.met or rule.message) if finding.met else rule.message,
            params={key: _plain(value) for key, value in finding.params.items()},
            remedy=None if finding.met else rule.remedy,
            source=rule.source,
        )

    @property
    def order(self) -> tuple[Any, ...]:
        return (
            -STRICTNESS[self.verdict],
            _LAYER[self.layer],
            self.rule,
            self.person or "",
            self.consent or "",
            self.clause or "",
            json.dumps(self.params, sort_keys=True),
        )

    def summary(self, lang: str = DEFAULT_LANGUAGE) -> str:
        """The reason in words."""
        return self._say(self.message, lang)

    def request(self, lang: str = DEFAULT_LANGUAGE) -> str | None:
        """The remedy in words: whom to ask for what. None: nobody can help."""
        if self.remedy is None:
            return None
        return say("remedy", lang, ask=self.remedy[0], what=self._say(self.remedy[1], lang))

    def _say(self, message: str, lang: str) -> str:
        return say(message, lang, **{**self.params, "person": self.person or ""})

    def as_dict(self, lang: str = DEFAULT_LANGUAGE) -> dict[str, Any]:
        remedy = None
        if self.remedy is not None:
            ask, text = self.remedy
            remedy = {"ask": ask, "for": self._say(text, lang)}
        return {
            "layer": self.layer,
            "verdict": self.verdict,
            "rule": self.rule,
            "person": self.person,
            "consent": self.consent,
            "clause": self.clause,
            "message": self.message,
            "params": dict(self.params),
            "summary": self.summary(lang),
            "remedy": remedy,
            "source": self.source,
        }


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that somebody has to be told or given; `done` as far as the case records it."""

    kind: str
    whom: str
    done: bool

    def summary(self, lang: str = DEFAULT_LANGUAGE) -> str:
        """What is to be done, and to whom, in words."""
        return say(f"duty-{self.kind}", lang, whom=self.whom)

    def as_dict(self) -> dict[str, Any]:
        return {"kind": self.kind, "whom": self.whom, "done": self.done}


@dataclass(frozen=True, slots=True)
class Decision:
    """`status` is "decided", or "cannot_decide" with no verdict when the rules themselves failed."""

    status: str
    verdict: str | None
    reasons: tuple[Reason, ...] = ()
    duties: tuple[Duty, ...] = ()
    rulesets: Mapping[str, str] = field(default_factory=dict)

    @property
    def exit_status(self) -> Exit:
        """0 where the asset may go out, and never otherwise."""
        reasons = [{"verdict": reason.verdict} for reason in self.reasons]
        return exit_status(self.status, self.verdict, [duty.as_dict() for duty in self.duties], reasons)

    def summary(self, lang: str = DEFAULT_LANGUAGE) -> str:
        """The answer in words."""
        return say(f"verdict-{answer(self.status, self.verdict)}", lang)

    def as_dict(self, lang: str = DEFAULT_LANGUAGE) -> dict[str, Any]:
        """The published form; texts in `lang`."""
        return {
            "status": self.status,
            "verdict": self.verdict,
            "reasons": [reason.as_dict(lang) for reason in self.reasons],
            "duties": [duty.as_dict() for duty in self.duties],
            "rulesets": dict(self.rulesets),
        }

    def to_json(self, lang: str = DEFAULT_LANGUAGE) -> bytes:
        """The same case gives the same bytes."""
        return json.dumps(self.as_dict(lang), ensure_ascii=False, separators=(",", ":")).encode()


def _plain(value: object) -> Any:
    """JSON values of a finding's parameters; sets in order."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    return value
