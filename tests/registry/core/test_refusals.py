"""Whatever a service refuses or tells somebody has a text."""

import re

import pytest

from matching.face.enrolment import ADVICE
from matching.reasons import REASONS
from registry.core import texts
from registry.core.texts import say
from tests.common.parts import PROJECT

FOLDERS = ("people", "gallery")


def named() -> set[str]:
    """The message ids in the services of people: refusals, wrong fields, notices."""
    found: set[str] = set()
    for folder in FOLDERS:
        for module in (PROJECT / "registry" / folder).rglob("*.py"):
            source = module.read_text(encoding="utf-8")
            found |= set(re.findall(r'(?:Conflict|Invalid)\(\s*"([\w-]+)"', source))
            found |= set(re.findall(r'"((?:field|notice|identity|enrolment)-[\w-]+)"(?!, )', source))
    return {name for name in found if not name.endswith("-label")}


def test_every_refusal_and_notice_has_its_text():
    assert len(named()) > 30
    assert sorted(name for name in named() if not texts.CATALOGUE.has(name)) == []


@pytest.mark.parametrize("reason", [*REASONS, *ADVICE])
def test_every_reason_not_to_look_at_something_is_said_with_its_parameters(reason):
    params = (REASONS | ADVICE)[reason]
    text = say(reason, **{name: f"<{name}>" for name in params})
    assert text
    assert "{" not in text
