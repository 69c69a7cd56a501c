"""From no to yes by controls alone: what was declared is corrected, and a consent is asked for, without typing it again."""

import ast
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from consent import terms
from consent.clearance import shipped
from registry.checks import deciding
from registry.checks.deciding.reasons import UNLICENSED
from registry.web.checks.remedies import CONTROLS, remedies
from registry.web.consents.forms import DraftForm
from tests.registry.checks.conftest import as_replica, shows, studio
from tests.registry.web import seed
from tests.registry.web.conftest import Visitor, path_of

__all__ = ["shows", "studio"]
Visit = Callable[[str], Visitor]


@pytest.fixture
def refused(studio: Any, verified_alice: Any, shows: Any) -> Any:
    """A check of Petra's that shows Alice, whom she declared and who has agreed to nothing."""
    check = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    assert check.result["verdict"] == "blocked"
    return check


def test_a_blocked_check_offers_what_helps(visit: Visit, refused: Any, verified_alice: Any) -> None:
    page = visit("petra").get(f"/checks/{refused.id}").text
    assert "What you can do" in page
    assert f"Ask {verified_alice.id} for consent" in page
    assert f'action="/checks/{refused.id}/correct"' in page
    assert "Appeal or ask for a review" in page


def test_whoever_cannot_act_is_offered_nothing(visit: Visit, refused: Any) -> None:
    for name in ("alice", "ursula"):
        page = visit(name).get(f"/checks/{refused.id}")
        assert page.status_code == 200
        assert "What you can do" not in page.text


def test_the_declaration_comes_back_filled_in(visit: Visit, refused: Any, verified_alice: Any, desk: Any) -> None:
    petra = visit("petra")
    petra.get(f"/checks/{refused.id}")
    draft = path_of(petra.post(f"/checks/{refused.id}/correct"))
    page = petra.get(draft).text
    assert f'value="{verified_alice.id}"' in page
    assert "copy of what you declared" in page
    assert refused.declared["unit"]["id"] in page


def test_the_request_for_consent_comes_filled_in_and_can_be_sent(
    visit: Visit, refused: Any, verified_alice: Any, studio: Any
) -> None:
    petra = visit("petra")
    link = re.search(r'href="(/productions/[^"]+/consents/new\?[^"]+)"', petra.get(f"/checks/{refused.id}").text)
    assert link is not None
    page = petra.get(link[1].replace("&amp;", "&")).text
    assert f'value="{verified_alice.id}"' in page
    for name, value in (
        ("kind", "create_replica"),
        ("kind", "use_replica"),
        ("media", "series"),
        ("modalities", "face"),
        ("alterations_allowed", "age"),
    ):
        assert re.search(rf'<input[^>]*checked[^>]*name="{name}"[^>]*value="{value}"', page), name
    assert re.search(r'name="territories"[^>]*value="United States"', page)


@pytest.mark.parametrize("treatment", terms.TREATMENTS)
def test_whatever_was_declared_the_request_can_be_signed_as_it_is_filled_in(
    app: Any, desk: Any, people: Any, verified_alice: Any, treatment: str
) -> None:
    entry = as_replica(verified_alice.id) | {"treatment": treatment}
    declared = seed.declaration("PR-PETRA", "SC1", [entry])
    with app.test_request_context():
        form = DraftForm()
        form.take_up(declared, 0, date(2026, 11, 1))
        if not form.kind.data:
            return  # nothing that a consent is asked for
        form.description.data = "She crosses the burning bridge of scene twelve, and nothing is spoken."
        form.business_reason.data, form.pay_terms.data = "It cannot be filmed safely.", "Two days at scale."
        form.exclusions.data = form.exclusions.data or []
        form.valid_until.data, form.training_constraint.data = date(2027, 11, 1), "this film alone"
        asked = desk.consents.draft(people.petra, verified_alice.id, "PR-PETRA", form.scope("PR-PETRA"))
    assert desk.consents.get(people.alice, asked.id).state == "requested"


def test_what_cannot_be_signed_is_said_at_its_field_in_its_own_words(visit: Visit, verified_alice: Any) -> None:
    sent = {
        "performer": verified_alice.id, "kind": "use_replica", "replica_type": "none", "modalities": "face",
        "description": "Scene twelve: extraordinarily breathtaking jumping", "media": "series", "territories": "US",
        "business_reason": "The stunt cannot be performed safely.", "languages": "en", "pay_terms": "scale",
        "valid_from": "2026-11-01", "valid_until": "2026-10-01",
    }  # fmt: skip
    answer = visit("petra").post("/productions/PR-PETRA/consents/new", sent)
    assert answer.status_code == 422
    for words in ("Choose a kind of replica", "in at least six words. A blanket", "last day has to come after"):
        assert words in answer.text
    assert "scope." not in answer.text


@pytest.mark.attack("E.other-productions")
def test_another_production_neither_corrects_nor_copies(visit: Visit, refused: Any, studio: Any) -> None:
    quentin = visit("quentin")
    quentin.get("/productions")
    assert quentin.post(f"/checks/{refused.id}/correct").status_code == 404
    assert quentin.get(f"/productions/PR-QUENTIN/consents/new?check={refused.id}&row=0").status_code == 404


def _asked_in_code() -> set[str]:
    """Whom the registry's own reasons ask, as its code says it."""
    found = set()
    for file in Path(deciding.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "ask" and isinstance(node.value, ast.Constant):
                found.add(str(node.value.value))
    return found


def test_whoever_is_asked_there_is_a_control_or_a_plain_reason_why_not(app: Any, refused: Any) -> None:
    """Of every rule that is shipped, and of every reason of the registry's own."""
    rules = {rule.remedy[0] for ruleset in shipped() for rule in ruleset.rules if getattr(rule, "remedy", None)}
    whom = rules | _asked_in_code() | {"union:players-guild", "commissioner_contact"}
    assert {"performer", "union", "legal", "registry", "review", "operator"} <= whom
    table = {}
    for ask in sorted(whom):
        assert ask.partition(":")[0] in CONTROLS, ask
        reason = {"remedy": {"ask": ask, "for": "x"}, "verdict": "blocked", "message": "x"}
        view = replace(refused, result=refused.result | {"persons": [], "reasons": [reason]})
        with app.test_request_context():
            table[ask] = [(one.words, one.href) for one in remedies(view)]
    for ask, controls in table.items():
        beside = controls[1:] if ask != "production" else controls
        assert beside, f"{ask}: nothing but to correct the declaration"
        assert all(words for words, _href in controls)
    assert [href for _words, href in table["operator"][1:]] == [None]
    assert any(href and "/consents/new" in href for _words, href in table["estate"])
    assert not any(
        href and "/consents/new" in href for _words, href in table["union:players-guild"]
    )  # its own answer is
    reason = {"remedy": {"ask": "union:players-guild", "for": "x"}, "verdict": "blocked", "message": UNLICENSED}
    view = replace(refused, result=refused.result | {"persons": [], "reasons": [reason]})
    with app.test_request_context():
        assert any("/consents/new" in str(one.href) for one in remedies(view))


def test_who_is_declared_by_name_cannot_be_asked_and_the_page_says_so(
    visit: Visit, studio: Any, verified_alice: Any, shows: Any
) -> None:
    by_name = as_replica(verified_alice.id) | {"name": "Alice"}
    del by_name["performer"]
    check = studio.check(shows("alice"), studio.declare(by_name))
    page = visit("petra").get(f"/checks/{check.id}").text
    assert "Alice is declared by name alone" in page
    assert "/consents/new?" not in page


def test_a_term_that_no_answer_made_matter_is_not_in_the_document(
    visit: Visit, refused: Any, studio: Any, desk: Any, people: Any
) -> None:
    petra = visit("petra")
    address = f"/productions/{studio.production}/consents/new?check={refused.id}&row=0"
    petra.get(address)
    asked = {
        "performer": people.alice.performer_id, "kind": "use_replica", "replica_type": "employment_based",
        "modalities": "face", "media": "series", "territories": "US", "languages": "en", "valid_from": "2026-10-05",
        "valid_until": "2027-10-05", "exploitation_after_end": "finished_work_only", "unit": "shot",
        "description": "Mara is shown ten years younger in the flashback of episode four, in the kitchen.",
        "business_reason": "The flashback shows her younger.", "training": "notAllowed",
        "training_constraint": "left over from another answer", "revocable": "yes_new_generation", "notice_days": "30",
        "strike_behaviour": "suspend_all_use", "survives_death": "no", "delete_on": "picture_delivered",
        "pay_basis": "day_equivalent", "pay_terms": "One day at scale.", "represented_by": "none",
    }  # fmt: skip
    answer = petra.post(f"/productions/{studio.production}/consents/new", asked)
    assert answer.status_code == 303, answer.text
    scope = desk.consents.get(people.petra, path_of(answer).rpartition("/")[2]).scope
    assert (scope["training_constraint"], scope["notice_days"]) == ("none", "none")
