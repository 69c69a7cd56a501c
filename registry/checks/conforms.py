"""Carrying a proxy's receipt over to its master: both were checked, their frames are compared, and a statement says where they agree."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from consent.conform import Conform, sign_conform
from consent.moments import parse_utc, utc_text
from consent.receipt import FileSeen, LedgerPlace, Receipt, TimeSpan
from consent.signature import SigningKey
from consent.spans import Span, joined, spans_in, whole
from consent.statements import digest_of
from consent.verdicts import ALLOWED
from registry.checks.copies.kept import KeptPrints
from registry.checks.receipts.issued import live
from registry.core.database import Database, new_id
from registry.core.errors import Conflict, NotFound
from registry.core.permissions import Identity, On, Permission, require
from registry.gallery.sealing import Unreadable
from registry.ledger.concerns import is_due
from registry.ledger.record import record
from registry.ports.keys import KeyMissing
from registry.productions.declaration import read_declaration
from registry.records.events import EventKind
from registry.records.tables.checks import Check, CheckPerson
from registry.records.tables.copies import CheckPrints


@dataclass(frozen=True)
class MasterCompared:
    """What a statement says of two files: why the receipt is not carried over, and where the master agrees and differs (see
    `consent.conform.Conform`)."""

    lacks: list[Any]
    agrees: list[Span]
    differs: list[Span]


class Conforms:
    """States where a master shows what its proxy shows."""

    def __init__(
        self, db: Database, clock: Callable[[], datetime], key: Callable[[], SigningKey], kept: KeptPrints
    ) -> None:
        self._db = db
        self._clock = clock
        self._key = key
        self._kept = kept

    def masters(self, who: Identity, check_id: str) -> list[Check]:
        """The later checks of other files of the same unit, the newest first: of these one may be the master."""
        with self._db.read() as session:
            proxy = _own(session, who, check_id)
            rows = session.scalars(select(Check).where(Check.unit_key == proxy.unit_key)).all()
            able = [one for one in rows if one.file_sha256 != proxy.file_sha256 and one.state == "decided"]
            return sorted(able, key=lambda one: (one.requested_at, one.id), reverse=True)

    def compare(self, who: Identity, proxy_id: str, master_id: str) -> MasterCompared:
        """What `state` would sign. Raises as it does."""
        with self._db.read() as session:
            proxy, master, _, _ = self._asked(session, who, proxy_id, master_id, self._clock())
            return self._compared(session, proxy, master)

    def state(self, who: Identity, proxy_id: str, master_id: str) -> dict[str, Any]:
        """The signed statement. Raises `Conflict` where the proxy's receipt releases nothing, the master is not decided, or what
        their frames are known by is kept no longer; `NotFound`, `Forbidden`."""
        with self._db.write() as session:
            moment = self._clock()
            proxy, master, receipt, own = self._asked(session, who, proxy_id, master_id, moment)
            found = self._compared(session, proxy, master)
            said = {"receipt": receipt.receipt_id, "lacks": found.lacks}
            event = record(session, who.account_id, EventKind.CONFORM_STATED, master.id, at=moment, **said)
            statement = Conform(
                registry_id=self._key().label,
                statement_id=new_id("CF"),
                receipt_id=receipt.receipt_id,
                receipt_sha256=digest_of(proxy.receipt or {}),
                proxy=receipt.file,
                master=FileSeen(sha256=master.file_sha256, size=master.file_size, media=own.file.media),
                master_receipt=own.receipt_id,
                bits=_bits(),
                agrees=_told(found.agrees),
                differs=_told(found.differs),
                lacks=found.lacks,
                issued_at=utc_text(moment),
                expires_at=receipt.expires_at,
                ledger=LedgerPlace(index=event.index, head=event.hash),
            )
            return sign_conform(statement, self._key())

    def _asked(
        self, session: Session, who: Identity, proxy_id: str, master_id: str, moment: datetime
    ) -> tuple[Check, Check, Receipt, Receipt]:
        proxy, master = _own(session, who, proxy_id), session.get(Check, master_id)
        require(who, Permission.CHECK_REQUEST, On(production_id=proxy.production_id))
        elsewhere = (
            master is None or master.production_id != proxy.production_id
        )  # whether there is one elsewhere, nobody learns
        if master is None or elsewhere or master.file_sha256 == proxy.file_sha256:
            raise Conflict("conform-no-master", check=master_id)
        return proxy, master, _live_receipt(session, proxy, moment), _receipt(session, master, moment)

    def _compared(self, session: Session, proxy: Check, master: Check) -> MasterCompared:
        from matching.copies.conforming import conformed

        rows = select(CheckPrints).where(CheckPrints.check_id.in_([proxy.id, master.id]))
        try:
            prints = {
                row.check_id: self._kept.opened(row)
                for row in session.scalars(rows.options(undefer(CheckPrints.content)))
            }
            found = conformed(prints[master.id], prints[proxy.id])
        except (KeyError, KeyMissing, Unreadable):
            raise Conflict("conform-not-kept") from None
        agrees, differs = _whole(found.agrees), _whole(found.differs)
        lacks = {
            "frames": bool(differs) or not agrees,
            "unseen": not _within(_times(master), agrees),
            "people": not _same_people(session, proxy, master),
            "stopped": _stopped(master),
            "declaration": _declared(proxy) != _declared(master),
        }
        return MasterCompared([name for name, is_so in lacks.items() if is_so], agrees, differs)


def _own(session: Session, who: Identity, check_id: str) -> Check:
    check = session.get(Check, check_id)
    if check is None or check.production_id not in who.productions:
        raise NotFound("check", check_id)
    return check


def _live_receipt(session: Session, check: Check, moment: datetime) -> Receipt:
    receipt = _receipt(session, check, moment)
    if not receipt.releases or not live(session, check.id, moment):
        raise Conflict("conform-no-receipt", check=check.id)
    return receipt


def _receipt(session: Session, check: Check, moment: datetime) -> Receipt:
    if check.state != "decided" or check.receipt is None or is_due(session, check):
        raise Conflict("conform-not-decided", check=check.id)
    receipt = Receipt.model_validate({name: part for name, part in check.receipt.items() if name != "signature"})
    if parse_utc(receipt.expires_at) <= moment:
        raise Conflict("conform-not-decided", check=check.id)
    return receipt


def _declared(check: Check) -> dict[str, Any]:
    """What is declared, but for the version: a master is a later one of the same unit."""
    said = read_declaration(check.declaration).model_dump(mode="json", exclude_unset=True)
    said["unit"].pop("version", None)
    return said


def _same_people(session: Session, proxy: Check, master: Check) -> bool:
    """Whether the same performers were found in both, and in the master nobody who is somebody else or has to be looked at."""
    found = [
        set(
            session.scalars(
                select(CheckPerson.performer_id).where(CheckPerson.check_id == one.id, CheckPerson.answer == "match")
            )
        )
        for one in (proxy, master)
    ]
    proxies, masters = (
        [person["answer"] for person in (one.decision or {}).get("persons", ())] for one in (proxy, master)
    )
    return found[0] == found[1] and nobody_new(proxies, masters)


def nobody_new(proxy: Sequence[str], master: Sequence[str]) -> bool:
    """Whether, by the answers of their persons, a master shows no more strangers and no more who cannot be recognised than its proxy,
    and nobody who has to be looked at."""
    if {"possible", "cannot_decide"} & set(master):
        return False
    return all(master.count(answer) <= proxy.count(answer) for answer in ("none", "not_identifiable"))


def _times(check: Check) -> list[Span]:
    """When somebody is in a file, in milliseconds; nothing of a still picture."""
    persons = (check.decision or {}).get("persons", ())
    return [span for person in persons for box in person["boxes"] if box.get("end") for span in spans_in(box)]


def _stopped(check: Check) -> bool:
    """Whether anything stands against a file but answers that are bound to it, which the proxy was given."""
    open_ = [reason for reason in (check.decision or {}).get("reasons", ()) if reason["verdict"] not in ALLOWED]
    at_odds = any(reason["layer"] == "check" or reason["verdict"] == "blocked" for reason in open_)
    return check.status != "decided" or check.verdict == "blocked" or at_odds


def _within(times: Iterable[Span], agrees: list[Span]) -> bool:
    return all(any(start <= first and last <= end for start, end in agrees) for first, last in times)


def _whole(times: Iterable[tuple[float, float]]) -> list[Span]:
    return list(joined(whole(start, end) for start, end in times))


def _told(spans: Iterable[Span]) -> list[TimeSpan]:
    return [TimeSpan(start_ms=start, end_ms=end) for start, end in spans]


def _bits() -> int:
    from matching.copies.conforming import CONFORMS

    return CONFORMS
