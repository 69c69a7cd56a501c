"""What newer pages say, asked of the records in another way than the pages ask: verdicts on lists and shots, receipts, sessions,
passkeys, invitations, and what would follow from what cannot be undone."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from sqlalchemy import func, select

from registry.core.texts import say
from registry.records.tables.accounts import WebSession
from registry.records.tables.checks import Check, CheckPerson, IssuedReceipt
from registry.records.tables.consents import Consent
from registry.records.tables.entry import EntryLink
from registry.records.tables.passkeys import SignInPasskey
from registry.records.visibility import Role

ANSWERS = ("cleared", "notify_only", "needs_approval", "blocked", "cannot_decide")
PART = say("verdict-part", verdict="")


def rows_of(html: str) -> Iterator[tuple[str, str]]:
    """(check id, what the row says) of every row of a list of checks."""
    for row in re.findall(r"<li\b.*?</li>", html, re.DOTALL):
        if found := re.search(r'href="/checks/(K-\w+)"', row):
            yield found[1], " ".join(unescape(re.sub(r"<[^>]+>", " ", row)).split())


def badges(html: str) -> Iterator[tuple[str, str, bool]]:
    """(check id, answer, whether it says that this is a part) of every verdict on a list."""
    for check, said in rows_of(html):
        for answer in ANSWERS:
            word = say(f"verdict-{answer}")
            if said.endswith(word):
                yield check, answer, said.endswith(PART + word)


def wrong_verdicts(desk: Any, who: Any, html: str) -> list[str]:
    """Verdicts on lists that are not those of the check's own page; and parts of it that are told as the whole."""
    found = []
    for check, answer, part in badges(html):
        view = desk.checks.get(who, check)
        if answer != view.answer:
            found.append(f"{check} reads {answer} and is {view.answer}")
        if part != (Role(view.role) not in (Role.PRODUCTION, Role.COMMISSIONER, Role.COUNSEL)):
            found.append(f"{check}: whose verdict {answer} is")
    return found


def _receipt(session: Any, _who: Any, html: str, receipt: str) -> str:
    row = session.get(IssuedReceipt, receipt)
    known = "unknown" if row is None else "recalled" if row.stale_since is not None else "counts"
    return "" if say(f"verify-id-{known}", receipt=receipt) in html else f"that the receipt {known}"


def _sessions(session: Any, who: Any, html: str) -> str:
    there = session.scalar(select(func.count()).select_from(WebSession).filter_by(account_id=who.account_id))
    return "" if html.count(say("session-seen")) == there else "another number of sessions"


def _passkeys(session: Any, who: Any, html: str) -> str:
    there = session.scalar(select(func.count()).select_from(SignInPasskey).filter_by(account_id=who.account_id))
    return "" if (say("passkeys-none") in html) == (there == 0) else "whether there are passkeys"


def _invitations(session: Any, _who: Any, html: str, of: str) -> str:
    there = session.scalar(select(func.count()).select_from(EntryLink).filter_by(of=of, purpose="invitation"))
    shown = len(re.findall(say("invitation-by", by="@").replace("@", ".+?"), html))
    return "" if shown == there and (say("invitations-none") in html) == (there == 0) else "other invitations"


def _shot(session: Any, _who: Any, html: str, production: str, unit: str) -> str:
    there = set(session.scalars(select(Check.id).filter_by(production_id=production, unit_id=unit)))
    return "" if {check for check, _said in rows_of(html)} == there else "other versions of the shot"


def _follows(session: Any, _who: Any, html: str, consent: str) -> str:
    row = session.get(Consent, consent)
    shows = select(CheckPerson.check_id).where(CheckPerson.performer_id == row.performer_id)
    cleared = select(Check.production_id).where(
        Check.id.in_(shows), Check.production_id == row.production_id, Check.superseded_by.is_(None),
        Check.state == "decided", Check.verdict.in_(("cleared", "notify_only")),
    )  # fmt: skip
    made = list(session.scalars(cleared))
    told = say("sure-files", files=len(made), productions=len(set(made)))
    return "" if " ".join(told.split()) in " ".join(html.split()) else "another number of files that would stop"


PAGES = {
    r"/verify/(RC-\w+)": _receipt,
    r"/sessions": _sessions,
    r"/passkeys": _passkeys,
    r"/(?:unions|productions)/([\w-]+)/invitations": _invitations,
    r"/productions/([\w-]+)/shots/([\w-]+)": _shot,
    r"/consents/(C-\w+)/withdraw": _follows,
}


def untrue(desk: Any, path: str, html: str, who: Any) -> list[str]:
    """What a page says that the records do not."""
    found = wrong_verdicts(desk, who, html)
    for rule, question in PAGES.items():
        if match := re.fullmatch(rule, path):
            with desk.db.look() as session:
                found.append(question(session, who, unescape(html), *match.groups()))
    return [one for one in found if one]
