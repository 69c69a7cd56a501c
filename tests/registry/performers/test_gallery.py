"""The gallery is kept in step by opening only what changed; what comes of it is what loading everything anew gives."""

import gc
import tempfile
import weakref
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, update

from matching.findings import Appearance, Quality
from matching.thresholds import Scorer
from registry import models
from registry.config import Config
from registry.desk import Desk
from registry.events import Kind, record
from registry.performers import gallery as module
from registry.performers.coverage import bump, erase
from registry.performers.crowding import set_aside
from registry.performers.disputes import unpark
from registry.performers.enrolment import Reference, keep
from registry.performers.gallery import GallerySource, LoadedGallery
from registry.performers.keystore import KeyMissing
from registry.performers.models import Performer, Template
from tests.registry.conftest import ENCODER, THRESHOLDS, WEIGHTS, a_vector

OTHER, OTHER_WEIGHTS = "newface", "f" * 64
NAMES = ("P-BBB", "P-CCC", "P-DDD", "P-FFF")
BOTH = replace(
    THRESHOLDS,
    encoders=MappingProxyType({ENCODER: WEIGHTS, OTHER: OTHER_WEIGHTS}),
    scorers=MappingProxyType(
        {
            "sface": THRESHOLDS.scorers["sface"],
            "sface+new": Scorer(MappingProxyType({ENCODER: 0.5, OTHER: 0.5}), THRESHOLDS.scorers["sface"].tails, 0.5),
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
                record(session, "system", Kind.PERFORMER_REGISTERED, name)

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
            bump(session)
            record(session, "system", Kind.TEMPLATES_ENROLLED, name)
        return None

    def _enrol(self, session: object, performer: Performer, seen_by: str, *parked: str) -> None:
        encoders = SEEN_BY[seen_by]
        self.pictures += 1
        vectors = {encoder: a_vector(f"{performer.id} {encoder}", str(self.pictures)) for encoder in encoders}
        face = Appearance("A1", "face", 0.0, 0.0, 0, (0, 0, 90, 90), (), Quality(90, 200.0, 0.9, 0.0), vectors)
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
)
CHANGES = st.lists(st.tuples(st.sampled_from(ACTS), st.sampled_from(NAMES), st.booleans()), min_size=1, max_size=14)


def same(one: LoadedGallery, other: LoadedGallery) -> None:
    assert (one.losses, one.look_alikes, one.opened) == (other.losses, other.look_alikes, other.opened)
    for mine, theirs in ((one.gallery, other.gallery), (one.parked, other.parked)):
        assert (mine.generation, mine.digest, mine.subjects) == (theirs.generation, theirs.digest, theirs.subjects)
        assert np.array_equal(mine.references, theirs.references)
        assert mine.encoders == theirs.encoders
        assert mine._means.keys() == theirs._means.keys()
        for encoder in mine._means:
            assert np.array_equal(mine.space({encoder: 1.0}), theirs.space({encoder: 1.0}))


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(CHANGES)
def test_after_whatever_happened_it_is_what_loading_everything_anew_gives(changes):
    with tempfile.TemporaryDirectory() as folder:
        registry = Registry(Path(folder))
        try:
            for act, name, look in changes:
                registry.change(act, name)
                if look and not act.startswith("key"):  # a key alone is no new generation
                    same(registry.desk.gallery.load(), registry.anew())
            registry.change("nothing", NAMES[0])
            same(registry.desk.gallery.load(), registry.anew())
        finally:
            registry.desk.close()


@pytest.fixture
def registry(tmp_path):
    registry = Registry(tmp_path)
    yield registry
    registry.desk.close()


def test_only_what_changed_is_opened(registry, monkeypatch):
    asked = []

    def spy(session, keystore, thresholds, performers, versions):
        asked.append(sorted(performers))
        return real(session, keystore, thresholds, performers, versions)

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
    assert asked == [sorted(NAMES), [NAMES[2]], [NAMES[1]], []]


def test_whoever_is_forgotten_is_in_no_memory_of_the_next_generation(registry):
    for name in NAMES:
        registry.change("enrol:one", name)
    before = registry.desk.gallery.load()
    row = before.gallery.subjects.index(NAMES[1])
    theirs = before.gallery.space({ENCODER: 1.0})[row].copy()
    held = weakref.ref(before.gallery._means[ENCODER])
    del before
    registry.change("forget", NAMES[1])
    after = registry.desk.gallery.load()
    gc.collect()
    assert held() is None, "the memory that held their vector is still there"
    assert NAMES[1] not in {*after.gallery.subjects, *after.parked.subjects, *after.opened}
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
    source = GallerySource(registry.desk.db, registry.desk.keystore, lambda: limits[0])
    limits = [BOTH]
    assert source.load().gallery.encoders == {ENCODER, OTHER}
    limits[0] = THRESHOLDS
    registry.change("nothing", NAMES[0])
    loaded = source.load()
    assert loaded.gallery.encoders == {ENCODER}
    assert [loss.reason for loss in loaded.losses] == ["encoder-unknown"]


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
