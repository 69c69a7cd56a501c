"""What records forbid, and which later words of the same performer answer it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from consent.clearance.case import Consent
from consent.clearance.condition import Ask
from consent.clearance.facts import Facts
from consent.clearance.standing import Standing
from consent.clearance.when import When

Answered = Literal["replaced", "later"]


def content_of(facts: Facts) -> set[str]:
    """What the use shows or does that an exclusion may name."""
    asked: set[str] = set(facts.use.content)
    if facts.use.medium == "trailer":
        asked.add("trailer")
    if facts.training:
        asked.add("training")
    if facts.use.purpose == "pitch" or facts.asset.element == "pitch_material":
        asked.add("pitch_material")
    return asked


def answered(
    facts: Facts, standing: Standing, asks: Sequence[Ask], since: When | None, paper: str | None = None
) -> Answered | None:
    """Whether the performer answered a prohibition of `since` for all that it is about here, and how.

    "replaced": by consents whose signed words take the place of that very paper. "later": by consents for exactly this
    project that were surely signed after it. A consent answers only what it grants itself, in all its dimensions.
    """
    found = {_answer(facts, standing.coverage.granting(ask), since, paper) for ask in asks}
    if None in found:
        return None
    return "replaced" if found == {"replaced"} else "later"


def _answer(facts: Facts, granting: Iterable[Consent], since: When | None, paper: str | None) -> Answered | None:
    answer: Answered | None = None
    for consent in granting:
        if paper is not None and consent.replaces == paper:
            return "replaced"
        if _later(facts, consent, since) and _specific(facts, consent):
            answer = "later"
    return answer


def _later(facts: Facts, consent: Consent, since: When | None) -> bool:
    signed = consent.signed_at
    return signed is not None and since is not None and facts.clock.surely_after(signed, since)


def _specific(facts: Facts, consent: Consent) -> bool:
    return consent.project_ids is not None and facts.project in consent.project_ids
