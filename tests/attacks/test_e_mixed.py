"""E: one's own record in the address and somebody else's inside it; who was removed; two answers at once; states skipped."""

import io
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select

from consent.signature import sign
from registry.core.errors import NotFound, RegistryError
from registry.core.permissions import ANONYMOUS, Forbidden
from registry.people.accounts.offices import Office
from registry.records.tables.approvals import Approval
from registry.records.tables.ledger import Event
from tests.registry.checks.conftest import as_replica
from tests.registry.conftest import PASSWORD, written_down
from tests.registry.entering import letters_to, secret_to
from tests.registry.web.conftest import ORIGIN, Visitor, app, visit
from tests.registry.web.seed import declaration

__all__ = ["app", "visit"]


@pytest.fixture
def asked(studio: Any, verified_alice: Any, shows: Any) -> Any:
    """A check of Petra's that found Alice and waits for her approval."""
    studio.consent(verified_alice, "alice", per_use_approval=True)
    return studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))


@pytest.fixture
def theirs(desk: Any, people: Any, studio: Any, verified_bob: Any) -> dict[str, str]:
    """What belongs to others than Alice, Ursula and Petra."""
    desk.accounts.create(people.ada, "mia@example.org", "Mia", PASSWORD)
    bob = str(people.bob.performer_id)
    return {
        "preference": desk.preferences.set(people.bob, bob, "allowed").id,
        "floor": desk.floors.set(people.victor, "stage-alliance", "max_uses", 12).id,
        "invitation": desk.invitations.send(people.quentin, Office.MEMBER, "PR-QUENTIN", "colleague@example.net"),
        "draft": desk.drafts.begin(people.quentin, "PR-QUENTIN", {"unit.id": "X1"}).id,
        "key": verified_bob.key.fingerprint,
        "confirmation": desk.performers.card(people.bob, bob).confirmations[0].id,
        "victor": people.accounts["victor"],
        "quentin": people.accounts["quentin"],
        "bob": bob,
    }


@pytest.fixture
def another(desk: Any, people: Any, shows: Any) -> Any:
    """A check of Quentin's, and an answer on record there."""
    declared = declaration("PR-QUENTIN", "Q1", [])
    queued = desk.checks.register(people.quentin, "PR-QUENTIN", io.BytesIO(shows("bob")), "q.jpg", declared)
    desk.examiner.run(queued.id)
    desk.approvals.give(people.quentin, "disclosed", "told", check_id=queued.id)
    return desk.checks.get(people.quentin, queued.id)


@pytest.mark.attack("E.inner_record_of_another")
def test_somebody_elses_record_inside_ones_own_is_missing(
    visit: Any, desk: Any, people: Any, asked: Any, another: Any, theirs: dict[str, str], studio: Any
) -> None:
    with desk.db.read() as session:
        answer = next(one.id for one in session.query(Approval).filter_by(production_id="PR-QUENTIN"))
    alice, mine = str(people.alice.performer_id), studio.production
    tried = {
        "alice": [
            ("POST", f"/performers/{alice}/preferences/{theirs['preference']}/end", {}),
            ("GET", f"/performers/{alice}/keys/replaced/{theirs['confirmation']}.json", {}),
            ("POST", f"/performers/{alice}/keys/revoke", {"fingerprint": theirs["key"]}),
            (
                "POST",
                f"/checks/{asked.id}/answers",
                {"kind": "use_approval", "answer": "approved", "performer_id": theirs["bob"]},
            ),
            ("POST", f"/checks/{asked.id}/passkey/answer", {"answer": "approved", "performer_id": theirs["bob"]}),
            ("POST", f"/checks/{another.id}/answers/{answer}/revoke", {}),
        ],
        "ursula": [
            ("POST", f"/unions/players-guild/floors/{theirs['floor']}/end", {}),
            ("POST", f"/unions/players-guild/representatives/{theirs['victor']}/end", {}),
            ("GET", f"/unions/players-guild/representatives/{theirs['victor']}/end", {}),
            ("GET", f"/unions/stage-alliance/members/{theirs['bob']}", {}),
            ("POST", f"/unions/stage-alliance/members/{theirs['bob']}/end", {}),
        ],
        "petra": [
            ("POST", f"/checks/{asked.id}/answers/{answer}/revoke", {}),
            ("GET", f"/checks/{asked.id}/answers/{answer}/signed.json", {}),
            ("POST", f"/invitations/{theirs['invitation']}/resend", {}),
            ("POST", f"/invitations/{theirs['invitation']}/withdraw", {}),
            ("GET", f"/productions/{mine}/members/{theirs['quentin']}/end", {}),
            ("POST", f"/productions/{mine}/members/{theirs['quentin']}/end", {"last": "yes"}),
            ("GET", f"/drafts/{theirs['draft']}/files", {}),
            ("POST", f"/productions/{mine}/shots/{asked.unit}/notes", {"text": "x", "check": another.id}),
            ("GET", f"/productions/{mine}/shots/Q1", {}),
            ("POST", f"/checks/{another.id}/correct", {}),
            ("GET", f"/checks/{another.id}/picture.jpg", {}),
        ],
    }
    before = desk.audit.head()["index"]
    for name, ways in tried.items():
        visitor = visit(name)
        for method, path, data in ways:
            answer_ = visitor.get(path) if method == "GET" else visitor.post(path, data)
            assert answer_.status_code in (403, 404), f"{name}: {method} {path} is answered {answer_.status_code}"
    with desk.db.look() as session:
        kinds = set(session.scalars(select(Event.kind).where(Event.index > before)))
    assert kinds <= {"account.new_browser", "records.bound"}


@pytest.mark.attack("E.removed_colleague")
def test_whoever_was_removed_from_a_production_has_nothing_of_it_left(
    app: Any, desk: Any, people: Any, studio: Any, asked: Any
) -> None:
    mia = desk.accounts.create(people.ada, "mia@example.org", "Mia", PASSWORD).id
    written_down(desk, mia, Office.MEMBER, studio.production)
    who = desk.accounts.identity(mia)
    visitor = Visitor(app.test_client()).sign_in("mia")
    draft = desk.drafts.begin(who, studio.production, {"unit.id": "X1"}).id
    _token, secret = desk.tokens.create(who, "render farm")
    desk.invitations.send(who, Office.MEMBER, studio.production, "mia2@example.net")
    kept = [
        f"/productions/{studio.production}", f"/drafts/{draft}", f"/drafts/{draft}/files", f"/checks/{asked.id}",
        f"/checks/{asked.id}/receipt.json", f"/checks/{asked.id}/USE.json",
        f"/productions/{studio.production}/shots/{asked.unit}", f"/productions/{studio.production}/members",
        f"/checks/{asked.id}/answers", f"/checks/{asked.id}/looks",
    ]  # fmt: skip
    assert {path: code for path in kept if (code := visitor.get(path).status_code) not in (200, 303)} == {}
    visitor.post("/inbox/read")
    petra = Visitor(app.test_client()).sign_in("petra")
    assert petra.post(f"/productions/{studio.production}/members/{mia}/end").status_code == 303
    assert studio.production not in desk.accounts.identity(mia).productions
    assert {visitor.get(path).status_code for path in kept} <= {403, 404}
    inbox = visitor.get("/inbox").text
    assert asked.id not in inbox
    program = app.test_client()
    headers = {"Authorization": f"Bearer {secret}"}
    assert program.get(f"/api/v1/checks/{asked.id}", headers=headers, base_url=ORIGIN).status_code in (401, 403, 404)
    with pytest.raises(RegistryError):
        desk.invitations.join(secret_to(desk, "mia2@example.net"), "Mia again", PASSWORD)


@pytest.mark.attack("E.answered_both_ways_at_once")
def test_a_consent_signed_and_refused_at_once_is_never_given(
    desk: Any, people: Any, studio: Any, verified_alice: Any
) -> None:
    asked = studio.draft(verified_alice.id)
    signature = sign(verified_alice.key, desk.consents.document_bytes(people.alice, asked), "signer").as_dict()

    def does(act: Any) -> bool:
        try:
            act()
        except RegistryError:
            return False
        return True

    ways = [
        lambda: desk.consents.add_signature(people.alice, asked, signature),
        lambda: desk.consents.refuse(people.alice, asked),
    ] * 2
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(does, ways))
    assert done[1] or done[3] or desk.consents.get(people.alice, asked).state == "signed"
    if done[1] or done[3]:  # a signature that nobody countersigned yet may be taken back, and a no stays a no
        assert desk.consents.get(people.alice, asked).state == "refused"
        assert not does(ways[0])
    assert (sum(done[::2]), sum(done[1::2])) in ((0, 1), (1, 0), (1, 1))


@pytest.mark.attack("E.answered_before_it_is_asked")
def test_nobody_answers_for_a_use_of_which_nothing_was_found_yet(
    desk: Any, people: Any, studio: Any, verified_alice: Any, shows: Any, visit: Any
) -> None:
    studio.consent(verified_alice, "alice", per_use_approval=True)
    declared = studio.declare(as_replica(verified_alice.id))
    queued = desk.checks.register(people.petra, studio.production, io.BytesIO(shows("alice")), "s.jpg", declared)
    sent = {"kind": "use_approval", "answer": "approved", "performer_id": verified_alice.id}
    for name in ("petra", "quentin", "bob", "victor"):
        assert visit(name).post(f"/checks/{queued.id}/answers", sent).status_code in (403, 404, 409, 422), name
    desk.examiner.run(queued.id)
    assert desk.checks.get(people.petra, queued.id).verdict != "cleared"


@pytest.mark.attack("E.said_twice_in_one_form")
def test_a_field_that_is_sent_twice_answers_nothing_for_somebody_else(
    visit: Any, desk: Any, people: Any, asked: Any, verified_alice: Any
) -> None:
    petra = visit("petra")
    twice = {
        "kind": ["disclosed", "use_approval"], "answer": ["approved", "told"],
        "performer_id": [verified_alice.id, verified_alice.id],
    }  # fmt: skip
    for data in (twice, {name: value[::-1] for name, value in twice.items()}):
        petra.post(f"/checks/{asked.id}/answers", data)
    desk.redecider.run_due()
    given = {one.kind for one in desk.approval_reader.list_for(people.petra, asked.id)}
    assert "use_approval" not in given
    assert desk.checks.get(people.petra, asked.id).verdict != "cleared"


@pytest.mark.attack("E.answer_after_withdrawal")
def test_an_approval_after_the_consent_was_withdrawn_clears_nothing_new(
    visit: Any, desk: Any, people: Any, studio: Any, verified_alice: Any, shows: Any
) -> None:
    given = studio.consent(verified_alice, "alice", per_use_approval=True)
    check = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    alice = visit("alice")
    assert alice.post(f"/consents/{given}/withdraw").status_code == 303
    sent = {"kind": "use_approval", "answer": "approved", "performer_id": verified_alice.id}
    alice.post(f"/checks/{check.id}/answers", sent)
    alice.post(f"/consents/{given}/withdraw")
    desk.redecider.run_due()
    assert desk.checks.get(people.petra, check.id).verdict != "cleared"


@pytest.mark.attack("E.words_of_a_browser_in_letters")
@pytest.mark.parametrize(
    ("says", "read"),
    [
        ("Call 555 or confirm at https://evil.example/now", "?"),
        ("Mozilla/5.0 (Linux; Android 14) https://evil.example Chrome/120.0 Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120.0 Safari/537.36 Edg/120.0", "Edge, Windows"),
    ],
)
def test_whoever_signs_in_with_a_stolen_password_writes_nothing_into_the_letter_about_it(
    app: Any, desk: Any, people: Any, visit: Any, says: str, read: str
) -> None:
    visit("alice")
    thief = Visitor(app.test_client())
    thief.client.environ_base["HTTP_USER_AGENT"] = says
    thief.sign_in("alice")
    letter = next(one for one in letters_to(desk, "alice@example.org") if "new sign-in" in one.subject)
    for told in (letter.text, thief.get("/inbox").text, thief.get("/sessions").text):
        assert read in told
        assert "evil.example" not in told
        assert "555" not in told


@pytest.mark.attack("E.contact_of_another")
def test_a_contact_confirms_and_answers_nothing_for_a_production_of_somebody_else(
    visit: Any, desk: Any, people: Any, studio: Any, asked: Any
) -> None:
    written_down(desk, people.accounts["nora"], Office.COMMISSIONER, "PR-QUENTIN")
    waiting = desk.invitations.send(people.petra, Office.COUNSEL, studio.production, "eve@else.example")
    desk.invitations.join(secret_to(desk, "eve@else.example"), "Eve", PASSWORD)
    nora = visit("nora")
    assert "eve@else.example" not in nora.get("/approvers").text
    assert nora.post(f"/approvers/{waiting}/confirm").status_code in (403, 404)
    assert nora.post(f"/approvers/{waiting}/refuse").status_code in (403, 404)
    for data in ({"kind": "written", "answer": "granted"}, {"kind": "legal", "answer": "granted"}):
        assert nora.post(f"/checks/{asked.id}/answers", data).status_code in (403, 404)
    with pytest.raises((NotFound, Forbidden)):
        desk.approvals.give(desk.accounts.identity(people.accounts["nora"]), "written", "granted", check_id=asked.id)
    assert desk.accounts.identity("A-NOBODY") == ANONYMOUS
