"""Which of the answers that were given count: for each side the newest that was not revoked and has not expired."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from registry.approvals.kinds import KINDS
from registry.records.tables.approvals import Approval


def on_record(
    session: Session, production_id: str, declaration_sha256: str | None, file_sha256: str | None
) -> list[Approval]:
    """Every answer that applies to this declaration and this file, revoked and expired ones too; oldest first.

    An answer that is bound to another declaration or another file does not apply, which is how a changed one makes
    approvals stale.
    """
    rows = select(Approval).where(
        Approval.production_id == production_id,
        or_(Approval.declaration_sha256.is_(None), Approval.declaration_sha256 == declaration_sha256),
        or_(Approval.file_sha256.is_(None), Approval.file_sha256 == file_sha256),
    )
    return list(session.scalars(rows.order_by(Approval.given_at, Approval.id)))


def counting(answers: Iterable[Approval], at: datetime) -> list[Approval]:
    """The answers that count at a moment.

    Each side (commissioner, counsel, union, performer, production) has one voice for each kind, performer, union and
    fact: its newest answer. Of two given at the very same moment the refusal counts.
    """
    newest: dict[tuple[object, ...], Approval] = {}
    for answer in answers:
        if answer.revoked_at is not None or answer.given_at > at:
            continue
        if answer.expires_at is not None and answer.expires_at <= at:
            continue
        voice = (
            answer.kind,
            answer.side,
            answer.performer_id,
            answer.union_id,
            answer.params.get("fact") or answer.params.get("consent"),
        )
        other = newest.get(voice)
        if other is None or (answer.given_at, not is_yes(answer)) >= (other.given_at, not is_yes(other)):
            newest[voice] = answer
    return list(newest.values())


def is_yes(answer: Approval) -> bool:
    return answer.answer == KINDS[answer.kind].yes
