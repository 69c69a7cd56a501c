"""What follows from frames that an earlier check shows, too. A copy only ever stops: nothing is allowed because something is like it.

Whoever was found in frames that two files share is in both, as long as nobody has said otherwise. Where they were found in one, may not
be used there, and are not found in the other, a person has to look at the other. Where they are found there as well, the rules judge
them there, and the earlier check adds nothing.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent.spans import Span
from registry.checks.copies.kept import not_allowed
from registry.checks.copies.search import linked, meet
from registry.checks.copies.temporary import is_temporary
from registry.productions.contradictions import IN_USE
from registry.productions.declaration import read_declaration
from registry.records.tables.checks import Check, CheckPerson


@dataclass(frozen=True)
class Suspect:
    """Somebody who is in an earlier check's file, may not be used there, and is not found in a copy of the frames that show them.
    earlier: that check, where it is of the same production; of another nobody is told. spans: where the copy shows these frames."""

    performer: str
    earlier: str | None
    spans: tuple[Span, ...]


def suspects(session: Session, check: Check, accounted: Collection[str]) -> list[Suspect]:
    """Whom a check's file should show by what earlier checks found in the same frames. accounted: the performers whom the decision
    reckons with already."""
    found: dict[str, Suspect] = {}
    for row, other in linked(session, check.id):
        missing = not_allowed(other)
        if not missing:
            continue
        own = other.production_id == check.production_id
        people = select(CheckPerson.pseudonym, CheckPerson.performer_id).where(
            CheckPerson.check_id == other.id, CheckPerson.answer == "match"
        )
        for pseudonym, performer in session.execute(people):
            if performer in accounted or pseudonym not in missing:
                continue
            if not meet(missing[pseudonym], row.other_spans):
                continue
            if performer not in found or (own and found[performer].earlier is None):
                spans = tuple((start, end) for start, end in row.spans)
                found[performer] = Suspect(performer, other.id if own else None, spans)
    return list(found.values())


def temporary_in_final(session: Session, check: Check) -> list[Check]:
    """The checks of the same production that were cleared because their material is temporary, and whose frames this final shows."""
    if read_declaration(check.declaration).asset.stage not in IN_USE:
        return []
    return [
        other
        for _row, other in linked(session, check.id)
        if other.production_id == check.production_id and is_temporary(other)
    ]
