"""Held up at the pages: they look at no file, so that whoever hands in many, or what hangs, keeps nobody from reading."""

import io
from typing import Any

import pytest

from registry.core.errors import Busy
from registry.serving.app import create_app
from tests.registry.conftest import FakeMatching
from tests.registry.handed_in import sources
from tests.registry.web.conftest import Visitor, path_of


@pytest.fixture
def blind(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of this process may look at a file or load a network."""

    def examine(*_arguments: Any, **_options: Any) -> Any:
        raise AssertionError("a page looked at a file")

    desk._examine = examine
    monkeypatch.setattr(type(desk), "finders", property(examine))


def pictures(fake_matching: FakeMatching) -> list[Any]:
    return [(io.BytesIO(fake_matching.picture("alice").read_bytes()), f"{number}.jpg") for number in range(3)]


@pytest.mark.attack("F4.many-enrolments-at-once")
@pytest.mark.usefixtures("blind")
def test_enrolments_are_answered_at_once_and_no_account_queues_without_end(
    desk: Any, people: Any, fake_matching: Any, release: Any
) -> None:
    performer = people.alice.performer_id
    release(people.alice, performer)
    desk.file_jobs._most = 3
    alice = Visitor(create_app(desk).test_client()).sign_in("alice")
    answers = [
        alice.post(f"/performers/{performer}/enrolment", {"pictures": pictures(fake_matching)}) for _ in range(8)
    ]
    assert [answer.status_code for answer in answers] == [303] * 3 + [422] * 5
    assert len(list(desk.config.uploads.iterdir())) == 9  # of those refused nothing is kept
    assert alice.get(path_of(answers[0])).status_code == 200


@pytest.mark.attack("F4.many-second-looks-at-once")
@pytest.mark.usefixtures("blind")
def test_a_crowd_of_one_account_s_files_does_not_come_before_another_s(
    desk: Any, people: Any, fake_matching: Any, release: Any, clock: Any
) -> None:
    for who in (people.alice, people.bob):
        release(who, who.performer_id)
    one = sources([fake_matching.picture("alice")])
    crowd = []
    for _ in range(5):
        crowd.append(desk.enrolments.ask(people.alice, people.alice.performer_id, one))
        clock.forward(seconds=1)
    late = desk.enrolments.ask(people.bob, people.bob.performer_id, one)
    assert desk.jobs.free()[:2] == [crowd[0], late]
    desk.file_jobs._most = 5
    with pytest.raises(Busy):
        desk.enrolments.ask(people.alice, people.alice.performer_id, one)
    desk.enrolments.ask(people.bob, people.bob.performer_id, one)


@pytest.mark.attack("F4.looks-that-fail")
def test_a_look_that_fails_ends_its_job_and_leaves_no_file(
    desk: Any, people: Any, fake_matching: Any, release: Any
) -> None:
    release(people.alice, people.alice.performer_id)
    desk._examine = lambda *_arguments, **_options: [][0]
    job = desk.enrolments.ask(people.alice, people.alice.performer_id, sources([fake_matching.picture("alice")]))
    assert desk.examiner.run(job)
    view = desk.enrolments.get(people.alice, people.alice.performer_id, job)
    assert (view.state, view.outcome["message"]) == ("failed", "check-failed")
    assert list(desk.config.uploads.iterdir()) == []
    assert desk.jobs.free() == []
