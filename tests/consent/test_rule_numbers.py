"""Numbers that a reason only tells, without turning on them, stand here as the sources have them."""

import pytest

from consent.clearance import shipped

SHOWN = {
    ("sag_tvtheatrical_2026/39.I", "days"): 21,
    ("sag_tvtheatrical_2026/39.K.clock", "bargaining_days"): 10,
    ("sag_tvtheatrical_2026/39.K.clock", "arbitration_days"): 15,
    ("sag_tvtheatrical_2026/39.K.clock", "latest"): 20,
    ("sag_interactive_2025/usage_report", "days"): 90,
}


@pytest.mark.parametrize(("rule", "parameter"), SHOWN)
def test_a_number_that_reasons_tell_is_the_one_of_the_source(rule: str, parameter: str) -> None:
    found = {r.name: r for ruleset in shipped() for r in ruleset.rules}[rule]
    assert found.params[parameter] == SHOWN[rule, parameter]
