"""A voice that may be a performer's is heard beside their own recordings, by whoever decides, and by nobody else."""

import io
import re
import wave
from typing import Any

import pytest

from registry.desk import Desk
from tests.common.speaking import spoken
from tests.common.spoken import ALICE
from tests.registry.checks.conftest import as_replica


def seconds(content: bytes) -> float:
    with wave.open(io.BytesIO(content)) as file:
        return file.getnframes() / file.getframerate()


def test_the_reviewer_hears_the_span_beside_the_performers_own_recordings(
    desk: Desk, people: Any, possible: Any, visit: Any
) -> None:
    view, review = possible
    ursula = visit("ursula")
    page = ursula.get(f"/reviews/{review}").text
    assert "Is this the voice of Alice?" in page
    assert "What do you hear?" in page
    assert "The performer&#39;s own recordings" in page
    assert "<img" not in page.partition("<main")[2].partition("</main")[0]
    addresses = re.findall(r'<audio class="evidence-piece" src="([^"]+)"', page)
    assert addresses == [f"/reviews/{review}/evidence/1", *(f"/reviews/{review}/references/{n}" for n in (1, 2, 3))]
    lengths = []
    for address in addresses:
        answer = ursula.get(address)
        assert (answer.status_code, answer.mimetype) == (200, "audio/wav")
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        lengths.append(seconds(answer.data))
    assert (lengths[0], sorted(lengths[1:])) == (2.0, [15.0, 16.0, 17.0])
    part = ursula.get(addresses[1], headers={"Range": "bytes=0-99"})
    assert (part.status_code, len(part.data)) == (206, 100)
    assert ursula.get(f"/reviews/{review}/references/4").status_code == 404
    desk.reviews.answer(people.ursula, review, "confirm", "same_person")
    assert ursula.get(addresses[0]).status_code == 404  # it is destroyed with the answer
    assert ursula.get(addresses[1]).status_code == 404
    assert [person["answer"] for person in desk.checks.get(people.petra, view.id).result["persons"]] == ["match"]


@pytest.mark.parametrize("keep_recordings", [False])
def test_without_recordings_the_performer_is_told_to_keep_some(
    desk: Desk, people: Any, possible: Any, visit: Any
) -> None:
    _view, review = possible
    view = desk.reviews.get(people.ursula, review)
    assert (view.heard, view.references, view.lacks) == (True, (), "references")
    assert "This performer keeps no recordings here" in visit("ursula").get(f"/reviews/{review}").text
    told = desk.notices.about(people.alice, performer_id=people.alice.performer_id).rows
    assert "notice-recordings-missing" in [one.message for one in told]


def test_who_is_said_to_speak_hears_it_themselves(
    desk: Desk, people: Any, studio: Any, heard_alice: Any, visit: Any
) -> None:
    view = studio.check(spoken((ALICE, 4.0)), studio.declare(as_replica(heard_alice.id, modalities=["voice"])))
    alice = visit("alice")
    page = alice.get(f"/checks/{view.id}").text
    (address,) = re.findall(r'<audio class="evidence-piece" src="([^"]+)"', page)
    assert "Nobody else speaks in it." in page
    assert "unrecognisable" not in page
    assert alice.get(address).mimetype == "audio/wav"
    assert visit("bob").get(address).status_code == 404
    assert visit("petra").get(address).status_code == 404
