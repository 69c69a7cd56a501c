"""What it costs that every record is bound to the ledger: `python -m benchmarks.ledger [--rows 1000 20000] [--url URL]`.

Two instances of their own with so many records, of which each performer has ten: one as it is, and one whose sessions nobody
watches, so that nothing is proven, bound or signed. Measured are a change with its event, the reading of one performer with
everything that they prefer, what each page asks of its session, the list of checks, one check from queue to receipt with
faces that need no models, and the audit of everything. The last line is JSON.
"""

import argparse
import io
import json
import logging
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from consent.canonical import to_base64url
from consent.signature import new_key
from registry.core.config import Config
from registry.core.database import Database, new_id, now
from registry.core.permissions import Identity
from registry.desk import Desk
from registry.ledger.layout import Layout, layout_of
from registry.ledger.record import record
from registry.records import tables as models
from registry.records.events import EventKind
from registry.records.tables.accounts import ProductionMember
from registry.records.tables.approvals import StandingPreference
from registry.records.tables.performers import Performer
from registry.records.tables.productions import Production
from tests.registry.checks.conftest import a_declaration, as_replica
from tests.registry.conftest import THRESHOLDS, FakeMatching

OF_EACH = 10
AT_ONCE = 5000


MEASURES = {
    "change_ms": "a change with its event",
    "read_ms": "one performer, read to rely on",
    "session_ms": "a browser's session resumed",
    "list_ms": "the list of a production's checks",
    "check_ms": "a check, from queue to receipt",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[1000, 20_000])
    parser.add_argument("--url", default="", help="another database than SQLite; everything in it is replaced")
    parser.add_argument("--rounds", type=int, default=100)
    arguments = parser.parse_args()
    logging.disable(logging.ERROR)
    figures = []
    for rows in arguments.rows:
        bound, unbound = (measure(rows, arguments.url, arguments.rounds, bound=bound) for bound in (True, False))
        print(f"{f'{rows} records':38}{'bound':>10}{'unbound':>10}{'ratio':>8}")
        for name, what in MEASURES.items():
            print(f"{what:38}{bound[name]:>7} ms{unbound[name]:>7} ms{bound[name] / unbound[name]:>8.1f}")
        sizes = "".join(f"{one['megabytes']:>7} MB" for one in (bound, unbound) if one["megabytes"] is not None)
        print(f"{'the database':38}{sizes}")
        print(f"{'everything audited':38}{bound['audit_s']:>8} s")
        figures.append({"rows": rows, "bound": bound, "unbound": unbound})
    print(json.dumps({"database": "postgresql" if arguments.url else "sqlite", "figures": figures}))


class Unwatched:
    """A guard that guards nothing, and a watch that finds nothing: what the registry would be without its ledger's proofs.
    Without a head nothing says of an answer that it still holds: none is kept."""

    writes = True

    def __init__(self, layout: Layout) -> None:
        self.tables = layout.tables
        self.tree = self

    def watch(self, session: Session, *, writing: bool) -> None:
        session.info["watch"] = self

    def hashes(self, _register: str) -> list[bytes]:
        return []

    def entries(self, _register: str, _numbers: object) -> dict[int, Any]:
        return {}

    def prove(self, _table: Any, _register: str, _wanted: object) -> None:
        return None


def measure(rows: int, url: str, rounds: int, *, bound: bool) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        matching = FakeMatching(Path(folder) / "pictures")
        config = Config(home=Path(folder) / "instance", database_url=url)
        config.home.mkdir()
        hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        desk = Desk(config, hasher=hasher, examine=matching.examine, thresholds=THRESHOLDS)
        if not bound:
            desk.__dict__["db"] = Database(config.url, Unwatched(layout_of(models.Base.metadata)))
        try:
            models.Base.metadata.drop_all(desk.db.engine)
            models.Base.metadata.create_all(desk.db.engine)
            return _measured(desk, rows, rounds, matching, bound=bound)
        finally:
            desk.close()


def _measured(desk: Desk, rows: int, rounds: int, matching: FakeMatching, *, bound: bool) -> dict[str, Any]:
    owner = desk.accounts.create_first_administrator("bench@example.org", "Bench", None).id
    performers = fill(desk, owner, rows)
    figures: dict[str, Any] = {
        "change_ms": timed(lambda: prefer(desk, performers[0]), rounds),
        "read_ms": timed(lambda: one_performer(desk, performers[-1]), rounds),
    }
    check, maker = a_check(desk, owner, matching)
    figures["check_ms"] = timed(check, max(rounds // 2, 3))
    secret = desk.sessions.open(maker.account_id)
    figures["session_ms"] = timed(lambda: desk.sessions.resume(secret), rounds)
    figures["list_ms"] = timed(lambda: desk.check_lists.page(maker), rounds)
    started = time.perf_counter()
    if bound:
        desk.audit.verify()
        assert desk.audit.altered_records() == []
        figures["audit_s"] = round(time.perf_counter() - started, 2)
    with desk.db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.commit()
            connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]
    file = desk.config.home / "registry.sqlite"
    return figures | {"megabytes": round(file.stat().st_size / 1e6, 1) if file.exists() else None}


def timed(act: Callable[[], object], rounds: int) -> float:
    """Milliseconds, the least of all rounds: whatever else the machine does only adds to it."""
    taken = []
    for _ in range(rounds + 3):
        start = time.perf_counter()
        act()
        taken.append(time.perf_counter() - start)
    return round(min(taken[3:]) * 1e3, 2)


def fill(desk: Desk, owner: str, rows: int) -> list[str]:
    """So many records; answers the performers."""
    performers = [new_id("P") for _ in range(max(rows // (OF_EACH + 1), 1))]
    for start in range(0, len(performers), AT_ONCE // OF_EACH):
        some = performers[start : start + AT_ONCE // OF_EACH]
        with desk.db.write() as session:
            people = [{"id": one, "name": one, "registered_by": owner, "registered_at": now()} for one in some]
            session.execute(insert(Performer), [person | {"status": "unverified"} for person in people])
            said = [a_preference(one) for one in some for _ in range(OF_EACH)]
            session.execute(insert(StandingPreference), said)
            record(session, owner, EventKind.PERFORMER_REGISTERED, some[0])
    return performers


def a_preference(performer: str) -> dict[str, Any]:
    return {
        "id": new_id("SP"), "performer_id": performer, "source": "own", "value": "prohibited", "modality": "face",
        "declared_on": now(), "recorded_by": performer, "recorded_at": now(),
    }  # fmt: skip


def prefer(desk: Desk, performer: str) -> None:
    with desk.db.write() as session:
        session.add(StandingPreference(**a_preference(performer)))
        record(session, performer, EventKind.PREFERENCE_SET, performer)


def one_performer(desk: Desk, performer: str) -> None:
    with desk.db.read() as session:
        session.get_one(Performer, performer)
        session.scalars(select(StandingPreference).where(StandingPreference.performer_id == performer)).all()


def a_check(desk: Desk, owner: str, matching: FakeMatching) -> tuple[Callable[[], object], Identity]:
    """A check of a picture that shows somebody enrolled, who has not consented; and who asks for it."""
    desk.instance_key.load_or_create()
    admin = desk.accounts.identity(owner)
    alice = desk.accounts.create(admin, "alice@example.org", "Alice").id
    bob = desk.accounts.create(admin, "bob@example.org", "Bob").id
    performer = desk.performers.register(desk.accounts.identity(alice), "Alice", alice).id
    who = desk.accounts.identity(alice)
    desk.performers.sign_release(who, performer, "en", desk.performers.release_text("en").digest)
    assert desk.performers.enrol(who, performer, [matching.picture("alice") for _ in range(3)]).accepted
    desk.performers.add_key(who, performer, "ed25519", to_base64url(new_key("alice").public))
    with desk.db.write() as session:
        production = Production(
            id="PR-BENCH", title="Bench", company="Bench", kind="series", created_by=owner, created_at=now()
        )
        session.add(production)
        session.flush()
        tie = ProductionMember(account_id=bob, production_id=production.id, granted_by=owner, granted_at=now())
        session.add(tie)
        record(session, owner, EventKind.PRODUCTION_CREATED, production.id)
    maker = desk.accounts.identity(bob)
    picture = matching.picture("alice").read_bytes()
    numbers = iter(range(1_000_000))

    def check() -> None:
        declared = a_declaration("PR-BENCH", as_replica(performer), unit={"id": f"B{next(numbers)}", "version": 1})
        queued = desk.checks.register(maker, "PR-BENCH", io.BytesIO(picture), "shot.jpg", declared)
        desk.examiner.run(queued.id)
        view = desk.checks.get(maker, queued.id)
        assert (view.state, view.verdict) == ("decided", "blocked"), view

    return check, maker


if __name__ == "__main__":
    main()
