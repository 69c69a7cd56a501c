"""What people look at in one check, as production, performer and union may know it, and what each may ask for."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.checks.receipts.receipt import only_heard
from registry.core.database import Database
from registry.core.days import over_anywhere
from registry.core.errors import NotFound
from registry.core.permissions import Identity, On, Permission, allowed
from registry.records.performers import hears_of_findings, member_unions
from registry.records.tables.checks import Check, CheckPerson
from registry.records.tables.reviews import Review, ReviewAct, matter
from registry.records.visibility import contestable
from registry.reviews.crops import wanted
from registry.reviews.queue import ReviewQueue
from registry.reviews.rules import APPEALS, PERFORMER, PRODUCTION, REASONS, UNION, ReviewAnswer, ReviewKind


@dataclass(frozen=True)
class Look:
    """One person of the check. whom: pseudonym, or a performer's own id. state: open (somebody looks at it), second (a
    second person has to), answered, or None where nobody was asked. reasons: the codes for asking for another look; none
    where the viewer cannot ask (again). heard: the question is about their voice alone."""

    whom: str
    state: str | None
    due: date | None
    overdue: bool
    reasons: tuple[str, ...]
    heard: bool


@dataclass(frozen=True)
class ToCompare:
    """side: as whom the viewer stands (production, performer, union). needs_file: evidence that somebody has to look at is no
    longer kept, so the production should show the file once more."""

    side: str
    people: tuple[Look, ...]
    needs_file: bool


class Comparisons:
    """Reads what is looked at."""

    def __init__(self, db: Database, clock: Callable[[], datetime], review_queue: ReviewQueue) -> None:
        self._db = db
        self._clock = clock
        self._review_queue = review_queue

    def of(self, who: Identity, check_id: str) -> ToCompare:
        """Raises `NotFound` for whoever has no part in what people look at here."""
        with self._db.read() as session:
            check = session.get(Check, check_id)
            if check is None or check.decision is None:
                raise NotFound("check", check_id)
            people = list(session.scalars(select(CheckPerson).where(CheckPerson.check_id == check_id)))
            reviews = list(
                session.scalars(select(Review).where(Review.check_id == check_id).order_by(Review.opened_at))
            )
            if allowed(who, Permission.REVIEW_CONTEST, On(production_id=check.production_id)):
                voices = _voices(check)
                mine = contestable(check.decision)
                places = {
                    part["pseudonym"]: {box["ref"] for box in part["boxes"]} for part in check.decision["persons"]
                }
                found = [
                    self._look(
                        session,
                        person.pseudonym,
                        _about(reviews, person, places),
                        PRODUCTION,
                        person.answer,
                        person.pseudonym in voices,
                    )
                    for person in people
                    if person.pseudonym in mine
                ]
                known = {person.performer_id for person in people if person.pseudonym in mine}
                waits = [
                    review
                    for review in reviews
                    if review.answered_at is None
                    and (review.ref or review.performer_id in known)
                    and wanted(check, review)
                ]
                needs_file = any(not self._review_queue.evidence(session, review) for review in waits)
                return ToCompare(PRODUCTION, tuple(found), needs_file)
            return self._of_people(session, who, check, people, reviews)

    def _of_people(
        self, session: Session, who: Identity, check: Check, people: list[CheckPerson], reviews: list[Review]
    ) -> ToCompare:
        """The viewer's own part, or that of members. Of others there is nothing, nor of a likeness or an identity that nobody
        has confirmed."""
        second = [review for review in reviews if review.kind in (ReviewKind.MATCH, ReviewKind.AGAIN)]
        named = {person.performer_id: person.pseudonym for person in people if person.answer == "match"}
        looks, side, voices = list[Look](), PERFORMER, _voices(check)
        for performer in dict.fromkeys([*named, *(review.performer_id for review in second)]):
            about = [review for review in reviews if review.performer_id == performer]
            answer = "match" if performer in named else "none"
            heard = named[performer] in voices if performer in named else all(review.heard for review in about)
            if allowed(who, Permission.REVIEW_CONTEST, On(performer)) and hears_of_findings(session, performer):
                looks.append(self._look(session, performer, about, PERFORMER, answer, heard))
            elif performer in named and allowed(
                who, Permission.REVIEW_DECIDE, On(performer, member_unions(session, performer), check.production_id)
            ):
                side = UNION
                looks.append(self._look(session, named[performer], about, UNION, answer, heard))
        if not looks:
            raise NotFound("check", check.id)
        return ToCompare(side, tuple(looks), False)

    def _look(self, session: Session, whom: str, reviews: list[Review], side: str, answer: str, heard: bool) -> Look:
        waiting = [review for review in reviews if review.answered_at is None]
        answered = [review for review in reviews if review.answer is not None]
        state = "answered" if answered else None
        if waiting:
            spoken = select(ReviewAct.id).where(
                ReviewAct.review_id.in_([review.id for review in waiting]), ReviewAct.answer.is_not(None)
            )
            state = "open" if session.scalar(spoken.limit(1)) is None else "second"
        due = max((review.due for review in waiting), default=None)
        asked = select(ReviewAct.id).where(
            ReviewAct.matter.in_([matter(review) for review in reviews]),
            ReviewAct.act == "appeal",
            ReviewAct.standing == side,
        )
        able = not waiting and (answer == "match" or bool(answered)) and session.scalar(asked.limit(1)) is None
        codes = REASONS[ReviewAnswer.NOT_THIS_PERSON] if side == UNION else APPEALS[side]
        overdue = due is not None and due < over_anywhere(self._clock())
        return Look(whom, state, due, overdue, codes if able else (), heard)


def _voices(check: Check) -> set[str]:
    """The pseudonyms of those who were found by their voices alone."""
    return {person["pseudonym"] for person in (check.decision or {}).get("persons", ()) if only_heard(person)}


def _about(reviews: Iterable[Review], person: CheckPerson, places: dict[str, set[str]]) -> list[Review]:
    """The reviews of one person of the check: of every candidate for the appearance, so that their number does not show."""
    refs = places.get(person.pseudonym, set())
    return [
        review
        for review in reviews
        if (review.ref in refs if review.ref else review.performer_id == person.performer_id)
    ]
