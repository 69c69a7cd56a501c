"""Look-alikes on the pages, without JavaScript."""

import io
import json
from collections.abc import Callable

import pytest

from consent.signature import new_key, sign
from registry.core.permissions import Identity
from registry.desk import Desk
from tests.registry.conftest import FakeMatching, People, Verified
from tests.registry.web.conftest import Visitor, path_of

Visit = Callable[[str], Visitor]


def upload(content: object) -> tuple[io.BytesIO, str]:
    written = content if isinstance(content, bytes) else json.dumps(content).encode()
    return io.BytesIO(written), "paper.signature.json"


def test_a_twin_declares_signs_and_takes_back(
    visit: Visit, people: People, desk: Desk, verified_alice: Verified, verified_bob: Verified
) -> None:
    alice, home = visit("alice"), f"/performers/{verified_alice.id}/look-alikes"
    assert f'href="{home}"' in alice.get(f"/performers/{verified_alice.id}").text
    answer = alice.post(home, {"other": f"  {verified_bob.id} "})
    assert answer.status_code == 303, answer.text
    page = path_of(answer)
    pair = page.rsplit("/", 1)[1]
    shown = alice.get(page).text
    assert f"likeness look-alike sign {pair}.json --key likeness.key" in shown
    assert verified_alice.key.fingerprint in shown
    assert "Bob" not in shown
    paper = alice.get(f"{page}/paper.json")
    assert paper.data == desk.look_alikes.document(people.alice, pair)
    assert paper.headers["Content-Disposition"] == f'attachment; filename="{pair}.json"'
    signature = sign(verified_alice.key, paper.data, "signer").as_dict()
    assert path_of(alice.post(f"{page}/signature", {"file": upload(signature)})) == page
    assert desk.look_alikes.get(people.alice, pair).state == "signed"
    assert "Sign the document" not in alice.get(page).text
    assert path_of(alice.post(f"{page}/end")) == page
    assert desk.look_alikes.get(people.alice, pair).state == "ended"
    assert f"{page}/end" not in alice.get(page).text
    assert "withdrawn" in alice.get(home).text


def test_a_signature_can_be_pasted(
    visit: Visit, people: People, desk: Desk, verified_alice: Verified, drafted: str
) -> None:
    signature = sign(verified_alice.key, desk.look_alikes.document(people.alice, drafted), "signer").as_dict()
    answer = visit("alice").post(f"/look-alikes/{drafted}/signature", {"text": json.dumps(signature, indent=2)})
    assert answer.status_code == 303, answer.text
    assert desk.look_alikes.get(people.alice, drafted).state == "signed"


def test_what_is_no_signature_of_the_performer_comes_back_with_what_to_do(
    visit: Visit, people: People, desk: Desk, verified_alice: Verified, drafted: str
) -> None:
    alice, content = visit("alice"), desk.look_alikes.document(people.alice, drafted)
    altered = sign(verified_alice.key, content + b" ", "signer").as_dict()
    for sent, said in (
        ({}, "Choose the signature file, or paste what it says."),
        ({"file": upload(b"no json")}, "whose name ends with .signature.json"),
        ({"file": upload(b"[" * 20_000)}, "whose name ends with .signature.json"),
        ({"text": "PRIVATE"}, "whose name ends with .signature.json"),
        ({"text": "{}"}, "The signature is not valid"),
        ({"file": upload(altered)}, "The signature is not valid"),
        ({"file": upload(sign(new_key(), content, "signer").as_dict())}, "names another key"),
    ):
        answer = alice.post(f"/look-alikes/{drafted}/signature", sent)
        assert answer.status_code == 422, sent
        assert said in answer.text
        assert 'role="alert"' in answer.text
    assert desk.look_alikes.get(people.alice, drafted).state == "drafted"


def test_an_id_says_no_more_than_whether_one_can_be_told_apart_from_it(
    visit: Visit, people: People, verified_alice: Verified
) -> None:
    alice, home = visit("alice"), f"/performers/{verified_alice.id}/look-alikes"
    pages = []
    for other in ("P-2222222222", str(people.bob.performer_id)):
        answer = alice.post(home, {"other": other})
        assert answer.status_code == 422
        assert 'id="other-error"' in answer.text
        pages.append(answer.text.replace(other, "").split("<main", 1)[1].split('name="csrf_token"')[0])
    assert pages[0] == pages[1]
    assert 'id="other-error"' in alice.post(home, {"other": ""}).text
    assert "own ID" in alice.post(home, {"other": verified_alice.id}).text


def test_who_has_no_confirmed_face_and_key_is_told_the_way(visit: Visit, people: People) -> None:
    performer = people.alice.performer_id
    page = visit("alice").get(f"/performers/{performer}/look-alikes").text
    assert "you are enrolled" in page
    assert 'name="other"' not in page


def test_a_union_sees_what_waits_and_approves(
    visit: Visit, people: People, desk: Desk, signed: str, una: Callable[[], Identity], fake_matching: FakeMatching
) -> None:
    representative, page = visit("una"), f"/look-alikes/{signed}"
    for place in ("/unions/players-guild", "/reviews"):
        assert f'href="{page}"' in representative.get(place).text, place
    shown = representative.get(page).text
    assert "Alice and Bob" in shown
    signature = desk.look_alikes.get(una(), signed).signature
    assert signature["signature"] in shown
    assert path_of(representative.post(f"{page}/approve")) == "/reviews"
    assert f'href="{page}"' not in representative.get("/reviews").text
    assert representative.post(f"{page}/refuse").status_code == 409
    assert "approved" in visit("alice").get(f"/performers/{people.alice.performer_id}/look-alikes").text
    told = visit("bob").get(f"/performers/{people.bob.performer_id}/look-alikes").text
    assert "Somebody who looks like you declared" in told
    assert "Alice" not in told
    assert str(people.alice.performer_id) not in told


def test_a_refusal_reaches_the_performer(
    visit: Visit, people: People, desk: Desk, signed: str, una: Callable[[], Identity]
) -> None:
    assert path_of(visit("una").post(f"/look-alikes/{signed}/refuse")) == "/reviews"
    alice = visit("alice")
    page = alice.get(f"/look-alikes/{signed}").text
    assert "Refused by a union" in page
    assert "you can declare it again" in page
    assert signed in alice.get(f"/performers/{people.alice.performer_id}").text


def test_who_confirmed_one_of_them_sees_it_and_is_told_who_decides(visit: Visit, signed: str) -> None:
    ursula = visit("ursula")
    for place in ("/unions/players-guild", "/reviews", f"/look-alikes/{signed}"):
        assert "Not yours to decide" in ursula.get(place).text, place
    assert f"/look-alikes/{signed}/approve" not in ursula.get(f"/look-alikes/{signed}").text
    assert ursula.post(f"/look-alikes/{signed}/approve").status_code == 404


def test_pictures_are_shown_where_the_performer_keeps_some(
    visit: Visit,
    people: People,
    desk: Desk,
    signed: str,
    una: Callable[[], Identity],
    fake_matching: FakeMatching,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    alice = str(people.alice.performer_id)
    desk.performers.enrol(people.alice, alice, [fake_matching.picture("alice")], True)
    representative, address = visit("una"), f"/look-alikes/{signed}/pictures/{alice}/1"
    assert f'src="{address}"' in representative.get(f"/look-alikes/{signed}").text
    assert representative.get(address).status_code == 404  # an invented picture is of no kind that browsers show
    monkeypatch.setattr("registry.gallery.pictures.opened", lambda *_: [b"RIFF"])
    assert representative.get(address).mimetype == "image/webp"
    assert visit("ursula").get(address).status_code == 404
