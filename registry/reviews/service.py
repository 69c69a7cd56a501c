"""Reviews: read, answered and appealed by those who are entitled, and purged."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matching.senses import LISTENING
from registry.checks.deciding.people import noted_in
from registry.core.database import UNPROVEN, Database
from registry.core.days import over_anywhere
from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.permissions import Identity
from registry.gallery import pictures
from registry.gallery.recordings import Kept
from registry.ledger.record import record
from registry.notices.service import notify
from registry.ports.keys import KeyStore
from registry.productions.declaration import read_declaration
from registry.records.events import EventKind
from registry.records.performers import hears_of_findings, member_unions
from registry.records.tables.checks import Check, CheckCandidate
from registry.records.tables.performers import Performer
from registry.records.tables.reviews import Review, ReviewAct, ReviewCrop, matter
from registry.reviews import crops
from registry.reviews.carrying import declared_in
from registry.reviews.entitled import acts, reviewers, standing_of, voices_of
from registry.reviews.evidence import PieceOfEvidence
from registry.reviews.queue import SYSTEM, ReviewQueue, ask_for_the_file
from registry.reviews.rules import (
    EARLIER_REASONS,
    PERFORMER,
    REASONS,
    UNION,
    Evidence,
    ReviewAnswer,
    ReviewKind,
    baseless,
    outcome,
)


@dataclass(frozen=True)
class Spoken:
    """What one person said in a review: their standing, never who they are."""

    standing: str
    answer: str | None
    reason: str
    at: datetime


@dataclass(frozen=True)
class ReviewView:
    """A review as those who may answer it see it. Nothing in it names the production or its file: who looks at a finding
    needs to know neither.

    declared: whether the production names this performer in the file. of_appearance: the question is about one appearance,
    and not about somebody who was not found. evidence: the media type of each piece of evidence that there is to look at, of
    the `appearances` that the question is about. references: the media type of each picture or recording of the performer
    that is kept to compare with. heard: the question is about voices alone. spoken: what was said so far. mine: whether the
    viewer may answer now. lacks: what keeps anybody from comparing (`Evidence.lacks`). reasons: answer -> the codes that can
    be given on what is there.
    """

    id: str
    check_id: str
    kind: str
    side: str
    performer_id: str
    performer: str
    declared: bool
    band: str | None
    error: dict[str, int]
    why: str | None
    opened_at: datetime
    due: date
    overdue: bool
    of_appearance: bool
    evidence: tuple[str, ...]
    appearances: int
    references: tuple[str, ...]
    heard: bool
    spoken: tuple[Spoken, ...]
    answer: str | None
    answered_at: datetime | None
    mine: bool
    lacks: str | None = None
    reasons: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Reviews:
    """Reviews of one registry."""

    def __init__(
        self,
        db: Database,
        clock: Callable[[], datetime],
        keystore: KeyStore,
        review_queue: ReviewQueue,
    ) -> None:
        self._db = db
        self._clock = clock
        self._keystore = keystore
        self._review_queue = review_queue

    def get(self, who: Identity, review_id: str) -> ReviewView:
        """One review, for whoever may answer it or has. Raises `NotFound` for everybody else."""
        with self._db.read() as session:
            return self._view(session, who, self._load(session, who, review_id))

    def evidence(self, who: Identity, review_id: str) -> tuple[PieceOfEvidence, ...]:
        """What there is to look at, for whoever may answer now. Raises `NotFound`."""
        with self._db.read() as session:
            review = self._load(session, who, review_id)
            if not self._view(session, who, review).mine:
                return ()
            return self._review_queue.evidence(session, review)

    def references(self, who: Identity, review_id: str) -> list[Kept]:
        """What the performer was enrolled by and keeps, as far as the question is about that, the latest first, for whoever may
        answer now. Raises `NotFound`."""
        with self._db.read() as session:
            review = self._load(session, who, review_id)
            if not self._view(session, who, review).mine:
                return []
            senses = crops.senses(session.get_one(Check, review.check_id), review)
            return pictures.opened_of_all(session, self._keystore, review.performer_id, senses)

    def answer(self, who: Identity, review_id: str, answer: str, reason: str) -> ReviewView:
        """Says what one sees; where that decides the review, the check is due to be decided again.

        Raises `Invalid`, `NotFound` (also for a review that is not this account's to answer), `Conflict` where it is
        over, this account has spoken in this matter, or nothing is there on which this answer could rest
        (`rules.baseless`): then the review goes on waiting.
        """
        if answer not in REASONS:
            raise Invalid(fields={"answer": "field-choice"})
        if reason not in REASONS[answer]:
            raise Invalid(fields={"reason": "review-answer-mismatch"})
        moment = self._clock()
        with self._db.write() as session:
            review = self._load(session, who, review_id)
            if review.answered_at is not None:
                raise Conflict("review-over")
            standing = standing_of(session, who, review)
            if standing is None:
                raise Conflict("review-not-yours")
            evidence = self._evidence(session, review)
            missing = baseless(answer, reason, evidence, **_asked(session, review, standing))
            if missing is not None:
                raise Conflict(f"review-lacks-{missing}")
            speak(session, review, who, "answer", standing, answer, reason, moment)
            final = outcome(review.kind, voices_of(session, review.id), comparable=evidence.lacks is None)
            if final is None:
                record(session, who.account_id, EventKind.REVIEW_SPOKEN, review.id, at=moment, check=review.check_id)
            else:
                self._review_queue.close(session, who.account_id, review, final, moment)
                _notify_answer(session, review, final)
            view = self._view(session, who, review)
        return view

    def purge(self) -> int:
        """Destroys evidence that was kept for 14 days, and tells once of each review that is overdue. Returns how many.

        Whoever has to look at what is gone cannot: the production is asked to show the file once more. Where
        nothing is due nothing is written, so that any process may look.
        """
        moment = self._clock()
        keys = set(self._keystore.names("W-"))  # before the transaction: a key that is made meanwhile is no stray
        old = ReviewCrop.crop_at <= moment - timedelta(days=crops.CROP_DAYS)
        late = Review.answered_at.is_(None), Review.due < over_anywhere(moment), Review.told_overdue.is_(False)
        with self._db.look() as session:
            due = session.scalar(select(exists(ReviewCrop.id).where(old) | exists(Review.id).where(*late)))
            if not due and keys <= set(session.scalars(select(ReviewCrop.review_id))):
                return 0
        with self._db.write() as session:
            faded = list(session.scalars(select(Review).where(Review.id.in_(select(ReviewCrop.review_id).where(old)))))
            for review in faded:
                self._review_queue.drop(session, review)
                record(session, SYSTEM, EventKind.REVIEW_FADED, review.id, at=moment)
            waiting = [review.check_id for review in faded if review.answered_at is None]
            for check in session.scalars(select(Check).where(Check.id.in_(waiting))):
                ask_for_the_file(session, check.production_id, check.id)
            # those that are found are proven when they are written to; one that is missing is looked for by its check
            overdue = list(session.scalars(select(Review).where(*late), execution_options={UNPROVEN: {"review"}}))
            for review in overdue:
                review.told_overdue = True
                record(session, SYSTEM, EventKind.REVIEW_OVERDUE, review.id, at=moment)
                _notify_overdue(session, review)
            live = set(session.scalars(select(ReviewCrop.review_id)))
        for name in keys - live:  # left by a transaction that failed after its key was made
            self._keystore.destroy(name)
        return len(faded) + len(overdue)

    def _load(self, session: Session, who: Identity, review_id: str) -> Review:
        review = session.get(Review, review_id)
        if review is None or not (standing_of(session, who, review) or _has_reviewed(session, who, review)):
            raise NotFound("review", review_id)
        return review

    def _open_to(self, session: Session, review: Review, standing: str) -> dict[str, Any]:
        evidence, asked = self._evidence(session, review), _asked(session, review, standing)
        reasons = {
            str(answer): tuple(code for code in codes if baseless(answer, code, evidence, **asked) is None)
            for answer, codes in REASONS.items()
        }
        return {"lacks": evidence.lacks, "reasons": {answer: codes for answer, codes in reasons.items() if codes}}

    def _evidence(self, session: Session, review: Review) -> Evidence:
        check = session.get_one(Check, review.check_id)
        found = {one["ref"]: one["answer"] for one in noted_in(check.findings)}
        first = select(CheckCandidate.performer_id).where(
            CheckCandidate.check_id == check.id, CheckCandidate.ref == review.ref, CheckCandidate.named
        )
        return Evidence(
            references=len(self._references(session, check, review)),
            kept=len(self._review_queue.evidence(session, review)),
            in_file=len(crops.wanted(check, review)),
            named=found.get(review.ref) == "match" and session.scalar(first) == review.performer_id,
        )

    def _references(self, session: Session, check: Check, review: Review) -> tuple[str, ...]:
        return pictures.kinds(session, self._keystore, review.performer_id, crops.senses(check, review))

    def _view(self, session: Session, who: Identity, review: Review) -> ReviewView:
        performer = session.get_one(Performer, review.performer_id)
        over = review.answered_at is not None
        standing = None if over else standing_of(session, who, review)
        check = session.get_one(Check, review.check_id)
        named = (performer.id, performer.name)
        declared = any((entry.performer or entry.name) in named for entry in read_declaration(check.declaration).cast)
        return ReviewView(
            id=review.id,
            check_id=review.check_id,
            kind=review.kind,
            side=review.side,
            performer_id=performer.id,
            performer=performer.name,
            declared=declared,
            band=review.band,
            error=review.error,
            why=review.why,
            opened_at=review.opened_at,
            due=review.due,
            overdue=not over and review.due < over_anywhere(self._clock()),
            of_appearance=bool(review.ref),
            evidence=() if over else tuple(one.media_type for one in self._review_queue.evidence(session, review)),
            appearances=len(crops.wanted(check, review)),
            references=self._references(session, check, review),
            heard=LISTENING.issuperset(crops.senses(check, review)),
            spoken=tuple(
                Spoken(act.standing, act.answer, EARLIER_REASONS.get(act.reason, act.reason), act.at)
                for act in acts(session, review.id)
            ),
            answer=review.answer,
            answered_at=review.answered_at,
            mine=standing is not None,
            **({} if standing is None else self._open_to(session, review, standing)),
        )


def _asked(session: Session, review: Review, standing: str) -> dict[str, bool]:
    """What of the question `rules.baseless` has to know."""
    member_of = {f"{UNION}:{union}" for union in member_unions(session, review.performer_id)}
    declared = review.performer_id in declared_in(session, session.get_one(Check, review.check_id))
    return {"of_appearance": bool(review.ref), "own_union": standing in member_of, "declared": declared}


def speak(
    session: Session,
    review: Review,
    who: Identity,
    act: str,
    standing: str,
    answer: str | None,
    reason: str,
    at: datetime,
) -> None:
    """Puts on record that somebody acted. Raises `Conflict` for whoever has acted in this matter before."""
    session.add(
        ReviewAct(
            matter=matter(review),
            account_id=who.account_id,
            review_id=review.id,
            act=act,
            standing=standing,
            answer=answer,
            reason=reason,
            at=at,
        )
    )
    try:
        session.flush()
    except IntegrityError:
        raise Conflict("review-spoken-before") from None


def _has_reviewed(session: Session, who: Identity, review: Review) -> bool:
    """Whether they answered in this very review: who only asked for it (a production, the performer) learns nothing."""
    rows = select(ReviewAct.id).where(
        ReviewAct.review_id == review.id, ReviewAct.account_id == who.account_id, ReviewAct.act == "answer"
    )
    return session.scalar(rows.limit(1)) is not None


def _notify_overdue(session: Session, review: Review) -> None:
    """Those who should have looked, and the side that waits for it: whoever asked, or the production where the check
    itself did."""
    late = {"review": review.id, "due": review.due.isoformat()}
    for union in sorted(member_unions(session, review.performer_id)):
        notify(session, "notice-review-overdue", union=union, **late)
    for who in reviewers(session):
        if who.is_neutral and standing_of(session, who, review) is not None:
            notify(session, "notice-review-overdue", account=who.account_id, **late)
    asked = {"check": review.check_id, "due": review.due.isoformat()}
    if review.side == PERFORMER:
        if hears_of_findings(session, review.performer_id):
            notify(session, "notice-review-overdue-asked", performer=review.performer_id, **asked)
    elif review.side != UNION:
        production = session.scalar(select(Check.production_id).where(Check.id == review.check_id))
        notify(session, "notice-review-overdue-asked", production=production, **asked)


def _notify_answer(session: Session, review: Review, answer: str) -> None:
    """The production is told that a person has looked. A performer whose identity is established is told of a name that
    was taken away again, and of the end of a doubt; what was never confirmed as theirs they do not hear of."""
    production = session.scalar(select(Check.production_id).where(Check.id == review.check_id))
    notify(session, "notice-review-answered", production=production, check=review.check_id)
    if review.kind in (ReviewKind.MATCH, ReviewKind.AGAIN) and hears_of_findings(session, review.performer_id):
        message = "notice-review-overridden" if answer == ReviewAnswer.NOT_THIS_PERSON else "notice-review-upheld"
        notify(session, message, performer=review.performer_id, check=review.check_id)
