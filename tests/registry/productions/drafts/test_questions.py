"""Which questions are asked: few for a mood board, many for a replica, each by the rules that read its answer."""

from typing import Any

import pytest

from consent.clearance.condition import CONDITIONS
from registry.core.texts import CATALOGUE
from registry.productions.declaration import declaration_schema, parse_declaration
from registry.productions.drafts.answers import declaration, read, wrong
from registry.productions.drafts.catalogue import OF_PERSON, QUESTIONS
from registry.productions.drafts.known import Answers, Known, Maker
from registry.productions.drafts.questions import asked, open_questions

MAKER = Maker("PR-1", "series", "other", ("sag_tvtheatrical_2026",), None, "2026-11-22")
MOODBOARD = {"unit.id": "MB-1", "asset.element": "moodboard", "people": "nobody", "principles": "all"}
REPLICA = {
    "unit.id": "SC12", "asset.element": "performance", "asset.stage": "final", "people": "somebody",
    "cast.0.who": "P-1", "cast.0.modalities": ["face"], "cast.0.treatment": "replica_employment_based",
    "cast.0.role": "principal", "cast.0.performed_as_shown": "no", "cast.0.prompted_by_name": "no",
    "cast.0.minor": "no", "cast.0.life": "living", "others.treatment": "none", "use.medium": "series",
    "use.territory": "US", "use.language": "en", "principles": "all", "transfer.requested": "no",
}  # fmt: skip


def paths(answers: Answers, maker: Maker = MAKER) -> list[str]:
    return [one.path for one in asked(Known(answers, maker))]


def test_a_mood_board_takes_a_name_and_three_answers() -> None:
    required = [one for one in asked(Known(MOODBOARD, MAKER)) if not one.question.optional]
    assert [one.path for one in required] == ["unit.id", "asset.element", "people", "principles"]
    assert open_questions(Known(MOODBOARD, MAKER)) == []
    assert parse_declaration(declaration(Known(MOODBOARD, MAKER))).asset.stage == "ideation"


def test_a_replica_takes_many() -> None:
    assert len(paths(REPLICA)) > 20
    assert open_questions(Known(REPLICA, MAKER)) == []
    declared = parse_declaration(declaration(Known(REPLICA, MAKER)))
    assert declared.cast[0].performer == "P-1"
    assert declared.cast[0].minor is False


def test_what_follows_from_another_answer_is_not_asked_and_never_contradicts_it() -> None:
    said = parse_declaration(declaration(Known(REPLICA, MAKER)))
    assert said.principles is not None
    assert said.principles.temporary_only == "no"  # a final shot
    assert "principles.temporary_only" not in paths(REPLICA | {"principles": "some"})
    assert "principles.temporary_only" in paths(REPLICA | {"principles": "some", "asset.stage": "temp"})
    assert "cast.0.performed_as_shown" not in paths(REPLICA)  # a replica
    assert "cast.0.performed_as_shown" in paths(REPLICA | {"cast.0.treatment": "none"})
    assert "others.performed_as_shown" not in paths(REPLICA | {"others.treatment": "synthetic"})
    assert paths({"asset.element": "replica_creation", "unit.id": "S", "people": "somebody"}).count("asset.stage") == 0
    (treatment,) = [one for one in OF_PERSON if one.path == "treatment"]
    assert not {"synthetic", "synthetic_nonhuman"} & set(treatment.words)


def test_a_contradiction_is_said_at_the_question_it_is_about() -> None:
    twice = REPLICA | {
        "cast.1.who": "P-1",
        "cast.1.modalities": ["face"],
        "cast.1.treatment": "none",
        "cast.1.role": "stunt",
    }
    assert wrong(Known(twice, MAKER)) == {"cast.1.who": "contradiction-person-twice"}
    early = REPLICA | {"use.date": "2026-12-01", "use.released_on": "2026-01-01", "asset.stage": "final"}
    assert wrong(Known(early, MAKER)) == {}
    features = REPLICA | {"cast.0.treatment": "synthetic_with_features"}
    assert "cast.0.features" in [one.path for one in open_questions(Known(features, MAKER))]


def test_only_rules_that_speak_ask() -> None:
    netflix = Maker("PR-1", "series", "netflix", (), None, "2026-11-22")
    final = {"asset.element": "prop_document", "asset.stage": "final", "people": "nobody"}
    assert "asset.prominence" in paths(final, netflix)
    assert "asset.prominence" not in paths(final, MAKER)
    assert "asset.prominence" not in paths(final | {"asset.stage": "ideation"}, netflix)


def test_each_question_knows_the_rule_that_asks_it() -> None:
    netflix = Maker("PR-1", "series", "netflix", (), None, "2026-11-22")
    final = {"asset.element": "prop_document", "asset.stage": "final", "people": "nobody"}
    (prominence,) = [one for one in asked(Known(final, netflix)) if one.path == "asset.prominence"]
    assert {rule.ruleset for rule in prominence.rules} == {"netflix_genai"}


@pytest.mark.parametrize("commissioner", ["netflix", "other"])
def test_every_production_is_asked_the_five_principles(commissioner: str) -> None:
    maker = Maker("PR-1", "game", commissioner, (), None, "2026-11-22")
    doubted = {"asset.element": "storyboard", "asset.stage": "temp", "people": "nobody", "principles": "some"}
    assert len([path for path in paths(doubted, maker) if path.startswith("principles.")]) == 5
    said = declaration(Known(doubted | {"principles.temporary_only": "yes"}, maker))
    assert said["principles"]["temporary_only"] == "yes"
    assert said["principles"]["no_store_train"] == "unsure"


def test_a_person_has_to_be_named_where_there_is_one() -> None:
    answers = {key: value for key, value in REPLICA.items() if not key.startswith("cast.")}
    assert "cast.0.who" in [one.path for one in open_questions(Known(answers, MAKER))]
    assert "cast.0.who" not in [one.path for one in open_questions(Known(answers | {"names": ["Ann"]}, MAKER))]


def test_a_name_in_a_prompt_counts_as_a_use_of_the_name() -> None:
    said = declaration(Known(REPLICA | {"names": ["Mara Lind"]}, MAKER))
    assert said["names"] == [{"name": "Mara Lind", "where": "prompt"}]
    assert parse_declaration(said).names is not None


def test_what_is_no_longer_asked_is_no_longer_said() -> None:
    changed = REPLICA | {"people": "nobody", "use.alteration": "age"}
    said = declaration(Known(changed, MAKER))
    assert said["cast"] == []
    assert said["use"]["alteration"] is None


@pytest.mark.parametrize(
    ("answers", "path"),
    [({"use.territory": "Atlantis"}, "use.territory"), ({"use.language": "??"}, "use.language"),
     ({"unit.version": "many"}, "unit.version"), ({"cast.0.who": "P-" + "x" * 90}, "cast.0.who"),
     ({"cast.0.treatment": "magic"}, "cast.0.treatment"), ({"asset.stage": "done"}, "asset.stage"),
     ({"names": ["Ann"] * 13}, "names")],
)  # fmt: skip
def test_bad_input_is_marked_where_it_was_entered(answers: dict[str, Any], path: str) -> None:
    assert path in wrong(Known(REPLICA | answers, MAKER))
    assert wrong(Known(REPLICA, MAKER)) == {}


def test_a_form_is_read_within_its_bounds() -> None:
    class Sent:
        def getlist(self, key: str) -> list[str]:
            sent = {
                "unit.id": ["  SC 1 "],
                "names": ["Ann\n\n Bob "],
                "use.content": ["slurs"],
                "use.scene": ["x" * 9999],
            }
            return sent.get(key, [])

    found = read(Sent())
    assert found["unit.id"] == "SC 1"
    assert found["names"] == ["Ann", "Bob"]
    assert found["use.content"] == ["slurs"]
    assert len(found["use.scene"]) == 2000


def test_every_question_rests_on_real_conditions_and_real_keys() -> None:
    schema = declaration_schema()
    for one in (*QUESTIONS, *OF_PERSON):
        assert set(one.conditions) <= set(CONDITIONS), one.path
    for one in QUESTIONS:
        if one.path in ("people", "names", "principles"):
            continue
        part: dict[str, Any] = schema
        for name in one.path.split("."):
            choices = [choice for choice in part.get("anyOf", [part]) if choice.get("type") != "null"]
            part = schema["$defs"][choices[0]["$ref"].rsplit("/", 1)[1]] if "$ref" in choices[0] else choices[0]
            part = part["properties"][name]


def test_every_question_has_its_words() -> None:
    ids = [f"q-{one.path.replace('.', '-')}" for one in QUESTIONS] + [f"q-cast-{one.path}" for one in OF_PERSON]
    assert [name for name in ids if not CATALOGUE.has(name)] == []


def test_what_is_said_of_everybody_else_and_of_the_day_is_declared() -> None:
    said = {
        "cast.0.treatment": "alteration", "others.treatment": "none", "others.role": "principal",
        "others.performed_as_shown": "yes", "nobody_else_identifiable": "yes", "unit.version": "3",
        "use.date": "2027-02-01", "use.character": "Ana", "use.scene": "SC12", "use.alteration": "lighting",
        "use.content": ["slurs"], "asset.stage": "ideation",
    }  # fmt: skip
    declared = parse_declaration(declaration(Known(REPLICA | said, MAKER)))
    assert (declared.others.role, declared.others.performed_as_shown) == ("principal", True)
    assert declared.nobody_else_identifiable is True
    assert declared.unit.version == 3
    use = declared.use
    assert (str(use.date), use.character, use.scene, use.alteration) == ("2027-02-01", "Ana", "SC12", "lighting")
    assert use.content == ["slurs"]


def test_the_cast_may_attest_that_a_crowd_of_nobody_is_unrecognisable() -> None:
    crowd = MOODBOARD | {"nobody_else_identifiable": "yes"}
    assert parse_declaration(declaration(Known(crowd, MAKER))).nobody_else_identifiable is True
