"""Answers that are taken over: a production has the very same file checked again, and people have answered about it.

Somebody was enrolled or forgotten meanwhile, or the declaration is another one; who is seen in the file has not changed
by that. Nothing is taken over where the question has.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.checks.deciding.facts import resolve_names
from registry.checks.deciding.people import Recognition, noted_in
from registry.checks.intake.endings import SYSTEM
from registry.core.database import new_id
from registry.ledger.record import record
from registry.productions.declaration import read_declaration
from registry.records.events import EventKind
from registry.records.tables.checks import Check, CheckCandidate
from registry.records.tables.reviews import EARLIER, Review, ReviewAct, matter
from registry.reviews.rules import ReviewAnswer, carries, overlap

SAME_PLACE = 0.5
"""Intersection over union from which the boxes of two examinations of one file are the same thing."""


def carry_over(session: Session, check: Check, found: Sequence[Recognition], at: datetime) -> None:
    """Copies what people answered in earlier checks of this file by this production, the latest of each matter first.

    The whole matter is copied with those who acted in it, so whoever acted there acts no second time here. `found`: as
    it is found now. Works in the caller's transaction.
    """
    known = _matters(session, check)
    if not known:
        return
    now_at = {one.ref: one for one in found}
    sought = declared_in(session, check) - {whom for one in found for whom in one.candidates}
    settled: set[tuple[str, str]] = set()
    for earlier, reviews in known:
        latest = reviews[-1]
        ref = _place(earlier, latest.ref, found)
        if ref is None or (ref, latest.performer_id) in settled:
            continue
        settled.add((ref, latest.performer_id))
        if ref:
            before = _candidates(session, latest)
            fits = carries(latest.kind, str(latest.answer), latest.performer_id, now_at[ref], before)
        else:
            fits = latest.answer != ReviewAnswer.CANNOT_TELL and latest.performer_id in sought
        if fits:
            for review in reviews:
                _copy(session, review, check, ref, at)


def _matters(session: Session, check: Check) -> list[tuple[Check, list[Review]]]:
    """The answered reviews of each matter of the earlier checks, in order; the matter answered last comes first."""
    rows = (
        select(Review, Check)
        .join(Check, Check.id == Review.check_id)
        .where(
            Check.production_id == check.production_id,
            Check.file_sha256 == check.file_sha256,
            Check.id != check.id,
            Review.answer.is_not(None),
        )
        .order_by(Review.answered_at, Check.requested_at, Check.id)
    )
    found: dict[str, tuple[Check, list[Review]]] = {}
    for review, earlier in session.execute(rows):
        _, reviews = found.pop(matter(review), (earlier, []))
        found[matter(review)] = earlier, [*reviews, review]
    return list(reversed(found.values()))


def _place(earlier: Check, ref: str, found: Sequence[Recognition]) -> str | None:
    """Where an appearance of an earlier check is found now; None where it is not. Empty for somebody who was not found.

    Of what has no place nothing tells whether it is the same: the question is asked anew.
    """
    if not ref:
        return ref
    note = next((one for one in noted_in(earlier.findings) if one["ref"] == ref), None)
    if note is None or note["box"] is None:
        return None
    before = Recognition.of_note(note)
    alike = [
        (overlap(one.box, note["box"]), one.ref)
        for one in found
        if one.box is not None and (one.modality, one.start, one.end) == (before.modality, before.start, before.end)
    ]
    best, nearest = max(alike, key=lambda one: one[0], default=(0.0, ""))
    return nearest if best >= SAME_PLACE else None


def _candidates(session: Session, review: Review) -> set[str]:
    of_appearance = CheckCandidate.check_id == review.check_id, CheckCandidate.ref == review.ref
    return set(session.scalars(select(CheckCandidate.performer_id).where(*of_appearance)))


def declared_in(session: Session, check: Check) -> set[str]:
    """The registered performers who, by the production's word, are in the file of a check."""
    cast = read_declaration(check.declaration).cast
    named = resolve_names(session, [entry.name for entry in cast if entry.name])
    return {entry.performer for entry in cast if entry.performer} | {whom for whom in named.values() if whom}


def _copy(session: Session, review: Review, check: Check, ref: str, at: datetime) -> None:
    """One answered review, said to be an earlier one's; who was asked and when stays as it was."""
    if review.answer == ReviewAnswer.CANNOT_TELL:
        return
    copy = Review(
        id=new_id("W"),
        check_id=check.id,
        ref=ref,
        performer_id=review.performer_id,
        kind=review.kind,
        side=EARLIER,
        band=review.band,
        error=review.error,
        why=review.why,
        heard=review.heard,
        opened_at=review.opened_at,
        due=review.due,
        told_overdue=review.told_overdue,
        answer=review.answer,
        answered_at=review.answered_at,
    )
    session.add(copy)
    session.flush()
    for act in session.scalars(select(ReviewAct).where(ReviewAct.review_id == review.id).order_by(ReviewAct.id)):
        session.add(
            ReviewAct(
                matter=matter(copy),
                account_id=act.account_id,
                review_id=copy.id,
                act=act.act,
                standing=act.standing,
                answer=act.answer,
                reason=act.reason,
                at=act.at,
            )
        )
    details = {"check": check.id, "earlier": review.id, "answer": review.answer}
    record(session, SYSTEM, EventKind.REVIEW_CARRIED, copy.id, at=at, **details)
