"""The page of an enrolment by voice: what it shows, takes and refuses, and who may listen."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest

from registry.desk import Desk
from tests.common.spoken import ALICE
from tests.registry.people.readings.conftest import read_aloud
from tests.registry.web.conftest import Visitor, path_of


def fields(page: str) -> list[str]:
    return re.findall(r'name="reading" value="([^"]+)"', page)


def sent(texts: list[str], recordings: list[bytes]) -> dict[str, Any]:
    files = {f"recording-{one}": (io.BytesIO(content), "r.wav") for one, content in zip(texts, recordings, strict=True)}
    return {"reading": texts, **files}


def test_release_texts_recordings_and_what_comes_of_them(
    desk: Desk, verified_alice: Any, people: Any, visit: Callable[[str], Visitor]
) -> None:
    alice, here = visit("alice"), f"/performers/{verified_alice.id}"
    page = alice.get(here).text
    assert "What checks find you by" in page
    assert f'href="{here}/release/voice"' in page
    assert "disabled" in alice.get(f"{here}/voice").text  # no release, no texts
    assert alice.post(f"{here}/voice/texts").status_code == 409
    text = alice.get(f"{here}/release/voice").text
    assert "templates of my voice" in text
    digest = re.findall(r'name="digest" value="(\w+)"', text)[0]
    signed = alice.post(f"{here}/release/voice", {"agreed": "y", "digest": digest, "language": "en"})
    assert path_of(signed) == f"{here}/voice"
    assert path_of(alice.post(f"{here}/voice/texts")) == f"{here}/voice"
    page = alice.get(f"{here}/voice").text
    texts = fields(page)
    assert len(texts) == 3
    assert 'type="file"' in page  # without any script
    answer = alice.post(f"{here}/voice", sent(texts, read_aloud(ALICE)))
    job = path_of(answer)
    assert "progress" in alice.get(job).text
    assert desk.examiner.run(job.rsplit("/", 1)[1])
    assert alice.get(f"{job}/progress.json").json["done"] is True
    page = alice.get(job).text
    assert "Your union can now listen" in page
    assert page.count("<audio") == 3
    ursula = visit("ursula")
    member = ursula.get(f"/unions/players-guild/members/{verified_alice.id}").text
    (first, *_others) = re.findall(r'src="([^"]+/recordings/[^"]+)"', member)
    played = ursula.get(first)
    assert (played.status_code, played.mimetype) == (200, "audio/wav")
    assert played.headers["X-Content-Type-Options"] == "nosniff"
    assert played.headers["Cache-Control"] == "no-store"
    for name in ("bob", "victor", "petra", "ada"):
        assert visit(name).get(first).status_code in (403, 404)


def test_only_the_page_with_texts_may_use_the_microphone(
    desk: Desk, alice: Any, visit: Callable[[str], Visitor]
) -> None:
    visitor, here = visit("alice"), f"/performers/{alice.performer_id}"
    for path in (f"{here}/voice", here):
        headers = visitor.get(path).headers
        assert "microphone=()" in headers["Permissions-Policy"]
        assert "media-src" not in headers["Content-Security-Policy"]
    visitor.post(f"{here}/voice/texts")
    page = visitor.get(f"{here}/voice")
    assert page.headers["Permissions-Policy"] == "camera=(), microphone=(self), geolocation=()"
    assert "media-src 'self' blob:" in page.headers["Content-Security-Policy"]
    assert "microphone=()" in visitor.get(here).headers["Permissions-Policy"]


def test_whoever_was_refused_takes_fresh_texts_at_once(desk: Desk, alice: Any, visit: Callable[[str], Visitor]) -> None:
    visitor, here = visit("alice"), f"/performers/{alice.performer_id}/voice"
    visitor.post(f"{here}/texts")
    first, *left = fields(visitor.get(here).text)
    job = path_of(visitor.post(here, sent([first], read_aloud(ALICE, 1))))
    assert desk.examiner.run(job.rsplit("/", 1)[1])
    page = visitor.get(job).text
    assert "Take fresh texts and record them again" in page
    assert fields(page) == left  # too few to begin anew with
    (fresh,) = re.findall(rf'<form method="post" action="({here}/texts)"', page)
    visitor.post(fresh)
    texts = fields(visitor.get(here).text)
    assert len(texts) == 3
    assert not {*texts} & {first, *left}


def test_what_is_wrong_with_what_was_sent_is_said(desk: Desk, alice: Any, visit: Callable[[str], Visitor]) -> None:
    visitor, here = visit("alice"), f"/performers/{alice.performer_id}/voice"
    visitor.post(f"{here}/texts")
    texts = fields(visitor.get(here).text)
    nothing = visitor.post(here, {"reading": texts})
    assert nothing.status_code == 422
    assert "No recording was sent" in nothing.text
    assert fields(nothing.text) == texts  # they are still good
    unknown = visitor.post(here, sent(["RT-UNKNOWN"], read_aloud(ALICE, 1)))
    assert unknown.status_code == 422
    assert "was not drawn for this enrolment" in unknown.text
    short = visitor.post(here, sent(texts[:1], read_aloud(ALICE, 1, 12.0)))
    job = path_of(short)
    desk.examiner.run(job.rsplit("/", 1)[1])
    assert "All recordings together hold 12 seconds of speech; 30 are needed." in visitor.get(job).text
    again = visitor.post(here, sent(texts[:1], read_aloud(ALICE, 1)))
    assert "was used before" in again.text


def test_a_form_from_elsewhere_and_a_stranger_enrol_nobody(
    desk: Desk, alice: Any, app: Any, visit: Callable[[str], Visitor]
) -> None:
    here = f"/performers/{alice.performer_id}/voice"
    visitor = visit("alice")
    visitor.post(f"{here}/texts")
    texts = fields(visitor.get(here).text)
    data = sent(texts, read_aloud(ALICE))
    bare = visitor.client.post(here, data=data, base_url="http://localhost")
    assert bare.status_code == 400
    elsewhere = visitor.client.post(
        here, data=sent(texts, read_aloud(ALICE)), base_url="http://localhost", headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert elsewhere.status_code == 400
    assert len(desk.readings.open(alice, alice.performer_id)) == 3
    for name in ("bob", "ursula", "petra"):
        other = visit(name)
        assert other.get(here).status_code in (403, 404)
        assert other.post(f"{here}/texts").status_code in (403, 404)
        assert other.post(here, sent(texts, read_aloud(ALICE))).status_code in (403, 404, 413)


def test_one_sense_is_withdrawn_on_the_page(
    desk: Desk, alice: Any, enrol: Any, visit: Callable[[str], Visitor]
) -> None:
    enrol(alice, read_aloud(ALICE), keep=True)
    visitor, here = visit("alice"), f"/performers/{alice.performer_id}"
    assert visitor.get(f"{here}/voice/references/1").mimetype == "audio/wav"
    page = visitor.get(f"{here}/release/voice/withdraw").text
    assert "What else is enrolled stays" in page
    visitor.post(f"{here}/release/voice/withdraw")
    assert visitor.get(f"{here}/release/voice/withdraw").status_code == 404
    assert visitor.get(f"{here}/voice/references/1").status_code == 404
    card = desk.performers.card(alice, alice.performer_id)
    assert ("voice" in card.senses, card.senses["face"].templates) == (False, 3)


def test_the_page_of_a_performer_names_the_gap(
    desk: Desk, studio: Any, verified_alice: Any, visit: Callable[[str], Visitor]
) -> None:
    here = f"/performers/{verified_alice.id}"
    gap = "a use that goes beyond the consent would go unnoticed"
    assert gap not in visit("alice").get(here).text
    studio.consent(verified_alice, "alice", modalities=["face", "voice"])
    assert gap in visit("alice").get(here).text
    assert gap in visit("ursula").get(here).text


@pytest.mark.parametrize("kind", ["video/mp4", "text/html"])
def test_a_recording_is_served_as_what_its_bytes_are(
    desk: Desk, alice: Any, visit: Callable[[str], Visitor], kind: str
) -> None:
    visitor, here = visit("alice"), f"/performers/{alice.performer_id}/voice"
    visitor.post(f"{here}/texts")
    texts = fields(visitor.get(here).text)
    data = {"reading": texts, "keep": "y"}
    for one, content in zip(texts, read_aloud(ALICE), strict=True):
        data[f"recording-{one}"] = (io.BytesIO(content), "page.html", kind)
    job = path_of(visitor.post(here, data))
    desk.examiner.run(job.rsplit("/", 1)[1])
    assert visitor.get(f"{here}/references/1").mimetype == "audio/wav"
