import shutil
import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import select, update

from registry.core.errors import Conflict, NotFound
from registry.gallery.coverage import bump
from registry.records.events import EventKind
from registry.records.performers import IdentityStanding
from registry.records.tables.ledger import Event, Notice
from registry.records.tables.performers import Template
from tests.registry.tampering import written


def back_up(desk, target):
    own = sqlite3.connect(desk.config.home / "registry.sqlite")
    with closing(own) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)


def restore(desk, backup):
    desk.db.close()
    for leftover in desk.config.home.glob("registry.sqlite-*"):
        leftover.unlink()
    shutil.copy(backup, desk.config.home / "registry.sqlite")
    desk.config.ledger_head.unlink()  # `likeness restore` puts the backup's head there


def losses(desk):
    with desk.db.read() as session:
        return list(session.scalars(select(Event).where(Event.kind == EventKind.COVERAGE_LOST)))


def test_forgetting_destroys_key_templates_and_identity(desk, people, verified_alice):
    key = desk.config.keystore / f"{verified_alice.id}.key"
    assert key.exists()
    desk.performers.forget(people.alice, verified_alice.id)
    assert not key.exists()
    card = desk.performers.card(people.alice, verified_alice.id)
    assert (card.standing, card.templates, card.release, card.likeness_digest) == (
        IdentityStanding.FORGOTTEN,
        0,
        None,
        None,
    )
    assert all(key.confirmed_at is None for key in card.keys)
    assert desk.gallery.load().gallery.subjects == ()


def test_a_loss_of_coverage_is_an_event_and_told_to_performer_and_union(desk, people, verified_alice):
    desk.performers.forget(people.alice, verified_alice.id)
    (event,) = losses(desk)
    assert (event.subject, event.details) == (verified_alice.id, {"why": "forgotten", "templates": 3})
    with desk.db.read() as session:
        told = session.execute(
            select(Notice.performer_id, Notice.union_id).where(Notice.message.like("%coverage-lost"))
        )
        assert {tuple(row) for row in told} == {(verified_alice.id, None), (None, "players-guild")}


def test_a_restored_older_database_stays_unreadable_and_says_so(desk, people, verified_alice, verified_bob, tmp_path):
    back_up(desk, tmp_path / "backup.sqlite")
    desk.performers.forget(people.alice, verified_alice.id)
    restore(desk, tmp_path / "backup.sqlite")
    desk.gallery._loaded = None  # a restart
    loaded = desk.gallery.load()
    assert loaded.gallery.subjects == (verified_bob.id,)
    assert [(loss.performer_id, loss.reason, loss.templates) for loss in loaded.losses] == [
        (verified_alice.id, "key-missing", 3)
    ]
    (event,) = losses(desk)
    assert (event.actor, event.details["why"]) == ("system", "unreadable")
    desk.gallery._loaded = None
    assert desk.gallery.load().losses
    assert len(losses(desk)) == 1  # told once, shown always
    desk.performers.forget(people.alice, verified_alice.id)
    assert desk.gallery.load().losses == ()


def test_coming_back_after_a_restored_backup_needs_forgetting_first(
    desk, people, verified_alice, enrol, tmp_path, fake_matching
):
    back_up(desk, tmp_path / "backup.sqlite")
    desk.performers.forget(people.alice, verified_alice.id)
    restore(desk, tmp_path / "backup.sqlite")
    desk.gallery._loaded = None
    with pytest.raises(Conflict, match="templates-unreadable"):
        desk.performers.enrol(people.alice, verified_alice.id, [fake_matching.picture("alice")])
    desk.performers.forget(people.alice, verified_alice.id)
    assert enrol("alice").accepted
    assert desk.performers.card(people.alice, verified_alice.id).standing == IdentityStanding.UNVERIFIED
    restore(desk, tmp_path / "backup.sqlite")  # a new key opens nothing of the old one
    desk.gallery._loaded = None
    assert [loss.reason for loss in desk.gallery.load().losses] == ["unreadable"]


def test_withdrawing_the_release_destroys_templates_and_keeps_the_record(desk, people, verified_alice):
    desk.performers.withdraw_release(people.alice, verified_alice.id)
    card = desk.performers.card(people.alice, verified_alice.id)
    assert (card.templates, card.release, card.standing) == (0, None, IdentityStanding.UNVERIFIED)
    assert not (desk.config.keystore / f"{verified_alice.id}.key").exists()
    assert losses(desk)[0].details["why"] == "release_withdrawn"
    with pytest.raises(NotFound):
        desk.performers.withdraw_release(people.alice, verified_alice.id)


def test_a_crash_after_the_key_is_gone_leaves_a_loss_that_forgetting_again_ends(
    desk, people, verified_alice, monkeypatch
):
    def crash(*_args, **_kwargs):
        raise RuntimeError("power failure")

    with monkeypatch.context() as patch:
        patch.setattr("registry.gallery.coverage.bump", crash)
        with pytest.raises(RuntimeError):
            desk.performers.forget(people.alice, verified_alice.id)
    desk.gallery._loaded = None
    assert [loss.performer_id for loss in desk.gallery.load().losses] == [verified_alice.id]
    desk.performers.forget(people.alice, verified_alice.id)
    assert desk.gallery.load().losses == ()


def test_an_altered_or_moved_template_is_a_loss_and_not_somebody_else(desk, people, verified_alice, verified_bob):
    with written(desk) as session:
        of_alice = update(Template).where(Template.performer_id == verified_alice.id)
        session.execute(of_alice.values(performer_id=verified_bob.id))
        bump(session)
    loaded = desk.gallery.load()
    assert loaded.gallery.subjects == (verified_bob.id,)
    assert [(loss.performer_id, loss.reason, loss.templates) for loss in loaded.losses] == [
        (verified_bob.id, "unreadable", 3)
    ]


def test_templates_of_weights_without_thresholds_are_a_loss(desk, people, verified_alice):
    with written(desk) as session:
        session.execute(update(Template).values(weights_sha256="0" * 64))
        bump(session)
    assert [loss.reason for loss in desk.gallery.load().losses] == ["encoder-lacking"]


def test_the_gallery_is_built_once_a_generation(desk, people, verified_alice):
    assert desk.gallery.load() is desk.gallery.load()
    before = desk.gallery.load()
    desk.performers.forget(people.alice, verified_alice.id)
    assert desk.gallery.load() is not before
