"""Rulesets as data: what ships is complete, and the loader refuses what it does not understand."""

import copy
import tomllib
from typing import Any

import pytest

from consent import terms
from consent.clearance import RulesetError, shipped
from consent.clearance.condition import CONDITIONS
from consent.clearance.ruleset import FOLDER, build, load
from consent.texts import has_text

RULES = {rule.name: rule for ruleset in shipped() for rule in ruleset.rules}
EXPECTED = {
    *terms.UNION_AGREEMENTS,
    *terms.RULE_PACKS,
    "registry",
    "netflix_genai",
    "five_principles",
    "documentary_practice",
    "us_ca_contracts",
    "us_ca_likeness",
    "us_ny_contracts",
    "us_ny_likeness",
    "us_ny_synthetic_ads",
    "us_il_contracts",
    "us_il_likeness",
    "us_il_bipa",
    "us_tn_elvis",
    "eu_ai_act",
    "gdpr_biometric",
}


def document() -> dict[str, Any]:
    return copy.deepcopy(tomllib.loads((FOLDER / "eu_ai_act.toml").read_text(encoding="utf-8")))


def refusal(data: dict[str, Any], file: str = "eu_ai_act.toml") -> RulesetError:
    with pytest.raises(RulesetError) as refused:
        build(data, file)
    assert file in str(refused.value)
    return refused.value


def test_every_source_has_a_file() -> None:
    assert {ruleset.id for ruleset in shipped()} == EXPECTED


def test_the_bill_is_marked_as_one() -> None:
    assert [ruleset.id for ruleset in shipped() if ruleset.kind == "bill"] == list(terms.RULE_PACKS)


@pytest.mark.parametrize("name", RULES)
def test_a_rule_has_its_texts_and_its_source(name: str) -> None:
    rule = RULES[name]
    for message in filter(None, (rule.message, rule.met, rule.remedy and rule.remedy[1])):
        assert has_text(message)
    assert rule.source.endswith(rule.clause)
    assert rule.condition.summary.endswith((".", "?"))


def test_every_condition_is_used_and_says_what_it_looks_for() -> None:
    used = {rule.condition.name for rule in RULES.values()} | {ruleset.gate.name for ruleset in shipped()}
    assert used == set(CONDITIONS)


def test_items_a_to_l_of_2026_are_there() -> None:
    found = {name.split("/")[1].split(".")[1] for name in RULES if name.startswith("sag_tvtheatrical_2026/39.")}
    # A is the scope of consents to scanned replicas, H is custody: neither is a condition of a case.
    assert found == set("BCDEFGIJKL")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("verdict", "maybe"),
        ("layer", "court"),
        ("trust", "A"),
        ("when", "no_such_condition"),
        ("when", "always"),
        ("on", "full_moon"),
        ("message", ""),
        ("from", "2026-08-02"),
        ("final", "yes"),
        ("colour", "red"),
        ("remedy", {"ask": "nobody", "for": "remedy.disclose"}),
        ("remedy", {"ask": "production", "why": "x"}),
        ("duty", {"kind": "dance", "whom": "public"}),
    ],
)
def test_a_rule_that_is_not_understood_is_refused_by_file_rule_and_key(key: str, value: Any) -> None:
    data = document()
    data["rule"][0][key] = value
    error = refusal(data)
    assert error.rule.startswith("50.4")
    assert key in (error.key, *error.rule.split("."))


@pytest.mark.parametrize(
    ("parameter", "value"),
    [("media", ["hologram"]), ("media", "video"), ("media", [1]), ("stages", None), ("unknown", 1)],
)
def test_a_parameter_that_is_not_understood_is_refused(parameter: str, value: Any) -> None:
    data = document()
    if value is None:
        del data["rule"][0]["with"][parameter]
    else:
        data["rule"][0]["with"][parameter] = value
    assert parameter in refusal(data).key


def test_numbers_have_to_be_numbers() -> None:
    data = copy.deepcopy(tomllib.loads((FOLDER / "us_il_bipa.toml").read_text(encoding="utf-8")))
    destroy = next(rule for rule in data["rule"] if rule["when"] == "kept_too_long")
    for wrong in ("3", 3.5, True, [3]):
        destroy["with"]["years"] = wrong
        assert refusal(data, "us_il_bipa.toml").key == "with.years"


def test_two_rules_of_one_name_are_refused() -> None:
    data = document()
    data["rule"].append(copy.deepcopy(data["rule"][0]))
    assert refusal(data).key == "id"


def test_a_file_is_named_after_its_ruleset() -> None:
    assert refusal(document(), "other.toml").key == "id"


ALLOWANCES = tomllib.loads((FOLDER / "registry.allowances.toml").read_text(encoding="utf-8"))["allowance"]


def test_an_allowance_waives_or_caps() -> None:
    data = {**document(), "allowance": copy.deepcopy(ALLOWANCES)}
    data["allowance"][0]["at_most"] = "blocked"
    assert refusal(data).key == "waives"


def test_whatever_says_to_tell_says_whom() -> None:
    data = document()
    rule = next(rule for rule in data["rule"] if rule["verdict"] == "notify_only")
    del rule["duty"]
    assert refusal(data).key == "duty"
    capped = {**document(), "allowance": copy.deepcopy(ALLOWANCES)}
    cap = next(one for one in capped["allowance"] if "at_most" in one)
    cap["at_most"] = "notify_only"
    assert refusal(capped).key == "at_most"


def test_the_files_of_a_long_ruleset_are_read_as_one() -> None:
    themes = sorted(FOLDER.glob("registry.*.toml"))
    assert themes
    whole = load(FOLDER / "registry.toml")
    assert all(load(theme) == whole for theme in themes)
    entries = [tomllib.loads(file.read_text(encoding="utf-8")) for file in (FOLDER / "registry.toml", *themes)]
    ids = {rule["id"] for entry in entries for rule in (*entry.get("rule", ()), *entry.get("allowance", ()))}
    assert {rule.id for rule in whole.rules} == ids


@pytest.mark.parametrize(
    ("theme", "key"),
    [({"ruleset": {}}, "ruleset"), ({"rule": [{"id": "new"}]}, "when"), ({"rule": document()["rule"][:1]}, "id")],
)
def test_a_further_file_holds_new_rules_and_nothing_else(theme: dict[str, Any], key: str) -> None:
    with pytest.raises(RulesetError) as refused:
        build(document(), "eu_ai_act.toml", {"eu_ai_act.more.toml": theme})
    assert refused.value.key == key


def test_what_is_no_toml_is_refused(tmp_path: Any) -> None:
    file = tmp_path / "broken.toml"
    file.write_text("[ruleset", encoding="utf-8")
    with pytest.raises(RulesetError, match=r"broken\.toml"):
        load(file)
