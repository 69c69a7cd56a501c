"""What an exemption rests on: whether a use is as scripted, performed or recorded, by what the case itself says."""

from __future__ import annotations

from consent.clearance.case import stated
from consent.clearance.facts import Facts

AS_SCRIPTED = "as_scripted_performed_recorded"


def script_is_older(facts: Facts) -> bool:
    """Whether the script existed before the performance, and the performance before the check.

    Where neither date is stated, the case does not turn on it.
    """
    use = facts.use
    if not stated(use, "script_date") and not stated(use, "performed_on"):
        return True
    if use.script_date is None or use.performed_on is None:
        return False
    performed = facts.clock.perhaps_by(use.performed_on, facts.now)
    return performed and facts.clock.surely_after(use.performed_on, use.script_date)


def as_scripted(facts: Facts) -> bool:
    """Whether the use claims to be as scripted, by a script that may be the one that was performed."""
    return facts.use.exemption == AS_SCRIPTED and script_is_older(facts)
