"""What notices are about: one kind for each message, and which kinds can be switched off."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class NoticeKind(StrEnum):
    """By what a reader sorts notices, and chooses how to be told of them."""

    ASKED = "asked"  # somebody is to decide or to do something
    USED = "used"  # a likeness was found in a file, and what became of that
    CHECKS = "checks"  # a production's files and the answers to them
    CONSENTS = "consents"
    PEOPLE = "people"  # memberships, offices, identity
    STRIKES = "strikes"
    SECURITY = "security"


class How(StrEnum):
    """How an account is told. Whatever it chooses, the notice is in its inbox."""

    AT_ONCE = "at_once"
    DIGEST = "digest"
    INBOX = "inbox"


ALWAYS_AT_ONCE = frozenset({NoticeKind.SECURITY, NoticeKind.STRIKES})
"""Nobody switches these off: who took over an account would do so first."""

_KINDS: Mapping[NoticeKind, tuple[str, ...]] = {
    NoticeKind.ASKED: (
        *("agreement-declared", "answer-asked", "approver-waits", "consent-requested", "countersign"),
        "counter-proposed",
        "dispute-neutral",
        *("look-alike-waits", "membership-claimed", "office-offered", "pictures-missing", "recordings-missing"),
        *("review-no-pictures", "review-overdue", "review-show-again", "review-waits", "review-waits-neutral"),
        "check-stale",
    ),
    NoticeKind.USED: (
        *("check-found", "check-members", "review-appealed", "review-overdue-asked", "review-overridden"),
        *("review-upheld", "named-in-prompt", "member-named-in-prompt"),
    ),
    NoticeKind.CHECKS: (
        *("approval-given", "approval-revoked", "approval-over", "check-compared", "check-redecided"),
        *("clock-ran-out", "review-answered"),
    ),
    NoticeKind.CONSENTS: (
        *("consent-affected", "consent-ended", "consent-given", "consent-not-usable", "consent-refused"),
        *("consent-ask-again", "consent-lapsed"),
        *("consent-usable-again", "consent-withdrawn", "coverage-said", "counter-taken-up"),
    ),
    NoticeKind.PEOPLE: (
        *("agreement-confirmed", "approver-confirmed", "approver-refused", "look-alike-approved"),
        *("look-alike-ended", "look-alike-refused", "member-left"),
        *("membership-confirmed", "office-declined", "production-office-ended", "production-office-given"),
    ),
    NoticeKind.STRIKES: ("strike-lifted", "strike-thrown"),
    NoticeKind.SECURITY: (
        *("coverage-lost", "dispute-found", "dispute-objected", "dispute-opened", "dispute-resolved", "enrolled"),
        *("forgotten", "key-added", "key-replaced", "key-revoked", "life-alive", "life-birth", "life-death"),
        *("life-of-age", "account-reset"),
        *("life-of-age-guardian", "member-coverage-lost", "member-dispute-found", "member-dispute-objected"),
        *("member-dispute-opened", "member-references-parked", "member-references-released", "member-release-void"),
        *("membership-ended", "office-ended", "new-browser", "office-given"),
        *("passkey-added", "passkey-removed"),
        *("password-changed", "preference-set", "recovery-code-used"),
        *("references-parked", "references-released", "release-void", "representation-confirmed"),
        "representation-claimed",
        *("representation-ended", "representative-appointed", "representative-ended", "second-factor-added"),
        *("second-factor-removed", "token-created"),
        *("union-key-added", "union-key-revoked", "verified"),
        *("sense-lost", "member-sense-lost"),
    ),
}

KINDS: Mapping[str, NoticeKind] = MappingProxyType(
    {f"notice-{name}": kind for kind, names in _KINDS.items() for name in names}
)
"""Message id -> what it is about."""

FINDINGS = frozenset(
    {
        *("notice-check-found", "notice-review-appealed", "notice-review-overdue-asked", "notice-review-overridden"),
        *("notice-review-upheld", "notice-answer-asked", "notice-approval-given", "notice-approval-revoked"),
        *("notice-counter-taken-up", "notice-named-in-prompt"),
    }
)
"""Messages that speak of a file in which a performer was found: shown to them only while their identity is confirmed."""


def kind_of(message: str) -> NoticeKind:
    """What a message is about. One that nobody has sorted counts as security, so that it is told at once."""
    return KINDS.get(message, NoticeKind.SECURITY)


def messages_of(kind: str) -> list[str]:
    """The messages of one kind."""
    return [message for message, of in KINDS.items() if of == kind]
