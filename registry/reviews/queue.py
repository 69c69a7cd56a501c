"""The review_queue: what waits for a person in one check, kept in step with its decision and in the same transaction."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.senses import LISTENING
from registry.checks.deciding.asked import OwnView
from registry.checks.deciding.copied import WHOLE
from registry.checks.deciding.people import Recognition, unnamed
from registry.core.business_days import deadline
from registry.core.database import new_id
from registry.core.days import day_in
from registry.gallery import own_pictures, pictures
from registry.gallery.own_pictures import CROP, SHOT, OwnPiece
from registry.ledger.record import record
from registry.notices.service import notify
from registry.ports.keys import KeyStore
from registry.records.events import EventKind
from registry.records.performers import hears_of_findings, member_unions
from registry.records.tables.checks import Check
from registry.records.tables.ledger import Notice
from registry.records.tables.productions import Production
from registry.records.tables.reviews import Review, ReviewCrop
from registry.records.tables.unions import Union
from registry.reviews import crops
from registry.reviews.carrying import carry_over
from registry.reviews.entitled import reviewers, standing_of
from registry.reviews.evidence import SAFE_TYPES, PieceOfEvidence
from registry.reviews.rules import FIRST_LOOK_DAYS, ReviewAnswer, ReviewKind, corrected

SYSTEM = "system"
MOST_CROPS = 3
"""Cuttings of one person that they are shown of what one sense found; of a film there may be many."""
ANY_CALENDAR = "US"
"""Whose business days count where the performer has no union here."""


@dataclass(frozen=True)
class ReviewQuestion:
    """One thing to ask a person. ref: the appearance; empty where the performer was declared and not found. senses: by
    which it was found, or those were who may be them; where nothing is said, what is on record of the check says it."""

    kind: str
    ref: str
    performer_id: str
    band: str | None = None
    error: Mapping[str, Any] = field(default_factory=dict)
    why: str | None = None
    side: str = "check"
    days: int = FIRST_LOOK_DAYS
    senses: tuple[str, ...] = ()


class ReviewQueue:
    """Opens and closes the reviews of a check; every method works in the caller's transaction. evidence_types: sense -> the
    media type of what is shown of its findings."""

    def __init__(self, keystore: KeyStore, evidence_types: Callable[[], Mapping[str, str]]) -> None:
        self._keystore = keystore
        self._evidence_types = evidence_types

    def corrected(
        self, session: Session, check: Check, found: Sequence[Recognition], at: datetime
    ) -> tuple[Recognition, ...]:
        """What was found in a check as people have answered about it so far; when it is decided for the first time, in
        earlier checks of the same file, too."""
        if check.state != "decided":
            carry_over(session, check, found, at)
            self._settle_stale(session, check, at)
        return corrected(found, answers(session, check.id))

    def _settle_stale(self, session: Session, check: Check, at: datetime) -> None:
        """What still waits in stale checks of the same file is asked here, and there no more."""
        open_there = (
            select(Review)
            .join(Check, Check.id == Review.check_id)
            .where(
                Check.production_id == check.production_id,
                Check.file_sha256 == check.file_sha256,
                Check.state == "stale",
                Review.answered_at.is_(None),
            )
        )
        for review in list(session.scalars(open_there)):
            self.close(session, SYSTEM, review, None, at)

    def waits(self, session: Session, check_id: str) -> bool:
        """Whether a person has to look at something in the check's file."""
        rows = select(Review.id).where(Review.check_id == check_id, Review.answered_at.is_(None))
        return session.scalar(rows.limit(1)) is not None

    def looked_for(self, session: Session, check_id: str) -> dict[str, str]:
        """What people answered about performers who were declared and not found: performer -> answer."""
        return {performer: answer for (ref, performer), answer in answers(session, check_id).items() if not ref}

    def keep(
        self,
        session: Session,
        check: Check,
        found: Iterable[Recognition],
        missing: Iterable[str],
        shown: Mapping[str, bytes],
        at: datetime,
        quiet: Collection[str] = (),
    ) -> None:
        """Asks about everybody who is possible and every declared performer who is missing, once; what is settled by now is
        closed. `shown`: appearance -> the evidence of those without a name, as far as it is at hand. `quiet`: who is looked for
        without a word to the production, which must not learn that there is anybody to look for."""
        found = tuple(found)
        without = unnamed((one.ref, one.box, one.answer == "match") for one in found)
        asked = _questions(found, missing, without)
        wanted = {(question.ref, question.performer_id): question for question in asked}
        rows = session.scalars(
            select(Review).where(
                Review.check_id == check.id, Review.kind.in_((ReviewKind.POSSIBLE, ReviewKind.NOT_FOUND))
            )
        )
        for review in rows:
            key = (review.ref, review.performer_id)
            if review.answered_at is None and key not in wanted:
                self.close(session, SYSTEM, review, None, at)
            elif review.answered_at is None or review.answer is not None:
                wanted.pop(key, None)
        unseen = False
        for question in wanted.values():
            about = (question.ref,) if question.ref else without
            own = {ref: shown[ref] for ref in about if ref in shown}
            if not question.ref and WHOLE in shown:
                own[WHOLE] = shown[WHOLE]
            self.open(session, SYSTEM, check.id, question, at, own)
            if question.ref or question.performer_id not in quiet:
                unseen = unseen or not own.keys() >= set(about)
        if unseen and check.state == "decided":  # before that, the file is at hand, and what is not cut out cannot be
            ask_for_the_file(session, check.production_id, check.id)

    def open(
        self,
        session: Session,
        actor: str,
        check_id: str,
        question: ReviewQuestion,
        at: datetime,
        evidence: Mapping[str, bytes] = MappingProxyType({}),
    ) -> Review:
        """One review more, with what there is to look at; who may answer it is told that it waits, the performer is not."""
        unions = sorted(member_unions(session, question.performer_id))
        calendar = session.get_one(Union, unions[0]).calendar if unions else ANY_CALENDAR
        review = Review(
            id=new_id("W"),
            check_id=check_id,
            ref=question.ref,
            performer_id=question.performer_id,
            kind=str(question.kind),
            side=question.side,
            band=question.band,
            error=dict(question.error),
            why=question.why,
            opened_at=at,
            due=deadline(_day(session, check_id, at), question.days, calendar),
        )
        senses = question.senses or crops.senses(session.get_one(Check, check_id), review)
        review.heard = LISTENING.issuperset(senses)
        session.add(review)
        session.flush()
        self.seal(session, review, evidence, at)
        record(session, actor, EventKind.REVIEW_OPENED, review.id, at=at, check=check_id, of=review.kind)
        _notify_waiting(session, review, unions)
        if not pictures.kinds(session, self._keystore, review.performer_id, senses):
            _notify_lacking(session, review, unions, at)
        return review

    def seal(self, session: Session, review: Review, evidence: Mapping[str, bytes], at: datetime) -> None:
        """Keeps the evidence under a key of the review's own."""
        crops.seal(session, self._keystore, review, evidence, at)

    def drop(self, session: Session, review: Review) -> None:
        """Destroys the key of the evidence, then the evidence."""
        crops.drop(session, self._keystore, review)

    def evidence(self, session: Session, review: Review) -> tuple[PieceOfEvidence, ...]:
        """What there is to look at."""
        return crops.opened(session, self._keystore, review, self._evidence_types())

    def show_own(
        self,
        session: Session,
        check: Check,
        found: Iterable[Recognition],
        own: Mapping[str, OwnView],
        at: datetime,
    ) -> None:
        """Keeps what those who were found may be shown of themselves, and nothing of anybody else. own: by appearance; empty where
        the file is not at hand, and then what is kept stays."""
        places: dict[str, list[Recognition]] = {}
        for one in found:
            if one.answer == "match" and one.subject:
                places.setdefault(one.subject, []).append(one)
        by_sense = {(performer, one.modality) for performer, seen in places.items() for one in seen}
        own_pictures.keep_only(session, self._keystore, check.id, by_sense)
        for performer, seen in places.items():
            pieces = self._pieces(seen, own)
            if pieces:
                own_pictures.keep(session, self._keystore, check.id, performer, pieces, at)

    def _pieces(self, seen: Sequence[Recognition], own: Mapping[str, OwnView]) -> list[OwnPiece]:
        types, views = self._evidence_types(), [(one.modality, own[one.ref]) for one in seen if one.ref in own]
        crops_: dict[str, list[OwnPiece]] = {}
        for modality, view in views:
            if view.crop is not None and types.get(modality) in SAFE_TYPES:
                crops_.setdefault(modality, []).append(OwnPiece(modality, CROP, types[modality], view.crop))
        shots = [OwnPiece(modality, SHOT, "image/jpeg", view.shot) for modality, view in views if view.shot is not None]
        return [*(piece for found in crops_.values() for piece in found[:MOST_CROPS]), *shots[:1]]

    def _show_confirmed(self, session: Session, review: Review) -> None:
        """What a reviewer found to be somebody, they may see themselves, for as long as the reviewer could."""
        made = session.scalar(select(ReviewCrop.crop_at).where(ReviewCrop.review_id == review.id).limit(1))
        modality = crops.senses(session.get_one(Check, review.check_id), review)[0]  # of one appearance there is one
        if made is None or own_pictures.are_kept(session, review.check_id, review.performer_id, modality):
            return
        pieces = [OwnPiece(modality, CROP, one.media_type, one.content) for one in self.evidence(session, review)]
        own_pictures.keep(session, self._keystore, review.check_id, review.performer_id, pieces, made)

    def close(self, session: Session, actor: str, review: Review, answer: str | None, at: datetime) -> None:
        """The review is over: answered, or settled by something else. The check is due to be decided again."""
        review.answer, review.answered_at = answer, at
        if answer == ReviewAnswer.CONFIRM and review.ref:
            self._show_confirmed(session, review)
        self.drop(session, review)
        kind = EventKind.REVIEW_SETTLED if answer is None else EventKind.REVIEW_ANSWERED
        details = {} if answer is None else {"answer": answer}
        record(session, actor, kind, review.id, at=at, check=review.check_id, **details)


def _day(session: Session, check_id: str, at: datetime) -> date:
    """The day that it is where the production of a check is."""
    production = session.scalar(select(Check.production_id).where(Check.id == check_id))
    zone = None if production is None else session.get_one(Production, production).time_zone
    return day_in(at, ZoneInfo(zone or "UTC"))


def _notify_waiting(session: Session, review: Review, unions: Sequence[str]) -> None:
    """The performer's unions, and where somebody neutral has to look, those appointed for it. Other unions, whose
    representatives can stand in, hear of it only where nobody is appointed, or a union has to agree and there is none."""
    told = {"review": review.id, "due": review.due.isoformat()}
    for union in unions:
        notify(session, "notice-review-waits", union=union, **told)
    second = review.kind in (ReviewKind.MATCH, ReviewKind.AGAIN)
    if unions and not second:
        return
    others = [who for who in reviewers(session) if not who.unions & set(unions) and standing_of(session, who, review)]
    appointed = [who.account_id for who in others if who.is_neutral]
    for account in appointed:
        notify(session, "notice-review-waits-neutral", account=account, **told)
    if not appointed or (second and not unions):
        for union in sorted(frozenset[str]().union(*(who.unions for who in others))):
            notify(session, "notice-review-waits-neutral", union=union, **told)


def _notify_lacking(session: Session, review: Review, unions: Iterable[str], at: datetime) -> None:
    """Nobody can compare a finding with references that are not kept: those who can change that are told.

    The performer hears it at most once a fortnight, of no file in particular, and only where they may hear of findings:
    that a finding waits which may be theirs is nothing that they are told.
    """
    performer_id = review.performer_id
    for union in unions:
        notify(session, "notice-review-no-pictures", union=union, review=review.id, performer_id=performer_id)
    message = "notice-recordings-missing" if review.heard else "notice-pictures-missing"
    told = select(Notice.id).where(
        Notice.performer_id == performer_id,
        Notice.message == message,
        Notice.created_at > at - timedelta(days=14),
    )
    if hears_of_findings(session, performer_id) and session.scalar(told.limit(1)) is None:
        notify(session, message, performer=performer_id)


def ask_for_the_file(session: Session, production: str, check_id: str) -> None:
    """Somebody has to look at a finding that is not, or no longer, kept: the production is asked to show the file again."""
    notify(session, "notice-review-show-again", production=production, check=check_id)


def answers(session: Session, check_id: str) -> dict[tuple[str, str], str]:
    """(appearance, performer) -> the latest answer that counts."""
    rows = select(Review).where(Review.check_id == check_id, Review.answer.is_not(None)).order_by(Review.answered_at)
    return {(row.ref, row.performer_id): str(row.answer) for row in session.scalars(rows)}


def _questions(found: Sequence[Recognition], missing: Iterable[str], without: Collection[str]) -> list[ReviewQuestion]:
    """without: the appearances that have no name."""
    asked = [
        ReviewQuestion(ReviewKind.POSSIBLE, one.ref, subject, band, one.error, one.reason, senses=(one.modality,))
        for one in found
        if one.answer == "possible"
        for subject, band in zip(one.candidates, one.bands, strict=False)
    ]
    senses = tuple(sorted({one.modality for one in found if one.ref in without}))
    return asked + [
        ReviewQuestion(ReviewKind.NOT_FOUND, "", performer, senses=senses) for performer in dict.fromkeys(missing)
    ]
