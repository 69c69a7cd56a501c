"""An instance that sees faces and hears who hums, in which Alice and Bob are enrolled by both and keep their recordings."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from matching.face.sense import FaceSense
from registry.core.config import Config
from registry.desk import Desk
from registry.records import tables as models
from tests.common import speaking
from tests.common.speaking import LIKE_ALICE, Speaking, spoken
from tests.common.spoken import ALICE, BOB
from tests.registry.attended import AttendedDesk
from tests.registry.checks.conftest import Studio, open_studio
from tests.registry.conftest import THRESHOLDS, FakeMatching
from tests.registry.people.readings.conftest import enrol, read_aloud, released
from tests.registry.web.conftest import app, origin, page, visit

__all__ = ["app", "enrol", "origin", "page", "visit"]


@pytest.fixture
def desk(tmp_path: Path, clock: Any, fast_hasher: Any, fake_matching: FakeMatching) -> Iterator[Desk]:
    """Sound is read and listened to, pictures are looked at as elsewhere in these tests."""

    def examine(path: Path, *encoders: Any, **how: Any) -> Any:
        if not Path(path).read_bytes().startswith(b"RIFF"):
            return fake_matching.examine(path, *encoders, **how)
        found = speaking.examine(path)  # of a check, both senses have had their part
        return found if how.get("every_opinion") else replace(found, encoders={**found.encoders, **THRESHOLDS.encoders})

    config = Config(home=tmp_path / "instance", database_url="")
    config.home.mkdir()
    senses = [FaceSense(), Speaking()]
    desk = AttendedDesk(config, clock, hasher=fast_hasher, examine=examine, senses=senses, thresholds=THRESHOLDS)
    models.Base.metadata.create_all(desk.db.engine)
    yield desk
    desk.close()


@pytest.fixture
def keep_recordings() -> bool:
    return True


@pytest.fixture
def heard_alice(
    desk: Desk, people: Any, verified_alice: Any, verified_bob: Any, enrol: Any, keep_recordings: bool
) -> Any:
    """Alice; she and Bob are enrolled by their voices, too."""
    known = {people.alice.performer_id: verified_alice, people.bob.performer_id: verified_bob}
    for who, tone in ((people.alice, ALICE), (people.bob, BOB)):
        released(desk, who, who.performer_id)
        done = enrol(who, read_aloud(tone), keep=keep_recordings)
        assert not done.failed, done.outcome
        key = known[who.performer_id].key
        desk.performers.verify(people.ursula, who.performer_id, key.label.title(), key.fingerprint, "heard and seen")
    return verified_alice


@pytest.fixture
def studio(desk: Desk, people: Any) -> Studio:
    return Studio(desk, people, *open_studio(desk, people))


@pytest.fixture
def possible(desk: Desk, people: Any, studio: Any, heard_alice: Any) -> tuple[Any, str]:
    """A check with a voice that is like Alice's, and the review of it."""
    view = studio.check(spoken((LIKE_ALICE, 4.0)), studio.declare())
    (review,) = desk.review_lists.waiting(people.ursula).rows
    return view, review.id
