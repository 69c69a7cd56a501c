"""What a decision asks people, and shows those whom it is about: a port, since the reviews stand above the checks."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from registry.checks.deciding.people import Recognition
from registry.records.tables.checks import Check


@dataclass(frozen=True)
class OwnView:
    """One appearance for whom it is: crop (evidence of the sense that found it) and shot (a JPEG of the whole picture), everybody
    else made unrecognisable; None where it could not be made."""

    crop: bytes | None = field(repr=False)
    shot: bytes | None = field(repr=False)


class AsksPeople(Protocol):
    """What people were asked about a check, and answered (registry.reviews.queue)."""

    def corrected(
        self, session: Session, check: Check, found: Sequence[Recognition], at: datetime
    ) -> tuple[Recognition, ...]: ...

    def looked_for(self, session: Session, check_id: str) -> dict[str, str]: ...

    def keep(
        self,
        session: Session,
        check: Check,
        found: Iterable[Recognition],
        missing: Iterable[str],
        shown: Mapping[str, bytes],
        at: datetime,
        quiet: Collection[str] = (),
    ) -> None: ...

    def waits(self, session: Session, check_id: str) -> bool: ...

    def show_own(
        self,
        session: Session,
        check: Check,
        found: Iterable[Recognition],
        own: Mapping[str, OwnView],
        at: datetime,
    ) -> None: ...


class NobodyAsked:
    """For those who have nobody to ask: what was found stands."""

    def corrected(
        self, _session: Session, _check: Check, found: Sequence[Recognition], _at: datetime
    ) -> tuple[Recognition, ...]:
        return tuple(found)

    def looked_for(self, _session: Session, _check_id: str) -> dict[str, str]:
        return {}

    def keep(self, *_what: object) -> None:
        return None

    def show_own(self, *_what: object) -> None:
        return None

    def waits(self, _session: Session, _check_id: str) -> bool:
        return False
