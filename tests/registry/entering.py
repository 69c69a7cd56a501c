"""What stands in letters, for tests of those who get in by one."""

import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from registry.ports.post import Letter
from registry.records.tables.entry import OutgoingLetter


class Postman:
    """Keeps what arrives, in order; says no as it is told to. failing: so many letters do not get through."""

    def __init__(self, failing: int = 0, problem: Exception | None = None) -> None:
        self.arrived: dict[str, Letter] = {}
        self.failing = failing
        self.problem = problem

    def hand_over(self, letter: Letter) -> None:
        if self.failing and self.problem is not None:
            self.failing -= 1
            raise self.problem
        self.arrived[letter.id] = letter


def letters_to(desk: Any, recipient: str) -> Iterator[Letter]:
    """The letters that wait to be handed over to somebody, the oldest first."""
    rows = select(OutgoingLetter).where(OutgoingLetter.recipient == recipient, OutgoingLetter.state == "waiting")
    with desk.db.look() as session:
        for row in session.scalars(rows.order_by(OutgoingLetter.created_at, OutgoingLetter.id)):
            yield desk.letters.worded(row)


def path_to(desk: Any, recipient: str) -> str:
    """The path of the link in the last letter to somebody."""
    *_, last = letters_to(desk, recipient)
    found = re.search(r"https?://[^/\s]+(/\S+)", last.text)
    assert found, last.text
    return found[1]


def secret_to(desk: Any, recipient: str) -> str:
    """The secret in that link."""
    return path_to(desk, recipient).rpartition("/")[2]
