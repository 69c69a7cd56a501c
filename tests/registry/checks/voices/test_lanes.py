"""Who speaks when reaches the page, programs, the terminal and the receipt, turn by turn, under the sound of the file."""

import re
from typing import Any

import pytest

from consent.receipt import Outcome, verify_receipt
from consent.trust import parse_trust
from registry.checks.shown import shown
from registry.cli.check import _show
from registry.desk import Desk
from registry.records.tables.checks import Check
from tests.common.speaking import LIKE_ALICE, spoken
from tests.common.spoken import ALICE, BOB
from tests.registry.checks.conftest import as_replica

DIALOGUE = ((ALICE, 4.0), (0, 1.0), (BOB, 4.0), (0, 0.5), (ALICE, 3.0), (0, 7.5))
TURNS = [(0, 4000), (9500, 12500)]
NASTY = '"><img src=x onerror=alert(1)>.wav'


def declared(studio: Any, *performers: str) -> dict[str, Any]:
    return studio.declare(*(as_replica(performer, modalities=["voice"]) for performer in performers))


@pytest.fixture
def dialogue(studio: Any, heard_alice: Any) -> Any:
    studio.consent(heard_alice, "alice", modalities=["voice"])
    return studio.check(spoken(*DIALOGUE), declared(studio, heard_alice.id), NASTY)


def test_turns_reach_result_case_receipt_and_programs(desk: Desk, people: Any, studio: Any, dialogue: Any) -> None:
    alice, bob = dialogue.result["persons"]
    assert (alice["answer"], bob["answer"]) == ("match", "possible")
    assert alice["boxes"] == [
        {
            "ref": "A1",
            "box": None,
            "modality": "voice",
            "turns": [list(turn) for turn in TURNS],
            "start": 0.0,
            "end": 12.5,
        }
    ]
    assert "turns" not in bob["boxes"][0]  # who speaks once says it by beginning and end
    told = [{"start_ms": start, "end_ms": end} for start, end in TURNS]
    facts = shown(dialogue, {}).model_dump(mode="json", exclude_unset=True)
    assert facts["persons"][0]["spans"] == told
    assert facts["persons"][1]["spans"] == [{"start_ms": 5000, "end_ms": 9000}]
    with desk.db.read() as session:
        kept = session.get_one(Check, dialogue.id)
        assert kept.case["case"]["persons"][0]["spans"] == told
        assert (len(kept.findings["waveform"]["peaks"]), kept.findings["waveform"]["end_ms"]) == (400, 20000)


def test_a_receipt_tells_turns_and_a_decision_that_is_made_again_keeps_them(
    desk: Desk, people: Any, studio: Any, heard_alice: Any
) -> None:
    view = studio.check(spoken((ALICE, 4.0), (0, 1.0), (ALICE, 3.0)), declared(studio, heard_alice.id))
    assert view.verdict == "blocked"
    studio.consent(heard_alice, "alice", modalities=["voice"])
    desk.redecider.run_due()
    again = desk.checks.get(people.petra, view.id)
    assert (again.verdict, again.waveform) == ("cleared", view.waveform)
    paper = desk.checks.receipt(people.petra, view.id)
    assert paper["persons"][0]["spans"] == [{"start_ms": 0, "end_ms": 4000}, {"start_ms": 5000, "end_ms": 8000}]
    trust = parse_trust(desk.instance_key.trust())
    assert verify_receipt(paper, trust, now=desk.clock()).outcome is Outcome.VALID


def test_the_page_has_a_lane_a_voice_under_the_sound(dialogue: Any, visit: Any) -> None:
    page = visit("petra").get(f"/checks/{dialogue.id}").text
    assert page.index("<h3>Heard</h3>") < page.index('class="wave"') < page.index('class="bar"')
    assert 'aria-label="The outline of the sound, which is loudest at 0:00 of 0:20"' in page
    assert 'aria-label="When P1 speaks"' in page
    found = re.findall(r'data-at="(\d+)" data-end="(\d+)" disabled>([^<]+)<', page)
    assert found == [
        ("0", "4000", "0:00 to 0:04"),
        ("9500", "12500", "0:09.5 to 0:12.5"),
        ("5000", "9000", "0:05 to 0:09"),
    ]
    assert "<audio controls" in page
    assert "<video" not in page
    assert "style=" not in page


def test_a_file_name_is_text_in_the_page_of_lanes(dialogue: Any, visit: Any) -> None:
    page = visit("petra").get(f"/checks/{dialogue.id}").text
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "<img src=x" not in page


def test_nobody_but_who_makes_the_file_sees_its_sound(desk: Desk, people: Any, dialogue: Any, visit: Any) -> None:
    for name in ("alice", "ursula"):
        page = visit(name).get(f"/checks/{dialogue.id}")
        assert page.status_code == 200
        assert "wave" not in page.text
        assert "data-at" not in page.text
    assert desk.checks.get(people.ursula, dialogue.id).waveform is None


def test_the_terminal_has_the_same_lanes(dialogue: Any, capsys: pytest.CaptureFixture[str]) -> None:
    _show(dialogue, shown(dialogue, {}).model_dump(exclude_unset=True))
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == "      ▅▅▅▅▅▅▅▅··▅▅▅▅▅▅▅▅·▅▅▅▅▅▅··············· sound, loudest at 0:00"
    assert lines[3] == "      ████████···········██████··············· speaks 0:00 to 0:04, 0:09.5 to 0:12.5"


def test_silence_is_said(studio: Any, heard_alice: Any, visit: Any) -> None:
    view = studio.check(spoken((0, 3.0)), declared(studio))
    page = visit("petra").get(f"/checks/{view.id}").text
    assert "The outline of the sound: silence throughout" in page
    assert "No voice was found in the sound." in page


def test_somebody_possible_is_in_a_lane_too(studio: Any, heard_alice: Any, visit: Any) -> None:
    view = studio.check(spoken((LIKE_ALICE, 4.0)), declared(studio))
    assert [person["answer"] for person in view.result["persons"]] == ["possible"]
    assert 'data-at="0" data-end="4000"' in visit("petra").get(f"/checks/{view.id}").text


def test_who_speaks_too_briefly_is_said_to(studio: Any, heard_alice: Any, visit: Any) -> None:
    view = studio.check(spoken((0, 0.5), (700, 1.0)), declared(studio))
    assert [person["answer"] for person in view.result["persons"]] == ["not_identifiable"]
    page = visit("petra").get(f"/checks/{view.id}").text
    assert "speaks too briefly, or with others at once, to be recognised" in page
    assert "too blurred" not in page
