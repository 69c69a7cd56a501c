"""Doubts: production and performer ask for another look, a union's representative for an override."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.core.database import Database
from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.permissions import Identity, On, Permission, allowed
from registry.ledger.record import record
from registry.notices.service import notify
from registry.records.events import EventKind
from registry.records.performers import hears_of_findings, member_unions
from registry.records.tables.checks import Check, CheckPerson
from registry.records.tables.reviews import Review, ReviewAct, matter
from registry.records.visibility import contestable
from registry.reviews.queue import ReviewQuestion, ReviewQueue, answers, ask_for_the_file
from registry.reviews.rules import APPEALS, PERFORMER, PRODUCTION, REASONS, SECOND_LOOK_DAYS, ReviewAnswer, ReviewKind
from registry.reviews.service import speak


class Appeals:
    """Opens second looks."""

    def __init__(self, db: Database, clock: Callable[[], datetime], review_queue: ReviewQueue) -> None:
        self._db = db
        self._clock = clock
        self._review_queue = review_queue

    def appeal(self, who: Identity, check_id: str, whom: str, reason: str) -> list[str]:
        """The production doubts that P1 is who they were taken for; or a performer, named by their own id, doubts that it
        is (or is not) them.

        One look a side and matter. Answers the ids of the reviews that were opened, one for each place where that
        person was found. Raises `Invalid` for a reason of the other side, `NotFound`, `Conflict`.
        """
        moment = self._clock()
        with self._db.write() as session:
            check = _decided(session, check_id)
            side, performer_id = _side(session, who, check, whom)
            if reason not in APPEALS[side]:
                raise Invalid(fields={"reason": "field-choice"})
            said = {"not_me": ReviewAnswer.NOT_THIS_PERSON, "it_is_me": ReviewAnswer.CONFIRM}.get(reason)
            opened = []
            for question in _doubtful(session, check, performer_id, side):
                review = self._review_queue.open(session, who.account_id, check.id, question, moment)
                appealed = select(ReviewAct.id).where(
                    ReviewAct.matter == matter(review), ReviewAct.act == "appeal", ReviewAct.standing == side
                )
                if session.scalar(appealed.limit(1)) is not None:
                    raise Conflict("review-appealed-before")
                speak(session, review, who, "appeal", side, said, reason, moment)
                record(session, who.account_id, EventKind.REVIEW_APPEALED, review.id, at=moment, check=check.id)
                opened.append(review.id)
            ask_for_the_file(session, check.production_id, check.id)
            return opened

    def override(self, who: Identity, check_id: str, pseudonym: str, reason: str) -> list[str]:
        """A representative of the performer's union says that a name is wrong; a neutral person has to say the same.

        This is the union's word, given before the file was shown again, so it may rest on what the union knows of its
        member. It takes nothing away: the neutral person has to compare (`rules.baseless`).

        Raises `Invalid`, `NotFound`, `Conflict`.
        """
        if reason not in REASONS[ReviewAnswer.NOT_THIS_PERSON]:
            raise Invalid(fields={"reason": "field-choice"})
        moment = self._clock()
        with self._db.write() as session:
            check = _decided(session, check_id)
            performer_id = _behind(session, check, pseudonym)
            unions = member_unions(session, performer_id)
            if not allowed(who, Permission.REVIEW_DECIDE, On(performer_id, unions, check.production_id)):
                raise NotFound("check", check_id)
            opened = []
            for question in _doubtful(session, check, performer_id, "union"):
                review = self._review_queue.open(session, who.account_id, check.id, question, moment)
                standing = f"union:{min(who.unions & unions)}"
                speak(session, review, who, "answer", standing, ReviewAnswer.NOT_THIS_PERSON, reason, moment)
                opened.append(review.id)
            if hears_of_findings(session, performer_id):
                notify(session, "notice-review-appealed", performer=performer_id, check=check.id)
            ask_for_the_file(session, check.production_id, check.id)
            return opened


def _decided(session: Session, check_id: str) -> Check:
    check = session.get(Check, check_id)
    if check is None or check.state != "decided":
        raise NotFound("check", check_id)
    return check


def _behind(session: Session, check: Check, pseudonym: str) -> str:
    """The performer behind a pseudonym. Raises `NotFound`."""
    rows = select(CheckPerson.performer_id).where(CheckPerson.check_id == check.id, CheckPerson.pseudonym == pseudonym)
    performer_id = session.scalar(rows)
    if performer_id is None:
        raise NotFound("check", check.id)
    return performer_id


def _side(session: Session, who: Identity, check: Check, whom: str) -> tuple[str, str]:
    """On whose side somebody doubts, and about which performer.

    A production knows people by their pseudonyms alone. A performer is heard once the finding was said to be theirs, by
    whomever, and their identity is established: until then they know of no picture. Raises `NotFound`.
    """
    if allowed(who, Permission.REVIEW_CONTEST, On(production_id=check.production_id)):
        decision = check.decision or {}
        told = decision.get("told", decision)
        if any(person["pseudonym"] == whom for person in told["persons"]) and whom not in contestable(decision):
            raise Conflict("review-nothing-to-doubt")  # whoever they are: nobody was found
        return PRODUCTION, _behind(session, check, whom)
    found = select(CheckPerson.id).where(
        CheckPerson.check_id == check.id, CheckPerson.performer_id == whom, CheckPerson.answer == "match"
    )
    doubted = select(Review.id).where(
        Review.check_id == check.id, Review.performer_id == whom, Review.kind.in_((ReviewKind.MATCH, ReviewKind.AGAIN))
    )
    known = session.scalar(found.limit(1)) is not None or session.scalar(doubted.limit(1)) is not None
    if not known or not allowed(who, Permission.REVIEW_CONTEST, On(whom)) or not hears_of_findings(session, whom):
        raise NotFound("check", check.id)
    return PERFORMER, whom


def _doubtful(session: Session, check: Check, performer_id: str, side: str) -> list[ReviewQuestion]:
    """Where this performer was named, by the machine or by a person, or where a person took the name away.

    Raises `Conflict` where somebody is looking at it already, or there is nothing to doubt.
    """
    answered = {ref for (ref, whom), _answer in answers(session, check.id).items() if whom == performer_id}
    named = select(CheckPerson.pseudonym).where(
        CheckPerson.check_id == check.id, CheckPerson.performer_id == performer_id, CheckPerson.answer == "match"
    )
    pseudonyms = set(session.scalars(named))
    people = [person for person in (check.decision or {})["persons"] if person["pseudonym"] in pseudonyms]
    places = answered | {box["ref"] for person in people for box in person["boxes"]}
    still = select(Review.ref).where(
        Review.check_id == check.id, Review.performer_id == performer_id, Review.answered_at.is_(None)
    )
    if places & set(session.scalars(still)):
        raise Conflict("review-open")
    if not places:
        raise Conflict("review-nothing-to-doubt")
    return [
        ReviewQuestion(
            ReviewKind.AGAIN if ref in answered else ReviewKind.MATCH,
            ref,
            performer_id,
            side=side,
            days=SECOND_LOOK_DAYS,
        )
        for ref in sorted(places)
    ]
