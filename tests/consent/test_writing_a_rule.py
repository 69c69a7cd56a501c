"""The example of docs/writing-a-rule.md: it loads, its cases come out as they say, and they hold every part of it."""

import copy
import json
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from consent.clearance import Ruleset, decide, shipped
from consent.clearance.condition import CONDITIONS
from consent.clearance.ruleset import build
from consent.texts import Catalogue, has_text
from scripts.prove_rules import gates, mutants
from tests.common.pages import block, page

TEXT = page("docs/writing-a-rule.md")


def cases() -> dict[str, tuple[dict[str, Any], str]]:
    """Id -> (case, verdict), each case but the first put together from what it changes of that."""
    first, *others = json.loads(block(TEXT, "json"))
    found = {first["id"]: (first["inputs"], first["expected"])}
    for other in others:
        case = copy.deepcopy(first["inputs"])
        for path, value in other["with"].items():
            place, _, key = path.rpartition("/")
            (case[place] if place else case)[key] = value
        found[other["id"]] = (case, other["expected"])
    return found


@pytest.fixture
def example() -> Iterator[Ruleset]:
    """The example's ruleset; its condition is known for as long as the test lasts."""
    before = dict(CONDITIONS)
    exec(compile(block(TEXT, "python"), "docs/writing-a-rule.md", "exec"), {})
    yield build(tomllib.loads(block(TEXT, "toml")), "lantern_festival.toml")
    CONDITIONS.clear()
    CONDITIONS.update(before)


def verdicts(ruleset: Ruleset) -> dict[str, str | None]:
    return {name: decide(case, [*shipped(), ruleset]).verdict for name, (case, _) in cases().items()}


def test_every_case_comes_out_as_the_page_says(example: Ruleset) -> None:
    assert verdicts(example) == {name: expected for name, (_, expected) in cases().items()}


def test_without_the_rule_nothing_would_be_said() -> None:
    assert {decide(case, shipped()).verdict for case, _ in cases().values()} == {"cleared"}


def test_the_cases_notice_every_change_of_the_rule(example: Ruleset) -> None:
    whole, (rule,) = verdicts(example), example.rules
    changes = list(mutants(rule))
    assert len(changes) >= 8
    unnoticed = [
        what for what, changed in changes if verdicts(replace(example, rules=(changed,) if changed else ())) == whole
    ]
    assert unnoticed == []
    assert all(verdicts(changed) != whole for _, changed in gates(example))


def test_every_text_of_the_rule_is_there(example: Ruleset, tmp_path: Path) -> None:
    (tmp_path / "en.ftl").write_text(block(TEXT, "ftl"), encoding="utf-8")
    (rule,) = example.rules
    assert Catalogue(tmp_path).has(rule.message)
    assert all(has_text(message) for message in (rule.met, rule.remedy[1]))
