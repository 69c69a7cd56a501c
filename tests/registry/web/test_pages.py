"""What people do on the pages, without JavaScript."""

import io
import json
import os
import re
from collections.abc import Callable

import pytest
from sqlalchemy import update

from consent.canonical import to_base64url
from consent.receipt import Outcome, verify_receipt
from consent.signature import SigningKey, new_key
from consent.trust import parse_status, parse_trust
from registry.checks.examining.examination import Eyes
from registry.desk import Desk
from registry.productions.declaration import parse_declaration
from registry.records.tables.checks import Check
from tests.registry.conftest import PASSWORD, FakeMatching, People
from tests.registry.entering import path_to
from tests.registry.tampering import written
from tests.registry.web.conftest import DECLARED, Visitor, path_of
from tests.registry.web.seed import Judgement, Seed, missing

Visit = Callable[[str], Visitor]
PIXEL = "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AN//Z"  # noqa: E501


@pytest.fixture
def seed(desk: Desk, people: People) -> Seed:
    return Seed(desk, lambda: people.ursula)


@pytest.fixture
def alice_key(seed: Seed, people: People, fake_matching: FakeMatching) -> SigningKey:
    return seed.verified(people.alice, "Alice", [fake_matching.picture("alice") for _ in range(3)])


def upload(content: bytes, name: str) -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


def test_a_performer_takes_every_step_on_the_pages(
    visit: Visit, people: People, desk: Desk, fake_matching: FakeMatching
) -> None:
    alice, performer = visit("alice"), str(people.alice.performer_id)
    home = f"/performers/{performer}"
    text = desk.performers.release_text("en")
    assert text.text.split("\n")[0] in alice.get(f"{home}/release").text
    assert alice.post(f"{home}/release", {"digest": text.digest, "language": "en"}).status_code == 422
    agreed = {"digest": text.digest, "language": "en", "agreed": "y"}
    assert path_of(alice.post(f"{home}/release", agreed)) == f"{home}/enrolment"
    pictures = [upload(fake_matching.picture("alice").read_bytes(), f"{number}.jpg") for number in range(3)]
    page = path_of(alice.post(f"{home}/enrolment", {"pictures": pictures}))
    waiting = alice.get(page).text
    assert '<noscript><meta http-equiv="refresh"' in waiting
    assert json.loads(alice.get(f"{page}/progress.json").text)["done"] is False
    assert desk.examiner.run(page.rsplit("/", 1)[1])
    assert json.loads(alice.get(f"{page}/progress.json").text)["done"] is True
    accepted = alice.get(page).text
    assert [f"{number}.jpg" in accepted for number in range(3)] == [True] * 3
    key = new_key("Alice")
    assert path_of(alice.post(f"{home}/keys", {"public_key": to_base64url(key.public)})) == home
    page = alice.get(home).text
    assert page.count('class="done"') == 3
    ursula = visit("ursula")
    member = f"/unions/players-guild/members/{performer}"
    digest = desk.performers.card(people.ursula, performer).likeness_digest
    given = {"name": "Alice", "key_fingerprint": key.fingerprint, "method": "met in person", "likeness_digest": digest}
    assert ursula.post(member, given | {"name": "Alicia"}).status_code == 422
    assert path_of(ursula.post(member, given)) == "/unions/players-guild"
    assert alice.get(home).text.count('class="done"') == 4


def test_poor_pictures_come_back_with_advice_and_nothing_is_kept(
    visit: Visit, people: People, desk: Desk, fake_matching: FakeMatching
) -> None:
    alice, performer = visit("alice"), str(people.alice.performer_id)
    text = desk.performers.release_text("en")
    desk.performers.sign_release(people.alice, performer, "en", text.digest)
    pictures = [
        upload(fake_matching.picture("alice").read_bytes(), "../../good.jpg"),
        upload(fake_matching.picture("alice", "bob").read_bytes(), "two.jpg"),
        upload(b"damaged", "<script>.jpg"),
    ]
    page = path_of(alice.post(f"/performers/{performer}/enrolment", {"pictures": pictures}))
    assert len(list(desk.config.uploads.iterdir())) == 3
    assert desk.examiner.run(page.rsplit("/", 1)[1])
    told = alice.get(page).text
    assert "two.jpg" in told
    assert "&lt;script&gt;.jpg" in told
    assert "good.jpg" not in told
    assert desk.performers.card(people.alice, performer).templates == 0
    assert list(desk.config.uploads.iterdir()) == []


def test_too_many_pictures_are_refused_before_any_is_stored(
    visit: Visit, people: People, desk: Desk, fake_matching: FakeMatching
) -> None:
    alice, performer = visit("alice"), str(people.alice.performer_id)
    picture = fake_matching.picture("alice").read_bytes()
    address = f"/performers/{performer}/enrolment"
    assert alice.post(address, {"pictures": [upload(picture, "x.jpg")]}).status_code == 422  # no release is in force
    text = desk.performers.release_text("en")
    desk.performers.sign_release(people.alice, performer, "en", text.digest)
    pictures = [upload(picture, f"{number}.jpg") for number in range(21)]
    answer = alice.post(address, {"pictures": pictures})
    assert (answer.status_code, "pictures are needed" in answer.text) == (422, True)
    assert not desk.config.uploads.exists() or list(desk.config.uploads.iterdir()) == []


def test_forgetting_asks_for_the_name(visit: Visit, people: People, desk: Desk, alice_key: SigningKey) -> None:
    alice, performer = visit("alice"), str(people.alice.performer_id)
    assert alice.post(f"/performers/{performer}/forget", {"name": "Alicia"}).status_code == 422
    assert desk.performers.card(people.alice, performer).templates > 0
    assert alice.post(f"/performers/{performer}/forget", {"name": "Alice"}).status_code == 303
    assert desk.performers.card(people.alice, performer).templates == 0


def test_authority_to_act_is_confirmed_by_the_union_and_ended_by_the_performer(
    visit: Visit, people: People, desk: Desk
) -> None:
    performer = str(people.alice.performer_id)
    claim = desk.representations.claim(people.alice, people.accounts["nora"], performer, "manager", "contract, 2 May")
    page = f"/performers/{performer}"
    alice, ursula = visit("alice"), visit("ursula")
    assert "I have seen the proof" not in alice.get(page).text
    assert "contract, 2 May" in ursula.get(page).text
    other = f"/performers/{people.bob.performer_id}/representations/{claim.id}/confirm"
    assert ursula.post(other).status_code == 404
    assert ursula.post(f"{page}/representations/{claim.id}/confirm").status_code == 303
    assert dict(people.nora.represents) == {performer: "manager"}
    assert visit("nora").get(page).status_code == 200
    assert alice.post(f"{page}/representations/{claim.id}/end").status_code == 303
    assert dict(people.nora.represents) == {}


def asking(performer: str) -> dict[str, object]:
    return {
        "performer": performer,
        "kind": ["use_replica"],
        "replica_type": "employment_based",
        "modalities": ["face"],
        "description": "A digital replica of the performer crosses the burning bridge\nin scene 12, without words.",
        "business_reason": "The stunt cannot be performed safely.",
        "media": ["feature"],
        "territories": "US, DE",
        "languages": "en",
        "valid_from": "2026-01-01",
        "valid_until": "2027-12-31",
        "exploitation_after_end": "finished_work_only",
        "unit": "shot",
        "training": "notAllowed",
        "revocable": "yes_new_generation",
        "strike_behaviour": "suspend_all_use",
        "survives_death": "no",
        "delete_on": "picture_delivered",
        "pay_basis": "day_equivalent",
        "pay_terms": "Two days at the principal's rate.",
        "represented_by": "none",
    }


def test_a_consent_is_asked_for_signed_and_withdrawn(
    visit: Visit, people: People, desk: Desk, seed: Seed, alice_key: SigningKey
) -> None:
    petra, alice, performer = visit("petra"), visit("alice"), str(people.alice.performer_id)
    answer = petra.post("/productions/PR-PETRA/consents/new", asking(performer))
    assert answer.status_code == 303, answer.text
    page = path_of(answer)
    shown = alice.get(page).text
    assert "crosses the burning bridge in scene 12" in shown
    consent = page.rsplit("/", 1)[1]
    assert f"likeness consent sign {consent}.json --key" in shown
    assert json.loads(alice.get(f"{page}/document.json").text)["document"]["consent_id"] == consent
    signed = json.dumps(seed.signature(people.alice, consent, alice_key)).encode()
    tampered = signed.replace(b'"signature":"', b'"signature":"A').replace(b'"signature": "', b'"signature": "A')
    assert alice.post(f"{page}/signature", {"file": upload(tampered, "c.json")}).status_code == 422
    assert alice.post(f"{page}/signature", {"file": upload(b"{}", "c.json")}).status_code == 422
    assert alice.post(f"{page}/signature", {"file": upload(b"not json", "c.json")}).status_code == 422
    assert desk.consents.get(people.alice, consent).state == "requested"
    assert path_of(alice.post(f"{page}/signature", {"file": upload(signed, "c.json")})) == page
    assert desk.consents.get(people.alice, consent).signed_at is not None
    assert f"{page}/withdraw" in alice.get(page).text
    assert f"{page}/withdraw" not in petra.get(page).text
    assert path_of(alice.post(f"{page}/withdraw")) == page
    assert desk.consents.get(people.alice, consent).state == "withdrawn"
    assert "Withdrawn" not in petra.get(page).text


@pytest.mark.parametrize(
    ("name", "value"),
    [("performer", "P-2222222222"), ("description", "any and all uses in perpetuity, everywhere and for ever"),
     ("valid_until", "2025-01-01"), ("territories", "Atlantis"), ("kind", [])],
)  # fmt: skip
def test_what_cannot_be_signed_is_marked_in_the_form(
    visit: Visit, people: People, alice_key: SigningKey, name: str, value: object
) -> None:
    form = asking(str(people.alice.performer_id)) | {name: value}
    answer = visit("petra").post("/productions/PR-PETRA/consents/new", form)
    assert answer.status_code == 422
    assert f'id="{name}-error"' in answer.text


def declared(petra: Visitor, **changed: str) -> str:
    """The page of a declaration with these answers changed."""
    answer = petra.post("/productions/PR-PETRA/drafts/new", DECLARED | changed)
    assert answer.status_code == 303, answer.text
    return path_of(answer)


def test_a_check_is_declared_queued_and_followed(
    visit: Visit, people: People, desk: Desk, fake_matching: FakeMatching, monkeypatch: pytest.MonkeyPatch
) -> None:
    petra = visit("petra")
    draft, picture = declared(petra), fake_matching.picture("somebody").read_bytes()
    answer = petra.post(f"{draft}/file", {"file": upload(picture, "../shot\x00.jpg")})
    assert answer.status_code == 303, answer.text
    page = path_of(answer)
    waiting = petra.get(page).text
    assert "shot.jpg" in waiting
    assert '<noscript><meta http-equiv="refresh"' in waiting
    assert json.loads(petra.get(f"{page}/progress.json").text)["done"] is False
    check = desk.checks.get(people.petra, page.rsplit("/", 1)[1])
    assert check.use["medium"] == "feature"
    another = path_of(petra.post(f"{draft}/file", {"file": upload(picture, "shot.jpg")}))
    told = {address: json.loads(petra.get(f"{address}/progress.json").text) for address in (page, another)}
    assert sorted(one["before"] for one in told.values()) == [0, 1]
    assert [one["words"] for one in told.values() if one["before"]] == ["Waiting for its turn, behind one other file"]
    monkeypatch.setattr(desk.checks, "_most", 2)
    refused = petra.post(f"{draft}/file", {"file": upload(picture, "shot.jpg")})
    assert (refused.status_code, "the most that it may have" in refused.text) == (422, True)


@pytest.mark.parametrize(
    ("path", "value"), [("use.territory", "Atlantis"), ("use.language", "gibberish"), ("unit.id", "../..")]
)
def test_a_declaration_that_cannot_be_is_marked_in_the_form(
    visit: Visit, people: People, desk: Desk, fake_matching: FakeMatching, path: str, value: str
) -> None:
    petra = visit("petra")
    draft = declared(petra, **{path: value})
    field = path.replace(".", "-")
    page = petra.get(draft).text
    assert f'id="{field}-error">This entry could not be understood' in page
    assert page.count('aria-invalid="true"') == 1
    assert 'name="file"' not in page
    picture = fake_matching.picture("somebody").read_bytes()
    assert petra.post(f"{draft}/file", {"file": upload(picture, "shot.jpg")}).status_code == 422
    assert desk.check_lists.page(people.petra).rows == ()


def test_an_open_question_is_pointed_at_and_no_file_is_asked_for_before_it_is_answered(visit: Visit) -> None:
    petra = visit("petra")
    page = petra.get(declared(petra, principles="some")).text
    assert 'href="#at-principles-no_store_train"' in page
    assert 'name="file"' not in page


def test_without_a_file_nothing_is_checked(visit: Visit) -> None:
    petra = visit("petra")
    answer = petra.post(f"{declared(petra)}/file")
    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text


@pytest.fixture
def blocked(seed: Seed, people: People, alice_key: SigningKey, fake_matching: FakeMatching) -> str:
    """A check of Petra's that found Alice without a consent."""
    eyes = Eyes(fake_matching.examine, None, lambda _path, _boxes: PIXEL)
    declared = {"performer": people.alice.performer_id, "modalities": ["face"], "treatment": "replica_no_scan",
                "role": "principal", "performed_as_shown": False}  # fmt: skip
    picture = fake_matching.picture("alice", "stranger")
    return seed.checked(
        people.petra, "PR-PETRA", picture, [declared], Judgement("blocked", (missing("P1"),)), eyes=eyes
    )


def test_a_blocked_check_says_who_why_and_whom_to_ask(visit: Visit, blocked: str) -> None:
    page = visit("petra").get(f"/checks/{blocked}").text
    assert 'class="banner blocked"' in page
    assert page.count('class="line"') == 2
    assert "There is no consent on file that allows this use." in page
    assert "Ask the performer or their representative" in page  # of whose union would tell who it is
    assert "1 in 1,000 strangers" in page
    assert "%" not in page.split("<main", 1)[1]
    assert "Alice" not in page


@pytest.mark.parametrize(("state", "words"), [("decided", "being decided again"), ("stale", "checked again")])
def test_a_check_whose_ground_has_changed_says_so(
    visit: Visit, blocked: str, desk: Desk, state: str, words: str
) -> None:
    with written(desk) as session:
        values = {
            "due": True,
            "state": state,
            "verdict": "cleared",
        }  # of a blocked one nothing is said before it is over
        session.execute(update(Check).where(Check.id == blocked).values(values))
    page = visit("petra").get(f"/checks/{blocked}").text
    assert words in page
    assert "Something in it could not be decided" not in page


def test_performer_and_union_see_their_part_without_the_picture(visit: Visit, people: People, blocked: str) -> None:
    for name in ("alice", "ursula"):
        page = visit(name).get(f"/checks/{blocked}").text
        assert "The Long Night" in page
        assert "data:image" not in page
        assert "receipt.json" not in page
        assert 'data-seen="' not in page
    assert blocked in visit("alice").get(f"/performers/{people.alice.performer_id}").text


def test_the_receipt_is_the_signed_one(visit: Visit, blocked: str, desk: Desk, people: People) -> None:
    answer = visit("petra").get(f"/checks/{blocked}/receipt.json")
    assert json.loads(answer.text) == desk.checks.receipt(people.petra, blocked)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{blocked}-receipt.json"'


def test_a_receipt_holds_against_the_key_that_anybody_may_download(
    visit: Visit, visitor: Visitor, blocked: str, desk: Desk
) -> None:
    made = desk.clock().timestamp() - 60  # the key is as old as its file, and this test's clock stands in the past
    os.utime(desk.config.signing_key, (made, made))
    trust = parse_trust(json.loads(visitor.get("/trust.json").text))
    receipt = json.loads(visit("petra").get(f"/checks/{blocked}/receipt.json").text)
    assert verify_receipt(receipt, trust, now=desk.clock()).outcome is Outcome.VALID


def test_whoever_holds_a_receipt_finds_what_the_command_needs(
    visit: Visit, visitor: Visitor, blocked: str, desk: Desk, fake_matching: FakeMatching
) -> None:
    page = visit("petra").get(f"/checks/{blocked}").text
    assert "--trust trust.json --status status.json --file" in page
    trust = parse_trust(json.loads(visitor.get("/trust.json").text))
    listed = visitor.get("/status.json")
    assert blocked not in listed.text  # receipts have ids of their own, and nothing else is in the list
    status = parse_status(json.loads(listed.text), trust, now=desk.clock())
    receipt = json.loads(visit("petra").get(f"/checks/{blocked}/receipt.json").text)
    use = parse_declaration(visit("petra").get(f"/checks/{blocked}/USE.json").text).sha256
    found = verify_receipt(receipt, trust, now=desk.clock(), status=status, declaration_sha256=use)
    assert (found.outcome, found.current, found.use_compared) == (Outcome.VALID, True, True)


def test_a_command_to_paste_holds_whatever_the_file_is_called(
    seed: Seed, people: People, visit: Visit, fake_matching: FakeMatching
) -> None:
    picture = fake_matching.picture("x", name="a shot; rm it.jpg")
    check = seed.checked(people.petra, "PR-PETRA", picture, [], Judgement("cleared"))
    assert "--file &#39;a shot; rm it.jpg&#39;" in visit("petra").get(f"/checks/{check}").text


def test_an_undecidable_file_is_not_cleared(
    seed: Seed, people: People, visit: Visit, fake_matching: FakeMatching, tmp_path: object
) -> None:
    broken = fake_matching.picture("x", name="broken.jpg")
    broken.write_bytes(b"damaged")
    check = seed.checked(people.petra, "PR-PETRA", broken, [], Judgement("cleared"))
    page = visit("petra").get(f"/checks/{check}").text
    assert 'class="banner undecided"' in page
    assert "receipt.json" not in page


def test_a_new_production_is_its_makers_at_once(visit: Visit) -> None:
    nora = visit("nora")
    form = {"title": "Quiet Sea", "company": "Sea Ltd", "kind": "feature", "commissioner": "other", "time_zone": "UTC"}
    assert nora.post("/productions/new", form | {"time_zone": "Mars/Base"}).status_code == 422
    answer = nora.post("/productions/new", form | {"agreements": ["sag_tvtheatrical_2026"]})
    page = nora.get(path_of(answer)).text
    assert "Quiet Sea" in page
    assert "not yet confirmed by the union" in page
    ursula = visit("ursula")
    assert "Quiet Sea" in ursula.get("/unions/players-guild").text
    ursula.post(f"{path_of(answer)}/agreements/sag_tvtheatrical_2026/confirm")
    assert "not yet confirmed by the union" not in nora.get(path_of(answer)).text


def test_the_administrator_opens_accounts_and_unions_and_sees_no_person(
    visit: Visit, visitor: Visitor, desk: Desk
) -> None:
    ada = visit("ada")
    form = {"account-email": "zoe@example.org", "account-name": "Zoe"}
    assert ada.post("/administration/accounts", form | {"account-name": ""}).status_code == 422
    assert ada.post("/administration/accounts", form).status_code == 303
    assert ada.post("/administration/accounts", form).status_code == 422
    union = {"union-id": "dancers", "union-name": "Dancers", "union-contact": "d@example.org", "union-calendar": "DE"}
    assert ada.post("/administration/unions", union).status_code == 303
    page = ada.get("/administration").text
    assert "Dancers" in page
    assert not re.search(r"\bP-[0-9A-Z]{10}\b", page)
    visitor.post(path_to(desk, "zoe@example.org"), {"password": PASSWORD})
    assert visitor.sign_in("zoe").get("/").status_code == 200
