import signal
import subprocess
import sys

import pytest
from sqlalchemy import func, select

from registry.records.tables.performers import GalleryState, ReferencePicture, Template
from tests.common.parts import PROJECT
from tests.registry.tampering import chain


def run(desk, step, pictures) -> subprocess.CompletedProcess[str]:
    script = "tests.registry.gallery.enrol_and_die"
    command = [sys.executable, "-m", script, str(desk.config.home), step, *map(str, pictures)]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=60, check=False)


def written(desk) -> tuple[int, int, int]:
    with desk.db.read() as session:
        count = [session.scalar(select(func.count()).select_from(table)) for table in (Template, ReferencePicture)]
        return count[0], count[1], session.scalar(select(GalleryState.generation)) or 0


def die_and_try_again(desk, people, release, fake_matching, step) -> None:
    release(people.alice, people.alice.performer_id)
    pictures = [fake_matching.picture("alice") for _ in range(3)]
    before = chain(desk)
    killed = run(desk, step, pictures)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    if step == "nothing":
        assert written(desk) == (3, 3, 1)
    else:
        assert written(desk) == (0, 0, 0)
        assert chain(desk) == before
        again = desk.performers.enrol(people.alice, people.alice.performer_id, pictures, keep_pictures=True)
        assert len(again.accepted) == 3
    loaded = desk.gallery.load()
    assert loaded.losses == ()
    assert loaded.gallery.subjects == (people.alice.performer_id,)


@pytest.mark.parametrize("step", ["key", "3", "commit", "nothing"])
def test_an_enrolment_killed_midway_leaves_all_or_nothing(desk, people, release, fake_matching, step):
    die_and_try_again(desk, people, release, fake_matching, step)


@pytest.mark.trial
@pytest.mark.parametrize("step", ["0", "1", "2", "4", "5", "6"])
def test_an_enrolment_killed_at_any_statement_leaves_all_or_nothing(desk, people, release, fake_matching, step):
    die_and_try_again(desk, people, release, fake_matching, step)
