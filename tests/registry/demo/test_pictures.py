"""The committed demo pictures show whom `cast.json` says they show, and nobody else."""

import json
import re
import subprocess
import sys
from pathlib import Path

from tests.common.parts import PICTURES, PROJECT

CAST = json.loads((PICTURES / "cast.json").read_text(encoding="utf-8"))


def test_the_cast_is_complete() -> None:
    assert len(CAST["people"]) == 12
    portraits = {slug: {*person["enrol"], *person["probe"]} for slug, person in CAST["people"].items()}
    portraits |= {slug: set(stranger["pictures"]) for slug, stranger in CAST["strangers"].items()}
    on_disk: dict[str, set[int]] = {}
    for path in [*PICTURES.glob("people/*/*.jpg"), *PICTURES.glob("strangers/*/*.jpg")]:
        on_disk.setdefault(path.parent.name, set()).add(int(path.stem))
    assert on_disk == portraits
    assert {path.stem for path in PICTURES.glob("scenes/*.jpg")} == set(CAST["scenes"])


def test_pictures_for_enrolment_and_for_checks_are_different_ones() -> None:
    for person in CAST["people"].values():
        assert not {*person["enrol"]} & {*person["probe"]}


def test_each_picture_shows_as_many_faces_as_the_cast_says_and_people_are_apart(models: Path) -> None:
    command = [sys.executable, PROJECT / "scripts" / "make_demo_people.py", "--check", "--models", models]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_whatever_the_demo_shows_and_plays_is_made_by_one_command() -> None:
    """Each script that writes the demo's pictures, films or voices, and what is drawn to speech after the speech."""
    recipe = (PROJECT / "Makefile").read_text().split("\npictures:")[1].split("\n\n")[0]
    run = re.findall(r"scripts/(\w+\.py)", recipe)
    written = [
        path
        for path in (PROJECT / "scripts").glob("*.py")
        if re.search(r"^[A-Z]+ = .*\"demo\"", path.read_text(), re.M)
    ]
    makers = [path.name for path in written]
    assert sorted(run) == sorted(makers)
    assert run.index("make_demo_voices.py") < run.index("draw_lines.py")
