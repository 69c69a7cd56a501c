"""What is on record of a performer's life, and who put it there."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from registry.core.database import Base


class LifeEvent(Base):
    """A birth date, a death, or that a death on record was none, as somebody recorded it who had seen a proof; and the day
    on which a performer came of age, which follows from the birth date. The latest of a kind holds."""

    __tablename__ = "life_event"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    performer_id: Mapped[str] = mapped_column(ForeignKey("performer.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))  # birth | death | alive | of_age
    day: Mapped[date | None]  # none: alive
    proof: Mapped[str] = mapped_column(String(200))  # what was seen, in words; empty: of_age
    union_id: Mapped[str | None] = mapped_column(ForeignKey("union_.id"))  # for which it was recorded; none: the estate
    recorded_by: Mapped[str] = mapped_column(String(32))
    recorded_at: Mapped[datetime]
