"""C1: declaring everybody as the cast, so that a file is compared with each of them alone, tells nobody whose voice it is."""

import json
from typing import Any

import pytest

from registry.records.tables.checks import Check
from tests.common.speaking import LIKE_ALICE, spoken
from tests.common.spoken import ALICE
from tests.registry.checks.conftest import as_replica
from tests.registry.checks.voices.conftest import desk, enrol, heard_alice, keep_recordings, studio

__all__ = ["desk", "enrol", "heard_alice", "keep_recordings", "studio"]

NOBODY = "P-7K3M9QX2BD"


@pytest.fixture
def told(desk: Any, studio: Any, people: Any, heard_alice: Any) -> Any:
    """All that the production is told of a file in whose cast it names somebody, and of everything that it holds of nobody."""

    def asked(content: bytes, whom: str, **entry: Any) -> str:
        declared = studio.declare(as_replica(whom, modalities=["voice"], **entry), unit={"id": "LINE", "version": 1})
        view = studio.check(content, declared, "line.wav")
        receipt = desk.checks.receipt(people.petra, view.id)
        shown = {"result": view.result, "persons": receipt["persons"], "verdict": receipt["verdict"]}
        return json.dumps(shown, sort_keys=True)

    return asked


@pytest.mark.attack("C1.one-to-one")
@pytest.mark.parametrize("tone", [ALICE, LIKE_ALICE])
@pytest.mark.parametrize("treatment", ["none", "replica_independent"])
def test_no_performer_who_is_tried_says_whose_a_voice_is(
    told: Any, people: Any, heard_alice: Any, tone: int, treatment: str
) -> None:
    said = {"treatment": treatment, "performed_as_shown": treatment == "none"}
    content = spoken((tone, 5.0))
    answers = {told(content, whom, **said) for whom in (heard_alice.id, people.bob.performer_id, NOBODY)}
    assert len(answers) == 1


@pytest.mark.attack("C1.one-to-one")
def test_who_holds_a_consent_is_told_that_it_is_them(desk: Any, studio: Any, heard_alice: Any) -> None:
    """Only what the production may not know is left out."""
    studio.consent(heard_alice, "alice", modalities=["voice"])
    declared = studio.declare(as_replica(heard_alice.id, modalities=["voice"]))
    view = studio.check(spoken((ALICE, 5.0)), declared, "line.wav")
    assert (view.verdict, [one["answer"] for one in view.result["persons"]]) == ("cleared", ["match"])
    with desk.db.read() as session:
        (noted,) = session.get_one(Check, view.id).findings["found"]
    assert noted["at_large"]["answer"] == "possible"
