"""The operator sees how letters leave and which do not, and tries it with one; nobody sees the password, and nothing is set here."""

from dataclasses import replace
from typing import Any

import pytest

from registry.core.paging import PageRequest
from registry.core.permissions import Forbidden
from registry.notices.outgoing import Outgoing
from registry.notices.posting import Posting
from registry.ports.post import LetterRefused, Undelivered, Unreachable
from registry.ports.smtp import Server, Smtp
from tests.registry.entering import Postman
from tests.registry.ports.test_smtp import Box, free_port, serving

PASSWORD = "correct-horse"


@pytest.fixture
def posting(desk: Any) -> Any:
    """`posting(post)`: with a mail server set."""
    config = replace(
        desk.config, smtp_host="mail.example", smtp_sender="Registry <registry@example.org>", smtp_user="registry",
        smtp_password=PASSWORD,
    )  # fmt: skip
    return lambda post: Posting(desk.db, desk.clock, post, config)


def test_what_is_set_is_shown_and_the_password_is_not(posting: Any, people: Any) -> None:
    found = posting(Postman()).settings(people.ada)
    assert (found.host, found.port, found.security, found.password, found.sends) == (
        "mail.example", 587, "starttls", True, True,
    )  # fmt: skip
    assert PASSWORD not in repr(found)


@pytest.mark.parametrize("name", ["alice", "ursula", "petra", "nora"])
def test_nobody_but_the_operator_sees_or_sends(posting: Any, people: Any, name: str) -> None:
    who, postman = getattr(people, name), Postman()
    for act in ("settings", "late", "try_out"):
        with pytest.raises(Forbidden):
            getattr(posting(postman), act)(who)
    assert postman.arrived == {}


def test_a_letter_to_try_it_reaches_a_real_server_and_is_kept_nowhere(posting: Any, people: Any) -> None:
    box = Box()
    with serving(box) as port:
        tried = posting(Smtp(Server("127.0.0.1", "registry@example.org", port, "none"))).try_out(people.ada)
    assert (tried.taken, tried.to, tried.problem) == (True, "ada@example.org", "")
    ((message, to, _session),) = box.messages
    assert (to, message["Subject"]) == (["ada@example.org"], "Likeness Registry: a test letter")
    assert posting(Postman()).late(people.ada).count == len(posting(Postman()).late(people.ada).rows)
    assert not [one for one in posting(Postman()).late(people.ada).rows if "test letter" in one.subject]


@pytest.mark.parametrize("box", [Box(ada="550 no such user"), Box(ada="451 later"), None])
def test_what_the_server_says_instead_is_told(posting: Any, people: Any, box: Any) -> None:
    def through(port: int) -> Any:
        return posting(Smtp(Server("127.0.0.1", "registry@example.org", port, "none"))).try_out(people.ada)

    if box is None:
        tried = through(free_port())
    else:
        with serving(box) as port:
            tried = through(port)
    assert not tried.taken
    assert tried.problem


@pytest.mark.parametrize(
    ("problem", "state"),
    [(LetterRefused("no such address (550)"), "refused"), (Undelivered("later (451)"), "waiting"), (Unreachable("down"), "waiting")],
)  # fmt: skip
def test_a_letter_that_does_not_leave_is_listed_with_what_was_said(
    posting: Any, desk: Any, people: Any, problem: Exception, state: str
) -> None:
    desk.requests.reset(people.ada, people.accounts["nora"])
    Outgoing(desk.db, desk.clock, Postman(1_000, problem), desk.letters).deliver_due()
    rows = posting(Postman()).late(people.ada, PageRequest(search="nora@")).rows
    assert {one.recipient for one in rows} == {"nora@example.org"}
    assert (state, str(problem)) in {(one.state, one.problem) for one in rows} or isinstance(problem, Unreachable)
    if isinstance(problem, Unreachable):
        assert "down" in {one.problem for one in posting(Postman()).late(people.ada).rows}


def test_what_was_said_is_forgotten_once_the_letter_is_taken(posting: Any, desk: Any, people: Any) -> None:
    Outgoing(desk.db, desk.clock, Postman(1_000, Unreachable("down")), desk.letters).deliver_due()
    while Outgoing(desk.db, desk.clock, Postman(), desk.letters).deliver_due():
        pass
    assert posting(Postman()).late(people.ada).rows == ()
