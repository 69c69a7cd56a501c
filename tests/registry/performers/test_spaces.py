"""New weights are enrolled side by side: spaces never mix, and everybody is found by the old one until all have the new."""

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from sqlalchemy import select

from matching.findings import Appearance
from matching.thresholds import Scorer
from registry.database import new_id
from registry.events import Kind, record
from registry.performers.coverage import bump
from registry.performers.models import Template
from registry.performers.spaces import spaces
from registry.performers.templates import seal_template
from tests.registry.conftest import ENCODER, THRESHOLDS, WEIGHTS, a_vector

NEW, NEW_WEIGHTS = "newface", "f" * 64


@pytest.fixture
def both_calibrated(desk):
    """Thresholds for the old encoder alone, and for both together."""
    old = THRESHOLDS.scorers["sface"]
    both = Scorer(MappingProxyType({ENCODER: 0.5, NEW: 0.5}), old.tails, 0.5)
    desk.__dict__["thresholds"] = replace(
        THRESHOLDS,
        encoders=MappingProxyType({ENCODER: WEIGHTS, NEW: NEW_WEIGHTS}),
        scorers=MappingProxyType({"sface": old, "sface+new": both}),
    )


def enrol_again(desk, performer_id, name, weights=NEW_WEIGHTS):
    """A template of the new encoder beside the old ones."""
    sealed = seal_template(
        desk.keystore.get(performer_id), a_vector(f"{name} seen anew"),
        performer_id=performer_id, modality="face", encoder=NEW, weights_sha256=weights,
    )  # fmt: skip
    with desk.db.write() as session:
        session.add(
            Template(
                id=new_id("T"), performer_id=performer_id, batch="E-NEW", modality="face", encoder=NEW,
                weights_sha256=weights, nonce=sealed.nonce, ciphertext=sealed.ciphertext, quality={},
                created_at=desk.clock(), parked_at=None,
            )
        )  # fmt: skip
        bump(session)
        record(session, "system", Kind.TEMPLATES_ENROLLED, performer_id)


def probe(fake_matching, name) -> Appearance:
    (face,) = fake_matching.examine(fake_matching.picture(name)).appearances
    return replace(face, vectors={**face.vectors, NEW: a_vector(f"{name} seen anew")})


def test_until_everybody_has_the_new_space_the_old_one_answers_and_who_lacks_it_is_told(
    desk, both_calibrated, verified_alice, verified_bob, fake_matching
):
    enrol_again(desk, verified_alice.id, "alice")
    with desk.db.read() as session:
        old, new = spaces(session, desk.thresholds)[::-1]
        assert (old.encoder, old.in_force, old.lacking) == (ENCODER, True, ())
        assert (new.encoder, new.in_force, new.lacking) == (NEW, False, (verified_bob.id,))
    for name, performer in (("alice", verified_alice), ("bob", verified_bob)):
        (answer,) = desk.gallery.load().ask([probe(fake_matching, name)])
        assert (answer.answer, answer.subject) == ("match", performer.id)
        assert set(answer.candidates[0].scores) == {ENCODER}
    enrol_again(desk, verified_bob.id, "bob")
    with desk.db.read() as session:
        assert all(space.in_force for space in spaces(session, desk.thresholds))
    (answer,) = desk.gallery.load().ask([probe(fake_matching, "bob")])
    assert (answer.answer, set(answer.candidates[0].scores)) == ("match", {ENCODER, NEW})


def test_vectors_of_other_weights_are_never_compared(desk, both_calibrated, verified_alice, fake_matching):
    enrol_again(desk, verified_alice.id, "alice", weights="e" * 64)
    loaded = desk.gallery.load()
    assert [(loss.performer_id, loss.reason) for loss in loaded.losses] == [(verified_alice.id, "encoder-unknown")]
    (answer,) = loaded.ask([probe(fake_matching, "alice")])
    assert set(answer.candidates[0].scores) == {ENCODER}
    with desk.db.read() as session:
        assert [space.calibrated for space in spaces(session, desk.thresholds) if space.performers] == [False, True]


def test_a_new_template_has_a_space_of_its_own(desk, both_calibrated, verified_alice):
    enrol_again(desk, verified_alice.id, "alice")
    with desk.db.read() as session:
        rows = session.scalars(select(Template).where(Template.performer_id == verified_alice.id)).all()
    assert {row.encoder for row in rows} == {ENCODER, NEW}
    assert not np.allclose(a_vector("alice"), a_vector("alice seen anew"))
