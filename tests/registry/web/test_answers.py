"""The ways to a yes without a browser: doors, refusals, clocks, and what nobody else may read."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from registry.desk import Desk
from tests.registry.conftest import FakeMatching, People, Verified
from tests.registry.web.conftest import Visitor
from tests.registry.web.seed import declaration

Visit = Callable[[str], Visitor]


@pytest.fixture
def production(desk: Desk, people: People) -> str:
    """Petra's series for a commissioner whose contact is Nora, under an agreement that Ursula has confirmed."""
    made = desk.productions.create(
        people.petra, "The Long Night", "Long Night Ltd", "series", "netflix", ["sag_tvtheatrical_2026"]
    )
    desk.productions.confirm_agreement(people.ursula, made.id, "sag_tvtheatrical_2026")
    desk.accounts.grant_production(people.ada, people.accounts["nora"], made.id, "commissioner")
    return made.id


@pytest.fixture
def check(desk: Desk, people: People, fake_matching: FakeMatching, production: str) -> Callable[..., str]:
    """`check("alice", treatment=...)`: a check of a final shot that shows these faces, decided by the rules."""

    def run(*faces: str, cast: list[dict[str, Any]] | None = None, **others: Any) -> str:
        said = declaration(production, "SC1", cast or [])
        said["others"] |= others
        picture = fake_matching.picture(*faces)
        with picture.open("rb") as file:
            queued = desk.checks.register(people.petra, production, file, picture.name, said).id
        desk.examiner.run(queued)
        return queued

    return run


def test_the_contact_sees_declaration_and_verdict_and_gives_written_approval(
    visit: Visit, check: Callable[..., str], desk: Desk, people: People
) -> None:
    one = check()
    nora = visit("nora")
    assert f'href="/checks/{one}/answers"' in nora.get("/waiting").text
    page = nora.get(f"/checks/{one}/answers").text
    assert "Final deliverable" in page
    assert "Written approval" in page
    assert nora.get(f"/checks/{one}/receipt.json").status_code == 404
    sent = {"kind": "written", "answer": "granted", "expires_on": "2026-12-31"}
    assert nora.post(f"/checks/{one}/answers", sent).status_code == 303
    assert desk.checks.get(people.petra, one).verdict == "cleared"
    assert "2027-01-01" in visit("petra").get(f"/checks/{one}/answers").text


@pytest.mark.parametrize(
    ("sent", "status"),
    [({"kind": "written", "answer": "granted", "expires_on": "soon"}, 422), ({"kind": "written", "answer": "maybe"}, 422),
     ({"kind": "written", "answer": "granted", "expires_on": "2020-01-01"}, 422), ({"kind": "magic"}, 422),
     ({"kind": "legal_review", "answer": "passed"}, 404)],
)  # fmt: skip
def test_a_wrong_answer_changes_nothing(
    visit: Visit, check: Callable[..., str], desk: Desk, people: People, sent: dict[str, str], status: int
) -> None:
    one = check()
    assert visit("nora").post(f"/checks/{one}/answers", sent).status_code == status
    assert desk.checks.get(people.petra, one).verdict == "needs_approval"


def test_nobody_answers_for_another_side(visit: Visit, check: Callable[..., str]) -> None:
    one = check()
    for name in ("petra", "quentin", "alice", "victor"):
        sent = {"kind": "written", "answer": "granted"}
        assert visit(name).post(f"/checks/{one}/answers", sent).status_code == 404


def test_an_answer_is_taken_back_by_its_side_alone(
    visit: Visit, check: Callable[..., str], desk: Desk, people: People
) -> None:
    one = check()
    nora, petra = visit("nora"), visit("petra")
    nora.post(f"/checks/{one}/answers", {"kind": "written", "answer": "granted"})
    (revoke,) = re.findall(r'action="(/checks/[^"]+/revoke)"', nora.get(f"/checks/{one}/answers").text)
    assert "/revoke" not in petra.get(f"/checks/{one}/answers").text
    assert petra.post(revoke).status_code == 404
    assert nora.post(revoke).status_code == 303
    assert desk.checks.get(people.petra, one).verdict == "needs_approval"


def test_a_notice_starts_clocks_that_its_union_sees(visit: Visit, check: Callable[..., str]) -> None:
    one = check("stranger", treatment="synthetic", role="principal")
    sent = {"kind": "notice", "answer": "sent", "union_id": "players-guild"}
    assert visit("petra").post(f"/checks/{one}/answers", sent).status_code == 303
    page = visit("ursula").get("/waiting").text
    assert "Notices received" in page
    assert "10 business days left" in page
    assert one not in visit("victor").get("/waiting").text


def test_what_a_performer_refuses_or_prefers_is_on_no_page_of_the_production(
    visit: Visit, check: Callable[..., str], verified_alice: Verified, desk: Desk
) -> None:
    cast = [{"performer": verified_alice.id, "modalities": ["face"], "treatment": "none", "role": "principal",
             "performed_as_shown": True}]  # fmt: skip
    one = check("alice", cast=cast)
    alice = visit("alice")
    assert (
        alice.post(f"/performers/{verified_alice.id}/preferences", {"value": "prohibited", "modality": ""}).status_code
        == 303
    )
    denied = {
        "kind": "confirmation",
        "answer": "denied",
        "fact": "performed_as_shown",
        "performer_id": verified_alice.id,
    }
    assert alice.post(f"/checks/{one}/answers", denied).status_code == 303
    petra = visit("petra")
    for page in (f"/checks/{one}", f"/checks/{one}/answers", f"/checks/{one}/rules", "/waiting"):
        text = petra.get(page).text
        assert not re.search(r"denied|prohibit|prefer", text, re.I), page


def test_a_strike_is_thrown_and_lifted_on_the_unions_page(visit: Visit, desk: Desk) -> None:
    ursula = visit("ursula")
    sent = {"agreement": "sag_tvtheatrical_2026", "production": "every", "may_refuse": "yes"}
    assert ursula.post("/unions/players-guild/strikes", sent | {"production": ""}).status_code == 422
    assert ursula.post("/unions/players-guild/strikes", sent).status_code == 303
    assert ursula.post("/unions/players-guild/strikes", sent).status_code == 422
    (lift,) = re.findall(r'action="(/unions/[^"]+/lift)"', ursula.get("/unions/players-guild/terms").text)
    assert ursula.post(lift).status_code == 303
    assert all(strike.ended_at for strike in desk.strikes.list())


@pytest.mark.parametrize(("typed", "kept"), [("12", 12), ("series, feature", ["series", "feature"])])
def test_a_floor_is_set_as_it_is_typed(visit: Visit, desk: Desk, typed: str, kept: object) -> None:
    dimension = "max_uses" if typed == "12" else "media"
    sent = {"dimension": dimension, "value": typed, "agreement": ""}
    assert visit("ursula").post("/unions/players-guild/floors", sent).status_code == 303
    assert [floor.value for floor in desk.floors.list("players-guild")] == [kept]


def test_a_floor_that_means_nothing_is_marked(visit: Visit, desk: Desk) -> None:
    sent = {"dimension": "max_uses", "value": "many", "agreement": ""}
    assert visit("ursula").post("/unions/players-guild/floors", sent).status_code == 422
    assert desk.floors.list("players-guild") == []
