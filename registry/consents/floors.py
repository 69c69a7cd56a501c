"""Floor terms on record, and the consents that fall below them."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent.document import ConsentDocument, DocumentError
from consent.document.floor import parse_floor, within
from registry.consents.records import countersigners
from registry.core.database import Database, new_id
from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.permissions import Identity, On, Permission, require
from registry.ledger.record import record
from registry.records.events import EventKind
from registry.records.performers import member_unions
from registry.records.tables.approvals import FloorTerm
from registry.records.tables.unions import UnionAgreement


class Floors:
    """What unions accept at the widest. A floor is looked at when a consent is written and when it is countersigned;
    consents that are given already stay as they are."""

    def __init__(self, db: Database, clock: Callable[[], datetime]) -> None:
        self._db = db
        self._clock = clock

    def set(
        self, who: Identity, union_id: str, dimension: str, value: object, agreement: str | None = None
    ) -> FloorTerm:
        """The widest that a dimension of a consent's scope may be (consent/document/floor.py) from now on, for members
        or, with `agreement`, for work that it covers. Takes the place of an earlier one for the same.

        Raises `Invalid`, `NotFound` for an agreement of another union, `Forbidden`.
        """
        require(who, Permission.FLOOR_SET, On(unions=frozenset({union_id})))
        try:
            widest = parse_floor(dimension, value)
        except DocumentError as error:
            wrong = {problem.path: str(problem) for problem in error.problems}
            raise Invalid("floor-invalid", wrong, problem=str(error.problems[0])) from error
        moment = self._clock()
        with self._db.write() as session:
            held = session.get(UnionAgreement, agreement) if agreement is not None else None
            if agreement is not None and (held is None or held.union_id != union_id):
                raise NotFound("agreement", agreement)
            for earlier in _holding(session, {union_id}):
                if (earlier.dimension, earlier.agreement) == (dimension, agreement):
                    earlier.ended_at = moment
            floor = FloorTerm(
                id=new_id("FL"),
                union_id=union_id,
                agreement=agreement,
                dimension=dimension,
                value=widest,
                in_force_from=moment,
                set_by=who.account_id,
            )
            session.add(floor)
            record(
                session, who.account_id, EventKind.FLOOR_SET, floor.id, at=moment, union=union_id, dimension=dimension
            )
        return floor

    def end(self, who: Identity, floor_id: str) -> None:
        """The floor no longer holds for consents that are yet to come. Raises `NotFound`, `Forbidden`."""
        with self._db.write() as session:
            floor = session.get(FloorTerm, floor_id)
            if floor is None or floor.ended_at is not None:
                raise NotFound("floor", floor_id)
            require(who, Permission.FLOOR_SET, On(unions=frozenset({floor.union_id})))
            floor.ended_at = self._clock()
            record(session, who.account_id, EventKind.FLOOR_ENDED, floor.id, at=floor.ended_at, union=floor.union_id)

    def list(self, union_id: str) -> list[FloorTerm]:
        """The floors of a union that are in force; that they exist is no secret."""
        with self._db.read() as session:
            return sorted(_holding(session, {union_id}), key=lambda floor: (floor.dimension, floor.agreement or ""))


def require_floors(session: Session, document: ConsentDocument) -> None:
    """Raises `Conflict` naming each dimension in which a consent is wider than a floor that applies to it.

    Those of the performer's unions apply, and those under an agreement that covers this work.
    """
    performer, production = document.performer.id, document.production_id
    covering = countersigners(session, performer, production)
    floors = _holding(session, member_unions(session, performer) | set(covering))
    applying = [floor for floor in floors if floor.agreement in (None, covering.get(floor.union_id))]
    scope = document.scope.model_dump(mode="json")
    below = sorted(
        {floor.dimension for floor in applying if not within(floor.dimension, scope[floor.dimension], floor.value)}
    )
    if below:
        raise Conflict("consent-below-floor", dimensions=", ".join(below))


def _holding(session: Session, unions: set[str] | frozenset[str]) -> list[FloorTerm]:
    rows = select(FloorTerm).where(FloorTerm.union_id.in_(unions), FloorTerm.ended_at.is_(None))
    return list(session.scalars(rows))
