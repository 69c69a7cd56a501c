"""The gallery is kept in step by opening only what changed; what comes of it is what loading everything anew gives."""

import gc
import tempfile
import weakref
from collections import Counter
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from matching.face.findings import FaceSeen, Quality
from matching.gallery import Gallery, digest_of
from matching.thresholds import Scorer
from registry.core.config import Config
from registry.core.errors import RecordsAltered
from registry.desk import Desk
from registry.gallery import source as module
from registry.gallery.coverage import bump, erase
from registry.gallery.crowding import set_aside
from registry.gallery.encoders import choose, in_force
from registry.gallery.enrolment import Reference, keep
from registry.gallery.sealing import Sealed, Unreadable, open_template
from registry.gallery.source import GallerySource, LoadedGallery, Loss
from registry.ledger.record import record
from registry.ledger.tree import Tree
from registry.people.disputes.claims import unpark
from registry.ports.keys import KeyMissing
from registry.records import tables as models
from registry.records.events import EventKind
from registry.records.tables.performers import Performer, Template
from tests.common.examples import examples
from tests.registry.conftest import ENCODER, ONE_TO_ONE, THRESHOLDS, WEIGHTS, a_vector

OTHER, OTHER_WEIGHTS = "newface", "f" * 64
NAMES = ("P-BBB", "P-CCC", "P-DDD", "P-FFF")
BOTH = replace(
    THRESHOLDS,
    encoders=MappingProxyType({ENCODER: WEIGHTS, OTHER: OTHER_WEIGHTS}),
    scorers=MappingProxyType(
        {
            "sface": THRESHOLDS.scorers["sface"],
            "new": replace(THRESHOLDS.scorers["sface"], weights=MappingProxyType({OTHER: 1.0})),
            "sface+new": Scorer(
                MappingProxyType({ENCODER: 0.5, OTHER: 0.5}), THRESHOLDS.scorers["sface"].tails, ONE_TO_ONE
            ),
        }
    ),
)
SEEN_BY = {
    "one": {ENCODER: WEIGHTS},
    "both": {ENCODER: WEIGHTS, OTHER: OTHER_WEIGHTS},
    "other": {OTHER: OTHER_WEIGHTS},
    "unknown": {ENCODER: "e" * 64},
}


class Registry:
    """An instance with four performers, and everything that can happen to their templates."""

    def __init__(self, home: Path) -> None:
        self.desk = Desk(Config(home=home, database_url=""), thresholds=BOTH)
        models.Base.metadata.create_all(self.desk.db.engine)
        self.pictures = 0
        with self.desk.db.write() as session:
            for name in NAMES:
                session.add(Performer(id=name, name=name, registered_by="system", registered_at=self.desk.clock()))
                record(session, "system", EventKind.PERFORMER_REGISTERED, name)

    def change(self, act: str, name: str) -> None:
        """One thing that happens; `act` may carry more words after a colon."""
        act, _, how = act.partition(":")
        if act == "key":
            return getattr(self.desk.keystore, how)(name)
        with self.desk.db.write() as session:
            performer, moment = session.get_one(Performer, name), self.desk.clock()
            if act == "enrol":
                self._enrol(session, performer, *how.split())
            elif act == "exchange":  # other pictures under the same key
                session.execute(delete(Template).where(Template.performer_id == name))
                self._enrol(session, performer, how)
            elif act == "forget":
                erase(session, self.desk.keystore, performer, "system", "forgotten", moment)
            elif act == "park":
                set_aside(session, name, moment)
            elif act == "release":
                session.execute(update(Template).where(Template.performer_id == name).values(crowded_at=None))
            elif act == "confirm":
                unpark(session, name)
            elif act == "switch":
                choose(session, SEEN_BY[how])
            bump(session)
            record(session, "system", EventKind.TEMPLATES_ENROLLED, name)
        return None

    def _enrol(self, session: object, performer: Performer, seen_by: str, *parked: str) -> None:
        encoders = SEEN_BY[seen_by]
        self.pictures += 1
        vectors = {encoder: a_vector(f"{performer.id} {encoder}", str(self.pictures)) for encoder in encoders}
        face = FaceSeen(
            ref="A1", box=(0, 0, 90, 90), landmarks=(), quality=Quality(90, 200.0, 0.9, 0.0), vectors=vectors
        )
        try:
            key = self.desk.keystore.get_or_create(performer.id)
        except KeyMissing:
            return
        keep(
            session, performer, key, [Reference("a.jpg", face, encoders)] * 2, parked=bool(parked), at=self.desk.clock()
        )

    def anew(self) -> LoadedGallery:
        return GallerySource(self.desk.db, self.desk.keystore, lambda: BOTH).load()


ACTS = (
    *(f"enrol:{seen_by}{parked}" for seen_by in SEEN_BY for parked in ("", " parked")),
    *("forget", "park", "release", "confirm", "nothing", "exchange:one", "key:destroy", "key:get_or_create"),
    *("switch:one", "switch:both", "switch:other"),
)
CHANGES = st.lists(st.tuples(st.sampled_from(ACTS), st.sampled_from(NAMES), st.booleans()), min_size=1, max_size=14)


def same(one: LoadedGallery, other: LoadedGallery) -> None:
    assert (one.losses, one.look_alikes, one.opened) == (other.losses, other.look_alikes, other.opened)
    assert one.encoders == other.encoders
    alike(one.gallery, other.gallery)
    alike(one.parked, other.parked)
    for mine, theirs in ((one.live, other.live), (one.aside, other.aside)):
        assert mine.subjects == theirs.subjects
        assert mine.means.keys() == theirs.means.keys() == mine.counts.keys() == theirs.counts.keys()
        for encoder in mine.means:
            assert np.array_equal(mine.means[encoder], theirs.means[encoder])
            assert np.array_equal(mine.counts[encoder], theirs.counts[encoder])


def alike(mine: Gallery, theirs: Gallery) -> None:
    assert (mine.generation, mine.digest, mine.subjects) == (theirs.generation, theirs.digest, theirs.subjects)
    assert np.array_equal(mine.references, theirs.references)
    assert mine.encoders == theirs.encoders
    for encoder in mine.encoders:
        assert np.array_equal(mine.space({encoder: 1.0}), theirs.space({encoder: 1.0}))


def right(loaded: LoadedGallery, registry: Registry) -> None:
    """What is on record, judged row by row and person by person: who is searched for, who is lost and why."""
    sides: dict[bool, dict[str, dict[str, list[np.ndarray]]]] = {False: {}, True: {}}
    readable: Counter[tuple[str, bool]] = Counter()
    lost: Counter[tuple[str, str]] = Counter()
    with registry.desk.db.read() as session:
        encoders = in_force(session, BOTH)
        rows = session.scalars(select(Template).order_by(Template.id)).all()
    content = [f"searched with {encoder}" for encoder in encoders]
    for row in rows:
        who, aside, state = row.performer_id, bool(row.parked_at or row.crowded_at), "encoder-unknown"
        try:
            if BOTH.encoders.get(row.encoder) == row.weights_sha256:
                state = "parked" if aside else "live"
                vector = open_template(
                    registry.desk.keystore.get(who), Sealed(row.nonce, row.ciphertext), performer_id=who,
                    modality="face", encoder=row.encoder, weights_sha256=row.weights_sha256,
                )  # fmt: skip
                sides[aside].setdefault(who, {}).setdefault(row.encoder, []).append(vector)
            readable[who, aside] += 1
        except (KeyMissing, Unreadable) as problem:
            state = "key-missing" if isinstance(problem, KeyMissing) else "unreadable"
            lost[who, state] += 1
        content.append(f"{row.id} {state}")
    for (who, aside), count in readable.items():
        if not encoders <= sides[aside].get(who, {}).keys():
            lost[who, "encoder-lacking"] += count
    assert loaded.losses == tuple(Loss(who, why, count) for (who, why), count in sorted(lost.items()))
    for aside, gallery in ((False, loaded.gallery), (True, loaded.parked)):
        people = [
            (who, {encoder: np.stack(held[encoder]) for encoder in encoders})
            for who, held in sorted(sides[aside].items())
            if encoders <= held.keys()
        ]
        alike(gallery, Gallery(people, generation=gallery.generation, digest=digest_of(content)))
    told = {loss.performer_id for loss in loaded.losses} | {*loaded.gallery.subjects, *loaded.parked.subjects}
    assert told == {row.performer_id for row in rows}, "somebody has vanished without a word"


@settings(max_examples=examples(60), deadline=None)
@given(CHANGES)
def test_after_whatever_happened_it_is_what_loading_everything_anew_gives(changes):
    with tempfile.TemporaryDirectory() as folder:
        registry = Registry(Path(folder))
        try:
            for act, name, look in changes:
                registry.change(act, name)
                if look and not act.startswith("key"):  # a key alone is no new generation
                    same(registry.desk.gallery.load(), registry.anew())
                    right(registry.desk.gallery.load(), registry)
            registry.change("nothing", NAMES[0])
            same(registry.desk.gallery.load(), registry.anew())
            right(registry.desk.gallery.load(), registry)
        finally:
            registry.desk.close()


@pytest.fixture
def registry(tmp_path):
    registry = Registry(tmp_path)
    yield registry
    registry.desk.close()


def test_only_what_changed_is_opened(registry, monkeypatch):
    asked = []

    def spy(session, keystore, thresholds, performers, versions, **options):
        asked.append(sorted(performers))
        return real(session, keystore, thresholds, performers, versions, **options)

    real = module.open_all
    monkeypatch.setattr(module, "open_all", spy)
    for name in NAMES:
        registry.change("enrol:both", name)
    registry.desk.gallery.load()
    registry.change("enrol:both", NAMES[2])
    registry.desk.gallery.load()
    registry.change("park", NAMES[1])
    registry.desk.gallery.load()
    registry.change("forget", NAMES[0])
    registry.change("nothing", NAMES[3])
    registry.desk.gallery.load()
    registry.change("switch:other", NAMES[3])
    registry.desk.gallery.load()
    assert asked == [sorted(NAMES), [NAMES[2]], [NAMES[1]], [], []]


def test_the_next_look_after_a_switch_searches_with_the_new_encoders_and_tells_who_lacks_them(registry):
    registry.change("enrol:both", NAMES[0])
    registry.change("enrol:one", NAMES[1])
    registry.change("enrol:other parked", NAMES[1])
    registry.change("enrol:other", NAMES[2])
    registry.change("enrol:unknown", NAMES[3])
    found = {}
    for how in ("one", "both", "other", "one"):
        registry.change(f"switch:{how}", NAMES[0])
        loaded = registry.desk.gallery.load()
        assert loaded.encoders == loaded.gallery.encoders == SEEN_BY[how].keys()
        lacking = [loss.performer_id for loss in loaded.losses if loss.reason == "encoder-lacking"]
        found[how] = loaded.gallery.subjects, loaded.parked.subjects, lacking
    assert found == {
        "one": (NAMES[:2], (), [*NAMES[1:]]),
        "both": (NAMES[:1], (), [*NAMES[1:]]),
        "other": ((NAMES[0], NAMES[2]), (NAMES[1],), [NAMES[1], NAMES[3]]),
    }


def test_who_was_crowded_out_by_templates_that_are_not_searched_with_is_not_let_go_unseen(registry):
    registry.change("enrol:other", NAMES[0])
    registry.change("park", NAMES[0])
    registry.change("enrol:one", NAMES[0])
    assert registry.desk.gallery.load().gallery.subjects == (NAMES[0],)
    assert registry.desk.crowding.settle() == 0, "nobody compared what is set aside"
    registry.change("switch:other", NAMES[0])
    assert registry.desk.crowding.settle() == 1
    assert registry.desk.gallery.load().gallery.subjects == (NAMES[0],)


def test_whoever_is_forgotten_is_in_no_memory_of_the_next_generation(registry):
    for name in NAMES:
        registry.change("enrol:one", name)
    before = registry.desk.gallery.load()
    row = before.gallery.subjects.index(NAMES[1])
    theirs = before.gallery.space({ENCODER: 1.0})[row].copy()
    held = [weakref.ref(part[ENCODER]) for part in (before.gallery._means, before.live.means)]
    del before
    registry.change("forget", NAMES[1])
    after = registry.desk.gallery.load()
    gc.collect()
    assert [part() for part in held] == [None, None], "the memory that held their vector is still there"
    assert NAMES[1] not in {*after.gallery.subjects, *after.parked.subjects, *after.opened}
    assert NAMES[1] not in {*after.live.subjects, *after.aside.subjects}
    assert float(np.max(after.gallery.space({ENCODER: 1.0}) @ theirs)) < 0.9


def test_other_templates_under_the_same_key_are_other_templates(registry):
    registry.change("enrol:one", NAMES[0])
    registry.desk.gallery.load()
    registry.change("exchange:one", NAMES[0])
    same(registry.desk.gallery.load(), registry.anew())


def test_every_process_sees_an_enrolment_and_a_deletion_at_its_next_look(registry):
    others = [GallerySource(registry.desk.db, registry.desk.keystore, lambda: BOTH) for _ in range(2)]
    sources = [registry.desk.gallery, *others]
    for act, there in (("enrol:one", True), ("forget", False), ("enrol:both", True)):
        registry.change(act, NAMES[0])
        assert [NAMES[0] in source.load().gallery.subjects for source in sources] == [there] * 3


def test_a_key_that_is_destroyed_takes_the_vectors_with_it_although_the_rows_are_left(registry):
    registry.change("enrol:one", NAMES[0])
    registry.change("enrol:one", NAMES[1])
    registry.desk.gallery.load()
    registry.desk.keystore.destroy(NAMES[0])
    registry.change("nothing", NAMES[1])
    loaded = registry.desk.gallery.load()
    assert loaded.gallery.subjects == (NAMES[1],)
    assert [(loss.performer_id, loss.reason) for loss in loaded.losses] == [(NAMES[0], "key-missing")]


def test_other_thresholds_mean_that_everything_is_looked_at_anew(registry):
    registry.change("enrol:both", NAMES[0])
    registry.change("switch:both", NAMES[0])
    source = GallerySource(registry.desk.db, registry.desk.keystore, lambda: limits[0])
    limits = [BOTH]
    assert source.load().gallery.encoders == {ENCODER, OTHER}
    limits[0] = THRESHOLDS
    registry.change("nothing", NAMES[0])
    loaded = source.load()
    assert loaded.gallery.subjects == ()
    assert [(loss.reason, loss.templates) for loss in loaded.losses] == [("encoder-lacking", 4)]
    registry.change("switch:one", NAMES[0])
    loaded = source.load()
    assert (loaded.gallery.subjects, loaded.gallery.encoders, loaded.losses) == ((NAMES[0],), {ENCODER}, ())


def test_a_load_that_fails_half_way_answers_nothing_and_leaves_nothing_half_done(registry, monkeypatch):
    registry.change("enrol:one", NAMES[0])
    registry.desk.gallery.load()
    registry.change("forget", NAMES[0])
    registry.change("enrol:both", NAMES[1])

    def fail(*_args):
        raise OSError("the disk is gone")

    with monkeypatch.context() as patch:
        patch.setattr(module, "_content", fail)
        with pytest.raises(OSError, match="gone"):
            registry.desk.gallery.load()
    same(registry.desk.gallery.load(), registry.anew())


def test_the_first_look_reads_what_is_bound_and_nothing_else(registry, monkeypatch):
    read, entries = [], Tree.entries
    monkeypatch.setattr(
        Tree, "entries", lambda tree, register, numbers: read.extend(numbers) or entries(tree, register, numbers)
    )
    for name in NAMES:
        registry.change("enrol:one", name)
    assert registry.anew().gallery.subjects == tuple(NAMES)
    assert len(read) <= len(NAMES)


def test_the_first_look_does_not_take_a_template_that_nobody_bound(registry):
    registry.change("enrol:one", NAMES[0])
    with registry.desk.db.engine.begin() as connection:
        connection.execute(update(Template).values(performer_id=NAMES[1]))
    with pytest.raises(RecordsAltered):
        registry.anew()
    with registry.desk.db.engine.begin() as connection:
        connection.execute(delete(Template))
    with pytest.raises(RecordsAltered):
        registry.anew()
