"""Where a notice leads: the page of the thing that it is about, for the account that reads it."""

from flask import url_for

from registry.notices.inbox import Message
from registry.notices.readers import PERFORMER, PRODUCTION, UNION

_ANSWERS = frozenset(
    {"notice-answer-asked", "notice-approval-given", "notice-approval-revoked", "notice-approval-over"}
    | {"notice-clock-ran-out"}
)
_OWN_PAGES = {
    "notice-key-added": "performers.keys",
    "notice-key-revoked": "performers.keys",
    "notice-preference-set": "approvals.preferences",
    "notice-pictures-missing": "performers.enrolment",
    "notice-recordings-missing": "voices.show",
    "notice-references-parked": "performers.enrolment",
    "notice-release-void": "performers.release",
}
_UNION_PAGES = {
    "notice-strike-thrown": "approvals.terms",
    "notice-strike-lifted": "approvals.terms",
    "notice-union-key-added": "unions.keys",
    "notice-union-key-revoked": "unions.keys",
    "notice-member-left": "unions.members",
}
_ACCOUNT_PAGES = {
    "notice-password-changed": "accounts.sessions",
    "notice-token-created": "accounts.tokens",
    "notice-passkey-added": "passkeys.index",
    "notice-passkey-removed": "passkeys.index",
}


def leads_to(notice: Message) -> str:
    """The address of what a notice is about. Whether it may still be seen there is asked there."""
    named = {name: str(value) for name, value in notice.params.items() if value}
    if "review" in named:
        return url_for("reviews.show", review_id=named["review"])
    if "consent" in named:
        return url_for("consents.show", consent_id=named["consent"])
    if "pair" in named:
        return url_for("look_alikes.show", pair_id=named["pair"])
    if named.get("check"):
        page = "approvals.show" if notice.message in _ANSWERS else "checks.show"
        return url_for(page, check_id=named["check"])
    if "dispute" in notice.message and notice.whom != PERFORMER:
        return url_for("disputes.index")
    return _page_of(notice, named)


def _page_of(notice: Message, named: dict[str, str]) -> str:
    """The page of whoever is told, or of the member of whom a union is told."""
    if notice.whom == PERFORMER:
        return url_for(_OWN_PAGES.get(notice.message, "performers.show"), performer_id=notice.whose)
    if notice.whom == PRODUCTION:
        return url_for("productions.show", production_id=notice.whose)
    if notice.whom == UNION:
        page = _UNION_PAGES.get(notice.message)
        if page is None and named.get("performer_id"):
            return url_for("unions.member", union_id=notice.whose, performer_id=named["performer_id"])
        return url_for(page or "unions.show", union_id=notice.whose)
    return url_for(_ACCOUNT_PAGES.get(notice.message, "accounts.offices"))
