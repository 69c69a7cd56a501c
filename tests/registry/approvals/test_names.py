"""Names in prompts, scripts and credits: a use without a face, and no way to learn who is registered."""

import json
from typing import Any

import pytest

from registry.productions.declaration import DeclarationError
from tests.registry.checks.conftest import as_replica


def test_a_name_in_a_prompt_is_a_use_where_no_face_matches(
    studio: Any, verified_alice: Any, verified_bob: Any, shows: Any
) -> None:
    for where in ("prompt", "script", "credits"):
        view = studio.check(shows("stranger"), studio.declare(names=[{"name": "Alice", "where": where}]))
        assert view.verdict == "needs_approval"
        assert [person["answer"] for person in view.result["persons"]] == ["none", "named"]
        assert [reason["message"] for reason in view.result["persons"][1]["reasons"]] == ["named"]


def test_registered_and_unregistered_names_read_alike(studio: Any, verified_alice: Any, shows: Any) -> None:
    def said(name: str) -> str:
        view = studio.check(shows("stranger"), studio.declare(names=[{"name": name, "where": "prompt"}]))
        receipt = studio.desk.checks.receipt(studio.people.petra, view.id)
        return json.dumps([view.verdict, view.result, receipt["reasons"], receipt["persons"]])

    assert said("Alice") == said("Nobody Atall")


def test_a_consent_to_the_name_covers_it(studio: Any, verified_alice: Any, shows: Any) -> None:
    studio.consent(verified_alice, "alice", modalities=["face", "name"], replica_type="independently_created")
    view = studio.check(shows("stranger"), studio.declare(names=[{"name": "alice", "where": "prompt"}]))
    assert view.verdict == "cleared"


def test_a_consent_to_the_face_alone_does_not_cover_the_name(studio: Any, verified_alice: Any, shows: Any) -> None:
    studio.consent(verified_alice, "alice")
    view = studio.check(shows("stranger"), studio.declare(names=[{"name": "Alice", "where": "prompt"}]))
    assert view.verdict == "blocked"


def test_somebody_of_the_cast_who_is_named_too_is_one_person(studio: Any, verified_alice: Any, shows: Any) -> None:
    studio.consent(verified_alice, "alice", modalities=["face", "name"])
    declared = studio.declare(as_replica(verified_alice.id), names=[{"name": "Alice", "where": "credits"}])
    view = studio.check(shows("alice"), declared)
    assert [person["answer"] for person in view.result["persons"]] == ["match"]
    assert view.verdict == "cleared"


def test_a_name_does_not_tell_whose_a_found_face_is(
    studio: Any, verified_alice: Any, verified_bob: Any, shows: Any
) -> None:
    def shape(name: str) -> list[str]:
        view = studio.check(shows("alice"), studio.declare(names=[{"name": name, "where": "prompt"}]))
        return [person["answer"] for person in view.result["persons"]]

    assert shape("Alice") == shape("Bob") == shape("Nobody Atall") == ["match", "named"]


@pytest.mark.parametrize(
    "names", [[{"name": "Alice"}], [{"name": "", "where": "prompt"}], [{"name": "A", "where": "air"}]]
)
def test_what_is_not_a_name_somewhere_is_refused(studio: Any, shows: Any, names: list[dict[str, str]]) -> None:
    with pytest.raises(DeclarationError):
        studio.check(shows("stranger"), studio.declare(names=names))
