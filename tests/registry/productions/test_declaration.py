"""USE.json: closed, complete, and one digest for one meaning."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consent import terms
from registry.productions.declaration import DeclarationError, declaration_schema, parse_declaration
from tests.common.parts import PROJECT
from tests.registry.checks.conftest import a_declaration, as_replica


def declared(**changes: Any) -> dict[str, Any]:
    return a_declaration("PR-1", as_replica("P-1"), **changes)


def problems(data: Any) -> dict[str, str]:
    with pytest.raises(DeclarationError) as told:
        parse_declaration(data)
    return {problem.path: str(problem) for problem in told.value.problems}


def test_the_order_of_keys_and_the_spacing_do_not_change_the_digest() -> None:
    one = parse_declaration(declared())
    other = parse_declaration(json.dumps(dict(reversed(declared().items())), indent=4))
    assert one.sha256 == other.sha256
    assert one.sha256 != parse_declaration(declared(unit={"id": "SH040", "version": 2})).sha256


@pytest.mark.parametrize("key", ["production", "unit", "asset", "use", "cast", "others"])
def test_a_missing_key_is_named_with_what_it_takes(key: str) -> None:
    data = declared()
    del data[key]
    assert "is missing" in problems(data)[key]


@pytest.mark.parametrize("key", ["medium", "territory", "language", "content", "character", "scene", "alteration"])
def test_no_dimension_of_the_use_can_be_left_unsaid(key: str) -> None:
    use = declared()["use"]
    del use[key]
    assert f"use.{key}" in problems(declared(use=use))


@pytest.mark.parametrize("path", ["", "asset", "use", "unit", "others", "cast.0"])
def test_an_unknown_key_is_named_with_the_known_ones(path: str) -> None:
    data: Any = declared()
    part = data
    for step in path.split(".") if path else ():
        part = part[int(step) if step.isdigit() else step]
    part["surprise"] = True
    where = f"{path}.surprise".lstrip(".")
    assert "accepted:" in problems(data)[where]


@pytest.mark.parametrize("stage", ["Final", "", None, 1, ["final"]])
def test_a_word_outside_the_list_is_refused_with_the_list(stage: Any) -> None:
    found = problems(declared(asset={"stage": stage, "element": "performance"}))["asset.stage"]
    assert all(word in found for word in terms.STAGES) or "string" in found


def test_what_a_production_cannot_establish_cannot_be_declared() -> None:
    for key in ("approvals", "consents", "standing_preference", "biometric", "persons"):
        assert key in problems(declared(**{key: {}}))
    for key in ("notice", "consultation", "bargaining", "strike", "business_days_since_notice"):
        assert f"union.{key}" in problems(declared(union={key: True}))
    for key in ("media", "provenance", "detector"):
        asset = {"stage": "final", "element": "performance", key: "image"}
        assert f"asset.{key}" in problems(declared(asset=asset))


def test_a_person_is_named_once() -> None:
    for cast in (as_replica("P-1", name="Alice"), {**as_replica("P-1"), "performer": None}):
        assert "cast.0" in problems(a_declaration("PR-1", cast))


@pytest.mark.parametrize(
    "text", [b"", b"{", b"[]", b"\xff", b'{"a": 1, "a": 2}', b'{"a": NaN}', b"[" * 10_000, b'{"unit": 1e308}']
)
def test_what_is_not_json_is_refused_in_words(text: bytes) -> None:
    assert problems(text)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda part: st.lists(part) | st.dictionaries(st.text(), part),
    max_leaves=20,
)


@settings(deadline=None)
@given(anything)
def test_anything_else_is_refused_and_never_crashes(data: Any) -> None:
    with pytest.raises(DeclarationError):
        parse_declaration(json.dumps({"use": data}))


def test_the_example_in_the_documents_is_a_declaration_and_the_schema_is_closed() -> None:
    example = (PROJECT / "docs" / "USE.example.json").read_bytes()
    parse_declaration(example)
    schema = declaration_schema()
    objects = [part for part in (schema, *schema["$defs"].values()) if part.get("type") == "object"]
    assert all(part["additionalProperties"] is False for part in objects)
