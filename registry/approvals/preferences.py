"""Standing preferences: what a performer said once and for all. Performer and union see them, a production never."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, time
from typing import Any, get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from consent import terms
from consent.moments import utc_text
from registry.core.database import Database, new_id
from registry.core.errors import Conflict, Invalid, NotFound
from registry.core.permissions import Identity, Permission, require
from registry.ledger.record import record
from registry.notices.service import notify
from registry.records.events import EventKind
from registry.records.performers import load, speaks_over
from registry.records.tables.approvals import StandingPreference
from registry.records.tables.performers import Performer

OWN, IMPORTED = "own", "human_consent_registry"
SOURCES = get_args(terms.PreferenceSource)


class Preferences:
    """What performers prefer."""

    def __init__(self, db: Database, clock: Callable[[], datetime]) -> None:
        self._db = db
        self._clock = clock

    def set(
        self,
        who: Identity,
        performer_id: str,
        value: str,
        *,
        modality: str | None = None,
        source: str = OWN,
        declared_on: date | None = None,
    ) -> StandingPreference:
        """What the performer prefers from now on; it takes the place of what the same source said of the modality.

        `value`: allowed, allowed_with_terms, prohibited. `declared_on`: when it was declared elsewhere. An "allowed"
        is never a consent. Raises `Invalid`, `NotFound`, `Conflict` where it would end a prohibition of the
        performer's own that somebody else acts on, `Forbidden`.
        """
        return self.keep(
            who, performer_id, [{"value": value, "modality": modality, "declared_on": declared_on}], source
        )[0]

    def import_from(self, who: Identity, performer_id: str, content: object) -> list[StandingPreference]:
        """The declarations of a file as the Human Consent Registry hands them out, brought by the performer.

        `{"declarations": [{"value": "prohibited", "modality": "face", "declared_on": "2026-07-01"}, ...]}`; without
        `modality` it is about every one. All or nothing. Raises `Invalid` naming the entry, `NotFound`, `Forbidden`.
        """
        entries = (
            content.get("declarations") if isinstance(content, dict) and set(content) == {"declarations"} else None
        )
        if not isinstance(entries, list) or not entries:
            raise Invalid("preference-file", {"declarations": "field-choice"})
        return self.keep(who, performer_id, [_entry(number, entry) for number, entry in enumerate(entries)], IMPORTED)

    def keep(
        self, who: Identity, performer_id: str, entries: Sequence[dict[str, Any]], source: str
    ) -> list[StandingPreference]:
        """Keeps several preferences of one source (own, human_consent_registry) at once, or none of them."""
        wrong = {}
        for entry in entries:
            if entry["value"] not in terms.PREFERENCE_VALUES:
                wrong["value"] = "field-choice"
            if entry["modality"] is not None and entry["modality"] not in terms.MODALITIES:
                wrong["modality"] = "field-choice"
        if source not in SOURCES:
            wrong["source"] = "field-choice"
        if wrong:
            raise Invalid(fields=wrong)
        moment = self._clock()
        with self._db.write() as session:
            performer, on = load(session, performer_id)
            require(who, Permission.PREFERENCE_SET, on)
            made = []
            for entry in entries:
                _end(session, who, performer, source, entry["modality"], moment)
                day = entry["declared_on"]
                preference = StandingPreference(
                    id=new_id("SP"),
                    performer_id=performer_id,
                    source=source,
                    value=entry["value"],
                    modality=entry["modality"],
                    declared_on=moment if day is None else datetime.combine(day, time(), UTC),
                    recorded_by=who.account_id,
                    recorded_at=moment,
                )
                session.add(preference)
                session.flush()
                made.append(preference)
            record(
                session,
                who.account_id,
                EventKind.PREFERENCE_SET,
                performer_id,
                at=moment,
                source=source,
                entries=len(made),
            )
            notify(session, "notice-preference-set", performer=performer_id)
        return made

    def end(self, who: Identity, preference_id: str) -> None:
        """The preference no longer holds. Raises `NotFound`, `Conflict` (the performer's own prohibition), `Forbidden`."""
        with self._db.write() as session:
            preference = session.get(StandingPreference, preference_id)
            if preference is None or preference.ended_at is not None:
                raise NotFound("preference", preference_id)
            performer, on = load(session, preference.performer_id)
            require(who, Permission.PREFERENCE_SET, on)
            _require_own(who, performer, preference)
            preference.ended_at = self._clock()
            record(session, who.account_id, EventKind.PREFERENCE_ENDED, preference.performer_id, at=preference.ended_at)
            notify(session, "notice-preference-set", performer=preference.performer_id)

    def of(self, who: Identity, performer_id: str) -> list[StandingPreference]:
        """What holds for a performer, for the performer and their unions. Raises `NotFound`, `Forbidden`."""
        with self._db.read() as session:
            require(who, Permission.PERFORMER_READ, load(session, performer_id)[1])
            return _holding(session, [performer_id])


def in_play(session: Session, performers: Iterable[str]) -> list[dict[str, Any]]:
    """What holds for these performers, as `standing_preferences` of a case; `person` is the performer's id."""
    return [
        {
            "person": row.performer_id,
            "source": row.source,
            "value": row.value,
            "declared_on": _declared(row),
        }
        | ({"modality": row.modality} if row.modality else {})
        for row in _holding(session, performers)
    ]


def _declared(row: StandingPreference) -> str:
    """When it was declared: here at an instant, elsewhere on a day of which nobody knows the zone."""
    elsewhere = row.source == IMPORTED or row.declared_on != row.recorded_at
    return row.declared_on.astimezone(UTC).date().isoformat() if elsewhere else utc_text(row.declared_on)


def deceased(session: Session, performers: Iterable[str]) -> frozenset[str]:
    """Those of the performers who have died."""
    rows = select(Performer.id).where(Performer.id.in_(tuple(performers)), Performer.life == "deceased")
    return frozenset(session.scalars(rows))


def _holding(session: Session, performers: Iterable[str]) -> list[StandingPreference]:
    rows = select(StandingPreference).where(
        StandingPreference.performer_id.in_(tuple(performers)), StandingPreference.ended_at.is_(None)
    )
    return list(session.scalars(rows.order_by(StandingPreference.recorded_at, StandingPreference.id)))


def _end(
    session: Session, who: Identity, performer: Performer, source: str, modality: str | None, moment: datetime
) -> None:
    for earlier in _holding(session, [performer.id]):
        if (earlier.source, earlier.modality) == (source, modality):
            _require_own(who, performer, earlier)
            earlier.ended_at = moment


def _require_own(who: Identity, performer: Performer, preference: StandingPreference) -> None:
    """What a performer prohibited themselves, nobody who acts for them allows. Raises `Conflict`."""
    if preference.value == "prohibited" and speaks_over(who, performer, preference.recorded_by):
        raise Conflict("preference-performers-own")


def _entry(number: int, entry: object) -> dict[str, Any]:
    where = f"declarations.{number}"
    if not isinstance(entry, dict) or not {"value"} <= set(entry) <= {"value", "modality", "declared_on"}:
        raise Invalid("preference-file", {where: "field-choice"})
    try:
        told = entry.get("declared_on")
        day = None if told is None else date.fromisoformat(told)
    except (TypeError, ValueError) as error:
        raise Invalid("preference-file", {f"{where}.declared_on": "field-date"}) from error
    return {"value": entry["value"], "modality": entry.get("modality"), "declared_on": day}
