"""A pipeline sends a file, asks what became of it, and takes the receipt: what the command line prints, and as strictly."""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from registry.api.problems import Problem
from registry.checks.shown import shown
from registry.desk import Desk
from tests.registry.api.conftest import Program
from tests.registry.checks.conftest import as_replica, tell_contact
from tests.registry.conftest import People
from tests.registry.web.test_routes import events

Make = Callable[[str], Program]


def send(program: Program, production: str, content: bytes, use: Any, **more: Any) -> Any:
    data = {"file": (io.BytesIO(content), "shot.jpg"), "use": use if isinstance(use, str) else json.dumps(use)} | more
    return program.post(f"/productions/{production}/checks", data=data)


def problem(answer: Any) -> Any:
    return Problem.model_validate_json(answer.data)


def test_from_the_file_to_the_receipt(program: Make, studio: Any, shows: Any, verified_alice: Any, desk: Desk) -> None:
    studio.consent(verified_alice, "alice")
    use = studio.declare(as_replica(verified_alice.id))
    content = shows("alice")
    tell_contact(studio, use, content)
    petra = program("petra")
    answer = send(petra, studio.production, content, use)
    assert answer.status_code == 202
    check = answer.json["check"]
    assert answer.headers["Location"] == answer.json["url"] == f"/api/v1/checks/{check}"
    waiting = petra.get(f"/checks/{check}")
    assert (waiting.status_code, waiting.json["state"]) == (202, "queued")
    assert "verdict" not in waiting.json
    assert int(waiting.headers["Retry-After"]) > 0
    assert petra.get(f"/checks/{check}/receipt").status_code == 409
    desk.examiner.run(check)
    over = petra.get(f"/checks/{check}")
    assert (over.status_code, over.json["verdict"], over.json["status"]) == (200, "cleared", "decided")
    receipt = petra.get(f"/checks/{check}/receipt")
    assert receipt.json == desk.checks.receipt(studio.people.petra, check)


def test_a_contradiction_and_a_taken_version_are_named_by_their_places(
    program: Make, studio: Any, shows: Any, verified_alice: Any
) -> None:
    studio.consent(verified_alice, "alice")
    use, petra = studio.declare(as_replica(verified_alice.id)), program("petra")
    assert studio.check(shows("alice"), use).verdict == "cleared"
    taken = send(petra, studio.production, shows("alice"), use)
    assert (taken.status_code, problem(taken).where) == (400, ["use.unit.version"])
    wrong = send(petra, studio.production, shows("alice"), use | {"cast": use["cast"] * 2})
    assert (wrong.status_code, problem(wrong).where) == (400, ["use.cast.1.performer"])


def test_who_waits_is_told_behind_how_many_and_who_sends_too_much_to_come_back(
    program: Make, studio: Any, shows: Any, desk: Desk, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    petra, use = program("petra"), studio.declare()
    monkeypatch.setattr(desk.checks, "_most", 2)
    for before in range(2):
        assert send(petra, studio.production, shows("alice"), use).json["before"] == before
        clock.forward(seconds=1)
    third = send(petra, studio.production, shows("alice"), use)
    assert (third.status_code, problem(third).code) == (429, "check-queue-full-production")
    assert "the most that it may have" in problem(third).detail
    assert int(third.headers["Retry-After"]) > 0
    assert "token" not in problem(third).remedy
    lease = desk.jobs.next()
    under_way = petra.get(f"/checks/{lease.job}")
    assert (under_way.json["state"], under_way.json["before"]) == ("examining", None)
    desk.examiner.see_through(lease)
    assert send(petra, studio.production, shows("alice"), use).status_code == 202


def test_each_viewer_gets_exactly_what_the_command_line_prints_for_them(
    program: Make, studio: Any, shows: Any, verified_alice: Any, people: People, desk: Desk
) -> None:
    studio.consent(verified_alice, "alice")
    check = studio.check(shows("alice", "stranger"), studio.declare(as_replica(verified_alice.id))).id
    said = {}
    for name in ("petra", "ursula", "alice"):
        answer = program(name).get(f"/checks/{check}")
        printed = shown(
            desk.checks.get(people.__getattr__(name), check), {union.id: union for union in desk.unions.list()}
        ).model_dump(exclude_unset=True)
        assert answer.json == json.loads(json.dumps(printed))
        said[name] = answer
    assert "Alice" not in said["petra"].text
    assert said["ursula"].json["persons"][0]["name"] == "Alice"
    assert said["alice"].json["file"] is None
    assert program("quentin").get(f"/checks/{check}").status_code == 404


def test_the_use_may_be_a_file_of_its_own(program: Make, studio: Any, shows: Any) -> None:
    use = io.BytesIO(json.dumps(studio.declare()).encode())
    data = {"file": (io.BytesIO(shows("alice")), "shot.jpg"), "use": (use, "USE.json", "application/json")}
    assert program("petra").post(f"/productions/{studio.production}/checks", data=data).status_code == 202


def test_every_wrong_entry_is_named(program: Make, studio: Any, shows: Any, desk: Desk) -> None:
    petra = program("petra")
    petra.get("/me")
    before = events(desk)
    use = studio.declare()
    use["use"] |= {"medium": "billboards"}
    del use["unit"]
    answer = send(petra, studio.production, shows("alice"), use)
    assert answer.status_code == 400
    found = problem(answer)
    assert found.code == "declaration-invalid"
    assert sorted(found.where) == ["use.unit", "use.use.medium"]
    assert "use.medium: is not one of the accepted words" in found.detail
    other = send(petra, studio.production, shows("alice"), studio.declare() | {"production": "PR-QUENTIN"})
    assert (other.status_code, problem(other).where) == (400, ["use.production"])
    assert events(desk) == before
    assert list(desk.config.uploads.glob("*")) == []


@pytest.mark.parametrize("use", ["", "{", "[]", '{"unit": 1, "unit": 2}', '{"production": NaN}', "x" * 400_000])
def test_only_strict_json_is_a_declaration(program: Make, studio: Any, shows: Any, use: str) -> None:
    answer = send(program("petra"), studio.production, shows("alice"), use)
    assert answer.status_code == 400
    assert problem(answer).code == "declaration-invalid"
    assert len(answer.data) < 2000


def test_the_parts_are_those_two_each_once(program: Make, studio: Any, shows: Any) -> None:
    petra, path = program("petra"), f"/productions/{studio.production}/checks"
    use = json.dumps(studio.declare())
    more = send(petra, studio.production, shows("alice"), use, receipt="yes")
    assert (more.status_code, problem(more).where) == (400, ["receipt"])
    assert problem(petra.post(path, data={"use": use}, content_type="multipart/form-data")).where == ["file"]
    text = petra.post(path, data={"use": use, "file": "no file"}, content_type="multipart/form-data")
    assert (text.status_code, problem(text).where) == (400, ["file"])
    twice = petra.post(path, data={"file": (io.BytesIO(b"x"), "x.jpg"), "use": [use, use]})
    assert problem(twice).where == ["use"]
    assert petra.post(path, json={"use": {}}).status_code == 415


def test_what_is_too_large_is_refused(program: Make, studio: Any, shows: Any, app: Flask, desk: Desk) -> None:
    petra, use = program("petra"), studio.declare()
    desk.uploads._limit = 10
    answer = send(petra, studio.production, b"x" * 11, use)
    assert (answer.status_code, problem(answer).code) == (413, "upload-too-large")
    app.config["MAX_CONTENT_LENGTH"] = 1000
    assert send(petra, studio.production, b"x" * 2000, use).status_code == 413


def test_a_failure_says_nothing_of_why(program: Make, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("vector 0.123 of P-SECRET")

    monkeypatch.setattr(desk.checks, "get", fail)
    answer = program("petra").get("/checks/K-2222222222")
    assert (answer.status_code, problem(answer).code) == (500, "failed")
    assert "P-SECRET" not in answer.text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nothing", 404), ("GET", "/checks//receipt", 404), ("GET", "/me/", 404), ("DELETE", "/me", 405)],
)
def test_what_is_not_there_is_json_too(program: Make, method: str, path: str, status: int) -> None:
    answer = program("petra").ask(method, path)
    assert answer.status_code == status
    assert problem(answer).remedy


def test_the_loopback_address_is_answered_itself(app: Flask, program: Make) -> None:
    answer = app.test_client().get("/api/v1/me", base_url="http://127.0.0.1:8000", headers=program("petra").headers)
    assert answer.status_code == 200
