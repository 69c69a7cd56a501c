"""A file that only sounds goes through the product to its receipt; nothing that sounds is cleared unheard."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import pytest

from consent.canonical import to_base64url
from consent.signature import new_key
from registry.desk import Desk
from registry.serving.app import create_app
from tests.common.clips import clip
from tests.common.sounds import add, coded, mux, tone
from tests.common.squares import Squares
from tests.common.tones import HIGH, LOW, MIDDLE, Tones
from tests.registry.checks.conftest import as_replica
from tests.registry.checks.senses.conftest import enrol
from tests.registry.conftest import Verified
from tests.registry.web.conftest import Visitor

SENSE = "voice"
RATE = 44_100


@pytest.fixture
def senses() -> list[Any]:
    return [Tones(SENSE)]


@pytest.fixture
def sing(tmp_path: Path) -> Callable[..., Path]:
    numbers = iter(range(1000))

    def sung(*hertz: float, seconds: float = 3, name: str = "mp3") -> Path:
        codec = {"mp3": "libmp3lame", "wav": "pcm_s16le", "flac": "flac", "m4a": "aac"}[name]
        return coded(
            tmp_path / f"{next(numbers)}.{name}", codec, *(tone(one, seconds, RATE) for one in hertz), rate=RATE
        )

    return sung


@pytest.fixture
def make_verified(desk: Desk, people: Any, sing: Any) -> Callable[[str], Verified]:
    def make(name: str, _modality: str | None = None) -> Verified:
        who, hertz = getattr(people, name), {"alice": LOW, "bob": HIGH}[name]
        enrol(desk, who, [sing(hertz, seconds=seconds, name="wav") for seconds in (2, 3, 4)])
        key = new_key(name)
        desk.performers.add_key(who, who.performer_id, "ed25519", to_base64url(key.public))
        desk.performers.verify(people.ursula, who.performer_id, name.title(), key.fingerprint, "met in person")
        return Verified(who.performer_id, key)

    return make


def replica(performer: str) -> dict[str, Any]:
    return as_replica(performer, modalities=[SENSE])


def answers(view: Any) -> list[str]:
    return [person["answer"] for person in view.result["persons"]]


@pytest.mark.parametrize("name", ["mp3", "wav", "flac", "m4a"])
def test_from_the_upload_to_the_receipt(desk: Desk, studio: Any, verified_alice: Any, sing: Any, name: str) -> None:
    studio.consent(verified_alice, "alice", modalities=[SENSE])
    path = sing(LOW, name=name)
    declared = studio.declare(replica(verified_alice.id))
    view = studio.check(path.read_bytes(), declared)
    assert (view.status, view.verdict, answers(view)) == ("decided", "cleared", ["match"]), view.result
    receipt = desk.checks.receipt(studio.people.petra, view.id)
    assert receipt["file"]["media"] == "audio"
    assert view.preview is None


def test_whoever_is_heard_without_consent_blocks(studio: Any, verified_alice: Any, sing: Any) -> None:
    view = studio.check(sing(LOW, MIDDLE).read_bytes(), studio.declare())
    assert view.verdict == "blocked"
    assert "match" in answers(view)


@pytest.mark.attack("A4.sound-for-eyes")
def test_what_can_only_be_heard_is_no_background(studio: Any, verified_alice: Any, sing: Any) -> None:
    studio.consent(verified_alice, "alice", modalities=[SENSE])
    declared = studio.declare(replica(verified_alice.id))
    declared["asset"] = declared["asset"] | {"element": "background_art"}
    view = studio.check(sing(LOW).read_bytes(), declared)
    assert view.verdict != "cleared"
    assert "check.contradiction" in [reason["message"] for reason in view.result["reasons"]]


@pytest.fixture
def film(tmp_path: Path) -> Callable[..., bytes]:
    """`film(LOW)`: a film in which this sounds; `film()`: one without a track of sound."""
    silent = clip(tmp_path / "silent.mkv")

    def made(*tracks: float, level: float = 0.4) -> bytes:
        if not tracks:
            return silent.read_bytes()
        path = tmp_path / "a.mkv"
        with av.open(str(silent)) as source, av.open(str(path), "w") as out:
            shown = out.add_stream_from_template(source.streams.video[0])
            sounds = [add(out, "flac", 1, 48_000) for _ in tracks]
            for packet in source.demux(video=0):
                if packet.dts is not None:
                    packet.stream = shown
                    out.mux(packet)
            mux(out, *((one, [tone(hertz, 3, 48_000, level)]) for one, hertz in zip(sounds, tracks, strict=True)))
        return path.read_bytes()

    return made


def test_a_film_is_not_cleared_by_its_picture(film: Any, studio: Any, verified_alice: Any) -> None:
    view = studio.check(film(LOW), studio.declare())
    assert (view.verdict, answers(view)) == ("blocked", ["match"])


@pytest.mark.attack("A4.second-track")
def test_a_second_track_is_heard_like_the_first(film: Any, studio: Any, verified_alice: Any) -> None:
    view = studio.check(film(MIDDLE, LOW), studio.declare())
    assert (view.verdict, sorted(answers(view))) == ("blocked", ["match", "none"])


class TestOnlyTheVoiceIsInQuestion:
    """A film that is checked for the voice in it."""

    @pytest.fixture
    def declared(self, studio: Any) -> Callable[..., dict[str, Any]]:
        def made(*cast: dict[str, Any], **changes: Any) -> dict[str, Any]:
            said: dict[str, Any] = studio.declare(*cast, **changes)
            return said | {"asset": said["asset"] | {"element": "voice"}}

        return made

    def test_it_is_decided_like_any_other(self, film: Any, declared: Any, studio: Any, verified_alice: Any) -> None:
        said, content = declared(replica(verified_alice.id)), film(LOW)
        assert studio.check(content, said).verdict == "blocked"
        studio.consent(verified_alice, "alice", modalities=[SENSE])
        view = studio.check(content, said)
        assert (view.verdict, answers(view)) == ("cleared", ["match"]), view.result

    @pytest.mark.attack("A4.voice-of-nobody")
    @pytest.mark.parametrize("how", [{}, {"level": 0.0}])
    def test_a_film_in_which_nothing_is_heard_is_no_voice(
        self, film: Any, declared: Any, studio: Any, verified_alice: Any, how: dict[str, float]
    ) -> None:
        content = film(LOW, **how) if how else film()
        view = studio.check(content, declared())
        reasons = [one["params"].get("reason") for one in view.result["reasons"]]
        assert view.verdict == "needs_approval"
        assert "contradiction-nothing-heard" in reasons

    @pytest.mark.attack("A4.voice-undeclared")
    def test_an_undeclared_voice_blocks_it(self, film: Any, declared: Any, studio: Any, verified_alice: Any) -> None:
        studio.consent(verified_alice, "alice", modalities=[SENSE])
        assert studio.check(film(LOW), declared()).verdict == "blocked"

    @pytest.mark.attack("A4.consent-of-another-sense")
    def test_a_consent_for_the_face_is_none_for_the_voice(
        self, film: Any, declared: Any, studio: Any, verified_alice: Any
    ) -> None:
        studio.consent(verified_alice, "alice", modalities=["face"])
        for told in ([SENSE], ["face"], ["face", SENSE]):
            said = declared(as_replica(verified_alice.id, modalities=told))
            assert studio.check(film(LOW), said).verdict == "blocked", told

    @pytest.mark.attack("A4.consent-of-another-language")
    def test_a_consent_for_another_language_is_none_for_this_one(
        self, film: Any, declared: Any, studio: Any, verified_alice: Any
    ) -> None:
        studio.consent(verified_alice, "alice", modalities=[SENSE], languages=["de"])
        assert studio.check(film(LOW), declared(replica(verified_alice.id))).verdict == "blocked"


class TestNobodyListens:
    @pytest.fixture
    def senses(self) -> list[Any]:
        return [Squares(SENSE)]

    @pytest.fixture
    def make_verified(self, desk: Desk, people: Any, tmp_path: Path) -> Callable[[str], Verified]:
        from tests.common.squares import RED, drawn

        def make(name: str, _modality: str | None = None) -> Verified:
            who = getattr(people, name)
            enrol(desk, who, [drawn(tmp_path / f"{shade}.png", RED, shade=shade) for shade in (120, 128, 136)])
            key = new_key(name)
            desk.performers.add_key(who, who.performer_id, "ed25519", to_base64url(key.public))
            desk.performers.verify(people.ursula, who.performer_id, name.title(), key.fingerprint, "met in person")
            return Verified(who.performer_id, key)

        return make

    @pytest.mark.attack("A.unheard")
    def test_a_sense_of_that_name_that_does_not_listen_clears_nothing(
        self, studio: Any, verified_alice: Any, sing: Any
    ) -> None:
        view = studio.check(sing(MIDDLE).read_bytes(), studio.declare())
        assert view.status == "cannot_decide"
        assert view.result["reasons"][0]["message"] == "film.sound-only"


def test_pages_of_a_file_that_only_sounds(desk: Desk, studio: Any, verified_alice: Any, sing: Any) -> None:
    studio.consent(verified_alice, "alice", modalities=[SENSE])
    view = studio.check(sing(LOW).read_bytes(), studio.declare(replica(verified_alice.id)))
    visitor = Visitor(create_app(desk).test_client())
    visitor.sign_in("petra")
    page = visitor.get(f"/checks/{view.id}")
    assert page.status_code == 200
