"""Every rule, and every parameter of it, is held by some decided case."""

from consent.clearance import shipped
from scripts.prove_rules import survivors


def test_no_rule_can_be_deleted_or_loosened_unnoticed() -> None:
    assert list(survivors(shipped())) == []
