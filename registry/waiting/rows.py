"""What a row of the list is made of, and the help that every part of it needs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from typing import cast as cast_type

from sqlalchemy import ColumnElement, Select, String, cast, exists, null, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute

from registry.core.permissions import Identity
from registry.records.tables.unions import UnionAgreement, UnionMembership

ANSWER, SIGN, COUNTERSIGN, COVERAGE, FILE = "answer", "sign", "countersign", "coverage", "file"
REVIEW, APPEAL, DISPUTE, LOOK_ALIKE = "review", "appeal", "dispute", "look_alike"
IDENTITY, MEMBERSHIP, REPRESENTATION, AGREEMENT, OFFER = (
    *("identity", "membership", "representation", "agreement", "offer"),
)
KINDS = (
    *(ANSWER, SIGN, COUNTERSIGN, COVERAGE, FILE, REVIEW, APPEAL, DISPUTE, LOOK_ALIKE, IDENTITY, MEMBERSHIP),
    *(REPRESENTATION, AGREEMENT, OFFER),
)
"""What can wait, in the order in which a filter offers it."""

Text = ColumnElement[Any] | InstrumentedAttribute[Any] | None


@dataclass(frozen=True)
class WaitingPart:
    """One kind of what waits, as a query. searched: whether what is shown of a row is like a pattern, where that is known sooner
    than from what is shown."""

    kind: str
    rows: Select[Any]
    searched: Callable[[str], ColumnElement[bool]] | None = None


@dataclass(frozen=True)
class WaitingRow:
    """One thing that waits. what: which answer, agreement or office; verdict: of the decision that waits for an answer.
    production, company, shot, person: as far as the viewer may know them. of, beside: the ids that lead to the control."""

    kind: str
    key: str
    since: datetime
    what: str | None
    fact: str | None
    verdict: str | None
    production: str | None
    company: str | None
    shot: str | None
    person: str | None
    of: str
    beside: str | None


def row(
    kind: str,
    key: Any,
    since: Any,
    of: Any,
    *,
    what: Any = None,
    fact: Any = None,
    verdict: Any = None,
    production: Any = None,
    company: Any = None,
    shot: Any = None,
    person: Any = None,
    beside: Any = None,
) -> list[ColumnElement[Any]]:
    """The columns of one part of the list, each part the same."""
    texts = {
        "what": what, "fact": fact, "verdict": verdict, "production": production, "company": company, "shot": shot,
        "person": person, "of": of, "beside": beside,
    }  # fmt: skip
    return [
        _text(kind).label("kind"),
        _text(key).label("key"),
        # each part has one in every row, whatever its column may be in others
        type_coerce(since, since.type).label("since"),
        *(_text(value).label(name) for name, value in texts.items()),
    ]


def _text(value: Any) -> ColumnElement[Any]:
    """A text column, whatever the part has in that place: parts are put together only where their columns are alike. A column
    of text stays itself, so that an index finds it."""
    if isinstance(value, InstrumentedAttribute) and isinstance(value.type, String):
        return cast_type(ColumnElement[Any], value)
    return cast(null() if value is None else value, String)


def own(who: Identity) -> set[str]:
    """The performers that the account is or acts for."""
    return {performer for performer, _kind in who.represents} | ({who.performer_id} if who.performer_id else set())


def tied(who: Identity) -> frozenset[str]:
    """The productions in which the account has any part."""
    return who.productions | who.commissions | who.counsels


def held(unions: frozenset[str]) -> Select[Any]:
    """The agreements of these unions."""
    return select(UnionAgreement.agreement).where(UnionAgreement.union_id.in_(unions))


def member(performer: Any, unions: frozenset[str]) -> ColumnElement[bool]:
    """Whether one of these unions confirmed the performer's membership."""
    return exists().where(
        UnionMembership.performer_id == performer,
        UnionMembership.union_id.in_(unions),
        UnionMembership.confirmed_at.is_not(None),
        UnionMembership.ended_at.is_(None),
    )
