"""Pictures and sound that those who were found in a file are shown before they answer."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from matching.senses import FIRST
from registry.core.database import Base


class OwnPicture(Base):
    """One performer as a file shows them, everybody else made unrecognisable. Sealed under a key of this performer, check and
    sense; gone 14 days after it was made, when the performer is erased, withdraws the release of that sense, or is not found
    there by it after all."""

    __tablename__ = "own_picture"
    silent: ClassVar[frozenset[str]] = frozenset({"*"})

    id: Mapped[int] = mapped_column(primary_key=True)
    check_id: Mapped[str] = mapped_column(ForeignKey("check_.id"), index=True)
    performer_id: Mapped[str] = mapped_column(ForeignKey("performer.id"), index=True)
    modality: Mapped[str] = mapped_column(String(16), default=FIRST, server_default=FIRST)  # the sense that found them
    key_name: Mapped[str] = mapped_column(String(32), index=True)
    kind: Mapped[str] = mapped_column(String(8))  # crop (of the person) | shot (the picture that they are in)
    media_type: Mapped[str] = mapped_column(String(32))
    nonce: Mapped[bytes] = mapped_column(LargeBinary(12))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]
