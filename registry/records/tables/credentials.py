"""Files that carry Content Credentials of this registry, so that a receipt knows them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from registry.core.database import Base


class CredentialWritten(Base):
    """One written file: the signed statement that says which (`consent.credential`), and what it is looked up by."""

    __tablename__ = "credential"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)  # as in the statement
    check_id: Mapped[str] = mapped_column(ForeignKey("check_.id"), index=True)
    receipt_id: Mapped[str] = mapped_column(ForeignKey("issued_receipt.id"), index=True)
    written_sha256: Mapped[str] = mapped_column(String(64))
    written_at: Mapped[datetime]
    statement: Mapped[dict[str, Any]] = mapped_column(JSON)
