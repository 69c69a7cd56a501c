"""The way of one check in docs/architecture.md is the way that a check takes."""

import sys
from types import CodeType, FrameType
from typing import Any

import pytest

from tests.common.pages import code, named, page, rows, section
from tests.registry.checks.conftest import as_replica

pytestmark = pytest.mark.slow

STEPS = rows(section(page("docs/architecture.md"), "One check, from upload to receipt"))
ELSEWHERE = {"request_check", "Worker.run", "Hand.run", "examine"}
"""What runs in other processes than this one, or is another's in this test."""


def codes(steps: list[list[str]]) -> list[CodeType]:
    """The code of the function of each step."""
    return [named(code(file), code(name)).__code__ for _, file, name, _ in steps]


@pytest.fixture
def passed(studio: Any, shows: Any, verified_alice: Any) -> list[CodeType]:
    """The functions of the steps, each time that a check enters one, from its request to its receipt."""
    studio.consent(verified_alice, "alice")
    use, content = studio.declare(as_replica(verified_alice.id)), shows("alice")
    steps, entered = set(codes(STEPS)), []

    def note(frame: FrameType, event: str, _argument: Any) -> None:
        if event == "call" and frame.f_code in steps:
            entered.append(frame.f_code)

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        studio.check(content, use)
    finally:
        sys.setprofile(before)
    return entered


def test_what_runs_elsewhere_is_marked() -> None:
    assert {code(name) for mark, _, name, _ in STEPS if mark == "*"} == ELSEWHERE


def test_a_check_passes_what_the_page_says_in_that_order(passed: list[CodeType]) -> None:
    here = [step for step in STEPS if step[0] != "*"]
    assert len(here) > 10
    way = iter(passed)
    missed = [code(name) for step, (_, _, name, _) in zip(codes(here), here, strict=True) if step not in way]
    assert missed == [], "not passed, or not after the steps before it"
