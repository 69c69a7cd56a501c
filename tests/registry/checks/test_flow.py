"""One check from the file to the receipt, with every answer that a face can get."""

from typing import Any

import pytest

from consent.receipt import Outcome, verify_receipt
from consent.trust import parse_trust
from registry.cli.check import exit_status

from tests.registry.checks.conftest import as_replica


def test_a_consented_replica_is_cleared(studio: Any, verified_alice: Any, shows: Any) -> None:
    studio.consent(verified_alice, "alice")
    view = studio.check(shows("alice"), studio.declare(as_replica(verified_alice.id)))
    print(view)
    assert (view.status, view.verdict, exit_status(view)) == ("decided", "cleared", 0)
