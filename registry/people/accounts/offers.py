"""Offices that an account was offered: its own yes or no, and laying one down again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from registry.core.database import Database
from registry.core.errors import Conflict, NotFound
from registry.core.permissions import ANONYMOUS, Forbidden, Identity, Permission, allowed, require
from registry.ledger.record import record
from registry.notices.service import notify
from registry.people.accounts.holders import step_down
from registry.people.accounts.identities import identity_of
from registry.people.accounts.offices import (
    IN_PRODUCTION,
    OFFER_LASTS,
    Grant,
    HeldOffice,
    Office,
    held,
    pending,
    require_free,
    require_may_grant,
    take,
)
from registry.records.events import EventKind
from registry.records.naming import name_of
from registry.records.performers import touching
from registry.records.tables.accounts import (
    Account,
    NeutralReviewer,
    OfficeOffer,
    Representation,
)


@dataclass(frozen=True)
class OfferView:
    """An offer, as whoever may accept it sees it. name: of the union or production; a performer's id. by: who made it."""

    id: str
    office: str
    of: str
    name: str
    by: str
    offered_at: datetime
    lapses_at: datetime


class Offers:
    """What waits for an account's own yes. Until then nothing is given to it, and nothing taken from it."""

    def __init__(self, db: Database, clock: Callable[[], datetime]) -> None:
        self._db = db
        self._clock = clock

    def waiting(self, who: Identity) -> list[OfferView]:
        """The offers to the acting account that it can still accept, the oldest first. Raises `Forbidden`."""
        require(who, Permission.SIGNED_IN)
        with self._db.read() as session:
            return [_view(session, offer) for offer in pending(session, who.account_id, self._clock())]

    def held(self, who: Identity) -> list[tuple[HeldOffice, str]]:
        """The acting account's offices, each with the name of what it is of. Raises `Forbidden`."""
        require(who, Permission.SIGNED_IN)
        with self._db.read() as session:
            return [(one, name_of(session, one.of)) for one in held(session, who.account_id)]

    def accept(self, who: Identity, offer_id: str) -> None:
        """The account holds the office from now on.

        Whoever offered it has to be able to grant it still, and no other office may exclude it by now. Raises `NotFound`
        (also for somebody else's offer, and for one that lapsed), `Conflict`.
        """
        with self._db.write() as session:
            offer = self._own(session, who, offer_id)
            office = Office(offer.office)
            giver = identity_of(session, offer.offered_by)
            if not _may_still(session, giver, offer):
                raise Conflict("offer-withdrawn")
            require_free(session, who.account_id, office, offer.of)
            moment = self._clock()
            take(
                session, Grant(who.account_id, office, offer.of, offer.offered_by, who.account_id, moment, offer.number)
            )
            offer.answered_at, offer.answer = moment, "accepted"

    def decline(self, who: Identity, offer_id: str) -> None:
        """The account does not want the office; whoever offered it is told. Raises `NotFound`."""
        with self._db.write() as session:
            offer = self._own(session, who, offer_id)
            moment = self._clock()
            offer.answered_at, offer.answer = moment, "declined"
            claim = session.get(Representation, offer.number) if offer.number is not None else None
            if claim is not None and claim.ended_at is None:
                claim.ended_at = moment
                record(
                    session, who.account_id, EventKind.REPRESENTATION_ENDED, claim.performer_id, at=moment,
                    account=claim.account_id,
                )  # fmt: skip
            record(session, who.account_id, EventKind.OFFICE_DECLINED, offer.id, at=moment, account=who.account_id)
            notify(session, "notice-office-declined", account=offer.offered_by, office=offer.office, of=offer.of)

    def lay_down(self, who: Identity, office: str, of: str = "", *, last: bool = False) -> None:
        """The acting account does not hold this office any more, at once and without asking anybody: in a union, in a
        production, or as neutral. last: also where nobody else holds it. Raises `NotFound` where it does not hold it,
        `Conflict` for the last one unless `last`."""
        require(who, Permission.ACCOUNT_ACT)
        at = self._clock()
        with self._db.write() as session:
            if office in (Office.UNION, *IN_PRODUCTION):
                step_down(session, who, office, of, at, last=last)
                return
            row = session.get(NeutralReviewer, who.account_id) if office == Office.NEUTRAL and not of else None
            if row is None or row.ended_at is not None:
                raise NotFound("office", of)
            row.ended_at = at
            record(session, who.account_id, EventKind.NEUTRAL_ENDED, who.account_id, at=at)

    def _own(self, session: Session, who: Identity, offer_id: str) -> OfficeOffer:
        require(who, Permission.ACCOUNT_ACT)
        found = next((one for one in pending(session, who.account_id, self._clock()) if one.id == offer_id), None)
        if found is None:
            raise NotFound("offer", offer_id)
        return found


def _may_still(session: Session, giver: Identity, offer: OfficeOffer) -> bool:
    """Whether who offered it could grant it now: a membership that a production offered ends with its member's own."""
    if giver == ANONYMOUS:
        return False
    if offer.office == Office.AGENT:
        claim = session.get(Representation, offer.number)
        return claim is not None and claim.ended_at is None
    if offer.office == Office.PERFORMER:
        return allowed(giver, Permission.PERFORMER_READ, touching(session, offer.of))
    try:
        require_may_grant(session, giver, Office(offer.office), offer.of)
    except Forbidden:
        return False
    return True


def _view(session: Session, offer: OfficeOffer) -> OfferView:
    by = session.get(Account, offer.offered_by)
    return OfferView(
        offer.id, offer.office, offer.of, name_of(session, offer.of), by.name if by is not None else offer.offered_by,
        offer.offered_at, offer.offered_at + OFFER_LASTS,
    )  # fmt: skip
