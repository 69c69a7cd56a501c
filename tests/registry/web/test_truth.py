"""What a page says holds for whoever reads it: no part is taken for the whole, and what is missing is not called optional."""

from collections.abc import Callable

import pytest

from consent.signature import SigningKey
from registry.checks.examining.examination import Eyes
from registry.core import texts
from registry.core.errors import Invalid
from registry.desk import Desk
from tests.registry.conftest import FakeMatching, People
from tests.registry.web.conftest import DECLARED, Visitor, path_of
from tests.registry.web.seed import Judgement, Seed, missing

Visit = Callable[[str], Visitor]


@pytest.fixture
def seed(desk: Desk, people: People) -> Seed:
    return Seed(desk, lambda: people.ursula)


@pytest.fixture
def alice_key(seed: Seed, people: People, fake_matching: FakeMatching) -> SigningKey:
    return seed.verified(people.alice, "Alice", [fake_matching.picture("alice") for _ in range(3)])


@pytest.fixture
def of_somebody_else(seed: Seed, people: People, alice_key: SigningKey, fake_matching: FakeMatching) -> str:
    """A check that found Alice, and that somebody else's missing consent blocks."""
    eyes = Eyes(fake_matching.examine, None, lambda _path, _boxes: None)
    picture = fake_matching.picture("alice", "stranger")
    covered = missing("P1") | {"verdict": "cleared", "message": "covered", "remedy": None}
    judgement = Judgement("blocked", (covered, missing("P2")))
    alice = {"performer": people.alice.performer_id, "modalities": ["face"], "treatment": "replica_no_scan",
             "role": "principal", "performed_as_shown": False}  # fmt: skip
    return seed.checked(people.petra, "PR-PETRA", picture, [alice], judgement, eyes=eyes)


@pytest.mark.parametrize("name", ["alice", "ursula"])
def test_who_sees_a_part_is_told_of_their_side_alone(visit: Visit, of_somebody_else: str, name: str) -> None:
    for page in (f"/checks/{of_somebody_else}", f"/checks/{of_somebody_else}/answers"):
        seen = visit(name).get(page).text
        assert "On your side, " in seen
        assert "The production may" not in seen


def test_a_part_is_named_for_whose_it_is(visit: Visit, of_somebody_else: str) -> None:
    assert "What concerns you</h2>" in visit("alice").get(f"/checks/{of_somebody_else}").text
    assert "What concerns your members</h2>" in visit("ursula").get(f"/checks/{of_somebody_else}").text


def test_an_answer_that_is_missing_is_not_called_optional(visit: Visit) -> None:
    petra = visit("petra")
    answer = petra.post("/productions/PR-PETRA/drafts/new", DECLARED | {"people": "somebody", "names": ""})
    page = petra.get(path_of(answer)).text
    assert 'href="#at-cast-0-who"' in page
    assert "(optional)" not in page.split('id="at-cast-0-who"', 1)[1].split("</label>", 1)[0]
    assert "<h3>Someone else</h3>" not in page


def test_notices_name_agreements_and_answers_in_words() -> None:
    asked = texts.say("notice-countersign", consent="C-1", agreement="sag_tvtheatrical_2026")
    assert asked.endswith("under SAG-AFTRA TV/Theatrical 2026.")
    given = texts.say("notice-approval-given", approval="written", answer="granted")
    assert given == "An answer was given: written approval, granted."


def test_no_commissioner_is_chosen_for_whoever_registers_a_production(visit: Visit) -> None:
    page = visit("petra").get("/productions/new").text
    assert '<option selected value="other">Another company</option>' in page


def test_a_reason_that_does_not_go_with_the_answer_is_called_so(desk: Desk, people: People) -> None:
    with pytest.raises(Invalid) as refused:
        desk.reviews.answer(people.ursula, "W-1", "not_this_person", "same_person")
    assert refused.value.fields == {"reason": "review-answer-mismatch"}
