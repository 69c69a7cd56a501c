"""`likeness rules`: list, show, lint and explain."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from consent.clearance import shipped
from consent.clearance.ruleset import FOLDER
from registry.cli import main
from tests.consent import corpus

CASES = corpus.everything()


def rules(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["rules", *map(str, arguments)])


def test_the_list_names_every_rule_with_its_source() -> None:
    listed = json.loads(rules("list", "--json").stdout)
    assert {rule["rule"] for ruleset in listed for rule in ruleset["rules"]} == {
        rule.name for ruleset in shipped() for rule in ruleset.rules
    }
    assert all(rule["source"] and rule["trust"] for ruleset in listed for rule in ruleset["rules"])
    words = rules("list")
    assert words.exit_code == 0
    assert "39.D" in words.stdout


def test_one_rule_is_shown_with_its_numbers() -> None:
    shown = json.loads(rules("show", "us_il_bipa/15.a.destroy", "--json").stdout)
    assert shown["with"] == {"years": 3}
    assert shown["trust"] == "P"
    assert rules("show", "us_il_bipa").exit_code == 0
    assert "years" in rules("show", "us_il_bipa/15.a.destroy").stdout


def test_an_unknown_rule_is_wrong_usage() -> None:
    answer = rules("show", "us_il_bipa/99")
    assert answer.exit_code == 2
    assert "us_il_bipa/99" in answer.stderr


def test_what_ships_passes_the_check() -> None:
    answer = rules("lint")
    assert answer.exit_code == 0
    assert len(answer.stdout.splitlines()) == len(shipped())


def test_a_file_that_is_not_understood_is_refused_with_its_place(tmp_path: Path) -> None:
    text = (FOLDER / "tag_2024.toml").read_text(encoding="utf-8")
    for old, new in (
        ('"design"', '"cooking"'),
        ("craft.unconsulted", "no.such.text"),
        ('id = "consultation"', "id = 1"),
    ):
        file = tmp_path / "tag_2024.toml"
        file.write_text(text.replace(old, new), encoding="utf-8")
        answer = rules("lint", file)
        assert answer.exit_code == 2
        assert answer.stderr.startswith("tag_2024.toml: rule ")


def test_an_explanation_shows_what_was_tried_and_why(tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    file.write_text(json.dumps({"id": "X", "inputs": CASES["dub-not-granted"][0]}), encoding="utf-8")
    answer = rules("explain", file, "--json", "--all")
    told = json.loads(answer.stdout)
    chain = {link["rule"]: link for link in told["chain"]}
    assert answer.exit_code == 1
    assert told["decision"]["verdict"] == "blocked"
    assert chain["sag_tvtheatrical_2026/39.D"]["outcome"] == "broken"
    assert chain["registry/scope.territory"]["outcome"] == "silent"
    assert chain["netflix_genai/talent"]["outcome"] == "speaks_not"
    assert all(link["why"] for link in told["chain"])


def test_an_explanation_says_what_was_not_in_force(tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    file.write_text(json.dumps(CASES["ad-day-before"][0]), encoding="utf-8")
    answer = rules("explain", file)
    assert answer.exit_code == 0
    assert "not_in_force  us_ny_synthetic_ads/S8420" in answer.stdout
    assert "2026-06-08" in answer.stdout


@pytest.mark.parametrize("raw", [b"", b"{}", b"\xff"])
def test_a_bad_case_is_not_explained(tmp_path: Path, raw: bytes) -> None:
    file = tmp_path / "case.json"
    file.write_bytes(raw)
    answer = rules("explain", file)
    assert answer.exit_code == 2
    assert "Traceback" not in answer.output
