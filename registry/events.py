"""`record`: the one way to put an event into the ledger, inside the transaction of the change itself."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent.ledger import GENESIS, entry_hash
from registry.audit.models import Event, LedgerHead
from registry.database import now


class Kind(StrEnum):
    """Everything that can happen. A kind says what was done to its subject, in the past tense."""

    INSTANCE_CREATED = "instance.created"
    INSTANCE_KEY_RECORDED = "instance.key_recorded"  # since when a key speaks for this registry
    INSTANCE_RESTORED = "instance.restored"
    RECORDS_BOUND = "records.bound"  # the last event of a transaction: the digest of all records, as it left them
    ACCOUNT_CREATED = "account.created"
    ACCOUNT_DISABLED = "account.disabled"
    ACCOUNT_ENABLED = "account.enabled"
    PASSWORD_CHANGED = "account.password_changed"  # noqa: S105 - the name of an event
    TOKEN_CREATED = "token.created"  # noqa: S105 - the name of an event
    TOKEN_REVOKED = "token.revoked"  # noqa: S105
    MEMBERSHIP_GRANTED = "membership.granted"
    MEMBERSHIP_ENDED = "membership.ended"
    MEMBERSHIP_CLAIMED = "membership.claimed"  # a performer says to be a member of a union
    MEMBERSHIP_CONFIRMED = "membership.confirmed"
    OFFICE_OFFERED = "office.offered"  # it waits for the account's own yes
    OFFICE_DECLINED = "office.declined"
    REPRESENTATION_CLAIMED = "representation.claimed"
    REPRESENTATION_ACCEPTED = "representation.accepted"  # the account itself says that it acts for the performer
    REPRESENTATION_CONFIRMED = "representation.confirmed"
    REPRESENTATION_ENDED = "representation.ended"
    UNION_CREATED = "union.created"
    UNION_KEY_ADDED = "union.key_added"
    UNION_KEY_REVOKED = "union.key_revoked"
    AGREEMENT_ASSIGNED = "agreement.assigned"
    PRODUCTION_CREATED = "production.created"
    PRODUCTION_AGREEMENT_DECLARED = "production.agreement_declared"
    PRODUCTION_AGREEMENT_CONFIRMED = "production.agreement_confirmed"
    PERFORMER_REGISTERED = "performer.registered"
    PERFORMER_TIED = "performer.account_tied"  # an account is the performer's own from now on
    PERFORMER_KEY_ADDED = "performer.key_added"
    PERFORMER_KEY_REVOKED = "performer.key_revoked"
    PERFORMER_VERIFIED = "performer.verified"
    PERFORMER_FORGOTTEN = "performer.forgotten"
    DISPUTE_OPENED = "dispute.opened"
    DISPUTE_SPOKEN = "dispute.spoken"  # somebody said what they found
    DISPUTE_FOUND = "dispute.found"  # enough agree; it is carried out after the period for objection
    DISPUTE_OBJECTED = "dispute.objected"
    DISPUTE_RESOLVED = "dispute.resolved"
    RELEASE_SIGNED = "biometric_release.signed"
    RELEASE_WITHDRAWN = "biometric_release.withdrawn"
    TEMPLATES_ENROLLED = "templates.enrolled"
    COVERAGE_LOST = "coverage.lost"  # templates of a performer cannot be read any more, so checks cannot find them
    CONSENT_DRAFTED = "consent.drafted"
    CONSENT_SIGNED = "consent.signed"
    CONSENT_COUNTERSIGNED = "consent.countersigned"
    CONSENT_GIVEN = "consent.given"
    CONSENT_REFUSED = "consent.refused"
    CONSENT_WITHDRAWN = "consent.withdrawn"
    CONSENT_SUSPENDED = "consent.suspended"
    CONSENT_RESUMED = "consent.resumed"
    CONSENT_SUPERSEDED = "consent.superseded"
    COVERAGE_CONFIRMED = "coverage.confirmed"
    DECLARATION_BEGUN = "declaration.begun"
    DECLARATION_MADE = "declaration.made"  # a file was sent in under it
    DECLARATION_DROPPED = "declaration.dropped"
    CHECK_QUEUED = "check.queued"
    CHECK_TAKEN_UP = "check.taken_up"
    CHECK_DECIDED = "check.decided"
    CHECK_FAILED = "check.failed"
    CHECK_REDECIDED = "check.redecided"  # a record changed, and with it the decision
    CHECK_STALE = "check.stale"  # it cannot be decided again from what was found: the file has to be checked again
    USE_COUNTED = "use.counted"
    USE_RELEASED = "use.released"
    RECEIPT_SUPERSEDED = "receipt.superseded"
    APPROVAL_GIVEN = "approval.given"  # an answer was given; a no is one, too
    APPROVAL_REVOKED = "approval.revoked"
    STRIKE_THROWN = "strike.thrown"
    STRIKE_LIFTED = "strike.lifted"
    FLOOR_SET = "floor.set"
    FLOOR_ENDED = "floor.ended"
    PREFERENCE_SET = "preference.set"
    PREFERENCE_ENDED = "preference.ended"
    REVIEW_OPENED = "review.opened"
    REVIEW_SPOKEN = "review.spoken"  # somebody answered, and somebody else has to
    REVIEW_ANSWERED = "review.answered"
    REVIEW_SETTLED = "review.settled"  # closed by what happened elsewhere
    REVIEW_CARRIED = "review.carried"  # answered in an earlier check of the same file
    REVIEW_APPEALED = "review.appealed"
    REVIEW_OVERDUE = "review.overdue"
    REVIEW_SHOWN = "review.shown_again"  # the production showed the file once more
    REVIEW_FADED = "review.faces_destroyed"  # its faces were kept for as long as they may be
    NEUTRAL_APPOINTED = "neutral.appointed"
    NEUTRAL_ENDED = "neutral.ended"
    LOOK_ALIKE_DRAFTED = "look_alike.drafted"
    LOOK_ALIKE_SIGNED = "look_alike.signed"
    LOOK_ALIKE_APPROVED = "look_alike.approved"
    LOOK_ALIKE_REFUSED = "look_alike.refused"
    LOOK_ALIKE_ENDED = "look_alike.ended"
    REFERENCES_PARKED = "references.parked"  # they match too many others
    REFERENCES_RELEASED = "references.released"
    BIRTH_RECORDED = "performer.birth_recorded"
    DEATH_RECORDED = "performer.death_recorded"
    DEATH_CORRECTED = "performer.death_corrected"  # the performer lives
    CAME_OF_AGE = "performer.came_of_age"
    CONSENT_AFFECTED = "consent.affected"  # a birth or a death on record bears on it
    ENCODERS_SWITCHED = "encoders.switched"  # everybody is searched for by others from now on


def record(
    session: Session, actor: str, kind: Kind, subject: str, *, at: datetime | None = None, **details: Any
) -> Event:
    """Appends one event to the hash chain, in the caller's transaction.

    `actor` is an account id or `system`; `subject` the id of the record that changed; `details` plain JSON values
    (never vectors, pictures, secrets or free text about a person). The head row is locked, so concurrent writers
    append one after the other. Checks whose decision rests on what changed become due.
    """
    from registry.checks.due import mark  # here: checks record events, too

    head = session.scalars(select(LedgerHead).with_for_update()).one_or_none()
    if head is None:
        head = LedgerHead(id=1, index=-1, hash=GENESIS)
        session.add(head)
    moment = (at or now()).astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    entry = {
        "index": head.index + 1,
        "at": moment,
        "actor": actor,
        "kind": str(kind),
        "subject": subject,
        "details": details,
    }
    event = Event(**entry, previous=head.hash, hash=entry_hash(head.hash, entry))
    session.add(event)
    head.index, head.hash = event.index, event.hash
    session.info["recorded"] = True
    mark(session, kind, subject, details)
    return event
