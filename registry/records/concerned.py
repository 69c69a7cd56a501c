"""The checks that a change concerns, said so that it stays true whatever becomes of other records."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, select, true
from sqlalchemy.orm import Session

from registry.records.tables.checks import Check, CheckPerson
from registry.records.tables.consents import Coverage
from registry.records.tables.copies import CheckCopy
from registry.records.tables.productions import ProductionAgreement

MOST_NAMED = 1000
"""Performers or productions that are named one by one. A statement takes 32,766 parameters at most (SQLite), and one that asks
what is due names those of all open changes (`registry.ledger.concerns.MOST_OPEN`)."""


@dataclass(frozen=True)
class Concerned:
    """Checks to which all applies that is said: `productions`, those of one of these; `performers`, those that find or name one
    of these; `declaration`, `file`: those of this SHA-256; `check`: this one; `checks`: one of these; `every`: all there are. What is
    None says nothing.

    Ids alone, and no question to another record: a change may be asked some time after it was made which checks it concerns,
    and none may have got out of it by then. Raises `ValueError` where nothing at all is said.
    """

    productions: tuple[str, ...] | None = None
    performers: tuple[str, ...] | None = None
    declaration: str | None = None
    file: str | None = None
    check: str | None = None
    checks: tuple[str, ...] | None = None
    every: bool | None = None

    def __post_init__(self) -> None:
        if self.content() == {}:
            raise ValueError("a change that concerns every check has to say so")

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> "Concerned":
        """What `content` was written from. Raises `TypeError`, `ValueError` for anything else."""
        said: dict[str, Any] = {name: tuple(one) if isinstance(one, list) else one for name, one in content.items()}
        return cls(**said)

    def content(self) -> dict[str, Any]:
        """The same as JSON, to be kept."""
        said = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {name: list(one) if isinstance(one, tuple) else one for name, one in said.items() if one is not None}

    def condition(self, check_id: str | None = None) -> ColumnElement[bool]:
        """The same as a condition on `Check`. check_id: where only this check is asked for, which proves less."""
        said: list[ColumnElement[bool]] = []
        if self.check is not None:
            said.append(Check.id == self.check)
        if self.checks is not None:
            said.append(Check.id.in_(self.checks))
        if self.declaration is not None:
            said.append(Check.declaration_sha256 == self.declaration)
        if self.file is not None:
            said.append(Check.file_sha256 == self.file)
        if self.productions is not None:
            said.append(Check.production_id.in_(self.productions))
        if self.performers is not None:
            shown = select(CheckPerson.check_id).where(CheckPerson.performer_id.in_(self.performers))
            said.append(Check.id.in_(shown if check_id is None else shown.where(CheckPerson.check_id == check_id)))
        return and_(true(), *said)


def showing(performers: Iterable[str]) -> Concerned:
    """Checks that find or name one of these performers; where these are more than a statement takes, simply every check."""
    named = tuple(sorted(set(performers)))
    return Concerned(performers=named) if len(named) <= MOST_NAMED else Concerned(every=True)


def under_agreement(session: Session, agreement: str) -> Concerned:
    """Checks of productions that declared the agreement, or for which it was said to cover somebody's work."""
    declared = select(ProductionAgreement.production_id).where(ProductionAgreement.agreement == agreement)
    covering = select(Coverage.production_id).where(Coverage.agreement == agreement, Coverage.covered)
    productions = tuple(sorted({*session.scalars(declared), *session.scalars(covering)}))
    return Concerned(productions=productions) if len(productions) <= MOST_NAMED else Concerned(every=True)


def showing_frames_of(session: Session, check_id: str) -> Concerned | None:
    """Checks that were found to show frames of this one's file."""
    rows = select(CheckCopy.check_id).where(CheckCopy.other_id == check_id)
    checks = tuple(sorted(session.scalars(rows)))
    if not checks:
        return None
    return Concerned(checks=checks) if len(checks) <= MOST_NAMED else Concerned(every=True)
