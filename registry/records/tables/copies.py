"""What copies of checked files are known by, and which checks show the same frames."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from registry.core.database import Base


class CheckPrints(Base):
    """The hashes of a check's frames (`matching.copies`), sealed under a key of its own. They are of no person, but of a production's
    material, which may be unreleased: how long they are kept says `registry.checks.copies.kept`."""

    __tablename__ = "check_prints"
    silent: ClassVar[frozenset[str]] = frozenset({"*"})

    id: Mapped[int] = mapped_column(primary_key=True)  # grows: whoever searched up to one searches on from there
    check_id: Mapped[str] = mapped_column(ForeignKey("check_.id"), unique=True)
    made_at: Mapped[datetime]
    nonce: Mapped[bytes] = mapped_column(LargeBinary(12))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class CheckCopy(Base):
    """A check shows frames that another check's file shows, too."""

    __tablename__ = "check_copy"
    silent: ClassVar[frozenset[str]] = frozenset({"*"})

    check_id: Mapped[str] = mapped_column(ForeignKey("check_.id"), primary_key=True)
    other_id: Mapped[str] = mapped_column(ForeignKey("check_.id"), primary_key=True, index=True)
    spans: Mapped[list[list[int]]] = mapped_column(JSON)  # of this file's frames: from, to, in milliseconds
    other_spans: Mapped[list[Any]] = mapped_column(JSON)  # of the other file's
