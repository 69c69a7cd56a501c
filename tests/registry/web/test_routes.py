"""Every route with every role, with records of their own and of others."""

import base64
import re
from collections.abc import Callable

import pytest
from flask import Flask, render_template_string
from sqlalchemy import func, select

from consent.canonical import to_base64url
from consent.signature import new_key
from registry.checks.intake.files import Subject
from registry.core.paging import PageRequest
from registry.core.permissions import Permission
from registry.desk import Desk
from registry.ledger.record import record
from registry.people.accounts.offices import Office
from registry.productions.declaration import parse_declaration
from registry.records.events import EventKind
from registry.records.tables.accounts import OfficeOffer
from registry.records.tables.checks import Check
from registry.records.tables.ledger import Event
from registry.records.tables.passkeys import SignInPasskey
from registry.records.tables.performers import LookAlike
from registry.records.tables.productions import ProductionAgreement
from registry.reviews import showing
from registry.reviews.queue import ReviewQuestion
from registry.serving.app import create_app
from registry.web.door import STATIC, requires
from tests.registry.conftest import PASSWORD, FakeMatching, People
from tests.registry.entering import secret_to
from tests.registry.handed_in import sources
from tests.registry.prepared import STAGES
from tests.registry.web.conftest import Visitor
from tests.registry.web.routes import ROLES, TABLE, Row
from tests.registry.web.seed import Judgement, Seed, declaration

UNIT = "SC12-040"


def disputed(desk: Desk, people: People, seed: Seed, matching: FakeMatching) -> str:
    """A dispute in which Ursula has a voice, and Victor from outside: Bob claims the face of Dora, whom Una confirmed."""
    dora = desk.accounts.create(people.ada, "dora@example.org", "Dora", PASSWORD).id
    desk.performers.register(desk.accounts.identity(dora), "Dora", dora, unions=["players-guild"])
    seed.verified(desk.accounts.identity(dora), "Dora", [matching.picture("dora") for _ in range(3)])
    text = desk.performers.release_text("en")
    bob = people.bob
    desk.performers.sign_release(bob, str(bob.performer_id), "en", text.digest)
    desk.performers.enrol(bob, str(bob.performer_id), [matching.picture("dora") for _ in range(3)])
    (dispute,) = desk.disputes.waiting(people.ursula)
    return dispute.id


def one_of_each(desk: Desk, people: People, fake_matching: FakeMatching, *_: object) -> dict[str, str]:
    """One record of each kind that a path can name, by the name that it has there."""
    una = desk.accounts.create(people.ada, "una@example.org", "Una", PASSWORD).id
    desk.accounts.grant_union(people.ursula, una, "players-guild")
    neil = desk.accounts.create(people.ada, "neil@example.org", "Neil", PASSWORD).id
    desk.neutrals.appoint(people.ada, neil)
    mia = desk.accounts.create(people.ada, "mia@example.org", "Mia", PASSWORD).id
    desk.accounts.grant_production(people.petra, mia, "PR-PETRA")
    (part,) = desk.offers.waiting(desk.accounts.identity(mia))
    desk.offers.accept(desk.accounts.identity(mia), part.id)
    seed = Seed(desk, lambda: desk.accounts.identity(una))
    alice = str(people.alice.performer_id)
    key = seed.verified(people.alice, "Alice", [fake_matching.picture("alice") for _ in range(3)])
    authority = desk.representations.claim(people.alice, una, alice, "manager", "contract of 2 May 2026")
    desk.sessions.open(people.accounts["petra"])
    with desk.db.write() as session:  # whoever offered it is gone, so that it waits until it is declined
        offer = OfficeOffer(
            id="O-GONE", account_id=people.accounts["petra"], office="member", of="PR-QUENTIN", offered_by="A-GONE",
            offered_at=desk.clock(),
        )  # fmt: skip
        session.add(offer)
        record(session, "A-GONE", EventKind.OFFICE_OFFERED, offer.id)
    union_key = new_key("guild")
    desk.unions.add_key(people.ursula, "players-guild", to_base64url(union_key.public))
    with desk.db.write() as session:
        session.add(
            ProductionAgreement(
                production_id="PR-PETRA", agreement="sag_tvtheatrical_2026", declared_by="A", declared_at=desk.clock()
            )
        )
        record(session, "A", EventKind.PRODUCTION_AGREEMENT_DECLARED, "PR-PETRA", agreement="sag_tvtheatrical_2026")
    consent = seed.asked(people.petra, alice, "PR-PETRA")
    cast = {"treatment": "replica_independent", "role": "principal", "performed_as_shown": False}
    # before the check, so that it stays as it was judged
    strike = desk.strikes.throw(people.ursula, "sag_tvtheatrical_2026").id
    preference = desk.preferences.set(people.alice, alice, "allowed").id
    named = [{"performer": alice, "modalities": ["face"], **cast}]
    about = {
        "production_id": "PR-PETRA",
        "declaration_sha256": parse_declaration(declaration("PR-PETRA", UNIT, named)).sha256,
    }
    told = desk.approvals.give(people.petra, "disclosed", "told", **about).id
    check = seed.checked(
        people.petra, "PR-PETRA", fake_matching.picture("alice"), named, Judgement("blocked"), unit=UNIT
    )
    with desk.db.write() as session:
        picture = base64.b64encode(b"RIFF").decode()
        session.get_one(Check, check).preview = desk.kept_pictures.sealed(check, picture)
        doubtful = ReviewQuestion("possible", "A9", str(people.bob.performer_id), "weak")
        review = desk.review_queue.open(session, "system", check, doubtful, desk.clock(), {"A9": b"RIFF"}).id
        pair, at = "L-PAIR", desk.clock()
        session.add(
            LookAlike(
                id=pair, performer_id=alice, other_id=str(people.bob.performer_id), document="{}", fingerprint="",
                drafted_by="A", drafted_at=at, signed_at=at,
            )
        )  # fmt: skip
        session.add(
            SignInPasskey(
                id="PK-PETRA", credential_id="AAAA", account_id=people.accounts["petra"], public_key="", label="phone",
                backup_eligible=False, backed_up=False, sign_count=0, created_at=at,
            )
        )  # fmt: skip
        record(session, people.accounts["petra"], EventKind.PASSKEY_ADDED, people.accounts["petra"], passkey="PK-PETRA")
    subject = Subject(production_id="PR-PETRA", check_id=check)
    source = sources([fake_matching.picture("alice")])
    invited = desk.invitations.send(people.petra, Office.MEMBER, "PR-PETRA", "colleague@example.org")
    contact = desk.invitations.send(people.petra, Office.COMMISSIONER, "PR-PETRA", "contact@network.example")
    desk.invitations.join(secret_to(desk, "contact@network.example"), "Cora", PASSWORD)
    desk.requests.ask("password", "nora@example.org", "en")
    desk.requests.resolve_due()
    return {
        "counter_id": "CP-2222222222",
        "invitation_id": invited,
        "approver_id": contact,
        "invitation_secret": secret_to(desk, "colleague@example.org"),
        "secret": secret_to(desk, "nora@example.org"),
        "job_id": desk.enrolments.ask(people.alice, alice, source),
        "showing_id": desk.file_jobs.queue(people.petra, showing.KIND, subject, source, {}),
        "statement_id": "CR-2222222222",
        "performer_id": alice,
        "dispute_id": disputed(desk, people, seed, fake_matching),
        "side": str(people.bob.performer_id),
        "offer_id": "O-GONE",
        "session_id": desk.sessions.own(people.petra)[0].id,
        "union_id": "players-guild",
        "production_id": "PR-PETRA",
        "agreement": "sag_tvtheatrical_2026",
        "ruleset_id": "sag_tvtheatrical_2026",
        "name": "receipt",
        "unit": UNIT,
        "receipt_id": "RC-2222222222",  # whichever it is: its page says nothing of what it is for
        "draft_id": desk.drafts.begin(people.petra, "PR-PETRA", {"unit.id": "SC1"}).id,
        "approval_id": told,
        "strike_id": strike,
        "floor_id": desk.floors.set(people.ursula, "players-guild", "max_uses", 12).id,
        "preference_id": preference,
        "consent_id": consent,
        "check_id": check,
        "review_id": review,
        "pair_id": pair,
        "passkey_id": "PK-PETRA",
        "confirmation_id": desk.performers.card(people.alice, alice).confirmations[0].id,
        "token_id": desk.tokens.create(people.petra, "render farm")[0].id,
        "notice_id": desk.inbox.page(people.alice, PageRequest(sort="oldest")).rows[0].id,
        "number": "1",
        "modality": "voice",
        "recording_id": "L-2222222222",
        "account_id": people.accounts["nora"],
        "neutral_id": neil,
        "representative_id": una,
        "member_id": mia,
        "representation_id": str(authority.id),
        "fingerprint": key.fingerprint,
        "union_fingerprint": union_key.fingerprint,
    }


STAGES["records"] = one_of_each


@pytest.fixture
def records(desk: Desk, people: People, fake_matching: FakeMatching) -> dict[str, str]:
    """One record of each kind that a path can name."""
    return dict(people.made.get("records") or one_of_each(desk, people, fake_matching))


MISSING = {
    "counter_id": "CP-3333333333",
    "invitation_id": "I-2222222222",
    "approver_id": "I-2222222222",
    "invitation_secret": "nothing",
    "secret": "nothing",
    "job_id": "J-2222222222",
    "showing_id": "J-2222222222",
    "statement_id": "CR-2222222222",
    "performer_id": "P-2222222222",
    "union_id": "no-such-union",
    "production_id": "PR-2222222222",
    "agreement": "sag_tvtheatrical_2026",
    "ruleset_id": "no-such-ruleset",
    "name": "no-such-schema",
    "unit": "no-such-shot",
    "receipt_id": "RC-3333333333",
    "draft_id": "D-2222222222",
    "approval_id": "AP-2222222222",
    "strike_id": "S-2222222222",
    "floor_id": "FL-2222222222",
    "preference_id": "SP-2222222222",
    "consent_id": "C-2222222222",
    "check_id": "K-2222222222",
    "review_id": "W-2222222222",
    "pair_id": "L-2222222222",
    "passkey_id": "PK-2222222222",
    "confirmation_id": "I-2222222222",
    "token_id": "TK-2222222222",
    "notice_id": "N-2222222222",
    "number": "1",
    "modality": "nothing",
    "recording_id": "L-2222222222",
    "dispute_id": "D-2222222222",
    "side": "P-2222222222",
    "offer_id": "O-2222222222",
    "session_id": "S-2222222222",
    "account_id": "A-2222222222",
    "neutral_id": "A-2222222222",
    "representative_id": "A-2222222222",
    "member_id": "A-2222222222",
    "representation_id": "9999",
    "fingerprint": "SHA256:none",
    "union_fingerprint": "SHA256:none",
}


def fill(text: str, records: dict[str, str]) -> str:
    return re.sub(r"<(?:int:)?(\w+)>", lambda name: records[name[1]], text)


def ask(visitor: Visitor, row: Row, records: dict[str, str]) -> tuple[int, str]:
    method, path = fill(row.rule, records).split(" ")
    data = {name: fill(value, records) for name, value in row.data}
    answer = visitor.get(path) if method == "GET" else visitor.post(path, data)
    if answer.status_code == 303 and answer.headers["Location"].startswith("/sign-in"):
        return 401, ""
    said = answer.get_data().decode(errors="replace")  # a picture is no text
    return answer.status_code, re.sub(r'name="csrf_token" value="[^"]+"', "", said)


def events(desk: Desk) -> int:
    with desk.db.read() as session:
        return session.scalar(select(func.count()).select_from(Event)) or 0


def test_the_table_names_every_route(app: Flask) -> None:
    served = {
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in STATIC and not rule.endpoint.startswith("api.")  # see tests/registry/api
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert served == {row.rule for row in TABLE}
    assert len(TABLE) == len(served)


def test_every_route_declares_what_it_needs(app: Flask) -> None:
    lacking = [
        name for name, view in app.view_functions.items() if name not in STATIC and not hasattr(view, "permission")
    ]
    assert lacking == []
    public = {row.rule.split(" ")[1] for row in TABLE if row.public}
    for rule in app.url_map.iter_rules():
        if rule.endpoint not in STATIC and not rule.endpoint.startswith("api."):
            declared = app.view_functions[rule.endpoint].permission
            assert (declared is Permission.PUBLIC) == (rule.rule in public), rule.rule


def test_a_route_without_a_declaration_answers_nobody(desk: Desk, people: People) -> None:
    app = create_app(desk)
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    app.add_url_rule("/declared", "declared", requires(Permission.SIGNED_IN)(lambda: render_template_string("fine")))
    ada = Visitor(app.test_client()).sign_in("ada")
    assert ada.get("/forgotten").status_code == 403
    assert ada.get("/declared").text == "fine"
    assert Visitor(app.test_client()).get("/forgotten").status_code == 403


@pytest.mark.parametrize("role", ROLES)
def test_a_role_reaches_its_own_and_nothing_else(
    role: str, visit: Callable[[str], Visitor], records: dict[str, str], desk: Desk
) -> None:
    visitor, before = visit(role), events(desk)
    denied = {row.rule: ask(visitor, row, records) for row in TABLE if role not in row.allowed}
    assert {rule: status for rule, (status, _) in denied.items() if status not in (403, 404)} == {}
    assert events(desk) == before, "a refused request changed something"
    open_to_them = [row for row in TABLE if role in row.allowed and row.rule != "POST /sign-out"]
    statuses = {row.rule: ask(visitor, row, records)[0] for row in open_to_them}
    assert {rule: status for rule, status in statuses.items() if status not in (200, 303, 409, 422)} == {}


@pytest.mark.parametrize("role", ROLES)
def test_a_foreign_record_answers_as_a_missing_one(
    role: str, visit: Callable[[str], Visitor], records: dict[str, str]
) -> None:
    visitor = visit(role)
    for row in TABLE:
        if "<" in row.rule and role not in row.allowed:
            assert ask(visitor, row, records) == ask(visitor, row, MISSING), row.rule


def test_nobody_gets_further_than_the_front_door(visitor: Visitor, records: dict[str, str], desk: Desk) -> None:
    before = events(desk)
    statuses = {row.rule: ask(visitor, row, records)[0] for row in TABLE if not row.public}
    assert set(statuses.values()) == {401}
    assert events(desk) == before
