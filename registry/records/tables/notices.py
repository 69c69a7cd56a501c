"""What accounts made of their notices: read, put away; how they want to be told; and the letters that gather a day's."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from registry.core.database import Base


class NoticeMark(Base):
    """What one account did with one notice. Several accounts read the same notice; each has a mark of its own."""

    __tablename__ = "notice_mark"
    silent: ClassVar[frozenset[str]] = frozenset({"*"})

    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    notice_id: Mapped[str] = mapped_column(ForeignKey("notice.id"), primary_key=True)
    state: Mapped[str] = mapped_column(String(16))  # unread | read | archived


class NoticeReader(Base):
    """Until when an account has read everything; what has a mark goes by its mark."""

    __tablename__ = "notice_reader"
    silent: ClassVar[frozenset[str]] = frozenset({"*"})

    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    read_until: Mapped[datetime]


class NoticeSetting(Base):
    """How an account wants to be told of one kind of notice; without a row, at once."""

    __tablename__ = "notice_setting"
    silent: ClassVar[frozenset[str]] = frozenset({"*"})

    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)  # see registry/notices/kinds.py
    how: Mapped[str] = mapped_column(String(16))  # at_once | digest | inbox


class NoticeDigest(Base):
    """One day's letter to one account: at most one a day, whichever worker writes it."""

    __tablename__ = "notice_digest"
    silent: ClassVar[frozenset[str]] = frozenset({"*"})

    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    until: Mapped[datetime]  # what came later is for the next one
