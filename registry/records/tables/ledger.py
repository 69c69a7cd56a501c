"""The ledger's tables: events in a hash chain, and the chain's head."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from registry.core.database import Base


class Event(Base):
    """One state change: who did what to which record, when, and the hash that ties it to all before it."""

    __tablename__ = "event"
    silent: ClassVar[frozenset[str]] = frozenset({"*"})

    index: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[str] = mapped_column(String(32))  # the very text that was hashed
    actor: Mapped[str] = mapped_column(String(64), index=True)
    kind: Mapped[str] = mapped_column(String(64), index=True)
    subject: Mapped[str] = mapped_column(String(64), index=True)
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)


class LedgerHead(Base):
    """The last index and hash: one row, locked while an event is appended so that the chain cannot fork.

    signed: the same with the digest of all bound records, signed by the instance (consent.head); none until the records
    were bound for the first time."""

    __tablename__ = "ledger_head"
    silent: ClassVar[frozenset[str]] = frozenset({"*"})

    id: Mapped[int] = mapped_column(primary_key=True)
    index: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
    signed: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class OpenConcern(Base):
    """A change that concerns more decided checks than a request marks: until a worker has marked them, this row stands for
    their marks (registry.ledger.concerns). It is bound like any record, and read as a whole, so that none can be missing."""

    __tablename__ = "open_concern"
    silent: ClassVar[frozenset[str]] = frozenset(
        {"*"}
    )  # the change has its event; that its checks are marked needs none

    index: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # of the change in the ledger
    concerned: Mapped[dict[str, Any]] = mapped_column(JSON)  # which checks, see registry.records.concerned


class Binding(Base):
    """One bound row in one set that it belongs to (registry.ledger.tree): a leaf of the tree that binds the records."""

    __tablename__ = "binding"
    __table_args__ = ({"sqlite_with_rowid": False},)  # kept in the order in which it is read
    silent: ClassVar[frozenset[str]] = frozenset({"*"})

    bucket: Mapped[str] = mapped_column(String(160), primary_key=True)
    place: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)  # of the set
    key: Mapped[str] = mapped_column(String(255), primary_key=True)  # the row's primary key as text
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))


class BindingNode(Base):
    """The hashes of the nodes or buckets below one node of that tree, 32 bytes each; `layout` holds what it was made by."""

    __tablename__ = "binding_node"
    silent: ClassVar[frozenset[str]] = frozenset({"*"})

    id: Mapped[str] = mapped_column(String(160), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class Notice(Base):
    """Something that a person or a union must be told: a message id with parameters, so that any language can say it."""

    __tablename__ = "notice"
    __table_args__ = (
        Index("ix_notice_performer_id_created_at", "performer_id", "created_at", "id"),
        Index("ix_notice_union_id_created_at", "union_id", "created_at", "id"),
        Index("ix_notice_production_id_created_at", "production_id", "created_at", "id"),
        Index("ix_notice_account_id_created_at", "account_id", "created_at", "id"),
    )
    silent: ClassVar[frozenset[str]] = frozenset({"read_at", "sent_at", "tries", "next_try_at"})

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    performer_id: Mapped[str | None] = mapped_column(String(32), index=True)
    union_id: Mapped[str | None] = mapped_column(String(64), index=True)
    production_id: Mapped[str | None] = mapped_column(String(32), index=True)
    account_id: Mapped[str | None] = mapped_column(String(32), index=True)  # who is told for nobody but themselves
    message: Mapped[str] = mapped_column(String(64))
    params: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None] = mapped_column(
        index=True
    )  # its letters were handed over (registry.notices.outgoing)
    tries: Mapped[int] = mapped_column(default=0, server_default="0")
    next_try_at: Mapped[datetime | None]
