"""Checks of films that are cut: an instance whose only sense knows squares, and what a check came to."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from consent.canonical import to_base64url
from consent.signature import new_key
from matching.media import stream
from registry.core.config import Config
from registry.desk import Desk
from registry.people import release
from registry.records import tables as models
from registry.records.tables.checks import Check
from registry.records.tables.jobs import CheckPiece
from registry.records.tables.ledger import Event
from tests.common.films import Film, film
from tests.common.squares import GREEN, RED, Squares, drawn
from tests.registry.attended import AttendedDesk
from tests.registry.checks.conftest import as_replica, tell_contact
from tests.registry.conftest import Verified

SENSE = "body"
STORY = film(
    "6 red@40 blue@300",
    "5 red@40",
    "1",
    "9 blue@200 half-red@400",
    "6 blue@200 half-red@400",
    "7 red@500 teal@40",
)
"""Alice, a stranger who is there in three shots, somebody who may be Alice, and another stranger: 34 frames."""


def desk_of(folder: Path, clock: Any, hasher: Any, database_url: str = "", **config: Any) -> Iterator[Desk]:
    """For a fixture."""
    settings = Config(home=folder / "instance", database_url=database_url, **config)
    settings.home.mkdir()
    desk = AttendedDesk(settings, clock, hasher=hasher, senses=[Squares(SENSE)])
    models.Base.metadata.create_all(desk.db.engine)
    yield desk
    desk.close()


def speak_of_squares(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is a release for them."""
    plain = release.say

    def say(message: str, *rest: Any, **params: Any) -> str:
        other = message.startswith("biometric-release-") and not message.endswith("-face")
        return f"You may make templates: {message}." if other else plain(message, *rest, **params)

    monkeypatch.setattr(release, "say", say)


def cut_into(monkeypatch: pytest.MonkeyPatch, pieces: int) -> None:
    monkeypatch.setattr(stream, "MEDIA", (Film(pieces), *stream.MEDIA[-1:]))


def verified(desk: Desk, people: Any, folder: Path) -> Callable[[str], Verified]:
    """What `make_verified` is among squares."""

    def make(name: str) -> Verified:
        who = getattr(people, name)
        colour = {"alice": RED, "bob": GREEN}[name]
        files = [drawn(folder / f"{name}-{shade}.png", colour, shade=shade) for shade in (120, 128, 136)]
        text = desk.performers.release_text("en")
        desk.performers.sign_release(who, who.performer_id, "en", text.digest)
        assert len(desk.performers.enrol(who, who.performer_id, files, keep_pictures=True).accepted) == len(files)
        key = new_key(name)
        desk.performers.add_key(who, who.performer_id, "ed25519", to_base64url(key.public))
        desk.performers.verify(people.ursula, who.performer_id, name.title(), key.fingerprint, "met in person")
        return Verified(who.performer_id, key)

    return make


def queued(studio: Any, performer: str, content: bytes = STORY, name: str = "story.film", **changes: Any) -> str:
    """A check of a film in which a performer plays. changes: of its declaration."""
    declared = studio.declare(as_replica(performer, modalities=[SENSE]), **changes)
    tell_contact(studio, declared, content)
    return str(
        studio.desk.checks.register(studio.people.petra, studio.production, io.BytesIO(content), name, declared).id
    )


def see_through(desk: Desk, check_id: str, runs: int = 100) -> int:
    """Do whatever there is to do for a check; in how many jobs."""
    for number in range(runs):
        if not desk.examiner.run(check_id):
            return number
    raise AssertionError("it never ends")


def the(desk: Desk, check_id: str) -> Check:
    with desk.db.read() as session:
        return session.get_one(Check, check_id)


def pieces_of(desk: Desk, check_id: str) -> list[CheckPiece]:
    with desk.db.read() as session:
        return list(session.scalars(select(CheckPiece).where(CheckPiece.check_id == check_id).order_by(CheckPiece.id)))


def kinds(desk: Desk, check_id: str) -> list[tuple[str, str]]:
    with desk.db.read() as session:
        rows = select(Event.subject, Event.kind).where(Event.subject.startswith(check_id)).order_by(Event.index)
        return [(subject.removeprefix(check_id), str(kind)) for subject, kind in session.execute(rows)]


def outcome(desk: Desk, check_id: str) -> dict[str, Any]:
    """Everything that a check came to, without what is another every time: what was known of it, too."""
    check = the(desk, check_id)
    decision = {key: value for key, value in (check.decision or {}).items() if key != "salt"}
    told = check.receipt and {
        key: check.receipt[key] for key in ("file", "decision", "persons") if key in check.receipt
    }
    told = told and {"persons": told["persons"]}
    return {
        "state": (check.state, check.status, check.verdict),
        "findings": check.findings and {key: value for key, value in check.findings.items() if key != "known"},
        "decision": decision,
        "receipt": told,
        "preview": desk.kept_pictures.opened(check),
        "models": check.versions and {key: check.versions[key] for key in ("models", "thresholds")},
    }
