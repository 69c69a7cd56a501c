"""A lease that is gone when its sign of life is due: it was lost, or its examination was over that very moment."""

import logging
from typing import Any

import pytest

from registry.checks.examining.hand import Hand
from registry.checks.intake.jobs import CHECK, Lease


class Telling:
    """An examiner process that says what it was given to say."""

    id, has_ended = 1, False

    def __init__(self, *said: dict[str, Any] | None) -> None:
        self.said, self.killed = list(said), False

    def hear(self, _seconds: float) -> dict[str, Any] | None:
        return self.said.pop(0) if self.said else None

    def say(self, _what: object) -> None:
        pass

    def kill(self) -> None:
        self.killed = True

    def close(self) -> None:
        pass


class Gone:
    """Jobs of which no lease is held any more."""

    lease_seconds = 0

    def extend(self, _lease: Lease) -> bool:
        return False


def run(*said: dict[str, Any] | None) -> Telling:
    examiner: Any = Telling({"ready": True}, {"begun": True}, {"stage": "deciding", "per_cent": 90}, *said)
    hand = Hand(Gone(), 60)  # type: ignore[arg-type]
    hand.adopt(examiner)
    hand.run(Lease("K-0000000000", 1, CHECK))
    return examiner


def test_who_ends_while_a_sign_of_life_is_due_has_lost_nothing(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    assert not run({"over": True}).killed
    assert not caplog.records


def test_who_goes_on_without_a_lease_is_stopped(caplog: pytest.LogCaptureFixture) -> None:
    assert run(None).killed
    assert "attempt 1 lost its lease" in caplog.text
