"""What pages say is what the records say: every page, for every role, over a seeded instance.

Each sentence that is looked for has its own question to the records beside it, asked in another way than the page asks it.
"""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from consent.clearance import decide
from consent.texts import say as rule_text
from registry.core.paging import PageRequest
from registry.core.texts import say
from registry.notices.service import notify
from registry.records.tables.checks import Check, CheckPerson, IssuedReceipt
from registry.records.tables.consents import Consent
from registry.records.tables.performers import Performer
from registry.records.tables.productions import ProductionAgreement
from tests.registry.tampering import written
from tests.registry.web.conftest import Visitor
from tests.registry.web.routes import PASSKEYS, READ, ROLES
from tests.registry.web.seed import Judgement, Seed, declaration, missing
from tests.registry.web.test_routes import fill, records  # noqa: F401 - one record of each kind
from tests.registry.web.truths import untrue

Visit = Callable[[str], Visitor]
PAGES = [row for row in READ + PASSKEYS if row.rule.startswith("GET /") and not row.rule.endswith((".json", ".jpg"))]
NOTHING_WAITS, NO_CHECKS = say("waiting-none"), say("checks-none")
LISTS = {
    "alice": ("/",), "petra": ("/productions/PR-PETRA/shots/SC-CLEARED", "/productions/PR-PETRA/checks?verdict=cleared"),
    "ursula": ("/unions/players-guild/checks?verdict=blocked",),
}  # fmt: skip
MAY_USE = ("verdict-cleared-means", "verdict-cleared-means-other")


def words(html: str) -> str:
    """What a page says, in one line."""
    main = html.partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def count(html: str, door: str) -> int:
    """The number beside a link of the navigation."""
    found = re.search(rf'href="/{door}"[^>]*>[^<]*<span class="count" aria-hidden="true">(\d+)', html)
    return int(found[1]) if found else 0


def verdicts_of(desk: Any, check_id: str) -> dict[str, Any]:
    """performer -> verdict of their part; and of the whole, under the empty name."""
    with desk.db.look() as session:
        check = session.get_one(Check, check_id)
        rows = session.scalars(select(CheckPerson).where(CheckPerson.check_id == check_id))
        return {row.performer_id: row.verdict for row in rows} | {"": check.verdict, "state": check.state}


def lies(desk: Any, path: str, html: str, who: Any) -> list[str]:
    """What a page says that the records do not."""
    said, found = words(html), untrue(desk, path, html, who)
    waits = desk.waiting_for.count(who)
    if count(html, "waiting") != waits or count(html, "inbox") != desk.inbox.unread(who):
        found.append("another count than there is")
    if path == "/waiting" and (NOTHING_WAITS in said) != (waits == 0):
        found.append("whether anything waits")
    if path == "/inbox" and html.count('class="new"') != min(
        25, desk.inbox.page(who, PageRequest(chosen={"state": "unread"})).count
    ):
        found.append("another number of new ones")
    if check := re.fullmatch(r"/checks/(K-\w+)(?:/answers)?", path):
        truth = verdicts_of(desk, check[1])
        if any(say(one) in said for one in MAY_USE) and (truth[""] != "cleared" or truth["state"] != "decided"):
            found.append("that a file may be used which may not")
        if say("answer-nobody") in said and len(truth) > 2:
            found.append("that nobody was found")
    if rule_text("nobody", visible=0) in said:
        shown = re.search(r"/checks/(K-\w+)", path)
        if shown and desk.checks.get(who, shown[1]).result["persons"]:
            found.append("that nobody is in it")
    if NO_CHECKS in said and (performer := re.match(r"/performers/(P-\w+)", path)):
        with desk.db.look() as session:
            rows = select(CheckPerson).filter_by(performer_id=performer[1], answer="match")
            if session.scalars(rows).first() is not None:
                found.append("that there are no checks")
    for consent in re.findall(r'href="/consents/(C-\w+)">', html) + re.findall(r"^/consents/(C-\w+)$", path):
        row = re.search(rf'href="/consents/{consent}">.*?</li>', html, re.DOTALL)
        badge = words(f"<main>{row[0]}</main>") if row else said.partition(consent)[2][:60]
        given = re.search(rf"\b{say('consent-state-given')}\b", badge.replace(say("consent-state-signed"), ""))
        if given and desk.consents.get(who, consent).missing_countersigners:
            found.append(f"that {consent} is given, which a union has to countersign")
    return found


@pytest.fixture
def seeded(desk: Any, people: Any, records: dict[str, str], fake_matching: Any) -> dict[str, str]:  # noqa: F811
    """`records`, and the cases that pages once told wrong: a file that is blocked for another alone, a consent that a later
    agreement leaves without its countersignature, a member whose identity waits, a stranger in the picture."""
    seed = Seed(desk, lambda: people.ursula)
    alice = str(people.alice.performer_id)
    for blocked_for in ("P2", "P1"):
        judgement = Judgement("blocked", (missing(blocked_for),))
        picture = fake_matching.picture("alice", "stranger")
        cast = [{"performer": alice, "modalities": ["face"], "treatment": "replica_no_scan", "role": "principal",
                 "performed_as_shown": False}]  # fmt: skip
        records[f"blocked_{blocked_for}"] = seed.checked(
            people.petra, "PR-PETRA", picture, cast, judgement, unit=f"SC-{blocked_for}"
        )
    cast = [{"performer": alice, "modalities": ["face"], "treatment": "none", "role": "principal",
             "performed_as_shown": True}]  # fmt: skip
    records["cleared"] = seed.checked(
        people.petra, "PR-PETRA", fake_matching.picture("alice"), cast, Judgement("cleared"), unit="SC-CLEARED"
    )
    with desk.db.look() as session:
        issued = session.scalars(select(IssuedReceipt.id).where(IssuedReceipt.check_id == records["cleared"]))
        records["issued"] = issued.one()
    with written(desk) as session:
        session.execute(
            update(Consent).where(Consent.id == records["consent_id"]).values(state="given", signed_at=desk.clock())
        )
        session.execute(update(ProductionAgreement).values(confirmed_at=desk.clock(), confirmed_by="A"))
        for performer in (alice, people.bob.performer_id):
            notify(session, "notice-check-found", performer=performer, check=records["blocked_P2"])
    return records


@pytest.mark.parametrize("role", ROLES)
def test_no_page_of_any_role_says_what_the_records_do_not(
    desk: Any, people: Any, visit: Visit, seeded: dict[str, str], role: str
) -> None:
    visitor, seen = visit(role), 0
    paths = [fill(row.rule, seeded).partition(" ")[2] for row in PAGES if role in row.allowed]
    if role in ("alice", "petra", "ursula"):
        paths += [f"/checks/{seeded[one]}{page}" for one in ("blocked_P1", "blocked_P2") for page in ("", "/answers")]
    paths += [f"/verify/{seeded['issued']}", *LISTS.get(role, ())]
    for path in paths:
        answer = visitor.get(path)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            seen += 1
            assert lies(desk, path, answer.text, getattr(people, role)) == [], path
    assert seen >= 10


def test_who_is_clear_reads_of_their_part_alone(desk: Any, people: Any, visit: Visit, seeded: dict[str, str]) -> None:
    path = f"/checks/{seeded['blocked_P2']}"
    truth = verdicts_of(desk, seeded["blocked_P2"])
    assert truth[""] == "blocked"
    alice = words(visit("alice").get(path).text)
    assert "may use the file for what" not in alice
    assert "Your part" in alice or say("verdict-none-means-part") in alice
    assert say("verdict-blocked-means") in words(visit("petra").get(path).text)


def test_a_member_s_page_says_why_it_shows_no_checks(
    desk: Any, people: Any, visit: Visit, seeded: dict[str, str]
) -> None:
    alice = str(people.alice.performer_id)
    with written(desk) as session:
        session.execute(update(Performer).where(Performer.id == alice).values(status="unverified"))
    for path in (f"/performers/{alice}", f"/performers/{alice}/checks"):
        page = words(visit("alice").get(path).text)
        assert NO_CHECKS not in page
        assert say("checks-once-confirmed") in page


@pytest.mark.attack("C1.unseen")
def test_what_is_not_shown_reads_the_same_whether_there_is_anything_or_not(
    desk: Any, people: Any, visit: Visit, seeded: dict[str, str]
) -> None:
    bob = str(people.bob.performer_id)
    before = words(visit("bob").get(f"/performers/{bob}/checks").text)
    with written(desk) as session:
        session.add(CheckPerson(check_id=seeded["blocked_P1"], performer_id=bob, pseudonym="P9", answer="match"))
    assert words(visit("bob").get(f"/performers/{bob}/checks").text) == before


def test_a_consent_that_a_later_agreement_concerns_is_not_given_on_page_and_list(
    desk: Any, people: Any, visit: Visit, seeded: dict[str, str]
) -> None:
    consent = seeded["consent_id"]
    assert desk.consents.get(people.alice, consent).missing_countersigners == ("players-guild",)
    for role, path in (("alice", f"/performers/{people.alice.performer_id}"), ("petra", "/productions/PR-PETRA/consents"),
                       ("ursula", "/unions/players-guild/consents")):  # fmt: skip
        html = visit(role).get(path).text
        row = re.search(rf'href="/consents/{consent}">.*?</li>', html, re.DOTALL)
        assert row
        assert say("consent-state-waits-some") in row[0], role
        assert desk.consents.get(getattr(people, role), consent).state == "signed"
        page = words(visit(role).get(f"/consents/{consent}").text)
        assert "signed, waits for the countersignature of Players' Guild" in page, role


@pytest.mark.parametrize(
    ("visible", "words_"),
    [(0, "Nobody who can be recognised was found"), (1, "one person is visible"), (3, "3 people are visible")],
)
def test_who_is_visible_is_said(visible: int, words_: str) -> None:
    assert words_ in rule_text("nobody", visible=visible)
    assert rule_text("nobody") == "Nobody registered was found."


def test_a_stranger_contradicts_a_declaration_without_people(desk: Any, people: Any, fake_matching: Any) -> None:
    seed = Seed(desk, lambda: people.ursula)
    seed.verified(people.alice, "Alice", [fake_matching.picture("alice") for _ in range(3)])
    found = {}
    for name, faces in (("empty", ()), ("stranger", ("stranger",))):
        said = declaration("PR-PETRA", f"SC-{name}", []) | {"nobody_else_identifiable": True}
        with fake_matching.picture(*faces).open("rb") as file:
            check = desk.checks.register(people.petra, "PR-PETRA", file, "x.jpg", said)
        seed.examiner(decide).run(check.id)
        found[name] = desk.checks.get(people.petra, check.id).result
    messages = {name: {reason["message"] for reason in one["reasons"]} for name, one in found.items()}
    assert "check.contradiction" not in messages["empty"]
    assert "check.contradiction" in messages["stranger"]


def test_what_nobody_entered_is_shown_before_it_is_recorded(desk: Any, people: Any, visit: Visit, app: Flask) -> None:
    asked = {"unit.id": "MB-1", "asset.element": "moodboard", "people": "nobody", "principles": "all"}
    draft = desk.drafts.begin(people.petra, "PR-PETRA", asked).id
    page = words(visit("petra").get(f"/drafts/{draft}").text)
    assert f"{say('draft-assumed')}: " in page
    assert "Territory" in page.partition(say("draft-assumed"))[2]
