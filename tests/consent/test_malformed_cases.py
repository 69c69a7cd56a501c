"""Two hundred ways in which a case can be wrong: each is refused with the place, and none gets a verdict."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from consent import schemas
from consent.clearance import CaseError, parse_case, read_json
from consent.clearance.case import Case
from tests.consent import corpus

GOOD = corpus.everything()["scope-count-last"][0]
WRONG_VALUES: tuple[Any, ...] = (7, 1.5, "neither", ["neither"], {"neither": 1}, 1e308, "x" * 400)


def wrong_values() -> Iterator[tuple[str, Any]]:
    """(path, case): a wrong type or an unknown word in every part of a case."""
    for path, key in _leaves(GOOD):
        for wrong in WRONG_VALUES:
            case = json.loads(json.dumps(GOOD))
            place = case
            for step in path:
                place = place[step]
            if _fits(place[key], wrong, key):
                continue
            place[key] = wrong
            yield _named((*path, key)), case


def _leaves(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    pairs = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in pairs:
        yield path, key
        if isinstance(value, (dict, list)):
            yield from _leaves(value, (*path, key))


def _fits(old: Any, wrong: Any, key: Any) -> bool:
    """Whether the wrong value would be right here after all: free texts, counts, lists of free names."""
    free = {"id", "ref", "person", "project", "character", "description"}
    if key in free and isinstance(wrong, str):
        return len(wrong) < 300 or key == "description"
    if key in ("uses_so_far", "max_uses"):
        return wrong == 7
    return key in ("project_ids", 0) and wrong in (["neither"], "neither")


def _named(path: tuple[Any, ...]) -> str:
    return "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)


WRONG = list(wrong_values())


def test_there_are_two_hundred() -> None:
    assert len(WRONG) >= 200


@pytest.mark.parametrize("number", range(len(WRONG)))
def test_a_wrong_value_is_refused_with_its_path(number: int) -> None:
    path, case = WRONG[number]
    with pytest.raises(CaseError) as refusal:
        parse_case(case)
    assert refusal.value.path.startswith(path)


def _with(change: dict[str, Any]) -> dict[str, Any]:
    return {**GOOD, **change}


@pytest.mark.parametrize(
    ("path", "case"),
    [
        ("$.check_date", {key: value for key, value in GOOD.items() if key != "check_date"}),
        ("$.production.kind", _with({"production": {"id": "X", "commissioner": "other"}})),
        ("$.persons[0].match", _with({"persons": [{"ref": "A", "registered": True}]})),
        ("$.consents[0].state", _with({"consents": [{"person": "A"}]})),
        ("$.right_holders[0].position", _with({"right_holders": [{"id": "H"}]})),
    ],
)
def test_a_missing_key_is_named(path: str, case: Any) -> None:
    with pytest.raises(CaseError) as refusal:
        parse_case(case)
    assert refusal.value.path == path


def test_an_unknown_key_is_named_with_those_that_are_known() -> None:
    with pytest.raises(CaseError) as refusal:
        parse_case(_with({"asset": {**GOOD["asset"], "tool": {"pipeline": [{"vendor": "X"}]}}}))
    assert refusal.value.path == "$.asset.tool.pipeline[0].vendor"
    assert "retains_or_trains" in refusal.value.accepted


def test_an_unknown_word_is_answered_with_the_accepted_ones() -> None:
    with pytest.raises(CaseError) as refusal:
        parse_case(_with({"persons": [{"ref": "A", "registered": True, "match": "perhaps"}]}))
    assert refusal.value.accepted == ("match", "possible", "none")
    assert str(refusal.value) == "$.persons[0].match: unknown value (accepted: match, possible, none)"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"\xff\xfe{}",
        b'{"check_date": NaN}',
        b'{"check_date": Infinity}',
        b'{"check_date": "2026-11-22", "check_date": "2026-11-22"}',
        b"[" * 10_000 + b"]" * 10_000,
        b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
        b'"' + b"x" * 5_000_000 + b'"',
        b"1" * 5_000,
    ],
    ids=["empty", "cut", "utf16", "nan", "infinity", "twice", "deep-list", "deep-object", "long", "long-number"],
)
def test_what_is_no_proper_json_is_refused(raw: bytes) -> None:
    with pytest.raises(CaseError):
        parse_case(read_json(raw))


@pytest.mark.parametrize("data", [None, 1, "case", [], [GOOD]])
def test_what_is_no_object_is_no_case(data: Any) -> None:
    with pytest.raises(CaseError, match="a case is a JSON object"):
        parse_case(data)


def test_a_lone_surrogate_is_refused() -> None:
    with pytest.raises(CaseError):
        parse_case(read_json(json.dumps(_with({"use": {"project": "\ud800"}})).encode()))


def test_a_date_that_is_none_is_refused() -> None:
    for wrong in ("2026-02-30", "2026-11-22T25:00:00Z", "22.11.2026", "2026-11-22T10:00"):
        with pytest.raises(CaseError):
            parse_case(_with({"use": {"date": wrong}}))


def test_the_schema_is_closed_and_names_every_key() -> None:
    schema = schemas.case()
    assert set(schema["properties"]) == set(Case.model_fields)
    assert schema["additionalProperties"] is False
    assert schema["required"] == ["check_date"]
    assert "silent" in json.dumps(schema["$defs"]["Consent"]["properties"]["languages"])
