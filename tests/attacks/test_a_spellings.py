"""A11: null, a language of no language and another spelling say nothing that silence and the plain word do not."""

from typing import Any

import pytest

from consent.verdicts import STRICTNESS
from registry.approvals.established import Established
from registry.checks.deciding.case import Recognition
from registry.productions.declaration import parse_declaration
from tests.attacks.harbour import rider, shot, verdict
from tests.registry.checks.conftest import a_declaration, as_replica
from tests.registry.checks.deciding.test_case import MATCH, PERFORMER, PRODUCTION, built

STRANGER = Recognition("A1", (1, 2, 30, 40), "none")
NOBODY_SAID = {"approvals": {"disclosed": False, "written": "none", "legal_review": "none"}}
EVERYBODY_SAID = {"approvals": {"disclosed": True, "written": "granted", "legal_review": "passed"}}
NULLABLE = {
    "": ("principles", "nobody_else_identifiable", "union", "disclosure", "knowledge", "session", "transfer",
         "rule_packs", "names"),
    "asset": ("prominence", "presented_as", "source_type", "human_input", "content_changed", "sensitive", "tool"),
    "use": ("exemption", "date", "lines", "script_date", "performed_on", "new_generation", "generated_on",
            "realtime_generation", "purpose", "recipient", "paid", "released_on"),
    "cast": ("features", "prompted_by_name", "minor", "age", "life", "died"),
    "union": ("craft", "replicas_counted", "required_by_company"),
    "disclosure": ("place",),
    "session": ("notice_hours", "engaged_hours_before"),
    "transfer": ("transferee_undertaking",),
}  # fmt: skip
WHOLE: dict[str, dict[str, Any]] = {
    "union": {"craft": "visual_effects"}, "session": {"notice_hours": 1}, "transfer": {"requested": True},
}  # fmt: skip
PATHS = [(part, key) for part, keys in NULLABLE.items() for key in keys]


def declared(part: str, key: str, element: str, cast: bool, *, null: bool) -> dict[str, Any]:
    people = [as_replica(PERFORMER)] if cast else []
    said: dict[str, Any] = a_declaration(PRODUCTION, *people, asset={"stage": "final", "element": element})
    said |= {name: dict(whole) for name, whole in WHOLE.items() if name == part}
    whole = said if not part else said["cast"][0] if part == "cast" else said.setdefault(part, {})
    whole.pop(key, None)
    if null:
        whole[key] = None
    parse_declaration(said)
    return said


@pytest.mark.parametrize(("part", "key"), PATHS, ids=[f"{part}.{key}".strip(".") for part, key in PATHS])
@pytest.mark.attack("A11.null-for-silence")
def test_null_is_never_milder_than_silence(part: str, key: str) -> None:
    for element in ("performance", "vfx_environment", "crowd"):
        for face in (MATCH, STRANGER):
            for said in (NOBODY_SAID, EVERYBODY_SAID):
                silent, null = (
                    built(declared(part, key, element, face is MATCH or part == "cast", null=one), face,
                          said=Established(case=said))[1]["verdict"]
                    for one in (False, True)
                )  # fmt: skip
                assert STRICTNESS[null] >= STRICTNESS[silent], (element, face.answer, silent, null)


@pytest.mark.attack("A11.principles-null")
def test_the_five_principles_are_asked_of_whoever_answers_them_with_null() -> None:
    for element in ("vfx_environment", "moodboard", "prop_document"):
        said = a_declaration(PRODUCTION, asset={"stage": "final", "element": element}, principles=None)
        case, decision = built(said, STRANGER, said=Established(case=NOBODY_SAID))
        assert set(case.case["principles"].values()) == {"unsure"}
        assert decision["verdict"] == "needs_approval"


@pytest.mark.parametrize("language", ["und", "mul", "mis"])
@pytest.mark.attack("A9.language-of-no-language")
def test_a_refusal_for_a_language_reaches_a_use_in_one_that_nobody_names(language: str) -> None:
    refused = rider(id="C2", state="refused", languages=["es"])
    assert verdict(shot(rider(languages=["any"]), refused, use={"language": "en"})) == "cleared"
    assert verdict(shot(rider(languages=["any"]), refused, use={"language": "es"})) == "blocked"
    assert verdict(shot(rider(languages=["any"]), refused, use={"language": language})) == "blocked"
    assert verdict(shot(rider(languages=["en"]), use={"language": language})) == "blocked"


@pytest.mark.parametrize("name", ["MARA", "mara", " Mara", "Mara ", "Ma\u200dra", "Ｍara"])
@pytest.mark.attack("A9.respelled")
def test_another_spelling_of_the_character_is_no_other_character(name: str) -> None:
    refused = rider(id="C2", state="refused", character="Mara")
    assert verdict(shot(rider(), refused, use={"character": name})) == "blocked"
    assert (
        verdict(shot(rider(character="Mara"), use={"character": name})) == "cleared"
    )  # nor does it block an honest use
    assert verdict(shot(rider(), refused, use={"character": "Nils"})) == "cleared"


@pytest.mark.attack("A9.respelled-scene")
def test_nor_is_another_spelling_of_a_scene_another_scene() -> None:
    refused = rider(id="C2", state="refused", scenes=["12A", "Kitchen / night"])
    for scene in ("12a", "12A", "KITCHEN /  NIGHT"):
        assert verdict(shot(rider(), refused, use={"scene": scene})) == "blocked"
    assert verdict(shot(rider(), refused, use={"scene": "12B"})) == "cleared"
