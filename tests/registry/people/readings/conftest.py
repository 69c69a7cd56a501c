"""An instance that knows faces and voices, in which Alice is confirmed by her face."""

import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from matching.face.sense import FaceSense
from registry.checks.intake.files import FilesView, Source
from registry.core.config import Config
from registry.core.permissions import Identity
from registry.desk import Desk
from registry.people.readings.service import OpenReading
from registry.records import tables as models
from tests.common import spoken
from tests.common.spoken import Spoken, hummed
from tests.registry.attended import AttendedDesk
from tests.registry.checks.conftest import Studio, open_studio
from tests.registry.conftest import THRESHOLDS, FakeMatching


@pytest.fixture
def desk(tmp_path: Path, clock: Any, fast_hasher: Any, fake_matching: FakeMatching) -> Iterator[Desk]:
    """Faces are seen as elsewhere in these tests, voices heard in WAV files."""

    def examine(path: Path, *encoders: Any, **how: Any) -> Any:
        heard = Path(path).read_bytes()[:1] in (b"R", b"<")
        return spoken.examine(path) if heard else fake_matching.examine(path, *encoders, **how)

    config = Config(home=tmp_path / "instance", database_url="")
    config.home.mkdir()
    senses = [FaceSense(), Spoken()]
    desk = AttendedDesk(config, clock, hasher=fast_hasher, examine=examine, senses=senses, thresholds=THRESHOLDS)
    models.Base.metadata.create_all(desk.db.engine)
    yield desk
    desk.close()


@pytest.fixture
def studio(desk: Desk, people: Any) -> Studio:
    return Studio(desk, people, *open_studio(desk, people))


def recording(content: bytes, name: str = "text.wav") -> Source:
    return name, lambda: io.BytesIO(content)


def read_aloud(tone: int, count: int = 3, seconds: float = 15.0) -> list[bytes]:
    """So many recordings of one voice."""
    return [hummed(tone, seconds=seconds + n, jitter=n / 10) for n in range(count)]


def released(desk: Desk, who: Identity, performer_id: str) -> None:
    text = desk.performers.release_text("en", "voice")
    desk.performers.sign_release(who, performer_id, "en", text.digest, "voice")


@pytest.fixture
def enrol(desk: Desk) -> Callable[..., FilesView]:
    """`enrol(who, recordings)`: what became of an enrolment by voice, from fresh texts unless others are given."""

    def enrolled(
        who: Identity,
        recordings: Sequence[bytes],
        keep: bool | None = None,
        texts: Sequence[OpenReading] | None = None,
    ) -> FilesView:
        performer_id = str(who.performer_id)
        if texts is None:
            texts = desk.readings.draw(who, performer_id, "en", len(recordings))
        ids, sources = [one.id for one in texts], [recording(one) for one in recordings]
        job = desk.enrolments.ask(who, performer_id, sources, keep, "voice", ids)
        assert desk.examiner.run(job)
        return desk.enrolments.get(who, performer_id, job)

    return enrolled
