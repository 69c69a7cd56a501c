"""Browsers in which an account has signed in before, so that it is told of a new one.

A browser is known by a random mark that it keeps in a cookie, and by nothing that it says of itself. What is kept here is the
mark with the account in one hash: two accounts that share a browser cannot be told to.
"""

import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent.canonical import sha256_hex
from registry.ledger.record import record
from registry.notices.letters import Letters
from registry.notices.service import notify
from registry.records.events import EventKind
from registry.records.tables.accounts import Account
from registry.records.tables.entry import KnownBrowser

MARK_BYTES = 32
MOST = 50
"""Browsers of one account that are remembered, the latest first."""

_PROGRAMS = {
    "Firefox": "Firefox", "FxiOS": "Firefox", "Edg": "Edge", "OPR": "Opera", "Opera": "Opera",
    "SamsungBrowser": "Samsung Internet", "Samsung Internet": "Samsung Internet", "Chrome": "Chrome", "CriOS": "Chrome",
    "Safari": "Safari", "likeness": "likeness",
}  # fmt: skip
_SYSTEMS = {
    "iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows", "Mac": "Mac",
    "CrOS": "ChromeOS", "ChromeOS": "ChromeOS", "Linux": "Linux",
}  # fmt: skip
"""What a browser says of itself -> what it is called; the first that fits, since most name others, too. Names fit themselves."""
UNKNOWN = "?"


def named(browser: str) -> str:
    """A browser by its own name and its system's, such as "Chrome, Android". Nothing of its words: whoever signs in with a stolen
    password chooses them, and the account's owner reads them in a letter of this registry."""
    found = [next((name for word, name in of.items() if word in browser), "") for of in (_PROGRAMS, _SYSTEMS)]
    return ", ".join(filter(None, found)) or UNKNOWN


def new_mark() -> str:
    """What a browser keeps."""
    return secrets.token_urlsafe(MARK_BYTES)


def is_new(session: Session, account_id: str, mark: str, at: datetime) -> bool:
    """Whether an account that signed in elsewhere before signs in here for the first time; from now on it has been here."""
    rows = select(KnownBrowser).where(KnownBrowser.account_id == account_id)
    known = sorted(session.scalars(rows), key=lambda row: (row.first_at, row.id))
    digest = sha256_hex(f"{account_id}.{mark}".encode(errors="replace"))
    if any(row.mark_sha256 == digest for row in known):
        return False
    for row in known[: len(known) - MOST + 1]:
        session.delete(row)
    session.add(KnownBrowser(account_id=account_id, mark_sha256=digest, first_at=at))
    return bool(known)


def tell(session: Session, letters: Letters, account_id: str, browser: str, at: datetime) -> None:
    """Tells the account, on its page and by a letter of its own."""
    browser = named(browser)
    account = session.get_one(Account, account_id)
    record(session, account_id, EventKind.BROWSER_ADDED, account_id, at=at)
    notice = notify(session, "notice-new-browser", account=account_id, browser=browser)
    notice.sent_at = at  # the letter says more than that there is a notice
    letters.write(
        session, "letter-new-browser", account.email, account.locale,
        params={"name": account.name, "browser": browser, "at": f"{at:%Y-%m-%d %H:%M} UTC"},
    )  # fmt: skip
