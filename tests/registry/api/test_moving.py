"""What moves and is no film is taken in from a program, and every frame of it is looked at."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from registry.desk import Desk
from tests.registry.api.conftest import Program
from tests.registry.conftest import People
from tests.registry.moving import FRAMES, KINDS, moving, with_own_eyes
from tests.registry.web.seed import declaration


@pytest.mark.parametrize("kind", KINDS)
def test_a_program_sends_what_moves_and_every_frame_of_it_is_looked_at(
    program: Callable[[str], Program], people: People, desk: Desk, models: Path, kind: str
) -> None:
    name, content = moving(kind)
    with_own_eyes(desk)
    petra, use = program("petra"), declaration("PR-PETRA", "SC12-040", [])
    sent = {"file": (io.BytesIO(content), name), "use": json.dumps(use)}
    answer = petra.post("/productions/PR-PETRA/checks", data=sent)
    assert answer.status_code == 202
    check = answer.json["check"]
    desk.examiner.run(check)
    over = petra.get(f"/checks/{check}").json
    assert over["file"] == name
    assert over["sampling"]["frames"] == FRAMES
    assert over["verdict"] != "cleared", "nobody has said who that is"
    assert len([person for person in over["persons"] if person["boxes"]]) == 1
