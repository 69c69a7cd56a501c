"""The pages of the rules: whole, in words, for everybody."""

import pytest

from consent.clearance import shipped
from tests.registry.web.conftest import Visitor


def test_the_list_names_every_ruleset(visitor: Visitor) -> None:
    page = visitor.get("/rules").text
    assert all(f'href="/rules/{ruleset.id}"' in page for ruleset in shipped())


@pytest.mark.parametrize("ruleset", shipped(), ids=lambda ruleset: ruleset.id)
def test_a_ruleset_shows_each_rule_with_nothing_left_unsaid(visitor: Visitor, ruleset: object) -> None:
    answer = visitor.get(f"/rules/{ruleset.id}")
    assert answer.status_code == 200
    assert all(f'id="{rule.id}"' in answer.text for rule in ruleset.rules)
    assert not any(broken in answer.text for broken in ("Fluent", "{ $", "None"))


def test_an_agreement_shows_its_term(visitor: Visitor) -> None:
    assert "from 2026-07-01 until 2030-06-30" in visitor.get("/rules/sag_tvtheatrical_2026").text
