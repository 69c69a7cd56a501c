"""An instance whose only sense is no face, with the real reading of files."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from consent.canonical import to_base64url
from consent.signature import new_key
from registry.core.config import Config
from registry.desk import Desk
from registry.people import release
from registry.records import tables as models
from tests.common.squares import BLUE, GREEN, RED, Squares, between, drawn
from tests.registry.attended import AttendedDesk
from tests.registry.conftest import Verified

SENSE = "body"
HALF_RED = between(RED, BLUE, 0.5)


@pytest.fixture
def senses() -> list[Squares]:
    return [Squares(SENSE)]


@pytest.fixture
def desk(tmp_path: Path, clock: Any, fast_hasher: Any, senses: list[Squares]) -> Iterator[Desk]:
    """An instance whose only sense is no face, with the real reading of files."""
    config = Config(home=tmp_path / "instance", database_url="")
    config.home.mkdir()
    desk = AttendedDesk(config, clock, hasher=fast_hasher, senses=senses)
    models.Base.metadata.create_all(desk.db.engine)
    yield desk
    desk.close()


@pytest.fixture(autouse=True)
def worded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A release of its own for each sense."""
    plain = release.say

    def say(message: str, *rest: Any, **params: Any) -> str:
        other = message.startswith("biometric-release-") and not message.endswith("-face")
        return f"You may make templates: {message}." if other else plain(message, *rest, **params)

    monkeypatch.setattr(release, "say", say)


@pytest.fixture
def draw(tmp_path: Path) -> Callable[..., Path]:
    numbers = iter(range(1000))
    return lambda *colours, **how: drawn(tmp_path / f"{next(numbers)}.png", *colours, **how)


@pytest.fixture
def make_verified(desk: Desk, people: Any, draw: Any) -> Callable[[str], Verified]:
    def make(name: str, modality: str | None = None) -> Verified:
        who = getattr(people, name)
        colour = {"alice": RED, "bob": GREEN}[name]
        enrol(desk, who, [draw(colour, shade=grey) for grey in (120, 128, 136)], modality)
        key = new_key(name)
        desk.performers.add_key(who, who.performer_id, "ed25519", to_base64url(key.public))
        desk.performers.verify(people.ursula, who.performer_id, name.title(), key.fingerprint, "met in person")
        return Verified(who.performer_id, key)

    return make


def enrol(desk: Desk, who: Any, files: list[Path], modality: str | None = None) -> None:
    text = desk.performers.release_text("en", modality)
    desk.performers.sign_release(who, who.performer_id, "en", text.digest, modality)
    done = desk.performers.enrol(who, who.performer_id, files, keep_pictures=True, modality=modality)
    assert len(done.accepted) == len(files), done
