"""How an account wants to be told of each kind of notice."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from registry.core.database import Database
from registry.core.errors import Invalid
from registry.core.permissions import Identity, Permission, require
from registry.notices.kinds import ALWAYS_AT_ONCE, How, NoticeKind
from registry.records.tables.notices import NoticeSetting


def how_told(session: Session, account_id: str, kind: str) -> How:
    """How an account is told of one kind: at once, unless it chose otherwise and may."""
    if kind in ALWAYS_AT_ONCE:
        return How.AT_ONCE
    row = session.get(NoticeSetting, (account_id, str(kind)))
    return How.AT_ONCE if row is None else How(row.how)


class NoticeSettings:
    """Each account's own choice. It is about letters alone: the inbox always holds everything."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def of(self, who: Identity) -> dict[str, str]:
        """Kind -> how the acting account is told of it. Raises `Forbidden`."""
        require(who, Permission.SIGNED_IN)
        with self._db.look() as session:
            return {str(kind): str(how_told(session, who.account_id, kind)) for kind in NoticeKind}

    def choose(self, who: Identity, chosen: Mapping[str, str]) -> None:
        """Sets what is named, and leaves the rest. Raises `Invalid` naming each kind that is none, cannot be told that way,
        or is always told at once; then nothing is changed. Raises `Forbidden`."""
        require(who, Permission.SIGNED_IN)
        wrong = {
            kind: "notice-kind-fixed" if kind in ALWAYS_AT_ONCE and how in list(How) else "field-choice"
            for kind, how in chosen.items()
            if kind not in list(NoticeKind) or how not in list(How) or (kind in ALWAYS_AT_ONCE and how != How.AT_ONCE)
        }
        if wrong:
            raise Invalid(fields=wrong)
        with self._db.write() as session:
            rows = select(NoticeSetting).where(NoticeSetting.account_id == who.account_id)
            there = {row.kind: row for row in session.scalars(rows)}
            for kind, how in chosen.items():
                if kind in ALWAYS_AT_ONCE:
                    continue
                if kind in there:
                    there[kind].how = str(how)
                else:
                    session.add(NoticeSetting(account_id=who.account_id, kind=str(kind), how=str(how)))
