"""What a check comes to because its frames were checked before: whom a person has to look for, and what the production is told.

People say the last word, as of whoever was declared and not found: somebody who is confirmed is in the file like anybody found, and of
whom they say "not there" the earlier check says nothing more.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.orm import Session

from registry.approvals.established import Established
from registry.checks.copies.search import CopiesSeen
from registry.checks.copies.suspects import Suspect, suspects, temporary_in_final
from registry.checks.deciding.people import Recognition
from registry.checks.deciding.reasons import DecisionReason
from registry.productions.declaration import Declaration
from registry.records.tables.checks import Check

WHOLE = "whole"
"""Under this name a reviewer is shown all of a file, nobody in it recognisable: there may be nobody in it to show."""


class LinksCopies(Protocol):
    """Which checks show the same frames (registry.checks.copies.search.Copies)."""

    def link(self, session: Session, check: Check, looked: CopiesSeen) -> None: ...


@dataclass(frozen=True)
class Reckoned:
    """found: whom people confirmed in the file. missing: the performers to be looked for; quiet: those of them of whom the production
    does not hear that they are. reasons: what it is told."""

    found: tuple[Recognition, ...]
    missing: tuple[str, ...]
    quiet: frozenset[str]
    reasons: tuple[DecisionReason, ...]


def reckoned(
    session: Session,
    check: Check,
    found: Sequence[Recognition],
    declaration: Declaration,
    names: Mapping[str, str],
    answers: Mapping[str, str],
) -> Reckoned:
    """answers: performer -> what people said who looked for them in this file. Whoever is declared is looked for in any case."""
    accounted = {one.subject for one in found if one.subject and one.answer in ("match", "possible")}
    accounted |= {
        performer for entry in declaration.cast if (performer := entry.performer or names.get(entry.name or ""))
    }
    open_: list[Suspect] = []
    confirmed: list[Recognition] = []
    for one in suspects(session, check, accounted):
        said = answers.get(one.performer)
        if said == "confirm":
            confirmed += _seen(one, f"C{len(confirmed) + 1}")
        elif said != "not_this_person":
            open_.append(one)
    return Reckoned(
        tuple(confirmed),
        tuple(one.performer for one in open_),
        frozenset(one.performer for one in open_ if one.earlier is None),
        _once(map(_reason, open_)),
    )


def _seen(one: Suspect, ref: str) -> list[Recognition]:
    start, end = (one.spans[0][0] / 1000, one.spans[-1][1] / 1000) if one.spans else (0.0, 0.0)
    turns = one.spans if len(one.spans) > 1 else ()
    return [Recognition(ref, None, "match", one.performer, start=start, end=end, turns=turns)]


def _reason(one: Suspect) -> DecisionReason:
    if one.earlier is None:
        return DecisionReason("needs_approval", "check.copy-other", ask="review", wants="copy-look")
    params = {"check": one.earlier}
    return DecisionReason("needs_approval", "check.copy-own", params=params, ask="review", wants="copy-look-own")


def of_temporary(session: Session, check: Check, established: Established) -> list[DecisionReason]:
    """A final that shows what was cleared because it is in none; the commissioner, whom that was said to, may agree in writing."""
    if established.case.get("approvals", {}).get("written") == "granted":
        return []
    return [
        DecisionReason(
            "needs_approval",
            "check.temporary-in-final",
            params={"check": other.id, "unit": other.unit_id},
            ask="commissioner",
            wants="temporary-written",
        )
        for other in temporary_in_final(session, check)
    ]


def _once(reasons: Iterable[DecisionReason]) -> tuple[DecisionReason, ...]:
    seen: list[DecisionReason] = []
    for reason in reasons:
        if reason not in seen:
            seen.append(reason)
    return tuple(seen)
