"""A union's clocks as pages show them: each with the days that are left of it."""

from collections.abc import Iterable

from consent.clearance import shipped
from registry.approvals.deadlines import Deadline


def with_days_left(clocks: Iterable[Deadline]) -> list[tuple[Deadline, int]]:
    """Each clock with the days until it has run out, in the days that it counts."""
    numbers = {rule.name: rule.params for ruleset in shipped() for rule in ruleset.rules}
    return [(clock, max(0, int(numbers[clock.rule][clock.stage]) - clock.passed)) for clock in clocks]
